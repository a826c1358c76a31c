package fakeslack_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// suggesting is a workspace with a form before Ana whose select asks an app that answers as it is told.
func suggesting(t *testing.T, cfg fakeslack.Config, answer func(asked map[string]any) (any, bool)) (*fakeslack.Server,
	string) {
	t.Helper()
	s := workspace(t, cfg)
	sent := make(chan string, 1)
	api := app(t, s, func(_ *slack.Client, ev socketmode.Event) (any, bool) {
		call, _ := ev.Data.(slack.InteractionCallback)
		if call.Type == slack.InteractionTypeBlockSuggestion {
			var raw map[string]any
			_ = json.Unmarshal(ev.Request.Payload, &raw)
			return answer(raw)
		}
		sent <- call.TriggerID
		return nil, true
	})
	s.Shortcut(t.Context(), ana, "log")
	v, err := api.OpenViewContext(t.Context(), <-sent, modal(t, "Show", `[
	 {"type":"input","block_id":"b","label":{"type":"plain_text","text":"Lead"},
	   "element":{"type":"external_select","action_id":"lead","min_query_length":0}},
	 {"type":"input","block_id":"c","optional":true,"label":{"type":"plain_text","text":"Three letters"},
	   "element":{"type":"external_select","action_id":"three"}}]`))
	if err != nil {
		t.Fatal(err)
	}
	return s, v.View.ID
}

func offer(text, value string) map[string]any {
	return map[string]any{"text": map[string]any{"type": "plain_text", "text": text}, "value": value}
}

// A select asks at each letter, also before the first; what the app has offered can be picked, and nothing else.
func TestASelectAsksTheApp(t *testing.T) {
	var asked []string
	s, view := suggesting(t, fakeslack.Config{}, func(raw map[string]any) (any, bool) {
		v, _ := raw["view"].(map[string]any)
		if raw["block_id"] != "b" || raw["action_id"] != "lead" || v["callback_id"] != "log" || raw["trigger_id"] != nil {
			t.Errorf("asked %v", raw)
		}
		typed, _ := raw["value"].(string)
		asked = append(asked, typed)
		if typed == "" {
			return map[string]any{"options": []any{}}, true
		}
		return map[string]any{"option_groups": []any{map[string]any{"label": offer("Leads", "")["text"],
			"options": []any{offer("Acme", "a"), offer("Birch", "b")}}}}, true
	})
	pick := fakeslack.ActionValue{Option: "b"}
	for _, typed := range []string{"", "b"} {
		if err := s.Fill(ana, view, "b", "lead", pick); err == nil {
			t.Errorf("picked before %q was typed", typed)
		}
		if out := s.Suggest(t.Context(), ana, view, "b", "lead", typed); !out.Acked || out.Failure != "" {
			t.Errorf("typed %q: %+v", typed, out)
		}
	}
	if err := s.Fill(ana, view, "b", "lead", pick); err != nil {
		t.Error(err)
	}
	if state := string(s.Views(ana)[0].State); !strings.Contains(state, "Birch") {
		t.Errorf("picked %s", state)
	}
	if out := s.Suggest(t.Context(), ana, view, "c", "three", "ab"); out.EnvelopeID != "" || out.Failure == "" {
		t.Errorf("asked for two of three letters: %+v", out)
	}
	if strings.Join(asked, ",") != ",b" {
		t.Errorf("asked for %q", asked)
	}
	noRefusals(t, s)
}

// What Slack shows no option of is refused, and whoever types sees that it could not be loaded.
func TestSuggestionsThatSlackRefuses(t *testing.T) {
	many := make([]any, 101)
	for i := range many {
		many[i] = offer("Acme", "a")
	}
	for name, c := range map[string]struct {
		payload any
		rule    string
	}{
		"no list":   {map[string]any{}, "exactly one of options, option_groups"},
		"plain":     {nil, "what a select offers is an object"},
		"too many":  {map[string]any{"options": many}, "0 to 100 items"},
		"too long":  {map[string]any{"options": []any{offer(strings.Repeat("x", 76), "a")}}, "1 to 75 characters"},
		"no value":  {map[string]any{"options": []any{offer("Acme", "")}}, "1 to 150 characters"},
		"no option": {map[string]any{"options": []any{"Acme"}}, "an option is an object"},
	} {
		t.Run(name, func(t *testing.T) {
			s, view := suggesting(t, fakeslack.Config{}, func(map[string]any) (any, bool) { return c.payload, true })
			out := s.Suggest(t.Context(), ana, view, "", "lead", "x")
			if out.Failure != fakeslack.FailIcon {
				t.Errorf("outcome %+v", out)
			}
			if all := s.Refusals(); len(all) != 1 || !strings.Contains(all[0].Rule+all[0].Detail, c.rule) {
				t.Errorf("refused %+v, want %s", all, c.rule)
			}
		})
	}
	s, view := suggesting(t, fakeslack.Config{AckTimeout: 50 * time.Millisecond},
		func(map[string]any) (any, bool) { return nil, false })
	if out := s.Suggest(t.Context(), ana, view, "", "lead", "x"); out.Acked || out.Failure != fakeslack.FailIcon {
		t.Errorf("too late: %+v", out)
	}
}
