package say

import (
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Messages that come unasked: the morning digest, which has 240 words with ten cards and a tip, and the nudge, which
// has 30 for three second tries. The first line of each has ⋯ with the way to switch that kind of message off.

const (
	digestWords = 240 // of a whole digest; beyond it the tip goes
	alsoNames   = 6   // leads that are named without a card
	nudgeWords  = 30  // of a nudge; leads beyond them are behind a button
)

// Digest is the morning message: what needs an answer first, then agreed calls by time, then what can be called now and
// what later today, in the order that the coach gave them; the rest of the day by name; one tip.
func Digest(to Reader, d coach.Digest) Reply {
	p := &page{to: to}
	p.sectionOf("s", "*"+counted(d.Total(), "lead")+" today*", messageMenu(coach.KindDigest))
	if d.Late {
		p.context("Sent late: I was offline")
	}
	// Ten cards in all, whatever is given: 50 blocks are Slack's limit.
	left := cardsShown
	var shown []string
	also := d.Also
	for _, part := range []struct {
		title string
		cards []coach.Card
	}{
		{"Answer first", d.Asks}, {"Agreed calls", d.Commitments}, {"Call now", d.Cards}, {"Later today", d.Later},
	} {
		cards, rest := capped(part.cards, left)
		left -= len(cards)
		also = append(part.cards[len(part.cards)-rest:len(part.cards):len(part.cards)], also...)
		if len(cards) == 0 {
			continue
		}
		p.part(part.title, len(shown) == 0)
		for _, c := range cards {
			p.card(c)
			shown = append(shown, c.Lead.ID)
		}
	}
	p.also(also, d.More, shown)
	if own := selfReportLine(d.Mirror); own != "" {
		p.context(own)
	}
	p.digestTip(d.Tip)
	return p.reply()
}

// also names what is due today and has no card here, with the button that shows it. shown are the leads that have had
// one.
func (p *page) also(cards []coach.Card, more int, shown []string) {
	if len(cards)+more == 0 {
		return
	}
	named, _ := capped(cards, alsoNames)
	names := make([]string, len(named))
	for i, c := range named {
		names[i] = quote(few(nameOf(c.Lead), nameWords), nameLength)
	}
	for spoken := wordsOf(Spoken(p.blocks)) + 2; len(names) > 1 &&
		spoken+wordsOf(strings.Join(names, " ")) > digestWords; {
		names = names[:len(names)-1]
	}
	rest := len(cards) - len(names)
	words := "*Also today:* " + strings.Join(names, ", ")
	if rest+more > 0 && len(names) > 0 {
		words += "…"
	} else if len(names) == 0 {
		words = "*Also today:* " + counted(more, "lead")
	}
	p.sectionOf("more", words, button(ActRest, restValue(shown), "Show "+thousands(len(cards)+more)+" more"))
}

// restValue are the leads that have a card already, as the button carries them that shows the others. Of more than fit,
// the first are forgotten and shown once more.
func restValue(shown []string) string {
	value := strings.Join(shown, ",")
	for len(value) > carriedMost {
		_, value, _ = strings.Cut(value, ",")
	}
	return value
}

// carriedMost is how long the list of leads in a button's value may grow; Slack takes a little more.
const carriedMost = blockkit.MaxCarried - 100

// Rest continues a digest with the next leads as cards, and says how many are left. shown are those that have had one.
func Rest(to Reader, cards []coach.Card, more int, shown []string) Reply {
	p := &page{to: to}
	if len(cards)+more == 0 {
		p.section("*Nothing else today.*")
		return p.reply()
	}
	now, left := capped(cards, cardsShown)
	p.section("*" + thousands(len(cards)+more) + " more today*")
	for _, c := range now {
		p.card(c)
		shown = append(shown, c.Lead.ID)
	}
	switch {
	case left > 0:
		p.also(cards[len(now):], more, shown)
	case more > 0: // nobody has looked at those
		p.moreButton("due", more)
	}
	return p.reply()
}

// digestTip adds the tip where the message has room for it: cards come first. Its votes and its source are behind ⋯.
func (p *page) digestTip(t *coach.Tip) {
	if t == nil {
		return
	}
	if wordsOf(Spoken(p.blocks))+wordsOf(tipWords(*t)) > digestWords {
		return
	}
	p.tip(*t)
}

// messageMenu is the ⋯ of a message that comes unasked: the settings, and an end of this kind of message.
func messageMenu(kind coach.MessageKind) slack.BlockElement {
	choice := func(what, words string) *slack.OptionBlockObject {
		return slack.NewOptionBlockObject(Value(string(kind), what), label(words, 75), nil)
	}
	return slack.NewOverflowBlockElement(ActMessage, choice(MessageSettings, "Settings"),
		choice(MessageStop, "Stop these"))
}

// Stopped says that a kind of message comes no more, and how to get it back. Undo takes it back, too.
func Stopped(to Reader, kind coach.MessageKind, change string) Reply {
	p := &page{to: to}
	words := "✓ Saved: no more " + kindWords(kind) + ". `/followup settings " + kindSetting(kind) +
		" on` brings them back."
	var undo slack.BlockElement
	if change != "" {
		undo = button(ActUndo, Value("", change), "Undo")
	}
	p.sectionOf("s", words, undo)
	return p.reply()
}

// Resumed says that a kind of message comes again.
func Resumed(to Reader, kind coach.MessageKind) Reply {
	p := &page{to: to}
	p.section("✓ Saved: " + kindWords(kind) + " come again. `/followup settings " + kindSetting(kind) + " off` ends them.")
	return p.reply()
}

// kindWords is what a kind of message is called.
func kindWords(kind coach.MessageKind) string {
	switch kind {
	case coach.KindDigest:
		return "morning messages"
	case coach.KindNudge:
		return "reminders of second tries"
	case coach.KindPing:
		return "reminders before agreed calls"
	case coach.KindAsk:
		return "questions"
	}
	return "tips"
}

// kindSetting is the word that switches a kind of message on and off.
func kindSetting(kind coach.MessageKind) string {
	switch kind {
	case coach.KindDigest:
		return "digest"
	case coach.KindNudge:
		return "nudges"
	case coach.KindPing:
		return "pings"
	case coach.KindAsk:
		return "questions"
	}
	return "tips"
}

// Nudge announces the second tries of the coming stretch of time (limits.nudge_span). Its first line says what is the
// same for all of them: until when, which try, and that nobody leaves a second message the same day. Leads beyond its
// words are behind a button, which shows them as cards with whatever else is due today.
func Nudge(to Reader, n coach.Nudge) Reply {
	p := &page{to: to}
	head := to.nudgeHead(n.Cards)
	p.sectionOf("s", head, messageMenu(coach.KindNudge))
	left := nudgeWords - wordsOf(head)
	var shown []string
	for _, c := range n.Cards {
		key, step := cardKey(c.Lead.ID), stepView{to, c}
		words := step.brief(false)
		if left -= wordsOf(words); left < 0 && len(shown) > 0 {
			break
		}
		p.sectionOf(key, words, step.more())
		p.actions(key, step.buttons()...)
		shown = append(shown, c.Lead.ID)
	}
	if more := len(n.Cards) - len(shown); more > 0 {
		p.actions("more", button(ActRest, restValue(shown), "Show "+thousands(more)+" more"))
	}
	return p.reply()
}

// nudgeHead is "*3 second tries until {5:30 PM}* · attempt 2 of 7, no message this time".
func (to Reader) nudgeHead(cards []coach.Card) string {
	words := "*" + thousands(len(cards)) + " second tries"
	if len(cards) == 1 {
		words = "*1 second try"
	}
	var last coach.Step
	alike := true
	for i, c := range cards {
		if c.Step.Until.After(last.Until) {
			last.Until = c.Step.Until
		}
		alike = alike && (i == 0 || tryName(c.Step) == tryName(cards[0].Step))
	}
	if last.Until.After(to.Now) {
		words += " until " + to.clock(last.Until)
	}
	words += "*"
	if len(cards) > 0 && alike {
		words += " · " + lower(tryName(cards[0].Step))
	}
	if !slices.ContainsFunc(cards, func(c coach.Card) bool { return to.rules().VoicemailFor(c.Lead, c.Step) != "" }) {
		words += ", no message this time"
	}
	return words
}
