package coach

import "time"

// StepKind says what a step asks of the rep.
type StepKind string

const (
	StepCall       StepKind = "call"           // a try of the cadence
	StepRedial     StepKind = "redial"         // the same try again after a busy signal
	StepCommitment StepKind = "commitment"     // a call at an agreed time
	StepDidIt      StepKind = "did-it-happen"  // the agreed time is past and nothing was logged
	StepNeedsDate  StepKind = "needs-date"     // they wrote: no call is due until a date, an outcome or a resume
	StepReview     StepKind = "review"         // the cadence is used up: a verdict
	StepTask       StepKind = "task"           // something other than a call (find a number)
	StepLight      StepKind = "light-question" // a light cadence is used up: drop, keep light or full
	StepNone       StepKind = "none"           // closed, or parked
	FindNumber              = "find-number"    // Task.Kind: no call comes before there is another number
	FindSuccessor           = "find-successor" // Task.Kind of a lead that left the company
	ApproveGift             = "approve-gift"   // Task.Kind: a gift was asked for, and nobody has agreed to it yet
	SendGift                = "send-gift"      // Task.Kind: a gift was agreed to
	Renewal                 = "renewal"        // Task.Kind of a lead that has a solution: their contract ends at Task.At
	afterTalk               = "after-talk"     // Progress.Track after a live talk, and after a broken promise
	TrackExtended           = "extended"       // Progress.Track after the verdict extend
	zeroToTen               = "zero-to-ten"    // the default cadence
)

// DueState says how a step stands at an instant.
type DueState string

const (
	Later   DueState = "later"
	DueNow  DueState = "due"
	Overdue DueState = "overdue"
)

// Window is a part of the lead's day in minutes from local midnight; To is exclusive. The zero Window means none.
type Window struct{ From, To int }

// IsZero reports whether there is no window.
func (w Window) IsZero() bool { return w == Window{} }

// Step is what comes next for a lead, when, and why.
type Step struct {
	Kind     StepKind
	Number   int  // the try that is due: "Attempt 3" or "Follow-up 2"; counts from the last live talk
	Of       int  // calls planned in the cadence in hand
	FollowUp bool // somebody has been spoken to before
	Nth      int  // of a follow-up: which one it is, those before somebody had a moment left out; 0: as Number

	Due   time.Time // UTC; zero only for StepNone
	Until time.Time // overdue from then on; zero for questions, which never are

	Zone         LeadZone
	Window       Window // lead-local, cut to the rep's hours; zero when the due time has no window
	OutsideHours bool   // there is no legal minute in the rep's hours: the nearest one is taken

	NeedsDate  bool        // a live talk or a reply left no date: asked for at the head of every digest…
	Quiet      time.Time   // …but not before then: somebody has put it off; zero for nobody
	Commitment *Commitment // of StepCommitment and StepDidIt
	Mail       int         // the mail that is due beside the call, 1 or 2; 0 for none
	Social     bool        // a LinkedIn or X touch is suggested beside it
	Task       *Task       // of StepTask
	SameDay    bool        // the second try of day 0: it gets a nudge

	Because []Reason // what put it there, in the order in which the rules applied
}

// State says whether the step is due at the instant.
func (s Step) State(now time.Time) DueState {
	switch {
	case s.Kind == StepNone || s.Due.IsZero() || now.Before(s.Due):
		return Later
	case !s.Until.IsZero() && !now.Before(s.Until):
		return Overdue
	}
	return DueNow
}

// IsCall reports whether the step is a phone call of any kind.
func (s Step) IsCall() bool {
	return s.Kind == StepCall || s.Kind == StepRedial || s.Kind == StepCommitment
}

// Attention says when anybody must look at a lead.
type Attention struct {
	// Shows is when the lead wants its rep's eye: every digest up to the end of whose day it comes has to look at the
	// lead. Zero means never.
	Shows  time.Time
	Timers []Timer
}

// Timer is a message of its own for a lead. Kind, lead and For together name the delivery.
type Timer struct {
	Kind string    // TimerPing, TimerStill or TimerNudge
	At   time.Time // when to send
	For  time.Time // the instant it speaks of
}

const (
	TimerPing  = "ping"  // ten minutes before an agreed call (S1.11)
	TimerStill = "still" // five minutes after it, if nothing was tapped
	TimerNudge = "nudge" // ten minutes before the second try of day 0

	TimerGift     = "gift"     // asks the managers about a gift
	TimerGiftBack = "giftback" // tells the rep what became of it
)

// Slot is a concrete offer for a booked call.
type Slot struct {
	At     time.Time
	Marked Reason // zero, or what the sources have against this day ([ReasonWeakDay])
}

// Agreed is another lead's agreed call, for whoever books one: a rep can't make two at one time.
type Agreed struct {
	Lead, Name string
	At         time.Time
}

// Card is a lead with what comes next for it.
type Card struct {
	Lead Lead
	Step Step
}

// Callable reports whether a step's call is due, and may be made at this hour of the lead's day.
func (r *Rules) Callable(s Step, now time.Time) bool {
	return s.State(now) != Later && !r.LawfulFrom(s, now).After(now)
}

// LawfulFrom is when a step's call may be made from: now, or, where nobody may be called at this hour of theirs, the
// next instant at which one may. Of a step that is no call it is now.
func (r *Rules) LawfulFrom(s Step, now time.Time) time.Time {
	if !s.IsCall() || s.Zone.Loc == nil {
		return now
	}
	there := now.In(s.Zone.Loc)
	minute := there.Hour()*60 + there.Minute()
	y, m, d := there.Date()
	switch {
	case minute >= r.law.To:
		d++
	case minute >= r.law.From:
		return now
	}
	return time.Date(y, m, d, 0, r.law.From, 0, 0, s.Zone.Loc)
}
