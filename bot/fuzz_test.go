package bot_test

import (
	"bytes"
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
		"", "log Acme voicemail", "log", "acme vm next thu 4pm agenda x", "next acme 31 Apr", "undo", "list all \u202e",
		"team create x <#C1|x>",
		`add "A" phone:1 tz:mars`, "settings digest 99:99", "close acme won", "snooze acme soon", "show \"", "today today",
		"log <!channel> dnc",
		strings.Repeat("at next ", 500), "log a voicemail " + strings.Repeat("é", 4000), "\x00\x01", "resume", "tip zzz",
		"help help",
		`edit acme name:"" gut:9 tz:`, `acme talked promise:"by by Thu" mypromise:"" sent: page:"x" link:http://`,
		"reopen acme", `edit "" hot:x warm`,
		"prep acme", "prep", "script", "script acme not reviewed", "script voicemail",
		`team library add "A hotel like theirs" story industry:hotels until:"30 Nov"`,
		`team library remove 1`, `team library add "` + strings.Repeat("<", 301) + `"`, "settings", "acme unread",
		"acme referral Kim Lee next Thu", "\u202escript \u202e",
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
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.reached","private_metadata":"{\"l\":\"LEAD\",\"a\":1768294800}"},"actions":[{"action_id":"reached.wants-info","value":"LEAD|1|wants-info","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.reached","private_metadata":"{\"l\":\"LEAD\",\"a\":-9223372036854775808}"},"actions":[{"action_id":"reached.talked","value":"LEAD|-1|talked","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.reached"},"actions":[{"action_id":"talk.say","selected_option":{"value":"LEAD|no-time"},"type":"static_select"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"view":{"id":"V1","type":"modal","callback_id":"form.wrap","private_metadata":"{\"l\":\"LEAD\",\"o\":\"talked\"}","state":{"values":{"slot.x":{"slot":{"type":"radio_buttons","selected_option":{"value":"1768467600"}}},"promise.x":{"promise":{"type":"plain_text_input","value":"me: by by Fri\n\n:"}},"next.x":{"next":{"type":"datetimepicker","selected_date_time":1768467600}}}}},"actions":[{"action_id":"wrap.more","value":"LEAD","type":"button"}]}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.wrap","private_metadata":"{\"l\":\"LEAD\",\"o\":\"wants-info\"}","state":{"values":{"how.x":{"how":{"type":"radio_buttons","selected_option":{"value":"send"}}},"material.x":{"material":{"type":"plain_text_input","value":"Specs"}},"ticks.x":{"ticks":{"type":"checkboxes","selected_options":[{"value":"need"}]}},"agreed.x":{"agreed":{"type":"radio_buttons","selected_option":{"value":"no"}}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.wrap","private_metadata":"{\"l\":\"LEAD\",\"o\":\"gatekeeper\"}","state":{"values":{"phone.x":{"phone":{"type":"plain_text_input","value":"+49 30 1"}},"hot.x":{"hot":{"type":"plain_text_input","value":"x"}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.wrap","private_metadata":"{\"l\":\"LEAD\",\"o\":\"has-solution\",\"h\":\"x\"}","state":{"values":{"day.x":{"day":{"type":"datepicker","selected_date":"9999-12-31"}},"reason.x":{"reason":{"type":"plain_text_input","value":"x"}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.more","private_metadata":"{\"l\":\"LEAD\",\"o\":\"talked\"}","state":{"values":{"link.x":{"link":{"type":"plain_text_input","value":"https://%zz"}},"sure.x":{"sure":{"type":"radio_buttons","selected_option":{"value":"yes"}}},"goal.x":{"goal":{"type":"radio_buttons","selected_option":{"value":"close"}}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.gap","private_metadata":"{\"l\":\"LEAD\",\"k\":\"why\"}","state":{"values":{"kind.x":{"kind":{"type":"static_select","selected_option":{"value":"timely"}}},"why.x":{"why":{"type":"plain_text_input","value":"x"}},"date.x":{"date":{"type":"datepicker","selected_date":"2026-02-30"}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.gap","private_metadata":"{\"l\":\"LEAD\",\"k\":\"page\",\"a\":1}","state":{"values":{"pointer.x":{"pointer":{"type":"plain_text_input","value":"p. 4"}}}}}}`,
		`{"type":"view_submission","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.hot","private_metadata":"{\"l\":\"LEAD\"}","state":{"values":{"hot.x":{"hot":{"type":"plain_text_input","value":"<!here>"}}}}}}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"prep.gap.1","value":"LEAD|why|t7","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"prep.use","value":"LEAD|x|t7","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"script.show.1","value":"LEAD|*","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"script.log","value":"LEAD|1|no-time","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"agreed.file","value":"LEAD|1768467600","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"agreed.text","value":"LEAD|0","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"call.now","value":"LEAD|1768467600","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"did.talked","value":"LEAD|-1","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"ask.promise.1","value":"LEAD|broken|2.0","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"ask.together.1","value":"LEAD|yes","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"open.hot","value":"LEAD","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"open.edit","value":"LEAD|kind","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"add.named","value":"LEAD","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"add.follows","value":"LEAD|1","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"lead.reopen","value":"LEAD|1","type":"button"}]}`,
		`{"type":"block_actions","user":{"id":"U0PAT"},"actions":[{"action_id":"task.leave","value":"LEAD|1","type":"button"}]}`,
		`{"type":"view_closed","user":{"id":"U0PAT"},"view":{"id":"V1","callback_id":"form.log"}}`,
		`{"type":"shortcut","user":{"id":"U0PAT"},"callback_id":"followup_log"}`,
		`{"type":"message_action","user":{"id":"U0PAT"},"callback_id":"what"}`,
		`{"type":"block_actions"}`, `{}`, `[]`, `null`, `"`,
	} {
		f.Add("interactive", []byte(raw))
	}
	f.Add(
		"events_api", []byte(
			`{"type":"event_callback","event_id":"Ev1","event":{"type":"user_change","user":{"id":"U0PAT","tz":"Mars/Base"}}}`))
	f.Add("events_api", []byte(`{"type":"event_callback","event_id":"Ev2","event":{"type":"team_join"}}`))
	f.Add("hello", []byte(`{}`))

	w := newWorld(f)
	w.quiet = true
	w.types(pat, "add Acme phone:+12125550100")
	lead := []byte(w.lead(pat, "acme").ID)
	f.Fuzz(func(t *testing.T, kind string, raw []byte) {
		raw = bytes.ReplaceAll(raw, []byte("LEAD"), lead)
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
