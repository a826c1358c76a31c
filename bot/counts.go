package bot

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/store"
)

// Results of an act, as metrics name them.
const (
	resultOK       = "ok"
	resultDeclined = "declined" // said no, in words: a word nobody knows, a lead nobody has, a guest
	resultUnknown  = "unknown"  // the store did not say whether it saved
	resultNotSaved = "notsaved"
	resultFailed   = "failed"
	resultPanic    = "panic"
)

func resultOf(a *act, err error) string {
	var p *panicError
	switch {
	case err == nil:
		return resultOK
	case errors.As(err, &p):
		return resultPanic
	case hung(a, err):
		return resultUnknown
	case errors.Is(err, store.ErrNotSaved), errors.Is(err, store.ErrConflict):
		return resultNotSaved
	case declined(err):
		return resultDeclined
	default:
		return resultFailed
	}
}

// counts keeps the metrics of the edge at hand. Labels come from closed sets ([act.label]), so their number is bounded.
type counts struct {
	acts  sync.Map // actLabels -> *metrics.Counter
	times sync.Map // kind -> *metrics.PrometheusHistogram
}

type actLabels struct{ kind, name, result string }

var buckets = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 2.5, 3}

func newCounts() *counts { return &counts{} }

func (c *counts) acted(kind, name, result string, took time.Duration) {
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

func (c *counts) panicked(where string) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_panics_total{where=%q}`, where)).Inc()
}

func (c *counts) rated(tip string, useful bool) {
	metrics.GetOrCreateCounter(fmt.Sprintf(`followup_tips_rated_total{tip=%q,useful="%t"}`, tip, useful)).Inc()
}
