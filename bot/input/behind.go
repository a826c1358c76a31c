package input

import (
	"slices"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/input/factline"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
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
	return ReadLine(words.Quote(trimName(Span(c.line.Text, ws))) + c.line.Text[ws[len(ws)-1].End:])
}

// Strange resolves the lead of a line that logs nothing: its name ends before a command or a date.
func (l LogLine) Strange(c dates.Context) *LeadResolver {
	line := l.Line
	// The shortest name wins here: a date or a command behind it is likelier than a name that has one in it.
	for i := 1; i < min(len(line.Words), names.MaxWords+1) && !line.Words[0].Quoted; i++ {
		command := commands[line.Words[i].Lower]&behindLead != 0 || heldBehind(line.Words[i:]) != ""
		when := factline.When(line.Words[i:])
		if when[0].Is("back") { // "acme back tomorrow"
			when = when[1:]
		}
		if command || len(when) > 0 && len(when) <= dateMost &&
			ReadDate(line.Text, when, c, dates.Read).Kind != dates.None {
			line.Word = "show" // a name that nobody has is a slip here
			r := NewLeadResolver(line, func([]words.Word) int { return i })
			r.beside = besideRest // "oak circle back after Thanksgiving"
			return r
		}
	}
	for i := 1; i < min(len(line.Words), names.MaxWords+1) && !line.Words[0].Quoted; i++ {
		if factline.Read(line.Words[i:]) != nil { // "acme's new number is 212 555 0100"
			line.Words = slices.Concat(words.Owner(line.Words[:i]), line.Words[i:])
			r := NewLeadResolver(line, func([]words.Word) int { return i })
			r.beside = besideRest
			return r
		}
	}
	r := NewLeadResolver(line, AllWords)
	if len(line.Words) > 2 { // "oak went with somebody they know": more than a name's slip
		r.beside = besideRest
	}
	for i := 1; i < min(len(line.Words)-1, names.MaxWords) && !line.Words[0].Quoted; i++ { // "Ana at Foxglove"
		if toWhom[line.Words[i].Lower] {
			r.starts = append(r.starts, i+1)
		}
	}
	return r
}

// heldBehind is the command that words behind a lead stand for which say that it is put on hold, or no longer; "" for
// others.
func heldBehind(ws []words.Word) string {
	switch strings.ToLower(strings.Join(bareWords(ws), " ")) {
	case "on hold", "on ice", "paused", "hold":
		return "pause"
	case "off hold", "unpause", "goes on":
		return "resume"
	}
	return ""
}

// CommandBehind is the command that stands behind the lead of a line, with its words as it has them when it is typed in
// front; ok is false where none does. Words that a command can't take make it none.
func (l LogLine) CommandBehind(m Match) (line Line, ok bool) {
	if len(m.Rest) == 0 {
		return Line{}, false
	}
	word, rest := m.Rest[0].Lower, m.Rest[1:]
	stretches := []string{"week", "month", "quarter", "year", "weekend", "spring", "summer", "autumn", "fall", "winter"}
	if word == "next" && len(rest) == 1 && slices.Contains(stretches, rest[0].Lower) { // the coming one, not a command
		rest = m.Rest
	}
	if held := heldBehind(m.Rest); held != "" {
		word, rest = held, nil
	}
	switch {
	case commands[word]&behindLead == 0:
		return Line{}, false
	case len(rest) > 0 && commands[word]&withDay == 0:
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
	when := factline.When(m.Rest)
	if len(when) == 0 || len(when) > dateMost {
		return nil
	}
	if d := ReadDate(l.Text, when, c, dates.Read); d.Kind != dates.None && !d.Past {
		return d
	}
	return nil
}

// What follows reads what stands between "next" and its date. A name belongs there; what happened, or words around a
// name, are asked about and make no new lead: "next voicemail Thu 3pm", "next call Acme Thu 3pm".

// NextResolver resolves the lead of a line that agrees on a call: "next <lead> <when>". Where the line begins with what
// happened or was agreed on, its lead is sought behind that.
func NextResolver(line Line, c dates.Context) *LeadResolver {
	r := NewLeadResolver(line, BeforeDate(line, c))
	r.beside = besideAsks
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
	n := outcome.Read(bareWords(ws)).Used
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
		if outcome.Read(said[i:]).Used > 0 {
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

// Shown is what the words behind a command ask for where no lead is called so: another command's page, a list, or plain
// words for one: "show me the settings", "show overdue", "show me the call map". Behind another command than show they
// are a question that only begins with its word: "when did I last talk to Acme". ok is false for any others.
func Shown(ln Line) (line Line, ok bool) {
	if typed := words.Lex(ln.Text); ln.Word != "show" {
		if plain := readPlain(typed); plain != nil && plain.Sure && len(plain.Lead) > 0 {
			return Line{Text: ln.Text, Word: WordLead, Words: typed}, true
		}
		return Line{}, false
	}
	ws := ln.Words
	for len(ws) > 1 && !ws[0].Quoted && slices.Contains(listNoise, ws[0].Lower) {
		ws = ws[1:]
	}
	if len(ws) == 0 || ws[0].Quoted {
		return Line{}, false
	}
	word := ws[0].Lower
	if places, known := commands[word]; known && places&inFront == 0 && (len(ws) == 1 || places == 0) {
		return Line{Text: ln.Text, Word: word, Words: ws[1:]}, true
	}
	if list := ReadList(ws); len(list.Filters) > 0 && list.Text == "" {
		return Line{Text: ln.Text, Word: "list", Words: ws}, true
	}
	for _, said := range [][]words.Word{words.Lex(ln.Text), ln.Words, ws} { // as it stands, and without show
		if plain := readPlain(said); plain != nil && len(plain.Lead) == 0 && plain.Text == nil {
			return Line{Text: ln.Text, Word: WordLead, Words: said}, true
		}
	}
	return Line{}, false
}
