package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestBranchForOpensTheNextCall(t *testing.T) {
	r := DefaultRules()
	now := time.Date(2026, 3, 3, 16, 0, 0, 0, time.UTC)
	talked := Progress{Spoken: true, TalkedAt: now.AddDate(0, 0, -3)}
	sent := talked
	sent.Materials = []Material{{Name: "specs"}}
	read := talked
	read.Materials = []Material{{Name: "specs", Read: true}, {Name: "demo", Shown: true}}
	agreed := func(ago time.Duration) Progress {
		p := sent
		p.Commitment = &Commitment{At: now.Add(-ago)}
		return p
	}
	call := func(n, of int) Step { return Step{Kind: StepCall, Number: n, Of: of} }
	for _, c := range []struct {
		why  string
		lead Lead
		step Step
		want string
	}{
		{"S0.17: first try", Lead{}, call(1, 7), "voicemail-1"},
		{"C14: no message on the second", Lead{}, call(2, 7), "no-message"},
		{"S0.17: third try", Lead{}, call(3, 7), "voicemail-3"},
		{"C14: none on the fourth", Lead{}, call(4, 7), "no-message"},
		{"S1.28: last try", Lead{}, call(7, 7), "voicemail-last"},
		{"S0.18: after a talk", Lead{Progress: talked}, call(1, 5), "has-time"},
		{"reached for a moment", Lead{Progress: Progress{Spoken: true}}, call(2, 7), "has-time"},
		{"S3.8: material is pending", Lead{Progress: sent}, call(1, 5), "not-reviewed"},
		{"material was looked at", Lead{Progress: read}, call(1, 5), "has-time"},
		{"material, but never spoken", Lead{Progress: Progress{Materials: sent.Materials}}, call(1, 7), "voicemail-1"},
		{"S0.22: they didn't remember, and agreed on a time: they expect the call",
			Lead{Progress: Progress{Spoken: true, LastOutcome: outcome.NoMemory,
				Commitment: &Commitment{At: now.Add(time.Hour)}}},
			Step{Kind: StepCommitment}, "has-time"},
		{"S0.22: they didn't remember", Lead{Progress: Progress{Spoken: true, LastOutcome: outcome.NoMemory}}, call(2, 7),
			"no-memory"},
		{"S1.11: at the agreed time", Lead{Progress: agreed(5 * time.Minute)}, Step{Kind: StepCommitment}, "not-reviewed"},
		{"S1.11, S4.15: late", Lead{Progress: agreed(6 * time.Minute)}, Step{Kind: StepCommitment}, "late"},
		{"they wrote", Lead{Progress: Progress{Waiting: Waiting{Kind: WaitReply}}}, Step{Kind: StepNeedsDate}, "replied"},
		{"3c: introduced", Lead{Introduced: "Kim"}, call(1, 7), "introduced"},
		{"a review is no call", Lead{}, Step{Kind: StepReview}, "first-talk"},
		{"closed", Lead{Progress: Progress{Closed: outcome.Won}}, Step{Kind: StepNone}, ""},
		{"3c: renewal", Lead{Progress: Progress{Closed: outcome.HasSolution,
			Waiting: Waiting{Kind: WaitTask, Rule: Renewal}}},
			Step{Kind: StepTask},
			"has-solution"},
		{"3c: successor", Lead{Progress: Progress{Closed: outcome.LeftCompany,
			Waiting: Waiting{Kind: WaitTask, Rule: FindSuccessor}}},
			Step{Kind: StepTask}, "gatekeeper"},
	} {
		if got := r.BranchFor(c.lead, c.step, now); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// C14: a message on the first, the third and the last try, and none on the others.
func TestVoicemailFor(t *testing.T) {
	r := DefaultRules()
	talked := Lead{Progress: Progress{Spoken: true, TalkedAt: time.Unix(1, 0)}}
	for _, c := range []struct {
		lead Lead
		step Step
		want string
	}{
		{Lead{}, Step{Kind: StepCall, Number: 1, Of: 7}, "voicemail-1"},
		{Lead{}, Step{Kind: StepCall, Number: 2, Of: 7}, ""},
		{Lead{}, Step{Kind: StepCall, Number: 2, Of: 2, SameDay: true}, ""}, // C9: one message a day
		{Lead{}, Step{Kind: StepCall, Number: 2, Of: 2}, "voicemail-last"},
		{Lead{}, Step{Kind: StepCall, Number: 3, Of: 7}, "voicemail-3"},
		{Lead{}, Step{Kind: StepCall, Number: 5, Of: 7}, ""},
		{Lead{}, Step{Kind: StepCall, Number: 7, Of: 7}, "voicemail-last"},
		{Lead{}, Step{Kind: StepRedial, Number: 1, Of: 7}, "voicemail-1"},
		{talked, Step{Kind: StepCall, Number: 1, Of: 5}, "voicemail-after-talk"},
		{talked, Step{Kind: StepCall, Number: 2, Of: 5}, ""},
		{talked, Step{Kind: StepCall, Number: 3, Of: 5}, "voicemail-after-talk"},
		{talked, Step{Kind: StepCall, Number: 5, Of: 5}, "voicemail-last"},
		{Lead{}, Step{Kind: StepCommitment, Number: 2}, "voicemail-after-talk"},
		{talked, Step{Kind: StepDidIt, Number: 4}, "voicemail-after-talk"},
		{Lead{}, Step{Kind: StepReview, Number: 7}, ""},
		{Lead{}, Step{Kind: StepTask, Number: 1}, ""},
	} {
		if got := r.VoicemailFor(c.lead, c.step); got != c.want {
			t.Errorf("%+v: %q, want %q", c.step, got, c.want)
		}
	}
}
