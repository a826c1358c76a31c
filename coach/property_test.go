package coach

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
)

// somePlaces are up to 14 hours and more apart, on both sides of the date line, with every kind of clock change.
var somePlaces = []string{"America/New_York", "America/Los_Angeles", "Pacific/Honolulu", "Pacific/Pago_Pago",
	"America/Sao_Paulo",
	"America/St_Johns", "America/Santiago", "Europe/London", "Europe/Berlin", "Africa/Casablanca", "Africa/Johannesburg",
	"Asia/Dubai", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney",
	"Australia/Lord_Howe",
	"Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Apia", "America/Havana", "Asia/Gaza"}

// anInstant draws one of 2026 or 2027, often near a clock change or a year's end.
func anInstant() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		base := rapid.SampledFrom([]string{"2026-03-07T00:00:00Z", "2026-03-28T00:00:00Z", "2026-10-03T00:00:00Z",
			"2026-10-24T00:00:00Z",
			"2026-10-31T00:00:00Z", "2026-12-23T00:00:00Z", "2026-01-01T00:00:00Z", "2026-06-15T00:00:00Z"}).Draw(t, "season")
		at, err := time.Parse(time.RFC3339, base)
		if err != nil {
			t.Fatal(err)
		}
		return at.Add(time.Duration(rapid.IntRange(0, 6*24*60).Draw(t, "minutes")) * time.Minute)
	})
}

func aRep(t *rapid.T) Rep {
	rep := Rep{ID: "U1", TZ: rapid.SampledFrom(somePlaces).Draw(t, "rep"),
		Mode: rapid.SampledFrom([]Mode{"", Passive, Assertive}).Draw(t, "mode"),
		Days: rapid.SampledFrom([][]int{nil, nil, {0, 1, 2, 3, 4}, {0, 1, 2, 3, 4, 5, 6}, {1, 2, 3}}).Draw(t, "days")}
	if rapid.Bool().Draw(t, "own hours") {
		rep.From = rapid.IntRange(0, 20*60).Draw(t, "from")
		rep.To = rapid.IntRange(rep.From+60, 24*60).Draw(t, "to")
	}
	return rep
}

func aLead(t *rapid.T) Lead {
	return Lead{ID: "L1", TZ: rapid.SampledFrom(somePlaces).Draw(t, "lead"), Created: anInstant().Draw(t, "created"),
		Warmth: rapid.SampledFrom([]Warmth{Warm, Cold, WarmthUnknown}).Draw(t, "warmth"),
		Potential: rapid.SampledFrom([]Potential{PotentialNormal, PotentialNormal, PotentialHigh, PotentialLow}).Draw(t,
			"potential")}
}

var tries = []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.Voicemail, outcome.NoAnswer, outcome.Busy,
	outcome.Gatekeeper, outcome.NoTime, outcome.Unavailable, outcome.Distracted,
	outcome.NoMemory, outcome.BadNumber}

// aTouch draws the next thing that happens after at.
func aTouch(t *rapid.T, at time.Time) Touch {
	x := Touch{At: at.Add(time.Duration(rapid.IntRange(0, 12*24*60).Draw(t, "later")) * time.Minute)}
	x.Outcome = rapid.SampledFrom(append([]outcome.Outcome{outcome.Talked, outcome.CalledBack, outcome.NotNow,
		outcome.NotReviewed, outcome.WantsInfo, outcome.Replied, outcome.Email,
		outcome.LinkedIn, outcome.Resumed, outcome.Planned, outcome.Snoozed, outcome.Paused,
		outcome.Calling, outcome.Details, outcome.Missed}, tries...)).Draw(t, "outcome")
	x.Logged = x.At
	if rapid.IntRange(0, 2).Draw(t, "more") == 0 {
		bringAlong(t, &x)
	}
	if x.Outcome == outcome.Planned || x.Outcome == outcome.Snoozed || x.Outcome == outcome.Talked &&
		rapid.Bool().Draw(t, "dated") {
		x.Until = x.At.Add(time.Duration(rapid.IntRange(1, 9*24*60).Draw(t, "until")) * time.Minute)
	}
	return x
}

// bringAlong draws what came of a touch besides: promises of both sides, new and settled, material, the gate, a reason.
func bringAlong(t *rapid.T, x *Touch) {
	yes := rapid.Bool().Draw(t, "yes")
	for range rapid.IntRange(0, 3).Draw(t, "promises") {
		x.Promises = append(x.Promises, Promise{By: rapid.SampledFrom([]Side{Them, Us}).Draw(t, "by"), What: "figures"})
	}
	for range rapid.IntRange(0, 2).Draw(t, "settled") {
		id := rapid.SampledFrom([]string{"1.0", "1.m", "2.0", "2.1", "2.m", "3.0", "4.m"}).Draw(t, "id")
		x.Settled = append(x.Settled, Settled{ID: id, Kept: rapid.Bool().Draw(t, "kept")})
	}
	switch rapid.IntRange(0, 4).Draw(t, "what else") {
	case 0, 1:
		x.Material = &Material{Name: rapid.SampledFrom([]string{"specs", "prices"}).Draw(t, "material"), Shown: yes}
	case 2:
		x.Together = &yes
	case 3:
		x.Gate = &qualify.Gate{Need: true, Value: yes, Decides: true}
	case 4:
		x.Why = rapid.SampledFrom(WhyKinds()).Draw(t, "why")
	}
}

// adds holds the counts of a lead against each other: no part is more than its whole, and nothing goes below zero.
func adds(t *rapid.T, p Progress) {
	c := p.Counters
	for name, parts := range map[string][2]int{"reached of tries": {c.Reached, c.Tries()},
		"dated": {c.DatedReached, c.Dated}, "vague": {c.VagueReached, c.Vague},
		"engaged of unread": {c.Engaged, c.Unread}, "looked at of sent": {p.Looked, p.Sent},
		"open promises": {len(p.Promises), MaxPromises},
		"material":      {len(p.Materials), maxMaterials}, "on time of those kept": {c.OnTime, c.WeKept}} {
		if parts[0] < 0 || parts[0] > parts[1] {
			t.Fatalf("%s: %d of %d in %s", name, parts[0], parts[1], dump(p))
		}
	}
	// What managers see says the same as what the rep sees alone.
	first, later := c.ByTry()
	if s := c.Shared; first.N+later.N != c.Reached || first.Of+later.Of != c.Tries() || s.Undated < 0 ||
		s.Undated > s.Talks || s.NoShows > c.TheyBroke || s.Met > c.TheyKept {
		t.Fatalf("shared %+v beside %+v", s, c)
	}
	ids := map[string]bool{}
	for _, x := range p.Promises {
		if x.ID == "" || ids[x.ID] {
			t.Fatalf("a promise without an id of its own: %s", dump(p.Promises))
		}
		ids[x.ID] = true
	}
}

var propertyRules = func() *Rules {
	r, err := LoadRules("test", []byte(`holidays: {countries: [US, GB, DE, JP, NZ], dates: ["2026-03-11", "2026-10-27"]}`))
	if err != nil {
		panic(err)
	}
	return r
}()

func TestStepsObeyTheCalendar(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		var history []Touch
		at := lead.Created
		for range rapid.IntRange(0, 9).Draw(t, "touches") {
			x := aTouch(t, at)
			next, logged, err := r.Log(lead, history, x, rep)
			if err != nil {
				continue // an agreed time outside the law
			}
			lead, history, at = next, append(history, logged.Touch), x.At
			obeys(t, r, lead, rep, at)
		}
		obeys(t, r, lead, rep, at)
		if whole := r.Replay(lead, history, rep); dump(whole.Progress) != dump(lead.Progress) {
			t.Fatalf("step by step %s\n from nothing %s", dump(lead.Progress), dump(whole.Progress))
		}
		shuffled := rapid.Permutation(history).Draw(t, "order")
		if whole := r.Replay(lead, shuffled, rep); dump(whole.Progress) != dump(lead.Progress) {
			t.Fatalf("the order in which touches are handed in matters")
		}
	})
}

// obeys holds one next step against the rules of the calendar.
func obeys(t *rapid.T, r *Rules, l Lead, rep Rep, now time.Time) {
	adds(t, l.Progress)
	s, again := r.Next(l, rep, now), r.Next(l, rep, now)
	if dump(s.Due) != dump(again.Due) || dump(s.Because) != dump(again.Because) || s.Kind != again.Kind {
		t.Fatalf("asked twice, answered differently: %v %v", s, again)
	}
	f := r.availability(rep, s.Zone)
	due := s.Due.Unix()
	switch s.Kind {
	case StepNone, StepNeedsDate, StepDidIt, StepLight:
		return
	case StepReview:
		if d := calendar.DateIn(due, f.rep); f.repOff(d) != nil && l.Progress.Waiting.Snoozed.IsZero() {
			t.Fatalf("a review on a day off: %v", s)
		}
		return
	}
	if _, _, legal := f.lawAround(due); !legal {
		t.Fatalf("outside the law: %s", s.Due.In(f.lead.Location))
	}
	if s.Kind == StepCommitment || s.Due.Equal(l.Progress.Waiting.Snoozed) {
		return
	}
	if w := l.Progress.Waiting.find(WaitGiven); w != nil && s.Due.Equal(w.At) {
		return
	}
	if s.Due.Before(l.Progress.LastTry) || s.Due.Before(l.Created) && l.Progress.Touches == 0 {
		t.Fatalf("due %s, before the touch %s", s.Due, l.Progress.LastTry)
	}
	if o := f.leadOff(f.leadDay(due)); o != nil && !s.OutsideHours {
		t.Fatalf("on the lead's day off (%v): %s", o, s.Due.In(f.lead.Location))
	}
	if o := f.repOff(calendar.DateIn(due, f.rep)); o != nil {
		t.Fatalf("on the rep's day off (%v): %s", o, s.Due.In(f.rep.Location))
	}
	if m := calendar.MinuteIn(due, f.lead); m > r.law.To-r.leave {
		t.Fatalf("less than half an hour is left: %s", s.Due.In(f.lead.Location))
	}
	from, to := rep.Hours()
	if m := calendar.MinuteIn(due, f.rep); !s.OutsideHours && (m < from || m > max(from, to-r.leave)) &&
		!changesClock(due, f.rep) {
		t.Fatalf("outside the rep's hours %d-%d: %s", from, to, s.Due.In(f.rep.Location))
	}
	for _, b := range s.Because {
		if b.Code == ReasonGap && f.leadDay(due) < f.leadDay(b.At.Unix())+calendar.Date(b.Days) {
			t.Fatalf("gap of %d days after %s cut short: %s", b.Days, b.At.In(f.lead.Location), s.Due.In(f.lead.Location))
		}
		if b.Code == ReasonSameDay && s.SameDay &&
			(s.Due.Sub(l.Progress.LastTry) < 3*time.Hour || f.leadDay(due) != f.leadDay(l.Progress.LastTry.Unix())) {
			t.Fatalf("second try %s after %s", s.Due, l.Progress.LastTry)
		}
	}
	if !s.Until.After(s.Due) {
		t.Fatalf("closed before it opens: %s to %s", s.Due, s.Until)
	}
	if s.State(s.Due) != DueNow || s.State(s.Until) != Overdue || s.State(s.Due.Add(-time.Second)) != Later {
		t.Fatal("states don't follow from due and until")
	}
}

// changesClock reports whether the place changes its clocks within a day of the instant: hours may begin late then.
func changesClock(t int64, loc *calendar.Clock) bool {
	return loc.Offset(t-calendar.DaySeconds) != loc.Offset(t+calendar.DaySeconds)
}

func TestLoggingOneMoreTryNeverBringsTheNextStepForward(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		at := lead.Created
		for range rapid.IntRange(1, 6).Draw(t, "tries") {
			x := Touch{Outcome: rapid.SampledFrom([]outcome.Outcome{outcome.Voicemail, outcome.NoAnswer}).Draw(t, "outcome"),
				At: at.Add(time.Duration(rapid.IntRange(0, 9*24*60).Draw(t, "later")) * time.Minute)}
			next, _, err := r.Log(lead, nil, x, rep)
			if err != nil {
				t.Fatal(err)
			}
			later := x
			later.At = x.At.Add(time.Duration(rapid.IntRange(1, 3*24).Draw(t, "hours")) * time.Hour)
			moved, _, err := r.Log(lead, nil, later, rep)
			if err != nil {
				t.Fatal(err)
			}
			a, b := r.Next(next, rep, x.At), r.Next(moved, rep, later.At)
			fa := r.availability(rep, a.Zone)
			if a.Kind == StepCall && b.Kind == StepCall && !a.SameDay && fa.leadDay(b.Due.Unix()) < fa.leadDay(a.Due.Unix()) {
				t.Fatalf("a later try %s led to an earlier call %s than %s to %s", later.At, b.Due, x.At, a.Due)
			}
			lead, at = next, x.At
		}
	})
}

func TestBackdatedTouchesAreReplayed(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		var touches []Touch
		for k := range rapid.IntRange(2, 7).Draw(t, "touches") {
			x := Touch{Seq: int64(k + 1), Outcome: rapid.SampledFrom(append([]outcome.Outcome{outcome.Talked,
				outcome.NotReviewed, outcome.Email, outcome.Replied,
				outcome.Details}, tries...)).Draw(t, "outcome")}
			bringAlong(t, &x)
			x.At = lead.Created.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "at")) * time.Minute)
			touches = append(touches, x)
		}
		one := lead
		var history []Touch
		for _, x := range touches {
			next, logged, err := r.Log(one, history, x, rep)
			if err != nil {
				t.Fatal(err)
			}
			one, history = next, append(history, logged.Touch)
		}
		if all := r.Replay(lead, touches, rep); dump(all.Progress) != dump(one.Progress) {
			t.Fatalf("logged out of order %s\nreplayed %s", dump(one.Progress), dump(all.Progress))
		}
	})
}

func TestOfferedSlotsAreGood(t *testing.T) {
	r := propertyRules
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		now := anInstant().Draw(t, "now")
		slots := r.Slots(lead, rep, now, time.Time{}, time.Time{}, 3)
		if dump(slots) != dump(r.Slots(lead, rep, now, time.Time{}, time.Time{}, 3)) {
			t.Fatal("the same question, another answer")
		}
		f := r.availability(rep, lead.Zone(rep, now))
		for i, s := range slots {
			u := s.At.Unix()
			notes, err := r.CheckInstant(lead, rep, s.At)
			if err != nil || !s.At.After(now) || len(notes) > 0 && !changesClock(u, f.rep) {
				t.Fatalf("offered %s (now %s): %v %v", s.At.In(f.lead.Location), now, notes, err)
			}
			if m := calendar.MinuteIn(u, f.lead); m >= r.lunch.From && m < r.lunch.To {
				t.Fatalf("in lunch: %s", s.At.In(f.lead.Location))
			}
			for _, o := range slots[:i] {
				if o.At.Equal(s.At) {
					t.Fatal("offered twice")
				}
			}
		}
	})
}

// Rules are shared by every goroutine of the bot; run with -race.
func TestRulesMayBeShared(t *testing.T) {
	r := propertyRules
	rep := newYork()
	now := zoneTime(t, "2026-03-02T10:00:00-05:00")
	want := dump(r.Next(Lead{Phone: "+1 212 736 5000", Created: now}, rep, now).Because)
	done := make(chan string)
	for range 8 {
		go func() {
			var got string
			for range 50 {
				got = dump(r.Next(Lead{Phone: "+1 212 736 5000", Created: now}, rep, now).Because)
			}
			done <- got
		}()
	}
	for range 8 {
		if got := <-done; got != want {
			t.Errorf("%s\n%s", got, want)
		}
	}
}

// Undo takes the newest touch away and replays the rest: every state on the way must come back, whatever was decided,
// closed, opened again or logged late.
func TestUndoBringsBackEveryState(t *testing.T) {
	r := propertyRules
	decisions := []outcome.Outcome{outcome.Planned, outcome.Snoozed, outcome.Paused, outcome.Resumed, outcome.Reopened,
		outcome.Missed,
		outcome.Verdict, outcome.Verdict, outcome.Won, outcome.NoResponse, outcome.NotInterested,
		outcome.BreakUp, outcome.HasSolution, outcome.LeftCompany,
		outcome.TaskDone, outcome.Explained, outcome.Details}
	rapid.Check(t, func(t *rapid.T) {
		rep, lead := aRep(t), aLead(t)
		facts, states := lead, []string{dump(lead.Progress)}
		var history []Touch
		at := lead.Created
		for range rapid.IntRange(1, 14).Draw(t, "touches") {
			x := aTouch(t, at)
			if rapid.Bool().Draw(t, "decides") {
				x.Outcome = rapid.SampledFrom(decisions).Draw(t, "decision")
				x.Vague = rapid.Bool().Draw(t, "vague")
			}
			if x.Outcome == outcome.Verdict {
				x.Verdict = rapid.SampledFrom([]string{"extend", "special-delivery", "step-back", "break-up", "nurture", "drop",
					"keep", "full"}).Draw(t, "verdict")
			}
			if rapid.IntRange(0, 4).Draw(t, "late") == 0 {
				x.At = lead.Created.Add(x.At.Sub(lead.Created) / 2)
			}
			next, logged, err := r.Log(lead, history, x, rep)
			if err != nil {
				continue // refused: nothing changes
			}
			lead, history = next, append(history, logged.Touch)
			adds(t, lead.Progress)
			states = append(states, dump(lead.Progress))
			if at.Before(x.At) {
				at = x.At
			}
			if s := r.Next(lead, rep, x.Logged); s.Kind != StepNone && s.Due.IsZero() {
				t.Fatalf("a step without a time: %s", dump(s))
			}
		}
		for k := range states {
			if got := dump(r.Replay(facts, history[:k], rep).Progress); got != states[k] {
				t.Fatalf("after taking back all but %d: %s, was %s", k, got, states[k])
			}
		}
	})
}
