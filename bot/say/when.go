package say

import (
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/coach"
)

// The answer to `when` and to [Why now?], at most 70 words: which step, when, and every reason in the order in which
// the rules applied. What the lead is and how the rep likes to try stands last: they chose the plan.

// When says the next step with its date and every reason that moved it, one to a line. mode is the rep's.
func When(to Reader, c coach.Card, mode coach.Mode) Reply {
	p := &page{to: to}
	view := savedView{to, Saved{Lead: c.Lead, Step: c.Step}}
	lines := []string{"*" + name(c.Lead) + "*"}
	reasons := to.reasons(slices.DeleteFunc(slices.Clone(c.Step.Because), chosenBy))
	switch {
	case !c.Lead.Open() && c.Step.Kind != coach.StepTask:
		lines = append(lines, "Nothing is due: closed, "+closedResult(c.Lead.Progress.Closed)+".")
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
		lines = append(lines, strconv.Itoa(i+1)+". "+sentence(r))
	}
	if c.Lead.Open() {
		lines = append(lines, chosen(c.Lead, mode))
	}
	p.sectionOf(cardKey(c.Lead.ID), strings.Join(lines, "\n"), nil)
	if c.Lead.Open() || c.Step.Kind == coach.StepTask {
		prep := runButton(0, c.Lead.ID, "prep "+typedName(c.Lead), "Prep")
		sources := runButton(1, c.Lead.ID, "why "+typedName(c.Lead), "Sources")
		p.actions(cardKey(c.Lead.ID), append(taps(prep, sources), more(c.Lead))...)
	}
	return p.reply()
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
	return words + ", " + potential + ", " + quote(string(mode), 20) + "."
}

// whenStep is which step it is, behind the lead's name.
func (s savedView) whenStep() string {
	switch s.Step.Kind {
	case coach.StepNone, "", coach.StepDidIt:
		return ""
	case coach.StepCommitment:
		return " · agreed call"
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
func (s savedView) whenDue() string {
	st := s.Step
	switch st.Kind {
	case coach.StepNone, "":
		return "nothing is due"
	case coach.StepDidIt:
		return "Did the agreed call of " + s.to.both(st.Due, st.Zone.Loc) + " happen?"
	case coach.StepNeedsDate, coach.StepLight:
		return ""
	}
	words := s.to.due(st, st.Zone.Loc)
	if st.OutsideHours {
		words += ", outside your hours"
	}
	return words
}
