package say

import (
	"strings"

	"github.com/followup-coach/followup/coach"
)

// plainOutcome is an outcome in plain words, as on screen; codes never are.
func plainOutcome(o coach.Outcome) string {
	if l := o.Info().Label; l != "" {
		return quote(l, shortLength)
	}
	return strings.ReplaceAll(string(o), "-", " ")
}

// closedWords says how a lead ended.
func closedWords(o coach.Outcome) string {
	switch o {
	case coach.NoResponse:
		return "no response"
	case coach.Lost:
		return "lost"
	}
	return plainOutcome(o)
}
