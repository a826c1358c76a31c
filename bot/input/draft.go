package input

import (
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// draftWords are what people call the messages, normalized. An email is whichever is due.
var draftWords = map[string]coach.DraftKind{
	"mail": coach.DraftEmail, "email": coach.DraftEmail, "e mail": coach.DraftEmail, "an email": coach.DraftEmail,
	"email 1": coach.DraftEmail1, "mail 1": coach.DraftEmail1, "first email": coach.DraftEmail1,
	"email 2": coach.DraftEmail2, "mail 2": coach.DraftEmail2, "second email": coach.DraftEmail2,
	"linkedin": coach.DraftLinkedIn, "linked in": coach.DraftLinkedIn, "linkedin request": coach.DraftLinkedIn,
	"step back": coach.DraftStepBack, "stepback": coach.DraftStepBack,
	"break up": coach.DraftGoodbye, "breakup": coach.DraftGoodbye, "goodbye": coach.DraftGoodbye,
	"good bye": coach.DraftGoodbye, "farewell": coach.DraftGoodbye,
	"after talk": coach.DraftAfterTalk, "agenda": coach.DraftAfterTalk, "confirmation": coach.DraftAfterTalk,
	"agreed call": coach.DraftAfterTalk,
}

// longestDraftName is the most words that name a message.
const longestDraftName = 2

// DraftNamed is the message that words name; none at all name the one that is due, as "". It is false for words that
// name none.
func DraftNamed(ws []words.Word) (coach.DraftKind, bool) {
	if len(ws) == 0 {
		return "", true
	}
	kind, ok := draftWords[names.Normalize(joinedWords(ws))]
	return kind, ok
}

// joinedWords are words with single spaces between them.
func joinedWords(ws []words.Word) string {
	out := ""
	for i, w := range ws {
		if i > 0 {
			out += " "
		}
		out += w.Bare
	}
	return out
}

// BeforeDraft is how many words stand before those that name a message: the name of a lead. Quotes settle it.
func BeforeDraft(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for n := min(longestDraftName, len(ws)-1); n > 0; n-- {
		if _, ok := DraftNamed(ws[len(ws)-n:]); ok {
			return len(ws) - n
		}
	}
	return len(ws)
}
