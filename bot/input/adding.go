package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// ContactKeys are the keys of a lead's telephone numbers and mail address, which seldom belong to two leads.
func ContactKeys(l coach.Lead, rep coach.Rep) (keys []string) {
	for _, d := range Details(l, rep) {
		if strings.HasPrefix(d.Key, numberKey) || strings.HasPrefix(d.Key, mailKey) {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

// Known asks whether a line that adds a lead of a name means one that exists: one that has its number or mail address,
// else one whose contact or company is called so, or that the name is a slip of or has all words of. nil where it means
// none. Names that differ in a digit are of two leads ("Branch 4").
func (ln Line) Known(name string, f Found) *Clarification {
	q := &Clarification{Question: KnownLead, Typed: typedLine(ln.Text), Name: name,
		Pending: ln.Pending(func(*Resolution) {})}
	var reached, called []FoundDetail
	for _, d := range f.Details {
		switch {
		case strings.HasPrefix(d.Key, numberKey) || strings.HasPrefix(d.Key, mailKey):
			reached = append(reached, d)
		case d.Whole == "" && d.Key == names.Normalize(name):
			called = append(called, d)
		}
	}
	if q.Leads = idsOf(reached); len(q.Leads) > 0 {
		q.ByDetail = true
		return q
	}
	q.Leads = idsOf(called)
	for _, h := range names.Match(name, f.Index()) {
		if (h.Kind == names.Tokens || h.Kind == names.Typo) && digitsOf(h.Name) == digitsOf(name) &&
			!slices.Contains(q.Leads, h.ID) {
			q.Leads = append(q.Leads, h.ID)
		}
	}
	if len(q.Leads) == 0 {
		return ln.doubtedName(name)
	}
	return q
}

// doubtedName asks about a new lead whose name is nothing but what happened, or words that name nobody: "add
// voicemail". Quotes settle it.
func (ln Line) doubtedName(name string) *Clarification {
	ws := ln.nameWords()
	said := bareWords(ws)
	if outcome.Read(said).Used < max(1, len(said)) && !namesNobody(ws) {
		return nil
	}
	q := &Clarification{Question: Choose, Typed: typedLine(ln.Text), Name: name, Pending: ln.Pending(func(*Resolution) {})}
	q.offer(Choice{Name: name, New: true, Resolution: Resolution{Name: len(ws), Create: true}})
	return q
}

// nameWords are the words of a line that adds a lead which are its name.
func (ln Line) nameWords() []words.Word {
	_, rest := words.KeyValues(ln.Words, words.LeadKeys...)
	return TakeFlags(rest, new(coach.Lead))
}

// OfKnown is a line that adds a lead as one for a command about the lead that exists instead: with everything that it
// says besides the name.
func (ln Line) OfKnown(command string) Line {
	name := ln.nameWords()
	out := []words.Word{{Text: Span(ln.Text, name), Quoted: true}}
	for _, w := range ln.Words {
		if !slices.Contains(name, w) {
			out = append(out, w)
		}
	}
	ln.Word, ln.Words = command, out
	ln.Resolution.From, ln.Resolution.Name = 0, 1
	return ln
}
