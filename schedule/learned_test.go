package schedule

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/reach"
)

// A year of two calls a working day, at 9:00, where one in nine is reached, and at 16:30, where three in seven are:
// after two hundred calls the morning message says so, once, and from then on times are offered, and steps that belong
// in the morning are planned, in the afternoon. Until then the sources hold (handbook 5, no. 4).
func TestAYearOfBadMornings(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-05 07:00")) // a Monday
	rep := f.rep(coach.Rep{ID: "U1", TZ: ny, Since: f.clock.Now()})
	other := f.rep(coach.Rep{ID: "U2", TZ: ny, Since: f.clock.Now()})
	const leads = 20
	for i := range leads {
		f.lead(rep, coach.Lead{ID: fmt.Sprint("L", i), Warmth: coach.Cold})
	}
	f.lead(other, coach.Lead{ID: "M0", Warmth: coach.Cold})
	e := f.start()
	var job Daily
	for _, d := range e.ownDaily() {
		if d.Name == "learning" {
			job = d
		}
	}
	calls, learnedAt := 0, 0
	plan := func() (offered []coach.Slot, step coach.Step) {
		now, _, err := f.space.Records.Rep(context.Background(), "U1")
		f.ok(err)
		l := coach.Lead{ID: "new", Rep: "U1", Warmth: coach.Cold, Created: f.clock.Now().AddDate(0, 0, -1)}
		l, _, err = f.rules.Log(l, nil, coach.Touch{Outcome: outcome.NoAnswer, At: f.clock.Now().Add(-2 * time.Hour)}, now)
		f.ok(err)
		return f.rules.Slots(l, now, f.clock.Now(), time.Time{}, time.Time{}, 3), f.rules.Next(l, now, f.clock.Now())
	}
	hour := func(at time.Time) int { return at.In(rep.Location()).Hour() }
	early := func(s coach.Slot) bool { return hour(s.At) < 10 }
	for day := f.clock.Now(); day.Year() == 2026; day = rep.Midnight(day, 1).Add(7 * time.Hour) {
		if !f.rules.WorkDays(rep)(calendar.DateIn(day.Unix(), calendar.ClockOf(rep.Location()))) {
			continue
		}
		for _, call := range []struct {
			at       time.Duration
			hits, of int
		}{{9 * time.Hour, 1, 9}, {16*time.Hour + 30*time.Minute, 3, 7}} {
			f.runTo(rep.Midnight(day, 0).Add(call.at), e)
			x, n := coach.Touch{Outcome: outcome.NoAnswer}, calls/2
			if n%call.of < call.hits { // no row of weekdays
				x.Outcome = outcome.Distracted
			}
			f.log(rep, fmt.Sprint("L", calls%leads), x)
			calls++
		}
		e.jobs().run(context.Background(), job)
		e.jobs().run(context.Background(), job)
		now, _, err := f.space.Records.Rep(context.Background(), "U1")
		f.ok(err)
		offered, step := plan()
		switch {
		case now.Learned.Hours.Found() && learnedAt == 0:
			learnedAt = calls
		case learnedAt == 0 && (!slices.ContainsFunc(offered, early) || hour(step.Due) != 8):
			t.Fatalf("after %d calls %v is offered and %v due", calls, offered, step.Due)
		}
		for _, s := range offered {
			if learnedAt > 0 && (hour(s.At) < 16 || hour(s.At) > 17) {
				t.Fatalf("after %d calls %v is offered", calls, s.At.In(rep.Location()))
			}
		}
		if learnedAt > 0 && (hour(step.Due) != 16 || !coach.HasReason(step.Because, coach.ReasonLearned)) {
			t.Fatalf("after %d calls %v is due, because %v", calls, step.Due, step.Because)
		}
	}
	var said []string
	for _, p := range f.slack.all() {
		if d, ok := p.Msg.(notify.Digest); ok && d.Learned != nil {
			said = append(said, d.Rep+" "+d.Date)
			h := d.Learned.Hours
			if h.Is != 4 || h.Than != 0 || h.Here.N*100 < 35*h.Here.Of || h.Else.N*100 > 15*h.Else.Of || d.Learned.Days.Found() {
				t.Errorf("said %+v", h)
			}
		}
	}
	if len(said) != 1 || learnedAt < reach.Enough || learnedAt > reach.Enough+4 || calls < 480 {
		t.Errorf("learned after %d of %d calls, said %v", learnedAt, calls, said)
	}
	if now, _, err := f.space.Records.Rep(context.Background(), "U2"); err != nil || now.Learned != (reach.Learned{}) {
		t.Error("somebody else has learned it too:", now.Learned, err)
	}
}
