package problems

import (
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/bot/say/ids"
	"github.com/followup-coach/followup/bot/say/phrases"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// Questions back to the rep, when a name or an outcome could be several, and the page of one lead, which aims at 100
// words. What was typed is kept for 24 hours under a reference, so that one click goes on with it; the
// reference and not the words travels in the button.

// Again says that the same words were carried out moments ago, and offers to do that once more; ref stands for the
// words. Of what logs nothing, such as a resume, it isn't said that it was logged.
func Again(to say.Reader, at time.Time, logs bool, text, ref string) say.Reply {
	if !logs {
		return ends(Problem(to, "*Already done* at "+to.Clock(at)+", so not done twice.", "", text),
			say.Button(ids.ActAgain, ids.Value(ref), "Do it again"))
	}
	return ends(Problem(to, "*Already saved* at "+to.Clock(at)+", so not logged twice.", "", text),
		say.Button(ids.ActAgain, ids.Value(ref), "Log again"))
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
func WhichLead(to say.Reader, w Which) say.Reply {
	// Five at most, best first: whoever is not among them is found by more of the name.
	candidates := w.Candidates[:min(len(w.Candidates), 5)]
	action, what, yes := ids.ActPick, "*Not saved yet:* which “"+say.Quote(w.Named, say.NameLength)+"”?", ""
	if w.Near {
		action, what = ids.ActDymLead, "*Not saved yet:* no lead called “"+say.Quote(w.Named, say.NameLength)+
			"”. Did you mean one of these?"
		if len(candidates) == 1 { // a question to be answered by yes
			what = strings.Replace(what, "one of these", say.Who(candidates[0]), 1)
			yes = "Yes: "
		}
	}
	var buttons []*slack.ButtonBlockElement
	for i, words := range phrases.LeadLabels(candidates, phrases.MostLabel-len(yes)) {
		b := say.ButtonFor(say.Numbered(action, i), ids.Value(candidates[i].ID, w.Ref), yes+words, "")
		b.AccessibilityLabel = blockkit.Truncate(yes+say.PlainName(candidates[i], 50)+" · "+say.Tidy(candidates[i].Contact,
			20),
			blockkit.MaxButton)
		buttons = append(buttons, b)
	}
	if w.Create {
		buttons = append(buttons, newLeadButton(w.Ref, w.Named))
	}
	return ends(Problem(to, what, "", w.Text), buttons...)
}

// WhichMerged asks which lead a name of a merge is; line is what each button runs.
func WhichMerged(to say.Reader, named, text string, candidates []coach.Lead, line func(coach.Lead) string) say.Reply {
	var buttons []*slack.ButtonBlockElement
	for i, words := range phrases.LeadLabels(candidates, phrases.MostLabel) {
		if b := phrases.RunButton(i, "", line(candidates[i]), words); b != nil {
			buttons = append(buttons, b)
		}
	}
	what := "*Not merged yet:* which lead is “" + say.Quote(named, say.NameLength) + "”?"
	return ends(Problem(to, what, "", text), buttons...)
}

// KnownLead asks whether a lead that is to be added is one that exists: the one of that very name, beside which none
// can be added; one that has the number or mail address, or one of a like name.
func KnownLead(to say.Reader, w Which, byDetail bool) say.Reply {
	candidates := w.Candidates[:min(len(w.Candidates), 5)]
	buttons := phrases.KnownButtons(ids.ActDymLead, candidates, w.Ref)
	if !w.Create && len(candidates) == 1 {
		return ends(Problem(to, "*Not saved yet:* you have a lead called *"+say.Name(candidates[0])+"* already.", "", w.Text),
			buttons...)
	}
	what := "*Not saved yet:* " + phrases.IsKnown(w.Named, candidates, byDetail)
	return ends(Problem(to, what, "", w.Text),
		append(buttons, say.Button(ids.ActCreate, ids.Value(w.Ref), "Add anyway"))...)
}

// newLeadButton makes a new lead of a kept line.
func newLeadButton(ref, named string) *slack.ButtonBlockElement {
	b := say.Button(ids.ActCreate, ids.Value(ref), "New lead: "+say.Tidy(named, phrases.MostLabel-len("New lead: ")))
	b.AccessibilityLabel = blockkit.Truncate("New lead: "+say.Tidy(named, 50), blockkit.MaxButton)
	return b
}

// pickResult opens the Log form with a kept line, for whatever was not among the offers.
const pickResult = "Pick a result…"

// Went is to whom a lead went by a hand-over.
type Went struct {
	To, By string // Slack user ids
	At     time.Time
}

// words say that: "is with @Omar now: @Ruth handed it over Mon."
func (w Went) words(to say.Reader) string {
	return " is with " + say.Mention("@", w.To) + " now: " + say.Mention("@", w.By) + " handed it over " + to.Past(w.At) +
		"."
}

// WentAway asks about a line that would make a new lead, of a name that a lead had which is with a colleague now.
func WentAway(to say.Reader, l coach.Lead, w Went, named, text, ref string) say.Reply {
	return ends(Problem(to, "*Not saved yet:* *"+say.Name(l)+"*"+w.words(to), "", text),
		say.Button(ids.ActTell, ids.Value(l.ID, ref), "Tell them"), newLeadButton(ref, named))
}

// WentLead answers what was done with a lead that is with a colleague now: an old card of it, or its name.
func WentLead(to say.Reader, name string, w Went, text string) say.Reply {
	return ends(Problem(to, "Nothing changed: *"+say.Name(coach.Lead{Name: name})+"*"+w.words(to), "", text),
		say.Button(ids.ActToday, "", "Show today"))
}

// LeadOrNew asks whether the words between a lead's name and the outcome are a note or belong to the name of a new
// lead.
func LeadOrNew(to say.Reader, l coach.Lead, longer string, o outcome.Outcome, text, ref string) say.Reply {
	return ends(Problem(to, "*Not saved yet:* is “"+say.Shortly(o)+"” for *"+say.Name(l)+"* or for a new lead “"+
		say.Quote(longer, say.NameLength)+"”?", "", text),
		say.Button(say.Numbered(ids.ActPick, 0), ids.Value(l.ID, ref), say.PlainName(l, phrases.MostLabel)),
		newLeadButton(ref, longer), say.Button(ids.ActElse, ids.Value(ref), "Something else…"))
}

// Reading is one thing that a line may mean.
type Reading struct {
	Name    string // of the lead
	New     bool   // which would be made
	Outcome outcome.Outcome
}

// Choose asks which of several readings of a line is meant, the likeliest first. ref stands for the kept line, a
// button's number for its reading; what none of them means is finished in the form.
func Choose(to say.Reader, readings []Reading, text, ref string) say.Reply {
	buttons := make([]*slack.ButtonBlockElement, 0, len(readings)+1)
	for i, r := range readings {
		buttons = append(buttons, say.Button(say.Numbered(ids.ActChoose, i), ids.Value(ref, strconv.Itoa(i)), reading(r)))
	}
	return ends(Problem(to, "*Not saved yet:* which is right?", "", text),
		append(buttons, say.Button(ids.ActElse, ids.Value(ref), "Something else…"))...)
}

// reading is what a line may mean, on a button.
func reading(r Reading) string {
	if r.Outcome == "" { // what happened is asked next
		return "New lead " + say.Tidy(r.Name, 40) + "…"
	}
	words := say.Tidy(r.Name, 40) + " · " + phrases.ResultLabel(r.Outcome)
	if r.New {
		words = "New lead " + say.Tidy(r.Name, 40) + ": " + phrases.ResultLabel(r.Outcome)
	}
	return words
}

// Mistyped asks whether a line was meant with a command in the place of its first word. Newcomer is the name of the
// lead that it would make as it stands; empty for none.
func Mistyped(to say.Reader, command, meant, newcomer, text, ref string) say.Reply {
	yes := say.Button(ids.ActDymWord, ids.Value(command, ref), "Yes: "+say.Tidy(meant, phrases.MostLabel-len("Yes: ")))
	yes.AccessibilityLabel = blockkit.Truncate("Yes: "+say.Tidy(meant, 60), blockkit.MaxButton)
	buttons := []*slack.ButtonBlockElement{yes}
	if newcomer != "" {
		buttons = append(buttons, newLeadButton(ref, newcomer))
	}
	return ends(Problem(to, "*Not saved yet:* did you mean `"+say.Quote(command, 20)+"`?", "", text), buttons...)
}

// WhichOutcome offers the outcomes near a word that is none.
func WhichOutcome(to say.Reader, word string, near []outcome.Outcome, text, ref string) say.Reply {
	if len(near) == 0 {
		return UnknownOutcome(to, word, text, ref)
	}
	return offerOutcomes(to, "*Not saved:* I don't know the result “"+say.Quote(word, 60)+"”.", near[:min(len(near), 5)],
		text,
		ref)
}

// UnclearOutcome offers the outcomes that a word may mean.
func UnclearOutcome(to say.Reader, word string, means []outcome.Outcome, text, ref string) say.Reply {
	return offerOutcomes(to, "*Not saved yet:* what does “"+say.Quote(word, 60)+"” mean here?", means, text, ref)
}

// offerOutcomes gives the words back with a button for each outcome, which goes on with what ref stands for.
func offerOutcomes(to say.Reader, what string, near []outcome.Outcome, text, ref string) say.Reply {
	var buttons []*slack.ButtonBlockElement
	for i, o := range near {
		words := phrases.ResultLabel(o)
		if len(near) == 1 {
			words = "Yes: " + say.Shortly(o)
		}
		buttons = append(buttons, say.Button(say.Numbered(ids.ActDymOut, i), ids.Value(string(o), ref), words))
	}
	return ends(Problem(to, what, "", text), append(buttons, say.Button(ids.ActElse, ids.Value(ref), pickResult))...)
}
