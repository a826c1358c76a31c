package say

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// What a prep lacks: named in one sentence, filled in by one button each, asked for by a form of one to three fields.
// A missing field is pointed out and never forbids the call.

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
			"In their words. Nobody knows? Ask: what made you look into this, and what would change if it were solved?", false,
			hotInput(l.HotButton))
	case coach.MissingNumber:
		f.input(FieldPhone, "Phone", factOf(FieldPhone).Ask.Hint, false, phoneInput(""))
	case coach.MissingAgenda, coach.MissingClose:
		agenda, hint := "", "What the call is about, so that they know what's coming."
		if c := l.Progress.Commitment; c != nil {
			agenda, f.meta.At = c.Agenda, c.At.Unix()
		}
		if gap == coach.MissingClose {
			hint = "The call is to end with a deal: name the price, the contract or the decision, so that it doesn't catch " +
				"them off guard."
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
			"What makes this call worth their time, although nobody knows yet what they care about."
	}
	f.input(FieldWhy, words, hint, false, textInput(FieldWhy, "", "A shop like theirs cut stock-outs by 30 %", false,
		coach.MaxFact))
	f.input(FieldDate, "Good until", "The last day on which it still says something. I drop it after that.", true,
		slack.NewDatePickerBlockElement(FieldDate))
}

// missingFields say of each gap what its form is headed, what its button says, and what is noted once it is filled.
var missingFields = map[coach.MissingField]struct{ title, button, noted string }{
	coach.MissingHot:    {"Hot button", "Add the hot button…", "the hot button"},
	coach.MissingNumber: {"Phone number", "Add a number…", "the number"},
	coach.MissingAgenda: {"Agenda", "Add an agenda…", "the agenda"},
	coach.MissingClose:  {"Agenda", "Change the agenda…", "the agenda"},
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

// missingLine names the gaps in one sentence. The one behind a soft stop is named there.
func missingLine(pr coach.Prep) string {
	var parts []string
	for _, g := range pr.Missing {
		if !(g == coach.MissingHot && pr.Soft) {
			parts = append(parts, missingWords(pr, g))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "*Still missing:* " + strings.Join(parts, "; ")
}

// missingWords name a field that is missing, within a sentence.
func missingWords(pr coach.Prep, g coach.MissingField) string {
	switch g {
	case coach.MissingHot:
		return "the hot button, the one thing they care about most"
	case coach.MissingNumber:
		return "a number that works"
	case coach.MissingAgenda:
		return "an agenda, so that they know what's coming"
	case coach.MissingClose:
		return "the deal on the agenda: it's the goal, and nobody likes to be caught off guard"
	case coach.MissingPage:
		return "the page at which to open " + quote(pr.Lacking().Name, 60)
	}
	if pr.Used {
		return "a fresh reason, for this one was used on the last call"
	}
	return "a reason for this call: value, something timely, news or a success story"
}

// missingButtons fill the gaps, one tap each; the tip goes along, so that the prep has the same one when it is rendered
// again.
func (p *page) missingButtons(pr coach.Prep) {
	who, tip := plainName(pr.Lead, 40), ""
	if pr.Tip != nil {
		tip = pr.Tip.ID
	}
	var out []slack.BlockElement
	add := func(g coach.MissingField, words string) {
		out = append(out, buttonFor(numbered(ActMissing, len(out)), Value(pr.Lead.ID, string(g), tip), words, who))
	}
	for _, g := range pr.Missing {
		add(g, missingFields[g].button)
		if g == coach.MissingHot && pr.Soft {
			add(coach.MissingReason, "Call anyway…")
		}
	}
	if pr.Story != nil {
		out = append(out, buttonFor(ActUse, Value(pr.Lead.ID, pr.Story.ID, tip), "Use this reason", who))
	}
	p.actions(cardKey(pr.Lead.ID), out...)
}
