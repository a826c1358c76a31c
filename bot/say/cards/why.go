package cards

import (
	"fmt"
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// The strongest reason of a step, as one clause for a card: a wish, a broken promise, an open one, the last result,
// warmth, whichever comes first. All reasons stand in `when` and behind "Why now?".

// why is the strongest reason, at most [say.ClauseWords] words; "" for none.
func why(to say.Reader, s coach.Step, l coach.Lead) string {
	if first := firstReason(to, s, l); first != "" {
		return say.FirstWords(first, say.ClauseWords)
	}
	if last := lastResult(to, s, l); last != "" {
		return say.FirstWords(last, say.ClauseWords)
	}
	return firstCall(s, l)
}

// firstReason is a wish, or what somebody promised; "" where there is neither. It comes before what they care about.
//
//	wrote back Tue
//	promised to read the spec sheet
func firstReason(to say.Reader, s coach.Step, l coach.Lead) string {
	for _, r := range slices.Backward(s.Because) { // what overrules all that was said before comes last
		if words := wishes[r.Code]; words != nil {
			return words(to, r, l)
		}
	}
	for _, r := range s.Because {
		if words := breaches[r.Code]; words != nil {
			return words(to, r, l)
		}
	}
	if s.Kind == coach.StepNeedsDate || s.Kind == coach.StepCommitment {
		return ""
	}
	for _, x := range l.Progress.Promises {
		if x.By == coach.Us && !x.Due.IsZero() && x.Due.Before(to.Now) {
			return "you promised: " + say.Quote(say.Few(x.What, 6), say.ShortLength) + ", overdue"
		}
	}
	for _, x := range l.Progress.Promises {
		if x.By != coach.Them {
			continue
		}
		words := "promised: " + say.Quote(say.Few(x.What, 6), say.ShortLength)
		if x.Read {
			words = "promised to read " + say.Quote(say.Few(x.What, 4), say.ShortLength)
		}
		if at := l.Progress.TalkedAt; !at.IsZero() {
			words = "talked " + to.Past(at) + " · " + words
		}
		return words
	}
	return ""
}

// wishes are reasons by which somebody chose the time: the lead, or the rep.
var wishes = map[string]func(say.Reader, coach.Reason, coach.Lead) string{
	coach.ReasonGiven:  func(say.Reader, coach.Reason, coach.Lead) string { return "they named this time" },
	coach.ReasonSnooze: func(say.Reader, coach.Reason, coach.Lead) string { return "you snoozed it" },
	coach.ReasonKeep: func(_ say.Reader, r coach.Reason, _ coach.Lead) string {
		return "kept light: one call in " + say.Counted(r.Days, "day")
	},
	coach.ReasonResumed: func(to say.Reader, r coach.Reason, _ coach.Lead) string {
		if outcome.Outcome(r.Word) == outcome.Reopened {
			return "reopened " + to.Past(r.At)
		}
		return "resumed " + to.Past(r.At)
	},
	coach.ReasonReplied: func(to say.Reader, r coach.Reason, l coach.Lead) string {
		at, said := l.Progress.Reply()
		if at.IsZero() {
			at = r.At
		}
		words := "wrote back " + to.Past(at)
		if said != "" {
			words += ": “" + say.Quote(say.Few(said, 7), say.ShortLength) + "”"
		}
		return words
	},
}

// breaches are reasons by which an agreed call didn't happen. None blames anybody.
var breaches = map[string]func(say.Reader, coach.Reason, coach.Lead) string{
	coach.ReasonBroken: func(to say.Reader, r coach.Reason, _ coach.Lead) string {
		switch {
		case r.N > 1:
			return fmt.Sprintf("they missed %d agreed calls in a row", r.N)
		case r.At.IsZero():
			return "they missed the agreed call"
		}
		return "they missed the call agreed for " + to.Past(r.At)
	},
	coach.ReasonMissed: func(say.Reader, coach.Reason, coach.Lead) string { return "the agreed call didn't happen" },
	coach.ReasonLapsed: func(to say.Reader, r coach.Reason, _ coach.Lead) string {
		return "no result of the call agreed for " + to.Past(r.At)
	},
}

// lastResult is how the last try or talk ended and when, with what is out unread; on the second try also how long ago.
func lastResult(to say.Reader, s coach.Step, l coach.Lead) string {
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
	words := strings.TrimSpace(say.Shortly(o) + " " + to.Past(at))
	if n := say.Days(at.In(to.Location()), s.Due.In(to.Location())); nextDay && n > 0 && !s.Due.IsZero() {
		words = say.Counted(n, "day") + " after " + words
	}
	if m := p.Unread(); m != nil {
		words += ", " + say.Quote(say.Few(m.Name, 3), 40) + " unread"
	}
	return words
}

// firstCall is why somebody is called for the first time.
func firstCall(s coach.Step, l coach.Lead) string {
	if !s.IsCall() || l.Progress.Total > 0 {
		return ""
	}
	switch l.Warmth {
	case coach.Warm:
		if l.Competitor != "" {
			return "warm; also asks " + say.Quote(say.Few(l.Competitor, 4), say.ShortLength)
		}
		return "warm; may be asking others"
	case coach.Cold:
		return "cold, first call"
	}
	return "first call"
}

// EndLine is how a closed lead ended: by what, when, told to whom where it was said on another lead, and the reason
// that was given. Whether a number is blocked still is not said here: the lead's record can't know.
func EndLine(to say.Reader, l coach.Lead) string {
	pr := l.Progress
	words := "Closed: " + say.Lower(say.PlainOutcome(pr.Closed))
	if after := phrases.EndedAfter(l); after != "" {
		words += " " + after
	}
	words += say.InBrackets(to.Past(pr.ClosedAt))
	if pr.ClosedBy != "" {
		words += ", told to <@" + say.Quote(pr.ClosedBy, 20) + ">"
	}
	if pr.ClosedReason != "" {
		words += ", " + say.Quote(say.Few(pr.ClosedReason, 12), say.ShortLength)
	}
	return words
}
