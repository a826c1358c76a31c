package say

import (
	"strconv"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
)

// Scripts: what to say in each turn of a call, line by line in fences to be copied. Names, hot buttons and times are
// filled in before they come here; what is unknown stays as a placeholder in brackets.

// AnyName stands in a script for the name of nobody in particular.
const AnyName = "[their name]"

// ScriptFor is a branch of the conversation tree as it is said to a lead; the lead's id is empty for nobody in
// particular.
type ScriptFor struct {
	Card   coach.Card
	Script coach.Script
	Opens  bool // it is the branch that opens the next call
}

// Scripts lists the branches, a line and a button each. Tapped, they are shown for the lead.
func Scripts(to Reader, l coach.Lead, branches []coach.Branch) Reply {
	p := &page{to: to}
	p.header("What to say, by the turn that a call takes")
	if l.ID != "" {
		p.section("For " + who(l))
	}
	const most = blockkit.MaxBlocks - 4
	for i, b := range branches {
		if i == most {
			p.context("And " + thousands(len(branches)-most) + " more: `/followup script` with its name shows it.")
			break
		}
		show := button(numbered(ActScript, i), Value(l.ID, b.ID), "What to say")
		show.AccessibilityLabel = blockkit.Truncate("What to say: "+tidy(b.Title, 60), blockkit.MaxButton)
		p.sectionOf("branch", "*"+quote(b.Title, 60)+"*\n"+quote(b.When, 200), show)
	}
	if l.ID == "" {
		p.context("`/followup script acme` shows what opens the next call to Acme, with what I know of them filled in.")
	}
	return p.reply()
}

// Script is what to say, line by line: each in a fence so that it can be copied, what not to say marked as that in
// words, advice beneath. Then the branches that can follow, and the outcome to log when the call ends here.
func Script(to Reader, s ScriptFor) Reply {
	p := &page{to: to}
	l, b := s.Card.Lead, s.Script.Branch
	p.header(tidy(b.Title, 100))
	words := quote(b.When, 200)
	if l.ID != "" {
		words = who(l) + "\n" + words
		if s.Opens {
			words += "\nThis is for the next call."
		}
	}
	p.section(words)
	for _, line := range s.Script.Lines {
		p.scriptLine(line)
	}
	if zone := s.Card.Step.Zone; l.ID != "" && zone.Loc != nil && saysTime(s.Script) &&
		!sameClock(to.Now, to.zone(), zone.Loc) {
		p.context("Times in it are theirs, in " + quote(place(zone.Loc), 40) + ".")
	}
	if l.ID == "" {
		p.context(
			"With a lead I fill in their name, their hot button, your reason and times that suit both: `/followup script acme " +
				b.ID + "`.")
	}
	if r := scriptSources(s.Script); r != "" {
		p.context("Rules: " + r)
	}
	// A branch without another turn still leads to the list, so that no page of it is a dead end.
	var next []slack.BlockElement
	for i, n := range s.Script.Next {
		next = append(next, button(numbered(ActScript, i), Value(l.ID, n.ID), tidy(n.Title, 60)))
	}
	next = append(next, button(numbered(ActScript, len(next)), Value(l.ID, AllScripts), "All turns"))
	p.section("*What happens then?*")
	p.actions("next", next...)
	if b.Outcome != "" && l.ID != "" && l.Open() {
		p.actions("a", p.endsIn(l, b.Outcome))
	}
	return p.reply()
}

// endsIn is the button that logs what a branch ends in.
func (p *page) endsIn(l coach.Lead, o coach.Outcome) *slack.ButtonBlockElement {
	b := buttonFor(ActEndsIn, Value(l.ID, strconv.FormatInt(l.Version, 10), string(o)), "Log: "+plainLabel(o),
		plainName(l, 30))
	if o == coach.DoNotCall {
		b.Style, b.Confirm = slack.StyleDanger, stopsAll()
	}
	return b
}

// saysTime reports whether a script names hours, which are theirs and not the rep's.
func saysTime(s coach.Script) bool {
	for _, l := range s.Lines {
		if clockTime.MatchString(l.Say) || clockTime.MatchString(l.Note) {
			return true
		}
	}
	return false
}

// scriptSources are the rules behind the lines, each once.
func scriptSources(s coach.Script) string {
	var reasons []coach.Reason
	for _, l := range s.Lines {
		reasons = append(reasons, coach.Reason{Source: l.Source})
	}
	return sources(reasons)
}

// WhichBranch offers the branches that words may have meant, or the list.
func WhichBranch(to Reader, l coach.Lead, named string, near []coach.Branch, text string) Reply {
	what := "I know no turn of a call named “" + quote(named, 60) + "”."
	if len(near) > 0 {
		what += " Did you mean one of these?"
	}
	p := to.problem(what, "/followup script acme no-time", text)
	var buttons []slack.BlockElement
	for i, b := range near {
		buttons = append(buttons, button(numbered(ActScript, i), Value(l.ID, b.ID), tidy(b.Title, 60)))
	}
	buttons = append(buttons, button(numbered(ActScript, len(near)), Value(l.ID, AllScripts), "All turns"))
	p.actions("a", buttons...)
	return p.reply()
}

// NoScript says that no call to a lead is to come.
func NoScript(to Reader, l coach.Lead) Reply {
	p := &page{to: to}
	if l.Progress.Closed == coach.DoNotCall {
		p.section("There is nothing to say: " + who(l) + " asked not to be called.")
		return p.reply()
	}
	p.section("No call is to come: " + who(l) + " is closed, " + lower(closedWords(l.Progress.Closed)) + ".")
	p.actions("a", button(numbered(ActScript, 0), Value(l.ID, AllScripts), "All turns"))
	return p.reply()
}
