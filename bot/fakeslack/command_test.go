package fakeslack_test

import (
	"context"
	"testing"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func TestCommandIsAnsweredInTheAck(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	app(t, s, func(_ *slack.Client, ev socketmode.Event) (any, bool) {
		cmd := ev.Data.(slack.SlashCommand)
		kind := "ephemeral"
		if cmd.Text == "loud" {
			kind = "in_channel"
		}
		return map[string]any{"response_type": kind,
			"text": "heard " + cmd.Text + " from " + cmd.UserID + " in " + cmd.ChannelName}, true
	})
	out := s.Command(t.Context(), ana, room, "/followup", "log Acme voicemail")
	if !out.Acked || out.Failure != "" || out.Message == nil ||
		out.Message.Text != "heard log Acme voicemail from U0ANA in sales" {
		t.Fatalf("outcome %+v", out)
	}
	if out.Message.Ephemeral != ana || len(s.Messages(room, ana)) != 1 || len(s.Messages(room, ben)) != 0 {
		t.Errorf("an ephemeral answer is seen by %q; ana sees %d, ben %d", out.Message.Ephemeral, len(s.Messages(room, ana)),
			len(s.Messages(room, ben)))
	}
	s.Command(t.Context(), ana, room, "/followup", "loud")
	if seen := s.Messages(room, ben); len(seen) != 2 || seen[0].Text != "/followup loud" || seen[0].User != ana ||
		seen[1].User != "U0BOT" {
		t.Errorf("an in_channel answer shows the typed command, then the answer: %+v", seen)
	}
	dm := s.Command(t.Context(), ben, s.DM(ben), "/followup", "hi")
	if dm.Message == nil || dm.Message.Text != "heard hi from U0BEN in directmessage" {
		t.Errorf("in a direct message: %+v", dm)
	}
	noRefusals(t, s)
}

func TestCommandWithoutASocketOrAnAnswerFails(t *testing.T) {
	s := workspace(t, fakeslack.Config{AckTimeout: 1})
	if out := s.Command(t.Context(), ana, room, "/followup", "x"); out.Failure != fakeslack.FailDispatch || out.Acked {
		t.Errorf("no socket: %+v", out)
	}
	app(t, s, func(*slack.Client, socketmode.Event) (any, bool) { return nil, false })
	if out := s.Command(t.Context(), ana, room, "/followup", "x"); out.Failure != fakeslack.FailTimeout || out.Acked {
		t.Errorf("no ack: %+v", out)
	}
	for _, out := range []fakeslack.Outcome{
		s.Command(t.Context(), "U0NOBODY", room, "/followup", "x"), s.Command(t.Context(), ana, "C0NONE", "/followup", "x"),
	} {
		if out.Failure == "" || out.EnvelopeID != "" {
			t.Errorf("an impossible step sends nothing: %+v", out)
		}
	}
}

func TestAnInvalidAnswerIsRefused(t *testing.T) {
	for want, answer := range map[string]map[string]any{
		"invalid_blocks": {"text": "x", "blocks": []any{map[string]any{"type": "alert",
			"text": map[string]any{"type": "mrkdwn", "text": "x"}}}},
		"no_text":           {"response_type": "ephemeral"},
		"invalid_arguments": {"response_type": "loud", "text": "x"},
	} {
		s := workspace(t, fakeslack.Config{})
		app(t, s, func(*slack.Client, socketmode.Event) (any, bool) { return answer, true })
		if out := s.Command(t.Context(), ana, room, "/followup", "x"); out.Failure != want || out.Message != nil ||
			len(s.Refusals()) != 1 {
			t.Errorf("%v: %+v", answer, out)
		}
	}
}

func TestOnlyCommandsAndFormsAreAnsweredInTheAck(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	app(t, s, func(*slack.Client, socketmode.Event) (any, bool) { return map[string]any{"text": "x"}, true })
	s.Shortcut(t.Context(), ana, "log")
	refused(t, s, "only acks of slash commands, view submissions and suggestions carry a payload")
}

// BenchmarkCommand is the floor of every command: one envelope to the real client and its ack back.
func BenchmarkCommand(b *testing.B) {
	s := fakeslack.New(fakeslack.Config{})
	s.AddUser(fakeslack.User{ID: ana, Name: "ana"})
	if err := s.Listen(":0"); err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	sm := socketmode.New(client(s))
	ctx, cancel := context.WithCancel(b.Context())
	defer cancel()
	go func() { _ = sm.RunContext(ctx) }()
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case ev := <-sm.Events:
				if ev.Request != nil && ev.Request.EnvelopeID != "" {
					_ = sm.Ack(*ev.Request, map[string]any{"text": "ok"})
				}
			}
		}
	}()
	if err := s.Wait(ctx, func(s *fakeslack.Server) bool { return s.Connections() == 1 }); err != nil {
		b.Fatal(err)
	}
	dm := s.DM(ana)
	b.ReportAllocs()
	for b.Loop() {
		if out := s.Command(ctx, ana, dm, "/followup", "today"); !out.Acked {
			b.Fatalf("%+v", out)
		}
	}
}
