package say

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Questions back to the rep, when a name or an outcome could be several, and the page of one lead, which aims at 100
// words. What was typed is kept for 24 hours under a reference, so that one click goes on with it; the
// reference and not the words travels in the button.

// Again says that the same words were saved moments ago, and offers to log them once more; ref stands for the words.
func Again(to Reader, at time.Time, text, ref string) Reply {
	return to.problem("*Already saved* at "+to.clock(at)+", so not logged twice.", "", text).
		ends(button(ActAgain, Value(ref), "Log again"))
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

// WhichLead asks which lead is meant: "did you mean…?" for a near miss, a choice when several fit.
func WhichLead(to Reader, w Which) Reply {
	// Five at most, best first: whoever is not among them is found by more of the name.
	candidates := w.Candidates[:min(len(w.Candidates), 5)]
	action, what, yes := ActPick, "*Not saved yet:* which “"+quote(w.Named, nameLength)+"”?", ""
	if w.Near {
		action, what = ActDymLead, "*Not saved yet:* no lead called “"+quote(w.Named, nameLength)+
			"”. Did you mean one of these?"
		if len(candidates) == 1 { // a question to be answered by yes
			what = strings.Replace(what, "one of these", who(candidates[0]), 1)
			yes = "Yes: "
		}
	}
	var buttons []*slack.ButtonBlockElement
	for i, words := range leadLabels(candidates, mostLabel-len(yes)) {
		b := buttonFor(numbered(action, i), Value(candidates[i].ID, w.Ref), yes+words, "")
		b.AccessibilityLabel = blockkit.Truncate(yes+plainName(candidates[i], 50)+" · "+tidy(candidates[i].Contact, 20),
			blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	if w.Create {
		buttons = append(buttons, newLeadButton(w.Ref, w.Named))
	}
	return to.problem(what, "", w.Text).ends(buttons...)
}

// KnownLead asks whether a lead that is to be added is one that exists: one that has the number or mail address, or one
// of a like name.
func KnownLead(to Reader, w Which, byDetail bool) Reply {
	candidates := w.Candidates[:min(len(w.Candidates), 5)]
	what := "*Not saved yet:* " + isKnown(w.Named, candidates, byDetail)
	buttons := make([]*slack.ButtonBlockElement, 0, len(candidates)+1)
	for i, words := range leadLabels(candidates, mostLabel-len("It's ")) {
		b := button(numbered(ActDymLead, i), Value(candidates[i].ID, w.Ref), "It's "+words)
		b.AccessibilityLabel = blockkit.Truncate("It's "+plainName(candidates[i], 60), blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	return to.problem(what, "", w.Text).ends(append(buttons, button(ActCreate, Value(w.Ref), "Add anyway"))...)
}

// isKnown asks whether a new lead's name is that of leads that exist, or says that they have its number or address.
func isKnown(named string, known []coach.Lead, byDetail bool) string {
	list := make([]string, len(known))
	for i, l := range known {
		list[i] = who(l)
	}
	switch {
	case !byDetail:
		return "is “" + quote(named, nameLength) + "” " + joined(list, "or") + "?"
	case len(list) > 1:
		return and(list) + " have this number or address already."
	}
	return and(list) + " has this number or address already."
}

// leadLabels are leads on buttons of at most so many characters, each by its name, with its contact where that fits or
// the name alone says too little: two buttons never read the same.
func leadLabels(leads []coach.Lead, most int) []string {
	labels := make([]string, len(leads))
	used := map[string]bool{}
	for i, l := range leads {
		full, contact := plainName(l, 50), tidy(l.Contact, 20)
		if contact != "" && l.Contact != l.Name {
			full += " · " + contact
		}
		words := full
		if blockkit.Len(full) > most {
			words = plainName(l, most)
		}
		if used[words] {
			words = full
		}
		used[words], labels[i] = true, words
	}
	return labels
}

// newLeadButton makes a new lead of a kept line.
func newLeadButton(ref, named string) *slack.ButtonBlockElement {
	b := button(ActCreate, Value(ref), "New lead: "+tidy(named, mostLabel-len("New lead: ")))
	b.AccessibilityLabel = blockkit.Truncate("New lead: "+tidy(named, 50), blockkit.MaxButton)
	return b
}

// pickResult opens the Log form with a kept line, for whatever was not among the offers.
const pickResult = "Pick a result…"

// LeadOrNew asks whether the words between a lead's name and the outcome are a note or belong to the name of a new
// lead.
func LeadOrNew(to Reader, l coach.Lead, longer string, o outcome.Outcome, text, ref string) Reply {
	return to.problem("*Not saved yet:* is “"+shortly(o)+"” for *"+name(l)+"* or for a new lead “"+
		quote(longer, nameLength)+"”?", "", text).ends(
		button(numbered(ActPick, 0), Value(l.ID, ref), plainName(l, mostLabel)),
		newLeadButton(ref, longer), button(ActElse, Value(ref), "Something else…"))
}

// Reading is one thing that a line may mean.
type Reading struct {
	Name    string // of the lead
	New     bool   // which would be made
	Outcome outcome.Outcome
}

// Choose asks which of several readings of a line is meant, the likeliest first. ref stands for the kept line, a
// button's number for its reading; what none of them means is finished in the form.
func Choose(to Reader, readings []Reading, text, ref string) Reply {
	buttons := make([]*slack.ButtonBlockElement, 0, len(readings)+1)
	for i, r := range readings {
		buttons = append(buttons, button(numbered(ActChoose, i), Value(ref, strconv.Itoa(i)), reading(r)))
	}
	return to.problem("*Not saved yet:* which is right?", "", text).
		ends(append(buttons, button(ActElse, Value(ref), "Something else…"))...)
}

// reading is what a line may mean, on a button.
func reading(r Reading) string {
	if r.Outcome == "" { // what happened is asked next
		return "New lead " + tidy(r.Name, 40) + "…"
	}
	words := tidy(r.Name, 40) + " · " + resultLabel(r.Outcome)
	if r.New {
		words = "New lead " + tidy(r.Name, 40) + ": " + resultLabel(r.Outcome)
	}
	return words
}

// Mistyped asks whether a line was meant with a command in the place of its first word. Newcomer is the name of the
// lead that it would make as it stands; empty for none.
func Mistyped(to Reader, command, meant, newcomer, text, ref string) Reply {
	yes := button(ActDymWord, Value(command, ref), "Yes: "+tidy(meant, mostLabel-len("Yes: ")))
	yes.AccessibilityLabel = blockkit.Truncate("Yes: "+tidy(meant, 60), blockkit.MaxButton)
	buttons := []*slack.ButtonBlockElement{yes}
	if newcomer != "" {
		buttons = append(buttons, newLeadButton(ref, newcomer))
	}
	return to.problem("*Not saved yet:* did you mean `"+quote(command, 20)+"`?", "", text).ends(buttons...)
}

// WhichOutcome offers the outcomes near a word that is none.
func WhichOutcome(to Reader, word string, near []outcome.Outcome, text, ref string) Reply {
	if len(near) == 0 {
		return unknownOutcome(to, word, text, ref)
	}
	return to.offerOutcomes("*Not saved:* I don't know the result “"+quote(word, 60)+"”.", near[:min(len(near), 5)], text,
		ref)
}

// UnclearOutcome offers the outcomes that a word may mean.
func UnclearOutcome(to Reader, word string, means []outcome.Outcome, text, ref string) Reply {
	return to.offerOutcomes("*Not saved yet:* what does “"+quote(word, 60)+"” mean here?", means, text, ref)
}

// offerOutcomes gives the words back with a button for each outcome, which goes on with what ref stands for.
func (to Reader) offerOutcomes(what string, near []outcome.Outcome, text, ref string) Reply {
	var buttons []*slack.ButtonBlockElement
	for i, o := range near {
		words := resultLabel(o)
		if len(near) == 1 {
			words = "Yes: " + shortly(o)
		}
		buttons = append(buttons, button(numbered(ActDymOut, i), Value(string(o), ref), words))
	}
	return to.problem(what, "", text).ends(append(buttons, button(ActElse, Value(ref), pickResult))...)
}

// resultLabel is a result on a button.
func resultLabel(o outcome.Outcome) string {
	if b := tidy(o.Info().Button, mostLabel); b != "" {
		return b
	}
	return tidy(strings.ReplaceAll(string(o), "-", " "), mostLabel)
}
