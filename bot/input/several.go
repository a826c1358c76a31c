package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// LinesMost is how many lines of work one command holds at most.
const LinesMost = 20

// Work is one of several lines that were typed as one command. The lines of a note belong to the line before them.
type Work struct {
	Line
	// Guess says that the line may as well be a part of the note before it: it has no command's word, and begins with a
	// name that no lead is known to have. Nothing new is made of it without a question.
	Guess bool
}

// ReadSeveral splits a text into its lines of work. Known reports whether some words are the name of a lead that
// exists; it is asked only about what begins a further line. The first line always is one of work. What follows is one
// where it begins with a command's word and can be that command, or with a lead and what happened; else it is a part
// of the note of the line before, line break included. A quote that is open holds lines together.
func ReadSeveral(text string, known func(string) bool) []Work {
	lines, marked := linesOf(text)
	quotes := quotesIn(lines)
	var out []Work
	var now block
	guess := false
	end := func() {
		if len(now.parts) > 0 {
			out = append(out, Work{ReadLine(strings.Join(now.parts, "\n")), guess})
		}
		now, guess = block{}, false
	}
	asked := 0
	is := func(name string) bool { asked++; return asked <= knownMost && known(name) }
	for i, typed := range lines {
		line, pasted := typed, words.Clean(typed)
		if marked {
			line, pasted = bullet(typed), bullet(pasted)
		}
		if strings.TrimSpace(pasted) == "" {
			if len(now.parts) > 0 && strings.TrimSpace(line) == "" {
				now.add("")
			}
			continue
		}
		fresh, unsure := true, false
		if len(now.parts) > 0 && !strings.HasPrefix(strings.ToLower(strings.TrimSpace(line)), "/followup") {
			fresh, unsure = begins(ReadLine(pasted), &now, is)
		}
		if now.open(i, quotes) {
			fresh = false
		}
		if !fresh {
			now.add(strings.TrimRight(typed, " \t"))
			continue
		}
		if len(now.parts) == 1 && strings.EqualFold(strings.TrimSpace(now.parts[0]), "log") { // above a list of what to log
			now = block{}
		}
		end()
		now.add(strings.TrimSpace(pasted))
		guess = unsure
	}
	end()
	return out
}

// knownMost is how often it is asked whether words are a lead's name. Twenty lines of work and their notes ask less
// often; of a page that asks more no further line begins with a name.
const knownMost = 500

// linesOf are the lines of a text. Marked says that all of them have a bullet or a number in front, as in a list, where
// it says nothing.
func linesOf(text string) (lines []string, marked bool) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	lines = strings.Split(strings.TrimSpace(text), "\n")
	for _, line := range lines {
		if line = words.Clean(line); strings.TrimSpace(line) != "" && bullet(line) == line {
			return lines, false
		}
	}
	return lines, true
}

// bullet is a line without the bullet or the number in front of it.
func bullet(line string) string {
	rest := strings.TrimLeft(line, " \t\u00a0")
	digits := strings.TrimLeft(rest, "0123456789")
	n := len(rest) - len(digits)
	switch {
	case n > 0 && n <= 2 && digits != "" && strings.ContainsRune(".)", rune(digits[0])):
		rest = digits[1:]
	case n > 0:
		return line
	default:
		rest = strings.TrimLeft(rest, "-–—•*·‣▪")
		if rest == strings.TrimLeft(line, " \t\u00a0") {
			return line
		}
	}
	if cut := strings.TrimLeft(rest, " \t\u00a0"); cut != rest {
		return cut
	}
	return line // "-5 %" and "3.5" are no marks of a list
}

// begins reports whether a line behind another one is a line of work, and whether that is unsure.
func begins(line Line, before *block, known func(string) bool) (fresh, unsure bool) {
	switch {
	case len(line.Words) == 0:
		return commands[line.Word]&byItself != 0, false
	case line.Word == WordLead, line.Word == "log":
		return beginsLog(ReadLog(line), before, known)
	case line.Words[0].Quoted && commands[line.Word]&ofKnown != 0, namedLikeCommand(line, known):
		return true, false
	case commands[line.Word]&ofKnown != 0 && beginsWithName(line, line.Words, known):
		return true, false
	case !before.takesNote():
		return true, false
	case line.Word == "add":
		return slices.ContainsFunc(line.Words[1:], isFact) || len(line.Words) <= 2 && strings.HasPrefix(line.Text, "add"),
			false
	}
	return false, false
}

// namedLikeCommand reports whether a line begins with a lead whose name begins like a command: "Next plc".
func namedLikeCommand(line Line, known func(string) bool) bool {
	ws := words.Lex(line.Text)
	for n := min(len(ws), 6); n > 1; n-- {
		if known(trimName(Span(line.Text, ws[:n]))) {
			return true
		}
	}
	return false
}

// isFact reports whether a word behind the name of a new lead says something of it.
func isFact(w words.Word) bool {
	return w.Is("warm") || w.Is("cold") || strings.Contains(w.Text, ":") || strings.Contains(w.Text, "@") ||
		len(digitsOf(w.Text)) >= leastDigits
}

// beginsLog is [begins] for a line that logs, with the word or without it.
func beginsLog(l LogLine, before *block, known func(string) bool) (fresh, unsure bool) {
	n := l.at
	switch {
	case l.Order && n > 0 && beginsWithName(l.Line, l.Words, known): // a lead that is called like what happens
		return true, false
	case l.Order:
		at := l.nameFrom(max(1, l.said[0].Used)) // behind what the line begins with
		return at < len(l.Words) && beginsWithName(l.Line, l.Words[at:], known), false
	case l.Word == "log":
		return n > 0 || beginsWithName(l.Line, l.Words, known), false
	case n == 0:
		return false, false
	case l.Words[0].Quoted || mailAt(l.Words) != "" || numberAt(l.Line, l.Words).words > 0:
		return true, false
	}
	named := n
	for named > 1 && glue[l.Words[named-1].Lower] { // "Acme just talked"
		named--
	}
	name := trimName(Span(l.Text, l.Words[:named]))
	if known(name) || len(l.List) == n && beginsKnown(l.Text, l.List, known) {
		return true, false
	}
	first := before.read()
	says := first.Word != WordLead && first.Word != "log" || first.Order || first.at > 0
	return says && likeName(l.Words[:named]), true
}

// likeName reports whether words that no lead is known by can be the name of one: three at most, none of which joins a
// sentence together.
func likeName(ws []words.Word) bool {
	if len(ws) == 0 || len(ws) > 3 || bullet(ws[0].Text+" x") != ws[0].Text+" x" {
		return false
	}
	for i, w := range ws {
		word := w.Lower
		if w.Bare == "" || glue[word] || prepositions[word] || verbs[word] || sentences[word] || i < len(ws)-1 &&
			w.EndsClause() {
			return false
		}
	}
	return true
}

// sentences are words of sentences that are in no name of three words or less.
var sentences = set("no", "not", "never", "will", "would", "should", "could", "can", "may", "might", "must", "but",
	"because",
	"when", "if", "until", "till", "after", "before", "who", "which", "that", "this", "these", "those", "there", "their",
	"his",
	"her", "our", "your", "you", "be", "been", "being", "do", "does", "did", "wants", "want", "wanted", "needs", "need",
	"asked",
	"asks", "likes", "thinks", "also", "still", "only", "very", "too", "maybe", "boss", "board", "nobody", "somebody",
	"everybody", "one", "first", "last", "yes", "or", "as", "in", "into", "over", "than", "them", "us", "what", "why",
	"how")

// beginsWithName reports whether words begin with the name of a lead that exists, the longest sought first.
func beginsWithName(line Line, ws []words.Word, known func(string) bool) bool {
	if ws[0].Quoted || mailAt(ws) != "" || numberAt(line, ws).words > 0 {
		return true
	}
	for n := min(len(ws), 6); n > 0; n-- {
		if known(trimName(Span(line.Text, ws[:n]))) {
			return true
		}
	}
	return false
}

// A list of leads stands in front of what happened: "log Acme, Birch and Dune no answer".

// atoms are the names in a list, each as short as it can be.
func atoms(ws []words.Word) (out [][2]int) {
	from := 0
	for i, w := range ws {
		switch {
		case divider(w) && i+1 < len(ws) && families[ws[i+1].Lower] && i > from:
		case divider(w):
			if i > from {
				out = append(out, [2]int{from, i})
			}
			from = i + 1
		case endsPart(w) || w.Quoted:
			out = append(out, [2]int{from, i + 1})
			from = i + 1
		}
	}
	if from < len(ws) {
		out = append(out, [2]int{from, len(ws)})
	}
	return out
}

// families stand behind "and" in one name: "Birch & Co".
var families = set("co", "company", "son", "sons", "daughter", "daughters", "bros", "brothers", "sisters", "partner",
	"partners", "associates", "family", "friends", "cie")

// goesOn reports whether what happened may stand behind further names: a comma or "and" stands in front of a word that
// says something, and another one that does comes behind it, as in "Busy Bee, Won Tech voicemail".
func (l LogLine) goesOn() bool {
	res := l.Resolution
	return !res.Create && res.Lead == "" && res.Outcome == "" && (!l.Order || l.said[0].Used > 0) && len(l.ends()) > 0
}

// ends are the words at which what happened may begin behind a list in which a name has an outcome in it. A comma or
// "and" that stands further behind the first outcome divides a note.
func (l LogLine) ends() (out []int) {
	from := l.at
	if from == 0 {
		return nil
	}
	if !l.Order {
		from++ // the list up to there is [LogLine.List]
	}
	last := min(len(l.Words), max(l.at+l.said[l.at].Used, l.said[0].Used+2)+1)
	divides := func(w words.Word) bool { return divider(w) || endsPart(w) }
	first := slices.IndexFunc(l.Words[:last], divides)
	if first < 0 {
		return nil
	}
	from = max(from, first+1) // what stands in front of it is one name, or what happened: "Not interested and more"
	for i := from; i < min(len(l.Words), listMost); i++ {
		if before := l.Words[i-1]; before.EndsClause() && !endsPart(before) {
			break // behind a stop nothing goes on
		}
		if !divider(l.Words[i-1]) && l.saidAt(i).Used > 0 {
			out = append(out, i)
		}
	}
	return out
}

// saidAt is what the words from one on say, also beyond a name's reach.
func (l LogLine) saidAt(i int) outcome.Reading {
	if i <= names.MaxWords || l.Words[i].Quoted {
		return l.said[i]
	}
	return outcome.Read(bareWords(l.Words[i:min(len(l.Words), i+outcome.Longest())]))
}

// listMost is how many words a list of names has at most.
const listMost = 60

// Listed is the line with its list of names as far as leads that exist have them: a name may be called like what
// happens ("Busy Bee, Next plc and Won Tech voicemail"). The longest list wins. It is the line itself where not each
// name in front of a further outcome is one, or one is nothing but an outcome ("Acme, busy, no answer").
func (l LogLine) Listed(known func(string) bool) LogLine {
	if !l.goesOn() {
		return l
	}
	for _, n := range slices.Backward(l.ends()) {
		longer := l
		longer.List = l.Words[:n]
		if list, all := longer.Names(known); all && !slices.ContainsFunc(list, saysOutcome) {
			return longer
		}
	}
	return l
}

// saysOutcome reports whether all words of a name say what may have happened.
func saysOutcome(name string) bool {
	ws := bareWords(words.Lex(name))
	return outcome.Read(ws).Used == len(ws)
}

// Names are the names of a list, each once. A longer one that exists wins over its parts. All says that each is known;
// else the line is none of leads that exist, and is read as one.
func (l LogLine) Names(known func(string) bool) (list []string, all bool) {
	list, unknown := l.names(known)
	return list, len(list) > 1 && len(unknown) == 0
}

// beginsKnown reports whether words of a text are several names, of which the first is that of a lead that exists.
func beginsKnown(text string, list []words.Word, known func(string) bool) bool {
	first := atoms(list)
	return len(first) > 1 && known(trimName(Span(text, list[first[0][0]:first[0][1]])))
}

// LineFor is the line about one lead of its list. The name stands in quotes, since it was matched as a whole and no
// word of it may be read once more.
func LineFor(l LogLine, name string) LogLine {
	return ReadLog(ReadLine("log " + words.Quote(name) + " " + strings.TrimSpace(l.Text[l.Words[len(l.List)].Start:])))
}

// DoubtedList is the question about a new lead whose name would be a list of names; nil for a name with nothing but
// "and" in it, or with what a company's name has behind a comma.
func (l LogLine) DoubtedList(outcome outcome.Outcome) *Clarification {
	commas := 0
	for i, w := range l.List {
		if endsPart(w) && i+1 < len(l.List) && !legalForm[l.List[i+1].Lower] {
			commas++
		}
	}
	if commas == 0 {
		return nil
	}
	return l.AskNew(len(l.List), outcome)
}

// AskNew asks whether the first n words are a new lead's name: they may be a part of the note before the line.
func (l LogLine) AskNew(n int, outcome outcome.Outcome) *Clarification {
	c := clarifier{line: l}
	q := c.choose()
	q.offer(c.newChoice(n, outcome))
	return q
}

// legalForm are words that follow a comma in one name.
var legalForm = set("inc", "llc", "ltd", "limited", "gmbh", "co", "corp", "plc", "llp", "lp", "ag", "sa", "bv", "jr",
	"sr",
	"pc", "pllc", "pty", "and", "&")
