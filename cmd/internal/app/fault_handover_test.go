package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// A bot is killed ten times while a leaver's leads go to two others: before Redis has what is sent, before the bot has
// its answer. Whoever goes on leaves each lead with one of them, whole, and tells everybody once.
func TestKilledInTheMiddleOfAHandOver(t *testing.T) {
	t.Parallel()
	toll := newToll(t, storetest.Start(t, storetest.Options{}))
	chance := rand.New(rand.NewPCG(13, 1))
	handedOver(t, "one Redis", toll.url, func(h *house, b *bot, kill int) {
		toll.kills(b, ":leads:"+person(0), 1+chance.IntN(40*kill), kill%2 == 1)
		h.until(fmt.Sprintf("death %d", kill), func() bool { return closed(b.done) })
		toll.spares()
	})
}

// The same over the three nodes of a cluster, whose leads' shards are on any of them.
func TestKilledInTheMiddleOfAHandOverOnACluster(t *testing.T) {
	handedOver(t, "a cluster", storetest.Cluster(t).URL, func(h *house, b *bot, kill int) {
		h.until(fmt.Sprintf("some to have come before death %d", kill), func() bool {
			return len(h.leadsOf(1))+len(h.leadsOf(2)) >= kill*handedAtOnce()/11
		})
		b.kill()
	})
}

const handOverKills = 10

// handedAtOnce is how many leads go.
func handedAtOnce() int {
	if *matrix.Long {
		return 2000
	}
	return 300
}

func handedOver(t *testing.T, where, url string, dies func(h *house, b *bot, kill int)) {
	n := handedAtOnce()
	figure := matrix.Row(t, "-", fmt.Sprintf("kill -9 at %d points of a hand-over of %d leads on %s", handOverKills, n,
		where))
	start := at(t, newYork, morning)
	h := build(t, start, url, 4, fakeslack.Config{})
	boss := person(3)
	h.slack.AddUser(fakeslack.User{ID: boss, Name: "boss", TZ: newYork, Admin: true})
	for i := range 4 {
		h.rep(repOf(i))
	}
	for i := range n {
		h.lead(repOf(0), coach.Lead{Name: fmt.Sprintf("Quux %d", i), Warmth: coach.Warm})
	}
	// One that is called alike by who gets it, and one that was agreed on.
	h.lead(repOf(1), coach.Lead{Name: "Quux 0", Warmth: coach.Cold})
	b := h.child().ready()
	h.enters(boss, "team create North <#"+floor+">")
	for i := range 3 {
		h.enters(boss, "team add <@"+person(i)+">")
	}
	h.enters(person(0), "Quux 7 talked next thu 4pm")
	h.enters(person(0), "Quux 7 voicemail asked for Pat")
	h.enters(boss, fmt.Sprintf("team handover <@%s> to <@%s> <@%s> now", person(0), person(1), person(2)))
	for kill := 1; kill <= handOverKills; kill++ {
		dies(h, b, kill)
		b.kill()
		h.clock(start.Add(time.Duration(kill) * 3 * time.Minute)) // the leases of who died are over
		b = h.child().ready()
	}
	h.toldOnce("are yours now", person(1), person(2))
	h.toldOnce("of your leads are with", person(0))
	of, touches := map[string]int{}, 0
	for _, i := range []int{1, 2} {
		for _, l := range h.leadsOf(i) {
			of[l.ID]++
			if l.Rep != person(i) || l.Leaving != "" {
				t.Errorf("%s is of %s, leaving %q", l.Name, l.Rep, l.Leaving)
			}
			all, err := h.space.Records.Touches(t.Context(), person(i), l.ID, -1)
			h.ok(err)
			touches += len(all)
		}
	}
	for _, l := range h.leads[person(0)] {
		if of[l.ID] != 1 {
			t.Errorf("%s is with %d of two", l.Name, of[l.ID])
		}
	}
	if left := h.leadsOf(0); len(left) != 0 || len(of) != n+1 {
		t.Errorf("%d left, %d came; %d went", len(left), len(of), n)
	}
	if touches != 2 {
		t.Errorf("%d touches have come along, not two", touches)
	}
	figure("%d leads, each with one of two, after %d deaths", n, handOverKills)
}

// leadsOf are all leads of a person.
func (h *house) leadsOf(i int) (all []coach.Lead) {
	h.t.Helper()
	h.ok(h.space.EachLead(context.Background(), person(i), func(page []coach.Lead) error {
		all = append(all, page...)
		return nil
	}))
	return all
}
