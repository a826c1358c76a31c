package say

import (
	"fmt"
	"math"

	"github.com/followup-coach/followup/coach"
)

// callBackCost says what it costs to call again instead of talking now (S3.14): the source's guess, or the rep's own figures.
func (to Reader) callBackCost(c coach.CallBack) string {
	switch {
	case c.Guess:
		return fmt.Sprintf("You have them now. Calling back costs about %s: %d for each try, and one in three picks up, guesses the source.", counted(c.Minutes, "minute"), c.PerTry)
	case c.Minutes == 0:
		return fmt.Sprintf("You have them now, and none of your last %s tries reached anybody.", thousands(c.Tries))
	}
	words := fmt.Sprintf("You have them now. Calling back costs about %s: %d for each try, and you reach %s", counted(c.Minutes, "minute"), c.PerTry, oneIn(c.Share))
	if c.Rate.Low > 0 {
		words += fmt.Sprintf(" (between %s and %s)", oneIn(c.Rate.Low), oneIn(c.Rate.High))
	}
	return words + "."
}

// oneIn is a share as people say it: 1 in 6.
func oneIn(share float64) string { return fmt.Sprintf("1 in %d", max(1, int(math.Round(1/share)))) }
