package outcome

import "slices"

// Outcome says what happened on a touch. The words are those a rep types (product contract); on screen they are the
// plain words of [Info]. The last group are decisions that are kept in the same history. An installation may
// have some of its own beside these ([File]).
type Outcome string

// The outcomes of the contract, in call order. Blank lines part its groups; see [Group].
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
	Extend   Outcome = "extend"  // one more call, ten days after the last (S2.20)
	Nurture  Outcome = "nurture" // nothing for ninety days, or until a day that was named (S1.31)

	// a commitment made without a call being logged; with Vague and no Until, a date spoken of and not fixed
	Planned   Outcome = "planned"
	Snoozed   Outcome = "snoozed"   // nothing due before Until
	Paused    Outcome = "paused"    // nothing due before a resume
	Resumed   Outcome = "resumed"   // the cadence goes on after a reply, a snooze or a pause
	Reopened  Outcome = "reopened"  // a closed lead is open again
	Missed    Outcome = "missed"    // the rep missed an agreed call: due now, no try
	Explained Outcome = "explained" // a closed lead's Reason, given afterwards
	Calling   Outcome = "calling"   // the rep is calling now, at an agreed time: what punctuality goes by
	Details   Outcome = "details"   // what came of a talk, told after its outcome: a date, a promise, material, a note
	TaskDone  Outcome = "task-done" // the task of a closed lead is done, or not worth doing
	Verdict   Outcome = "verdict"   // a decision after the last step; Reason says which
	TakenOut  Outcome = "taken-out" // something that was logged by mistake: only that stands in its place
)

// Group is the row of the contract's table that an outcome belongs to. It is kept with each touch of an installation's
// own outcome, so that a history still counts right when the configuration no longer has that outcome.
type Group string

// The groups, in call order. Whoever was reached only in short has said nothing yet; who came to us called back or
// wrote. A decision is no touch at all: it is kept in the same history.
const (
	NotReached   Group = "not-reached"
	ReachedShort Group = "reached-short"
	LiveTalk     Group = "live-talk"
	CameToUs     Group = "came-to-us"
	Ended        Group = "ended"
	OtherTouch   Group = "other"
	Decision     Group = "decision"
)

// Info is what there is to know about an outcome: how it counts and how it is said. It comes from
// data/outcomes.yaml; the product contract (words, counters) is its source.
type Info struct {
	Code    Outcome
	Aliases []string // other words a rep may type for it
	Phrases []string // patterns of further words that are read as it, but not offered
	Label   string   // plain words for people: "Left a voicemail"
	Button  string   // the same, short enough for a button
	Short   string   // the same in running text: "voicemail" in "voicemail Mon"
	Group   Group
	Try     bool // a call that counts as a try; the first busy signal of a day is the exception
	Live    bool // a live talk: both counters start again
	Mail    bool // counts as a contact attempt beside the calls
	Ends    bool // closes the lead
	Typed   bool // a rep may type it after log; the others come from buttons and other commands
	Source  string
}

// Reached reports whether somebody picked up and it was the prospect: the short talks, the live talks, and the endings
// said by voice.
func (i Info) Reached() bool {
	return i.Group == ReachedShort || i.Group == LiveTalk || i.Code == CalledBack || i.Ends && i.Try &&
		i.Code != LeftCompany
}

// Info describes o. An outcome that there is none of, or no more, has an [Info] with only its Code, and the words
// of it for Label and Button.
func (o Outcome) Info() Info { return installed.Load().Info(o) }

// Valid reports whether o is an outcome at all.
func (o Outcome) Valid() bool { _, ok := installed.Load().byCode[o]; return ok }

// All lists every outcome in call order: from the dial that nobody answers to the decisions. The slice is the
// caller's to change.
func All() []Info { return append([]Info(nil), installed.Load().all...) }

// Parse is [Read] for whom only a sure outcome serves.
func Parse(words ...string) (o Outcome, used int, ok bool) {
	r := Read(words)
	if r.Outcome == "" {
		return "", 0, false
	}
	return r.Outcome, r.Used, true
}

// Unclear is [Read] for whom only what has to be asked serves.
func Unclear(words ...string) []Outcome { return Read(words).Means }

// Longest is how many words behind its start can be part of what says an outcome.
func Longest() int { return installed.Load().said.reach }

// Words lists the codes and aliases that [Read] knows, in call order, for "did you mean". The list may be
// appended to and is not to be changed.
func Words() []string { return slices.Clip(installed.Load().words) }

// PhraseWords lists the single words of all that people say for outcomes, in the order of the alphabet: a word that is
// none of them may be a slip of one. The list may be appended to and is not to be changed.
func PhraseWords() []string { return slices.Clip(installed.Load().said.known) }
