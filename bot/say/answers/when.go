package answers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/cards"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
)

// When says the next step with its date and every reason that moved it, one to a line. mode is the rep's.
func When(to say.Reader, c coach.Card, mode coach.Mode) say.Reply {
	p := &say.Page{To: to}
	view := SavedView{to, Saved{Lead: c.Lead, Step: c.Step}}
	lines := []string{"*" + say.Name(c.Lead) + "*"}
	reasons := phrases.Reasons(to, slices.DeleteFunc(slices.Clone(c.Step.Because), chosenBy))
	switch {
	case !c.Lead.Open() && c.Step.Kind != coach.StepTask:
		lines = append(lines, "Nothing is due: closed, "+say.Shortly(c.Lead.Progress.Closed)+".")
	default:
		lines[0] += view.whenStep()
		when := strings.TrimSuffix(view.whenDue(), ".")
		if when != "" && len(reasons) > 0 && !strings.HasSuffix(when, "?") {
			when += ", because:"
		}
		if when != "" {
			lines = append(lines, strings.ToUpper(when[:1])+when[1:])
		}
	}
	for i, r := range reasons {
		lines = append(lines, strconv.Itoa(i+1)+". "+say.Sentence(r))
	}
	if c.Lead.Open() {
		lines = append(lines, chosen(c.Lead, mode))
	}
	p.SectionOf(phrases.CardKey(c.Lead.ID), strings.Join(lines, "\n"), nil)
	if c.Lead.Open() || c.Step.Kind == coach.StepTask {
		prep := phrases.RunButton(0, c.Lead.ID, "prep "+say.TypedName(c.Lead), "Prep")
		buttons := append(phrases.Taps(prep), say.Button(ids.ActSource, ids.Value(c.Lead.ID, ids.MoreWhen), "Sources"),
			cards.More(c.Lead))
		p.Actions(phrases.CardKey(c.Lead.ID), buttons...)
	}
	return p.Reply()
}

// chosenBy reports whether a reason is said elsewhere: the last line has what the lead is and how the rep likes to try,
// the second one their clock.
func chosenBy(r coach.Reason) bool {
	switch r.Code {
	case coach.ReasonMode, coach.ReasonWarmth, coach.ReasonPotential, coach.ReasonZone:
		return true
	}
	return false
}

// chosen is what chose the plan: "Cold, normal potential, balanced."
func chosen(l coach.Lead, mode coach.Mode) string {
	words := "Counts as cold"
	switch l.Warmth {
	case coach.Warm:
		words = "Warm"
	case coach.Cold:
		words = "Cold"
	}
	potential := potentialWords[l.Potential]
	if potential == "" {
		potential = "normal potential"
	}
	if mode == "" {
		mode = coach.Balanced
	}
	return words + ", " + potential + ", " + say.Quote(string(mode), 20) + "."
}

// whenStep is which step it is, behind the lead's name.
func (s SavedView) whenStep() string {
	switch s.Step.Kind {
	case coach.StepNone, "", coach.StepDidIt:
		return ""
	case coach.StepCommitment:
		return " · " + say.Lower(phrases.AgreedName(s.Step.Commitment))
	case coach.StepNeedsDate:
		return " · needs a date"
	case coach.StepLight:
		return " · short plan done"
	case coach.StepRedial:
		return " · redial, " + s.stepWords()
	}
	return " · " + s.stepWords()
}

// whenDue is when the step comes; "" for a question that has no time.
func (s SavedView) whenDue() string {
	st := s.Step
	switch st.Kind {
	case coach.StepNone, "":
		return "nothing is due"
	case coach.StepDidIt:
		return "Did the " + say.Lower(phrases.AgreedName(st.Commitment)) + " of " + s.To.Both(st.Due, st.Zone.Loc) +
			" happen?"
	case coach.StepNeedsDate, coach.StepLight:
		return ""
	}
	words := due(s.To, st, st.Zone.Loc)
	if st.OutsideHours {
		words += ", outside your hours"
	}
	return words
}
