package fakeslack_test

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

func TestTriggerLivesThreeSecondsAndOpensOneView(t *testing.T) {
	at := newClock()
	s := workspace(t, fakeslack.Config{Now: at.Now})
	r, api := record(t, s)
	open := func(trigger string) string {
		if _, err := api.OpenViewContext(t.Context(), trigger, modal(t, "Log a call", inputs)); err != nil {
			return err.Error()
		}
		return ""
	}
	trigger := func() string { s.Shortcut(t.Context(), ana, "log"); _, call := r.next(); return call.TriggerID }

	border := trigger()
	at.Add(3 * time.Second)
	if got := open(border); got != "" {
		t.Errorf("after exactly 3 s: %s", got)
	}
	noRefusals(t, s)
	late := trigger()
	at.Add(3*time.Second + time.Millisecond)
	for id, want := range map[string]string{late: "expired_trigger_id", border: "exchanged_trigger_id",
		"1.2.x": "invalid_trigger_id"} {
		if got := open(id); got != want {
			t.Errorf("opened: %q, want %q", got, want)
		}
	}
	if _, err := api.PushViewContext(t.Context(), trigger(), modal(t, "x", inputs)); err == nil {
		t.Error("views.push took a trigger from outside a modal")
	}
}

func TestResponseURLIsGoodForFivePostsInHalfAnHour(t *testing.T) {
	at := newClock()
	s := workspace(t, fakeslack.Config{Now: at.Now})
	r, api := record(t, s)
	ch, ts := post(t, api, room, card)
	url := func() string {
		s.Click(t.Context(), ana, fakeslack.Place{Channel: ch, TS: ts}, "voicemail", fakeslack.ActionValue{})
		_, call := r.next()
		return call.ResponseURL
	}
	send := func(url string, m slack.WebhookMessage) error { return slack.PostWebhookContext(t.Context(), url, &m) }

	u := url()
	for n := range 5 {
		if err := send(u, slack.WebhookMessage{Text: "only you"}); err != nil {
			t.Fatalf("use %d: %v", n+1, err)
		}
	}
	if len(s.Messages(room, ana)) != 6 || len(s.Messages(room, ben)) != 1 {
		t.Errorf("a post is ephemeral unless it says in_channel: ana sees %d, ben %d", len(s.Messages(room, ana)),
			len(s.Messages(room, ben)))
	}
	noRefusals(t, s)
	if err := send(u, slack.WebhookMessage{Text: "sixth"}); err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("the sixth use: %v", err)
	}
	refused(t, s, "5 times")

	u = url()
	at.Add(30 * time.Minute)
	if err := send(u, slack.WebhookMessage{Text: "✓ logged", ReplaceOriginal: true}); err != nil {
		t.Errorf("after exactly 30 min: %v", err)
	}
	if m := s.Messages(room, ben)[0]; m.TS != ts || m.Text != "✓ logged" || m.Blocks != nil || !m.Edited {
		t.Errorf("replaced: %+v", m)
	}
	at.Add(time.Millisecond)
	if err := send(u, slack.WebhookMessage{Text: "late"}); err == nil {
		t.Error("after 30 min it still works")
	}
	if got := s.Refusals(); len(got) != 2 || !strings.Contains(got[1].Rule, "30 minutes") {
		t.Errorf("refusals %+v", got)
	}
}

func TestResponseURLOfAnEphemeralMessage(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	ts, err := api.PostEphemeralContext(t.Context(), room, ana, slack.MsgOptionBlocks(blocksOf(t, card).BlockSet...))
	if err != nil {
		t.Fatal(err)
	}
	s.Click(t.Context(), ana, fakeslack.Place{Channel: room, TS: ts}, "voicemail", fakeslack.ActionValue{})
	_, call := r.next()
	replace := func(kind string) error {
		_, _, err := api.PostMessageContext(t.Context(), room, slack.MsgOptionReplaceOriginal(call.ResponseURL),
			slack.MsgOptionText("done", false), slack.MsgOptionResponseURL(call.ResponseURL, kind))
		return err
	}
	if err := slack.PostWebhookContext(t.Context(), call.ResponseURL,
		&slack.WebhookMessage{Text: "all", ReplaceOriginal: true, ResponseType: "in_channel"}); err == nil {
		t.Error("an ephemeral message became public")
	}
	refused(t, s, "ephemeral")
	if err := replace("ephemeral"); err != nil {
		t.Errorf("replace: %v", err)
	}
	if err := slack.PostWebhookContext(t.Context(), call.ResponseURL,
		&slack.WebhookMessage{DeleteOriginal: true}); err != nil {
		t.Errorf("delete: %v", err)
	}
	for _, m := range s.Messages(room, ana) {
		if m.TS == ts {
			t.Errorf("deleted, and still seen: %+v", m)
		}
	}
}
