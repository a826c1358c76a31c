package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// OffersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var OffersTimes = map[coach.Outcome]bool{coach.Meeting: true, coach.NoTime: true, coach.Unavailable: true,
	coach.Distracted: true, coach.NotReviewed: true}

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
	First  coach.Outcome     // that it begins with; empty where it begins with something else
	Closes bool              // a word for closing stands in it: see [ClosedAs]
	Agrees bool              // it may agree on a time, or ask for one: so are its words, or what they are about
	Number map[string]string // the telephone number among its facts, by its key; nil for none
	List   []words.Word      // the names in front of what happened, where they are several; nil for one
	Lists  bool              // several names may stand there, only the leads that exist tell: see [LogLine.Listed]
	Plain  *Plain            // what it asks for in plain words, where it begins with no command; nil for nothing

	// said is what the words say from each of them on, by its index; one more than there are words, for the end
	said  []coach.OutcomeReading
	at    int          // the word at which what happened begins, behind one word at least; 0 for none
	pairs []words.Pair // the keys in it with their values
}

// logKeys are the keys that may stand in a line that logs.
var logKeys = slices.Concat(words.LeadKeys, words.TalkKeys)

// ReadLog reads the outcomes of a line: those within a name's reach, and the first one behind that. A long note costs
// no more: the words behind that are not looked at.
func ReadLog(line Line) LogLine {
	ws := line.Words
	l := LogLine{Line: line, pairs: words.Attached(ws, logKeys...), said: make([]coach.OutcomeReading, len(ws)+1)}
	// A button that decided on an outcome settles it, whatever the words say.
	asks := line.Resolution.Outcome
	l.Agrees = OffersTimes[asks] || asks == coach.WantsInfo
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
		l.Agrees = l.Agrees || i <= names.MaxWords && (OffersTimes[o] || o == coach.WantsInfo)
		if i > 0 && l.at == 0 && l.said[i].Used > 0 {
			l.at = i
		}
	}
	l.First = l.said[0].Outcome
	l.Order = l.said[0].Used > 0 || len(ws) > 1 && verbs[ws[0].Lower]
	l.Named = l.BeforeOutcome(ws)
	l.Logs = asks != "" || l.Named > 0 && l.Named < len(ws)
	for _, p := range slices.Backward(l.pairs) {
		if p.Key == coach.FactPhone {
			l.Number = map[string]string{p.Key: p.Value}
			break
		}
	}
	if l.at > 0 && divided {
		l.List = l.list()
		l.Lists = l.List != nil || l.goesOn()
	}
	// Behind a command's word "find" or "stop" are a lead's name.
	if line.Word == WordLead && len(ws) > 0 && plainStarts[ws[0].Lower] {
		l.Plain = readPlain(ws)
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

// wholeOutcome is an outcome that all of what stands in quotes says: birch "left a voicemail". It takes no words where
// more is quoted, or several can be meant.
func wholeOutcome(w words.Word) coach.OutcomeReading {
	said := bareWords(words.Lex(w.Text))
	s := coach.ReadOutcome(said)
	if s.Outcome == "" || s.Used < len(said) {
		return coach.OutcomeReading{}
	}
	s.Used = 1
	return s
}

// spoken are the words that are heard, as [bareWords] has them, and how many of them stand in front of each word: a
// dash on its own changes nothing.
func spoken(ws []words.Word) (bare []string, before []int) {
	bare, before = make([]string, 0, len(ws)), make([]int, len(ws)+1)
	for i, w := range ws {
		before[i] = len(bare)
		switch {
		case w.Quoted:
			bare = append(bare, "")
		case w.Bare != "":
			bare = append(bare, w.Bare)
		}
	}
	before[len(ws)] = len(bare)
	return bare, before
}

// readOutcome is what the words from the ith on say, counted with the marks that stand alone between its words.
func readOutcome(bare []string, before []int, i int) coach.OutcomeReading {
	s := coach.ReadOutcome(bare[before[i]:])
	if s.Used < 2 {
		return s
	}
	end, last := i+1, before[i]+s.Used
	for before[end] < last {
		end++
	}
	s.Used = end - i
	return s
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
