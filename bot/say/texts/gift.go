package texts

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/fields"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
)

// The gift to a prospect's staff (S2.22): its form, the message that asks a manager (30 words and its note), the one
// that brings the answer back, and the page with all of it, one tap from both.

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
func GiftForm(to say.Reader, in GiftFields) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Send a gift", Submit: "Ask my manager", Callback: fields.FormGift,
		Meta: in.Meta}
	if in.Alone {
		f.Submit = "Save"
	}
	f.Meta.Lead, f.Meta.Version = in.Lead.ID, in.Lead.Version
	words := say.Who(in.Lead) + "\nFor the people around them."
	if in.Alone {
		words += " You have no manager here, so you decide."
	}
	f.Section(words)
	if in.Like > 0 {
		f.Meta.Asked = true
		f.Section("*Not saved yet:* " + strconv.Itoa(in.Like) + "% of the note stands in " + in.Where +
			". Change it, or save once more.")
	}
	f.Input(fields.GiftWho, "Who on their staff?", "", false,
		fields.TextInput(fields.GiftWho, in.Gift.Who, "Ana at the front desk", false, 100))
	f.Input(fields.GiftWhat, "What?", "", false,
		fields.TextInput(fields.GiftWhat, in.Gift.What, "A coffee basket", false, 100))
	f.Input(fields.GiftNote, "The note", "Unlike your earlier messages.", false,
		fields.TextInput(fields.GiftNote, in.Gift.Note, "", true, 1000))
	f.Input(fields.GiftCost, "Cost", "", false, fields.TextInput(fields.GiftCost, in.Gift.Cost, "$40", false, 40))
	return f.View()
}

// noteInQuestion is how many words of a gift's note the message to a manager shows.
const noteInQuestion = 12

// AskGift asks a manager about a gift.
func AskGift(to say.Reader, m notify.GiftAsk) say.Reply {
	p := &say.Page{To: to}
	l, g := m.Card.Lead, m.Card.Lead.Progress.Gift
	words := "*A gift for " + say.Quote(say.Few(say.NameOf(l), say.NameWords), say.NameLength) + "?* <@" + say.Quote(m.Rep,
		20) + "> asks\n" +
		phrases.GiftWords(g)
	if chase := cards.Chase(to, l); chase != "" {
		words += "\n" + say.Capital(chase)
	}
	if note := say.Few(g.Note, noteInQuestion); note != "" {
		words += "\n" + say.Quoted(note, say.NoteLength)
	}
	p.Section(words)
	value := ids.Value(l.ID, m.Rep, strconv.FormatInt(g.Asked.Unix(), 10))
	yes := say.ButtonFor(ids.ActApprove, value, "Approve", say.PlainName(l, 40))
	yes.Style = slack.StylePrimary
	p.Actions("gift", yes, say.ButtonFor(ids.ActDecline, value, "Decline…", say.PlainName(l, 40)),
		phrases.GiftButton(l, m.Rep))
	return p.Reply()
}

// GiftPage is a gift as it was asked for, each word of it: what a manager agrees to, and what the rep copies.
func GiftPage(to say.Reader, l coach.Lead) slack.ModalViewRequest {
	p := &say.Page{To: to}
	g := l.Progress.Gift
	p.Section(say.Who(l) + "\nGift: " + say.Quote(g.What, 100) + "\nFor: " + say.Quote(g.Who, 100) + "\nCost: " +
		say.Quote(g.Cost, 40))
	long(p, g.Note)
	return fields.ReplyPage("Gift and note", p.Reply())
}

// GiftAnswered tells a rep what became of the gift that they asked for, with what to do next.
func GiftAnswered(to say.Reader, m notify.GiftAnswer) say.Reply {
	p := &say.Page{To: to}
	l, g := m.Card.Lead, m.Card.Lead.Progress.Gift
	by := "<@" + say.Quote(g.By, 20) + ">"
	if g.State == coach.GiftApproved {
		p.Section("*Gift approved:* " + by + " agreed. Send it, then tap Delivered; the call comes " +
			say.Counted(to.AllRules().VerdictDays(coach.VerdictGift), "working day") + " later.")
	} else {
		p.Section("*Gift declined:* " + by + " says “" + say.Quote(say.Few(g.Why, 25), say.ShortLength) + "”")
	}
	key, step := phrases.CardKey(l.ID), cards.StepView{To: to, Card: m.Card}
	p.SectionOf(key, step.Brief(true), step.More())
	p.Actions(key, step.Buttons()...)
	return p.Reply()
}

// GiftDecided stands in the place of the question that a manager has answered. Who wants no messages, or has left,
// hears nothing: it is on the lead's page.
func GiftDecided(to say.Reader, l coach.Lead, rep string, quiet bool) say.Reply {
	p := &say.Page{To: to}
	g := l.Progress.Gift
	words := "✓ Approved: a gift for *" + say.Name(l) + "*"
	if g.State == coach.GiftDeclined {
		words = "✓ Declined: a gift for *" + say.Name(l) + "*"
	}
	words += " (<@" + say.Quote(rep, 20) + ">)"
	if g.Why != "" {
		words += "\n" + say.Quoted(say.Few(g.Why, 12), say.NoteLength)
	}
	heard := "\nThey hear it now."
	if quiet {
		heard = "\nThey get no messages now; it is on the lead's page."
	}
	p.Section(words + heard)
	return p.Reply()
}

// GiftOver says that there is nothing to decide about a gift any more: somebody has, or it was taken back.
func GiftOver(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	words := "This gift for *" + say.Name(l) + "* no longer waits for an answer."
	switch g := l.Progress.Gift; l.Progress.GiftIs() {
	case coach.GiftApproved:
		words = "<@" + say.Quote(g.By, 20) + "> has approved the gift for *" + say.Name(l) + "*."
	case coach.GiftDeclined:
		words = "<@" + say.Quote(g.By, 20) + "> has declined the gift for *" + say.Name(l) + "*."
	}
	p.Section(words)
	return p.Reply()
}

// DeclineForm asks a manager why not: the rep reads it.
func DeclineForm(to say.Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &fields.Form{Page: say.Page{To: to}, Title: "Decline the gift", Submit: "Decline", Callback: fields.FormDecline,
		Meta: meta}
	f.Meta.Lead = l.ID
	f.Section(strings.TrimSpace(say.Who(l) + "\n" + phrases.GiftWords(l.Progress.Gift)))
	f.Input(fields.Reason, "Why not?", "They read this.", false,
		fields.TextInput(fields.Reason, "", "Too early for them", false, coach.MaxFact))
	return f.View()
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
func YourMessageOf(to say.Reader, at time.Time) string {
	return "your message of " + to.ShortDate(at.In(to.Location()))
}

// NotHigh refuses a gift for a lead that isn't of high potential, with the way to say that it is.
func NotHigh(to say.Reader, l coach.Lead) say.Reply {
	p := &say.Page{To: to}
	p.Section("*Not saved:* gifts are for leads of high potential, and *" + say.Name(l) + "* isn't marked so.")
	p.Actions("a", phrases.EditButton(l, fields.PageMatters, "Edit…"))
	return p.Reply()
}
