package coach

import (
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/script"
)

// This file finds which branch of the conversation tree a call takes.

// Ids of the branches that something in the rules asks for by name. The others are the call map's and the team's.
const (
	BranchHasTime            = "has-time"
	branchFirstTalk          = "first-talk"
	branchIntroduced         = "introduced"
	branchNoMemory           = "no-memory"
	branchGatekeeper         = "gatekeeper"
	BranchNotReviewed        = "not-reviewed"
	branchHasSolution        = "has-solution"
	branchReplied            = "replied"
	branchLate               = "late"
	branchVoicemail1         = "voicemail-1"
	branchVoicemail3         = "voicemail-3"
	BranchNoMessage          = "no-message"
	branchVoicemailLast      = "voicemail-last"
	branchVoicemailAfterTalk = "voicemail-after-talk"
)

// BranchFor is the branch that opens a lead's next call: how the last one ended directs what is said in the next
// (S0.16). It is the first of these that holds:
//
//   - closed: has-solution when their contract ends, gatekeeper to ask who follows somebody who left, else none ("");
//   - the agreed time is past by more than the limit still_after: late (S1.11, S4.15);
//   - they wrote: replied;
//   - something that they were given is still unread: not-reviewed, so that it is at hand before the call (S3.8);
//   - at the last call they didn't remember, and no time was agreed on: no-memory (S0.22);
//   - spoken before: has-time (S0.18);
//   - never spoken, and somebody sent us: introduced;
//   - never spoken, and the step is a call: the message of this try, since a machine is the likely answer, or
//     no-message (S0.17, C14);
//   - else first-talk.
func (r *Rules) BranchFor(l Lead, s Step, now time.Time) string {
	p := l.Progress
	switch {
	case !l.Open() && p.Waiting.HasTask(Renewal):
		return branchHasSolution
	case !l.Open() && p.Waiting.HasTask(FindSuccessor):
		return branchGatekeeper
	case !l.Open():
		return ""
	case p.Commitment != nil && now.Sub(p.Commitment.At) > time.Duration(r.limits.StillAfter)*time.Minute,
		p.Waiting.Missed() && p.Commitment == nil: // the rule for a missed call says so (S4.15)
		return branchLate
	case p.Replied():
		return branchReplied
	case !p.TalkedAt.IsZero() && p.Unread() != nil:
		return BranchNotReviewed
	case p.LastOutcome == outcome.NoMemory && p.Commitment == nil:
		return branchNoMemory
	case p.Spoken:
		return BranchHasTime
	case l.Introduced != "":
		return branchIntroduced
	case s.Kind == StepCall || s.Kind == StepRedial:
		if id := r.VoicemailFor(l, s); id != "" {
			return id
		}
		return BranchNoMessage
	}
	return branchFirstTalk
}

// BranchOnLine is the branch that opens a lead's call once they have picked up: [Rules.BranchFor], without the messages
// for a machine.
func (r *Rules) BranchOnLine(l Lead, s Step, now time.Time) string {
	switch id := r.BranchFor(l, s, now); id {
	case "", branchVoicemail1, branchVoicemail3, branchVoicemailLast, branchVoicemailAfterTalk, BranchNoMessage:
		return branchFirstTalk
	default:
		return id
	}
}

// BranchAfter is the branch that goes on once an outcome was logged and they are still on the line, "" for none: the
// call map's, else the one that is there for that outcome. A plain talk has none, and neither has an outcome at which
// nobody is on the line.
func (r *Rules) BranchAfter(o outcome.Outcome) string {
	switch o {
	case outcome.Talked, outcome.Meeting, outcome.CalledBack, outcome.Voicemail, outcome.Replied:
		return ""
	}
	if id := r.callMap[string(o)].says.branch; id != "" {
		return id
	}
	for _, b := range r.OnLine() {
		if b.Outcome == o {
			return b.ID
		}
	}
	return ""
}

// OnLine lists the branches that somebody who has picked up can lead to, in the order of a call.
func (r *Rules) OnLine() []script.Branch {
	return slices.DeleteFunc(r.scripts.Branches(), func(b script.Branch) bool {
		switch b.ID {
		case branchVoicemail1, branchVoicemail3, branchVoicemailLast, branchVoicemailAfterTalk, BranchNoMessage:
			return true
		}
		return false
	})
}

// VoicemailFor is the message to leave on this try, "" for none: on the first, the third and the last try only, and one
// a day (C14). After a talk the first and the third, and the one at an agreed time, go back to that talk.
func (r *Rules) VoicemailFor(l Lead, s Step) string {
	after := !l.Progress.TalkedAt.IsZero() || s.Kind == StepCommitment || s.Kind == StepDidIt
	switch {
	case !s.IsCall() && s.Kind != StepDidIt, s.SameDay:
		return ""
	case s.Kind == StepCommitment, s.Kind == StepDidIt, after && (s.Number == 1 || s.Number == 3):
		return branchVoicemailAfterTalk
	case s.Number == 1:
		return branchVoicemail1
	case s.Number == 3:
		return branchVoicemail3
	case s.Of > 0 && s.Number >= s.Of:
		return branchVoicemailLast
	}
	return ""
}
