package coach

import (
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

// A review that nobody answers stands on five working days, and then on the first one of each week (product 4).
func TestAReviewRests(t *testing.T) {
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	due := time.Date(2026, 11, 11, 13, 0, 0, 0, time.UTC) // a Wednesday
	for day, rests := range map[int]bool{11: false, 13: false, 16: false, 17: false, 18: true, 20: true, 23: false,
		24: true} {
		at := time.Date(2026, 11, day, 13, 30, 0, 0, time.UTC)
		if got := DefaultRules().reviewRests(rep, Step{Kind: StepReview, Due: due}, at); got != rests {
			t.Errorf("%s: rests %v", at.Format("Mon 2 Jan"), got)
		}
	}
	if DefaultRules().reviewRests(rep, Step{Kind: StepCall, Due: due}, due.AddDate(0, 0, 30)) {
		t.Error("a call rests")
	}
	// It rests in what is sent; who asks for their day sees it.
	l := Lead{ID: "L1", Rep: rep.ID, Warmth: Cold, Progress: Progress{Calls: 7, Total: 7, Step: 7,
		LastTry: due.AddDate(0, 0, -3), LastOutcome: outcome.NoAnswer}}
	thursday := time.Date(2026, 11, 19, 13, 30, 0, 0, time.UTC)
	for at, cards := range map[time.Time]int{thursday.AddDate(0, 0, -6): 1, thursday: 0, thursday.AddDate(0, 0, 4): 1} {
		sent := DefaultRules().Morning(rep, []Lead{l}, at, nil)
		asked := DefaultRules().Digest(rep, []Lead{l}, at, nil)
		if len(sent.Asks) != cards || len(asked.Asks) != 1 || asked.Asks[0].Step.Kind != StepReview {
			t.Errorf("%s: %d reviews sent, asked for %+v", at.Format("Mon 2 Jan"), len(sent.Asks), asked.Asks)
		}
	}
}

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
