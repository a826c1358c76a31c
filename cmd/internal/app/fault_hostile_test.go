package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/followup-coach/followup/bot/fakeslack"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/storetest"
	"github.com/followup-coach/followup/store/storetest/matrix"
)

// Row 36: what people must not be able to break the bot with. Each gets an answer that Slack takes, in an
// acknowledgement under 20,000 bytes; nothing in it has power over the channel; and a rep with ten thousand leads has a
// digest of at most 50 blocks.
func TestRow36HostileInput(t *testing.T) {
	t.Parallel()
	leads := 10_000
	figure := matrix.Row(t, "36", "hostile text")
	h := build(t, at(t, newYork, "2026-01-11 12:00:00"), storetest.Start(t, storetest.Options{}).URL, 3,
		fakeslack.Config{})
	rep := repOf(0)
	h.rep(rep)
	var many sync.WaitGroup
	for part := range 20 {
		many.Go(func() {
			other := &house{t: t, space: h.space, rules: h.rules, leads: map[string][]coach.Lead{}}
			other.clock(h.now())
			for n := range leads / 20 {
				other.lead(rep, coach.Lead{Name: fmt.Sprintf("Lead %d of %d <!channel>", n, part), Warmth: coach.Warm})
			}
		})
	}
	many.Wait()
	h.rep(repOf(1), "Acme")
	h.clock(at(t, newYork, "2026-01-12 08:30:00"))
	h.here().ready()
	h.quiet(at(t, newYork, "2026-01-13 08:00:00"))
	for i := range 2 {
		said := h.slack.Messages(h.slack.DM(person(i)), person(i))
		if len(said) != 1 {
			t.Fatalf("%s has %d messages", person(i), len(said))
		}
		var blocks []json.RawMessage
		h.ok(json.Unmarshal(said[0].Blocks, &blocks))
		figure("a digest has %d blocks", len(blocks))
		if len(blocks) == 0 || len(blocks) > 50 {
			t.Errorf("a digest has %d blocks", len(blocks))
		}
		powerless(t, said[0].Text)
		harmless(t, said[0].Blocks)
	}

	h.clock(at(t, newYork, morning))
	long := strings.Repeat("x", 40_000)
	words := strings.Repeat("word ", 8_000)
	var slowest time.Duration
	stalls := storetest.Stalls(t)
	for _, text := range []string{
		"log " + long, "log " + words, long, words, "add " + long, `add "` + words + `"`, "log Acme voicemail " + words,
		"log Acme voicemail " + long,
		"next Acme " + words, "snooze Acme " + long, "close Acme " + words, "settings tz " + long, "settings digest " + words,
		"team create " + long,
		"show " + words, "when " + long, "list " + words, "list all", "today", "help " + long,
		strings.Repeat("<", 20_000), "log Acme voicemail " + strings.Repeat("<&>", 900), strings.Repeat("\"", 40_000),
		strings.Repeat("“", 13_000),
		"log Acme voicemail \x00\x01\x02\x1b[31m\x7f\u202e\u2066\u0085", "\x00", "\u202e\u200b", "add \u200b\u200b",
		"add \x07\x08",
		"add <!channel>", "add <!everyone> <@U100> <#C0FLOOR>", "log Acme voicemail <!here> <!subteam^S1> <@U100|ana>",
		"log <!channel> voicemail",
		"add \xff\xfe\xfd", "log Acme voicemail \xc3\x28", "add 🏢🏢🏢", "add مرحبا", "add `*_~>`", "add ```",
		"log Acme voicemail ```*_~", "add {{.}} %s %d %n",
		"log Acme voicemail " + strings.Repeat("😀", 3_000), "log Acme voicemail " + strings.Repeat("é", 3_001),
		"log Acme voicemail " + strings.Repeat("\u0301", 2_999),
		"add Acme phone:" + long, "add Z phone:+" + strings.Repeat("9", 9_000), "next Acme 99/99/9999 99:99",
		"next Acme in 999999999999999999999999 days", "log Acme voicemail at -1",
		"undo " + long, "tip " + words, "settings days " + words, "settings hours " + long,
	} {
		for i := range 2 {
			before := len(h.slack.Messages(floor, person(i)))
			out := h.slack.Command(context.Background(), person(i), floor, "/followup", text)
			slowest = max(slowest, out.Took)
			name := text
			if out.Took > 200*time.Millisecond {
				t.Logf("%.40q took %v", text, out.Took)
			}
			if len(name) > 60 {
				name = name[:60] + "…"
			}
			switch {
			case !out.Acked || out.Failure != "":
				t.Errorf("%q: acked %v, %s", name, out.Acked, out.Failure)
			case out.Took > 2500*time.Millisecond+stalls():
				t.Errorf("%q: took %v", name, out.Took)
			case len(out.Payload) >= 20_000:
				t.Errorf("%q: an acknowledgement of %d bytes", name, len(out.Payload))
			case textOf(out.Payload) == "" && len(h.slack.Views(person(i))) == 0:
				// What gives a long text back is larger than an acknowledgement, and follows it.
				h.wait("an answer to "+name, func(s *fakeslack.Server) bool {
					return len(s.Messages(floor, person(i))) > before
				})
				for _, m := range h.slack.Messages(floor, person(i))[before:] {
					powerless(t, m.Text)
					harmless(t, m.Blocks)
				}
			case strings.Contains(textOf(out.Payload), "went wrong on my side"):
				t.Errorf("%q: %s", name, textOf(out.Payload))
			}
			harmless(t, out.Payload)
			for _, v := range h.slack.Views(person(i)) {
				h.slack.CloseView(context.Background(), person(i), v.ID)
			}
		}
	}
	t.Log("the slowest answer took", slowest.Round(time.Millisecond))
	for _, e := range h.slack.Refusals() {
		t.Errorf("Slack refused %s: %s (%s)", e.Method, e.Rule, e.Detail)
	}
}

// harmless fails when words of people have become Slack's own: mentions, in a text that Slack would act on. Plain text,
// labels for screen readers and values are shown or kept as they are.
func harmless(t *testing.T, raw json.RawMessage) {
	t.Helper()
	var m any
	if len(raw) == 0 {
		return
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Errorf("%v in %.100s", err, raw)
	}
	acts(t, m)
}

func acts(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			acts(t, e)
		}
	case map[string]any:
		if text, ok := v["text"].(string); ok && v["type"] != "plain_text" {
			powerless(t, text)
		}
		for _, e := range v {
			acts(t, e)
		}
	}
}

func powerless(t *testing.T, text string) {
	t.Helper()
	for _, power := range []string{"<!channel", "<!here", "<!everyone", "<!subteam", "<@U100", "<#C0FLOOR"} {
		if i := strings.Index(text, power); i >= 0 {
			t.Errorf("%s came through: …%s…", power, text[max(0, i-80):min(len(text), i+80)])
		}
	}
}
