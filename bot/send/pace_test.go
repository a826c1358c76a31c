package send

import (
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A pacer that knows the rate wastes next to nothing of it, whoever posts to whom: the time that many posts take is the
// time that Slack's limit asks for (reliability.md, Posting: 0.99 of the possible).
func TestPaceUsesWhatSlackAllows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const perMinute, posts = 300, 2000
		p, began := newPace(perMinute), time.Now()
		todo := make(chan int, posts)
		for i := range posts {
			todo <- i
		}
		close(todo)
		var workers sync.WaitGroup
		for range 8 {
			workers.Go(func() {
				for i := range todo {
					if err := p.turn(t.Context(), "U"+strconv.Itoa(i), false); err != nil {
						t.Error(err)
					}
				}
			})
		}
		workers.Wait()
		possible := time.Duration(posts-workspaceBurst) * time.Minute / perMinute
		if share := possible.Seconds() / time.Since(began).Seconds(); share < 0.99 || share > 1.01 {
			t.Errorf("%d posts took %v: %.3f of the allowed rate", posts, time.Since(began), share)
		}
	})
}

// One conversation takes a message a second after a short burst, however much room the workspace has.
func TestPaceOfOneConversation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, began := newPace(ceilPerMinute), time.Now()
		for range channelBurst + 10 {
			if err := p.turn(t.Context(), "C1", false); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took < 10*time.Second || took > 11*time.Second {
			t.Errorf("ten messages after the burst took %v", took)
		}
	})
}

// Every refusal makes what follows slower, down to a floor, and success earns the rate back.
func TestPaceLearns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPace(ceilPerMinute)
		for n := range 40 {
			before := p.all.Limit()
			<-time.After(2 * time.Second) // the pause of the refusal before is over
			p.refused(time.Second)
			if after := p.all.Limit(); after >= before && before > perMinute(floorPerMinute) {
				t.Fatalf("refusal %d: %v after %v", n, after, before)
			}
		}
		if got := p.all.Limit(); got != perMinute(floorPerMinute) {
			t.Errorf("after forty refusals %v, want the floor", got)
		}
		for range 10_000 {
			p.accepted()
		}
		if got := p.all.Limit(); got != perMinute(ceilPerMinute) {
			t.Errorf("after ten thousand successes %v, want the ceiling", got)
		}
	})
}
