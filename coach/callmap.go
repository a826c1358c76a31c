package coach

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/rulefile"
)

// This file holds what the call map says besides when: what to do after an outcome, which advice goes with it, and
// which turn of the conversation (S0.16). When the next call is due is [Rules.Next]'s to say.

// MapCase is a line of the call map: one outcome, or one case of it.
type MapCase struct {
	Row  string // an outcome, or a rule of its own like "broken"
	When When   // the zero When is every case that no other line of the rule speaks of

	Due     string // gap, days, now, redial, task, date or end
	Days    int    // of days and task; of an end with a task, how long after it, or before a renewal
	Minutes int    // of a redial
	Morning bool   // of days and task: in the morning, else in the other half of the day
	Task    string // [FindSuccessor] or [Renewal]
	Offer   int    // working days within which the offered times lie; 0 for the usual ten

	Activity string // what to do, in words
	Do       string // the same beside an answer, at most [mostDo] words; empty where the answer says it already
	Tip      string // id; empty for none
	Branch   string // of the conversation tree; empty for none
	Source   string
}

// When says in which case a line holds. nil and empty ask for nothing.
type When struct {
	Warm      *bool     // they came to us
	Potential Potential // "normal" stands for the zero value
	Try       []int     // the number of the try since the last live talk
	Last      *bool     // no call of the plan is left after it
	Spoken    *bool     // somebody picked up before this call
	Talked    *bool     // there was a live talk before, and nothing restarted the plan since
	Promised  *bool     // the prospect has an open promise
	Dated     *bool     // a date and time were agreed on
	Gate      *bool     // the three ticks before anything is sent
	Again     *bool     // an agreed time was missed before, with no talk since
}

// said is what a line of the map says, mapCase one that holds only sometimes.
type said struct{ activity, do, tip, branch, source string }

// mapCase is a line of the map for some cases only.
type mapCase struct {
	when When
	said
}

// Rules of the call map that are no outcome.
const (
	RuleBroken = "broken" // a try found nobody at an agreed time
	ruleLapsed = "lapsed" // nobody said whether an agreed call was made
)

// normal is how a file writes the potential that has no word.
const normal Potential = "normal"

// caseFile is an entry of when.
type caseFile struct {
	Warm, Last, Spoken, Talked, Promised, Dated, Gate, Again *bool

	Potential Potential
	Try       []int
	Activity  string
	Do        string
	Tip       string
	Branch    string
	Source    string
}

// cases reads what a rule says, and what it says when.
func (rf *callRuleFile) cases(w *callRule, r *Rules, path string, ms *rulefile.Mistakes) {
	w.says = said{rf.Activity, rf.Do, rf.Tip, rf.Branch, w.source}
	r.checkSaid(w.says, path, ms)
	for i, c := range rf.When {
		at := fmt.Sprintf("%s.when.%d", path, i)
		m := mapCase{When{c.Warm, c.Potential, c.Try, c.Last, c.Spoken, c.Talked, c.Promised, c.Dated, c.Gate, c.Again},
			said{c.Activity, c.Do, c.Tip, c.Branch, rulefile.SourceOr(c.Source)}}
		if m.when.IsZero() {
			ms.Add(at, "it holds always: say when, or move it to the row itself")
		}
		if m.activity == "" {
			ms.Add(at, "activity: what is to be done?")
		}
		if slices.ContainsFunc(c.Try, func(n int) bool { return n < 1 || n > 50 }) {
			ms.Add(at+".try", "expected numbers of tries from 1 to 50, like [1] or [4, 5, 6]")
		}
		if c.Potential != "" && !slices.Contains([]Potential{PotentialLow, normal, PotentialHigh}, c.Potential) {
			ms.Add(at+".potential", "%q: expected low, normal or high", c.Potential)
		}
		r.checkSaid(m.said, at, ms)
		w.cases = append(w.cases, m)
	}
}

// mostDoRunes is how long those words may be, so that one without spaces breaks nothing.
const mostDoRunes = 120

// mostDo is how many words may say what to do beside the answer to a log.
const mostDo = 12

// checkSaid notes a tip that there is none of, and words that are too many to stand beside an answer. Branches are
// checked once a team's scripts are laid over ours.
func (r *Rules) checkSaid(s said, path string, ms *rulefile.Mistakes) {
	switch n := len(strings.Fields(s.do)); {
	case n > mostDo:
		ms.Add(path+".do", "%d words: expected at most %d, like \"Ask for a direct line.\"", n, mostDo)
	case utf8.RuneCountInString(s.do) > mostDoRunes:
		ms.Add(path+".do", "expected at most %d characters, like \"Ask for a direct line.\"", mostDoRunes)
	}
	if _, ok := r.tips.ByID(s.tip); s.tip != "" && !ok {
		ms.Add(path+".tip", "%q: there is no such tip", s.tip)
	}
}

// IsZero reports whether the line holds always.
func (w When) IsZero() bool {
	return len(w.Try) == 0 && w.Potential == "" &&
		!slices.ContainsFunc([]*bool{w.Warm, w.Last, w.Spoken, w.Talked, w.Promised, w.Dated, w.Gate, w.Again},
			func(b *bool) bool { return b != nil })
}

// MapFor is the line of the call map for a touch on l as it was before; nothing is logged by asking. ok is false for a
// touch that the map has no rule for, like a mail.
func (r *Rules) MapFor(l Lead, t Touch, rep Rep) (c MapCase, ok bool) {
	r.settle(&l, rep, t.At)
	p := &l.Progress
	name := string(t.Outcome)
	switch {
	case r.limits.breaks(p, t):
		name = RuleBroken
	case t.Outcome == outcome.Verdict && t.Verdict == "keep":
		name = "keep-light"
	case t.Outcome == outcome.Verdict:
		name = t.Verdict
	}
	w, ok := r.callMap[name]
	if !ok || t.Info().Group == outcome.OtherTouch && !IsVerdict(t.Outcome) {
		return MapCase{}, false
	}
	is := func(want *bool, have bool) bool { return want == nil || *want == have }
	try, step, potential, gate := p.Calls+1, p.Step+1, l.Potential, p.Gate
	if p.Waiting.Counted { // counted with the busy signal before
		try, step = p.Calls, p.Step
	}
	if potential == PotentialNormal {
		potential = normal
	}
	if t.Gate != nil {
		gate = t.Gate
	}
	for _, c := range w.cases {
		k := c.when
		if is(k.Warm, l.Warmth == Warm) && (k.Potential == "" || k.Potential == potential) &&
			(len(k.Try) == 0 || slices.Contains(k.Try, try)) &&
			is(k.Last, step >= len(r.cadenceOf(l).steps)) && is(k.Spoken, p.Spoken) && is(k.Talked, p.Track == afterTalk) &&
			is(k.Promised, slices.ContainsFunc(p.Promises, func(x Promise) bool { return x.By == Them })) &&
			is(k.Dated, !t.Until.IsZero()) && is(k.Gate, gate != nil && gate.Open(r.fit)) && is(k.Again, p.Broken > 0) {
			return w.line(name, c), true
		}
	}
	return w.line(name, mapCase{said: w.says}), true
}

// line is one case of the rule as it is printed and asked for.
func (w callRule) line(name string, c mapCase) MapCase {
	return MapCase{Row: name, When: c.when, Due: w.due, Days: w.days, Minutes: w.minutes, Morning: w.slot == slotMorning,
		Task: w.task, Offer: w.offer,
		Activity: c.activity, Do: c.do, Tip: c.tip, Branch: c.branch, Source: c.source}
}

// CallMap is the whole map in call order: each rule's cases, and then what it says in all others.
func (r *Rules) CallMap() []MapCase {
	names := make([]string, 0, len(r.callMap))
	for _, o := range r.outcomes.List() {
		names = append(names, string(o.Code))
	}
	names = append(names, RuleBroken, ruleLapsed, "keep-light", VerdictGift, ruleGiftAsked, ruleGiftApproved,
		ruleGiftDeclined)
	var out []MapCase
	for _, name := range names {
		w, ok := r.callMap[name]
		if !ok {
			continue
		}
		for _, c := range w.cases {
			out = append(out, w.line(name, c))
		}
		out = append(out, w.line(name, mapCase{said: w.says}))
	}
	return out
}

// checkBranches holds the call map to the branches that there are.
func (r *Rules) checkBranches(ms *rulefile.Mistakes) {
	check := func(id, path string) {
		if _, ok := r.scripts.Branch(id); id != "" && !ok {
			ms.Add(path+".branch", "%q: no such branch", id)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.callMap)) {
		w, path := r.callMap[name], "call_map."+name
		check(w.says.branch, path)
		for i, c := range w.cases {
			check(c.branch, fmt.Sprintf("%s.when.%d", path, i))
		}
	}
}
