package input

import (
	"encoding/json"
	"hash/fnv"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/input/factline"
	"github.com/followup-coach/followup/bot/input/leaveline"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
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

// Where a command's word may stand, and what it then is.
const (
	inFront    = 1 << iota // in front of a lead: a slip in the word is no name, and manners may stand before it
	ofKnown                // in front of a lead that exists: with one it is a line of work among several
	behindLead             // behind its lead, with nothing more: "birch show"
	withDay                // behind its lead, with a day: "birch snooze 2 weeks"
	byItself               // without anything behind it, it is a line of work among several
	tried                  // it may be tried before it is known that no lead is called like it
	reads                  // it does nothing before it has read leads
)

// commands is every word of the contract's table, with its places. All of them are reserved in
// coach/data/outcomes.yaml too, so that no phrase of an outcome hides one.
var commands = map[string]int{
	"today":    byItself,
	"log":      inFront,
	"add":      inFront | reads,
	"show":     inFront | ofKnown | behindLead | tried,
	"when":     inFront | ofKnown | behindLead | tried,
	"prep":     inFront | ofKnown | behindLead | tried,
	"next":     inFront | ofKnown | behindLead | withDay | tried,
	"snooze":   inFront | ofKnown | behindLead | withDay | reads,
	"close":    inFront | ofKnown | behindLead | reads,
	"resume":   inFront | ofKnown | behindLead | reads,
	"reopen":   inFront | ofKnown | behindLead | reads,
	"edit":     inFront | ofKnown | behindLead | reads,
	"list":     byItself,
	"script":   inFront,
	"tip":      0,
	"undo":     inFront | ofKnown | behindLead | byItself,
	"settings": byItself,
	"team":     0,
	"help":     byItself,
	"go":       0,
	"pause":    inFront | ofKnown | behindLead | withDay | reads,
	"check":    0,
	"why":      tried,
	"away":     0,
	"back":     0,
	"cover":    0,
	"export":   0,
	"import":   0,
	"erase":    inFront | ofKnown,
	"draft":    inFront | ofKnown | behindLead | reads,
	"review":   inFront | ofKnown | behindLead | reads,
	"merge":    inFront,
	"history":  inFront | ofKnown | behindLead | tried,
	"map":      0,
	"numbers":  0,
	"practice": 0,
}

// CommandWords are all words of the contract's table: none of them is a lead's name at the start of a line.
var CommandWords = slices.Sorted(maps.Keys(commands))

// leadCommands are the commands in front of a lead.
var leadCommands = slices.DeleteFunc(slices.Clone(CommandWords), func(word string) bool { return !IsCommand(word) })

// IsCommand reports whether a word is one of the commands' that stand in front of a lead.
func IsCommand(word string) bool { return commands[word]&inFront != 0 }

// OfKnownLead reports whether a command may be tried before it is known that no lead is called like it: it changes
// nothing of a lead that is only like the words, and makes none where a lead has them together with the command.
func OfKnownLead(command string) bool { return commands[command]&tried != 0 }

// ReadsLeads reports whether a command does nothing before it has read leads: whether one is called like the line is
// found out on that read.
func ReadsLeads(command string) bool { return commands[command]&reads != 0 }

// ReadLine tells the command's word from what follows it. Quotes make a lead of any word.
func ReadLine(text string) Line {
	text = words.Clean(text)
	// A break within quotes counts: whether it holds two lines together is for ReadSeveral to see.
	several := strings.ContainsAny(strings.TrimSpace(text), "\n\r")
	ws := words.Lex(text)
	if len(ws) == 0 {
		return Line{Text: text, Word: "today"}
	}
	if manners[ws[0].Lower] {
		ws = ws[behindManners(ws):]
	}
	word := strings.ToLower(ws[0].Bare)
	if factline.Jots[word] {
		if n := factline.Jotted(ws); n > 0 { // "note on Acme: they like short calls"
			return Line{Text: text, Word: WordLead, Words: ws[n:], Several: several}
		}
	}
	if leaveline.May[word] {
		if behind, is := leaveline.Read(ws); is {
			return Line{Text: text, Word: "away", Words: behind, Several: several}
		}
	}
	if slices.Contains(CommandWords, word) && !ws[0].Quoted {
		if word == "show" && len(ws) > 2 && ws[1].Is("me") { // as people say it
			ws = ws[1:]
		}
		said, quoted := strings.ToLower(strings.Join(bareWords(ws[1:]), " ")), func(w words.Word) bool { return w.Quoted }
		if (word == "pause" || word == "resume") && slices.Contains(idle["messages"], said) {
			return Line{Text: text, Word: WordLead, Words: ws, Several: several}
		}
		if word == "next" && slices.Contains(idle["call"], said) && !slices.ContainsFunc(ws, quoted) {
			return Line{Text: text, Word: "go"}
		}
		if slices.Contains(idle[word], said) && !slices.ContainsFunc(ws, quoted) { // in quotes they are a name
			ws = ws[:1]
		}
		return Line{Text: text, Word: word, Words: ws[1:], Several: several && word != "check"} // a mail has lines
	}
	return Line{Text: text, Word: WordLead, Words: ws, Several: several}
}

// Line is a command as it was typed, and what a button decided about it afterwards.
type Line struct {
	Text       string       // everything after /followup
	Word       string       // the command's word; [WordLead] when the line starts with a lead
	Words      []words.Word // after the word
	Several    bool         // the text has more than one line
	Adds       bool         // it was to add a lead, which exists
	Resolution Resolution
}

// Resolution is what a button decided about a line that was typed before: which lead or outcome was meant, or that it
// was meant so.
type Resolution struct {
	Lead    string          // the lead that is meant
	From    int             `json:",omitempty"` // the word of the line at which its name begins
	Name    int             // how many words its name takes
	Outcome outcome.Outcome // the outcome that is meant…
	At      int             // …by the words from this index on
	Create  bool            // none of the known leads: a new one
	Command string          `json:",omitempty"` // what the first word was meant to be
	Again   bool            // said before, and meant again
	LongAgo bool            // over a week ago, and meant so
	Now     bool            `json:",omitempty"` // it was just now, whatever time stands behind it
	Instead string          `json:",omitempty"` // the change that the line takes the place of
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
		Logs:    !slices.Contains([]string{"resume", "pause", "snooze", "reopen", "close"}, ln.Word),
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

// Question is what has to be known before a line can be carried out.
type Question int

// The questions, each with the fields of its [Clarification] that it is made of.
const (
	WhichLead      Question = iota // Leads could be meant by Name
	LeadOrNew                      // Lead with a note behind it, or a new lead called Name
	WhichOutcome                   // Outcomes are near the word Name
	UnclearOutcome                 // the word Name means several Outcomes
	LongAgo                        // At is over a week ago
	Again                          // the same was saved at At, and Logs
	Choose                         // one of the Choices is meant
	Mistyped                       // Command is near the first word; Meant is the line with it, Name a new lead's instead
	WentAway                       // Lead, of that Name, went to another rep, With, at At; By decided so
	KnownLead                      // the line adds Name, and one of Leads may be it
)

// Clarification is a question that stands before a change: the typed line is kept, and a button brings it back decided.
type Clarification struct {
	Question Question
	Pending  PendingCommand
	Typed    string // what is given back beneath the question; empty for what nobody typed

	Name     string            // the words that the question is about
	Leads    []string          // ids of the leads that are offered…
	Others   []coach.Lead      // …and those of colleagues, named as a button names them
	ByName   bool              // any of Leads as well as another: those that are open first, then by name
	Near     bool              // the leads resemble what was typed, no more
	ByDetail bool              // they have the number or mail address that was typed
	Create   bool              // a new lead of that name is offered too
	Lead     coach.Lead        // the lead that is known
	With, By string            // Slack user ids
	Command  string            // what the first word may have been meant to be…
	Meant    string            // …and the line with it
	Outcome  outcome.Outcome   // what would be logged
	Outcomes []outcome.Outcome // what is offered
	At       time.Time
	Logs     bool     // the line logs or books something
	Choices  []Choice // what the line may mean, the likeliest first
}

// Choice is one thing that a line may mean, and how the line is read when it is chosen.
type Choice struct {
	Name       string // of the lead
	New        bool   // which would be made
	Outcome    outcome.Outcome
	Resolution Resolution
}

// offer adds a choice, once.
func (q *Clarification) offer(c Choice) {
	if !slices.Contains(q.Choices, c) {
		q.Choices = append(q.Choices, c)
		q.Pending.Choices = append(q.Pending.Choices, c.Resolution)
	}
}

// offers reports whether an outcome of a lead is among the choices.
func (q *Clarification) offers(name string, o outcome.Outcome) bool {
	return slices.ContainsFunc(q.Choices, func(c Choice) bool { return c.Name == name && c.Outcome == o })
}

// typedLine is a line as its author typed it.
func typedLine(text string) string { return "/followup " + text }

// Span is the text that the words cover, as it was typed; a single quoted word is what the quotes hold.
func Span(text string, ws []words.Word) string {
	switch len(ws) {
	case 0:
		return ""
	case 1:
		return ws[0].Text
	}
	return words.Span(text, ws)
}

// trimName is a name without the comma, stop or dash that ends it in a sentence.
func trimName(name string) string {
	return strings.TrimRight(strings.TrimLeft(name, ",;:–—-• "), ",;:–—- ")
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

func set(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// idle are the words that people put behind a command, and which name nothing: "add a lead" asks for the form, "undo
// that" for the last change.
var idle = map[string][]string{
	"pause": {"lead", "a lead"},
	"add": {"lead", "a lead", "new lead", "a new lead", "another lead", "contact", "a contact", "a new contact",
		"new contact", "prospect", "a prospect", "a new prospect", "somebody", "someone"},
	"undo": {"that", "it", "this", "last", "please", "the last", "the last one", "last change", "the last change",
		"my last change"},
	"log":  {"a call", "call", "my call", "the call"},
	"help": {"me", "please", "me please"},
	// Behind pause and resume they are no lead, but what the bot sends.
	"messages": {"messages", "my messages", "the messages", "all messages", "all my messages", "notifications",
		"my notifications", "all notifications", "reminders", "my reminders", "all reminders", "everything", "digest",
		"my digest", "the digest"},
	"go": {"on", "now", "please", "calling", "again", "all", "overdue", "today", "calls", "my list", "through my list",
		"through my leads", "through them", "through my overdue leads", "next"},
	// Behind "next" they ask for whoever is to be called next, and agree on no call.
	"call": {"call", "lead", "one", "card", "please", "call please", "lead please", "one please", "up"},
}

// manners may stand in front of a command and ask for nothing. Those that are false may do so behind another one alone,
// for a lead may be called To Go.
var manners = map[string]bool{
	"please": true, "pls": true, "plz": true, "can": true, "could": true, "would": true, "you": true, "hey": true,
	"hi": true, "ok": true, "okay": true, "just": true, "i": true, "i'd": true,
	"want": false, "to": false, "like": false, "need": false, "wanna": false, "have": false, "must": false,
	"should": false, "will": false, "me": false,
}

// behindManners is how many words stand in front of a command only to be polite: "can you log Acme voicemail". 0 where
// no command's word follows them, for a lead may be called so.
func behindManners(ws []words.Word) int {
	for i, w := range ws[:min(len(ws), 5)] {
		first, known := manners[w.Lower]
		switch {
		case w.Quoted:
			return 0
		case i > 0 && IsCommand(w.Lower):
			return i
		case !known || i == 0 && !first:
			return 0
		}
	}
	return 0
}
