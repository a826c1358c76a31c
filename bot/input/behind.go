package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
)

// Called are the names of several words that a line may begin with although its first word is a command's: a lead may
// be called "Next plc" or "Show Time". Names is empty where it can begin with none.
type Called struct {
	Names []string // normalized, longest first
	line  Line
	spans map[string]span
}

// Called are the names that begin with the command's word. A line that logs looks for them by itself, and what a button
// decided about a line stands.
func (ln Line) Called() Called {
	if ln.Word == "log" || ln.Word == WordLead || ln.Resolution != (Resolution{}) || len(ln.Words) == 0 {
		return Called{}
	}
	ws := words.Lex(ln.Text)
	if ws[0].Quoted || !strings.EqualFold(ws[0].Bare, ln.Word) {
		return Called{}
	}
	c := Called{line: Line{Text: ln.Text, Word: WordLead, Words: ws}}
	resolver := NewLeadResolver(c.line, AllWords)
	for _, name := range resolver.Candidates() {
		if resolver.lengths[name].n > 1 {
			c.Names = append(c.Names, name)
		}
	}
	c.spans = resolver.lengths
	return c
}

// Line is the line as one that begins with the lead of that name. The name is put into quotes, which settle it whenever
// the line is read again.
func (c Called) Line(name string) Line {
	ws := c.line.Words[:c.spans[name].n]
	return ReadLine(QuotedName(trimName(Span(c.line.Text, ws))) + c.line.Text[ws[len(ws)-1].End:])
}

// behindLead are the commands that may stand behind their lead: "birch snooze 2 weeks". True are those that take a day.
var behindLead = map[string]bool{"next": true, "snooze": true, "show": false, "when": false, "prep": false,
	"close": false, "resume": false, "reopen": false, "edit": false, "undo": false, "draft": false}

// Strange resolves the lead of a line that logs nothing: its name ends before a command or a date.
func (l LogLine) Strange(c dates.Context) *LeadResolver {
	line := l.Line
	// The shortest name wins here: a date or a command behind it is likelier than a name that has one in it.
	for i := 1; i < min(len(line.Words), names.MaxWords+1) && !line.Words[0].Quoted; i++ {
		_, command := behindLead[line.Words[i].Lower]
		when := line.Words[i:]
		if when[0].Is("back") { // "acme back tomorrow"
			when = when[1:]
		}
		if command || len(when) > 0 && len(when) <= dateMost &&
			ReadDate(line.Text, when, c, dates.Read).Kind != dates.None {
			line.Word = "show" // a name that nobody has is a slip here
			return NewLeadResolver(line, func([]words.Word) int { return i })
		}
	}
	return NewLeadResolver(line, AllWords)
}

// CommandBehind is the command that stands behind the lead of a line, with its words as it has them when it is typed in
// front; ok is false where none does. Words that a command can't take make it none.
func (l LogLine) CommandBehind(m Match) (line Line, ok bool) {
	if len(m.Rest) == 0 {
		return Line{}, false
	}
	word, rest := m.Rest[0].Lower, m.Rest[1:]
	dated, known := behindLead[word]
	switch {
	case !known:
		return Line{}, false
	case len(rest) > 0 && !dated:
		return Line{}, false
	case len(rest) > 0 && ReadDate(l.Text, rest, dates.Context{}, dates.Read).Kind == dates.None:
		return Line{}, false
	}
	name := l.Words[m.From : m.From+m.Count]
	line = Line{Text: l.Text, Word: word, Words: slices.Concat(name, rest), Resolution: l.Resolution}
	line.Resolution.Lead, line.Resolution.From, line.Resolution.Name = m.Lead.ID, 0, m.Count
	return line, true
}

// DateBehind is the time to come that is all that stands behind the lead of a line; nil where something else does.
func (l LogLine) DateBehind(m Match, c dates.Context) *Date {
	if len(m.Rest) == 0 || len(m.Rest) > dateMost {
		return nil
	}
	if d := ReadDate(l.Text, m.Rest, c, dates.Read); d.Kind != dates.None && !d.Past {
		return d
	}
	return nil
}
