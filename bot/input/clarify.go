package input

import (
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// The choices of a question are whole readings of the line, so that a tap needs no second one. They stand in the order
// in which they are likely: a lead that exists before one that would be made, the longer name before the shorter.

// clarifier asks whom a line is about, and what happened, where its words leave it open.
type clarifier struct {
	line LogLine
	m    Match // what was found of its lead
}

// elsewhere asks about a line that doesn't begin with its lead. s is the outcome behind the lead, at where it stands.
func (c clarifier) elsewhere(s outcome.Reading, at int) *Clarification {
	q := c.choose()
	known, name := Resolution{From: c.m.From, Name: c.m.Count, Create: c.m.Lead == nil}, c.m.Name
	if c.m.Lead != nil {
		known.Lead, name = c.m.Lead.ID, c.m.Lead.Name
	}
	offer := func(s outcome.Reading, at int) {
		for _, o := range append([]outcome.Outcome{s.Outcome}, s.Means...) {
			if o != "" && !q.offers(name, o) {
				res := known
				res.Outcome, res.At = o, at
				q.offer(Choice{Name: name, New: c.m.Lead == nil, Outcome: o, Resolution: res})
			}
		}
	}
	around := c.line.around(c.m)
	if !unicode.IsUpper([]rune(c.line.Words[0].Text)[0]) { // else it may begin a name: "Left Field Ltd voicemail"
		offer(around, 0)
	}
	first := c.line.Words[0]
	if j := c.line.laterSure(max(1, c.line.said[0].Used), names.MaxWords); c.line.Order && c.m.Lead == nil && j > 0 &&
		!(verbs[first.Lower] && first.Text == first.Lower) { // nobody is called "called newco"
		q.offer(c.newChoice(j, c.line.said[j].Outcome)) // "Visit Malta voicemail"
	}
	offer(around, 0)
	// What stands behind the lead is likelier than what stands in front of it.
	offer(s, at)
	tried := c.line.First == "" && len(c.line.said[0].Means) > 0 && NobodyReached(c.line.said[0].Means[0])
	if end := c.m.From + c.m.Count; tried && around.Outcome == "" && s.Outcome == "" {
		for j := end; j < min(len(c.line.Words), end+names.MaxWords); j++ { // "tried Acme yesterday, left a voicemail"
			if c.line.said[j].Outcome != "" {
				offer(outcome.Reading{Outcome: c.line.said[j].Outcome}, j)
				break
			}
		}
	}
	if c.line.Order {
		if around.Outcome == "" { // "left" in "left Acme a voicemail" says nothing by itself
			offer(c.line.said[0], 0)
		}
		if len(q.Choices) == 0 && sends[c.line.Words[0].Lower] { // "sent Acme the minutes"
			offer(outcome.Reading{Outcome: outcome.Email}, 0)
		}
		return q
	}
	if n := c.line.Named; n > 0 && c.line.said[n].Outcome != "" {
		if s.Outcome == "" {
			offer(c.line.said[n], n)
		}
		q.offer(c.newChoice(n, c.line.said[n].Outcome))
	}
	return q
}

// newName asks about a new lead whose name would hold what may be an outcome, or nothing that names anybody; nil when
// nothing speaks against the name. s is the outcome behind the name, at where it stands.
func (c clarifier) newName(s outcome.Reading, at int) *Clarification {
	q := c.choose()
	// A phrase of several words is hardly a part of a name; a single word may be ("Union Left").
	single := s.Used == 1 || s.Outcome == "" || c.capital(at)
	if c.endsName(s, at) { // "Space X": whether anything happened is not said
		q.offer(c.newChoice(at+1, ""))
	}
	if c.m.Similar && !c.capital(at) && plainSay(s) { // the lead is known, and what happened stands right behind it
		return nil
	}
	if j := c.line.laterSure(at+1, at+3); j > 0 && single && c.line.said[j].Outcome != s.Outcome || j > 0 &&
		c.capital(at) {
		q.offer(c.newChoice(j, c.line.said[j].Outcome))
	}
	name := c.line.Words[c.m.From : c.m.From+c.m.Count]
	if len(q.Choices) == 0 && (c.m.Similar || !namesNobody(name) && !asking[name[0].Lower]) {
		return nil
	}
	for _, o := range append([]outcome.Outcome{s.Outcome}, s.Means...) {
		switch {
		case o == "":
		case c.m.Similar:
			q.offer(Choice{Name: c.m.Lead.Name, Outcome: o,
				Resolution: Resolution{Lead: c.m.Lead.ID, Name: c.m.Count, Outcome: o, At: at}})
		default:
			q.offer(c.newChoice(at, o))
		}
	}
	return q
}

// leadOrNew asks whether the words between a known lead and the outcome are a note or the rest of a new lead's name.
func (c clarifier) leadOrNew(o outcome.Outcome, at int) *Clarification {
	pending := c.line.Pending(func(res *Resolution) { res.Name = c.m.Count })
	pending.Lead, pending.Choices = c.m.Lead.ID, []Resolution{c.newChoice(at, o).Resolution}
	return &Clarification{
		Question: LeadOrNew, Pending: pending, Typed: typedLine(c.line.Text),
		Lead: *c.m.Lead, Name: trimName(Span(c.line.Text, c.line.Words[:at])), Outcome: o,
	}
}

// timeOrName asks whether a time between a new name and what happened belongs to the name; nil where none does.
func (c clarifier) timeOrName() *Clarification {
	at := c.line.Named
	o := c.line.said[at].Outcome
	if at <= c.m.Count || o == "" {
		return nil
	}
	q := c.choose()
	q.offer(Choice{Name: c.m.Name, New: true, Outcome: o,
		Resolution: Resolution{Name: c.m.Count, Create: true, Outcome: o, At: at}})
	q.offer(c.newChoice(at, o))
	return q
}

// choose is the question which of several readings is meant, without any yet.
func (c clarifier) choose() *Clarification {
	p := c.line.Pending(func(*Resolution) {})
	if c.m.Lead != nil {
		p.Lead = c.m.Lead.ID
	}
	return &Clarification{Question: Choose, Pending: p, Typed: typedLine(c.line.Text), Name: c.m.Name}
}

// newChoice is the reading that makes a new lead of the first n words.
func (c clarifier) newChoice(n int, o outcome.Outcome) Choice {
	return Choice{Name: trimName(Span(c.line.Text, c.line.Words[:n])), New: true, Outcome: o,
		Resolution: Resolution{Name: n, Create: true, Outcome: o, At: n}}
}

// namesNobody reports whether words are all such that say nothing beside a name.
func namesNobody(ws []words.Word) bool {
	for _, w := range ws {
		if word := w.Lower; w.Quoted || w.Bare != "" && !glue[word] && !prepositions[word] && !verbs[word] {
			return false
		}
	}
	return true
}

// endsName reports whether an outcome that ends a line may as well end a new lead's name: one word, written as names
// are, for something that nobody says of a call every day.
func (c clarifier) endsName(s outcome.Reading, at int) bool {
	w, group := c.line.Words[at], s.Outcome.Info().Group
	return s.Used == 1 && at+1 == len(c.line.Words) && (group == outcome.OtherTouch || group == outcome.Ended) &&
		unicode.IsUpper([]rune(w.Bare)[0]) && (len(w.Bare) == 1 || w.Bare != strings.ToUpper(w.Bare)) &&
		!c.line.Words[at-1].EndsClause()
}

// capital reports whether a word is written with a capital and the one behind it is not, as names are: "Union Left
// voicemail".
func (c clarifier) capital(i int) bool {
	upper := func(w words.Word) bool { return w.Bare != "" && unicode.IsUpper([]rune(w.Bare)[0]) }
	return i+1 < len(c.line.Words) && upper(c.line.Words[i]) && !upper(c.line.Words[i+1])
}

// plainSay reports whether an outcome is one of a call, and no word that names are made of ("Royal Mail").
func plainSay(s outcome.Reading) bool {
	group := s.Outcome.Info().Group
	return s.Outcome != "" && group != outcome.OtherTouch && group != outcome.Ended
}
