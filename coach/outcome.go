package coach

// Outcome says what happened on a touch. The words are those a rep types (product contract); on screen they are the
// plain words of [OutcomeInfo]. The last group are decisions that are kept in the same history.
type Outcome string

const (
	Voicemail  Outcome = "voicemail"
	NoAnswer   Outcome = "no-answer"
	Busy       Outcome = "busy"
	Gatekeeper Outcome = "gatekeeper"
	BadNumber  Outcome = "bad-number"

	NoTime      Outcome = "no-time"
	Unavailable Outcome = "unavailable"
	Distracted  Outcome = "distracted"
	NoMemory    Outcome = "no-memory"

	Talked      Outcome = "talked"
	Meeting     Outcome = "meeting"
	NotReviewed Outcome = "not-reviewed"
	WantsInfo   Outcome = "wants-info"
	Referral    Outcome = "referral"
	NotNow      Outcome = "not-now"

	CalledBack Outcome = "called-back"
	Replied    Outcome = "replied"

	Won           Outcome = "won"
	HasSolution   Outcome = "has-solution"
	NotInterested Outcome = "not-interested"
	NotFit        Outcome = "not-fit"
	LeftCompany   Outcome = "left-company"
	DoNotCall     Outcome = "do-not-call"
	NoResponse    Outcome = "no-response" // only by close
	Lost          Outcome = "lost"        // only by close

	Email    Outcome = "email"
	LinkedIn Outcome = "linkedin"
	XTwitter Outcome = "x"
	Visit    Outcome = "visit"
	Gift     Outcome = "gift"
	StepBack Outcome = "step-back"
	BreakUp  Outcome = "break-up"

	// a commitment made without a call being logged; with Vague and no Until, a date spoken of and not fixed
	Planned   Outcome = "planned"
	Snoozed   Outcome = "snoozed"   // nothing due before Until
	Resumed   Outcome = "resumed"   // the cadence goes on after a reply, a snooze or a pause
	Reopened  Outcome = "reopened"  // a closed lead is open again
	Missed    Outcome = "missed"    // the rep missed an agreed call: due now, no try
	Explained Outcome = "explained" // a closed lead's Reason, given afterwards
	Calling   Outcome = "calling"   // the rep is calling now, at an agreed time: what punctuality goes by
	Details   Outcome = "details"   // what came of a talk, told after its outcome: a date, a promise, material, a note
	TaskDone  Outcome = "task-done" // the task of a closed lead is done, or not worth doing
	Verdict   Outcome = "verdict"   // a decision after the last step; Reason says which
)

// Group is the row of the contract's table that an outcome belongs to.
type Group string

const (
	NotReached   Group = "not-reached"
	ReachedShort Group = "reached-short"
	LiveTalk     Group = "live-talk"
	CameToUs     Group = "came-to-us"
	Ended        Group = "ended"
	OtherTouch   Group = "other"
	Decision     Group = "decision"
)
