package say

import "github.com/followup-coach/followup/coach"

// callBackCost is what it costs to hang up and call again instead of talking now (S3.14): by the source's guess, or by
// the rep's own rate with its interval.
func (to Reader) callBackCost(c coach.CallBack) string {
	const now = "You have them now. "
	each := small(c.PerTry) + " for each try"
	switch {
	case c.Guess:
		return now + "Calling back costs about " + length(c.Minutes) + ": " + each +
			", and one in three picks up, says the source."
	case c.Minutes == 0:
		return now + "Calling back costs " + length(c.Low) + " or more: " + each + ", and you reach " + rateWords(c.Rate) +
			"."
	}
	return now + "Calling back costs about " + length(c.Minutes) + ": you reach " + rateWords(c.Rate) + "."
}
