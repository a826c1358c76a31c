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

// The answer to `when` and to [Why now?], at most 70 words: which step, when, and every reason in the order in which
// the rules applied. What the lead is and how the rep likes to try stands last: they chose the plan.

// When says the next step with its date and every reason that moved it, one to a line. mode is the rep's.
//
//	*Acme Corp* · attempt 3 of 7
//	Now, until 10:30, because:
//	1. The last call on Tue: voicemail.
//	2. The plan waits 1 day after it.
//	Warm, high potential, balanced.
func When(to say.Reader, c coach.Card, mode coach.Mode) say.Reply {
	p := &say.Page{To: to}
	lines := []string{"*" + say.Name(c.Lead) + "*"}
	reasons := phrases.Reasons(to, slices.DeleteFunc(slices.Clone(c.Step.Because), chosenBy))
	switch {
	case !c.Lead.Open() && c.Step.Kind != coach.StepTask:
		lines = append(lines, "Nothing is due: closed, "+say.Shortly(c.Lead.Progress.Closed)+".")
	case c.Lead.Parked():
		lines = append(lines, phrases.Parked)
	case c.Lead.Paused() && c.Step.Kind == coach.StepNone:
		lines = append(lines, phrases.Paused(to, c.Lead)+". What is left of the plan's gap stays.")
	default:
		lines[0] += whenStep(to, c.Step)
		when := strings.TrimSuffix(whenDue(to, c.Step), ".")
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
func whenStep(to say.Reader, st coach.Step) string {
	switch st.Kind {
	case coach.StepNone, "", coach.StepDidIt:
		return ""
	case coach.StepCommitment:
		return " · " + say.Lower(phrases.AgreedName(st.Commitment))
	case coach.StepNeedsDate:
		return " · needs a date"
	case coach.StepLight:
		return " · short plan done"
	case coach.StepRedial:
		return " · redial, " + stepWords(to, st)
	}
	return " · " + stepWords(to, st)
}

// whenDue is when the step comes; "" for a question that has no time.
func whenDue(to say.Reader, st coach.Step) string {
	switch st.Kind {
	case coach.StepNone, "":
		return "nothing is due"
	case coach.StepDidIt:
		return "Did the " + say.Lower(phrases.AgreedName(st.Commitment)) + " of " + to.Both(st.Due, st.Zone.Loc) +
			" happen?"
	case coach.StepNeedsDate, coach.StepLight:
		return ""
	}
	words := due(to, st, st.Zone.Loc)
	if st.OutsideHours {
		words += ", outside your hours"
	}
	return words
}
