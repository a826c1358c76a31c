package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Rows 9 and 10: Slack recycles the bot's connections, and the network drops them, while commands flow. A recycle
// leaves no command without a connection or an acknowledgement; a dropped connection costs at most the acknowledgements
// in flight, and no data.
func TestRow09And10ConnectionsComeAndGo(t *testing.T) {
	for _, reason := range []string{fakeslack.ReasonWarning, fakeslack.ReasonRefreshRequested, "dropped", "all dropped"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			rounds := 6
			if *matrix.Long {
				rounds = 100
			}
			const people = 10
			figure := matrix.Row(t, "9, 10", fmt.Sprintf("%s, %d times", reason, rounds))
			h := build(t, at(t, newYork, morning), aof(t).URL, people, fakeslack.Config{WarningLife: 300 * time.Millisecond})
			h.here()
			h.wait("two connections", func(s *fakeslack.Server) bool { return s.Connections() == 2 })
			stop := make(chan struct{})
			wait := h.floorOf(people, 3, stop)
			for range rounds {
				some := acks(h.slack) + 30
				h.wait("commands to be answered", func(s *fakeslack.Server) bool { return acks(s) >= some && s.Connections() == 2 })
				oldest := h.slack.Sockets()[0]
				switch reason {
				case "dropped":
					h.slack.DropOne(oldest)
				case "all dropped":
					h.slack.Drop()
				default:
					h.slack.DisconnectOne(oldest, reason)
				}
				h.wait("another connection", func(s *fakeslack.Server) bool {
					open := s.Sockets()
					return len(open) == 2 && open[0] != oldest
				})
			}
			close(stop)
			wait()
			h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
			l := h.audit()
			figure("%v", l)
			failures := map[string]int{}
			for _, e := range h.slack.Ledger() {
				if e.Kind == fakeslack.KindFailure {
					failures[e.Detail]++
				}
			}
			if reason != "dropped" && reason != "all dropped" && len(failures) > 0 {
				t.Errorf("people saw %v during a recycle", failures)
			}
			if failures[fakeslack.FailTimeout] > rounds*people {
				t.Errorf("%v: more than what was in flight", failures)
			}
			if reason == "dropped" && failures[fakeslack.FailDispatch] > 0 {
				t.Errorf("%v, with another connection open", failures)
			}
		})
	}
}

// Row 14: the bot stalls for as long as a process can (SIGSTOP) with a hundred commands in flight. None is lost: each
// is in Redis once, whatever Slack showed meanwhile.
func TestRow14Stall(t *testing.T) {
	stall := 1500 * time.Millisecond
	if *matrix.Long {
		stall = 75 * time.Second
	}
	const people = 100
	figure := matrix.Row(t, "14", "SIGSTOP for "+stall.String())
	h := build(t, at(t, newYork, morning), aof(t).URL, people, fakeslack.Config{})
	for i := range people {
		h.rep(repOf(i), "Acme")
	}
	b := h.child().ready()
	h.wait("two connections", func(s *fakeslack.Server) bool { return s.Connections() == 2 })
	b.freeze(true)
	var busy sync.WaitGroup
	for i := range people {
		busy.Go(func() {
			h.slack.Command(context.Background(), person(i), floor, "/followup", logs("Acme"))
		})
	}
	h.wait("all to be handed out", func(s *fakeslack.Server) bool { return open(s) == people })
	over := time.NewTimer(stall)
	<-over.C
	b.freeze(false)
	h.wait("everything to be acknowledged", func(s *fakeslack.Server) bool { return open(s) == 0 })
	busy.Wait()
	b.term() // by its end everybody has heard what became of a command that was answered "I can't tell yet"
	l := h.audit()
	figure("%v", l)
	// Behind the others some may have waited too long: they were told so, and nothing of theirs was saved.
	if l.total[saved]+l.total[unsaved] != people || l.total[saved] < people/2 {
		t.Errorf("%v; want %d saved", l, people)
	}
}

// Row 15: the same envelope again, at once and from a bot that was started since; the same click again. One effect
// each, and the same answer.
func TestRow15TheSameAgain(t *testing.T) {
	t.Parallel()
	matrix.Row(t, "15", "envelopes, clicks and events again")
	h := build(t, at(t, newYork, morning), aof(t).URL, 2, fakeslack.Config{})
	h.rep(repOf(0), "Acme", "Birch")
	b := h.here().ready()
	out := h.slack.Command(t.Context(), person(0), floor, "/followup", logs("Acme"))
	if verdictOf(textOf(out.Payload)) != saved {
		t.Fatalf("%+v", out)
	}
	for range 4 {
		h.same(out, h.slack.Resend(out.EnvelopeID))
	}
	h.atOnce(logs("Birch"))
	b.stop()
	<-b.done
	h.clock(h.now().Add(5 * time.Minute))
	h.here().ready()
	h.same(out, h.slack.Resend(out.EnvelopeID))
	h.audit()

	// A click: [Undo] takes the log back, once; delivered again it takes nothing else.
	m := *out.Message
	undo := h.slack.Click(t.Context(), person(0), fakeslack.Place{Channel: m.Channel, TS: m.TS}, "undo",
		fakeslack.ActionValue{})
	if !undo.Acked {
		t.Fatalf("undo: %+v", undo)
	}
	second := h.slack.Command(t.Context(), person(0), floor, "/followup", logs("Birch"))
	if verdictOf(textOf(second.Payload)) != saved {
		t.Fatalf("%+v", second)
	}
	h.until("the log to be taken back", func() bool { return h.touches(0, 0) == 0 })
	h.slack.Resend(undo.EnvelopeID)
	h.slack.Resend(out.EnvelopeID) // nor does the log come back
	if a, b := h.touches(0, 0), h.touches(0, 1); a != 0 || b != 2 {
		t.Errorf("after the repeats Acme has %d touches and Birch %d, want 0 and 2", a, b)
	}

	// An event five minutes later: somebody moved to another zone of the same clock, which is followed without a word,
	// once.
	h.slack.UpdateUser(fakeslack.User{ID: person(0), Name: "mover", TZ: "America/Detroit"})
	h.until("the rep's zone to follow", func() bool {
		r, _, err := h.space.Records.Rep(t.Context(), person(0))
		return err == nil && r.TZ == "America/Detroit"
	})
	version := h.repNow(0).Version
	for _, e := range h.slack.Ledger() {
		if e.Kind == fakeslack.KindEnvelope && e.Method == "user_change" {
			h.clock(h.now().Add(5 * time.Minute))
			h.slack.Resend(e.EnvelopeID)
		}
	}
	if again := h.repNow(0).Version; again != version {
		t.Errorf("the same event changed the rep from version %d to %d", version, again)
	}
}

// atOnce delivers one command eight times in the same moment, to the workers of two connections.
func (h *house) atOnce(text string) {
	h.t.Helper()
	body, err := json.Marshal(map[string]any{"team_id": "T0LOCAL", "user_id": person(0), "channel_id": floor,
		"command": "/followup", "text": text, "trigger_id": "1.2.at-once"})
	h.ok(err)
	answers := make(chan string, 8)
	for i := range 8 {
		frame, err := json.Marshal(map[string]any{"envelope_id": "at-once-" + strconv.Itoa(i), "type": "slash_commands",
			"accepts_response_payload": true, "payload": json.RawMessage(body)})
		h.ok(err)
		go func() { answers <- textOf(h.slack.Raw(context.Background(), frame).Payload) }()
	}
	first := <-answers
	for range 7 {
		if again := <-answers; again != first || verdictOf(again) != saved {
			h.t.Errorf("one command at once was answered\n%s\nand\n%s", first, again)
		}
	}
}

func (h *house) same(first, again fakeslack.Outcome) {
	h.t.Helper()
	if !again.Acked || textOf(again.Payload) != textOf(first.Payload) {
		h.t.Errorf("the same envelope was answered\n%s\nand then (%v %s)\n%s", textOf(first.Payload), again.Acked,
			again.Failure, textOf(again.Payload))
	}
}

func (h *house) touches(person0, lead int) int {
	h.t.Helper()
	touches, err := h.space.Records.Touches(context.Background(), person(person0), h.leads[person(person0)][lead].ID, -1)
	h.ok(err)
	return len(touches)
}

func (h *house) repNow(i int) coach.Rep {
	h.t.Helper()
	r, _, err := h.space.Records.Rep(context.Background(), person(i))
	h.ok(err)
	return r
}
