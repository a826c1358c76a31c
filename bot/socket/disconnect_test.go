package socket_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 9: Slack refreshes both connections at once, again and again, and still hands envelopes to them behind its word.
// Each is taken and acknowledged on the connection that brought it.
func TestRow09BothConnectionsAreRefreshedAtOnce(t *testing.T) {
	times := 20
	if *matrix.Long {
		times = 1000
	}
	matrix.Row(t, "9", fmt.Sprintf("both connections refreshed at once, %d times", times))
	s := workspace(t, fakeslack.Config{WarningLife: 300 * time.Millisecond})
	run(t, s, socket.Config{Handle: echo})
	sent, end := crowd(t, s)
	last := 0
	for range times {
		wait(t, s, func(s *fakeslack.Server) bool {
			open := s.Sockets()
			return len(open) == 2 && open[0] > last
		})
		last = s.Sockets()[1]
		s.Disconnect(fakeslack.ReasonWarning)
		before := sent.Load() // something arrives behind it
		wait(t, s, func(*fakeslack.Server) bool { return sent.Load() > before+5 })
	}
	end()
	brought, behind := map[string]int{}, 0
	warned := map[int]bool{}
	for _, e := range s.Ledger() {
		switch e.Kind {
		case fakeslack.KindDisconnect:
			warned[e.Connection] = e.Detail == fakeslack.ReasonWarning
		case fakeslack.KindEnvelope, fakeslack.KindRedelivery: // again where Slack has closed the first before it heard
			brought[e.EnvelopeID] = e.Connection
			if warned[e.Connection] {
				behind++
			}
		case fakeslack.KindAck:
			if brought[e.EnvelopeID] != e.Connection {
				t.Errorf("%s came on %d and was acknowledged on %d", e.EnvelopeID, brought[e.EnvelopeID], e.Connection)
			}
		case fakeslack.KindStrayAck, fakeslack.KindLateAck:
			t.Errorf("%s: %s", e.Kind, e.Detail)
		}
	}
	t.Logf("%d commands, %d refreshes of both, %d envelopes behind a disconnect", sent.Load(), times, behind)
	if behind == 0 {
		t.Error("nothing came behind a disconnect")
	}
}

// Row 11: a connection is half-open, and Slack still hands envelopes to it. It is given up for its silence, and what
// comes then is answered on the next one.
func TestRow11AHalfOpenConnectionIsGivenUp(t *testing.T) {
	matrix.Row(t, "11", "a connection says nothing any more")
	s := workspace(t, fakeslack.Config{PingEvery: 100 * time.Millisecond})
	run(t, s, socket.Config{Handle: echo, Silence: time.Second})
	frozen := s.Sockets()
	s.Freeze(true)
	wait(t, s, func(s *fakeslack.Server) bool {
		open := s.Sockets()
		return len(open) == 2 && open[0] > frozen[1]
	})
	if out := s.Command(t.Context(), ana, room, "/followup", "hello"); !out.Acked {
		t.Errorf("%+v", out)
	}
	s.Freeze(false)
}

// Row 12: more replicas than Slack has connections for start at once. Each has one within seconds, and they ask for no
// more than Slack allows in a minute.
func TestRow12EveryReplicaHasAConnection(t *testing.T) {
	const replicas = 9
	matrix.Row(t, "12", fmt.Sprintf("%d replicas at ten connections", replicas))
	s := workspace(t, fakeslack.Config{})
	api := slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-1-local"), slack.OptionAPIURL(s.APIURL()))
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	up := make([]atomic.Int64, replicas)
	for i := range replicas {
		one := socket.New(socket.Config{API: func() *slack.Client { return api }, Handle: echo,
			OnChange: func(st socket.Status) { up[i].Store(int64(st.Up)) }})
		running.Go(func() {
			if err := one.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	everybody := func(*fakeslack.Server) bool {
		for i := range up {
			if up[i].Load() == 0 {
				return false
			}
		}
		return true
	}
	wait(t, s, everybody)
	opens := 0
	for _, e := range s.Ledger() {
		if e.Kind == fakeslack.KindRequest && e.Method == "apps.connections.open" {
			opens++
		}
	}
	t.Logf("%d opens for %d replicas, %d connections", opens, replicas, s.Connections())
	if opens > 50 {
		t.Errorf("%d opens, Slack allows 50 a minute", opens)
	}
	stop()
	running.Wait()
}
