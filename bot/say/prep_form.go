package say

import (
	"cmp"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// GapForm asks for the one thing that a prep lacks. A reason has its kind and, where it is dated, the last day on which it holds; anyway
// asks for it where there is no hot button to call about.
func GapForm(to Reader, pr coach.Prep, gap coach.Gap, meta Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: gapTitle[gap], submit: "Save", callback: FormGap, meta: meta}
	l := pr.Lead
	f.meta.Lead, f.meta.Command = l.ID, string(gap)
	f.section(who(l))
	switch gap {
	case coach.GapHot:
		f.input(FieldHot, "What do they care about most?", "In their words. Nobody knows? Ask: what made you look into this, and what would change if it were solved?", false,
			textInput(FieldHot, l.HotButton, "Cut unscheduled maintenance", false, coach.MaxFact))
	case coach.GapNumber:
		f.input(FieldPhone, "Phone", "With the country code I can tell their time zone.", false, textInput(FieldPhone, "", "+1 212 555 0100", false, 50))
	case coach.GapAgenda, coach.GapClose:
		agenda, hint := "", "What the call is about, so that they know what's coming."
		if c := l.Progress.Commitment; c != nil {
			agenda, f.meta.At = c.Agenda, c.At.Unix()
		}
		if gap == coach.GapClose {
			hint = "The call is to end with a deal: name the price, the contract or the decision, so that it doesn't catch them off guard."
		}
		f.input(FieldAgenda, "Agenda", hint, false, textInput(FieldAgenda, agenda, "Price for 12 seats, then your decision", false, coach.MaxFact))
	case coach.GapPage:
		name := ""
		if m := pr.Lacking(); m != nil {
			name, f.meta.At = m.Name, m.At.Unix()
		}
		f.input(FieldPointer, "Where to open "+tidy(cmp.Or(name, "it"), 60), "The page or paragraph about what they care about.", false,
			textInput(FieldPointer, "", "p. 4, §2", false, 100))
	case coach.GapWhy:
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
		words, hint = "Why call anyway?", "What makes this call worth their time, although nobody knows yet what they care about."
	}
	f.input(FieldWhy, words, hint, false, textInput(FieldWhy, "", "A shop like theirs cut stock-outs by 30 %", false, coach.MaxFact))
	f.input(FieldDate, "Good until", "The last day on which it still says something. I drop it after that.", true, slack.NewDatePickerBlockElement(FieldDate))
}

var gapTitle = map[coach.Gap]string{
	coach.GapHot: "Hot button", coach.GapNumber: "Phone number", coach.GapAgenda: "Agenda", coach.GapClose: "Agenda",
	coach.GapWhy: "Reason for this call", coach.GapPage: "Page",
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
