package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// S2.3: a follow-up that reaches nobody thirty days after the last talk asks whether the deal is still open; once a
// talk.
func TestWhetherADealIsStillOpen(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	talked := time.Date(2026, 9, 14, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		outcome outcome.Outcome
		days    int
		asks    string
	}{
		{"the day before", outcome.NoAnswer, 29, ""},
		{"after thirty days", outcome.NoAnswer, 30, AskOpen},
		{"a machine tells no more", outcome.Voicemail, 45, AskOpen},
		{"they are on the line", outcome.NoTime, 45, ""},
		{"an email is no follow-up call", outcome.Email, 45, ""},
		{"it is closed", outcome.Lost, 45, ""},
	} {
		l := Lead{ID: "L1", Warmth: Cold, HotButton: "fewer stops", Progress: Progress{Spoken: true, Total: 6,
			Call: CallName{5, true}, TalkedAt: talked, LastTouch: talked}}
		for i, want := range []string{c.asks, ""} {
			at := talked.AddDate(0, 0, c.days).Add(time.Duration(i) * time.Hour)
			after, logged, err := DefaultRules().Log(l, nil, Touch{Outcome: c.outcome, At: at, Logged: at}, rep)
			asks := ""
			if logged.Question != nil {
				asks = logged.Question.Code
			}
			if err != nil || asks != want {
				t.Errorf("%s, time %d: asks %q, %v", c.name, i+1, asks, err)
			}
			if l = after; !l.Open() {
				break
			}
		}
	}
	// Another talk is another deal to ask about.
	l := Lead{Warmth: Cold, HotButton: "fewer stops", Asked: []string{AskOpen + ":2026-08-01"},
		Progress: Progress{Spoken: true, TalkedAt: talked}}
	at := talked.AddDate(0, 0, 40)
	if _, logged, _ := DefaultRules().Log(l, nil, Touch{Outcome: outcome.NoAnswer, At: at, Logged: at},
		rep); logged.Question == nil {
		t.Error("asked once, never again")
	}
}
