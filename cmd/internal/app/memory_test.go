package app_test

import (
	"math"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"testing/synctest"
	"time"

	"github.com/followup-coach/followup/cmd/internal/app"
)

// What an operator has set of Go's own two settings stands; what they left open is set for them.
func TestCollectSeldomLeavesWhatTheOperatorSet(t *testing.T) {
	percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	for _, c := range []struct {
		name    string
		env     map[string]string
		percent int
		limit   int64
	}{
		{"nothing set", nil, 400, 128 << 20},
		{"empty is not set", map[string]string{"GOGC": "", "GOMEMLIMIT": ""}, 400, 128 << 20},
		{"a limit", map[string]string{"GOMEMLIMIT": "64MiB"}, 400, math.MaxInt64},
		{"a percentage", map[string]string{"GOGC": "50"}, 100, math.MaxInt64},
		{"both", map[string]string{"GOGC": "off", "GOMEMLIMIT": "64MiB"}, 100, math.MaxInt64},
	} {
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
		app.CollectSeldom(func(name string) (string, bool) {
			value, set := c.env[name]
			return value, set
		})
		gotLimit := debug.SetMemoryLimit(-1)
		if got := debug.SetGCPercent(100); got != c.percent || gotLimit != c.limit {
			t.Errorf("%s: %d %%, %d bytes, want %d and %d", c.name, got, gotLimit, c.percent, c.limit)
		}
	}
}

// What nobody uses goes back to the machine: once after the start, then after a quiet minute, and not in the middle of
// work.
func TestGiveBack(t *testing.T) {
	limit := debug.SetGCPercent(-1) // nobody else collects
	t.Cleanup(func() { debug.SetGCPercent(limit) })
	synctest.Test(t, func(t *testing.T) {
		go app.GiveBack(t.Context())
		for _, c := range []struct {
			what  string
			waste int // MiB
			back  bool
		}{
			{"the start", 40, true},
			{"a minute with work", 40, false},
			{"a quiet minute behind it", 0, true},
		} {
			before := collections()
			for range c.waste {
				waste = make([]byte, 1<<20)
			}
			waste = nil
			time.Sleep(time.Minute)
			synctest.Wait()
			if back := collections() > before; back != c.back {
				t.Errorf("%s: given back is %v, want %v", c.what, back, c.back)
			}
		}
	})
}

// It isn't done for little: each time costs some milliseconds. Other tests leave garbage in this process, so that the
// figures are made up.
func TestGivesBackWhatIsWorthIt(t *testing.T) {
	for _, c := range []struct {
		allocated, unused uint64 // MiB
		want              bool
	}{{0, 0, false}, {1, 1, false}, {1, 2, true}, {8, 40, true}, {9, 40, false}} {
		if got := app.GivesBack(c.allocated<<20, c.unused<<20); got != c.want {
			t.Errorf("%d MiB allocated, %d unused: %v", c.allocated, c.unused, got)
		}
	}
}

var waste []byte

// collections is how often somebody asked for the garbage to be collected.
func collections() uint64 {
	sample := []metrics.Sample{{Name: "/gc/cycles/forced:gc-cycles"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
