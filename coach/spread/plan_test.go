package spread

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

var (
	rules  = coach.DefaultRules()
	places = []string{"America/New_York", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Pacific/Kiritimati",
		"Australia/Lord_Howe", "America/Santiago"}
	happened = []outcome.Outcome{outcome.Voicemail, outcome.NoAnswer, outcome.NoAnswer, outcome.Gatekeeper, outcome.Busy,
		outcome.Talked, outcome.Replied, outcome.BadNumber, outcome.Snoozed, outcome.Planned, outcome.Email,
		outcome.NotNow, outcome.LeftCompany}
)

// book is a rep with leads, an absence that ends at an instant, and every lead's touches.
type book struct {
	rep     coach.Rep // while they are away
	leads   []coach.Lead
	touches map[string][]coach.Touch
	since   time.Time
	back    time.Time // when they are back, early, on the day, or late
}

func aBook(t *rapid.T) book {
	b := book{touches: map[string][]coach.Touch{}}
	b.rep = coach.Rep{ID: "U1", TZ: rapid.SampledFrom(places).Draw(t, "zone"),
		Days: rapid.SampledFrom([][]int{nil, nil, {0, 1, 2, 3, 4}, {2, 4}, {0, 1, 2, 3, 4, 5, 6}}).Draw(t, "days")}
	b.since = time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), rapid.IntRange(1, 28).Draw(t, "day"),
		rapid.IntRange(0, 23).Draw(t, "hour"), 30, 0, 0, time.UTC)
	days := rapid.IntRange(1, 40).Draw(t, "days away")
	until := b.rep.Midnight(b.since, days)
	b.back = until.Add(time.Duration(rapid.SampledFrom([]int{0, 0, 1, 9, 15, 60, -20}).Draw(t, "late")) * time.Hour)
	if !b.back.After(b.since) {
		b.back = until
	}
	for i := range rapid.IntRange(1, 70).Draw(t, "leads") {
		l := coach.Lead{ID: fmt.Sprintf("L%02d", i), Rep: "U1", Name: fmt.Sprintf("Lead %02d", i),
			Created: b.since.Add(-time.Duration(rapid.IntRange(0, 60*24).Draw(t, "age")) * time.Hour),
			TZ:      rapid.SampledFrom([]string{"", "", b.rep.TZ, rapid.SampledFrom(places).Draw(t, "place")}).Draw(t, "tz"),
			Warmth:  rapid.SampledFrom([]coach.Warmth{coach.Warm, coach.Cold, ""}).Draw(t, "warmth"),
			Potential: rapid.SampledFrom([]coach.Potential{"", "", coach.PotentialHigh, coach.PotentialLow}).Draw(t,
				"potential")}
		at := l.Created
		for range rapid.IntRange(0, 5).Draw(t, "touches") {
			at = at.Add(time.Duration(rapid.IntRange(1, 20*24).Draw(t, "gap")) * time.Hour)
			if !at.Before(b.back) {
				break
			}
			x := coach.Touch{ID: fmt.Sprint(i, at.Unix()), At: at, Logged: at,
				Outcome: rapid.SampledFrom(happened).Draw(t, "outcome")}
			if x.Outcome == outcome.Snoozed || x.Outcome == outcome.Planned {
				x.Until = at.Add(time.Duration(rapid.IntRange(2, 30*24).Draw(t, "until")) * time.Hour)
			}
			if at.Before(b.since) {
				b.rep.Away = absence.Absence{}
			} else {
				b.rep.Away = absence.Absence{Since: b.since, Until: calendar.DateIn(until.Unix(),
					calendar.ClockOf(b.rep.Location())).String()}
			}
			after, logged, err := rules.Log(l, b.touches[l.ID], x, b.rep)
			if err != nil { // closed, or a time at night
				continue
			}
			l = after
			b.touches[l.ID] = append(b.touches[l.ID], logged.Touch)
		}
		b.leads = append(b.leads, l)
	}
	b.rep.Away = absence.Absence{Since: b.since, Until: calendar.DateIn(until.Unix(),
		calendar.ClockOf(b.rep.Location())).String()}
	return b
}

// returned is the rep of a book once they are back and the spread is asked for.
func (b book) returned() coach.Rep {
	rep := b.rep
	rep.Away.Back, rep.Spread = b.back, absence.Spread{At: b.back, Why: absence.Away, Open: true}
	return rep
}

// spreadAll runs a plan to its end, or until so many leads are moved.
func spreadAll(rep coach.Rep, leads []coach.Lead, now time.Time, most int) ([]coach.Lead, *Plan) {
	p := New(rules, rep, now)
	at := map[string]int{}
	out := make([]coach.Lead, len(leads))
	for i, l := range leads {
		p.Add(l)
		at[l.ID], out[i] = i, l
	}
	for i, id := range p.Order() {
		if i == most {
			break
		}
		out[at[id]], _ = p.Move(out[at[id]])
	}
	return out, p
}

// Whatever the book, the zones, the working week and the return: nothing is lost, nothing comes before the end of its
// gap, no day has more than it can bear, none is a day off, and value goes before age.
func TestWhatHasGatheredIsSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aBook(t)
		rep := b.returned()
		after, plan := spreadAll(rep, b.leads, b.back, -1)
		clock, works := calendar.ClockOf(rep.Location()), rules.WorkDays(rep)
		day := func(at time.Time) calendar.Date { return calendar.DateIn(at.Unix(), clock) }
		days, fixed := map[calendar.Date]int{}, map[calendar.Date]int{}
		before := b.rep
		before.Away = absence.Absence{}
		for i, l := range after {
			was, frozen := rules.Next(b.leads[i], before, b.back), rules.Next(b.leads[i], plan.still, b.back)
			is := rules.Next(l, rep, b.back)
			switch {
			case is.Kind != frozen.Kind:
				t.Fatalf("%s: %s became %s", l.ID, frozen.Kind, is.Kind)
			case len(l.Moved) == 0 && !is.Due.Equal(frozen.Due):
				t.Fatalf("%s was due %v, is due %v, and nobody has moved it", l.ID, frozen.Due, is.Due)
			case len(l.Moved) == 0:
				if is.Kind != coach.StepNone && is.Kind != coach.StepCommitment && is.Kind != coach.StepDidIt {
					fixed[day(later(is.Due, b.back))]++
				}
				continue
			case is.Kind == coach.StepCommitment, is.Kind == coach.StepDidIt:
				t.Fatalf("%s is agreed on, and was moved", l.ID)
			case is.Due.Before(was.Due), is.Due.Before(b.back) && is.Kind != coach.StepReview && is.Kind != coach.StepLight &&
				is.Kind != coach.StepNeedsDate:
				t.Fatalf("%s was due %v, is due %v, back %v", l.ID, was.Due, is.Due, b.back)
			case !works(day(is.Due)):
				t.Fatalf("%s, a %s, is due on a day off, %v", l.ID, is.Kind, is.Due.In(rep.Location()))
			case !coach.HasReason(is.Because, coach.ReasonMoved):
				t.Fatalf("%s does not say that it was moved: %v", l.ID, is.Because)
			}
			// What was left of a gap is kept, unless the gap has begun since or somebody has named the day.
			if p := l.Progress; was.Due.After(b.since) && !later(p.LastTry, p.TalkedAt).After(b.since) &&
				!p.Waiting.At.After(b.since) && p.Waiting.Kind != coach.WaitGiven && p.Waiting.Snoozed.IsZero() &&
				day(is.Due)-day(b.back) < day(was.Due)-day(b.since) {
				t.Fatalf("%s had %d days left and has %d", l.ID, day(was.Due)-day(b.since), day(is.Due)-day(b.back))
			}
			days[day(is.Due)]++
		}
		for d, n := range days {
			if n+fixed[d] > max(PerDay, fixed[d]) {
				t.Fatalf("%v has %d moved leads beside %d", d, n, fixed[d])
			}
		}
		valueFirst(t, b, after, rep, day)
	})
}

// valueFirst: of two leads of the rep's own zone, the one of more value never stands behind the other on a day on which
// it could have stood itself.
func valueFirst(t *rapid.T, b book, after []coach.Lead, rep coach.Rep, day func(time.Time) calendar.Date) {
	plan := New(rules, rep, b.back)
	byID, alone := map[string]coach.Lead{}, map[string]calendar.Date{}
	for i, l := range after {
		plan.Add(b.leads[i])
		byID[l.ID] = l
		one := New(rules, rep, b.back)
		one.Add(b.leads[i])
		if len(one.queue) == 1 {
			_, s := one.Move(b.leads[i])
			alone[l.ID] = day(s.Due)
		}
	}
	for a, one := range byID {
		for c, other := range byID {
			if one.Zone(rep, b.back).Loc.String() != rep.TZ || other.Zone(rep, b.back).Loc.String() != rep.TZ ||
				!outranks(one, other) {
				continue
			}
			at, before := day(rules.Next(one, rep, b.back).Due), day(rules.Next(other, rep, b.back).Due)
			if earliest, moved := alone[a]; moved && alone[c] != 0 && earliest <= before && at > before {
				t.Fatalf("%s of more value is due %v, %s %v", a, at, c, before)
			}
		}
	}
}

// outranks reports whether one lead is worth more than another, whatever their age.
func outranks(a, b coach.Lead) bool {
	rank := map[coach.Potential]int{coach.PotentialHigh: 2, coach.PotentialNormal: 1}
	if warm := a.Warmth == coach.Warm; warm != (b.Warmth == coach.Warm) {
		return warm
	}
	return rank[a.Potential] > rank[b.Potential]
}

// Among leads of one worth comes who waits for something that was said, then whom one has talked to last, and at the
// end who is due longest.
func TestTheOrderOfASpread(t *testing.T) {
	now := time.Date(2026, 3, 16, 13, 0, 0, 0, time.UTC)
	rep := coach.Rep{ID: "U1", TZ: "America/New_York", Spread: absence.Spread{At: now, Why: absence.Backlog, Open: true}}
	lead := func(id string, days int, touches ...outcome.Outcome) coach.Lead {
		l := coach.Lead{ID: id, Name: id, Warmth: coach.Cold, Created: now.AddDate(0, 0, -days-1)}
		for _, o := range touches {
			x := coach.Touch{Outcome: o, At: now.AddDate(0, 0, -days), Logged: now.AddDate(0, 0, -days)}
			after, _, err := rules.Log(l, nil, x, rep)
			if err != nil {
				t.Fatal(err)
			}
			l = after
		}
		return l
	}
	warm := lead("warm", 40)
	warm.Warmth = coach.Warm
	low := lead("low", 90)
	low.Potential = coach.PotentialLow
	plan := New(rules, rep, now)
	for _, l := range []coach.Lead{low, lead("old", 80), lead("younger", 60), lead("talked", 50, outcome.NotReviewed),
		lead("talked lately", 40, outcome.NotReviewed), lead("busy", 70, outcome.Busy), warm} {
		plan.Add(l)
	}
	if got := fmt.Sprint(plan.Order()); got != "[warm talked lately talked busy old younger low]" {
		t.Error(got)
	}
}

// A spread that was interrupted ends like one that was not, and what is replayed, corrected or edited after it stays
// where it was put. Whoever takes it back has everything where it was.
func TestASpreadIsTheSameInPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aBook(t)
		rep := b.returned()
		whole, all := spreadAll(rep, b.leads, b.back, -1)
		half, some := spreadAll(rep, b.leads, b.back, rapid.IntRange(0, len(b.leads)).Draw(t, "moved"))
		late := b.back.Add(time.Minute)
		rep.Spread.Leads, rep.Spread.Last = some.Moved, some.Last
		pieces, again := spreadAll(rep, half, late, -1)
		if again.Moved != all.Moved || again.Last != all.Last {
			t.Fatalf("%d until %s, in pieces %d until %s", all.Moved, all.Last, again.Moved, again.Last)
		}
		undone := rep
		undone.Spread = absence.Spread{}
		for i, l := range pieces {
			want, got := rules.Next(whole[i], rep, late), rules.Next(l, rep, late)
			if !got.Due.Equal(want.Due) {
				t.Fatalf("%s: due %v, in pieces %v", l.ID, want.Due, got.Due)
			}
			if replayed := rules.Next(rules.Replay(l, b.touches[l.ID], rep), rep, late); !replayed.Due.Equal(got.Due) {
				t.Fatalf("%s: due %v, after a replay %v", l.ID, got.Due, replayed.Due)
			}
			was, is := rules.Next(b.leads[i], undone, late), rules.Next(l, undone, late)
			if !is.Due.Equal(was.Due) || is.Kind != was.Kind {
				t.Fatalf("%s: taken back it is due %v, not %v", l.ID, is.Due, was.Due)
			}
		}
	})
}

// Of a backlog only what is overdue for more than two weeks is moved; what is due otherwise keeps its day, and counts.
func TestABacklogIsSpread(t *testing.T) {
	rep := coach.Rep{ID: "U1", TZ: "America/New_York"}
	now := time.Date(2026, 3, 16, 13, 0, 0, 0, time.UTC)
	lead := func(i int, days int) coach.Lead {
		return coach.Lead{ID: fmt.Sprintf("L%02d", i), Name: fmt.Sprintf("Lead %02d", i), Warmth: coach.Cold,
			Created: now.AddDate(0, 0, -days)}
	}
	var leads []coach.Lead
	for i := range 40 {
		leads = append(leads, lead(i, 30))
	}
	for i := range 5 {
		leads = append(leads, lead(40+i, 3))
	}
	rep.Spread = absence.Spread{At: now, Why: absence.Backlog, Open: true}
	after, plan := spreadAll(rep, leads, now, -1)
	days := map[string]int{}
	for i, l := range after {
		if moved := len(l.Moved) > 0; moved != (i < 40) {
			t.Errorf("%s: moved %t", l.ID, moved)
		}
		days[later(rules.Next(l, rep, now).Due, now).In(rep.Location()).Format(time.DateOnly)]++
	}
	if fmt.Sprint(days) != "map[2026-03-16:15 2026-03-17:15 2026-03-18:15]" || plan.Moved != 40 ||
		plan.Last != "2026-03-18" {
		t.Error(days, plan.Moved, plan.Last)
	}
}

// What one spread has put on its day, or parked, stays there when another one follows, and comes back with it alone.
func TestASecondSpreadLeavesTheFirst(t *testing.T) {
	rep := coach.Rep{ID: "U1", TZ: "America/New_York"}
	now := time.Date(2026, 3, 16, 13, 0, 0, 0, time.UTC)
	cold := func(name string, n int) (leads []coach.Lead) {
		for i := range n {
			leads = append(leads, coach.Lead{ID: fmt.Sprint(name, i), Name: fmt.Sprint(name, i), Warmth: coach.Cold,
				Created: now.AddDate(0, 0, -30)})
		}
		return leads
	}
	for _, first := range []string{absence.Backlog, absence.Park} {
		before := rep
		before.Spread = absence.Spread{At: now, Why: first}.After(rep.Spread, 7)
		leads, _ := spreadAll(before, cold("first", 40), now, -1)
		leads = append(leads, cold("second", 5)...)
		for _, then := range []string{absence.Backlog, absence.Away} {
			// At the same instant, as a double tap may be.
			after := before
			after.Spread = absence.Spread{At: now, Why: then}.After(before.Spread, 8)
			if then == absence.Away {
				after.Away = absence.Absence{Since: now.Add(-time.Hour), Back: now}
			}
			got, plan := spreadAll(after, leads, now, -1)
			for i, l := range got {
				was, is := rules.Next(leads[i], before, now), rules.Next(l, after, now)
				parked := first == absence.Park && i < 40
				if parked != (is.Kind == coach.StepNone) || i < 40 && then == absence.Backlog && !is.Due.Equal(was.Due) {
					t.Errorf("%s, then %s: %s is due %v, and was %v", first, then, l.ID, is.Due, was.Due)
				}
				if back := rules.Next(l, before, now); !back.Due.Equal(was.Due) || back.Kind != was.Kind {
					t.Errorf("%s, then %s, taken back: %s is due %v, and was %v", first, then, l.ID, back.Due, was.Due)
				}
			}
			if then == absence.Backlog && plan.Moved != 5 {
				t.Errorf("%s, then %s: %d moved, want the 5 that are new", first, then, plan.Moved)
			}
		}
	}
	var last absence.Spread
	for i := range 30 {
		last = absence.Spread{At: now.AddDate(0, 0, i)}.After(last, 1)
	}
	if len(last.Before) != 20 || last.Before[0].Day() != now.AddDate(0, 0, 28).Day() {
		t.Errorf("%d spreads are kept, the newest of %s", len(last.Before), last.Before[0])
	}
}

// A plan that is shown no more than it reaches for moves the same leads to the same days as one that is shown all:
// those that come due later, or are closed, are nothing to it.
func TestAPlanReachesFarEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := aBook(t)
		rep := b.rep
		rep.Away = absence.Absence{}
		now := b.back.AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "later"))
		rep.Spread = absence.Spread{At: now, Open: true,
			Why: rapid.SampledFrom([]string{absence.Backlog, absence.Park}).Draw(t, "why")}
		whole, all := spreadAll(rep, b.leads, now, -1)
		plan, shown, at := New(rules, rep, now), map[string]bool{}, map[string]int{}
		for before, to := (time.Time{}), plan.Reach(); !to.Equal(before); before, to = to, plan.Reach() {
			for i, l := range b.leads {
				shows := rules.Timers(l, rep, now).Shows
				if at[l.ID] = i; !shown[l.ID] && !shows.IsZero() && !shows.After(to) {
					shown[l.ID] = true
					plan.Add(l)
				}
			}
		}
		for _, id := range plan.Order() {
			l, _ := plan.Move(b.leads[at[id]])
			got, want := rules.Next(l, rep, now), rules.Next(whole[at[id]], rep, now)
			if !got.Due.Equal(want.Due) {
				t.Fatalf("%s is due %v, shown all %v", id, got.Due, want.Due)
			}
		}
		if plan.Moved != all.Moved || plan.Last != all.Last {
			t.Fatalf("%d until %s, shown all %d until %s", plan.Moved, plan.Last, all.Moved, all.Last)
		}
	})
}
