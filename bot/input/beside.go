package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
)

// besideRule is what becomes of a name that no lead has, where its first words are like a lead's name.
type besideRule int

const (
	besideNothing besideRule = iota // the name stands on its own
	besideAsks                      // the lead or a new one is asked about: "next acme labs Thu 3pm"
	besideRest                      // the lead may be meant, and the other words are a note: "acme dana busy"
)

// besideKnown is the match of a name that no lead has where an existing lead may be meant all the same: its name begins
// with the first words ("acme labs" beside Acme Corp), the longest beginning first, or it has the name that stands
// behind a title ("dr patel"). More leads than a question offers are of a word that tells nobody ("American …"), and
// names whose digits differ are of two leads. Words that say nothing in front are passed over, and more words than a
// name has begin none. m is what the name comes to else.
func (r *LeadResolver) besideKnown(f Found, at span, m Match) Match {
	ws := r.line.Words
	if r.beside == besideNothing || at.n < 2 || len(m.Name) > maxBeside {
		return m
	}
	if slices.Contains(titles, ws[at.from].Lower) {
		part := r.match(nil, span{at.from + 1, at.n - 1}).Name
		ids := idsOf(findPart(part, f))
		for _, h := range names.Match(part, f.Index()) {
			if !slices.Contains(ids, h.ID) {
				ids = append(ids, h.ID)
			}
		}
		if len(ids) > 0 {
			return r.ask(m, ids, true)
		}
	}
	whole := at.n
	for at.n > 1 && glue[ws[at.from].Lower] { // "the acme people"
		at = span{at.from + 1, at.n - 1}
	}
	for n := min(at.n, whole-1, names.MaxWords); n > 0; n-- {
		if w := ws[at.from+n-1]; n == 1 && (prepositions[w.Lower] || len([]rune(w.Bare)) < 3) {
			continue
		}
		ids := r.beginning(f, r.match(nil, span{at.from, n}).Name, m.Name)
		switch {
		case len(ids) == 0:
			continue
		case len(ids) > Offered:
			return m
		case len(ids) == 1 && r.beside == besideRest:
			r.similar = span{at.from, n}
			return Match{Retry: ids[0]}
		}
		asked := r.ask(m, ids, true)
		if r.beside == besideRest { // the lead takes the first words, a new one all of them
			pending := &asked.Question.Pending
			pending.Resolution.Name = n
			pending.Choices = []Resolution{{From: m.From, Name: m.Count, Create: true}}
		}
		return asked
	}
	return m
}

// maxBeside is how many bytes of a name are looked at beside the leads that there are: each look reads all their names.
const maxBeside = 400

// beginning are the leads whose names begin with a name's first words.
func (r *LeadResolver) beginning(f Found, first, whole string) (ids []string) {
	key := names.Normalize(first)
	for _, h := range names.Match(first, f.Index()) {
		rest, begins := strings.CutPrefix(names.Normalize(h.Name), key)
		if begins && (rest == "" || rest[0] == ' ') && digitsOf(h.Name) == digitsOf(whole) {
			ids = append(ids, h.ID)
		}
	}
	return ids
}
