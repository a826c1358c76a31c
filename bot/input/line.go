package input

import (
	"encoding/json"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// SaidHash stands for the words of a line, for the three-minute rule: case and spacing don't matter, quotes and notes
// do.
func SaidHash(ln Line) string {
	if ln.Resolution.Again {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(ln.Word + " " + strings.ToLower(strings.Join(strings.Fields(ln.Text), " "))))
	// strings and flags only
	fixed, _ := json.Marshal(Resolution{Lead: ln.Resolution.Lead, Outcome: ln.Resolution.Outcome,
		Create: ln.Resolution.Create})
	h.Write(fixed)
	return strconv.FormatUint(h.Sum64(), 36)
}

// WordLead is the word of a line that starts with no command but with a lead: short for show and log.
const WordLead = "lead"

// CommandWords are all words of the contract's table: none of them is a lead's name at the start of a line.
var CommandWords = []string{
	"today", "log", "add", "show", "when", "prep", "next", "snooze", "close", "resume", "reopen", "edit", "list", "script",
	"tip", "undo", "settings", "team", "help", "go", "pause", "check", "why", "away", "back", "export", "import", "erase",
}

// ReadLine tells the command's word from what follows it. Quotes make a lead of any word.
func ReadLine(text string) Line {
	ws := words.Lex(text)
	if len(ws) == 0 {
		return Line{Text: text, Word: "today"}
	}
	word := strings.ToLower(ws[0].Text)
	if slices.Contains(CommandWords, word) && !ws[0].Quoted {
		return Line{Text: text, Word: word, Words: ws[1:]}
	}
	return Line{Text: text, Word: WordLead, Words: ws}
}

// Line is a command as it was typed, and what a button decided about it afterwards.
type Line struct {
	Text       string       // everything after /followup
	Word       string       // the command's word; [WordLead] when the line starts with a lead
	Words      []words.Word // after the word
	Resolution Resolution
}

// Resolution is what a button decided about a line that was typed before: which lead or outcome was meant, or that it
// was meant so.
type Resolution struct {
	Lead    string        // the lead that is meant
	Name    int           // how many words of the line its name takes
	Outcome coach.Outcome // the outcome that is meant…
	At      int           // …by the word at this index
	Create  bool          // none of the known leads: a new one
	Again   bool          // said before, and meant again
	LongAgo bool          // over a week ago, and meant so
}

// PendingCommand is a line that waits, for 24 hours at most, until its rep has answered a question about it.
type PendingCommand struct {
	Text string
	Fix  Resolution
}

// creates reports whether an unknown name makes a new lead.
func (ln Line) creates() bool {
	switch ln.Word {
	case "log", "next", "add", WordLead:
		return true
	}
	return false
}
