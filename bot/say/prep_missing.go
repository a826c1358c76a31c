package say

import (
	"cmp"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// What a prep lacks: a button each, asked for by a form of one to three fields. A missing field is pointed out and
// never forbids the call.

// MissingFieldForm asks for the one thing that a prep lacks. A reason has its kind and, where it is dated, the last day
// on which it holds; anyway asks for it where there is no hot button to call about.
func MissingFieldForm(to Reader, pr coach.Prep, gap coach.MissingField, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: missingFields[gap].title, submit: "Save", callback: FormMissing, meta: meta}
	l := pr.Lead
	f.meta.Lead, f.meta.Missing = l.ID, string(gap)
	f.section(who(l))
	switch gap {
	case coach.MissingHot:
		f.input(FieldHot, "What do they care about most?",
			"In their words. To find out, ask: what made you look into this?", false,
			hotInput(l.HotButton))
	case coach.MissingNumber:
		f.input(FieldPhone, "Phone", factOf(FieldPhone).Ask.Hint, false, phoneInput(""))
	case coach.MissingAgenda, coach.MissingClose:
		agenda, hint := "", "So they know what's coming."
		if c := l.Progress.Commitment; c != nil {
			agenda, f.meta.At = c.Agenda, c.At.Unix()
		}
		if gap == coach.MissingClose {
			hint = "This call is to end with a deal: name the price, the contract or the decision."
		}
		f.input(FieldAgenda, "Agenda", hint, false,
			textInput(FieldAgenda, agenda, "Price for 12 seats, then your decision", false, coach.MaxFact))
	case coach.MissingPage:
		name := ""
		if m := pr.Lacking(); m != nil {
			name, f.meta.Sent = m.Name, m.At.Unix()
		}
		f.input(FieldPointer, "Where to open "+tidy(cmp.Or(name, "it"), 60),
			"The page or paragraph about what they care about.", false,
			pointerInput(""))
	case coach.MissingReason:
		f.reason(pr)
	}
	return f.view()
}

// reason asks for a reason to call, of the kind whose turn it is.
func (f *form) reason(pr coach.Prep) {
	f.input(FieldKind, "What kind of reason?", "", false, radio(FieldKind, string(coach.NextKind(pr.Lead, f.to.Now)),
		[2]string{string(coach.WhyValue), "Value: how you can help them"},
		[2]string{string(coach.WhyTimely), "Timely: something about your product or their industry"},
		[2]string{string(coach.WhyNews), "News: something that concerns them"},
		[2]string{string(coach.WhyStory), "Success story: what a similar business did"}))
	words, hint := "The reason, as you'd say it", "“I've been thinking about … for you” beats “just checking in”."
	if pr.Soft {
		words, hint = "Why call anyway?",
			"What makes this call worth their time?"
	}
	f.input(FieldWhy, words, hint, false, textInput(FieldWhy, "", "A shop like theirs cut stock-outs by 30 %", false,
		coach.MaxFact))
	f.input(FieldDate, "Good until", "The last day on which it still holds.", true,
		slack.NewDatePickerBlockElement(FieldDate))
}

// missingFields say of each gap what its form is headed, what its button says, and what is noted once it is filled.
var missingFields = map[coach.MissingField]struct{ title, button, noted string }{
	coach.MissingHot:    {"Hot button", "Add the hot button…", "the hot button"},
	coach.MissingNumber: {"Phone number", "Add a number…", "the number"},
	coach.MissingAgenda: {"Agenda", "Add an agenda…", "the agenda"},
	coach.MissingClose:  {"Agenda", "Add price to agenda…", "the agenda"},
	coach.MissingReason: {"Reason for this call", "Add a reason…", "the reason"},
	coach.MissingPage:   {"Page", "Add the page…", "the page"},
}

// What the forms of a prep say at their fields.
const (
	ErrHot    = "Name the one thing they care about most."
	ErrAgenda = "Name at least one point."
	ErrPage   = "Name a page or a paragraph, for example p. 4."
	ErrKind   = "Pick what kind of reason it is."
	ErrWhy    = "Say in a line why you call."
	ErrOver   = "That day is over already. Pick a later one, or leave it empty."
)

// missing are buttons that fill the gaps, one tap each; the tip goes along, so that the prep has the same one when it
// is rendered again. On a ping there is no time left to write an agenda.
func (pr prepView) missing(ping bool) []slack.BlockElement {
	who, tip := plainName(pr.Lead, 40), ""
	if pr.Tip != nil {
		tip = pr.Tip.ID
	}
	var out []slack.BlockElement
	add := func(g coach.MissingField, words string) {
		out = append(out, buttonFor(numbered(ActMissing, len(out)), Value(pr.Lead.ID, string(g), tip), words, who))
	}
	for _, g := range pr.Missing {
		if ping && (g == coach.MissingAgenda || g == coach.MissingClose) {
			continue
		}
		add(g, missingFields[g].button)
		if g == coach.MissingHot && pr.Soft {
			add(coach.MissingReason, "Call anyway…")
		}
	}
	if pr.Story != nil {
		out = append(out, buttonFor(ActUse, Value(pr.Lead.ID, pr.Story.ID, tip), "Use this reason", who))
	}
	return out
}
