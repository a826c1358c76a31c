package input

import (
	"unicode"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// This file asks whom a line is about, and what happened, where its words leave it open.

// elsewhere asks about a line that doesn't begin with its lead. s is the outcome behind the lead, at where it stands.
func (l LogLine) elsewhere(m Match, s coach.OutcomeReading, at int) *Clarification {
	q := l.choose(m)
	known, name := Resolution{From: m.From, Name: m.Count, Create: m.Lead == nil}, m.Name
	if m.Lead != nil {
		known.Lead, name = m.Lead.ID, m.Lead.Name
	}
	offer := func(s coach.OutcomeReading, at int) {
		for _, o := range append([]coach.Outcome{s.Outcome}, s.Means...) {
			if o != "" && !q.offers(name, o) {
				res := known
				res.Outcome, res.At = o, at
				q.offer(Choice{Name: name, New: m.Lead == nil, Outcome: o, Resolution: res})
			}
		}
	}
	if j := l.laterSure(max(1, l.said[0].Used), names.MaxWords); l.Order && m.Lead == nil && j > 0 {
		q.offer(l.newChoice(j, l.said[j].Outcome)) // "Visit Malta voicemail"
	}
	if around := l.around(m); around.Used > 0 {
		offer(around, 0)
	}
	offer(s, at)
	if l.Order {
		offer(l.said[0], 0)
		return q
	}
	if n := l.BeforeOutcome(l.Words); n > 0 && l.said[n].Outcome != "" {
		if s.Outcome == "" {
			offer(l.said[n], n)
		}
		q.offer(l.newChoice(n, l.said[n].Outcome))
	}
	return q
}

// newName asks about a new lead whose name would hold what may be an outcome, or nothing that names anybody; nil when
// nothing speaks against the name. s is the outcome behind the name, at where it stands.
func (l LogLine) newName(m Match, s coach.OutcomeReading, at int) *Clarification {
	q := l.choose(m)
	single := s.Used == 1 || s.Outcome == "" || l.capital(at)
	if l.endsName(s, at) { // "Space X": whether anything happened is not said
		q.offer(l.newChoice(at+1, ""))
	}
	if m.Similar && !l.capital(at) && l.plainSay(s) { // the lead is known, and what happened stands right behind it
		return nil
	}
	if j := l.laterSure(at+1, at+3); j > 0 && single && l.said[j].Outcome != s.Outcome || j > 0 && l.capital(at) {
		q.offer(l.newChoice(j, l.said[j].Outcome))
	}
	if len(q.Choices) == 0 && (m.Similar || !l.saysNobody(m)) {
		return nil
	}
	for _, o := range append([]coach.Outcome{s.Outcome}, s.Means...) {
		switch {
		case o == "":
		case m.Similar:
			q.offer(Choice{Name: m.Lead.Name, Outcome: o,
				Resolution: Resolution{Lead: m.Lead.ID, Name: m.Count, Outcome: o, At: at}})
		default:
			q.offer(l.newChoice(at, o))
		}
	}
	return q
}

// newChoice is the reading that makes a new lead of the first n words.
func (l LogLine) newChoice(n int, o coach.Outcome) Choice {
	return Choice{Name: trimName(Span(l.Text, l.Words[:n])), New: true, Outcome: o,
		Resolution: Resolution{Name: n, Create: true, Outcome: o, At: n}}
}

// laterSure is where an outcome begins that is sure, from one word up to another and in the same clause; 0 for none.
func (l LogLine) laterSure(from, to int) int {
	for j := from; j <= min(to, len(l.Words)-1); j++ {
		if l.Words[j-1].EndsClause() {
			return 0
		}
		if l.said[j].Outcome != "" {
			return j
		}
	}
	return 0
}

// capital reports whether a word is written with a capital and the one behind it is not, as names are: "Union Left
// voicemail".
func (l LogLine) capital(i int) bool {
	upper := func(w words.Word) bool { return w.Bare != "" && unicode.IsUpper([]rune(w.Bare)[0]) }
	return i+1 < len(l.Words) && upper(l.Words[i]) && !upper(l.Words[i+1])
}

// saysNobody reports whether a name is made of words alone that name nobody.
func (l LogLine) saysNobody(m Match) bool {
	for _, w := range l.Words[m.From : m.From+m.Count] {
		if word := w.Lower; w.Quoted || w.Bare != "" && !glue[word] && !prepositions[word] && !verbs[word] {
			return false
		}
	}
	return true
}

// choose is the question which of several readings is meant, without any yet.
func (l LogLine) choose(m Match) *Clarification {
	p := l.Pending(func(*Resolution) {})
	if m.Lead != nil {
		p.Lead = m.Lead.ID
	}
	return &Clarification{Question: Choose, Pending: p, Typed: typedLine(l.Text), Name: m.Name}
}

// leadOrNew asks whether the words between a known lead and the outcome are a note or the rest of a new lead's name.
func (l LogLine) leadOrNew(m Match, o coach.Outcome, at int) *Clarification {
	pending := l.Pending(func(res *Resolution) { res.Name = m.Count })
	pending.Lead, pending.Choices = m.Lead.ID, []Resolution{l.newChoice(at, o).Resolution}
	return &Clarification{
		Question: LeadOrNew, Pending: pending, Typed: typedLine(l.Text),
		Lead: *m.Lead, Name: trimName(Span(l.Text, l.Words[:at])), Outcome: o,
	}
}

// NoOutcome offers outcomes near a word of the line, or those that it can mean; nil when no word is near any.
func (l LogLine) NoOutcome(m Match) *Clarification {
	from := max(m.From+m.Count, 1)
	if l.Order && m.Count == 0 { // what happened is known
		from = max(from, l.said[0].Used)
	}
	for from < len(l.Words)-1 && l.said[from].Used == 0 && (l.Words[from].Bare == "" || glue[l.Words[from].Lower]) {
		from++
	}
	for i := from; i < min(len(l.Words), from+names.MaxWords); i++ { // a name has no more words, whatever was pasted
		if i > from && m.Lead != nil {
			break // after a known lead only the next word can be the outcome
		}
		question, outcomes, near := UnclearOutcome, l.said[i].Means, l.Words[i].Bare
		for n := min(3, len(l.Words)-i); n > 0 && len(outcomes) == 0; n-- {
			question, near = WhichOutcome, trimName(Span(l.Text, l.Words[i:i+n]))
			outcomes = NearOutcomes(near)
		}
		if len(outcomes) == 0 {
			continue
		}
		pending := l.Pending(func(res *Resolution) { res.At, res.Name = i, m.Count })
		if m.Lead != nil {
			pending.Lead = m.Lead.ID
		}
		return &Clarification{Question: question, Pending: pending, Name: near, Outcomes: outcomes}
	}
	return nil
}
