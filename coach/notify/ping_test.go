package notify

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// A nudge holds the second tries that come due, a ping the agreed call, until it was logged.
func TestPingsAndNudgesHold(t *testing.T) {
	r, rep := coach.DefaultRules(), newYork()
	ny := zone(t, rep.TZ)
	at := func(h, m int) time.Time { return time.Date(2026, 3, 5, h, m, 0, 0, ny).UTC() }
	booked, _, err := r.Log(coach.Lead{ID: "L1"}, nil, coach.Touch{Outcome: outcome.Talked, At: at(9, 0),
		Until: at(16, 0)}, rep)
	if err != nil {
		t.Fatal(err)
	}
	tried, _, err := r.Log(coach.Lead{ID: "L2", Warmth: coach.Warm}, nil, coach.Touch{Outcome: outcome.Voicemail,
		At: at(9, 0)}, rep)
	if err != nil {
		t.Fatal(err)
	}
	if n := NudgeFor(r, rep, []coach.Lead{tried, booked}, at(16, 0), at(15, 50)); len(n.Cards) != 1 ||
		n.Cards[0].Lead.ID != "L2" {
		t.Errorf("nudge: %v", n.Cards)
	}
	if p, ok := PingFor(r, rep, booked, at(16, 0), at(15, 50), false); !ok || p.Card.Step.Kind != coach.StepCommitment ||
		p.Still {
		t.Errorf("ping: %v %v", p, ok)
	}
	done, _, _ := r.Log(booked, nil, coach.Touch{Outcome: outcome.Talked, At: at(15, 55)}, rep)
	if _, ok := PingFor(r, rep, done, at(16, 0), at(16, 5), true); ok {
		t.Error("a call that was logged must not be asked about")
	}
}
