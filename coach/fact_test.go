package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// Who prefers mail gets it first, but only once somebody has tried by phone (S0.27, C18).
func TestMailFirstAfterOneTry(t *testing.T) {
	r := DefaultRules()
	now := time.Date(2026, 1, 13, 9, 0, 0, 0, time.UTC)
	l := Lead{Prefers: ByMail, Warmth: Cold}
	if l.MailFirst() {
		t.Error("mail comes before the first call")
	}
	l, _, err := r.Log(l, nil, Touch{Outcome: outcome.NoAnswer, At: now, Logged: now}, Rep{})
	if err != nil || !l.MailFirst() {
		t.Errorf("after one try: %v, %v", l.MailFirst(), err)
	}
	if l.Prefers = ByCall; l.MailFirst() {
		t.Error("who prefers calls is written to")
	}
}

// What the gut had said is held against the result, once it is known (S0.2).
func TestTheGutIsComparedWithTheResult(t *testing.T) {
	r := DefaultRules()
	now := time.Date(2026, 1, 13, 9, 0, 0, 0, time.UTC)
	for o, want := range map[outcome.Outcome]bool{outcome.Won: true, outcome.Lost: true, outcome.NotInterested: true,
		outcome.DoNotCall: false, outcome.Talked: false} {
		_, logged, err := r.Log(Lead{Gut: 4}, nil, Touch{Outcome: o, At: now, Logged: now}, Rep{})
		if err != nil {
			t.Fatal(err)
		}
		if HasReason(logged.Notes, ReasonGut) != want {
			t.Errorf("%s: %v", o, logged.Notes)
		}
	}
	_, logged, _ := r.Log(Lead{}, nil, Touch{Outcome: outcome.Won, At: now, Logged: now}, Rep{})
	if HasReason(logged.Notes, ReasonGut) {
		t.Error("a gut that said nothing is quoted")
	}
}
