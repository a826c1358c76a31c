package input

import (
	"slices"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
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
	if titles[ws[at.from].Lower] {
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
	for at.n > 1 && (glue[ws[at.from].Lower] || isSign(ws[at.from])) { // "the acme people", "☎ acme"
		at = span{at.from + 1, at.n - 1}
	}
	for n := min(at.n, whole-1, names.MaxWords); n > 0; n-- {
		if w := ws[at.from+n-1]; n == 1 && (prepositions[w.Lower] || len([]rune(w.Bare)) < 3) {
			continue
		}
		rest := ws[at.from+n : at.from+at.n]
		ids := r.beginning(f, r.match(nil, span{at.from, n}).Name, m.Name, rest)
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

// isSign reports whether a word has no letter and no digit, as a picture has none.
func isSign(w words.Word) bool {
	return !w.Quoted &&
		!strings.ContainsFunc(w.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// maxBeside is how many bytes of a name are looked at beside the leads that there are: each look reads all their names.
const maxBeside = 400

// beginning are the leads whose names begin with a name's first words. One word that many names begin with makes no
// lead near: see [differ].
func (r *LeadResolver) beginning(f Found, first, whole string, rest []words.Word) (ids []string) {
	key := names.Normalize(first)
	for _, h := range names.Match(first, f.Index()) {
		theirs, begins := strings.CutPrefix(names.Normalize(h.Name), key)
		if begins && (theirs == "" || theirs[0] == ' ') && digitsOf(h.Name) == digitsOf(whole) &&
			!(common[key] && differ(rest, strings.Fields(theirs))) {
			ids = append(ids, h.ID)
		}
	}
	return ids
}

// differ reports whether the words behind a common first one are those of two names: "Blue Ocean" and "Blue Yonder".
// Each has a word there that only companies of that name have, and none of them is like one of the other's. What is
// typed is written as a name; in small letters it may be a note ("blue dana busy") and is asked about.
func differ(typed []words.Word, theirs []string) bool {
	if len(typed) == 0 || !likeName(typed) || !unicode.IsUpper([]rune(typed[0].Bare)[0]) {
		return false
	}
	own, their := false, false
	for _, w := range typed {
		word := names.Normalize(w.Bare)
		own = own || !ofCompanies[word]
		if slices.ContainsFunc(theirs, func(t string) bool {
			return !ofCompanies[t] && (t == word || len(names.Near(word, []string{t})) > 0)
		}) {
			return false
		}
	}
	for _, t := range theirs {
		their = their || !ofCompanies[t]
	}
	return own && their
}

// common are words that many a name begins with, so that one alone names nobody: colours, sizes, places, and what else
// companies like to be.
var common = set("blue", "green", "red", "black", "white", "grey", "gray", "silver", "gold", "golden", "orange",
	"purple",
	"yellow", "pink", "brown", "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
	"upper", "new", "old", "young", "big", "great", "grand", "little", "small", "first", "second", "third", "one", "two",
	"three", "united", "general", "national", "international", "global", "world", "american", "british", "european",
	"canadian", "german", "swiss", "nordic", "asian", "pacific", "atlantic", "royal", "king", "queen", "crown", "good",
	"best", "better", "true", "pure", "smart", "bright", "clear", "open", "free", "easy", "fast", "quick", "rapid", "high",
	"low", "deep", "long", "short", "sun", "star", "moon", "sky", "sea", "ocean", "river", "lake", "mountain", "hill",
	"valley", "forest", "stone", "city", "metro", "urban", "country", "home", "house", "digital", "data", "cloud", "tech",
	"net", "web", "premier", "prime", "elite", "select", "standard", "universal", "advanced", "modern", "classic", "total",
	"saint", "st", "san", "los", "las", "santa", "el", "la", "le")

// ofCompanies are words behind a name that say what kind of company it is and tell no two apart: "Acme Corp", "Acme
// Labs".
var ofCompanies = set("inc", "llc", "ltd", "limited", "gmbh", "co", "corp", "corporation", "plc", "llp", "ag", "sa",
	"bv",
	"pty", "company", "companies", "group", "holding", "holdings", "labs", "lab", "partners", "services", "service",
	"solutions", "systems", "consulting", "agency", "studio", "studios", "enterprises", "industries", "international",
	"team", "office", "people", "guys", "hq")
