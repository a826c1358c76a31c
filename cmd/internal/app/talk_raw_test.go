package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// newYorkMorning is an ordinary working day, 10:00 in New York.
var newYorkMorning = time.Date(2026, 11, 10, 15, 0, 0, 0, time.UTC)

// quietHouse is a house without a talk: Maya in New York and one lead.
func quietHouse(t *testing.T) (*house, *person) {
	t.Helper()
	h := newHouse(t, &talk{file: t.Name()})
	h.addPerson(talkLine{}, []string{"", "Maya", "America/New_York", ""})
	h.clock.set(newYorkMorning)
	h.open()
	maya := h.people["Maya"]
	if out := h.says(maya, "add Acme cold"); out.Message == nil {
		t.Fatalf("add: %+v", out)
	}
	return h, maya
}

func (h *house) says(p *person, text string) fakeslack.Outcome {
	return h.slack.Command(context.Background(), p.id, h.slack.DM(p.id), "/followup", text)
}

// Envelopes that Slack would never send, from a bug or an attacker: each is acknowledged, each command gets words, and
// the bot works on as if nothing had been.
func TestEnvelopesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	h, maya := quietHouse(t)
	click := func(action, value string) string {
		return fmt.Sprintf(
			`{"type":"interactive","accepts_response_payload":true,"payload":{"type":"block_actions",
				"user":{"id":"U0MAYA"},"team":{"id":"T0LOCAL"},`+
				`"channel":{"id":%q},"container":{"type":"message","message_ts":"1.2","channel_id":%q},`+
				`"trigger_id":"1.2.a","response_url":"",`+
				`"actions":[{"type":"button","action_id":%q,"block_id":"b","value":%q,"action_ts":"1.2"}]}}`, h.slack.DM(maya.id),
			h.slack.DM(maya.id), action, value)
	}
	for name, frame := range map[string]string{
		"no payload":            `{"type":"slash_commands"}`,
		"a payload of null":     `{"type":"slash_commands","payload":null}`,
		"a payload of the moon": `{"type":"interactive","payload":"moon"}`,
		"an empty command":      `{"type":"slash_commands","accepts_response_payload":true,"payload":{}}`,
		"a command of numbers": `{"type":"slash_commands","accepts_response_payload":true,
			"payload":{"command":7,"text":[1],"user_id":{}}}`,
		"an unknown type":   `{"type":"telepathy","payload":{"thought":"buy"}}`,
		"an unknown action": click("make.coffee", "black"),
		"a value of bars":   click("undo", "||||"),
		"an empty value":    click("log.voicemail", ""),
		"a foreign lead":    click("log.voicemail", "L0NOBODY|1"),
		"a time of letters": click("slot.pick.1", "L0NOBODY|soon"),
		"a page of letters": click("list.page.next", "all|many|"),
		"no actions": `{"type":"interactive","payload":{"type":"block_actions","user":{"id":"U0MAYA"},
			"actions":[]}}`,
		"a form of nothing": `{"type":"interactive","accepts_response_payload":true,
			"payload":{"type":"view_submission","user":{"id":"U0MAYA"},"team":{"id":"T0LOCAL"},"view":{}}}`,
		"an unknown form": `{"type":"interactive","accepts_response_payload":true,
			"payload":{"type":"view_submission","user":{"id":"U0MAYA"},"team":{"id":"T0LOCAL"},
			"view":{"id":"V1","callback_id":"form.tax","state":{"values":{}}}}}`,
		"a form with no fields": `{"type":"interactive","accepts_response_payload":true,
			"payload":{"type":"view_submission","user":{"id":"U0MAYA"},"team":{"id":"T0LOCAL"},
			"view":{"id":"V1","callback_id":"form.log","private_metadata":"{\"l\":7}","state":{"values":{}}}}}`,
		"an unknown shortcut": `{"type":"interactive","payload":{"type":"shortcut","callback_id":"tea",
			"user":{"id":"U0MAYA"},"team":{"id":"T0LOCAL"},"trigger_id":"1.2.b"}}`,
		"an event of nothing": `{"type":"events_api","payload":{}}`,
		"an unknown event": `{"type":"events_api","payload":{"type":"event_callback",
			"event":{"type":"tea_ready"},"event_id":"Ev1"}}`,
		"control characters": `{"type":"slash_commands","accepts_response_payload":true,
			"payload":{"command":"/followup","text":"log \u0000\u0007\u202e acme \u0000",
			"user_id":"U0MAYA","team_id":"T0LOCAL","channel_id":"` + h.slack.DM(maya.id) + `","trigger_id":"9.9.z"}}`,
		"40 kB of words": `{"type":"slash_commands","accepts_response_payload":true,
			"payload":{"command":"/followup","text":"log ` + strings.Repeat("acme ", 8000) + `",
			"user_id":"U0MAYA","team_id":"T0LOCAL","channel_id":"` + h.slack.DM(maya.id) + `","trigger_id":"9.9.y"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			out := h.slack.Raw(context.Background(), json.RawMessage(frame))
			if !out.Acked {
				t.Fatalf("not acknowledged: %+v", out)
			}
			if strings.Contains(frame, `"slash_commands","accepts`) {
				var said struct{ Text string }
				if err := json.Unmarshal(out.Payload, &said); err != nil || len(said.Text) < 10 {
					t.Errorf("a command without words for an answer: %s", out.Payload)
				}
			}
		})
	}
	if out := h.says(maya, "show acme"); out.Message == nil || !strings.Contains(out.Message.Text, "Acme") {
		t.Errorf("the bot is not itself any more: %+v", out)
	}
	if all, _ := h.logs.texts(); strings.Contains(all, "panic") {
		t.Errorf("a panic:\n%s", all)
	}
}

// A click on a button that this version does not know, in a message that is there, is answered with a sentence.
func TestButtonsNobodyKnows(t *testing.T) {
	t.Parallel()
	h, maya := quietHouse(t)
	dm := h.slack.DM(maya.id)
	for _, action := range []string{"make.coffee", "log.teleport", "undo.everything"} {
		t.Run(action, func(t *testing.T) {
			posted := h.post(dm, `[{"type":"actions","block_id":"old","elements":[{"type":"button","action_id":"`+action+
				`","value":"x|1","text":{"type":"plain_text","text":"Old"}}]}]`)
			before := h.screen(maya)
			out := h.slack.Click(context.Background(), maya.id, fakeslack.Place{Channel: dm, TS: posted}, action,
				fakeslack.ActionValue{})
			if !out.Acked || out.Failure != "" {
				t.Fatalf("%+v", out)
			}
			h.wait("a sentence", func(*fakeslack.Server) bool {
				for ts, m := range h.screen(maya) {
					if _, old := before[ts]; !old && strings.Contains(m.Text, "This message is out of date") {
						return true
					}
				}
				return false
			})
		})
	}
}

// post is a message that an older version of the bot has left behind.
func (h *house) post(channel, blocks string) (ts string) {
	h.t.Helper()
	api, err := SlackClient(Settings{BotToken: SecretOf(talkBotToken), AppToken: SecretOf(talkAppToken),
		SlackURL: h.slack.APIURL()})
	h.must(err)
	var list slack.Blocks
	h.must(json.Unmarshal([]byte(blocks), &list))
	_, ts, err = api.PostMessage(channel, slack.MsgOptionText("old", false), slack.MsgOptionBlocks(list.BlockSet...))
	h.must(err)
	return ts
}
