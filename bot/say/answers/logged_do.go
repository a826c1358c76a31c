package answers

import (
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
)

// What to do after a call stands behind the remarks of an answer, as the call map has it: whom to ask for what, what to
// send. When the next call is due is said above.

// mostBeside is how many of remarks, question and what to do stand in one answer, in this order.
const mostBeside = 2

// withDo is the remarks with what to do behind them, where there is room. Nothing is said twice: one of the questions
// asks whether it was done, one of the remarks asks for the day that their contract ends.
func (s SavedView) withDo(remarks []string) []string {
	q := s.Logged.Question
	n := len(remarks)
	if q != nil || s.asksTime() {
		n++
	}
	if s.Logged.Do == "" || n >= mostBeside || q != nil && (q.Code == coach.AskTogether || q.Code == coach.AskEnds) ||
		s.EndsOn != "" {
		return remarks
	}
	return append(remarks, say.Sentence(say.Quote(s.Logged.Do, doLength)))
}

// doLength is how many characters of what to do are shown: the call map holds it to a dozen words.
const doLength = 160
