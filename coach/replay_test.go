package coach

import (
	"slices"
	"testing"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
)

func TestRebuiltNamesWhatDiffers(t *testing.T) {
	at := time.Date(2026, 1, 12, 15, 0, 0, 0, time.UTC)
	rep := Rep{ID: "U1", TZ: "America/New_York"}
	l, history := Lead{Created: at}, []Touch(nil)
	for i, o := range []outcome.Outcome{outcome.Voicemail, outcome.Replied, outcome.Busy, outcome.BadNumber} {
		when := at.Add(time.Duration(i) * time.Hour)
		after, logged, err := DefaultRules().Log(l, history, Touch{Outcome: o, At: when, Logged: when}, rep)
		if err != nil {
			t.Fatal(err)
		}
		l, history = after, append(history, logged.Touch)
	}
	if got := DefaultRules().Rebuilt(l, history, rep); len(got) > 0 {
		t.Errorf("as it was logged: %v", got)
	}
	l.Progress.Promises = []Promise{}
	if got := DefaultRules().Rebuilt(l, history, rep); len(got) > 0 {
		t.Errorf("an empty list: %v", got)
	}
	l.Progress.Calls++
	l.Progress.Waiting = Waiting{}
	l.Progress.LastTry = l.Progress.LastTry.Add(time.Second)
	if got := DefaultRules().Rebuilt(l, history, rep); !slices.Equal(got, []string{"calls", "try", "wait"}) {
		t.Errorf("three fields are wrong: %v", got)
	}
	if got := DefaultRules().Rebuilt(Lead{Created: at}, history[:1], rep); !slices.Contains(got, "calls") {
		t.Errorf("a touch that the record doesn't know: %v", got)
	}
	// A record of before calls had names and the first one was kept is as good; one that says something else is not.
	l.Progress = DefaultRules().Replay(l, history, rep).Progress
	l.Progress.First, l.Progress.Call = time.Time{}, CallName{}
	if got := DefaultRules().Rebuilt(l, history, rep); len(got) > 0 {
		t.Errorf("a record of an older version: %v", got)
	}
	l.Progress.First, l.Progress.Call = at.Add(time.Hour), CallName{7, true}
	if got := DefaultRules().Rebuilt(l, history, rep); !slices.Equal(got, []string{"call", "first"}) {
		t.Errorf("two fields are wrong: %v", got)
	}
}
