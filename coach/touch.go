package coach

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/qualify"
)

// Touch is one logged thing: a call and how it ended, a mail, or a decision about the lead (a date agreed, a snooze, a
// close). A lead's touches, ordered by At and then by Seq, tell its whole story: [Rules.Replay] needs nothing else.
type Touch struct {
	ID      string          `json:"id"`
	Seq     int64           `json:"seq"` // order of logging within the lead, from 1
	Outcome outcome.Outcome `json:"o"`
	Group   outcome.Group   `json:"grp,omitempty"`   // of an outcome that is the installation's own; Log fills it in
	At      time.Time       `json:"at"`              // when it happened
	Logged  time.Time       `json:"logged,omitzero"` // when it was written down
	By      string          `json:"by"`              // Slack user id
	Note    string          `json:"note,omitempty"`  // at most MaxNote characters

	// Until is what the touch sets: the agreed instant (Planned, Meeting, or any outcome with a date and time), the
	// instant before which nothing is due (Snoozed), or the time the prospect named.
	Until  time.Time `json:"until,omitzero"`
	Agenda string    `json:"agenda,omitempty"`
	Vague  bool      `json:"vague,omitempty"`  // a date was spoken of but not fixed: the lead needs a date
	Theirs bool      `json:"theirs,omitempty"` // Until is an agreed time moved to the same clock time in the lead's zone
	Reason string    `json:"reason,omitempty"` // why it was closed, in people's own words
	// Verdict is the answer to a review or to light's question: extend, special-delivery, step-back, break-up, nurture;
	// drop, keep, full. Of a gift it is what became of it too: gift-approved, gift-declined. Outcomes that are verdicts
	// themselves, like [outcome.BreakUp], leave it empty.
	Verdict string `json:"verdict,omitempty"`
	// ByOtherLead marks a do-not-call that was said on another lead with the same number: this one ends, and no call was
	// made on it.
	ByOtherLead bool `json:"elsewhere,omitempty"`
	// Lifted marks a [outcome.Reopened] that takes back a do-not-call: who asked for it is its Reason.
	Lifted bool `json:"lifted,omitempty"`

	// What came of a talk besides.
	Goal      string `json:"goal,omitempty"`   // of the call at Until
	Tentative bool   `json:"unsure,omitempty"` // they have not said yes to Until yet (S4.4)
	// Given: Until was named by somebody who can't agree to it, a gatekeeper: no commitment
	Given    bool          `json:"given,omitempty"`
	Promises []Promise     `json:"promises,omitempty"`
	Settled  []Settled     `json:"settled,omitempty"`
	Material *Material     `json:"mat,omitempty"`
	Gate     *qualify.Gate `json:"gate,omitempty"`
	Gift     *GiftPlan     `json:"gift,omitempty"` // of a verdict about a gift
	// Together says whether going through the material together was tried (S3.26): nil when nobody said.
	Together *bool `json:"together,omitempty"`
	// Why is the kind of reason that the call was made with; Log fills it in where a reason stood on the card.
	Why WhyKind `json:"why,omitempty"`
	// Subject and Draft belong to a message whose Note is the text that was sent: its subject, and the text it was made
	// from ([outreach.Text.Key]).
	Subject string `json:"subj,omitempty"`
	Draft   string `json:"draft,omitempty"`

	// Meet is how they meet at Until (S1.5), Gut what the rep's gut says of more calls, 1 to 5; 0 for nothing (S0.2).
	Meet Meet `json:"meet,omitzero"`
	Gut  int  `json:"hunch,omitempty"`

	// Try is the number of the call since the last live talk, 0 when it was none; Log fills it in.
	Try int `json:"try,omitempty"`
}

// reasonTheirs was the Reason of a touch that moved an agreed time to the lead's zone, before Theirs was.
const reasonTheirs = "their time"

// ReadTouch reads a touch as it is stored. Once a Reason was also a verdict, and a mark of a time that was moved.
func ReadTouch(raw []byte, t *Touch) error {
	if err := json.Unmarshal(raw, t); err != nil {
		return err
	}
	if t.Logged.IsZero() { // it is left out where it was written down as it happened
		t.Logged = t.At
	}
	switch {
	case t.Outcome == outcome.Verdict && t.Verdict == "":
		t.Verdict, t.Reason = t.Reason, ""
	case t.Outcome == outcome.Planned && t.Reason == reasonTheirs:
		t.Theirs, t.Reason = true, ""
	}
	return nil
}

// MaxNote is the longest note, in characters.
const MaxNote = 3000

// ByTime orders touches by when they happened, and those of one instant by when they were logged.
func ByTime(a, b Touch) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) }

// notesShown is how many notes are shown of a lead.
const notesShown = 3

// Notes are the last notes of a lead, newest first (S3.20). What was added to a call on the page behind it is that
// call's: its note comes with the call's outcome. touches are the end of a history, in any order.
func Notes(touches []Touch) []Touch {
	all := slices.Clone(touches)
	slices.SortStableFunc(all, func(a, b Touch) int { return ByTime(b, a) })
	var notes []Touch
	for i, t := range all {
		if blankText(t.Note) {
			continue
		}
		if t.Outcome == outcome.Details || t.Outcome == outcome.Explained {
			before := slices.IndexFunc(all[i+1:], func(x Touch) bool { return x.Info().Group != outcome.Decision })
			if before >= 0 {
				t.Outcome = all[i+1+before].Outcome
			}
		}
		if notes = append(notes, t); len(notes) == notesShown {
			break
		}
	}
	return notes
}

// Info describes the outcome of t. An installation's own outcome that its configuration no longer has counts as the
// group that the touch keeps.
func (t *Touch) Info() outcome.Info {
	i := t.Outcome.Info()
	if i.Group == "" && t.Group != "" {
		i = t.Group.Counts(i)
	}
	return i
}

// Written reports whether a touch is a message that went to a prospect, with its text as the note.
func (t Touch) Written() bool {
	switch t.Outcome {
	case outcome.Email, outcome.LinkedIn, outcome.XTwitter, outcome.StepBack, outcome.BreakUp:
		return !blankText(t.Note)
	}
	return false
}
