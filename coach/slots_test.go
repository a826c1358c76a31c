package coach

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// slotCase is a question for slots.
type slotCase struct {
	rep      Rep
	lead     Lead
	now      time.Time
	from, to time.Time
	n        int
	taken    []Agreed
}

func aSlotCase(t *rapid.T) slotCase {
	c := slotCase{rep: aRep(t), lead: aLead(t), now: anInstant().Draw(t, "now"), n: rapid.IntRange(0, 6).Draw(t, "n")}
	if rapid.Bool().Draw(t, "in a span") {
		c.from = c.now.Add(time.Duration(rapid.IntRange(-48*60, 12*24*60).Draw(t, "from")) * time.Minute)
		c.to = c.from.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "length")) * time.Minute)
	}
	for k := range rapid.IntRange(0, 30).Draw(t, "taken") {
		a := Agreed{Lead: fmt.Sprint("L", 2+k), Name: fmt.Sprint("other ", k)}
		a.At = c.now.Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(t, "at")) * time.Minute)
		if rapid.Bool().Draw(t, "where slots are") { // the times that would be offered
			if free := propertyRules.Slots(c.lead, c.rep, c.now, c.from, c.to, 6); len(free) > 0 {
				a.At = free[k%len(free)].At.Add(time.Duration(rapid.IntRange(-40, 40).Draw(t, "beside")) * time.Minute)
			}
		}
		c.taken = append(c.taken, a)
	}
	return c
}

func (c slotCase) ask(r *Rules) []Slot {
	return r.SlotsBut(c.lead, c.rep, c.now, c.from, c.to, c.n, c.taken)
}

// holds checks everything that is promised about slots, by the calendars of Go's own time package.
func (c slotCase) holds(t interface {
	Helper()
	Errorf(string, ...any)
}, r *Rules, slots []Slot) {
	t.Helper()
	if len(slots) > max(0, c.n) {
		t.Errorf("%d slots, asked for %d", len(slots), c.n)
	}
	repIn, leadIn := c.rep.Location(), c.lead.Zone(c.rep, c.now).Loc
	from, to := c.rep.Hours()
	for i, s := range slots {
		wrong := func(why string) {
			t.Helper()
			t.Errorf("%v (rep %v, lead %v) of %+v: %s", s.At, s.At.In(repIn), s.At.In(leadIn), c, why)
		}
		mine, theirs := s.At.In(repIn), s.At.In(leadIn)
		if !s.At.After(c.now) || s.At.Before(c.from) || !c.to.IsZero() && !s.At.Before(c.to) {
			wrong("not in the future, or outside the span")
		}
		m := mine.Hour()*60 + mine.Minute()
		// Where the clock shows an hour twice, the hours go on through both of them.
		begin := time.Date(mine.Year(), mine.Month(), mine.Day(), 0, from, 0, 0, repIn)
		end := time.Date(mine.Year(), mine.Month(), mine.Day(), 0, to, 0, 0, repIn).Add(time.Hour)
		twice := from < to && !s.At.Before(begin) && s.At.Before(end) && mine.Add(-time.Hour).Hour() == mine.Hour()
		if (from < to && (m < from || m >= to) || from > to && m < from && m >= to) && !twice {
			wrong("outside the rep's hours")
		}
		if !c.rep.WorksOn(mine.Weekday()) || !c.rep.WorksOn(theirs.Weekday()) {
			wrong("on a day off")
		}
		if holidayOn(r, mine, calendar.Country(c.rep.TZ)) || holidayOn(r, theirs, c.lead.Zone(c.rep, c.now).Country) {
			wrong("on a holiday")
		}
		if m := theirs.Hour()*60 + theirs.Minute(); m < 8*60 || m >= 21*60 {
			wrong("outside the legal hours")
		} else if m >= 12*60 && m < 14*60 {
			wrong("in lunch")
		}
		if _, err := r.CheckInstant(c.lead, c.rep, s.At); err != nil {
			wrong(err.Error())
		}
		if _, twice := r.Twice(c.taken, c.lead.ID, s.At); twice {
			wrong("beside an agreed call")
		}
		if i > 0 && s.At.Sub(slots[i-1].At) < 30*time.Minute {
			wrong("out of order, or beside another offer")
		}
		if weak := theirs.Weekday() == time.Monday || theirs.Weekday() == time.Friday; weak == s.Marked.IsZero() {
			wrong("the mark of a weak day")
		}
	}
}

func holidayOn(r *Rules, at time.Time, country string) bool {
	d, err := calendar.Parse(at.Format(time.DateOnly))
	return err == nil && r.holidays.On(d, country) != ""
}

// S4.9–S4.13, S1.7: an offered time is one that can be kept, in all zones and over every clock change.
func TestSlotsCanBeKept(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		c := aSlotCase(t)
		slots := c.ask(r)
		c.holds(t, r, slots)
		if again := c.ask(r); !slices.Equal(slots, again) {
			t.Errorf("asked twice: %v, %v", slots, again)
		}
		if plain := r.Slots(c.lead, c.rep, c.now, c.from, c.to, c.n); len(c.taken) == 0 && !slices.Equal(slots, plain) {
			t.Errorf("nothing is taken, and still %v instead of %v", slots, plain)
		}
	})
}

// S4.9: Wednesday and Thursday come first. No day is offered while a better one in reach has a free time and is left
// out.
func TestSlotsPreferTheMiddleOfTheWeek(t *testing.T) {
	r := propertyRules
	rank := map[time.Weekday]int{time.Wednesday: 0, time.Thursday: 0, time.Tuesday: 1, time.Saturday: 2, time.Sunday: 2,
		time.Monday: 3, time.Friday: 3}
	rapid.Check(t, func(t *rapid.T) {
		c := aSlotCase(t)
		if c.from.IsZero() {
			c.from, c.to = c.now, c.now.AddDate(0, 0, 9)
		}
		loc := c.lead.Zone(c.rep, c.now).Loc
		slots := c.ask(r)
		on := map[string]bool{}
		worst := -1
		for _, s := range slots {
			on[s.At.In(loc).Format(time.DateOnly)] = true
			worst = max(worst, rank[s.At.In(loc).Weekday()])
		}
		for at := c.from; at.Before(c.to); at = at.Add(12 * time.Hour) {
			y, m, d := at.In(loc).Date()
			// A midnight that the clock skips lies before its date or after it; the date is that of at.
			first, after := time.Date(y, m, d, 0, 0, 0, 0, loc), time.Date(y, m, d+1, 0, 0, 0, 0, loc)
			if on[at.In(loc).Format(time.DateOnly)] || rank[at.In(loc).Weekday()] >= worst {
				continue
			}
			if free := r.SlotsBut(c.lead, c.rep, c.now, latest(first, c.from), earlier(after, c.to), 1, c.taken); len(free) > 0 {
				t.Errorf("%v left out of %v: %+v", free[0].At.In(loc), slots, c)
			}
		}
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// S1.8: who has just talked, or just said that they can't, is offered no time of the next hour; a day that was named is
// offered as it is.
func TestNoTimeOfTheNextHourIsOffered(t *testing.T) {
	r, now := DefaultRules(), zoneTime(t, "2026-11-12T16:05:00-05:00") // a Thursday
	l, rep := Lead{ID: "L1"}, Rep{ID: "U1", TZ: "America/New_York"}
	soon := now.Add(time.Hour)
	for _, o := range []outcome.Outcome{outcome.Talked, outcome.Distracted, outcome.NotReviewed} {
		from, to := r.Offer(l, rep, o, now)
		slots := r.Slots(l, rep, now, from, to, 6)
		if len(slots) == 0 || slots[0].At.Before(soon) {
			t.Errorf("after %s: %v", o, slots)
		}
	}
	if s := r.Slots(l, rep, now, now, zoneTime(t, "2026-11-13T00:00:00-05:00"), 3); len(s) == 0 || !s[0].At.Before(soon) {
		t.Errorf("today was named: %v", s)
	}
	none, err := LoadRules("f.yaml", []byte("limits: {offer_after: 0}"))
	if err != nil {
		t.Fatal(err)
	}
	if s := none.Slots(l, rep, now, time.Time{}, time.Time{}, 3); len(s) == 0 || !s[0].At.Before(soon) {
		t.Errorf("without the limit: %v", s)
	}
}

// Where the rep's hours never meet the lead's legal ones, nothing is offered: in winter New York sleeps while Singapore
// works.
func TestSlotsWhereHoursNeverMeet(t *testing.T) {
	r := DefaultRules()
	for _, c := range []struct {
		rep, lead, now string
		hours          [2]int
		some           bool
	}{
		{"America/New_York", "Asia/Singapore", "2026-01-12T10:00:00-05:00", [2]int{9 * 60, 18 * 60}, false},
		{"America/New_York", "Asia/Singapore", "2026-07-13T10:00:00-04:00", [2]int{9 * 60, 17 * 60}, false},
		{"America/New_York", "Asia/Singapore", "2026-01-12T10:00:00-05:00", [2]int{9 * 60, 22 * 60}, true}, // who stays late
		// New York's evening
		{"Asia/Singapore", "America/New_York", "2026-01-12T10:00:00+08:00", [2]int{9 * 60, 18 * 60}, true},
		{"Asia/Singapore", "America/New_York", "2026-01-12T10:00:00+08:00", [2]int{11 * 60, 18 * 60}, false},
	} {
		rep := Rep{ID: "U1", TZ: c.rep, From: c.hours[0], To: c.hours[1]}
		got := r.Slots(Lead{ID: "L1", TZ: c.lead}, rep, zoneTime(t, c.now), time.Time{}, time.Time{}, 3)
		if (len(got) > 0) != c.some {
			t.Errorf("%s to %s in %v: %v", c.rep, c.lead, c.hours, got)
		}
	}
}

// S1.7: two calls can't be made at one time.
func TestTwice(t *testing.T) {
	r := DefaultRules()
	at := zoneTime(t, "2026-03-04T10:00:00-05:00")
	agreed := []Agreed{{"L1", "Acme", at}, {"L2", "Bolt", at.Add(20 * time.Minute)},
		{"L3", "Cargo", at.Add(-25 * time.Minute)}, {"L4", "Delta", at.Add(3 * time.Hour)}}
	for _, c := range []struct {
		lead string
		in   time.Duration
		want string
	}{
		{"L9", 0, "Acme"}, {"L1", 0, "Bolt"}, {"L2", 20 * time.Minute, "Acme"}, {"L9", 50 * time.Minute, ""},
		{"L9", 49 * time.Minute, "Bolt"}, {"L9", -54 * time.Minute, "Cargo"}, {"L9", -55 * time.Minute, ""},
		{"L4", 3 * time.Hour, ""},
		{"L9", 2*time.Hour + 31*time.Minute, "Delta"},
	} {
		got, twice := r.Twice(agreed, c.lead, at.Add(c.in))
		if got.Word != c.want || twice != (c.want != "") || twice && (got.Code != ReasonTwice || got.At.IsZero()) {
			t.Errorf("%s at %v: %+v, want %q", c.lead, c.in, got, c.want)
		}
	}
	if _, twice := r.Twice(nil, "L1", at); twice {
		t.Error("nothing is agreed, and still twice")
	}
	wide, err := LoadRules("f.yaml", []byte("limits: {apart: 60}"))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := wide.Twice(agreed, "L9", at.Add(50*time.Minute)); got.Word != "Bolt" {
		t.Errorf("an hour apart: %+v", got)
	}
}

// Whoever asks for slots with whatever, what is offered can be kept.
func FuzzSlots(f *testing.F) {
	// the week in which only New York has changed its clocks
	f.Add("America/New_York", "Europe/London", int64(1772845200), 0, 0, int64(0), int64(0), 3, int64(3600))
	// no hour in common
	f.Add("America/New_York", "Asia/Singapore", int64(1768230000), 540, 1080, int64(0), int64(0), 3, int64(0))
	// a night shift, and half an hour of summer
	f.Add("Australia/Lord_Howe", "Pacific/Apia", int64(1775318400), 600, 540, int64(600), int64(90000), 6, int64(-1))
	f.Add("", "Africa/Casablanca", int64(1790000000), 0, 1440, int64(-5), int64(1<<40), 1000, int64(1))
	f.Fuzz(func(t *testing.T, repTZ, leadTZ string, now int64, hoursFrom, hoursTo int, from, length int64, n int,
		taken int64) {
		if now < 0 || now > 1<<33 || hoursFrom < 0 || hoursTo < 0 || hoursFrom > 24*60 || hoursTo > 24*60 || n > 50 {
			return
		}
		if _, err := calendar.Location(repTZ); err != nil {
			repTZ = ""
		}
		if _, err := calendar.Location(leadTZ); err != nil {
			leadTZ = ""
		}
		c := slotCase{rep: Rep{ID: "U1", TZ: repTZ, From: hoursFrom, To: hoursTo}, lead: Lead{ID: "L1", TZ: leadTZ},
			now: time.Unix(now, 0), n: n}
		if length != 0 {
			c.from = c.now.Add(time.Duration(from%(1<<20)) * time.Second)
			c.to = c.from.Add(time.Duration(length%(1<<22)) * time.Second)
		}
		for k := range 5 {
			c.taken = append(c.taken, Agreed{Lead: "L2", Name: "other",
				At: c.now.Add(time.Duration(taken%(1<<20)*int64(k+1)) * time.Second)})
		}
		slots := c.ask(propertyRules)
		c.holds(t, propertyRules, slots)
		if !slices.Equal(slots, c.ask(propertyRules)) {
			t.Error("asked twice, answered otherwise")
		}
	})
}
