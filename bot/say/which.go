package say

import (
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/coach"
)

// Questions back to the rep, when a name or an outcome could be several, and pages of one lead: `show` aims at 100
// words, `when` at 70. What was typed is kept for 24 hours under a reference, so that one click goes on with it; the
// reference and not the words travels in the button.

// Again says that the same words were saved moments ago, and offers to log them once more; ref stands for the words.
func Again(to Reader, at time.Time, text, ref string) Reply {
	p := to.problem("*Already saved* at "+to.clock(at)+", so I haven't logged it twice.", "", text)
	p.actions("a", button(ActAgain, Value(ref), "Log again"))
	return p.reply()
}

// Which is a name that fits no lead, one nearly, or several.
type Which struct {
	Named      string // the name as typed
	Text       string // everything typed, kept under Ref for 24 hours
	Ref        string
	Candidates []coach.Lead // best first, at most five are offered
	Near       bool         // a near miss ("did you mean?"); otherwise several fit equally well
	Create     bool         // the command would create the lead if none of them is meant
}

// WhichLead asks which lead is meant: "Did you mean…?" for a near miss, a choice when several fit.
func WhichLead(to Reader, w Which) Reply {
	// Five at most, best first: whoever is not among them is found by more of the name.
	candidates := w.Candidates
	if len(candidates) > 5 {
		candidates = candidates[:5]
	}
	action, what := ActPick, "Which “"+quote(w.Named, nameLength)+"”? Nothing is saved yet; what you typed is kept."
	if w.Near {
		action = ActDymLead
		what = "I know no “" + quote(w.Named, nameLength) +
			"”. Did you mean one of these? Nothing is saved yet; what you typed is kept."
		// A single near miss is a question to be answered by yes.
		if len(candidates) == 1 {
			what = "I know no “" + quote(w.Named, nameLength) + "”. Did you mean " + who(candidates[0]) +
				"? Nothing is saved yet; what you typed is kept."
		}
	}
	p := to.problem(what, "", w.Text)
	var buttons []slack.BlockElement
	for i, l := range candidates {
		words := plainName(l, 50)
		if extra := tidy(l.Contact, 20); extra != "" && l.Contact != l.Name {
			words += " · " + extra
		}
		if len(candidates) == 1 && w.Near {
			words = "Yes, " + words
		}
		buttons = append(buttons, button(numbered(action, i), Value(l.ID, w.Ref), words))
	}
	if w.Create {
		buttons = append(buttons, button(ActCreate, Value(w.Ref), "No, a new lead: "+tidy(w.Named, 50)))
	}
	p.actions("a", buttons...)
	return p.reply()
}

// KnownLead asks whether a lead that is to be added is one that exists: one that has the number or mail address, or one
// of a like name.
func KnownLead(to Reader, w Which, byDetail bool) Reply {
	candidates := w.Candidates[:min(len(w.Candidates), 5)]
	named := make([]string, len(candidates))
	for i, l := range candidates {
		named[i] = who(l)
	}
	what := "*Not added yet:* is “" + quote(w.Named, nameLength) + "” " + joined(named, "or") + "?"
	if byDetail {
		has := " has this number or address already."
		if len(named) > 1 {
			has = " have this number or address already."
		}
		what = "*Not added yet:* " + and(named) + has
	}
	p := to.problem(what, "", w.Text)
	buttons := make([]slack.BlockElement, 0, len(candidates)+1)
	for i, l := range candidates {
		buttons = append(buttons, button(numbered(ActDymLead, i), Value(l.ID, w.Ref), "It's "+plainName(l, 60)))
	}
	p.actions("a", append(buttons, button(ActCreate, Value(w.Ref), "Add anyway"))...)
	return p.reply()
}

// LeadOrNew asks whether the words between a lead's name and the outcome are a note or belong to the name of a new
// lead.
func LeadOrNew(to Reader, l coach.Lead, longer string, o coach.Outcome, text, ref string) Reply {
	p := to.problem("Is `"+string(o)+"` for "+who(l)+", or for a new lead “"+quote(longer, nameLength)+
		"”? Nothing is saved yet; what you typed is kept.", "", text)
	p.actions("a", button(numbered(ActPick, 0), Value(l.ID, ref), plainName(l, 50)),
		button(ActCreate, Value(ref), "New lead: "+tidy(longer, 50)),
		button(ActElse, Value(ref), "Something else…"))
	return p.reply()
}

// Reading is one thing that a line may mean.
type Reading struct {
	Name    string // of the lead
	New     bool   // which would be made
	Outcome coach.Outcome
}

// Choose asks which of several readings of a line is meant, the likeliest first. ref stands for the kept line, a
// button's number for its reading; what none of them means is finished in the form.
func Choose(to Reader, readings []Reading, text, ref string) Reply {
	p := to.problem("*Not saved yet:* which is right?", "", text)
	buttons := make([]slack.BlockElement, 0, len(readings)+1)
	for i, r := range readings {
		buttons = append(buttons, button(numbered(ActChoose, i), Value(ref, strconv.Itoa(i)), reading(r)))
	}
	p.actions("a", append(buttons, button(ActElse, Value(ref), "Something else…"))...)
	return p.reply()
}

// reading is what a line may mean, on a button.
func reading(r Reading) string {
	if r.Outcome == "" { // what happened is asked next
		return "New lead " + tidy(r.Name, 40) + "…"
	}
	words := tidy(r.Name, 40) + " · " + plainOutcome(r.Outcome)
	if r.New {
		words = "New lead " + tidy(r.Name, 40) + ": " + plainOutcome(r.Outcome)
	}
	return words
}

// Mistyped asks whether a line was meant with a command in the place of its first word. Newcomer is the name of the
// lead that it would make as it stands; empty for none.
func Mistyped(to Reader, command, meant, newcomer, text, ref string) Reply {
	p := to.problem("Did you mean `"+quote(command, 20)+"`? Nothing is saved yet; what you typed is kept.", "", text)
	buttons := []slack.BlockElement{button(ActDymWord, Value(command, ref), "Yes: "+tidy(meant, 60))}
	if newcomer != "" {
		buttons = append(buttons, button(ActCreate, Value(ref), "No, a new lead: "+tidy(newcomer, 50)))
	}
	p.actions("a", buttons...)
	return p.reply()
}

// WhichOutcome offers the outcomes near a word that is none.
func WhichOutcome(to Reader, word string, near []coach.Outcome, text, ref string) Reply {
	if len(near) == 0 {
		return unknownOutcome(to, word, text)
	}
	if len(near) > 5 {
		near = near[:5]
	}
	what := "I don't know “" + quote(word, 60) +
		"” as something that happens on a call. Did you mean one of these? Nothing is saved yet; what you typed is kept."
	if len(near) == 1 {
		what = "I don't know “" + quote(word, 60) + "”. Did you mean `" + string(near[0]) + "` (" + plainOutcome(near[0]) +
			")? Nothing is saved yet; what you typed is kept."
	}
	return to.offerOutcomes(what, near, text, ref)
}

// UnclearOutcome offers the outcomes that a word may mean.
func UnclearOutcome(to Reader, word string, means []coach.Outcome, text, ref string) Reply {
	return to.offerOutcomes("“"+quote(word, 60)+
		"” may mean more than one thing. Which is it? Nothing is saved yet; what you typed is kept.", means, text, ref)
}

// offerOutcomes gives the words back with a button for each outcome, which goes on with what ref stands for.
func (to Reader) offerOutcomes(what string, near []coach.Outcome, text, ref string) Reply {
	p := to.problem(what, "", text)
	var buttons []slack.BlockElement
	for i, o := range near {
		words := tidy(o.Info().Label, 60)
		if words == "" {
			words = plainOutcome(o)
		}
		if len(near) == 1 {
			words = "Yes: " + words
		}
		buttons = append(buttons, button(numbered(ActDymOut, i), Value(string(o), ref), words))
	}
	buttons = append(buttons, button(ActElse, Value(ref), "Something else…"))
	p.actions("a", buttons...)
	return p.reply()
}

// When says the next step with its date and every reason that moved it, one to a line.
func When(to Reader, c coach.Card) Reply {
	p := &page{to: to}
	s := c.Step
	words := who(c.Lead) + "\n*Next:* " + stepView{to, c}.line()
	if !c.Lead.Open() && s.Kind != coach.StepTask {
		words = who(c.Lead) + "\nNothing is due: closed, " + lower(closedWords(c.Lead.Progress.Closed))
	}
	reasons := to.reasons(s.Because)
	if len(reasons) > 0 {
		words += "\n*Because:*"
	}
	for i, r := range reasons {
		words += "\n" + strconv.Itoa(i+1) + ". " + sentence(r)
	}
	p.sectionOf(cardKey(c.Lead.ID), words, nil)
	if sources := sources(s.Because); sources != "" {
		p.context("Rules: " + sources)
	}
	if c.Lead.Open() || s.Kind == coach.StepTask {
		p.actions(cardKey(c.Lead.ID), append(stepView{to, c}.buttons(), more(c.Lead))...)
	}
	return p.reply()
}

// sources are the rules behind the reasons, each once.
func sources(reasons []coach.Reason) string {
	var out string
	seen := map[string]bool{}
	for _, r := range reasons {
		if r.Source == "" || seen[r.Source] {
			continue
		}
		seen[r.Source] = true
		if out != "" {
			out += " · "
		}
		out += quote(r.Source, 40)
	}
	return out
}
