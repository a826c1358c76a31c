package input

import (
	"strings"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// closings are the outcomes that only a close can have, beside those that end a lead by themselves.
var closings = map[string]coach.Outcome{
	"lost": coach.Lost, "no-response": coach.NoResponse, "no response": coach.NoResponse, "noresponse": coach.NoResponse,
}

func BeforeClosing(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ {
		if _, used := ClosingOf(ws[i:]); used > 0 {
			return i
		}
	}
	return len(ws)
}

// ClosingOf reads how a lead ends at the start of ws, and how many words that takes; 0 when it says none.
func ClosingOf(ws []words.Word) (coach.Outcome, int) {
	if len(ws) == 0 || ws[0].Quoted {
		return "", 0
	}
	for n := min(2, len(ws)); n > 0; n-- {
		if o, ok := closings[strings.ToLower(strings.Join(words.Texts(ws[:n]), " "))]; ok {
			return o, n
		}
	}
	o, used, ok := coach.ParseOutcome(texts(ws)...)
	for _, means := range coach.UnclearOutcomes(texts(ws)...) { // behind close it is the one that ends
		if means.Info().Ends {
			o, used, ok = means, 1, true
		}
	}
	if !ok || !o.Info().Ends {
		return "", 0
	}
	return o, used
}
