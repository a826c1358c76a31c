package say

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// Answers to the one question that may stand below a saved call, and what became of a promise. What was noted comes
// first, then what it means and what comes next; no answer blames, whichever it is.

// Answer is what was answered to a question and what follows from it, for mrkdwn.
type Answer struct {
	Words   string
	Meaning []string
	Tip     *coach.Tip
}

// Answered confirms the answer to a question about the lead itself.
func Answered(to Reader, code, option string, s Saved) Reply {
	words := map[string]string{
		"warm": "warm", "cold": "cold",
		"keep": "light, one call in 30 days", "full": "the full plan", "drop": "dropped",
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
	p.section(strings.Join(append([]string{a.noted(s.Lead)}, savedView{to, s}.nextLines()...), "\n"))
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

// noted is the same in short, for a page that says by itself what comes next.
func (a Answer) noted(l coach.Lead) string {
	return strings.Join(append([]string{"✓ Noted: *" + name(l) + "*, " + a.Words}, a.Meaning...), "\n")
}

// OnPage is the short form with its tip in the same paragraph.
func (a Answer) OnPage(l coach.Lead) string {
	words := a.noted(l)
	if a.Tip != nil {
		words += "\n*Tip:* " + quote(a.Tip.Text, 600)
	}
	return words
}

// PromiseAnswer is what became of a promise, with the book that is kept on both sides (S3.1). l is the lead after it.
func PromiseAnswer(x coach.Promise, kept bool, l coach.Lead) Answer {
	a := Answer{Words: PromiseKept(x, kept)}
	if b := keptSoFar(x.By, l.Progress.Counters); b != "" {
		a.Meaning = append(a.Meaning, b)
	}
	switch {
	case kept:
	case x.By == coach.Us:
		a.Meaning = append(a.Meaning, "Open the next call with it.")
	default:
		a.Meaning = append(a.Meaning, "Ask what got in the way.")
	}
	return a
}

// keptSoFar is how many promises of one side were kept, being there at an agreed time among them; "" before any was
// settled.
func keptSoFar(by coach.Side, t coach.Counters) string {
	n, all := t.TheyKept, t.TheyKept+t.TheyBroke
	if by == coach.Us {
		n, all = t.WeKept, t.WeKept+t.WeBroke
	}
	if all == 0 {
		return ""
	}
	return fmt.Sprintf("Kept so far: %d of %d.", n, all)
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
		return Answer{Words: TogetherWas(false), Tip: t}
	}
	meaning := "You tried, that's what counts."
	if c := l.Progress.Counters; c.Unread > 1 {
		meaning += fmt.Sprintf(" %d of %d such calls came to a talk.", c.Engaged, c.Unread)
	}
	return Answer{Words: TogetherWas(true), Meaning: []string{meaning}}
}

// TogetherWas says how that question was answered, for mrkdwn.
func TogetherWas(tried bool) string {
	if tried {
		return "tried together"
	}
	return "not together this time"
}
