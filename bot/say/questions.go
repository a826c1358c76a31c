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
	const optional = "One question, if you like: "
	switch q.Code {
	case coach.AskWarmth:
		return optional + "did they contact you first? It decides how fast to follow up."
	case askLight:
		return "The short plan is used up. What now? *Drop* closes the lead, *Keep light* makes one call in 30 days, " +
			"*Full* goes on with the long plan."
	case coach.AskPromise:
		if q.Promise == nil {
			return optional + "did they do what they had promised?"
		}
		what := "“" + quote(q.Promise.What, shortLength) + "”" + to.byWhen(*q.Promise)
		if q.Promise.Read {
			what = "to look at " + what
		}
		if q.Promise.By == coach.Us {
			return optional + "you had promised " + what + ". Is that done?"
		}
		return optional + "they had promised " + what + ". Did they?"
	case coach.AskTogether:
		return optional + "did you try to go through it together, there and then?"
	case coach.AskHot:
		lines := []string{
			optional +
				"what do they care about most? It opens the next call. If you can't say yet, find it out then, for example with " +
				"one of these:"}
		for _, d := range discovery(l) {
			lines = append(lines, "• "+d)
		}
		return strings.Join(lines, "\n")
	}
	return optional + "why close it now? The plan makes at least five calls before it calls that no response."
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
	"yes": "Yes, we tried", "no": "No, not this time",
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
