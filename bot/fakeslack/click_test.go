package fakeslack_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

const card = `[
 {"type":"section","block_id":"lead","text":{"type":"mrkdwn","text":"*Acme*"},
  "accessory":{"type":"overflow","action_id":"more","options":[{"text":{"type":"plain_text","text":"Close"},
    "value":"close"}]}},
 {"type":"actions","block_id":"deeds","elements":[
  {"type":"button","action_id":"voicemail","value":"acme","text":{"type":"plain_text","text":"Voicemail"}},
  {"type":"static_select","action_id":"mode","options":[{"text":{"type":"plain_text","text":"Light"},
    "value":"light"},{"text":{"type":"plain_text","text":"Full"},"value":"full"}]},
  {"type":"datepicker","action_id":"day","initial_date":"2026-03-02"}]}]`

// recorder acks everything with nothing and keeps the payloads, raw and as slack-go reads them.
type recorder struct {
	raw   chan map[string]any
	calls chan slack.InteractionCallback
}

func record(t *testing.T, s *fakeslack.Server) (*recorder, *slack.Client) {
	r := &recorder{make(chan map[string]any, 100), make(chan slack.InteractionCallback, 100)}
	api := app(t, s, func(_ *slack.Client, ev socketmode.Event) (any, bool) {
		var raw map[string]any
		_ = json.Unmarshal(ev.Request.Payload, &raw)
		call, _ := ev.Data.(slack.InteractionCallback)
		r.raw <- raw
		r.calls <- call
		return nil, true
	})
	return r, api
}

func (r *recorder) next() (map[string]any, slack.InteractionCallback) { return <-r.raw, <-r.calls }

func post(t *testing.T, api *slack.Client, channel, blocks string) (string, string) {
	t.Helper()
	ch, ts, err := api.PostMessageContext(t.Context(), channel, slack.MsgOptionText("Acme", false),
		slack.MsgOptionBlocks(blocksOf(t, blocks).BlockSet...))
	if err != nil {
		t.Fatal(err)
	}
	return ch, ts
}

func TestClickInAMessage(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	ch, ts := post(t, api, ana, card)
	if ch != s.DM(ana) {
		t.Fatalf("posted to %s", ch)
	}
	at := fakeslack.Place{Channel: ch, TS: ts}
	if out := s.Click(t.Context(), ana, at, "mode", fakeslack.ActionValue{Option: "full"}); !out.Acked {
		t.Fatalf("outcome %+v", out)
	}
	_, call := r.next()
	if a := call.ActionCallback.BlockActions[0]; a.SelectedOption.Value != "full" || a.BlockID != "deeds" ||
		string(a.Type) != "static_select" {
		t.Errorf("action %+v", a)
	}
	s.Click(t.Context(), ana, at, "voicemail", fakeslack.ActionValue{})
	raw, call := r.next()
	if a := call.ActionCallback.BlockActions[0]; a.ActionID != "voicemail" || a.Value != "acme" || a.ActionTs == "" {
		t.Errorf("action %+v", a)
	}
	if call.Message.Timestamp != ts || call.Message.Text != "Acme" || len(call.Message.Blocks.BlockSet) != 2 ||
		call.Container.ChannelID != ch || call.Channel.ID != ch {
		t.Errorf("message %+v, container %+v", call.Message, call.Container)
	}
	if call.ResponseURL == "" || call.TriggerID == "" || call.User.ID != ana || call.Team.ID != "T0LOCAL" {
		t.Errorf("payload %v", raw)
	}
	want := map[string]any{"values": map[string]any{"deeds": map[string]any{
		"mode": map[string]any{"type": "static_select",
			"selected_option": map[string]any{"text": map[string]any{"type": "plain_text", "text": "Full"}, "value": "full"}},
		"day": map[string]any{"type": "datepicker", "selected_date": "2026-03-02"},
	}}}
	if d := cmp.Diff(want, raw["state"]); d != "" {
		t.Errorf("state holds every stateful element:\n%s", d)
	}
	s.Click(t.Context(), ana, at, "more", fakeslack.ActionValue{Option: "close"})
	if _, call := r.next(); call.ActionCallback.BlockActions[0].SelectedOption.Value != "close" {
		t.Error("an overflow sends its option")
	}
	for what, out := range map[string]fakeslack.Outcome{
		"gone": s.Click(t.Context(), ana, fakeslack.Place{Channel: ch, TS: "1.1"}, "voicemail",
			fakeslack.ActionValue{}),
		"no element": s.Click(t.Context(), ana, at, "nothing", fakeslack.ActionValue{}),
		"other block": s.Click(t.Context(), ana, fakeslack.Place{Channel: ch, TS: ts, BlockID: "lead"}, "voicemail",
			fakeslack.ActionValue{}),
		"no option":     s.Click(t.Context(), ana, at, "mode", fakeslack.ActionValue{Option: "none"}),
		"bad date":      s.Click(t.Context(), ana, at, "day", fakeslack.ActionValue{Date: "2026-02-30"}),
		"somebody else": s.Click(t.Context(), ben, at, "voicemail", fakeslack.ActionValue{}),
	} {
		if out.Failure == "" || out.EnvelopeID != "" {
			t.Errorf("%s: a click that is impossible sends nothing: %+v", what, out)
		}
	}
	noRefusals(t, s)
}

func TestClickInAnEphemeralMessageCarriesNoMessage(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	ts, err := api.PostEphemeralContext(t.Context(), room, ana, slack.MsgOptionBlocks(blocksOf(t, card).BlockSet...))
	if err != nil {
		t.Fatal(err)
	}
	at := fakeslack.Place{Channel: room, TS: ts}
	s.Click(t.Context(), ana, at, "voicemail", fakeslack.ActionValue{})
	raw, call := r.next()
	if _, there := raw["message"]; there || !call.Container.IsEphemeral || call.ResponseURL == "" ||
		call.Channel.Name != "sales" {
		t.Errorf("payload %v", raw)
	}
	if out := s.Click(t.Context(), ben, at, "voicemail", fakeslack.ActionValue{}); out.Failure == "" {
		t.Error("nobody else sees it")
	}
	if _, _, _, err := api.UpdateMessageContext(t.Context(), room, ts, slack.MsgOptionText("x", false)); err == nil {
		t.Error("chat.update took an ephemeral message")
	}
	refused(t, s, "ephemeral")
}

func TestHome(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	if out := s.OpenHome(t.Context(), ana); !out.Acked {
		t.Fatalf("outcome %+v", out)
	}
	raw, _ := r.next()
	event := raw["event"].(map[string]any)
	if _, there := event["view"]; there || event["type"] != "app_home_opened" || event["tab"] != "home" ||
		event["channel"] != s.DM(ana) {
		t.Errorf("before a publish: %v", event)
	}
	home := slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: blocksOf(t, card), PrivateMetadata: "m"}
	first, err := api.PublishViewContext(t.Context(), slack.PublishViewContextRequest{UserID: ana, View: home})
	if err != nil {
		t.Fatal(err)
	}
	s.OpenHome(t.Context(), ana)
	raw, _ = r.next()
	if v := raw["event"].(map[string]any)["view"].(map[string]any); v["id"] != first.View.ID ||
		v["hash"] != first.View.Hash {
		t.Errorf("after a publish: %v", v)
	}
	if out := s.Click(t.Context(), ana, fakeslack.Place{Home: true}, "voicemail", fakeslack.ActionValue{}); !out.Acked {
		t.Errorf("outcome %+v", out)
	}
	raw, call := r.next()
	for _, name := range []string{"channel", "message", "response_url"} {
		if _, there := raw[name]; there {
			t.Errorf("a click on Home carries no %s", name)
		}
	}
	if call.View.Type != slack.VTHomeTab || call.View.PrivateMetadata != "m" || call.Container.ViewID != first.View.ID ||
		call.TriggerID == "" {
		t.Errorf("payload %v", raw)
	}
	stale := first.View.Hash
	if _, err := api.PublishViewContext(t.Context(),
		slack.PublishViewContextRequest{UserID: ana, View: home, Hash: &stale}); err != nil {
		t.Fatal(err)
	}
	noRefusals(t, s)
	if _, err := api.PublishViewContext(t.Context(),
		slack.PublishViewContextRequest{UserID: ana, View: home, Hash: &stale}); err == nil ||
		err.Error() != "hash_conflict" {
		t.Errorf("a stale hash: %v", err)
	}
	refused(t, s, "hash")
	off := workspace(t, fakeslack.Config{HomeOff: true})
	if _, err := client(off).PublishViewContext(t.Context(),
		slack.PublishViewContextRequest{UserID: ana, View: home}); err == nil || err.Error() != "not_enabled" {
		t.Errorf("without a Home tab: %v", err)
	}
}

func TestShortcuts(t *testing.T) {
	s := workspace(t, fakeslack.Config{})
	r, api := record(t, s)
	s.Shortcut(t.Context(), ana, "followup_log")
	raw, call := r.next()
	if _, there := raw["response_url"]; there || call.Type != slack.InteractionTypeShortcut ||
		call.CallbackID != "followup_log" || call.TriggerID == "" {
		t.Errorf("shortcut %v", raw)
	}
	ch, ts := post(t, api, room, card)
	s.MessageShortcut(t.Context(), ana, "log_this", ch, ts)
	_, call = r.next()
	if call.Type != slack.InteractionTypeMessageAction || call.Message.Timestamp != ts || call.Channel.ID != room ||
		call.ResponseURL == "" {
		t.Errorf("message shortcut %+v", call)
	}
	noRefusals(t, s)
}
