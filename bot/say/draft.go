package say

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Messages to prospects: a form with the text in a field, to change and to copy. With the lead's line and its labels
// the form has at most 70 words.

// draftTitles are what each kind of message is called.
var draftTitles = map[coach.DraftKind]string{
	coach.DraftEmail1: "Email 1", coach.DraftEmail2: "Email 2", coach.DraftEmail: "Email",
	coach.DraftLinkedIn: "LinkedIn request", coach.DraftStepBack: "Step back", coach.DraftGoodbye: "Goodbye",
	coach.DraftAfterTalk: "Email after your talk",
}

// subjectMost is how long a subject can be, in characters.
const subjectMost = 150

// DraftForm shows a message to a lead, to change and to copy. What it was made from goes along, so that another text
// takes its turn next time.
func DraftForm(to Reader, l coach.Lead, d coach.DraftText, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: draftTitles[d.Kind], submit: "Mark as sent", callback: FormDraft, meta: meta}
	f.meta.Lead, f.meta.Version, f.meta.Draft = l.ID, l.Version, Value(d.Key(), string(d.Why))
	f.section(strings.TrimSpace(addressee(l, d.Kind) + "\n" + to.afterDraft(d.Kind)))
	if d.Kind.HasSubject() {
		f.input(FieldSubject, "Subject", "", false, textInput(FieldSubject, d.Subject, "", false, subjectMost))
	}
	f.input(FieldMessage, "Text", "", false, textInput(FieldMessage, d.Body, "", true, coach.MaxNote))
	v := f.view()
	v.Close = label("Back", blockkit.MaxTitle)
	return v
}

// afterDraft is what follows on a step back (S1.25) or a goodbye (S1.28–S1.31) that was sent; nothing for the others.
func (to Reader) afterDraft(kind coach.DraftKind) string {
	switch kind {
	case coach.DraftStepBack:
		return "Then " + counted(to.rules().VerdictDays(coach.VerdictStepBack), "quiet day") + ", and I ask again."
	case coach.DraftGoodbye:
		return "An answer within " + counted(to.limits().WatchDays, "day") + " counts for it. Else they come back after " +
			counted(to.rules().VerdictDays(coach.VerdictBreakUp), "day") + "."
	}
	return ""
}

// addressee is whom a message is for, with the address to copy where it is an email.
func addressee(l coach.Lead, kind coach.DraftKind) string {
	words := who(l)
	if l.Email != "" && kind.HasSubject() {
		words += " · " + quote(l.Email, shortLength)
	}
	return words
}

// ReadDraftMeta is the kind of message that a form holds and the kind of its reason; key is set to the text that it was
// made from.
func ReadDraftMeta(meta request.Meta, key *string) (coach.DraftKind, coach.WhyKind) {
	text, why, _ := strings.Cut(meta.Draft, "|")
	*key = text
	kind, _, _ := strings.Cut(text, "/")
	if w := coach.WhyKind(why); w.Valid() {
		return coach.DraftKind(kind), w
	}
	return coach.DraftKind(kind), ""
}

// ErrNothingSent stands at the field of a draft's form that was emptied.
const ErrNothingSent = "Put in what you sent, or go back."

// ErrGoodbye says which half of a goodbye is missing, with an example.
func ErrGoodbye(lacks []coach.GoodbyeHalf) string {
	words := map[coach.GoodbyeHalf]string{
		coach.HalfTries:  "Name an earlier try with its date, like “I called on Oct 15 and 22”.",
		coach.HalfTiming: "Add that the time may not be right, like “my guess: bad timing”.",
	}
	var out []string
	for _, half := range lacks {
		out = append(out, words[half])
	}
	return strings.Join(out, " ")
}

// WhichDraft asks which message is meant by words that name none.
func WhichDraft(to Reader, l coach.Lead, typed string) Reply {
	p := &page{to: to}
	p.section("I don't know the message “" + brief(typed, 5) + "”. Which one for *" + name(l) + "*?")
	p.actions("a", draftButton(l, coach.DraftEmail, "Write email…"), draftButton(l, coach.DraftLinkedIn, "LinkedIn…"),
		draftButton(l, coach.DraftStepBack, "Step back…"), draftButton(l, coach.DraftGoodbye, "Say goodbye…"))
	return p.reply()
}

// NoDraft says why there is nothing to write: no try that a goodbye could name, no date that was agreed on.
func NoDraft(to Reader, l coach.Lead, kind coach.DraftKind) Reply {
	p := &page{to: to}
	switch kind {
	case coach.DraftGoodbye:
		p.section("No goodbye for *" + name(l) +
			"* yet: it names your earlier calls, and there's none since you last talked.")
	case coach.DraftAfterTalk:
		p.section("No call is agreed with *" + name(l) + "*, so there's no date to confirm.")
	default:
		p.section("I have no text for *" + name(l) + "*.")
	}
	p.actions("a", draftButton(l, coach.DraftEmail, "Write email…"), showLead(l))
	return p.reply()
}

// draftButton opens the form with a message to a lead.
func draftButton(l coach.Lead, kind coach.DraftKind, words string) slack.BlockElement {
	return buttonFor(ActDraft+"."+string(kind), Value(l.ID, string(kind)), words, plainName(l, 40))
}

// mailButton opens the email that is due, or the one to write first.
func mailButton(l coach.Lead, s coach.Step) slack.BlockElement {
	return draftButton(l, coach.DraftEmail, mailWords(s))
}

// mailWords are the label of what opens the email.
func mailWords(s coach.Step) string {
	if s.Mail > 0 {
		return "Email " + strconv.Itoa(s.Mail) + "…"
	}
	return "Write email…"
}

// socialButtons are a touch in each network, where one goes with the first tries: the request has words, a follow has
// none.
func socialButtons(l coach.Lead, version int64) []slack.BlockElement {
	return []slack.BlockElement{draftButton(l, coach.DraftLinkedIn, "LinkedIn…"),
		buttonFor(ActX, Value(l.ID, strconv.FormatInt(version, 10)), outcome.XTwitter.Info().Button, plainName(l, 40))}
}
