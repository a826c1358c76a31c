package reply

import (
	"fmt"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// metricsSet keeps the metrics of the edge at hand. Labels come from closed sets (the edge names them), so their number
// is bounded.
type metricsSet struct {
	acts  sync.Map // requestLabels -> *metrics.Counter
	times sync.Map // kind -> *metrics.PrometheusHistogram
}

// requestLabels are one series of followup_acts_total.
type requestLabels struct{ kind, name, result string }

// buckets are upper bounds in seconds. Slack gives up after three, so nothing above matters.
var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3}

func newMetrics() *metricsSet { return &metricsSet{} }

// Handled counts a request by what came of it, and measures how long the person waited, in seconds of wall time.
func (c *metricsSet) Handled(kind, name, result string, took time.Duration) {
	labels := requestLabels{kind, name, result}
	counter, ok := c.acts.Load(labels)
	if !ok {
		counter, _ = c.acts.LoadOrStore(labels, metrics.GetOrCreateCounter(
			fmt.Sprintf(`followup_acts_total{kind=%q,name=%q,result=%q}`, kind, name, result)))
	}
	counter.(*metrics.Counter).Inc()
	hist, ok := c.times.Load(kind)
	if !ok {
		hist, _ = c.times.LoadOrStore(kind, metrics.GetOrCreatePrometheusHistogramExt(
			fmt.Sprintf(`followup_act_seconds{kind=%q}`, kind), buckets))
	}
	hist.(*metrics.PrometheusHistogram).Update(took.Seconds())
}

// Panicked counts a panic by where it was met: a kind of request, "answer", or "behind" for work in the background.
func (c *metricsSet) Panicked(where string) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_panics_total{where=%q}`, where)).Inc()
}

// TipRated counts what reps say of tips. The tips are those of the rules, so the labels are bounded.
func (c *metricsSet) TipRated(tip string, useful bool) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_tips_rated_total{tip=%q,useful="%t"}`, tip, useful)).Inc()
}
