package say_test

import (
	"strings"
	"testing"

	"github.com/followup-coach/followup/bot/say/answers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// doWords is how many words what to do adds to the answer to a log.
const doWords = 12

// TestBudgetWhatToDo: what to do stands last in the answer and keeps to its own dozen words, whatever row of the call
// map it is of; of remarks, a question and what to do two stand in one answer, what to do last.
func TestBudgetWhatToDo(t *testing.T) {
	for _, row := range coach.DefaultRules().CallMap() {
		o, _, ok := outcome.Parse(row.Row)
		if row.Do == "" || !ok {
			continue
		}
		s := tried("Cobalt Freight", o, attempt(4, mayasDay(13, 17, 0), mayasDay(13, 18, 0), chicago,
			coach.Reason{Code: coach.ReasonGap, Days: 3, At: maya().Now}))
		if o.Info().Ends {
			s.Lead.Progress.Closed, s.Step = o, coach.Step{Kind: coach.StepNone}
		}
		s.Logged.Do = row.Do
		budgeted{row.Row, answers.Logged(maya(), s), logWords + doWords, nil,
			[]string{"*Cobalt Freight*", row.Do + "\n", "[Undo]"}}.check(t)
		if n := wordCount(answers.Logged(maya(), s).Blocks); n > logWords+doWords {
			t.Errorf("%s: %d words", row.Row, n)
		}
	}

	const do = "Ask for a direct line."
	kept := []coach.Reason{{Code: coach.ReasonPromiseKept, Word: "them", N: 3, Of: 4}}
	gut := append(kept, coach.Reason{Code: coach.ReasonGut, N: 4, Of: 5, Word: "won"})
	asks := func(code string) *coach.Question { return &coach.Question{Code: code, Options: []string{"yes", "no"}} }
	for name, c := range map[string]struct {
		notes []coach.Reason
		asks  *coach.Question
		slots int
		shown bool
	}{
		"alone": {nil, nil, 0, true}, "a remark": {kept, nil, 0, true}, "two remarks": {gut, nil, 0, false},
		"a question":          {nil, asks(coach.AskWarmth), 0, true},
		"a remark and one":    {kept, asks(coach.AskWarmth), 0, false},
		"times are asked for": {nil, nil, 2, true},
		"a remark and times":  {kept, nil, 2, false},
		"was it done":         {nil, asks(coach.AskTogether), 0, false},
	} {
		s := tried("Cobalt Freight", outcome.Gatekeeper, attempt(4, mayasDay(13, 17, 0), mayasDay(13, 18, 0), newYork))
		s.Logged = coach.Logged{Notes: c.notes, Question: c.asks, Do: do}
		for i := range c.slots {
			s.Times.Slots = append(s.Times.Slots, coach.Slot{At: mayasDay(12+i, 9, 0)})
		}
		if said := answers.Logged(maya(), s).Text; strings.Contains(said, do) != c.shown {
			t.Errorf("%s: %s", name, said)
		}
	}
}
