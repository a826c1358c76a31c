package schedule

import (
	"testing"
	"time"
)

// A change wakes the engine only for what the next tick would find too late: a look at all shards costs more than the
// change itself.
func TestWakeForWhatIsDueBeforeTheNextLook(t *testing.T) {
	f := newFixture(t, at(t, ny, "2026-01-12 09:00"))
	e, err := New(Config{Space: f.space, Rules: f.rules, Sender: f.slack, Now: f.clock.Now, Owner: "one"})
	f.ok(err)
	now := f.clock.Now()
	for _, c := range []struct {
		name  string
		due   time.Time
		looks bool
	}{
		{"nothing", time.Time{}, false},
		{"long ago", now.AddDate(0, 0, -1), true},
		{"now", now, true},
		{"before the next tick", now.Add(999 * time.Millisecond), true},
		{"as the tick comes", now.Add(time.Second), true},
		{"after it", now.Add(time.Second + time.Millisecond), false},
		{"tomorrow", now.AddDate(0, 0, 1), false},
	} {
		e.WakeFor(c.due)
		looks := false
		select {
		case <-e.wake:
			looks = true
		default:
		}
		if looks != c.looks {
			t.Errorf("%s: looks %v, want %v", c.name, looks, c.looks)
		}
	}
}
