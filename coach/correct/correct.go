// Package correct works out what a lead would be, had one of its touches been logged otherwise or not at all: the touch
// is exchanged, and all of them are replayed. A touch that is taken out leaves its number behind and nothing else, for
// what came after it is numbered on.
package correct

import (
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// What can't be corrected.
var (
	ErrGone  = errors.New("the lead has no such entry")
	ErrStays = errors.New("an entry that others go by can't be changed")
)

// Entry is what can be corrected of a touch.
type Entry struct {
	Outcome outcome.Outcome
	At      time.Time
	Note    string
}

// Changed is a lead as it would be.
type Changed struct {
	Lead    coach.Lead
	Was, Is coach.Touch // the touch; what is taken out is an [outcome.TakenOut]
}

// LeavesCall reports whether a talk is none any more, while the call stays that was agreed on behind it, by an entry
// of its own.
func (c Changed) LeavesCall() bool {
	agreed := c.Lead.Progress.Commitment
	return c.Was.Info().Reached() && !c.Is.Info().Reached() && agreed != nil && c.Was.Until.IsZero() &&
		!agreed.Made.Before(c.Was.At)
}

// Entries are a lead's touches as its history shows them: newest first, without those that were taken out.
func Entries(touches []coach.Touch) []coach.Touch {
	shown := slices.DeleteFunc(slices.Clone(touches), func(t coach.Touch) bool { return t.Outcome == outcome.TakenOut })
	slices.SortStableFunc(shown, func(a, b coach.Touch) int { return coach.ByTime(b, a) })
	return shown
}

// Touch is the lead with another entry in the place of a touch, at the instant now. touches are all that it has.
//
// Errors: [ErrGone]; [ErrStays] for what others go by, a do-not-call above all, and for what would make or unmake one;
// [coach.ErrInFuture]; [coach.ErrNoteTooLong]; [coach.ErrDatePast] for a time after the one that was agreed on then.
func Touch(r *coach.Rules, l coach.Lead, touches []coach.Touch, id string, as Entry, rep coach.Rep,
	now time.Time) (Changed, error) {
	switch {
	case as.Outcome == outcome.DoNotCall:
		return Changed{}, ErrStays
	case utf8.RuneCountInString(as.Note) > coach.MaxNote:
		return Changed{}, &coach.NoteError{Length: utf8.RuneCountInString(as.Note)}
	case as.At.After(now):
		return Changed{}, coach.ErrInFuture
	}
	return exchange(r, l, touches, id, rep, func(t *coach.Touch) error {
		if t.Outcome != as.Outcome {
			become(t, as.Outcome)
		}
		if as.At.After(t.At) && !t.Until.IsZero() && t.Until.Before(as.At) {
			return coach.ErrDatePast
		}
		if !t.Info().Try { // of a call the number turns out again, unless it came after the end: there it stays
			t.Try = 0
		}
		t.At, t.Note = as.At, as.Note
		return nil
	})
}

// become gives a touch another outcome. What was agreed on goes where nobody can have agreed, and where a time means
// something else: behind an end it is that of a contract. What they promised goes with a talk that never was.
func become(t *coach.Touch, o outcome.Outcome) {
	was, is := t.Info(), o.Info()
	t.Outcome, t.Group = o, ""
	if is.Own() {
		t.Group = is.Group
	}
	if !heard(o) {
		t.Why = ""
	}
	nobody := was.Group != outcome.NotReached && is.Group == outcome.NotReached
	if was.Ends || is.Ends || nobody && o != outcome.Gatekeeper {
		t.Until, t.Agenda, t.Goal, t.Meet = time.Time{}, "", "", coach.Meet{}
		t.Theirs, t.Tentative, t.Given, t.Vague = false, false, false, false
	}
	if nobody {
		t.Together = nil
		theirs := func(p coach.Promise) bool { return p.By == coach.Them }
		t.Promises = slices.DeleteFunc(slices.Clone(t.Promises), theirs)
	}
}

// Out is the lead without a touch. Errors: [ErrGone], [ErrStays].
func Out(r *coach.Rules, l coach.Lead, touches []coach.Touch, id string, rep coach.Rep) (Changed, error) {
	return exchange(r, l, touches, id, rep, takeOut)
}

// Released is a lead that has ended because its number was blocked on another one, as it is without that end: where it
// was, with the call that was agreed on. False for any other lead.
func Released(r *coach.Rules, l coach.Lead, touches []coach.Touch, rep coach.Rep) (Changed, bool) {
	if !stopped(l) || l.Progress.ClosedBy == "" {
		return Changed{}, false
	}
	last := -1
	for i, t := range touches {
		if t.ByOtherLead && (last < 0 || coach.ByTime(t, touches[last]) > 0) {
			last = i
		}
	}
	if last < 0 {
		return Changed{}, false
	}
	c, _ := replay(r, l, touches, last, rep, takeOut) // which refuses nothing
	return c, !stopped(c.Lead)
}

// takeOut leaves of a touch that there was one. A version that doesn't know the outcome goes by its group.
func takeOut(t *coach.Touch) error {
	*t = coach.Touch{ID: t.ID, Seq: t.Seq, Outcome: outcome.TakenOut, Group: outcome.Decision, At: t.At,
		Logged: t.Logged, By: t.By}
	return nil
}

// exchange replays a lead with one of its touches changed.
func exchange(r *coach.Rules, l coach.Lead, touches []coach.Touch, id string, rep coach.Rep,
	change func(*coach.Touch) error) (Changed, error) {
	at := slices.IndexFunc(touches, func(t coach.Touch) bool { return t.ID == id })
	if id == "" || at < 0 || touches[at].Outcome == outcome.TakenOut {
		return Changed{}, ErrGone
	}
	if stays(l, touches[at]) {
		return Changed{}, ErrStays
	}
	c, err := replay(r, l, touches, at, rep, change)
	// The numbers that everybody goes by were listed, or lifted, with it.
	if err == nil && stopped(c.Lead) != stopped(l) {
		err = ErrStays
	}
	if err != nil {
		return Changed{}, err
	}
	return c, nil
}

// replay is a lead with the touch at a place changed.
func replay(r *coach.Rules, l coach.Lead, touches []coach.Touch, at int, rep coach.Rep,
	change func(*coach.Touch) error) (Changed, error) {
	c := Changed{Lead: l, Was: touches[at], Is: touches[at]}
	if err := change(&c.Is); err != nil {
		return Changed{}, err
	}
	all := slices.Clone(touches)
	all[at] = c.Is
	c.Lead.Progress = r.Walk(l, all, rep, func(done coach.Touch, _ []coach.Reason) {
		if done.ID == c.Is.ID {
			c.Is = done
		}
	})
	return c, nil
}

// stays reports whether others go by a touch: a do-not-call is everybody's, and so is its lifting; of a gift its
// manager decided.
func stays(l coach.Lead, t coach.Touch) bool {
	return t.Outcome == outcome.DoNotCall || t.ByOtherLead || t.Lifted ||
		t.Outcome == outcome.Verdict && t.By != l.Rep
}

// stopped reports whether a lead is closed as do-not-call.
func stopped(l coach.Lead) bool { return l.Progress.Closed == outcome.DoNotCall }

// heard reports whether somebody heard the reason that a call was made with (C17).
func heard(o outcome.Outcome) bool {
	i := o.Info()
	return i.Try && (i.Reached() || o == outcome.Voicemail || o == outcome.Gatekeeper)
}
