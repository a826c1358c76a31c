package schedule

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/store/ledger"
	"github.com/followup-coach/followup/store/storetest"
)

// taken are digests of some reps that are due at once, claimed together.
func taken(t *testing.T, srv *storetest.Server, n int) (f *fixture, e *Engine, tasks []*task) {
	t.Helper()
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
	return f, e, tasks
}

// asked is how often a Redis has been asked anything.
func asked(t *testing.T, c *redis.Client) int {
	t.Helper()
	_, rest, _ := strings.Cut(c.Info(t.Context(), "stats").Val(), "total_reads_processed:")
	n, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(rest, "\n", 2)[0]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Digests that were claimed together are read in two trips, however many they are, and say what they say when each is
// read alone.
func TestDigestsOfAMinuteAreReadTogether(t *testing.T) {
	for _, n := range []int{16, 64} {
		srv := storetest.Start(t, storetest.Options{}) // which nobody else asks
		c := srv.Client()
		t.Cleanup(func() { _ = c.Close() })
		f, e, tasks := taken(t, srv, n)
		now := f.clock.Now()
		before := asked(t, c)
		for _, task := range tasks {
			f.ok(e.composer.composeDigest(t.Context(), &task.action, now))
		}
		if more := asked(t, c) - before; more > 8 { // two trips, on connections that say hello, and the count itself
			t.Errorf("%d digests had Redis asked %d times", n, more)
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
	f, e, tasks := taken(t, storetest.Redis(t), 2)
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
	f, e, tasks := taken(t, storetest.Redis(t), 3)
	tasks[0].action.ahead.once.Do(func() {}) // as after an error
	for _, task := range tasks {
		f.ok(e.composer.composeDigest(t.Context(), &task.action, f.clock.Now().Add(time.Minute)))
		if task.action.msg == nil || task.delivery.State != ledger.DeliveryMine {
			t.Errorf("%s: %+v", task.action.key, task.action)
		}
	}
}
