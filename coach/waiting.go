package coach

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// Waiting is what stands between a lead and the next call of its cadence, beside the commitment; the zero value waits
// for nothing but the cadence's gap. A call ends all of it at once.
//
// One kind waits at a time. What it put off stands in Then: a task behind a reply, a given time behind either, a rule
// behind a given time. What ends both is not kept there.
type Waiting struct {
	Kind WaitKind  `json:"k,omitempty"`
	At   time.Time `json:"at,omitzero"` // see the kinds
	// Rule is the line of the call map that a WaitRule goes by, and the kind of a WaitTask.
	Rule    string   `json:"rule,omitempty"`
	Counted bool     `json:"counted,omitempty"` // of a redial: the step in hand was counted and never counts twice
	Said    string   `json:"said,omitempty"`    // how the note on a WaitReply begins, at most maxSaid characters
	Then    *Waiting `json:"then,omitempty"`

	NeedsDate bool      `json:"nodate,omitempty"` // a live talk or a reply left no date: asked for in every digest
	Snoozed   time.Time `json:"until,omitzero"`   // nothing is due before this instant
	// NotBefore is when an answer came that leads to a day already past: due from then on, instead of overdue since.
	NotBefore time.Time `json:"from,omitzero"`
	// Paused is since when nothing is due but an agreed call; zero while the calls go on. See [Lead.Paused].
	Paused time.Time `json:"paused,omitzero"`
	// Back is when what was left of a gap is over that a pause had stopped: nothing is due before it.
	Back time.Time `json:"back,omitzero"`
}

// WaitKind says what is waited for.
type WaitKind string

const (
	WaitReply  WaitKind = "reply"  // they wrote at At: no call is due until a date, an outcome or a resume
	WaitTask   WaitKind = "task"   // something other than a call, see [Task]
	WaitRedial WaitKind = "redial" // the line was busy at At
	WaitGiven  WaitKind = "given"  // At was named without anybody agreeing to it (a gatekeeper's "try at four")
	WaitRule   WaitKind = "rule"   // a line of the call map sets the day, counted from At, instead of the cadence's gap
)

// maxSaid is how much of a reply's note is kept beside it, in characters: what a card has room for.
const maxSaid = 120

// beginning is the start of a note on one line.
func beginning(note string) string {
	words := strings.Join(strings.Fields(note), " ")
	if r := []rune(words); len(r) > maxSaid {
		return string(r[:maxSaid])
	}
	return words
}

// waitFor is a lead that waits for this alone.
func waitFor(kind WaitKind, rule string, at time.Time) Waiting {
	return Waiting{Kind: kind, Rule: rule, At: at}
}

// find is the layer of that kind, nil for none.
func (w *Waiting) find(kind WaitKind) *Waiting {
	for ; w != nil; w = w.Then {
		if w.Kind == kind {
			return w
		}
	}
	return nil
}

// HasTask reports whether there is a task of that kind.
func (w *Waiting) HasTask(kind string) bool {
	task := w.find(WaitTask)
	return task != nil && task.Rule == kind
}

// become waits for something else; the date that is missing and the days without a call stay.
func (w Waiting) become(next *Waiting) Waiting {
	if next == nil {
		next = &Waiting{}
	}
	w.Kind, w.At, w.Rule, w.Said = next.Kind, next.At, next.Rule, next.Said
	w.Counted, w.Then = next.Counted, next.Then
	return w
}

// replied: a reply stops everything but a task, which is still to be done when the reply is dealt with.
func (w Waiting) replied(at time.Time, note string) Waiting {
	task := w.find(WaitTask)
	if task != nil {
		task = &Waiting{Kind: WaitTask, Rule: task.Rule, At: task.At}
	}
	w.Snoozed, w.NotBefore, w.Back = time.Time{}, time.Time{}, time.Time{}
	return w.become(&Waiting{Kind: WaitReply, At: at, Said: beginning(note), Then: task})
}

// given: a redial comes before a given time and ends it, a reply and a task only put it off. Of a rule that it takes
// the place of, only one matters still: a missed call is owed before a review.
func (w Waiting) given(at time.Time) Waiting {
	switch w.Kind {
	case WaitRedial:
		return w
	case WaitReply, WaitTask:
		then := Waiting{}
		if w.Then != nil {
			then = *w.Then
		}
		then = then.given(at)
		w.Then = &then
		return w
	}
	rule := w.find(WaitRule)
	if w.Kind == WaitRule {
		rule = &Waiting{Kind: WaitRule, Rule: w.Rule, At: w.At}
	}
	return w.become(&Waiting{Kind: WaitGiven, At: at, Then: rule})
}

// agreed: of all that was waited for, an agreed call leaves a task and a redial.
func (w Waiting) agreed() Waiting {
	switch task := w.find(WaitTask); {
	case task != nil:
		return waitFor(WaitTask, task.Rule, task.At)
	case w.Kind == WaitRedial:
		return Waiting{Kind: WaitRedial, At: w.At, Counted: w.Counted}
	}
	return Waiting{}
}

// snooze: nothing is due before until. Of a reply, that is the date.
func (w Waiting) snooze(until time.Time) Waiting {
	if w.Kind == WaitReply {
		w = w.become(w.Then)
	}
	w.Snoozed = until
	return w
}

// resume: the calls go on, after a reply by the rule for it, after a task with the cadence's gap uncut. A time that was
// given meanwhile stands.
func (w Waiting) resume(at time.Time) Waiting {
	given := w.find(WaitGiven)
	switch {
	case w.Kind == WaitReply && given == nil:
		w = w.become(&Waiting{Kind: WaitRule, Rule: string(outcome.Resumed), At: at})
	case w.Kind == WaitReply:
		w = w.become(given)
	case w.Kind == WaitTask:
		w = w.become(w.Then)
		w.NotBefore = at
	}
	w.NeedsDate, w.Snoozed, w.Back = false, time.Time{}, time.Time{}
	return w
}

// taskDone takes the task out, wherever it stands.
func (w Waiting) taskDone() Waiting {
	switch {
	case w.Kind == WaitTask:
		return w.become(w.Then)
	case w.Kind == WaitReply && w.Then != nil && w.Then.Kind == WaitTask:
		w.Then = w.Then.Then
	}
	return w
}

// lapsed: nobody said whether an agreed call was made. A reply from after it still waits, from then on.
func (w Waiting) lapsed(at time.Time, reply bool) Waiting {
	w.NotBefore, w.Back = time.Time{}, time.Time{}
	if w.Kind == WaitReply && reply {
		return w.become(&Waiting{Kind: WaitReply, At: at, Said: w.Said})
	}
	return w.become(&Waiting{Kind: WaitRule, Rule: ruleLapsed, At: at})
}

// Missed reports whether a call that the rep missed is still owed.
func (w *Waiting) Missed() bool {
	rule := w.find(WaitRule)
	return rule != nil && rule.Rule == string(outcome.Missed)
}

// NeedsDate reports whether a live talk or a reply left no date.
func (p Progress) NeedsDate() bool { return p.Waiting.NeedsDate }

// Replied reports whether they wrote and nobody has dealt with it: no call is due.
func (p Progress) Replied() bool { return p.Waiting.Kind == WaitReply }

// Reply is when they wrote and how the note on it begins; zero when nobody waits for an answer to it.
func (p Progress) Reply() (at time.Time, said string) {
	if !p.Replied() {
		return time.Time{}, ""
	}
	return p.Waiting.At, p.Waiting.Said
}

// Task is something other than a call: it stands in the way of one (find a number), or is left to do on a closed lead.
// nil for none.
func (p Progress) Task() *Task {
	if w := p.Waiting.find(WaitTask); w != nil {
		return &Task{Kind: w.Rule, At: w.At}
	}
	return nil
}
