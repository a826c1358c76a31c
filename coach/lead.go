package coach

import (
	"cmp"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/phone"
	"github.com/followup-coach/followup/coach/qualify"
	"github.com/followup-coach/followup/coach/reach"
)

// Warmth says who came to whom. A warm lead raised a hand (a web form, a call-in) and has probably asked a competitor
// or two as well (S2.5, S0.5). The zero value is unknown: it runs as cold, and the first voicemail asks (S0.4).
type Warmth string

// Potential is what a deal could be worth the effort of; it decides how many tries, while [Warmth] decides how fast
// (handbook C10). The zero value is normal.
type Potential string

const (
	WarmthUnknown Warmth = ""
	Warm          Warmth = "warm"
	Cold          Warmth = "cold"

	PotentialNormal Potential = ""
	PotentialHigh   Potential = "high"
	PotentialLow    Potential = "low"
)

// Lead is one prospect of one rep: what people said of it, and how far its cadence has come. Everything in Progress can
// be rebuilt from the facts and the touches with [Rules.Replay]; it is kept beside them so that a command reads one
// record. A stored record is read with [ReadLead].
type Lead struct {
	ID      string `json:"id"`
	Rep     string `json:"rep"` // Slack user id of its owner
	Version int64  `json:"v"`   // grows by one with every change; the store refuses a change of a stale one

	Name    string `json:"name"` // as typed; unique per rep after normalizing
	Contact string `json:"contact,omitempty"`
	Company string `json:"company,omitempty"`
	Phone   string `json:"phone,omitempty"`
	// what was read from Phone, see [Lead.Telephones]
	Phones phone.Phones `json:"dial,omitzero"`
	Email  string       `json:"email,omitempty"`
	// IANA name set by a person; empty: from the phone if unambiguous, else the rep's
	TZ        string    `json:"tz,omitempty"`
	HotButton string    `json:"hot,omitempty"`
	Source    string    `json:"source,omitempty"`
	Warmth    Warmth    `json:"warmth,omitempty"`
	Potential Potential `json:"potential,omitempty"`
	Created   time.Time `json:"created"`

	// What steers the calls. None of it is needed, each is at most MaxFact characters.
	Decider    string  `json:"decider,omitempty"` // who decides (S0.25)
	Competitor string  `json:"rival,omitempty"`   // whom else they talk to (S0.5)
	Gut        int     `json:"gut,omitempty"`     // what the rep's gut says, 1 to MaxGut; 0 unknown (S0.2)
	Prefers    Channel `json:"prefers,omitempty"` // how they like to be spoken to (S0.27)
	Introduced string  `json:"intro,omitempty"`   // who sent us to them
	Industry   string  `json:"industry,omitempty"`
	Problem    string  `json:"problem,omitempty"` // the challenge that a success story is matched by (S1.20)
	Web        string  `json:"web,omitempty"`     // address of their site, as typed
	Reasons    []Why   `json:"whys,omitempty"`    // reasons to call, at most maxWhys

	// Asked lists the questions already put to the rep about this lead (never the same one twice), by question code.
	Asked []string `json:"asked,omitempty"`

	List  Listed        `json:"list,omitzero"`   // what it has from the list that it came in with
	Moved absence.Moves `json:"moved,omitempty"` // to later days, by spreads

	Merged []string `json:"merged,omitempty"` // ids of the leads that have gone into it
	// other reps who have one of its numbers or its address: a hint of the store's, to be looked up before it is told
	Shared []string `json:"shared,omitempty"`

	Handed []Handed `json:"handed,omitempty"` // how it came to its rep from others, the last one at the end
	// Opened are the newest of those managers who have read the lead, at most MaxOpened: its history says so. Nobody's
	// change; the store keeps it beside the others.
	Opened []Opening `json:"opened,omitempty"`
	// Leaving is the id of the hand-over by which it is on its way to another rep: nobody changes it meanwhile, and
	// nothing is due.
	Leaving string `json:"leaving,omitempty"`

	Progress Progress `json:"p"`
}

// Listed is what a lead has from a list that was imported.
type Listed struct {
	Key   string            `json:"key,omitempty"`   // its id where the list is from, behind the name of the column
	From  time.Time         `json:"from,omitzero"`   // no first call before: those of a list are spread over days
	Facts map[string]string `json:"facts,omitempty"` // by their columns, "" where empty: what is kept besides
	Name  string            `json:"of,omitempty"`    // of its file
	// What it was built on (S2.9): codes of package suspect's factors, and behind them what else somebody wrote.
	Built []string `json:"built,omitempty"`
	// Parked: it came in without enough that speaks for it (S0.7). Nothing takes the mark off but a release by what is
	// known of the lead; what happened is asked by [Lead.Parked].
	Parked bool `json:"parked,omitempty"`
}

// Handed is a hand-over: a lead with all of its history that went from one rep to another.
type Handed struct {
	ID   string    `json:"id"`
	From string    `json:"from"` // Slack user id of the rep who had it
	By   string    `json:"by"`   // of whoever decided so
	At   time.Time `json:"at"`
	Name string    `json:"name,omitempty"` // how it was called until then, where its new rep has another lead of that name
}

// Opening is that a manager has read a lead of a rep of theirs.
type Opening struct {
	By string    `json:"by"` // Slack user id
	At time.Time `json:"at"`
}

// MaxOpened is how many openings a lead knows of; all of them stand in its rep's audit trail.
const MaxOpened = 20

// Progress is where a lead's cadence stands after its touches. Counters start again after each live talk; instants are
// UTC.
type Progress struct {
	Spoken  bool `json:"spoken,omitempty"` // somebody picked up at least once: tries are follow-ups from then on
	Calls   int  `json:"calls,omitempty"`  // tries since the last live talk
	Mails   int  `json:"mails,omitempty"`  // mails since the last live talk; Calls+Mails are the contact attempts
	Before  int  `json:"before,omitempty"` // those of Calls that came before somebody picked up: no follow-ups
	Total   int  `json:"total,omitempty"`  // tries ever, for the floor of five before giving up (S4.19)
	Touches int  `json:"touches,omitempty"`

	// Track is the cadence when it isn't the one that follows from the lead's potential: [afterTalk] or [extended].
	Track string `json:"track,omitempty"`
	Step  int    `json:"step,omitempty"` // steps of the cadence used up

	LastTry     time.Time       `json:"try,omitzero"`  // when the last try was made
	Call        CallName        `json:"call,omitzero"` // which one the last counted call was
	LastOutcome outcome.Outcome `json:"last,omitempty"`
	LastTouch   time.Time       `json:"touch,omitzero"`
	TalkedAt    time.Time       `json:"talked,omitzero"` // last live talk

	Busy   int    `json:"busy,omitempty"`   // busy signals on BusyOn's day
	BusyOn string `json:"busyon,omitempty"` // rep-local date, 2006-01-02

	Commitment *Commitment `json:"commitment,omitempty"`
	Waiting    Waiting     `json:"wait,omitzero"`    // what else the next call waits for
	Mail       int         `json:"mail,omitempty"`   // number of the mail that is due (1 or 2), 0 for none
	Broken     int         `json:"broken,omitempty"` // promises of the prospect broken in a row since the last kept one

	AttemptLimitAt time.Time `json:"tenth,omitzero"`   // when the tenth contact attempt was made, until the verdict
	Social         bool      `json:"social,omitempty"` // a LinkedIn or X touch was made since the last live talk

	Closed       outcome.Outcome `json:"closed,omitempty"` // why the cadence ended; empty while open
	ClosedAt     time.Time       `json:"closedat,omitzero"`
	ClosedReason string          `json:"closedwhy,omitempty"`
	// who was asked not to call, when that was said on another lead
	ClosedBy     string `json:"closedby,omitempty"`
	ShortCadence string `json:"light,omitempty"`   // verdict on a light cadence that ran out: "", "keep", "full"
	Verdict      string `json:"verdict,omitempty"` // the last review's verdict
	// when the verdict was made, of a gift when it was delivered; zero once it was answered
	VerdictAt time.Time `json:"verdictat,omitzero"`
	Gift      *GiftPlan `json:"gift,omitempty"` // asked for, agreed to or declined; nil for none
	First     time.Time `json:"first,omitzero"` // the first call or message of ours (S2.6)
	// Freed is when a touch was logged that ended the move of a lead ([Lead].Moved).
	Freed time.Time `json:"freed,omitzero"`

	Promises  []Promise     `json:"promises,omitempty"` // open ones of both sides, oldest first, at most MaxPromises
	Materials []Material    `json:"mats,omitempty"`     // the newest ones, oldest first, at most maxMaterials
	Sent      int           `json:"sent,omitempty"`     // documents ever sent…
	Looked    int           `json:"looked,omitempty"`   // …and looked at (S3.18)
	Gate      *qualify.Gate `json:"gate,omitempty"`     // as last filled in, since the last deal was asked about (S0.25)
	// kind of the reason that was last used, so that another comes next (C17)
	LastWhy WhyKind `json:"lastwhy,omitempty"`
	// texts that were sent, newest last, at most draftsKept, so that another one comes next
	Drafts   []string `json:"drafts,omitempty"`
	Counters Counters `json:"tally,omitzero"`
	// Hours are the calls by weekday and part of the day on the lead's clock, those at agreed times left out: to be there
	// was promised.
	Hours reach.Cells `json:"hours,omitzero"`
}

// Open reports whether anything may still come due.
func (l Lead) Open() bool { return l.Progress.Closed == "" }

// Parked reports whether nothing is due before somebody wants it: the lead's list was brought in without two factors
// that qualify it (S0.7), and nothing has happened since.
func (l Lead) Parked() bool { return l.List.Parked && l.Progress.Touches == 0 }

// Paused reports whether the rep has put the lead on hold: nothing is due for it but a call that was agreed on, until
// somebody resumes it, calls, or has an answer.
func (l Lead) Paused() bool { return !l.Progress.Waiting.Paused.IsZero() }

// IDs are the lead's own id and those of the leads that have gone into it.
func (l Lead) IDs() []string { return append([]string{l.ID}, l.Merged...) }

// attempts is the number of contact attempts (calls and mails) since the last live talk (handbook C2).
func (p Progress) attempts() int { return p.Calls + p.Mails }

// Commitment is a date and time the prospect agreed to (S1.7), with what the call is to be about (S4.7).
type Commitment struct {
	At     time.Time `json:"at"`
	Agenda string    `json:"agenda,omitempty"`
	Made   time.Time `json:"made"`

	Meet      Meet      `json:"meet,omitzero"`    // a visit or a video call in place of a phone call
	Goal      string    `json:"goal,omitempty"`   // [GoalClose], or empty
	Tentative bool      `json:"unsure,omitempty"` // they have not said yes to it yet (S4.4)
	Calling   time.Time `json:"calling,omitzero"` // when the rep said that they are calling (S1.11); zero until then

	// when it was agreed for the first time, if it was moved since; see [Commitment.Begun]
	First time.Time `json:"first,omitzero"`
}

// Begun is when the appointment was first agreed. It stays as it is while the date moves, so that it tells one
// appointment from the next: what is in a calendar already can be moved there too.
func (c Commitment) Begun() time.Time {
	if c.First.IsZero() {
		return c.Made
	}
	return c.First
}

// GoalClose is the goal of a call that is to end with a deal: it belongs on the agenda, so that nobody is caught off
// guard (S4.8).
const GoalClose = "close"

// Task is a thing to do that is no call.
type Task struct {
	Kind string    `json:"kind"` // [FindNumber], or of a closed lead [FindSuccessor] or [Renewal]
	At   time.Time `json:"at"`   // when it came up; of a Renewal, when their contract ends
}

// Named is what is known of somebody whom a contact named, before anybody has talked to them: where they are, who
// introduced them, and that introduced people are called at once, like those who came by themselves (handbook §3c,
// referral).
func (l Lead) Named() Lead {
	n := l.colleague()
	n.Warmth, n.Source = Warm, "referral"
	return n
}

// Follower is what is known of whoever follows a contact that left the company: what the company was after stays
// (handbook §3c, left-company).
func (l Lead) Follower() Lead {
	n := l.colleague()
	n.TZ, n.Problem, n.Competitor, n.Potential = l.TZ, l.Problem, l.Competitor, l.Potential
	n.Source = "follows " + l.person()
	return n
}

// colleague is somebody at the same company.
func (l Lead) colleague() Lead {
	n := Lead{Company: l.Company, Introduced: l.person(), Industry: l.Industry}
	if n.Company == "" && l.Contact != "" {
		n.Company = l.Name // with a contact beside it, the lead is called after the company
	}
	return n
}

// person is whom one talks to.
func (l Lead) person() string {
	if l.Contact != "" {
		return l.Contact
	}
	return l.Name
}

// ByName orders leads that nothing else tells apart: by name, whatever its case, and at last by id.
func ByName(a, b Lead) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
}
