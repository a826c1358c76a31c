package app

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/fakeslack"
)

// writes is a person writing to the bot. It answers each message with one of its own, which needs no other mention.
func (h *house) writes(l talkLine, m []string) {
	p, w := h.person(m[1]), fakeslack.Written{Text: h.linked(h.typedWords(m[5])), Also: m[3] != ""}
	dm := h.slack.DM(p.id)
	if m[2] != "" {
		w.Files = []fakeslack.File{{ID: "F1", Name: m[2]}}
	}
	for _, seen := range slices.Backward(h.visible(p)) {
		if m[4] != "" && strings.Contains(h.reads(p).message(seen).String(), m[4]) {
			if w.Thread = seen.ThreadTS; w.Thread == "" {
				w.Thread = seen.TS
			}
			break
		}
	}
	if m[4] != "" && w.Thread == "" {
		h.fatalf("%s sees no message with %q", p.name, m[4])
	}
	h.mentioned()
	h.acts(p, l, func() fakeslack.Outcome {
		sent, out := h.slack.Write(context.Background(), p.id, w)
		h.wrote[p.name] = sent
		return out
	})
	h.collect()
	if len(h.inbox[dm]) == 0 {
		h.fatalf("the bot has met it with silence")
	}
	h.inbox[dm] = h.inbox[dm][1:]
}

// edits changes what a person wrote last.
func (h *house) edits(l talkLine, m []string) {
	p := h.person(m[1])
	h.acts(p, l, func() fakeslack.Outcome {
		return h.slack.Edit(context.Background(), p.id, h.wrote[p.name].TS, h.typedWords(m[2]))
	})
}

var (
	mailWritten  = regexp.MustCompile(`[\w.+-]+@[\w-]+\.[\w.]+\w`)
	phoneWritten = regexp.MustCompile(`\+\d{8,14}`)
)

// linked marks up what Slack recognises in a message.
func (h *house) linked(text string) string {
	text = mailWritten.ReplaceAllString(text, "<mailto:$0|$0>")
	return phoneWritten.ReplaceAllString(text, "<tel:$0|$0>")
}

// appPosts is another app's post in a channel; lines below it are the fields of an attachment.
func (h *house) appPosts(l talkLine, m []string) {
	said := fakeslack.Message{App: m[1], Channel: h.channels[m[2]], Text: h.linked(h.typedWords(m[3]))}
	var fields []slack.AttachmentField
	for _, line := range l.body {
		label, value, _ := strings.Cut(line.text, ": ")
		fields = append(fields, slack.AttachmentField{Title: label, Value: h.linked(h.typedWords(value))})
	}
	if len(fields) > 0 {
		at := json.Number(strconv.FormatInt(h.clock.Now().Unix(), 10))
		raw, err := json.Marshal([]slack.Attachment{{Fields: fields, Ts: at}})
		if err != nil {
			h.fatalf("%v", err)
		}
		said.Attachments = raw
	}
	h.posted = h.slack.Say(said)
	h.collect()
}

// shortcut runs one of the app's shortcuts on a message: on what a person wrote last, or, where a call is logged, on
// what another app has posted since there was one.
func (h *house) shortcut(l talkLine, m []string) {
	p := h.person(m[1])
	id, on := "followup_check", h.wrote[p.name]
	if m[2] != "checks" {
		if id = "followup_from"; h.posted.TS > on.TS {
			on = h.posted
		}
	}
	h.acts(p, l, func() fakeslack.Outcome {
		return h.slack.MessageShortcut(context.Background(), p.id, id, on.Channel, on.TS)
	})
}
