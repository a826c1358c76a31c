package app_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// wire is the cheapest Slack there can be, for benchmarks: it hands out slash commands and times their
// acknowledgements, and looks at nothing else. What it costs is the same for whoever is measured.
type wire struct {
	t    testing.TB
	url  string
	reps int // who log in turn

	mu    sync.Mutex
	conns []*websocket.Conn
	up    chan struct{} // ticks with each connection

	writing []sync.Mutex // of each connection
	sent    []time.Time  // by envelope
	took    []time.Duration
	acked   chan int
}

const wireReps = 128

func newWire(t testing.TB, reps int) *wire {
	t.Helper()
	w := &wire{t: t, reps: reps, up: make(chan struct{}, 16)}
	mux := http.NewServeMux()
	srv := httptest.NewServer(mux)
	say := func(body string) http.HandlerFunc {
		return func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "application/json")
			_, _ = rw.Write([]byte(body))
		}
	}
	mux.HandleFunc("/api/apps.connections.open", say(`{"ok":true,"url":"ws`+srv.URL[len("http"):]+`/link"}`))
	mux.HandleFunc(
		"/api/auth.test", say(
			`{"ok":true,"team_id":"T0LOCAL","team":"local","user_id":"U0BOT","user":"followup","bot_id":"B0BOT"}`))
	mux.HandleFunc("/api/users.info", func(rw http.ResponseWriter, r *http.Request) {
		say(`{"ok":true,"user":{"id":"`+r.FormValue("user")+
			`","team_id":"T0LOCAL","tz":"America/New_York","locale":"en-US"}}`)(rw, r)
	})
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }, WriteBufferSize: 16 << 10}
	mux.HandleFunc("/link", func(rw http.ResponseWriter, r *http.Request) {
		c, err := up.Upgrade(rw, r, nil)
		if err != nil {
			return
		}
		_ = c.WriteMessage(websocket.TextMessage,
			[]byte(`{"type":"hello","num_connections":1,"connection_info":{"app_id":"A0LOCAL"},`+
				`"debug_info":{"host":"wire","approximate_connection_time":18000}}`))
		_ = c.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		w.mu.Lock()
		w.conns = append(w.conns, c)
		w.mu.Unlock()
		w.up <- struct{}{}
		w.read(c)
	})
	w.url = srv.URL + "/api/"
	t.Cleanup(func() {
		w.mu.Lock()
		for _, c := range w.conns {
			_ = c.Close()
		}
		w.mu.Unlock()
		srv.CloseClientConnections()
		srv.Close()
	})
	return w
}

func (w *wire) read(c *websocket.Conn) {
	for {
		_, frame, err := c.ReadMessage()
		if err != nil {
			return
		}
		at := time.Now()
		_, rest, _ := bytes.Cut(frame, []byte(`"envelope_id":"e-`))
		id, _, _ := bytes.Cut(rest, []byte(`"`))
		n, err := strconv.Atoi(string(id))
		if err != nil {
			w.t.Errorf("an acknowledgement of nothing: %.200s", frame)
			continue
		}
		if bytes.Contains(frame, []byte("Not saved")) || bytes.Contains(frame, []byte("can't tell")) {
			w.t.Errorf("not saved: %.300s", frame)
		}
		w.took[n] = at.Sub(w.sent[n])
		w.acked <- n
	}
}

// ready waits for n connections.
func (w *wire) ready(n int) {
	for range n {
		<-w.up
	}
}

// hand sends the n-th command of a run on one of the connections.
func (w *wire) hand(run string, n int) {
	rep := n % w.reps
	lead := n / w.reps % 8
	frame := fmt.Sprintf(
		`{"payload":{"token":"x","team_id":"T0LOCAL","team_domain":"local",`+
			`"channel_id":"C0FLOOR","channel_name":"floor","user_id":"%s","user_name":"rep",`+
			`"command":"/followup","text":"log Firm %c voicemail left word about pricing, call %s %d",`+
			`"api_app_id":"A0LOCAL","is_enterprise_install":"false",`+
			`"response_url":"https://hooks.invalid/commands/T0LOCAL/1/2","trigger_id":"%s.%d.x"},`+
			`"envelope_id":"e-%d","type":"slash_commands","accepts_response_payload":true}`,
		person(rep), 'A'+lead, run, n, run, n, n)
	i := n % len(w.conns)
	w.writing[i].Lock()
	w.sent[n] = time.Now()
	err := w.conns[i].WriteMessage(websocket.TextMessage, []byte(frame))
	w.writing[i].Unlock()
	if err != nil {
		w.t.Error(err)
	}
}

// times hands out total commands, so many at a time, and returns how long each took, sorted, and how long all took.
func (w *wire) times(run string, total, inFlight int) ([]time.Duration, time.Duration) {
	w.begin(total)
	began := time.Now()
	for n := range min(inFlight, total) {
		w.hand(run, n)
	}
	next := inFlight
	for range total {
		<-w.acked
		if next < total {
			w.hand(run, next)
			next++
		}
	}
	all := time.Since(began)
	slices.Sort(w.took)
	return w.took, all
}

// steady hands out total commands at a rate, whether the earlier ones are answered or not.
func (w *wire) steady(run string, total, perSecond int) []time.Duration {
	w.begin(total)
	go func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		for n := range total {
			<-tick.C
			w.hand(run, n)
		}
	}()
	for range total {
		<-w.acked
	}
	slices.Sort(w.took)
	return w.took
}

func (w *wire) begin(total int) {
	w.writing = make([]sync.Mutex, len(w.conns))
	w.sent, w.took, w.acked = make([]time.Time, total), make([]time.Duration, total), make(chan int, total)
}

func quantile(sorted []time.Duration, q float64) float64 {
	return float64(sorted[min(len(sorted)-1, int(q*float64(len(sorted))))].Nanoseconds()) / 1e3
}
