package say

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// The gift to a prospect's staff (S2.22): its form, the message that asks a manager (30 words and its note), and the
// one that brings the answer back.

// giftWords are what a gift is and for whom.
func giftWords(g *coach.GiftPlan) string {
	if g == nil {
		return ""
	}
	words := quote(few(g.What, 6), shortLength)
	if g.Cost != "" {
		words += " (" + quote(few(g.Cost, 2), 40) + ")"
	}
	if g.Who != "" {
		words += " to " + quote(few(g.Who, 4), shortLength)
	}
	return words
}

// GiftFields prefill the form of a gift.
type GiftFields struct {
	Lead  coach.Lead
	Gift  coach.GiftPlan
	Like  int    // per cent of the note that was written before; 0 for none
	Where string // where that stands, for mrkdwn
	Alone bool   // nobody manages a team of the rep's
	Meta  request.Meta
}

// GiftForm asks who gets what with which note, and at what cost. A note like an earlier one is said before it is saved
// once more.
func GiftForm(to Reader, in GiftFields) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Send a gift", submit: "Ask my manager", callback: FormGift, meta: in.Meta}
	if in.Alone {
		f.submit = "Save"
	}
	f.meta.Lead, f.meta.Version = in.Lead.ID, in.Lead.Version
	words := who(in.Lead) + "\nFor the people around them, with a note like no other."
	if in.Alone {
		words += " You have no manager here, so you decide."
	}
	f.section(words)
	if in.Like > 0 {
		f.meta.Asked = true
		f.section("*Not saved yet:* " + strconv.Itoa(in.Like) + "% of the note stands in " + in.Where +
			". Change it, or save once more.")
	}
	f.input(FieldGiftWho, "Who on their staff?", "", false,
		textInput(FieldGiftWho, in.Gift.Who, "Ana at the front desk", false, 100))
	f.input(FieldGiftWhat, "What?", "", false, textInput(FieldGiftWhat, in.Gift.What, "A coffee basket", false, 100))
	f.input(FieldGiftNote, "The note", "Unlike your earlier messages.", false,
		textInput(FieldGiftNote, in.Gift.Note, "", true, 1000))
	f.input(FieldGiftCost, "Cost", "", false, textInput(FieldGiftCost, in.Gift.Cost, "$40", false, 40))
	return f.view()
}

// noteInQuestion is how many words of a gift's note the message to a manager shows.
const noteInQuestion = 18

// AskGift asks a manager about a gift.
func AskGift(to Reader, m coach.GiftAsk) Reply {
	p := &page{to: to}
	l, g := m.Card.Lead, m.Card.Lead.Progress.Gift
	words := "*A gift for " + quote(few(nameOf(l), nameWords), nameLength) + "?* <@" + quote(m.Rep, 20) + "> asks\n" +
		giftWords(g)
	if chase := to.chase(l); chase != "" {
		words += "\n" + capital(chase)
	}
	if note := few(g.Note, noteInQuestion); note != "" {
		words += "\n" + quoted(note, noteLength)
	}
	p.section(words)
	value := Value(l.ID, m.Rep, strconv.FormatInt(g.Asked.Unix(), 10))
	yes := buttonFor(ActApprove, value, "Approve", plainName(l, 40))
	yes.Style = slack.StylePrimary
	p.actions("gift", yes, buttonFor(ActDecline, value, "Decline…", plainName(l, 40)))
	return p.reply()
}

// GiftAnswered tells a rep what became of the gift that they asked for, with what to do next.
func GiftAnswered(to Reader, m coach.GiftAnswer) Reply {
	p := &page{to: to}
	l, g := m.Card.Lead, m.Card.Lead.Progress.Gift
	by := "<@" + quote(g.By, 20) + ">"
	if g.State == coach.GiftApproved {
		p.section("*Gift approved:* " + by + " agreed. Send it, then tap Delivered; the call comes " +
			counted(to.rules().VerdictDays(coach.VerdictGift), "working day") + " later.")
	} else {
		p.section("*Gift declined:* " + by + " says “" + quote(few(g.Why, 25), shortLength) + "”")
	}
	key, step := cardKey(l.ID), stepView{to, m.Card}
	p.sectionOf(key, step.brief(true), step.more())
	p.actions(key, step.buttons()...)
	return p.reply()
}

// GiftDecided stands in the place of the question that a manager has answered.
func GiftDecided(to Reader, l coach.Lead, rep string) Reply {
	p := &page{to: to}
	g := l.Progress.Gift
	words := "✓ Approved: a gift for *" + name(l) + "*"
	if g.State == coach.GiftDeclined {
		words = "✓ Declined: a gift for *" + name(l) + "*"
	}
	words += " (<@" + quote(rep, 20) + ">)"
	if g.Why != "" {
		words += "\n" + quoted(few(g.Why, 20), noteLength)
	}
	p.section(words + "\nThey hear it now.")
	return p.reply()
}

// GiftOver says that there is nothing to decide about a gift any more: somebody has, or it was taken back.
func GiftOver(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	words := "This gift for *" + name(l) + "* doesn't wait for an answer any more."
	switch g := l.Progress.Gift; l.Progress.GiftIs() {
	case coach.GiftApproved:
		words = "<@" + quote(g.By, 20) + "> has approved the gift for *" + name(l) + "*."
	case coach.GiftDeclined:
		words = "<@" + quote(g.By, 20) + "> has declined the gift for *" + name(l) + "*."
	}
	p.section(words)
	return p.reply()
}

// DeclineForm asks a manager why not: the rep reads it.
func DeclineForm(to Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Decline the gift", submit: "Decline", callback: FormDecline, meta: meta}
	f.meta.Lead = l.ID
	f.section(strings.TrimSpace(who(l) + "\n" + giftWords(l.Progress.Gift)))
	f.input(FieldReason, "Why not?", "They read this.", false,
		textInput(FieldReason, "", "Too early for them", false, coach.MaxFact))
	return f.view()
}

// Texts at the fields of the forms about a gift and one more call.
const (
	ErrVerdict  = "Pick one of these."
	ErrExtend   = "Say in a few words why one more call is worth it."
	ErrGift     = "This can't be left out."
	ErrDeclined = "Say in a few words why not."
	ErrNotHigh  = "Gifts are for leads of high potential."
)

// TeamMessages is where a note stands that a colleague has written: nothing else is said of it.
const TeamMessages = "one of your team's messages"

// YourMessageOf is where a note stands that was written to this lead before.
func YourMessageOf(to Reader, at time.Time) string {
	return "your message of " + to.shortDate(at.In(to.zone()))
}

// NotHigh refuses a gift for a lead that isn't of high potential, with the way to say that it is.
func NotHigh(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	p.section("*Not saved:* gifts are for leads of high potential, and *" + name(l) + "* isn't marked so.")
	p.actions("a", editButton(l, PageMatters, "Edit…"))
	return p.reply()
}
