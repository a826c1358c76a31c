package socket_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/bot/socket"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

func TestMain(m *testing.M) { flag.Parse(); goleak.VerifyTestMain(m) }

const (
	ana  = "U0ANA"
	room = "C0SALES"
)

func workspace(t *testing.T, cfg fakeslack.Config) *fakeslack.Server {
	t.Helper()
	s := fakeslack.New(cfg)
	s.AddUser(fakeslack.User{ID: ana, Name: "ana", TZ: "America/New_York"})
	members := []string{ana, "U0BOT"}
	for i := range 40 {
		id := "U1P" + strconv.Itoa(i)
		s.AddUser(fakeslack.User{ID: id, Name: strings.ToLower(id)})
		members = append(members, id)
	}
	s.AddChannel(fakeslack.Channel{ID: room, Name: "sales", Members: members})
	if err := s.Listen(":0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

type running struct {
	*socket.Socket
	stop func()
	done chan error
}

// run starts a socket and waits until all its links are up.
func run(t *testing.T, s *fakeslack.Server, cfg socket.Config) *running {
	t.Helper()
	if cfg.API == nil {
		api := slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-1-local"), slack.OptionAPIURL(s.APIURL()))
		cfg.API = func() *slack.Client { return api }
	}
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{Socket: socket.New(cfg), stop: cancel, done: make(chan error, 1)}
	finished := make(chan struct{})
	go func() {
		r.done <- r.Run(ctx)
		close(finished)
	}()
	t.Cleanup(func() { cancel(); <-finished })
	want := cfg.Links
	if want == 0 {
		want = 2
	}
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() >= want })
	return r
}

func wait(t *testing.T, s *fakeslack.Server, cond func(*fakeslack.Server) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := s.Wait(ctx, cond); err != nil {
		t.Fatal(err)
	}
}

// echo answers a command with its own words.
func echo(_ context.Context, e socket.Envelope) any {
	if e.Slash == nil {
		return nil
	}
	return map[string]any{"response_type": "ephemeral", "text": e.Slash.Text}
}

// crowd has twenty people send commands until end is called; each wants their own words back. sent counts them.
func crowd(t *testing.T, s *fakeslack.Server) (sent *atomic.Int64, end func()) {
	t.Helper()
	sent = new(atomic.Int64)
	ctx, cancel := context.WithCancel(t.Context())
	var people sync.WaitGroup
	for i := range 20 {
		people.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				words := fmt.Sprintf("call %d", n)
				out := s.Command(t.Context(), "U1P"+strconv.Itoa(i), room, "/followup", words)
				if sent.Add(1); !out.Acked || out.Failure != "" || out.Message == nil || out.Message.Text != words {
					t.Errorf("%s: acked %v, failure %q", words, out.Acked, out.Failure)
				}
			}
		})
	}
	return sent, func() { cancel(); people.Wait() }
}

func TestEveryCommandIsRoutedWhileSlackRefreshesConnections(t *testing.T) {
	for _, reason := range []string{"refresh_requested", "warning", "too_many_websockets", "abrupt"} {
		t.Run(reason, func(t *testing.T) {
			s := workspace(t, fakeslack.Config{WarningLife: 200 * time.Millisecond})
			run(t, s, socket.Config{Handle: echo})

			sent, end := crowd(t, s)
			for range 6 {
				wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 2 })
				oldest := s.Sockets()[0]
				if reason == "abrupt" {
					s.DropOne(oldest)
				} else {
					s.DisconnectOne(oldest, reason)
				}
				wait(t, s, func(s *fakeslack.Server) bool { return s.Sockets()[0] != oldest })
			}
			// Connections may have been replaced before the people came to send much.
			wait(t, s, func(*fakeslack.Server) bool { return sent.Load() >= 40 })
			end()
			t.Logf("%d commands", sent.Load())
		})
	}
}

func TestAConnectionIsReplacedBeforeItsTime(t *testing.T) {
	s := workspace(t, fakeslack.Config{ConnectionTime: 2 * time.Second})
	run(t, s, socket.Config{Handle: echo})
	// Numbers count every socket ever opened: with two at a time, the fifth has replaced a successor.
	wait(t, s, func(s *fakeslack.Server) bool { open := s.Sockets(); return len(open) > 0 && open[len(open)-1] >= 5 })
	if n := s.Connections(); n < 2 {
		t.Errorf("%d connections during a replacement", n)
	}
	for _, e := range s.Ledger() {
		if e.Kind == "disconnect" && strings.Contains(e.Detail, "refresh") {
			t.Errorf("Slack had to close a connection: %s", e.Detail)
		}
	}
}

func TestOnePersonsCommandsKeepTheirOrder(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	var mu sync.Mutex
	var got []string
	inHand := 0
	run(t, s, socket.Config{Handle: func(ctx context.Context, e socket.Envelope) any {
		mu.Lock()
		inHand++
		if inHand > 1 {
			t.Error("two commands of one person at once")
		}
		got = append(got, e.Slash.Text)
		mu.Unlock()
		defer func() { mu.Lock(); inHand--; mu.Unlock() }()
		return echo(ctx, e)
	}})
	for i := range 50 {
		s.Command(t.Context(), ana, room, "/followup", strconv.Itoa(i))
	}
	for i, w := range got {
		if w != strconv.Itoa(i) {
			t.Fatalf("command %d was %s", i, w)
		}
	}
}

func TestASlowHandlerNeverStopsTheReader(t *testing.T) {
	s := workspace(t, fakeslack.Config{PingEvery: 100 * time.Millisecond})
	gate := make(chan struct{})
	run(t, s, socket.Config{Workers: 2, Handle: func(ctx context.Context,
		e socket.Envelope) any {
		<-gate
		return echo(ctx, e)
	}})

	stall := 500 * time.Millisecond
	people := 40
	if *matrix.Long {
		// slack-go alone loses 49 of 100 commands of such a stall.
		stall = 75 * time.Second
	}
	outs := make(chan fakeslack.Outcome, people)
	for i := range people {
		go func() { outs <- s.Command(t.Context(), "U1P"+strconv.Itoa(i), room, "/followup", "x") }()
	}
	wait(t, s, func(s *fakeslack.Server) bool { return counted(s, "envelope") >= people })
	time.AfterFunc(stall, func() { close(gate) })
	<-gate
	wait(t, s, func(s *fakeslack.Server) bool { return counted(s, "ack")+counted(s, "late-ack") >= people })
	for range people {
		if out := <-outs; !*matrix.Long && (!out.Acked || out.Failure != "") {
			t.Errorf("after the stall: %+v", out)
		}
	}
	if n := counted(s, "connect"); n != 2 {
		t.Errorf("%d connections were opened: the stall was taken for a dead one", n)
	}
}

func counted(s *fakeslack.Server, kind string) int {
	n := 0
	for _, e := range s.Ledger() {
		if e.Kind == kind {
			n++
		}
	}
	return n
}

// Of ten who come at once, two find a place; the others are told so at once and not when the two are done.
func TestWhenTooMuchWaitsThePersonIsToldAtOnce(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	gate := make(chan struct{})
	run(t, s, socket.Config{
		Workers: 1, Waiting: 2,
		Handle: func(ctx context.Context, e socket.Envelope) any { <-gate; return echo(ctx, e) },
		Busy:   func(e socket.Envelope) any { return map[string]any{"text": "busy: " + e.Slash.Text} },
	})
	const people, places = 10, 2
	outs := make(chan fakeslack.Outcome, people)
	for i := range people {
		go func() { outs <- s.Command(t.Context(), "U1P"+strconv.Itoa(i), room, "/followup", "mine") }()
	}
	wait(t, s, func(s *fakeslack.Server) bool { return counted(s, "ack") == people-places })
	close(gate)
	told := map[string]int{}
	for range people {
		out := <-outs
		if out.Message == nil {
			t.Errorf("no answer: %+v", out)
			continue
		}
		told[out.Message.Text]++
	}
	if told["busy: mine"] != people-places || told["mine"] != places {
		t.Errorf("told %v", told)
	}
}

func TestWhatCannotBeUnderstoodIsAcknowledged(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	var seen atomic.Int64
	run(t, s, socket.Config{Handle: func(_ context.Context, e socket.Envelope) any {
		if e.Slash != nil || e.Interaction != nil || e.Event != nil {
			t.Errorf("understood %s", e.Payload)
		}
		seen.Add(1)
		return map[string]any{"text": "?"}
	}})
	for _, frame := range []string{
		`{"envelope_id":"e1","type":"events_api","payload":{"type":"event_callback","event":{"type":"no_such_event"}}}`,
		`{"envelope_id":"e2","type":"something_new","payload":{}}`,
		`{"envelope_id":"e3","type":"slash_commands","payload":"text"}`,
		`{"envelope_id":"e4","type":"interactive","payload":[1]}`,
	} {
		if out := s.Raw(t.Context(), json.RawMessage(frame)); !out.Acked {
			t.Errorf("%s: %+v", frame, out)
		}
	}
	if seen.Load() != 4 {
		t.Errorf("the handler saw %d of 4", seen.Load())
	}
}

func TestStoppingFinishesWhatWasTaken(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	entered, gate := make(chan struct{}), make(chan struct{})
	r := run(t, s, socket.Config{Handle: func(ctx context.Context, e socket.Envelope) any {
		close(entered)
		<-gate
		if ctx.Err() != nil {
			t.Error("the work was cut off")
		}
		return echo(ctx, e)
	}})
	out := make(chan fakeslack.Outcome, 1)
	go func() { out <- s.Command(t.Context(), ana, room, "/followup", "last words") }()
	<-entered
	r.stop()
	late := make(chan fakeslack.Outcome, 1)
	go func() { late <- s.Command(t.Context(), "U1P1", room, "/followup", "too late") }()
	wait(t, s, func(s *fakeslack.Server) bool { return counted(s, "envelope") >= 2 })
	close(gate)
	if err := <-r.done; err != nil {
		t.Fatal(err)
	}
	if o := <-out; o.Message == nil || o.Message.Text != "last words" {
		t.Errorf("taken before the stop: %+v", o)
	}
	if o := <-late; o.Acked {
		t.Error("a stopping bot took new work")
	}
}

func TestARefusedTokenEndsTheStartAndOnlyPausesARun(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	wrong := slack.New("xoxb-local", slack.OptionAppLevelToken("xapp-wrong"), slack.OptionAPIURL(s.APIURL()))
	err := socket.New(socket.Config{API: func() *slack.Client { return wrong }, Handle: echo}).Run(t.Context())
	if err == nil || err.Error() != "invalid_auth" {
		t.Fatalf("a wrong token at the start: %v", err)
	}

	renewed := make(chan struct{})
	status := make(chan socket.Status, 100)
	run(t, s, socket.Config{Handle: echo, Renewed: renewed, OnChange: func(st socket.Status) { status <- st }})
	s.Revoke(true)
	s.Drop()
	for st := range status {
		if st.Dead != nil {
			break
		}
	}
	opens := func() int {
		n := 0
		for _, e := range s.Ledger() {
			if e.Kind == "request" && e.Method == "apps.connections.open" {
				n++
			}
		}
		return n
	}
	before := opens()
	s.Revoke(false)
	renewed <- struct{}{}
	wait(t, s, func(s *fakeslack.Server) bool { return s.Connections() == 2 })
	if n := opens() - before; n > 4 {
		t.Errorf("%d opens after the token was mended", n)
	}
	if out := s.Command(t.Context(), ana, room, "/followup", "again"); !out.Acked {
		t.Errorf("after the token was mended: %+v", out)
	}
}

func TestAnOversizedAnswerStillAcknowledges(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	run(t, s, socket.Config{Handle: func(context.Context, socket.Envelope) any {
		return map[string]any{"text": strings.Repeat("x", 21000)}
	}})
	if out := s.Command(t.Context(), ana, room, "/followup", "x"); !out.Acked {
		t.Errorf("%+v", out)
	}
}

// Behind one command that hangs, those of the same person are turned away in time, and never carried out afterwards.
func TestNobodyWaitsBehindACommandThatHangs(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	gate := make(chan struct{})
	var handled atomic.Int64
	run(t, s, socket.Config{
		Patience: 100 * time.Millisecond,
		Handle:   func(ctx context.Context, e socket.Envelope) any { handled.Add(1); <-gate; return echo(ctx, e) },
		Busy:     func(e socket.Envelope) any { return map[string]any{"text": "busy: " + e.Slash.Text} },
	})
	const commands = 5
	outs := make(chan fakeslack.Outcome, commands)
	for range commands {
		go func() { outs <- s.Command(t.Context(), ana, room, "/followup", "mine") }()
	}
	wait(t, s, func(s *fakeslack.Server) bool { return counted(s, "ack") == commands-1 })
	close(gate)
	told := map[string]int{}
	for range commands {
		if out := <-outs; out.Message != nil {
			told[out.Message.Text]++
		}
	}
	if told["busy: mine"] != commands-1 || told["mine"] != 1 || handled.Load() != 1 {
		t.Errorf("told %v, %d carried out", told, handled.Load())
	}
}
