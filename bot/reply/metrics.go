package reply

import (
	"fmt"

	"github.com/VictoriaMetrics/metrics"
)

// The counters are looked up by name each time: neither a panic nor a rating is frequent. What is counted of every
// request is kept at hand by the edge.

// CountPanic counts a panic by where it was met: a kind of request, "answer", or "behind" for work in the background.
func CountPanic(where string) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_panics_total{where=%q}`, where)).Inc()
}

// CountTip counts what reps say of tips. The tips are those of the rules, so the labels are bounded.
func CountTip(tip string, useful bool) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_tips_rated_total{tip=%q,useful="%t"}`, tip, useful)).Inc()
}
