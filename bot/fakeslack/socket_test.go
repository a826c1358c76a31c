package fakeslack_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// wire is a bare socket, for what slack-go hides.
type wire struct {
	*websocket.Conn
	t *testing.T
}

func dial(t *testing.T, s *fakeslack.Server) wire {
	t.Helper()
	_, url, err := client(s).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ws.Close() })
	_ = ws.SetReadDeadline(time.Now().Add(10 * time.Second))
	return wire{ws, t}
}

func (w wire) next() map[string]any {
	w.t.Helper()
	var frame map[string]any
	if err := w.ReadJSON(&frame); err != nil {
		w.t.Fatal(err)
	}
	return frame
}

func (w wire) ack(id string) {
	w.t.Helper()
	if err := w.WriteJSON(map[string]any{"envelope_id": id}); err != nil {
		w.t.Fatal(err)
	}
}

func TestHelloAndPings(t *testing.T) {
	s := workspace(t, fakeslack.Config{PingEvery: time.Millisecond})
	for n := 1; n <= 2; n++ {
		w := dial(t, s)
		pinged := make(chan struct{}, 100)
		w.SetPingHandler(func(string) error { pinged <- struct{}{}; return nil })
		hello := w.next()
		info := hello["debug_info"].(map[string]any)
		if hello["type"] != "hello" || hello["num_connections"] != float64(n) ||
			info["approximate_connection_time"] != 3600.0 {
			t.Fatalf("hello %d: %v", n, hello)
		}
		go func() {
			for {
				if _, _, err := w.ReadMessage(); err != nil {
					return
				}
			}
		}()
		for range 3 {
			<-pinged
		}
	}
}

func TestTicketIsGoodForOneDial(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	_, url, err := client(s).StartSocketModeContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ws, _, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ws.Close() }()
	for _, again := range []string{url, url + "x"} {
		if _, resp, err := websocket.DefaultDialer.DialContext(t.Context(), again, nil); err == nil ||
			resp.StatusCode != http.StatusForbidden {
			t.Errorf("a spent or invented ticket opened a socket: %v", err)
		}
	}
	refused(t, s, "ticket")
}

func TestTheEleventhSocketIsTooMany(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	for range 10 {
		if f := dial(t, s).next(); f["type"] != "hello" {
			t.Fatalf("got %v", f)
		}
	}
	eleventh := dial(t, s)
	if f := eleventh.next(); f["type"] != "disconnect" || f["reason"] != "too_many_websockets" {
		t.Errorf("the eleventh got %v", f)
	}
	if _, _, err := eleventh.ReadMessage(); err == nil {
		t.Error("the eleventh stays open")
	}
	if s.Connections() != 10 {
		t.Errorf("%d sockets are open", s.Connections())
	}
}

func TestEachEnvelopeGoesToOneSocketInTurn(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	got := map[string]int{}
	a, b := dial(t, s), dial(t, s)
	a.next()
	b.next()
	type frame struct {
		from int
		id   string
	}
	frames := make(chan frame)
	for i, w := range []wire{a, b} {
		go func() {
			for {
				var f struct {
					ID string `json:"envelope_id"`
				}
				if w.ReadJSON(&f) != nil {
					return
				}
				if w.WriteJSON(map[string]any{"envelope_id": f.ID}) != nil {
					return
				}
				frames <- frame{i, f.ID}
			}
		}()
	}
	from := [2]int{}
	for range 6 {
		done := make(chan fakeslack.Outcome, 1)
		go func() { done <- s.Command(t.Context(), ana, room, "/followup", "x") }()
		f := <-frames
		from[f.from]++
		got[f.id]++
		if out := <-done; !out.Acked || out.EnvelopeID != f.id {
			t.Fatalf("outcome %+v", out)
		}
	}
	if len(got) != 6 || from != [2]int{3, 3} {
		t.Errorf("6 envelopes arrived as %v, per socket %v", got, from)
	}
}

func TestFrameLimit(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	w := dial(t, s)
	w.next()
	padded := func(size int) []byte {
		head := `{"envelope_id":"none","payload":{"text":"`
		return []byte(head + strings.Repeat("x", size-len(head)-len(`"}}`)) + `"}}`)
	}
	if err := w.WriteMessage(websocket.TextMessage, padded(20480)); err != nil {
		t.Fatal(err)
	}
	wait(t, s, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindStrayAck) == 1 })
	noRefusals(t, s)
	if err := w.WriteMessage(websocket.TextMessage, padded(20481)); err != nil {
		t.Fatal(err)
	}
	_, _, err := w.ReadMessage()
	var closed *websocket.CloseError
	if !errors.As(err, &closed) || closed.Code != websocket.CloseMessageTooBig ||
		closed.Text != "Max frame length of 20480 has been exceeded" {
		t.Errorf("after 20,481 bytes: %v", err)
	}
	refused(t, s, "20480")
}

func TestUnackedEnvelopesComeAgainOnTheNextSocket(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	first := dial(t, s)
	first.next()
	done := make(chan fakeslack.Outcome, 1)
	go func() { done <- s.Command(t.Context(), ana, room, "/followup", "log Acme voicemail") }()
	before := first.next()
	s.Drop()
	if _, _, err := first.ReadMessage(); err == nil {
		t.Error("the socket lives after Drop")
	}
	second := dial(t, s)
	second.next()
	again := second.next()
	if again["envelope_id"] != before["envelope_id"] || again["type"] != "slash_commands" {
		t.Fatalf("redelivered %v, first was %v", again["envelope_id"], before["envelope_id"])
	}
	second.ack(again["envelope_id"].(string))
	if out := <-done; !out.Acked {
		t.Errorf("acked on the second socket: %+v", out)
	}
	if count(s, fakeslack.KindRedelivery) != 1 {
		t.Error("the ledger shows one redelivery")
	}
}

func TestAfterTheDeadlineARedeliveryIsForTheLedgerOnly(t *testing.T) {
	s := workspace(t, fakeslack.Config{AckTimeout: time.Millisecond})
	first := dial(t, s)
	first.next()
	out := s.Command(t.Context(), ana, room, "/followup", "x")
	if out.Failure != fakeslack.FailTimeout {
		t.Fatalf("outcome %+v", out)
	}
	s.Drop()
	second := dial(t, s)
	second.next()
	again := second.next()
	if err := second.WriteJSON(map[string]any{"envelope_id": again["envelope_id"],
		"payload": map[string]any{"text": "too late"}}); err != nil {
		t.Fatal(err)
	}
	wait(t, s, func(s *fakeslack.Server) bool {
		return count(s, fakeslack.KindAck)+count(s, fakeslack.KindLateAck) == 1
	})
	if len(s.Messages(room, ana)) != 0 {
		t.Error("a person who saw the failure sees no answer later")
	}
}

func TestAcksOutOfPlace(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	a := dial(t, s)
	a.next()
	done := make(chan fakeslack.Outcome, 1)
	go func() { done <- s.Command(t.Context(), ana, room, "/followup", "x") }()
	id := a.next()["envelope_id"].(string)
	b := dial(t, s)
	b.next()
	b.ack(id)
	wait(t, s, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindStrayAck) == 1 })
	a.ack(id)
	if out := <-done; !out.Acked {
		t.Errorf("outcome %+v", out)
	}
	a.ack(id)
	wait(t, s, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindStrayAck) == 2 })
	if err := a.WriteMessage(websocket.TextMessage, []byte(`[1]`)); err != nil {
		t.Fatal(err)
	}
	wait(t, s, func(s *fakeslack.Server) bool { return len(s.Refusals()) == 1 })
}

func TestDisconnectReasons(t *testing.T) {
	for _, reason := range []string{fakeslack.ReasonWarning, fakeslack.ReasonRefreshRequested,
		fakeslack.ReasonLinkDisabled, fakeslack.ReasonTooManyWebsockets} {
		t.Run(reason, func(t *testing.T) {
			s := workspace(t, fakeslack.Config{WarningLife: time.Millisecond})
			w := dial(t, s)
			w.next()
			s.Disconnect(reason)
			if f := w.next(); f["type"] != "disconnect" || f["reason"] != reason {
				t.Errorf("got %v", f)
			}
			var closed *websocket.CloseError
			if _, _, err := w.ReadMessage(); !errors.As(err, &closed) {
				t.Errorf("then %v", err)
			}
			wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 0 })
			_, _, err := client(s).StartSocketModeContext(t.Context())
			if disabled := reason == fakeslack.ReasonLinkDisabled; disabled != (err != nil) {
				t.Errorf("apps.connections.open afterwards: %v", err)
			}
		})
	}
}

func TestAWarnedSocketStillGetsEnvelopes(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	w := dial(t, s)
	w.next()
	s.Disconnect(fakeslack.ReasonWarning)
	w.next()
	done := make(chan fakeslack.Outcome, 1)
	go func() { done <- s.Command(t.Context(), ana, room, "/followup", "x") }()
	w.ack(w.next()["envelope_id"].(string))
	if out := <-done; !out.Acked {
		t.Errorf("outcome %+v", out)
	}
}

func TestASocketIsRefreshedWhenItsTimeIsUp(t *testing.T) {
	s := workspace(t, fakeslack.Config{ConnectionTime: time.Millisecond})
	w := dial(t, s)
	w.next()
	if f := w.next(); f["type"] != "disconnect" || f["reason"] != "refresh_requested" {
		t.Errorf("got %v", f)
	}
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 0 })
}

func TestDisconnectReachesEverySocket(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	all := []wire{dial(t, s), dial(t, s), dial(t, s)}
	for _, w := range all {
		w.next()
	}
	s.Disconnect(fakeslack.ReasonRefreshRequested)
	for i, w := range all {
		if f := w.next(); f["type"] != "disconnect" {
			t.Errorf("socket %d got %v", i+1, f)
		}
	}
}

func TestCloseEndsFrozenSockets(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	w := dial(t, s)
	w.next()
	s.Freeze(true)
	s.Disconnect(fakeslack.ReasonRefreshRequested)
	s.Close() // returns, and leaves no goroutine behind
	if _, _, err := w.ReadMessage(); err == nil {
		t.Error("the socket is open after Close")
	}
}

func TestTheRealClientComesBackAfterARefresh(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	app(t, s, func(*slack.Client, socketmode.Event) (any, bool) { return map[string]any{"text": "here"}, true })
	s.Disconnect(fakeslack.ReasonRefreshRequested)
	wait(t, s, func(s *fakeslack.Server) bool { n := s.Sockets(); return len(n) == 1 && n[0] == 2 })
	if out := s.Command(t.Context(), ana, room, "/followup", "x"); out.Message == nil {
		t.Errorf("outcome %+v", out)
	}
	s.RefuseOpens("internal_error")
	s.Drop()
	// The client may have asked for another socket, and been refused, before the server knows that the old one is gone.
	wait(t, s, func(s *fakeslack.Server) bool { return count(s, fakeslack.KindTrouble) > 0 && s.Connections() == 0 })
	s.RefuseOpens("")
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 1 })
}

func TestFrozenSocketIsHalfOpen(t *testing.T) {
	s := workspace(t, fakeslack.Config{AckTimeout: 50 * time.Millisecond, PingEvery: time.Millisecond})
	w := dial(t, s)
	w.next()
	s.Freeze(true)
	if out := s.Command(t.Context(), ana, room, "/followup", "x"); out.Failure != fakeslack.FailTimeout {
		t.Errorf("a frozen socket answered: %+v", out)
	}
	if s.Connections() != 1 {
		t.Error("nobody has closed the frozen socket")
	}
	// What is waiting arrives after the thaw, and the pings go on.
	s.Freeze(false)
	if f := w.next(); f["type"] != "slash_commands" {
		t.Errorf("after the thaw: %v", f)
	}
	s.FreezeOne(1, true)
	w2 := dial(t, s)
	w2.next()
	_ = w2.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	var timeout net.Error
	if _, _, err := w2.ReadMessage(); !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("the second socket is not frozen and has no frame: %v", err)
	}
}
