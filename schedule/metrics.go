package schedule

import (
	"time"

	vm "github.com/VictoriaMetrics/metrics"

	"github.com/followup-coach/followup/store/failure"
)

// result is how a delivery, or one try of it, ended.
type result string

const (
	sent     result = "sent"
	found    result = "found"   // an earlier try had reached Slack after all
	updated  result = "updated" // the question after an agreed call, in place of the ping
	silent   result = "silent"  // nothing to say
	dropped  result = "dropped" // past its cut-off, or no longer true
	held     result = "held"    // over the day's DMs, left to the next digest
	failed   result = "parked"  // cannot be delivered
	again    result = "again"   // released or put off for a later try
	lost     result = "lost"    // taken over by another replica, or the store could not be told
	finished result = "carried" // a job is done
)

var results = []result{sent, found, updated, silent, dropped, held, failed, again, lost, finished}

// metrics counts without names: kinds and results only, never a rep, a lead or a key. What is written to the outside
// keeps its words, since dashboards are built on them.
type metrics struct {
	ended    map[string]map[result]*vm.Counter
	late     map[string]*vm.PrometheusHistogram
	looks    *vm.Counter
	failures map[failure.Class]*vm.Counter
}

// lateBuckets are upper bounds in seconds: a ping is late after a minute, and the last of many digests comes minutes
// later since Slack takes only so many.
var lateBuckets = []float64{.1, .5, 1, 5, 15, 60, 300, 900, 3600}

func newMetrics(set *vm.Set) *metrics {
	m := &metrics{
		ended: map[string]map[result]*vm.Counter{}, late: map[string]*vm.PrometheusHistogram{},
		failures: map[failure.Class]*vm.Counter{},
		looks:    set.GetOrCreateCounter("followup_schedule_looks_total"),
	}
	for _, k := range kinds {
		m.ended[k.name] = map[result]*vm.Counter{}
		for _, r := range results {
			m.ended[k.name][r] = set.GetOrCreateCounter(
				`followup_deeds_total{kind="` + k.name + `",result="` + string(r) + `"}`)
		}
		m.late[k.name] = set.GetOrCreatePrometheusHistogramExt(
			`followup_deed_late_seconds{kind="`+k.name+`"}`, lateBuckets)
	}
	for _, c := range failure.Classes() {
		m.failures[c] = set.GetOrCreateCounter(`followup_deed_failures_total{class="` + string(c) + `"}`)
	}
	return m
}

func (m *metrics) count(kind string, r result) { m.ended[kind][r].Inc() }

func (m *metrics) lateness(kind string, d time.Duration) { m.late[kind].Update(max(0, d).Seconds()) }
