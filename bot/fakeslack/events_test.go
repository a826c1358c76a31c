package fakeslack_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func TestEventsAreRepeated(t *testing.T) {
	s := workspace(t, fakeslack.Config{AckTimeout: time.Millisecond, RetryAfter: []time.Duration{0, 0, 0}})
	s.UpdateUser(fakeslack.User{ID: ana, Name: "ana", TZ: "Asia/Tokyo"}) // nobody is connected
	w := dial(t, s)
	w.next()
	for attempt := 1; attempt <= 3; attempt++ {
		f := w.next()
		if f["type"] != "events_api" || f["retry_attempt"] != float64(attempt) || f["retry_reason"] != "timeout" ||
			f["accepts_response_payload"] != false {
			t.Fatalf("delivery %d: %v", attempt, f)
		}
		event := f["payload"].(map[string]any)["event"].(map[string]any)
		if user := event["user"].(map[string]any); event["type"] != "user_change" || user["tz"] != "Asia/Tokyo" ||
			user["tz_offset"] != 32400.0 {
			t.Errorf("event %v", event)
		}
	}
	s.Join(fakeslack.User{ID: "U0NEW", Name: "new"})
	f := w.next()
	if f["retry_attempt"] != 0.0 {
		t.Errorf("after three repeats an event is given up; got %v", f)
	}
}

func TestResendAndRaw(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	app(t, s, func(_ *slack.Client, ev socketmode.Event) (any, bool) { return map[string]any{"text": "ok"}, true })
	out := s.Command(t.Context(), ana, room, "/followup", "x")
	if again := s.Resend(out.EnvelopeID); !again.Acked || again.EnvelopeID != out.EnvelopeID {
		t.Errorf("resent: %+v", again)
	}
	raw := s.Raw(
		t.Context(), json.RawMessage(
			`{"type":"slash_commands","accepts_response_payload":true,"payload":{"command":"/followup","user_id":"U0ANA",
				"channel_id":"C0SALES"}}`))
	if !raw.Acked || raw.Message == nil || raw.Message.Ephemeral != ana {
		t.Errorf("raw: %+v", raw)
	}
	if odd := s.Raw(t.Context(), json.RawMessage(`[not json`)); odd.Acked || odd.Failure == "" {
		t.Errorf("a frame without an id: %+v", odd)
	}
	if none := s.Resend("nothing"); none.Failure == "" {
		t.Errorf("resent nothing: %+v", none)
	}
}
