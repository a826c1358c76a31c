package input

import (
	"unicode"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// This file reads what stands between "next" and its date. A name belongs there; what happened, or words around a name,
// are asked about and make no new lead: "next voicemail Thu 3pm", "next call Acme Thu 3pm".

// NextResolver resolves the lead of a line that agrees on a call: "next <lead> <when>". Where the line begins with what
// happened or was agreed on, its lead is sought behind that.
func NextResolver(line Line, c dates.Context) *LeadResolver {
	r := NewLeadResolver(line, BeforeDate(line, c))
	ws := line.Words
	if len(ws) < 2 || ws[0].Quoted || line.Resolution.Lead != "" || line.Resolution.Create {
		return r
	}
	n, skip := r.cut(ws), saidBefore(ws)
	switch at := saidAt(ws[:n]); {
	case skip > 0 && skip < n:
		r.from = skip
		for i := skip; i < n; i++ {
			r.starts = append(r.starts, i)
		}
	case at > 0: // "next Acme voicemail Thu 3pm": what is behind the name is no date, and said so
		r.behind = []span{{0, at}}
	}
	return r
}

// saidBefore is how many words at the start of a line say what happened, or stand in front of a name and are none.
func saidBefore(ws []words.Word) int {
	n := coach.ReadOutcome(bareWords(ws)).Used
	for n < len(ws) && !ws[n].Quoted {
		word := ws[n].Lower
		if !verbs[word] && !talks[word] && (n == 0 || !prepositions[word] && ws[n].Bare != "") {
			break
		}
		n++
	}
	return n
}

// talks are ways to talk that are no result by themselves.
var talks = set("call", "phone", "video", "zoom", "teams", "chat", "intro", "ring", "callback")

// saidAt is the first word of several at which they say what happened; -1 for none.
func saidAt(ws []words.Word) int {
	said := bareWords(ws)
	for i := range said {
		if coach.ReadOutcome(said[i:]).Used > 0 {
			return i
		}
	}
	return -1
}

// NextDoubt asks about the lead of a line that agrees on a call: one that stands behind other words, or a new one whose
// name says what happened. nil where nothing is doubted, or a button has decided.
func (ln Line) NextDoubt(m Match) *Clarification {
	whole := ln.Words[:min(m.From+m.Count, len(ln.Words))]
	if len(whole) == 0 || ln.Words[0].Quoted || ln.Resolution.Lead != "" || ln.Resolution.Create {
		return nil
	}
	named := Resolution{Name: len(whole), Create: true}
	name := trimName(Span(ln.Text, whole))
	if m.Lead != nil {
		if m.From == 0 {
			return nil
		}
		q := &Clarification{Question: WhichLead, Typed: typedLine(ln.Text), Name: name, Leads: []string{m.Lead.ID},
			Near: true, Create: true, Pending: ln.Pending(func(res *Resolution) { res.From, res.Name = m.From, m.Count })}
		q.Pending.Choices = []Resolution{named}
		return q
	}
	q := &Clarification{Question: Choose, Typed: typedLine(ln.Text), Name: name, Pending: ln.Pending(func(*Resolution) {})}
	rest := Choice{Name: m.Name, New: true, Resolution: Resolution{From: m.From, Name: m.Count, Create: true}}
	capital := unicode.IsUpper([]rune(whole[0].Text)[0]) // as names are: "Left Bank"
	switch {
	case m.From > 0 && !capital:
		q.offer(rest)
	case m.From == 0 && saidAt(whole) < 0 && !namesNobody(whole) && saidBefore(whole) < len(whole) &&
		ReadDate(ln.Text, whole, anyDay, dates.Read).Kind == dates.None: // "next Thu 3pm" names nobody
		return nil
	}
	q.offer(Choice{Name: name, New: true, Resolution: named})
	if m.From > 0 {
		q.offer(rest)
	}
	return q
}
