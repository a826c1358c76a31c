package bot_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
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
	seeds, err := os.ReadFile("testdata/interactions.txt") // a payload of Slack's on each line
	if err != nil {
		f.Fatal(err)
	}
	for raw := range bytes.Lines(seeds) {
		f.Add("interactive", bytes.TrimSpace(raw))
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
