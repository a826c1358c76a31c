package schedule

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/storetest"
)

// taken are digests of some reps that are due at once, claimed together; reads is how often their Redis has been asked
// anything.
func taken(t *testing.T, n int) (f *fixture, e *Engine, tasks []*task, reads func() int) {
	srv := storetest.Redis(t)
	c := srv.Client()
	t.Cleanup(func() { _ = c.Close() })
	f = newFixtureOn(t, srv.URL, at(t, ny, "2026-01-11 12:00"))
	f.dueReps(n)
	now := at(t, ny, "2026-01-12 08:30")
	f.clock.to(now)
	e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "one"})
	f.ok(err)
	dues, err := f.space.DueIndex.DueBefore(t.Context(), now, 100)
	f.ok(err)
	tasks, held, err := e.take(t.Context(), dues, now)
	if f.ok(err); len(tasks) != n || held > 0 {
		t.Fatalf("%d tasks of %d, %d held", len(tasks), n, held)
	}
	return f, e, tasks, func() int {
		for line := range strings.Lines(c.Info(t.Context(), "stats").Val()) {
			if v, is := strings.CutPrefix(strings.TrimSpace(line), "total_reads_processed:"); is {
				n, err := strconv.Atoi(v)
				f.ok(err)
				return n
			}
		}
		t.Skip("this Redis doesn't count what it is asked")
		return 0
	}
}

// Digests that were claimed together are read in two trips, however many they are, and say what they say when each is
// read alone.
func TestDigestsOfAMinuteAreReadTogether(t *testing.T) {
	for _, n := range []int{16, 64} {
		f, e, tasks, reads := taken(t, n)
		now := f.clock.Now()
		before := reads()
		for _, task := range tasks {
			f.ok(e.composer.composeDigest(t.Context(), &task.action, now))
		}
		if asked := reads() - before; asked > 8 { // two trips, on connections that say hello, and the count itself
			t.Errorf("%d digests had Redis asked %d times", n, asked)
		}
		for _, task := range tasks {
			alone := task.action
			alone.ahead = nil
			f.ok(e.composer.composeDigest(t.Context(), &alone, now))
			got, is := task.action.msg.(notify.Digest)
			if !is || len(got.Cards) != 1 || !reflect.DeepEqual(alone.msg, task.action.msg) {
				t.Fatalf("%s: together %+v, alone %+v", task.action.key, task.action.msg, alone.msg)
			}
		}
	}
}

// What is logged after the first digest of a batch was composed is in one that is composed a second later.
func TestADigestIsNotReadLongAhead(t *testing.T) {
	f, e, tasks, _ := taken(t, 2)
	now := f.clock.Now()
	f.ok(e.composer.composeDigest(t.Context(), &tasks[0].action, now))
	last := &tasks[1].action
	f.log(last.rep, "L1", coach.Touch{Outcome: outcome.Voicemail})
	f.ok(e.composer.composeDigest(t.Context(), last, now.Add(aheadFor)))
	if msg, is := last.msg.(notify.Digest); !is || len(msg.Cards) > 0 || len(msg.Later) != 1 ||
		msg.Later[0].Lead.Progress.Calls != 1 {
		t.Errorf("the lead was called: %+v", last.msg)
	}
}

// A batch that can't be read as one costs nobody a digest: each is read alone, and fails alone.
func TestADigestThatCannotBeReadTogether(t *testing.T) {
	f, e, tasks, _ := taken(t, 3)
	tasks[0].action.ahead.once.Do(func() {}) // as after an error
	for _, task := range tasks {
		f.ok(e.composer.composeDigest(t.Context(), &task.action, f.clock.Now().Add(time.Minute)))
		if task.action.msg == nil || task.delivery.State != store.DeliveryMine {
			t.Errorf("%s: %+v", task.action.key, task.action)
		}
	}
}
