package coach

import (
	"slices"
	"time"
)

// Reason is one thing that decided about a step, as data; the words are the surface's. Each code says which fields it
// uses.
type Reason struct {
	Code   string
	N, Of  int
	Days   int
	At     time.Time
	Word   string
	Source string // where the rule comes from: S2.18 is a line of the handbook, C4 one of its conflicts
}

// IsZero reports whether there is no reason.
func (r Reason) IsZero() bool { return r == Reason{} }

// Codes of reasons.
const (
	ReasonLast = "last" // Word: outcome of the last try or talk, At: when, N: its number since the last talk
	ReasonGap  = "gap"  // Days: calendar days, At: the call they count from
	// the second try of day 0, the same afternoon; Word: "warm", "high" or the mode that allows it
	ReasonSameDay    = "same-day"
	ReasonNextDay    = "next-day"    // the next working day in the morning; Word: "cold", "afternoon", "no-room" or a mode
	ReasonMode       = "mode"        // Word: the rep's mode, when it decided
	ReasonPotential  = "potential"   // Word: "low" or "high", when it decided
	ReasonWarmth     = "warmth"      // Word: "warm", "cold", or "unknown" (which runs as cold), when it decided
	ReasonNow        = "now"         // a new warm lead: as soon as it may be called
	ReasonOpenWindow = "open-window" // a new cold lead: now if a window is open, else the next one
	ReasonSpread     = "spread"      // first calls of a list are spread over days; At: when this one may be due
	ReasonHalf       = "half"        // Word: "morning" or "afternoon", the other half of the day than the last try
	ReasonMorning    = "morning"     // the rule asks for the morning
	// the rep's own calls prefer other hours than the rule; Word: minutes from, to; N of Of calls reached somebody
	ReasonLearned = "learned"
	ReasonDayOff  = "day-off"   // At: midnight UTC of the date passed over, Word: "rep" or "lead", whose date it is
	ReasonHoliday = "holiday"   // the same with the holiday's name in Word
	ReasonHours   = "rep-hours" // the window was cut or left for the rep's working hours; N, Of: minutes from, to
	ReasonLunch   = "lunch"     // moved out of lunch; N, Of: minutes from, to
	ReasonLaw     = "law"       // moved into the legal hours; N, Of: minutes from, to
	ReasonOutside = "outside"   // no legal minute in the rep's hours: the nearest one
	// the lead's clock differs; Word: zone name, N: minutes ahead of the rep, Of: 1 when only likely
	ReasonZone       = "zone"
	ReasonCommitment = "commitment" // agreed on; At: when it was agreed
	ReasonUnlogged   = "unlogged"   // nothing was logged about the agreed call; At: when it was to be
	// the question stayed unanswered for two working days: no answer, at nobody's fault; At: the agreed time
	ReasonLapsed = "lapsed"
	// the prospect missed the agreed time; At: it, or zero where it was said before; N: how often in a row
	ReasonBroken = "broken"
	ReasonMissed = "missed" // the rep missed it; At: when that was said
	ReasonGiven  = "given"  // a time somebody named; At: it
	ReasonSnooze = "snooze" // At: until when
	// an absence or a spread keeps it back; Word: one of package absence's, At: nothing is due before, N: 1
	// while the absence lasts
	ReasonMoved = "moved"
	// Word: "" where a pause had stopped the gap, and At is when the rest of it is over; "agreed" of a call that stays
	// while all else is on hold, At: since when; "ended" of a note that this has ended it, At: since when it was
	ReasonPaused = "paused"
	// N: busy signals that day, Of: minutes until the redial, 0 when it waits for the next morning
	ReasonBusy      = "busy"
	ReasonReplied   = "replied"    // they wrote; At: when
	ReasonResumed   = "resumed"    // At: when; Word: "resumed", or "reopened" after a close
	ReasonNumber    = "bad-number" // find a number; Days: calendar days, At: the call that found it dead
	ReasonNeedsDate = "needs-date" // a live talk without a date; At: the talk
	ReasonRow       = "row"        // the call map's rule for the outcome in Word; Days: its gap
	ReasonReview    = "review"     // the cadence is used up; Days: after the last call, At: it
	ReasonTenth     = "tenth"      // the tenth contact attempt; At: it, N: attempts
	ReasonLight     = "light"      // the light cadence is used up; N: its calls
	ReasonKeep      = "keep-light" // Days: one call in so many days
	ReasonFull      = "full"       // the full cadence was asked for
	// Word: extend, nurture, step-back, break-up, special-delivery; Days: so many after it, 0 for a day that was named;
	// At: when it was made, or that day
	ReasonVerdict = "verdict"
	ReasonGift    = "gift" // Word: the [GiftState] of a gift on its way; At: since when
	// they have left the company: who follows? Days: calendar days, At: the call that told it
	ReasonSuccessor = "successor"
	ReasonRenewal   = "renewal" // their contract ends; At: when, Days: so many before it
	ReasonPast      = "past"    // the day it leads to was over when it was logged: due from then; At: the day's due time

	// Notes about a touch that was logged.
	ReasonEarly      = "early"      // S2.19: ahead of its gap; N: days since the last call, Of: days of the gap
	ReasonEarlyHours = "early-soon" // the second try of day 0 came sooner; N: minutes since, Of: minutes asked
	ReasonLate       = "late"       // S2.18: later than its day; Days: by so many, the rest moves along
	ReasonNoTry      = "no-try"     // the first busy signal of the day doesn't count
	ReasonSameTry    = "same-try"   // the step had been counted through a busy signal already
	ReasonRunsCold   = "runs-cold"  // warmth is unknown: the lead runs as cold
	ReasonKept       = "kept"       // the agreed call took place; At: the agreed time
	ReasonReplay     = "replay"     // the touch is older than the newest one: everything was worked out again
	ReasonClosed     = "closed"     // Word: how
	// they answered after the end of a chase; Word: the verdict or how it was closed, At: when; N: 1 when the answer
	// counts as won by the verdict
	ReasonBack  = "back"
	ReasonSoon  = "soon"           // S4.19: a goodbye before the least number of calls; N: calls made, Of: that number
	ReasonFirst = "first-response" // S2.6: how long they waited for us; N: minutes
	ReasonGut   = "gut"            // S0.2: what the rep's gut had said of a lead that was won or lost now; N of Of
	// S3.1: Word: the [Side] that kept it, At: when it was due; N of Of promises of theirs were kept
	ReasonPromiseKept   = "promise-kept"
	ReasonPromiseBroken = "promise-broken" // the same
	ReasonUnread        = "unread"         // S3.18: N documents were sent that nobody has looked at
	ReasonCloseHidden   = "close-hidden"   // S4.8: the call is to end with a deal and its agenda does not say so
	ReasonNotANo        = "not-a-no"       // S1.30: N calls, and nobody was ever reached
	ReasonTwice         = "twice"          // another call is agreed on for that time; Word: with whom, At: when
	// a call logged outside the legal hours, which nothing refuses: is the time right? N, Of: minutes from, to
	ReasonEvening = "unlikely"

	// Marks on slots and on instants somebody picked.
	ReasonWeakDay = "weak-day" // S4.10: Monday or Friday; Word: the weekday
)

// Logged is what came of logging a touch, beside the changed lead.
type Logged struct {
	Touch    Touch     // as it has to be stored: Seq and Try are filled in
	Notes    []Reason  // worth saying: early, late, no-try, broken, kept, runs-cold…
	Question *Question // at most one, never the same twice on a lead; nil for none
	Do       string    // what to do now, by the call map; empty where there is nothing, or a newer touch stands
}

// Question is an optional question after the save.
type Question struct {
	Code    string
	Options []string
	Promise *Promise // of AskPromise
}

// Codes of questions.
const (
	AskWarmth  = "warmth"  // options warm, cold (S0.4)
	AskPromise = "promise" // was it kept? options kept, broken (S3.1)
	// they had not looked at it: was going through it together tried? options yes, no (S3.26)
	AskTogether = "together"
	AskHot      = "hot" // no hot button after a talk: no options, free text and discovery questions (S3.22)
	// a follow-up and no talk for a month: is there still a deal? (S2.3); no options, two buttons
	AskOpen        = "open"
	AskEnds        = "ends"         // of somebody who has a solution: when their contract ends
	AskMore        = "more"         // one more call without a reason: why? (S2.20); no options, free text
	AskCloseReason = "close-reason" // closed as no response before five calls: why? (S4.19); no options, free text
)

// HasReason reports whether one of the reasons has a code.
func HasReason(notes []Reason, code string) bool {
	return slices.ContainsFunc(notes, func(n Reason) bool { return n.Code == code })
}
