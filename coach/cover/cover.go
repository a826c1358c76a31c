// Package cover decides what a colleague may do with the leads of a rep who is away, and has asked them to see to what
// falls due (product 4, Away).
//
// The lead stays with its rep, and so does its plan: their days, hours and mode decide what comes next, as if they were
// there ([Worked]). What is logged says who did it, and counts in the figures of the lead's rep, for these are worked
// out of their leads. [May] is the one place that says who may do what; it is asked before anything is shown, and again
// of what was read for the write.
package cover

import (
	"errors"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/outcome"
)

// Actor is somebody who acts on a lead.
type Actor struct {
	ID      string
	Outside bool // a guest, a bot, of another workspace, or deactivated
	Away    bool // they are away themselves
}

// Of is the rep of a record as an actor at an instant.
func Of(rep coach.Rep, now time.Time) Actor {
	return Actor{ID: rep.ID, Outside: rep.Gone, Away: rep.AwayAt(now)}
}

// Action is what somebody does with a lead.
type Action string

// The actions. Those behind Stop are not lent.
const (
	Show Action = "show" // the lead, its prep, and why it is due
	Log  Action = "log"  // what happened
	Move Action = "move" // to another day, or to a time that was agreed on
	// Stop is a prospect's word that nobody is to call them. It holds whoever hears it, so that a colleague takes it down
	// like anybody.
	Stop Action = "stop"

	Close    Action = "close" // with any other end, or a decision about the end of the chase
	Edit     Action = "edit"  // what is known of the lead, or was logged
	Erase    Action = "erase"
	Merge    Action = "merge"
	HandOver Action = "hand over"
	Export   Action = "export"
	Settings Action = "settings" // of the lead's rep
)

// lent is what a colleague may do who has agreed.
var lent = []Action{Show, Log, Move, Stop}

// Why somebody may not.
var (
	ErrOver      = errors.New("nobody covers that lead any more")
	ErrAsked     = errors.New("the colleague has not agreed yet")
	ErrAway      = errors.New("the colleague is away themselves")
	ErrNotTheirs = errors.New("that is for the lead's own rep")
)

// May reports whether somebody may do something with a lead of a rep at an instant; nil where they may. It says nothing
// of managers, who have doors of their own.
func May(a Actor, owner coach.Rep, do Action, now time.Time) error {
	c := owner.Away.Cover
	switch {
	case a.Outside || a.ID == "":
		return ErrOver
	case a.ID == owner.ID:
		return nil
	// The first day back ends it, whether what has gathered is dealt with or not.
	case c.By != a.ID || owner.Gone || owner.Away.Paused() || !owner.AwayAt(now):
		return ErrOver
	case c.Agreed.IsZero():
		return ErrAsked
	case a.Away:
		return ErrAway
	case !slices.Contains(lent, do):
		return ErrNotTheirs
	}
	return nil
}

// Stands reports whether the cover that a colleague's record speaks of is there and agreed to.
func Stands(c absence.Covering, a Actor, owner coach.Rep, now time.Time) bool {
	return owner.ID == c.Rep && owner.Away.Cover.ID == c.ID && May(a, owner, Show, now) == nil
}

// Whom are the colleagues whom a rep's record names, whether or not the rep still covers for them.
func Whom(self coach.Rep) []string {
	ids := make([]string, len(self.Covers))
	for i, c := range self.Covers {
		ids[i] = c.Rep
	}
	return ids
}

// Owners are those of the colleagues whom a rep's record names for whom the rep covers at an instant, by their records,
// and the ids of the covers that are over. One who is away themselves covers for nobody just now, but may again.
func Owners(self coach.Rep, reps map[string]coach.Rep, now time.Time) (owners []coach.Rep, over []string) {
	for _, c := range self.Covers {
		owner := reps[c.Rep]
		switch {
		case Stands(c, Of(self, now), owner, now):
			owners = append(owners, owner)
		case owner.Away.Cover.ID != c.ID, !owner.AwayAt(now):
			over = append(over, c.ID)
		}
	}
	return owners, over
}

// Worked is the record of a rep who is away as it decides about a lead that somebody covers: without the absence, and
// without what the rep has switched off, for whoever is reminded has switches of their own.
func Worked(owner coach.Rep) coach.Rep {
	owner.Away, owner.Off, owner.Quiet = absence.Absence{}, false, slices.DeleteFunc(slices.Clone(owner.Quiet),
		func(k coach.MessageKind) bool { return k == coach.KindPing || k == coach.KindNudge })
	return owner
}

// Plans is the record of a rep by which their leads are planned: [Worked] while a colleague covers for them, so that
// what falls due is found, else as it is.
func Plans(owner coach.Rep, now time.Time) coach.Rep {
	if c := owner.Away.Cover; May(Actor{ID: c.By}, owner, Show, now) != nil {
		return owner
	}
	return Worked(owner)
}

// ActionOf is what a touch does with its lead.
func ActionOf(o outcome.Outcome) Action {
	switch o {
	case outcome.DoNotCall:
		return Stop
	case outcome.Snoozed, outcome.Planned, outcome.Resumed:
		return Move
	case outcome.Verdict, outcome.Extend, outcome.Nurture, outcome.StepBack, outcome.BreakUp, outcome.Gift,
		outcome.TaskDone:
		return Close
	case outcome.Paused, outcome.Reopened, outcome.Explained, outcome.TakenOut:
		return Edit
	}
	if o.Info().Ends {
		return Close
	}
	return Log
}

// Why somebody can't be asked to cover.
var (
	ErrSelf    = errors.New("that is whoever is away")
	ErrNoRep   = errors.New("they don't use the coach")
	ErrQuiet   = errors.New("they have switched off all messages")
	ErrAbsent  = errors.New("they are away in that time")
	ErrTooMany = errors.New("they cover for too many already")
)

// MayAsk reports whether a rep who leaves may ask somebody to cover; nil where they may. Who is the record as it was
// read; the zero value is no rep.
func MayAsk(owner, who coach.Rep, now time.Time) error {
	switch {
	case who.ID == "" || who.Gone:
		return ErrNoRep
	case who.ID == owner.ID:
		return ErrSelf
	case who.Away.Lasts() && who.AwayAt(now):
		return ErrAbsent
	case who.Off:
		return ErrQuiet
	case len(who.Covers) >= absence.CoversMost:
		return ErrTooMany
	}
	return nil
}

// Answer is what becomes of a colleague's answer to whether they cover.
type Answer int

// What it may be.
const (
	Saved   Answer = iota
	Already        // they had agreed before
	Over           // nobody asks that any more
	NotNow         // they are away themselves
)

// Answered is the record of somebody who is away after the colleague has said whether they cover, and what becomes of
// that. The record is as it was, but for Saved.
func Answered(owner coach.Rep, a Actor, id string, yes bool, now time.Time) (coach.Rep, Answer) {
	err := May(a, owner, Show, now)
	switch {
	case id == "" || owner.Away.Cover.ID != id || errors.Is(err, ErrOver):
		return owner, Over
	case yes && a.Away:
		return owner, NotNow
	case yes && err == nil:
		return owner, Already
	case yes:
		owner.Away.Cover.Agreed = now.UTC()
	default:
		owner.Away.Cover = absence.Cover{}
	}
	return owner, Saved
}

// With is a rep's record with one more cover that they have agreed to, and without it ends it.
func With(rep coach.Rep, c absence.Covering) coach.Rep {
	rep = Without(rep, c.ID)
	rep.Covers = append(rep.Covers, c)
	return rep
}

// Without is a rep's record without some covers that are over.
func Without(rep coach.Rep, ids ...string) coach.Rep {
	rep.Covers = slices.DeleteFunc(slices.Clone(rep.Covers), func(c absence.Covering) bool {
		return slices.Contains(ids, c.ID)
	})
	return rep
}
