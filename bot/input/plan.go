package input

import (
	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/coach"
)

// PlanKind is what a line's words make of the next call.
type PlanKind int

// What comes of a time to come, from what is stored to what is only named.
const (
	NoPlan       PlanKind = iota // the words say nothing of it
	PlanBooked                   // an instant that was agreed on
	PlanComeBack                 // a day to come back on: nobody agreed to an hour
	PlanAgreed                   // an instant in the note, offered as agreed
	PlanTry                      // a time in the note, offered as the next try: nobody was reached who could agree
	PlanSlots                    // words that leave the time open: times inside them are offered
	PlanUnread                   // a time that there isn't, or that is past: named, and other times are offered
)

// Plan is what a line's words make of the next call, with the date that says so.
type Plan struct {
	Kind PlanKind
	Date *Date
}

// Plan is what comes next by the words alone, after an outcome. The order of the cases is that of the contract: what is
// unread is named before anything is booked, "next" books where the note only offers, and whoever was not reached has
// agreed to nothing.
func (a LogArgs) Plan(o coach.Outcome) Plan {
	d, said := a.Next, a.Next != nil
	if !said {
		d = a.Ahead
	}
	reached := !NobodyReached(o)
	switch {
	case d == nil || o.Info().Ends:
		return Plan{}
	case d.Kind == dates.Invalid || d.Past || d.Kind == dates.None:
		return Plan{PlanUnread, d}
	case d.Kind == dates.Exact && said:
		return Plan{PlanBooked, d}
	case ComesBack(o, d):
		return Plan{PlanComeBack, d}
	case d.Kind == dates.Exact && reached:
		return Plan{PlanAgreed, d}
	case !reached && d.Kind != dates.Vague:
		return Plan{PlanTry, d}
	}
	return Plan{PlanSlots, d}
}

// NobodyReached reports whether an outcome is of a try or of something that was sent: nobody was there who could agree
// to a time.
func NobodyReached(o coach.Outcome) bool {
	switch group := o.Info().Group; group {
	case coach.NotReached:
		return true
	case coach.OtherTouch:
		return o != coach.Visit
	default:
		return false
	}
}
