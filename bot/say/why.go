package say

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The strongest reason of a step, as one clause for a card: a wish, a broken promise, an open one, the last result,
// warmth, whichever comes first. All reasons stand in `when` and behind "Why now?".

// why is the strongest reason, at most [clauseWords] words; "" for none.
func (to Reader) why(s coach.Step, l coach.Lead) string {
	if first := to.firstReason(s, l); first != "" {
		return firstWords(first, clauseWords)
	}
	if last := to.lastResult(s, l); last != "" {
		return firstWords(last, clauseWords)
	}
	return firstCall(s, l)
}

// firstReason is a wish, or what somebody promised; "" where there is neither. It comes before what they care about.
func (to Reader) firstReason(s coach.Step, l coach.Lead) string {
	for _, r := range slices.Backward(s.Because) { // what overrules all that was said before comes last
		if say := wishes[r.Code]; say != nil {
			return say(to, r, l)
		}
	}
	for _, r := range s.Because {
		if say := breaches[r.Code]; say != nil {
			return say(to, r, l)
		}
	}
	if s.Kind == coach.StepNeedsDate || s.Kind == coach.StepCommitment {
		return ""
	}
	for _, x := range l.Progress.Promises {
		if x.By == coach.Us && !x.Due.IsZero() && x.Due.Before(to.Now) {
			return "you promised: " + quote(few(x.What, 6), shortLength) + ", overdue"
		}
	}
	for _, x := range l.Progress.Promises {
		if x.By != coach.Them {
			continue
		}
		words := "promised: " + quote(few(x.What, 6), shortLength)
		if x.Read {
			words = "promised to read " + quote(few(x.What, 4), shortLength)
		}
		if at := l.Progress.TalkedAt; !at.IsZero() {
			words = "talked " + to.past(at) + " · " + words
		}
		return words
	}
	return ""
}

// wishes are reasons by which somebody chose the time: the lead, or the rep.
var wishes = map[string]func(Reader, coach.Reason, coach.Lead) string{
	coach.ReasonGiven:  func(Reader, coach.Reason, coach.Lead) string { return "they named this time" },
	coach.ReasonSnooze: func(Reader, coach.Reason, coach.Lead) string { return "you snoozed it" },
	coach.ReasonKeep: func(_ Reader, r coach.Reason, _ coach.Lead) string {
		return "kept light: one call in " + counted(r.Days, "day")
	},
	coach.ReasonResumed: func(to Reader, r coach.Reason, _ coach.Lead) string {
		if outcome.Outcome(r.Word) == outcome.Reopened {
			return "reopened " + to.past(r.At)
		}
		return "resumed " + to.past(r.At)
	},
	coach.ReasonReplied: func(to Reader, r coach.Reason, l coach.Lead) string {
		at, said := l.Progress.Reply()
		if at.IsZero() {
			at = r.At
		}
		words := "wrote back " + to.past(at)
		if said != "" {
			words += ": “" + quote(few(said, 7), shortLength) + "”"
		}
		return words
	},
}

// breaches are reasons by which an agreed call didn't happen. None blames anybody.
var breaches = map[string]func(Reader, coach.Reason, coach.Lead) string{
	coach.ReasonBroken: func(to Reader, r coach.Reason, _ coach.Lead) string {
		switch {
		case r.N > 1:
			return fmt.Sprintf("they missed %d agreed calls in a row", r.N)
		case r.At.IsZero():
			return "they missed the agreed call"
		}
		return "they missed the call agreed for " + to.past(r.At)
	},
	coach.ReasonMissed: func(Reader, coach.Reason, coach.Lead) string { return "the agreed call didn't happen" },
	coach.ReasonLapsed: func(to Reader, r coach.Reason, _ coach.Lead) string {
		return "no result of the call agreed for " + to.past(r.At)
	},
}

// lastResult is how the last try or talk ended and when, with what is out unread; on the second try also how long ago.
func (to Reader) lastResult(s coach.Step, l coach.Lead) string {
	p := l.Progress
	o, at := p.LastOutcome, p.LastTry
	nextDay := false
	for _, r := range s.Because {
		switch r.Code {
		case coach.ReasonLast:
			o, at = outcome.Outcome(r.Word), r.At
		case coach.ReasonNextDay:
			nextDay = true
		}
	}
	if o == "" || at.IsZero() {
		return ""
	}
	words := strings.TrimSpace(shortly(o) + " " + to.past(at))
	if n := days(at.In(to.zone()), s.Due.In(to.zone())); nextDay && n > 0 && !s.Due.IsZero() {
		words = counted(n, "day") + " after " + words
	}
	if m := unread(l); m != "" {
		words += ", " + m + " unread"
	}
	return words
}

// unread is the name of the newest document that they haven't looked at.
func unread(l coach.Lead) string {
	for _, m := range slices.Backward(l.Progress.Materials) {
		if !m.Read && !m.Shown {
			return quote(few(m.Name, 3), 40)
		}
	}
	return ""
}

// firstCall is why somebody is called for the first time.
func firstCall(s coach.Step, l coach.Lead) string {
	if !s.IsCall() || l.Progress.Total > 0 {
		return ""
	}
	switch l.Warmth {
	case coach.Warm:
		if l.Competitor != "" {
			return "warm; also asks " + quote(few(l.Competitor, 4), shortLength)
		}
		return "warm; may be asking others"
	case coach.Cold:
		return "cold, first call"
	}
	return "first call"
}

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
		lines = append(lines, "Nothing is due: closed, "+shortly(c.Lead.Progress.Closed)+".")
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
		buttons := append(taps(prep), button(ActSource, Value(c.Lead.ID, MoreWhen), "Sources"), more(c.Lead))
		p.actions(cardKey(c.Lead.ID), buttons...)
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
