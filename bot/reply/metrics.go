package reply

import (
	"fmt"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// metricsSet keeps the metrics of the edge at hand. Labels come from closed sets ([act.label]), so their number is
// bounded.
type metricsSet struct {
	acts  sync.Map // actLabels -> *metrics.Counter
	times sync.Map // kind -> *metrics.PrometheusHistogram
}

type actLabels struct{ kind, name, result string }

var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3}

func newMetrics() *metricsSet { return &metricsSet{} }

func (c *metricsSet) Handled(kind, name, result string, took time.Duration) {
	labels := actLabels{kind, name, result}
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

func (c *metricsSet) Panicked(where string) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_panics_total{where=%q}`, where)).Inc()
}

func (c *metricsSet) TipRated(tip string, useful bool) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_tips_rated_total{tip=%q,useful="%t"}`, tip, useful)).Inc()
}
