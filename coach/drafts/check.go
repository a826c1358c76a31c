package drafts

import (
	"cmp"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/merge"
	"github.com/followup-coach/followup/coach/phrase"
	"github.com/followup-coach/followup/coach/qualify"
)

// CheckInput is what a message to a prospect is held against.
type CheckInput struct {
	Fill    merge.Fields  // of the lead; without a lead what to say instead is for nobody in particular
	Touches []coach.Touch // the end of the lead's history, in any order
	Phrases *phrase.Book  // of the rep's teams and built in; nil for the built-in ones alone
	Fit     string        // whom the rep's teams want as a customer; empty for whom the rules name
}

// Check is what is to be said of a message before it goes to a prospect.
type Check struct {
	// Phrases stand in the order of the text; Instead is for this lead.
	Phrases []phrase.Finding
	// Repeats is the earlier message to this lead that has most of the text in it (S2.23); Percent 0 for none worth a
	// word.
	Repeats Repeats
	// NoReason says that nothing in it is a reason to write now (S1.16). Kinds are the four kinds of reason, those that
	// this lead never got first, then by turn (C17); the first Unused of them are new to the lead.
	NoReason bool
	Kinds    []coach.WhyKind
	Unused   int
	// Goodbye tells what a goodbye has in it; of another message only Ends is set, to false.
	Goodbye phrase.Goodbye
}

// Findings is how many things there are to say against it.
func (d Check) Findings() int {
	n := len(d.Phrases)
	g := d.Goodbye
	for _, yes := range []bool{d.Repeats.Percent > 0, d.NoReason, g.Ends && !g.Tries, g.Ends && !g.Timing} {
		if yes {
			n++
		}
	}
	return n
}

// Examine reads a message before it is sent: its phrases, whether a reason is in it, what it repeats, and of a
// goodbye whether both halves are there. Its time grows with the text and with the earlier messages, of which it looks
// at the last 200.
func Examine(r *coach.Rules, text string, in CheckInput) Check {
	phrases := cmp.Or(in.Phrases, r.Phrases())
	found, values := phrases.ReviewDraft(text), in.Fill.Values()
	d := Check{Phrases: phrase.OnceEach(found), Goodbye: phrase.ReadGoodbye(text)}
	gate := qualify.Gate{}
	if g := in.Fill.Lead.Progress.Gate; g != nil {
		gate = *g
	}
	for i := range d.Phrases {
		f := &d.Phrases[i]
		f.Instead = phrases.Instead(f.ID, values)
		if ask := gate.Missing(cmp.Or(in.Fit, r.Fit())); sendsMaterial[f.ID] && len(ask) > 0 {
			f.Instead = ask[0].Ask // nothing is sent before the gate (S0.25)
		}
	}
	if most := repeatsOf(text, SentTexts(in.Touches)); most.Percent >= r.Limits().Overlap {
		d.Repeats = most
	}
	d.NoReason = !d.Goodbye.Ends && !d.Goodbye.Timing && phrase.NoReason(text, found, knownOf(in.Fill))
	d.Kinds, d.Unused = kindsFor(in.Fill.Lead, in.Touches)
	return d
}

// sendsMaterial are the phrases that promise material: what has to be known first is asked instead (S0.23, S0.25).
var sendsMaterial = map[string]bool{"send-information": true, "attached": true}

// kindsFor are the kinds of reason for a lead, those that it never got first. Their order is that of the turns (C17).
func kindsFor(l coach.Lead, touches []coach.Touch) (kinds []coach.WhyKind, unused int) {
	used := map[coach.WhyKind]bool{l.Progress.LastWhy: true}
	for _, t := range touches {
		used[t.Why] = true
	}
	for _, k := range coach.WhyTurns(l.Progress.LastWhy) {
		if !used[k] {
			kinds = append(kinds, k)
		}
	}
	unused = len(kinds)
	for _, k := range coach.WhyTurns(l.Progress.LastWhy) {
		if used[k] {
			kinds = append(kinds, k)
		}
	}
	return kinds, unused
}

// knownOf is what is known of the lead in words: its hot button, its problem, a reason to call, an agenda, a promise,
// and the story that fits it.
func knownOf(f merge.Fields) []string {
	known := []string{f.Lead.HotButton, f.Lead.Problem}
	for _, w := range f.Lead.Reasons {
		known = append(known, w.Text)
	}
	if c := f.Lead.Progress.Commitment; c != nil {
		known = append(known, c.Agenda)
	}
	for _, p := range f.Lead.Progress.Promises {
		known = append(known, p.What)
	}
	if f.Story != nil {
		known = append(known, f.Story.Text)
	}
	return known
}
