package app_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// A bot is killed at ten points of a merge or more: when the form has come to another one, there is one lead with what
// was told of both, once.
func TestKilledInTheMiddleOfAMerge(t *testing.T) {
	t.Parallel()
	f := newFloorToKill(t, "a merge")
	for i := range killPoints {
		stays := f.pair(i)
		f.opens(person(i), "merge "+f.name(i, 1)+" into "+f.name(i, 0))
		f.dies(i, func() bool { return len(f.leads(i)) == 1 })
		if got := f.leads(i); len(got) != 1 || len(got[0].Merged) != 1 || f.touches(i, stays) != 2 {
			t.Errorf("point %d: %d leads, %d touches", i, len(got), f.touches(i, stays))
		}
	}
	f.report()
}

// A bot is killed at ten points of an erasure or more: when the form has come to another one, the lead is gone to the
// last trace, and the other one isn't.
func TestKilledInTheMiddleOfAnErasure(t *testing.T) {
	t.Parallel()
	f := newFloorToKill(t, "an erasure")
	for i := range killPoints {
		f.pair(i)
		f.opens(person(i), "erase "+f.name(i, 1))
		gone := func() bool { return len(f.traces(f.name(i, 1))) == 0 }
		f.dies(i, gone)
		if got := f.leads(i); len(got) != 1 || got[0].Name != f.name(i, 0) {
			t.Errorf("point %d: %+v", i, got)
		}
		f.until("every trace to go", gone)
	}
	f.report()
}

// killPoints are how many bots are meant to die, for a person each; what is done in fewer trips ends before the last.
const killPoints = 16

// floorToKill is a house whose bots die on their way to Redis.
type floorToKill struct {
	*house
	toll  *toll
	redis *storetest.Server
	bot   *bot
	hit   int // deaths at the request that was meant
	done  int // of all, those that came when nothing was left to be done
	again int // forms that were delivered once more
	row   func(format string, args ...any)
}

func newFloorToKill(t *testing.T, what string) *floorToKill {
	redis := storetest.Start(t, storetest.Options{})
	toll := newToll(t, redis)
	f := &floorToKill{toll: toll, redis: redis,
		row: matrix.Row(t, "-", fmt.Sprintf("kill -9 at %d points of %s", killPoints, what))}
	f.house = build(t, at(t, newYork, morning), toll.url, killPoints, fakeslack.Config{})
	f.bot = f.child().ready()
	return f
}

// name is what one of a person's two leads is called: like nothing else in Redis.
func (f *floorToKill) name(i, n int) string { return fmt.Sprintf("Quux%dZyx%d", n, i) }

// pair gives somebody two leads with a touch each, and returns the first.
func (f *floorToKill) pair(i int) coach.Lead {
	f.t.Helper()
	f.rep(repOf(i), f.name(i, 0), f.name(i, 1))
	for n := range 2 {
		f.slack.Command(context.Background(), person(i), f.slack.DM(person(i)), "/followup", f.name(i, n)+" voicemail")
	}
	return f.house.leads[person(i)][0]
}

// dies kills the bot while it does what somebody's form asks for, through says when that is done, and has another one
// go on.
func (f *floorToKill) dies(i int, through func() bool) {
	f.t.Helper()
	out := make(chan fakeslack.Outcome, 1)
	f.toll.kills(f.bot, person(i), 1+i/2, i%2 == 1)
	go func() { out <- f.slack.Submit(context.Background(), person(i), f.top(i).ID) }()
	f.until("a death", func() bool { return closed(f.bot.done) || open(f.slack) == 0 && through() })
	if closed(f.bot.done) {
		f.hit++
	}
	f.bot.kill()
	f.toll.spares()
	if through() {
		f.done++
	}
	if open(f.slack) > 0 {
		f.again++
	}
	f.bot = f.child().ready()
	f.wait("the form to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	if o := <-out; len(o.Errors) > 0 {
		f.t.Errorf("point %d: %+v", i, o)
	}
}

// leads are all of a person.
func (f *floorToKill) leads(i int) (all []coach.Lead) {
	f.t.Helper()
	f.ok(f.space.EachLead(context.Background(), person(i), func(page []coach.Lead) error {
		all = append(all, page...)
		return nil
	}))
	return all
}

func (f *floorToKill) touches(i int, l coach.Lead) int {
	f.t.Helper()
	all, err := f.space.Records.Touches(context.Background(), person(i), l.ID, -1)
	f.ok(err)
	return len(all)
}

// traces are the places in Redis that hold a word.
func (f *floorToKill) traces(word string) (where []string) {
	f.t.Helper()
	for key, held := range f.redis.Dump(f.t) {
		if strings.Contains(strings.ToLower(key+held), strings.ToLower(word)) {
			where = append(where, key)
		}
	}
	return where
}

func (f *floorToKill) report() {
	f.t.Helper()
	f.row("%d died on the way, %d with everything done, %d forms came again", f.hit, f.done, f.again)
	if f.hit < 10 || f.again == 0 || f.again == killPoints {
		f.t.Errorf("%d died on the way, %d with everything done, %d forms came again", f.hit, f.done, f.again)
	}
}
