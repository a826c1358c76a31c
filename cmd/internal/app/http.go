package app

import (
	"fmt"
	"net/http"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// readiness collects what stands in the way of working, by part: Slack's socket, its Web API, Redis.
type readiness struct {
	mu      sync.Mutex
	waiting map[string]string // part → why it is not ready
}

// newReadiness counts every part as waiting until it reports for the first time.
func newReadiness(parts ...string) *readiness {
	r := &readiness{waiting: make(map[string]string)}
	for _, p := range parts {
		r.waiting[p] = "not connected yet"
		shown(p, false)
	}
	return r
}

// shown tells alerts which part is ready. It counts by part alone, so that the series stay few; why a part is not
// ready, /readyz and the log say.
func shown(part string, ready bool) {
	value := 0.0
	if ready {
		value = 1
	}
	counted().GetOrCreateGauge(fmt.Sprintf(`followup_ready{part=%q}`, part), nil).Set(value)
}

// set records why a part is not ready; an empty reason means that it is. It reports whether that is news.
func (r *readiness) set(part, why string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	shown(part, why == "")
	before, was := r.waiting[part]
	if why == "" {
		delete(r.waiting, part)
		return was
	}
	r.waiting[part] = why
	return before != why
}

// is why a part is not ready; empty when it is.
func (r *readiness) is(part string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.waiting[part]
}

// reasons are sorted lines, none when everything is ready.
func (r *readiness) reasons() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var lines []string
	for part, why := range r.waiting {
		lines = append(lines, part+": "+why)
	}
	sort.Strings(lines)
	return lines
}

// routes answers operators and their machines. /healthz says that the process lives, /readyz whether it can work and
// why not, /metrics what it did, without anything about a prospect.
func routes(r *readiness) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if lines := r.reasons(); len(lines) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, strings.Join(lines, "\n"))
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) { metrics.WritePrometheus(w, true) })
	return http.TimeoutHandler(mux, 5*time.Second, "too slow")
}
