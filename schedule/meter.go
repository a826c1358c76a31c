package schedule

import (
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// Result is how a deed, or one try of it, ended.
type result string

const (
	sent    result = "sent"
	found   result = "found"   // an earlier try had reached Slack after all
	updated result = "updated" // the +5 question in place of the ping
	silent  result = "silent"  // nothing to say
	dropped result = "dropped" // past its cut-off, or no longer true
	held    result = "held"    // over the day's DMs, left to the next digest
	parked  result = "parked"  // cannot be delivered
	again   result = "again"   // put back for a later try
	lost    result = "lost"    // taken over by another replica, or the store could not be told
	carried result = "carried" // an errand is done
)

var results = []result{sent, found, updated, silent, dropped, held, parked, again, lost, carried}

// meter counts without names: kinds and results only, never a rep, a lead or a key.
type meter struct {
	deeds map[string]map[result]*metrics.Counter
	late  map[string]*metrics.PrometheusHistogram
	looks *metrics.Counter
	fails map[Class]*metrics.Counter
}

func newMeter(set *metrics.Set) *meter {
	m := &meter{
		deeds: map[string]map[result]*metrics.Counter{}, late: map[string]*metrics.PrometheusHistogram{},
		fails: map[Class]*metrics.Counter{},
		looks: set.GetOrCreateCounter("followup_schedule_looks_total"),
	}
	for _, kind := range kindNames {
		m.deeds[kind] = map[result]*metrics.Counter{}
		for _, r := range results {
			m.deeds[kind][r] = set.GetOrCreateCounter(`followup_deeds_total{kind="` + kind + `",result="` + string(r) + `"}`)
		}
		m.late[kind] = set.GetOrCreatePrometheusHistogram(`followup_deed_late_seconds{kind="` + kind + `"}`)
	}
	for _, c := range []Class{Ambiguous, RateLimited, Recipient, Payload, Dead, Transient} {
		m.fails[c] = set.GetOrCreateCounter(`followup_deed_failures_total{class="` + string(c) + `"}`)
	}
	return m
}

func (m *meter) deed(kind string, r result) {
	if c := m.deeds[kind][r]; c != nil {
		c.Inc()
	}
}

func (m *meter) lateness(kind string, d time.Duration) {
	if h := m.late[kind]; h != nil {
		h.Update(max(0, d).Seconds())
	}
}
