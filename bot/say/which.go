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

// ShowLead is what `show` shows of a lead.
type ShowLead struct {
	Card  coach.Card
	Notes []coach.Touch // newest first; the last three with a note are shown
}

// Show is a lead's own page: state, both counters in words, the next step and why, what is known, the last notes.
func Show(to Reader, s ShowLead) Reply {
	p := &page{to: to}
	l, key := s.Card.Lead, cardKey(s.Card.Lead.ID)
	p.header(plainName(l, 140))
	p.sectionOf(key, stepView{to, s.Card}.text(), nil)
	p.section(facts(to, l, s.Card.Step))
	if known := to.known(l); known != "" {
		p.section(known)
	}
	shown := 0
	for _, t := range s.Notes {
		if t.Note == "" || shown == 3 {
			continue
		}
		shown++
		p.section(to.past(t.At) + ": " + plainOutcome(t.Outcome) + "\n" + quoted(t.Note, 900))
	}
	// Whoever asked not to be called is opened again by a form of its own.
	edit := editButton(l, PageMatters, "Edit…")
	switch {
	case l.Open():
		p.actions(key, append(stepView{to, s.Card}.buttons(), edit, more(l))...)
	case s.Card.Step.Kind == coach.StepTask:
		p.actions(key, append(stepView{to, s.Card}.buttons(), edit)...)
	case l.Progress.Closed != coach.DoNotCall:
		p.actions(key, buttonFor(ActReopen, Value(l.ID, strconv.FormatInt(l.Version, 10)), "Open again",
			plainName(l, 40)),
			edit)
	default:
		p.actions(key, liftButton(l.ID, l.Rep), edit)
	}
	return p.reply()
}

// facts are what is known about a lead, in words.
func facts(to Reader, l coach.Lead, s coach.Step) string {
	pr := l.Progress
	words := "*So far:* " + counted(pr.Calls, "call") + " and " + counted(pr.Mails, "mail")
	if pr.TalkedAt.IsZero() {
		words += ", no real talk yet"
	} else {
		words += " since the last real talk" + inBrackets(to.past(pr.TalkedAt))
	}
	words += "; " + counted(pr.Attempts(), "contact attempt") + " together, " + counted(pr.Total, "call") + " ever"
	if pr.Broken > 0 {
		words += "; " + counted(pr.Broken, "agreed call") + " they missed in a row"
	}
	words += "\n*Lead:* " + addedWords(l)[len(" · "):]
	if s.Zone.Loc != nil {
		words += " · clock: " + quote(place(s.Zone.Loc), 40)
		switch {
		case s.Zone.Likely:
			words += ", from the phone number"
		case s.Zone.From == coach.ZoneRep:
			words += ", yours, for nothing else is known"
		}
	}
	if l.Email != "" {
		words += "\n*Mail:* " + quote(l.Email, shortLength)
	}
	if l.Source != "" {
		words += "\n*Source:* " + quote(l.Source, shortLength)
	}
	if !l.Open() {
		words += "\n*Closed:* " + lower(closedWords(pr.Closed)) + inBrackets(to.past(pr.ClosedAt))
		if pr.ClosedBy != "" {
			words += ", told to <@" + quote(pr.ClosedBy, 20) + "> for the whole workspace"
		}
		if pr.ClosedReason != "" {
			words += ", " + quote(pr.ClosedReason, shortLength)
		}
	}
	return words
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
