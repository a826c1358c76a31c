package say

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

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

func questionButtons(l coach.Lead, q coach.Question) []slack.BlockElement {
	switch q.Code {
	case coach.AskCloseReason:
		return []slack.BlockElement{buttonFor(ActWhy, Value(l.ID), "Give a reason…", plainName(l, 40))}
	case coach.AskHot:
		return []slack.BlockElement{buttonFor(ActHotForm, Value(l.ID), "Add the hot button…", plainName(l, 40))}
	}
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

func promiseOption(o string, by coach.Side) string {
	switch {
	case o == "kept" && by == coach.Us:
		return "Yes, it's done"
	case o == "kept":
		return "Yes, they did"
	}
	return "Not yet"
}

// Answer is what was answered to a question and what follows from it, for mrkdwn.
type Answer struct {
	Words   string
	Meaning []string
	Tip     *coach.Tip
}

// Answered confirms the answer to a question about the lead itself.
func Answered(to Reader, code, option string, s Saved) Reply {
	words := map[string]string{
		"warm": "warm, they came to you", "cold": "cold, you went to them",
		"keep": "kept light, one call in 30 days", "full": "on the full plan", "drop": "dropped",
	}[option]
	if words == "" {
		words = quote(option, 40)
	}
	return Answer{Words: words}.Reply(to, s)
}

// Reply is what was noted, what it means, what comes next, and [Undo]. It takes the place of an answer that may have
// offered times, so a lead that still needs a date has a button for one.
func (a Answer) Reply(to Reader, s Saved) Reply {
	p := &page{to: to}
	p.section(strings.Join(append([]string{a.Noted(s.Lead)}, to.nextLines(s)...), "\n"))
	var buttons []slack.BlockElement
	if s.Lead.Open() && s.Lead.Progress.NeedsDate() {
		buttons = append(buttons, buttonFor(ActNextForm, Value(s.Lead.ID), "Set a date…", plainName(s.Lead, 40)))
	}
	if s.Change != "" {
		buttons = append(buttons, undoButton(s.Lead, s.Change))
	}
	p.actions("a", buttons...)
	if a.Tip != nil {
		p.tip(*a.Tip)
	}
	return p.reply()
}

// Noted is the same in short, for a page that says by itself what comes next.
func (a Answer) Noted(l coach.Lead) string {
	return strings.Join(append([]string{"✓ *Noted:* " + who(l) + " · " + a.Words}, a.Meaning...), "\n")
}

// OnPage is [Answer.Noted] with its tip in the same paragraph.
func (a Answer) OnPage(l coach.Lead) string {
	words := a.Noted(l)
	if a.Tip != nil {
		words += "\n*Tip:* " + quote(a.Tip.Text, 600)
	}
	return words
}

// PromiseAnswer is what became of a promise, with the book that is kept on both sides (S3.1). l is the lead after it.
func PromiseAnswer(x coach.Promise, kept bool, l coach.Lead) Answer {
	a := Answer{Words: PromiseKept(x, kept)}
	if b := book(l.Progress.Tally); b != "" {
		a.Meaning = append(a.Meaning, "Promises so far: "+b+".")
	}
	switch {
	case kept:
	case x.By == coach.Us:
		a.Meaning = append(a.Meaning, "A word about it opens the next call well.")
	default:
		a.Meaning = append(a.Meaning, "No reproach: ask what came in between, and agree on the next step with a date.")
	}
	return a
}

// PromiseKept says what became of a promise, for mrkdwn.
func PromiseKept(x coach.Promise, kept bool) string {
	what := "“" + quote(x.What, shortLength) + "”"
	switch {
	case x.By == coach.Us && kept:
		return "you've done " + what
	case x.By == coach.Us:
		return what + " is still to do"
	case x.Read && kept:
		return "they've looked at " + what
	case x.Read:
		return "they haven't looked at " + what + " yet"
	case kept:
		return "they've done " + what
	}
	return "they haven't done " + what + " yet"
}

// TogetherAnswer is whether going through the material together was tried: who tried hears that it was the right thing
// although they have to call again (S3.26, S3.27), who didn't gets the tip for the next time. l is the lead after it.
func TogetherAnswer(tried bool, t *coach.Tip, l coach.Lead) Answer {
	if !tried {
		return Answer{Words: TogetherWas(false) + " this time", Tip: t}
	}
	meaning := "That's the way to do it: having to call again is no setback once you've tried, and what they haven't " +
		"read is still a reason to talk."
	if c := l.Progress.Tally; c.Unread > 1 {
		meaning += fmt.Sprintf(" With them it came to a talk in %d of %d such calls.", c.Engaged, c.Unread)
	}
	return Answer{Words: TogetherWas(true), Meaning: []string{meaning}}
}

// TogetherWas says how that question was answered, for mrkdwn.
func TogetherWas(tried bool) string {
	if tried {
		return "you tried to go through it together"
	}
	return "not gone through together"
}
