package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
)

// OffersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var OffersTimes = map[outcome.Outcome]bool{outcome.Meeting: true, outcome.NoTime: true, outcome.Unavailable: true,
	outcome.Distracted: true, outcome.NotReviewed: true}

// What is asked of a line again and again is a field here, and no method: whoever reads a line sees that asking is
// free.

// LogLine is a line that logs a touch, with what its words say by themselves. That is worked out once, by [ReadLog],
// before anything is read from the store: where an outcome stands decides, together with the names that exist, where a
// name ends.
type LogLine struct {
	Line
	Named  int               // how many words stand before what happened: the name of a lead that nobody has; 0 for none
	Logs   bool              // what happened stands behind what can be a name
	Order  bool              // it begins with what happened, and the name follows: "left a message for Acme"
	First  outcome.Outcome   // that it begins with; empty where it begins with something else
	Closes bool              // a word for closing stands in it: see [ClosedAs]
	Agrees bool              // it may agree on a time, or ask for one: so are its words, or what they are about
	Number map[string]string // the telephone number among its facts, by its key; nil for none
	List   []words.Word      // the names in front of what happened, where they are several; nil for one
	Lists  bool              // several names may stand there, only the leads that exist tell: see [LogLine.Listed]
	Plain  *Plain            // what it asks for in plain words, where it begins with no command; nil for nothing

	// said is what the words say from each of them on, by its index; one more than there are words, for the end
	said  []outcome.Reading
	at    int          // the word at which what happened begins, behind one word at least; 0 for none
	pairs []words.Pair // the keys in it with their values
}

// logKeys are the keys that may stand in a line that logs.
var logKeys = slices.Concat(leadKeys, words.TalkKeys)

// ReadLog reads the outcomes of a line: those within a name's reach, and the first one behind that. A long note costs
// no more: the words behind that are not looked at.
func ReadLog(line Line) LogLine {
	ws := line.Words
	l := LogLine{Line: line, pairs: words.Attached(ws, logKeys...), said: make([]outcome.Reading, len(ws)+1)}
	// A button that decided on an outcome settles it, whatever the words say.
	asks := line.Resolution.Outcome
	l.Agrees = OffersTimes[asks] || asks == outcome.WantsInfo
	bare, heard := spoken(ws)
	divided := strings.ContainsAny(line.Text, ",;&+") // or by "and", else the line is about one lead
	for i, w := range ws {
		l.Agrees, divided = l.Agrees || w.Lower == "next", divided || w.Lower == "and"
		l.Closes = l.Closes || closed[w.Lower]
		// Beyond the longest name an outcome only ends the note in front of it, and the first one does that.
		if i > names.MaxWords && l.at > 0 {
			continue
		}
		switch {
		case w.Bare != "" && !w.Quoted:
			l.said[i] = readOutcome(bare, heard, i)
		case i > 0 && l.at == 0 && w.Quoted:
			l.said[i] = wholeOutcome(w)
		}
		o := l.said[i].Outcome
		l.Agrees = l.Agrees || i <= names.MaxWords && (OffersTimes[o] || o == outcome.WantsInfo)
		if i > 0 && l.at == 0 && l.said[i].Used > 0 {
			l.at = i
		}
	}
	l.First = l.said[0].Outcome
	l.Order = l.said[0].Used > 0 || len(ws) > 1 && (verbs[ws[0].Lower] ||
		sends[ws[0].Lower] && (l.at == 0 || l.split(l.nameFrom(1)) > 0))
	l.Named = l.BeforeOutcome(ws)
	l.Logs = asks != "" || l.Named > 0 && l.Named < len(ws)
	for _, p := range slices.Backward(l.pairs) {
		if p.Key == facts.Phone {
			l.Number = map[string]string{p.Key: p.Value}
			break
		}
	}
	if l.at > 0 && divided {
		l.List = l.list()
		l.Lists = l.List != nil || l.goesOn()
	}
	// Behind a command's word "find" or "stop" are a lead's name.
	if line.Word == WordLead && len(ws) > 0 {
		if plainStarts[ws[0].Lower] {
			l.Plain = readPlain(ws)
		}
		if l.Plain == nil && (silentEnds[ws[len(ws)-1].Lower] ||
			strings.ContainsAny(line.Text, words.Apostrophes) || strings.Contains(line.Text, " prefers ")) {
			l.Plain = readSaid(ws)
		}
	}
	return l
}

// BeforeOutcome is how many of the line's first words stand before the first known outcome: the name of a lead that
// nobody has yet. A name has one word at least, also when that word is an outcome.
func (l LogLine) BeforeOutcome(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	n := l.at
	if res := l.Resolution; res.Outcome != "" && res.At > 0 && (n == 0 || res.At < n) {
		n = res.At
	}
	if n >= len(ws) {
		return 0
	}
	return n
}

// Resolver finds the lead of the line. A name that begins the line wins. When none does, one further on is looked for:
// behind what happened ("left a message for Acme"), or inside the words that would else make a new lead.
func (l LogLine) Resolver() *LeadResolver {
	r := &LeadResolver{line: l.Line, cut: l.beforeTime}
	if l.List == nil {
		r.beside = besideRest
	}
	end := 0 // of the words at which a name may begin, besides the first
	switch {
	case len(l.Words) == 0 || l.Words[0].Quoted:
	case l.Order:
		r.from, r.cut = l.nameFrom(max(1, l.said[0].Used)), l.within
		for n := min(l.clause(l.Words[r.from:]), 4) - 1; n > 0; n-- {
			r.behind = append(r.behind, span{r.from, n}) // "spoke with Acme today about it"
		}
		end = min(len(l.Words), names.MaxWords)
	// also within what happened and right behind it: "tried visit wales", "Maria left a message for Acme"
	case l.Named > 1 && listMark(l.Words[0]): // "1. Acme voicemail"
		r.from, r.cut = 1, l.clause
		end = min(len(l.Words), names.MaxWords)
	case l.Named > 0:
		end = min(l.Named+names.MaxWords, len(l.Words))
		behind := l.Named + l.said[l.Named].Used
		if behind < len(l.Words) {
			end = min(l.nameFrom(max(behind, l.Named+1))+1, end)
		}
		if l.Named > 1 || behind < len(l.Words)-1 { // of two words none is behind another
			r.behind = l.namedBehind(behind)
		}
	}
	for i := 1; i < end; i++ {
		if w := l.Words[i]; w.Bare != "" && (!glue[w.Lower] || prepositions[w.Lower]) { // "At Home Group"
			r.starts = append(r.starts, i)
		}
	}
	return r
}

// Reading is what a line says of the lead that was found in it.
type Reading struct {
	Outcome  outcome.Outcome // empty when none is found
	Between  []words.Word    // words of the note in front of the outcome
	Behind   int             // the word behind lead and outcome: from there on the rest is read
	Question *Clarification  // what has to be asked first
}

// Read reads what happened, once the lead is found. What can't be read for sure is asked about.
func (l LogLine) Read(m Match) Reading {
	if m.Lead == nil && m.Count == 0 {
		return Reading{} // what happened stands there, and not with whom
	}
	if res := l.Resolution; res.Outcome != "" {
		return l.decided(m, res)
	}
	// Each case is a reason to ask; what is left is sure.
	at, s := l.outcomeBehind(m)
	c := clarifier{l, m}
	switch {
	case m.From > 0 && l.Resolution.Lead == "" && !l.Resolution.Create:
		return Reading{Question: c.elsewhere(s, at)}
	case s.Outcome == "" && m.Lead != nil:
		return l.later(m)
	case s.Used == 0 && !l.Resolution.Create:
		return Reading{Question: c.timeOrName()}
	case s.Used > 0 && (m.Lead == nil || m.Similar) && !l.Resolution.Create && l.Resolution.Lead == "":
		if q := c.newName(s, at); q != nil {
			return Reading{Question: q}
		}
	}
	said := Reading{Outcome: s.Outcome, Behind: l.saidTo(at, s.Used)}
	if s.Asked > 0 {
		said.Between = ofNote(l.Words[at : at+s.Asked])
	}
	return said
}

// ofNote are words in front of a sure outcome that would be asked about alone: they belong to its note. What only tells
// of trying is no more than the outcome.
func ofNote(asked []words.Word) []words.Word {
	if namesNobody(asked) {
		return nil
	}
	return asked
}

// saidTo is the word behind an outcome of that many words. A day to come at their end is left to what follows it:
// "asked me to call back tomorrow at 4pm".
func (l LogLine) saidTo(at, used int) int {
	end := min(at+used, len(l.Words))
	// A phrase of one word has no day in it.
	if used < 2 {
		return at + used
	}
	typed := words.Texts(l.Words[at:min(end+dateMost, len(l.Words))])
	for i := 1; at+i < end && !l.Words[end-1].Is("now"); i++ {
		if f, n := dates.Find(typed, i, anyDay); n > 0 && at+i+n >= end && f.Day && f.Direction == dates.Forward &&
			!(f.Ahead.Kind == dates.Vague && strings.EqualFold(typed[i], "on")) { // "is on vacation until Monday"
			return at + i
		}
	}
	if last := end - 1; last > at && end < len(l.Words) &&
		slices.Contains([]string{"until", "till", "til"}, l.Words[last].Lower) {
		return last // "no budget until Q2": when is for what follows
	}
	return at + used
}

// outcomeBehind is the outcome behind a name, and where it stands: right behind, or after words that say nothing.
func (l LogLine) outcomeBehind(m Match) (at int, s outcome.Reading) {
	first := m.From + m.Count
	for at := first; at < len(l.Words); at++ {
		if s := l.said[at]; s.Used > 0 {
			return at, s
		}
		if l.Words[at].Bare != "" && !glue[l.Words[at].Lower] {
			break
		}
	}
	return first, outcome.Reading{}
}

// wholeOutcome is an outcome that all of what stands in quotes says: birch "left a voicemail". It takes no words where
// more is quoted, or several can be meant.
func wholeOutcome(w words.Word) outcome.Reading {
	said := bareWords(words.Lex(w.Text))
	s := outcome.Read(said)
	if s.Outcome == "" || s.Asked > 0 || s.Used < len(said) {
		return outcome.Reading{}
	}
	s.Used = 1
	return s
}

// spoken are the words that are heard, as [bareWords] has them, and how many of them stand in front of each word: a
// dash on its own changes nothing, and "#" is a number's: "wrong # for Acme".
func spoken(ws []words.Word) (bare []string, before []int) {
	bare, before = make([]string, 0, len(ws)), make([]int, len(ws)+1)
	for i, w := range ws {
		before[i] = len(bare)
		switch {
		case w.Quoted:
			bare = append(bare, "")
		case w.Bare == "#":
			bare = append(bare, "number")
		case w.Bare != "":
			bare = append(bare, w.Bare)
		}
	}
	before[len(ws)] = len(bare)
	return bare, before
}

// readOutcome is what the words from the ith on say, counted with the marks that stand alone between its words.
func readOutcome(bare []string, before []int, i int) outcome.Reading {
	s := outcome.Read(bare[before[i]:])
	if s.Used < 2 {
		return s
	}
	typed := func(heard int) (n int) {
		for before[i+n] < before[i]+heard {
			n++
		}
		return n
	}
	s.Used, s.Asked = typed(s.Used), typed(s.Asked)
	return s
}

// sends are words that tell of something sent: what it was may stand behind the lead, "sent Acme the deck".
var sends = set("sent", "resent", "forwarded", "shared")

// split is the word at which what happened goes on behind a name that stands within it, from one word on: "sent Acme
// the deck"; 0 where it goes on nowhere.
func (l LogLine) split(from int) int {
	for i := from + 1; i < min(len(l.Words), from+names.MaxWords+1) && !l.Words[i-1].EndsClause(); i++ {
		if l.around(Match{From: from, Count: i - from}).Used > 0 {
			return i
		}
	}
	return 0
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

// list is the names in front of what happened, where they are divided by commas, "and" or "&", up to where it begins;
// nil for one name. Parts that belong together ("Smith and Sons") are apart still: see [LogLine.Names].
func (l LogLine) list() []words.Word {
	res, n := l.Resolution, l.at
	if l.Order || res.Create || res.Lead != "" || res.Outcome != "" {
		return nil
	}
	for n > 0 && l.crossesPart(n) { // "Acme, Nobody, Birch voicemail"
		n = l.outcomeBeyond(n)
	}
	// Behind "and" what happened is the beginning of another name: "Acme, Birch and Won Tech voicemail".
	if n < 2 || divider(l.Words[n-1]) || divider(l.Words[n]) || endsPart(l.Words[n-1]) && l.laterSure(n+1, n+3) > 0 {
		return nil
	}
	if len(atoms(l.Words[:n])) > 1 {
		return l.Words[:n]
	}
	return nil
}

// divider reports whether a word stands between two names.
func divider(w words.Word) bool {
	return !w.Quoted && (w.Is("and") || w.Text == "&" || w.Text == "," || w.Text == ";" || w.Text == "+")
}

// endsPart reports whether a comma behind a word ends a name.
func endsPart(w words.Word) bool {
	return !w.Quoted && w.Bare != "" && (strings.HasSuffix(w.Text, ",") || strings.HasSuffix(w.Text, ";"))
}
