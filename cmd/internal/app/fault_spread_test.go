package app_test

import (
	"context"
	"maps"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/spread"
)

// A bot is killed at ten points of a return from an absence or more, at some of them with leads moved and others not:
// another one goes on, and everything stands where it stands for somebody whose bot lived, once.
func TestKilledInTheMiddleOfASpread(t *testing.T) {
	t.Parallel()
	f := newFloorToKill(t, "a return from an absence")
	const leads = 160 // four writes of the spread
	back := func(i int) {
		f.slack.Command(context.Background(), person(i), f.slack.DM(person(i)), "/followup", "back now")
	}
	through := func(i int) bool {
		rep, _, err := f.space.Records.Rep(context.Background(), person(i))
		f.ok(err)
		return !rep.Away.Lasts() && !rep.Spread.At.IsZero() && !rep.Spread.Open
	}
	for i := range killPoints {
		f.rep(coach.Rep{ID: person(i), Away: absence.Absence{Since: f.now().AddDate(0, 0, -10), Until: "2026-01-19"}})
		for n := range leads {
			f.lead(coach.Rep{ID: person(i), TZ: newYork}, coach.Lead{Name: f.name(i, n), Warmth: coach.Cold})
		}
	}
	back(0)
	f.until("a return without a death", func() bool { return through(0) })
	want, middle := f.stand(0), 0
	for i := 1; i < killPoints; i++ {
		f.toll.kills(f.bot, person(i), 2+(i-1)*3, i%2 == 1)
		answered := make(chan struct{})
		go func() { back(i); close(answered) }()
		f.until("a death", func() bool { return closed(f.bot.done) || open(f.slack) == 0 && through(i) })
		if closed(f.bot.done) {
			f.hit++
		}
		f.bot.kill()
		f.toll.spares()
		moved := 0
		for _, l := range f.leads(i) {
			moved += len(l.Moved)
		}
		if moved > 0 && moved < leads {
			middle++
		}
		if open(f.slack) > 0 {
			f.again++
		}
		f.bot = f.child().ready()
		f.wait("the command to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
		<-answered
		f.until("the rest of the spread", func() bool { return through(i) })
		if got := f.stand(i); !maps.Equal(got, want) {
			t.Errorf("point %d: %v, want %v", i, got, want)
		}
		if rep, _, err := f.space.Records.Rep(context.Background(), person(i)); err != nil || rep.Spread.Leads != leads {
			t.Errorf("point %d: %d leads are said to be moved, %v", i, rep.Spread.Leads, err)
		}
	}
	f.row("%d died on the way, %d of them with some leads moved, %d commands came again", f.hit, middle, f.again)
	if f.hit < 10 || middle == 0 {
		t.Errorf("%d died on the way, %d with some leads moved", f.hit, middle)
	}
}

// stand is how many leads of a person are due on each day. Nothing was moved twice, and no day has too many.
func (f *floorToKill) stand(i int) map[string]int {
	f.t.Helper()
	rep, _, err := f.space.Records.Rep(context.Background(), person(i))
	f.ok(err)
	days := map[string]int{}
	for _, l := range f.leads(i) {
		if len(l.Moved) != 1 {
			f.t.Errorf("%s was moved %d times", l.Name, len(l.Moved))
		}
		days[f.rules.Next(l, rep, f.now()).Due.In(rep.Location()).Format(time.DateOnly)]++
	}
	for day, n := range days {
		if n > spread.PerDay {
			f.t.Errorf("%s has %d", day, n)
		}
	}
	return days
}
