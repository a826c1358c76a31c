package input

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// SaidHash stands for the words of a line, for the three-minute rule: case and spacing don't matter, quotes and notes
// do. A line that is meant once more has none (""), so that the rule does not stop it again.
func SaidHash(ln Line) string {
	if ln.Resolution.Again {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(ln.Word + " " + strings.ToLower(strings.Join(strings.Fields(ln.Text), " "))))
	// The rest of the resolution does not change what is meant.
	fixed := Resolution{Lead: ln.Resolution.Lead, Outcome: ln.Resolution.Outcome, Create: ln.Resolution.Create,
		Now: ln.Resolution.Now}
	raw := unresolved
	if fixed != (Resolution{}) {
		raw, _ = json.Marshal(fixed) // strings and flags always marshal
	}
	h.Write(raw)
	return strconv.FormatUint(h.Sum64(), 36)
}

// unresolved is a line on which nothing is decided, as [SaidHash] takes it.
var unresolved, _ = json.Marshal(Resolution{})

// WordLead is the word of a line that starts with no command but with a lead: short for show and log.
const WordLead = "lead"

// CommandWords are all words of the contract's table: none of them is a lead's name at the start of a line.
var CommandWords = []string{
	"today", "log", "add", "show", "when", "prep", "next", "snooze", "close", "resume", "reopen", "edit", "list", "script",
	"tip", "undo", "settings", "team", "help", "go", "pause", "check", "why", "away", "back", "export", "import", "erase",
	"draft", "review", "merge", "history", "map", "practice",
}

// ReadLine tells the command's word from what follows it. Quotes make a lead of any word.
func ReadLine(text string) Line {
	text = words.Clean(text)
	several := strings.ContainsAny(strings.TrimSpace(text), "\n\r")
	ws := words.Lex(text)
	if len(ws) == 0 {
		return Line{Text: text, Word: "today"}
	}
	word := strings.ToLower(ws[0].Bare)
	if slices.Contains(CommandWords, word) && !ws[0].Quoted {
		if word == "show" && len(ws) > 2 && ws[1].Is("me") { // as people say it
			ws = ws[1:]
		}
		return Line{Text: text, Word: word, Words: ws[1:], Several: several}
	}
	return Line{Text: text, Word: WordLead, Words: ws, Several: several}
}

// Line is a command as it was typed, and what a button decided about it afterwards.
type Line struct {
	Text       string       // everything after /followup
	Word       string       // the command's word; [WordLead] when the line starts with a lead
	Words      []words.Word // after the word
	Several    bool         // the text has more than one line
	Resolution Resolution
}

// Resolution is what a button decided about a line that was typed before: which lead or outcome was meant, or that it
// was meant so.
type Resolution struct {
	Lead    string        // the lead that is meant
	From    int           `json:",omitempty"` // the word of the line at which its name begins
	Name    int           // how many words its name takes
	Outcome coach.Outcome // the outcome that is meant…
	At      int           // …by the words from this index on
	Create  bool          // none of the known leads: a new one
	Command string        `json:",omitempty"` // what the first word was meant to be
	Again   bool          // said before, and meant again
	LongAgo bool          // over a week ago, and meant so
	Now     bool          `json:",omitempty"` // it was just now, whatever time stands behind it
}

// PendingCommand is a line that waits, for 24 hours at most, until its rep has answered a question about it.
type PendingCommand struct {
	Text       string
	Resolution Resolution   `json:"Fix"`
	Choices    []Resolution `json:",omitempty"` // one of them is chosen by its number
	Lead       string       `json:",omitempty"` // the lead that is known already, for the form behind [Something else]
}

// Pending is the line as it is kept until a question about it is answered, with what is decided already.
func (ln Line) Pending(decided func(*Resolution)) PendingCommand {
	res := ln.Resolution
	decided(&res)
	return PendingCommand{Text: ln.Text, Resolution: res}
}

// Said is what was typed behind the command's word.
func (ln Line) Said() string { return Span(ln.Text, ln.Words) }

// Again asks whether a line that was said at that time is meant once more.
func (ln Line) Again(at time.Time) *Clarification {
	return &Clarification{Question: Again, At: at, Typed: typedLine(ln.Text),
		Pending: ln.Pending(func(res *Resolution) { res.Again = true })}
}

// Named is a line that is a lead's name and nothing else, for a command. The name counts as quoted, so that no word of
// it is read as a keyword.
func Named(name, command string) Line {
	return Line{Text: name, Word: command, Words: []words.Word{{Text: name, End: len(name), Quoted: true}}}
}

// creates reports whether an unknown name makes a new lead. The other commands are about leads that exist, so a name
// that nobody has is a slip there.
func (ln Line) creates() bool {
	switch ln.Word {
	case "log", "next", "add", WordLead:
		return true
	}
	return false
}

// OffersTimes are the outcomes after which the call map has a time agreed on, so that a line that names none is
// answered with some: two slots, not "next week" (S0.19–S0.21, S3.26).
var OffersTimes = map[coach.Outcome]bool{coach.Meeting: true, coach.NoTime: true, coach.Unavailable: true,
	coach.Distracted: true, coach.NotReviewed: true}

// LogLine is a line that logs a touch, with what its words say by themselves. That is worked out once, by [ReadLog],
// before anything is read from the store: where an outcome stands decides, together with the names that exist, where a
// name ends.
type LogLine struct {
	Line
	Named  int               // how many words stand before what happened: the name of a lead that nobody has; 0 for none
	Logs   bool              // what happened stands behind what can be a name
	Order  bool              // it begins with what happened, and the name follows: "left a message for Acme"
	First  coach.Outcome     // that it begins with; empty where it begins with something else
	Agrees bool              // it may agree on a time, or ask for one: so are its words, or what they are about
	Number map[string]string // the telephone number among its facts, by its key; nil for none
	List   []words.Word      // the names in front of what happened, where they are several; nil for one
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
	asks := line.Resolution.Outcome
	l.Agrees = OffersTimes[asks] || asks == coach.WantsInfo
	bare := bareWords(ws)
	for i, w := range ws {
		l.Agrees = l.Agrees || w.Lower == "next"
		if i > names.MaxWords && l.at > 0 {
			continue
		}
		switch {
		case bare[i] != "":
			l.said[i] = coach.ReadOutcome(bare[i:])
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
	for _, p := range l.pairs {
		if p.Key == coach.FactPhone {
			l.Number = map[string]string{p.Key: p.Value} // the last one counts
		}
	}
	if l.at > 1 {
		l.List = l.list()
	}
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

// bareWords are the words without the punctuation around them. What is in quotes is no outcome and stays empty.
func bareWords(ws []words.Word) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		if !w.Quoted {
			out[i] = w.Bare
		}
	}
	return out
}
