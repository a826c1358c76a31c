package app_test

import (
	"math"
	"runtime/debug"
	"testing"

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
