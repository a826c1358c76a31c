package coach

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// salesFloor tells a life for each lead; ids say what is to be expected of it.
func salesFloor(t *testing.T, rep Rep, lives map[string]Lead, told map[string]string) []Lead {
	t.Helper()
	var out []Lead
	for id, l := range lives {
		s := tell(t, rep, l, told[id])
		s.lead.ID = id
		out = append(out, s.lead)
	}
	return out
}

func ids(cards []Card) string {
	var out []string
	for _, c := range cards {
		out = append(out, c.Lead.ID)
	}
	return strings.Join(out, " ")
}

func TestTheDigestsOrder(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]Lead{
		"cold": {Warmth: Cold}, "warm": {Warmth: Warm}, "high": {Warmth: Cold, Potential: PotentialHigh},
		"old":     {Warmth: Cold},
		"overdue": {Warmth: Cold}, "west": {Warmth: Cold, TZ: "America/Chicago"}, "agreed-late": {}, "agreed-early": {},
		"replied": {}, "talked": {}, "asked": {}, "later": {}, "closed": {}, "snoozed": {},
		"low":    {Warmth: Cold, Potential: PotentialLow},
		"review": {Warmth: Warm},
	}, map[string]string{
		"cold":         "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"warm":         "Tue 3 Mar 13:00 add\nTue 3 Mar 13:05 voicemail",
		"high":         "Tue 3 Mar 09:00 add\nTue 3 Mar 14:05 voicemail",
		"old":          "Mon 2 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"overdue":      "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail",
		"west":         "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"agreed-late":  "Tue 3 Mar 09:00 talked until Wed 4 Mar 17:00",
		"agreed-early": "Tue 3 Mar 09:00 talked until Wed 4 Mar 11:00",
		"replied":      "Tue 3 Mar 09:00 replied",
		"talked":       "Tue 3 Mar 09:00 talked",
		"asked":        "Mon 2 Mar 09:00 talked until Tue 3 Mar 16:00",
		"later":        "Tue 3 Mar 09:00 talked until Thu 5 Mar 09:00",
		"closed":       "Tue 3 Mar 09:00 not-fit",
		"snoozed":      "Tue 3 Mar 09:00 talked\nTue 3 Mar 09:10 snoozed until Thu 5 Mar 08:00",
		"low":          "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"review": `Mon 2 Feb 09:00 voicemail
			Mon 2 Feb 16:00 voicemail
			Tue 3 Feb 09:00 voicemail
			Fri 6 Feb 16:00 voicemail
			Wed 11 Feb 09:00 voicemail
			Wed 18 Feb 16:00 voicemail
			Sat 28 Feb 09:00 voicemail`,
	})
	now := zoneTime(t, "2026-03-04T08:30:00-05:00")
	r := DefaultRules()
	d := r.Digest(rep, leads, now, nil)
	if got := ids(d.Asks); got != "replied talked asked review" {
		t.Errorf("asks: %s", got)
	}
	if got := ids(d.Commitments); got != "agreed-early agreed-late" {
		t.Errorf("commitments: %s", got)
	}
	if got := ids(d.Cards) + ", " + ids(d.Later) + ", " + ids(d.Also); got != "overdue warm high old, , cold low west" {
		t.Errorf("cards: %s", got)
	}
	if d.More != 0 || d.Late || d.Date != "2026-03-04" || d.Tip == nil {
		t.Errorf("more %d, late %v, date %s, tip %v", d.More, d.Late, d.Date, d.Tip)
	}
	if d := r.Digest(rep, leads, now.Add(61*time.Minute), nil); !d.Late {
		t.Error("an hour late and not said")
	}
	if d := r.Digest(rep, nil, now, nil); !d.Empty() || d.Tip != nil {
		t.Errorf("nothing is due: %+v", d)
	}
	for i := range leads {
		a := r.Timers(leads[i], rep, zoneTime(t, "2026-03-03T18:00:00-05:00"))
		shows := !a.Shows.IsZero() && a.Shows.Before(zoneTime(t, "2026-03-05T00:00:00-05:00"))
		in := strings.Contains(fmt.Sprint(ids(d.Shown()), " ", ids(d.Also)), leads[i].ID)
		if shows != in {
			t.Errorf("%s: shows %v, in the digest %v (from %s)", leads[i].ID, shows, in, a.Shows)
		}
	}
}

// What can't be called yet never stands above what can: not one whose window opens later, not one at night, not one
// that has no common hour with the rep, who gets no card at all; and a task comes behind calls.
func TestCallableNowComesFirst(t *testing.T) {
	rep := newYork()
	leads := salesFloor(t, rep, map[string]Lead{
		"now": {Warmth: Cold}, "west": {Warmth: Cold, TZ: "America/Chicago"},
		"night": {Warmth: Cold, TZ: "America/Los_Angeles"}, "far": {Warmth: Cold, TZ: "Asia/Singapore"}, "dead": {},
	}, map[string]string{
		"now":   "Tue 3 Mar 09:00 add\nTue 3 Mar 09:05 voicemail",
		"west":  "Tue 3 Mar 09:00 add\nTue 3 Mar 10:05 voicemail",
		"night": "Fri 27 Feb 09:00 add\nFri 27 Feb 12:05 voicemail",
		"far":   "Mon 2 Mar 09:00 add\nMon 2 Mar 09:05 voicemail",
		"dead":  "Mon 2 Mar 08:00 add\nMon 2 Mar 08:05 bad-number",
	})
	d := DefaultRules().Digest(rep, leads, zoneTime(t, "2026-03-04T08:30:00-05:00"), nil)
	if got := ids(d.Cards) + ", " + ids(d.Later) + ", " + ids(d.Also); got != "now, night west dead, far" {
		t.Error(got)
	}
	if s := d.Later[0].Step; s.State(zoneTime(t, "2026-03-04T08:30:00-05:00")) != Overdue {
		t.Errorf("the one at night should be overdue: %+v", s)
	}
	// Alone, it is named and has no card.
	if d := DefaultRules().Digest(rep, leads[:0:0], zoneTime(t, "2026-03-04T08:30:00-05:00"), nil); !d.Empty() {
		t.Errorf("%+v", d)
	}
}

// Calls are made from 8:00 to 21:00 of the lead's own time, at once or from the next 8:00.
func TestLawfulFrom(t *testing.T) {
	west := Card{Step: Step{Kind: StepCall, Zone: LeadZone{Loc: zone(t, "America/Los_Angeles")}}}
	for now, want := range map[string]string{
		"2026-03-04T08:30:00-05:00": "2026-03-04T11:00:00-05:00", // 5:30 there
		"2026-03-04T11:00:00-05:00": "2026-03-04T11:00:00-05:00",
		"2026-03-04T23:59:00-05:00": "2026-03-04T23:59:00-05:00",
		"2026-03-05T00:00:00-05:00": "2026-03-05T11:00:00-05:00", // 21:00 there
		"2026-03-07T23:30:00-08:00": "2026-03-08T08:00:00-07:00", // their clocks go forward that night
	} {
		at := zoneTime(t, now)
		if got := DefaultRules().LawfulFrom(west, at); !got.Equal(zoneTime(t, want)) {
			t.Errorf("%s: %s, want %s", now, got, want)
		}
	}
	task := Card{Step: Step{Kind: StepTask, Zone: west.Step.Zone}}
	if at := zoneTime(t, "2026-03-04T08:30:00-05:00"); !DefaultRules().LawfulFrom(task, at).Equal(at) {
		t.Error("a task waits for their morning")
	}
}

func TestADigestAsksAboutTheCallOfAnHourAgo(t *testing.T) {
	rep := newYork()
	s := tell(t, rep, Lead{}, "Tue 3 Mar 09:00 talked until Wed 4 Mar 08:15")
	d := DefaultRules().Digest(rep, []Lead{s.lead}, zoneTime(t, "2026-03-04T08:30:00-05:00"), nil)
	if len(d.Asks) != 1 || d.Asks[0].Step.Kind != StepDidIt {
		t.Errorf("%+v", d)
	}
}

func TestWhenDigestsCome(t *testing.T) {
	nine := 9 * 60
	ny := zone(t, "America/New_York")
	for _, c := range []struct {
		name, after string
		rep         Rep
		want        string
	}{
		{"this morning", "2026-03-04T08:29", newYork(), "2026-03-04T08:30"},
		{"strictly after", "2026-03-04T08:30", newYork(), "2026-03-05T08:30"},
		{"not on the weekend", "2026-03-06T12:00", newYork(), "2026-03-09T08:30"},
		{"their own days", "2026-03-05T12:00", Rep{TZ: "America/New_York", Days: []int{0, 6}}, "2026-03-07T08:30"},
		{"a new time still ahead today", "2026-03-04T08:40",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-04T08:40:00-05:00")}, "2026-03-04T09:00"},
		{"a new time that has passed counts from tomorrow", "2026-03-04T08:00",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-04T10:00:00-05:00")}, "2026-03-05T09:00"},
		{"a new time set on a Saturday", "2026-03-07T07:00",
			Rep{TZ: "America/New_York", Digest: &nine, DigestSet: zoneTime(t, "2026-03-07T07:00:00-05:00")}, "2026-03-09T09:00"},
		{"off", "2026-03-04T08:00", Rep{TZ: "America/New_York", Off: true}, ""},
		{"gone", "2026-03-04T08:00", Rep{TZ: "America/New_York", Gone: true}, ""},
	} {
		after, _ := time.ParseInLocation("2006-01-02T15:04", c.after, ny)
		got := ""
		if at := DefaultRules().NextDigest(c.rep, after); !at.IsZero() {
			got = at.In(ny).Format("2006-01-02T15:04")
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestWhenSummariesCome(t *testing.T) {
	r := DefaultRules()
	team := Team{Summary: Schedule{Every: "weekly", Weekday: 5, At: 16 * 60, TZ: "Europe/Berlin"}}
	if got := r.NextSummary(team, zoneTime(t, "2026-03-27T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-04-03T16:00:00+02:00")) {
		t.Errorf("after one has gone out, over the clock change: %s", got)
	}
	if got := r.NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-03-27T16:00:00+01:00")) {
		t.Errorf("this week's: %s", got)
	}
	team.Summary.Set = zoneTime(t, "2026-03-27T17:00:00+01:00")
	if got := r.NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.Equal(zoneTime(t,
		"2026-04-03T16:00:00+02:00")) {
		t.Errorf("set after this week's: %s", got)
	}
	team.Summary.Every = ""
	if got := r.NextSummary(team, zoneTime(t, "2026-03-25T15:00:00Z")); !got.IsZero() {
		t.Errorf("off: %s", got)
	}
}

// One digest per working local date, over two years of clock changes, for many zones and awkward hours; in 2011 Samoa
// had no 30 December, and has no digest on it.
func TestOneDigestPerWorkingDate(t *testing.T) {
	zones := []string{"UTC", "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Santiago",
		"America/Asuncion",
		"America/Havana", "America/Sao_Paulo", "Europe/London", "Europe/Dublin", "Europe/Berlin", "Africa/Casablanca",
		"Africa/Cairo",
		"Asia/Beirut", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Gaza",
		"Australia/Lord_Howe", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham",
		"Pacific/Apia",
		"Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Easter", "Antarctica/Troll", "America/Nuuk", "Asia/Amman"}
	r := rules(t, "holidays: {countries: [US, GB, DE]}")
	for _, from := range []string{"2011-01-01", "2026-01-01"} {
		start, err := calendar.Parse(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range zones {
			for _, minute := range []int{0, 90, 120, 150, 510, 23*60 + 30} {
				rep := Rep{TZ: name, Digest: &minute, Days: []int{0, 1, 2, 3, 4, 5, 6}}
				f := r.availability(rep, LeadZone{Loc: rep.Location()})
				first, _ := start.At(0, f.rep)
				end := start + 731
				seen := map[calendar.Date]bool{}
				for at := r.NextDigest(rep, unix(first-1)); calendar.DateIn(at.Unix(), f.rep) < end; at = r.NextDigest(rep, at) {
					d := calendar.DateIn(at.Unix(), f.rep)
					if seen[d] {
						t.Fatalf("%s at minute %d: two digests on %s", name, minute, d)
					}
					seen[d] = true
				}
				for d := start; d < end; d++ {
					_, exists := d.At(12*60, f.rep)
					if want := exists && f.repOff(d) == nil; seen[d] != want {
						t.Fatalf("%s at minute %d: digest on %s %v, want %v", name, minute, d, seen[d], want)
					}
				}
			}
		}
	}
}
