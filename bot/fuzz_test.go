package bot_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/socket"
)

// FuzzEnvelope: each envelope comes back in time, each command with a text, and nothing panics.
func FuzzEnvelope(f *testing.F) {
	for _, text := range []string{
		"", "log Acme voicemail", "log", "acme vm next thu 4pm agenda x", "next acme 31 Apr", "undo", "list all \u202e", "team create x <#C1|x>",
		`add "A" phone:1 tz:mars`, "settings digest 99:99", "close acme won", "snooze acme soon", "show \"", "today today", "log <!channel> dnc",
		strings.Repeat("at next ", 500), "log a voicemail " + strings.Repeat("é", 4000), "\x00\x01", "resume", "tip zzz", "help help",
		`edit acme name:"" gut:9 tz:`, `acme talked promise:"by by Thu" mypromise:"" sent: page:"x" link:http://`, "reopen acme", `edit "" hot:x warm`,
		"close acme has-solution next 1 Mar 2027", `acme left hot:"` + strings.Repeat("x", 400) + `"`,
	} {
		raw, _ := json.Marshal(slack.SlashCommand{TeamID: team, UserID: pat, Text: text, TriggerID: "1.2"})
		f.Add("slash_commands", raw)
	}
	for _, raw := range []string{
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"undo","value":"a|b","block_id":"a.b.c","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"nobody.knows","value":"","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"list.page.next","value":"week|2147483647|x","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"slot.pick.1","value":"x|99999999999999","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal"},"actions":[{"action_id":"card.more","selected_option":{"value":"x|close"},"type":"overflow"}]}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.log","private_metadata":"{","state":{"values":{"name.x":{"name":{"type":"plain_text_input","value":"Acme"}},"outcome.x":{"outcome":{"type":"static_select","selected_option":{"value":"talked"}}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.snooze","private_metadata":"{\"l\":\"x\"}"}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.edit","private_metadata":"{\"l\":\"x\",\"p\":\"kind\"}","state":{"values":{"gut.x":{"gut":{"type":"static_select","selected_option":{"value":"99"}}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.add","private_metadata":"{\"l\":\"x\",\"k\":\"follows\"}","state":{"values":{"name.x":{"name":{"type":"plain_text_input","value":"Kim"}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.close","state":{"values":{"outcome.x":{"outcome":{"type":"static_select","selected_option":{"value":"has-solution"}}},"day.x":{"day":{"type":"datepicker","selected_date":"2026-99-99"}}}}}}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.edit","state":{"values":{"name.x":{"name":{"type":"plain_text_input","value":""}}}}},"actions":[{"action_id":"edit.page.1","value":"x|kind","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.wrap"},"actions":[{"action_id":"ask.promise.1","value":"x|kept|1.0","type":"button"}]}`,
		`{"type":"view_closed","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.log"}}`,
		`{"type":"shortcut","user":{"id":"U0PAT"},"callback_id":"followup_log"}`,
		`{"type":"message_action","user":{"id":"U0PAT"},"callback_id":"what"}`,
		`{"type":"block_actions"}`, `{}`, `[]`, `null`, `"`,
	} {
		f.Add("interactive", []byte(raw))
	}
	f.Add("events_api", []byte(`{"type":"event_callback","event_id":"Ev1","event":{"type":"user_change","user":{"id":"U0PAT","tz":"Mars/Base"}}}`))
	f.Add("events_api", []byte(`{"type":"event_callback","event_id":"Ev2","event":{"type":"team_join"}}`))
	f.Add("hello", []byte(`{}`))

	w := newWorld(f)
	w.quiet = true
	w.types(pat, "add Acme phone:+12125550100")
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		e := socket.Envelope{ID: "fuzz", Type: kind, Payload: raw}
		switch kind {
		case "slash_commands":
			var s slack.SlashCommand
			if json.Unmarshal(raw, &s) == nil {
				e.Slash, e.AcceptsPayload = &s, true
			}
		case "interactive":
			var i slack.InteractionCallback
			if json.Unmarshal(raw, &i) == nil {
				i.ResponseURL = "" // nowhere on this machine or off it
				e.Interaction, e.AcceptsPayload = &i, true
			}
		case "events_api":
			if ev, err := slackevents.ParseEvent(raw, slackevents.OptionNoVerifyToken()); err == nil {
				e.Event = &ev
			}
		}
		w.clock.move(time.Second)
		began := time.Now()
		ack := w.bot.Handle(context.Background(), e)
		if took := time.Since(began); took > 2500*time.Millisecond {
			t.Errorf("took %s", took)
		}
		if raw, err := json.Marshal(ack); err != nil || len(raw) > 18_100 {
			t.Errorf("an acknowledgement of %d bytes: %v", len(raw), err)
		}
		opensForm := e.Slash != nil && ack == nil
		if kind == "slash_commands" && !opensForm && textOf(t, ack) == "" {
			t.Error("a command without a text")
		}
		if strings.Contains(w.logs.String(), "panic") {
			t.Errorf("a panic:\n%s", w.logs.String())
		}
	})
}
