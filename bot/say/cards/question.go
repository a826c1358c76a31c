package cards

import (
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/qualify"
)

// The one question that may stand below an answer or on a card, of 15 words where it can be. The call is saved before
// it is asked, each option is a button, and leaving it alone is an answer too.

// askLight is the question of a light cadence that is used up, which stands on a card instead of after a save.
const askLight = "light"

// QuestionWords puts the one question that an answer may ask. It is optional: the call is saved already.
func QuestionWords(to say.Reader, l coach.Lead, q coach.Question) string {
	switch q.Code {
	case coach.AskWarmth:
		return "*Did they contact you first?*"
	case askLight:
		return "*Keep going?* Light is one call in 30 days, full the long plan."
	case coach.AskPromise:
		return "*" + promiseQuestion(q.Promise) + "*"
	case coach.AskTogether:
		return "*Did you try to go through it together?*"
	case coach.AskOpen:
		return "*Still open?* You last talked" + say.OnWhen(to.Past(l.Progress.TalkedAt)) + "."
	case coach.AskEnds:
		return "*When does their contract end?* I'll bring them back 60 days before."
	case coach.AskMore:
		return "*Why one more call?* A new reason opens it."
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
	what := strings.TrimRight(say.Few(x.What, say.NoteWords), ".!? ")
	if x.Read {
		what = "look at " + what
	}
	return "Did " + who + " " + say.Lower(say.Quote(what, say.ShortLength)) + "?"
}

// Discovery are the questions that find out what somebody cares about most, as one says them (S3.22).
func Discovery(l coach.Lead) (lines []string) {
	for _, d := range qualify.Discover(l.Progress.Touches) {
		lines = append(lines, "“"+say.Quote(d.Ask, 200)+"”")
	}
	return lines
}

// questionActions are the buttons of the questions that are answered by one tap.
var questionActions = map[string]string{
	coach.AskWarmth: ids.ActWarmth, askLight: ids.ActLight, coach.AskPromise: ids.ActPromise,
	coach.AskTogether: ids.ActTogether,
}

// questionOptions are the words on those buttons.
var questionOptions = map[string]string{
	"warm": "They contacted us", "cold": "Cold", "drop": "Drop", "keep": "Keep light", "full": "Full",
	"yes": "Yes, we tried", "no": "Not this time",
}

// QuestionButtons are the answers to a question; a promise travels along by its id.
func QuestionButtons(l coach.Lead, q coach.Question) []slack.BlockElement {
	switch q.Code {
	case coach.AskCloseReason:
		return []slack.BlockElement{say.ButtonFor(ids.ActWhy, ids.Value(l.ID), "Give a reason…", say.PlainName(l, 40))}
	case coach.AskOpen:
		return []slack.BlockElement{say.ButtonFor(ids.ActStillOpen, ids.Value(l.ID), "Still open", say.PlainName(l, 40)),
			say.ButtonFor(ids.ActCloseForm, ids.Value(l.ID), "Close…", say.PlainName(l, 40))}
	case coach.AskEnds:
		return endsButtons(l)
	case coach.AskMore:
		return []slack.BlockElement{say.ButtonFor(ids.ActWhyMore, ids.Value(l.ID), "Give a reason…", say.PlainName(l, 40))}
	case coach.AskHot:
		return []slack.BlockElement{say.ButtonFor(ids.ActHotForm, ids.Value(l.ID), "Add the hot button…",
			say.PlainName(l, 40))}
	}
	// A question asked by a newer coach may have options without words: their own are shown, without hyphens.
	var out []slack.BlockElement
	for i, o := range q.Options {
		w, value := questionOptions[o], ids.Value(l.ID, o)
		if q.Code == coach.AskPromise && q.Promise != nil {
			w, value = PromiseOption(o, q.Promise.By), ids.Value(l.ID, o, q.Promise.ID)
		}
		if w == "" {
			w = say.Tidy(strings.ReplaceAll(o, "-", " "), 40)
		}
		out = append(out, say.ButtonFor(say.Numbered(questionActions[q.Code], i), value, w, say.PlainName(l, 40)))
	}
	return out
}

// endsButtons are when a contract may end: the usual terms, and the form for the day itself.
func endsButtons(l coach.Lead) []slack.BlockElement {
	who := say.PlainName(l, 40)
	return []slack.BlockElement{
		say.ButtonFor(say.Numbered(ids.ActEnds, 0), ids.Value(l.ID, "6"), "In 6 months", who),
		say.ButtonFor(say.Numbered(ids.ActEnds, 1), ids.Value(l.ID, "12"), "In a year", who),
		say.ButtonFor(say.Numbered(ids.ActEnds, 2), ids.Value(l.ID, "day"), "Pick a day…", who),
	}
}

// PromiseOption is what became of a promise, as its maker would say it.
func PromiseOption(o string, by coach.Side) string {
	switch {
	case o == "kept" && by == coach.Us:
		return "Yes, it's done"
	case o == "kept":
		return "Yes, they did"
	}
	return "Not yet"
}
