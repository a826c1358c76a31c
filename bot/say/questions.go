package say

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// The one question that may stand below an answer or on a card, of 15 words where it can be. The call is saved before
// it is asked, each option is a button, and leaving it alone is an answer too.

// askLight is the question of a light cadence that is used up, which stands on a card instead of after a save.
const askLight = "light"

// questionWords puts the one question that an answer may ask. It is optional: the call is saved already.
func (to Reader) questionWords(l coach.Lead, q coach.Question) string {
	switch q.Code {
	case coach.AskWarmth:
		return "*Did they contact you first?*"
	case askLight:
		return "*Keep going?* Light is one call in 30 days, full the long plan."
	case coach.AskPromise:
		return "*" + promiseQuestion(q.Promise) + "*"
	case coach.AskTogether:
		return "*Did you try to go through it together?*"
	case coach.AskHot:
		return "*What do they care about most?*"
	}
	return "*Why close it now?* The plan makes at least five calls."
}

// promiseQuestion asks whether something was done that was promised, in the words of the promise.
func promiseQuestion(x *coach.Promise) string {
	if x == nil {
		return "Did they do what they promised?"
	}
	who := "they"
	if x.By == coach.Us {
		who = "you"
	}
	what := strings.TrimRight(few(x.What, noteWords), ".!? ")
	if x.Read {
		what = "look at " + what
	}
	return "Did " + who + " " + lower(quote(what, shortLength)) + "?"
}

// discovery are the questions that find out what somebody cares about most, as one says them (S3.22).
func discovery(l coach.Lead) (lines []string) {
	for _, d := range coach.DiscoveryFor(l) {
		lines = append(lines, "“"+quote(d.Ask, 200)+"”")
	}
	return lines
}

// questionActions are the buttons of the questions that are answered by one tap.
var questionActions = map[string]string{
	coach.AskWarmth: ActWarmth, askLight: ActLight, coach.AskPromise: ActPromise, coach.AskTogether: ActTogether,
}

// questionOptions are the words on those buttons.
var questionOptions = map[string]string{
	"warm": "They contacted us", "cold": "Cold", "drop": "Drop", "keep": "Keep light", "full": "Full",
	"yes": "Yes, we tried", "no": "Not this time",
}

// questionButtons are the answers to a question; a promise travels along by its id.
func questionButtons(l coach.Lead, q coach.Question) []slack.BlockElement {
	switch q.Code {
	case coach.AskCloseReason:
		return []slack.BlockElement{buttonFor(ActWhy, Value(l.ID), "Give a reason…", plainName(l, 40))}
	case coach.AskHot:
		return []slack.BlockElement{buttonFor(ActHotForm, Value(l.ID), "Add the hot button…", plainName(l, 40))}
	}
	// A question asked by a newer coach may have options without words: their own are shown, without hyphens.
	var out []slack.BlockElement
	for i, o := range q.Options {
		w, value := questionOptions[o], Value(l.ID, o)
		if q.Code == coach.AskPromise && q.Promise != nil {
			w, value = promiseOption(o, q.Promise.By), Value(l.ID, o, q.Promise.ID)
		}
		if w == "" {
			w = tidy(strings.ReplaceAll(o, "-", " "), 40)
		}
		out = append(out, buttonFor(numbered(questionActions[q.Code], i), value, w, plainName(l, 40)))
	}
	return out
}

// promiseOption is what became of a promise, as its maker would say it.
func promiseOption(o string, by coach.Side) string {
	switch {
	case o == "kept" && by == coach.Us:
		return "Yes, it's done"
	case o == "kept":
		return "Yes, they did"
	}
	return "Not yet"
}
