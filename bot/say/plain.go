package say

import (
	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// This file is for surfaces that know no mrkdwn, like an operator's terminal: the same words, with instants written out
// in the reader's zone in place of tokens, and nothing escaped.

// Plainly is one reason as a clause; empty for a code that has no words.
func (to Reader) Plainly(r coach.Reason) string { return blockkit.Plain(to.reason(r)) }

// PlainStep is a card's second line: which step, when it is due, and the lead's own window.
func (to Reader) PlainStep(c coach.Card) string { return blockkit.Plain(stepView{to, c}.line()) }
