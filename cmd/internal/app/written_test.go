package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// writtenTo writes a line to the bot and does not wait for it.
func (h *house) writtenTo(p *person, text string) <-chan fakeslack.Outcome {
	done := make(chan fakeslack.Outcome, 1)
	go func() {
		_, out := h.slack.Write(context.Background(), p.id, fakeslack.Written{Text: text})
		done <- out
	}()
	return done
}

// answers counts the bot's messages with these words in a person's conversation with it.
func (h *house) answers(p *person, words string) (n int) {
	for _, m := range h.slack.Messages(h.slack.DM(p.id), p.id) {
		if m.User == "U0BOT" && m.Ephemeral == "" && strings.Contains(m.Text, words) {
			n++
		}
	}
	return n
}

// Whatever becomes of the post that carries an answer, the line is saved once and answered once.
func TestWrittenLinesAreAnsweredOnce(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]fakeslack.Trouble{
		"the answer of the post is lost": fakeslack.CutAnswer,
		"Slack is unwell for a moment":   fakeslack.RefuseHTTP(503),
		"Slack asks for patience":        fakeslack.RateLimit(1),
		"Slack takes no blocks":          fakeslack.RefuseBefore("invalid_blocks"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, maya := quietHouse(t)
			h.slack.OnPost(func(fakeslack.Post) fakeslack.Trouble {
				go h.slack.OnPost(nil)
				return trouble
			})
			out := <-h.writtenTo(maya, "acme voicemail")
			if !out.Acked {
				t.Fatalf("not acknowledged: %+v", out)
			}
			if n := h.answers(maya, "voicemail"); n != 1 {
				t.Errorf("%d answers", n)
			}
			if again := h.slack.Resend(out.EnvelopeID); !again.Acked {
				t.Errorf("the second delivery: %+v", again)
			}
			if n := h.answers(maya, "voicemail"); n != 1 {
				t.Errorf("%d answers after a second delivery", n)
			}
		})
	}
}

// A process that ends between the write and the answer, or between the answer and its acknowledgement, leaves both to
// the next one.
func TestWrittenLinesOutliveTheProcess(t *testing.T) {
	t.Parallel()
	for name, trouble := range map[string]fakeslack.Trouble{
		"before the answer": fakeslack.Hang,
		"behind the answer": fakeslack.HangAnswer,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, maya := quietHouse(t)
			tried := make(chan struct{}, 9)
			h.slack.OnPost(func(fakeslack.Post) fakeslack.Trouble {
				tried <- struct{}{}
				return trouble
			})
			h.writtenTo(maya, "acme voicemail")
			<-tried
			h.stop()
			h.slack.OnPost(nil)
			h.start()
			h.wait("the answer", func(*fakeslack.Server) bool { return h.answers(maya, "voicemail") > 0 })
			for _, e := range h.slack.Ledger() {
				if e.Kind == fakeslack.KindEnvelope && e.Method == "message" && e.User == maya.id {
					if again := h.slack.Resend(e.EnvelopeID); !again.Acked {
						t.Errorf("the next delivery: %+v", again)
					}
				}
			}
			if n := h.answers(maya, "voicemail"); n != 1 {
				t.Errorf("%d answers", n)
			}
			if out := h.says(maya, "show acme"); !strings.Contains(out.Message.Text, "Attempt 2 of 7") {
				t.Errorf("not logged once: %s", out.Message.Text)
			}
		})
	}
}

// What no person has newly written to the bot is acknowledged and left alone.
func TestWhatIsNotWrittenByAPerson(t *testing.T) {
	t.Parallel()
	h, maya := quietHouse(t)
	before := len(h.slack.Messages(h.slack.DM(maya.id), maya.id))
	for name, fields := range map[string]string{
		"another app's":      `"user":"U0MAYA","bot_id":"B9","channel_type":"im"`,
		"a bot's":            `"subtype":"bot_message","bot_id":"B9","channel_type":"im"`,
		"the bot's own":      `"user":"U0BOT","channel_type":"im"`,
		"a deletion":         `"subtype":"message_deleted","deleted_ts":"1.2","channel_type":"im"`,
		"one in a channel":   `"user":"U0MAYA","channel_type":"channel"`,
		"one in a group":     `"user":"U0MAYA","channel_type":"mpim"`,
		"one already edited": `"user":"U0MAYA","channel_type":"im","edited":{"user":"U0MAYA","ts":"1.3"}`,
		"a topic":            `"user":"U0MAYA","subtype":"channel_topic","channel_type":"im"`,
		"nobody's":           `"channel_type":"im"`,
	} {
		out := h.slack.Event(context.Background(), maya.id, json.RawMessage(
			`{"type":"message","ts":"1700000000.000100","text":"acme voicemail","channel":"`+h.slack.DM(maya.id)+`",`+fields+
				`}`))
		if !out.Acked {
			t.Errorf("%s: not acknowledged: %+v", name, out)
		}
	}
	if after := len(h.slack.Messages(h.slack.DM(maya.id), maya.id)); after != before {
		t.Errorf("%d messages came of it", after-before)
	}
	if out := h.says(maya, "show acme"); strings.Contains(out.Message.Text, "Attempt 2") {
		t.Errorf("it was logged: %s", out.Message.Text)
	}
}
