package input

import (
	"slices"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// Words of English that stand around a name or an outcome and are neither.
var (
	// verbs tell of a call and not how it ended: "called Acme, no answer".
	verbs = set("called", "calling", "rang", "phoned", "dialed", "dialled", "tried", "reached", "met", "pinged", "chased")
	// prepositions stand between what happened and the lead.
	prepositions = set("for", "with", "w", "w/", "at", "@", "to", "from", "of", "the", "by", "on", "about")
	// glue stands between a lead and what happened: "Acme just talked".
	glue = set("is", "was", "were", "had", "has", "have", "just", "again", "i", "i've", "we", "we've", "he", "she",
		"they", "said", "says", "and", "then", "so", "the", "a", "an", "it", "its", "my", "me", "him", "her", "them", "ok",
		"okay", "fyi", "as",
		"hi", "hey", "please", "pls", "update", "re")
	// asking begins a question, and seldom a name: of "is Acme voicemail" and "what's Acme's email" no lead is made
	// unasked.
	asking = set("what", "what's", "whats", "which", "who", "who's", "whos", "whose", "where", "where's", "wheres", "when",
		"when's", "why", "why's", "how", "how's", "hows", "is", "isn't", "are", "aren't", "was", "wasn't", "were", "did",
		"didn't", "do", "does", "doesn't", "has", "hasn't", "have", "haven't", "had", "can", "can't", "could", "should",
		"would")
)

// beforeTime is [LogLine.BeforeOutcome] without a time or the word close in front of the outcome, without what the call
// was about, and without words that no name ends with: "acme yesterday voicemail", "acme close won", "acme re pricing,
// voicemail", "acme on voicemail".
func (l LogLine) beforeTime(ws []words.Word) int {
	n := l.BeforeOutcome(ws)
	if n < 2 || ws[0].Quoted {
		return n
	}
	typed := words.Texts(ws[:n])
	for i := 1; i < n; i++ {
		if _, used := ClosedAs(ws[i:]); used > 0 {
			return i
		}
		if f, used := dates.Find(typed, i, anyDay); used > 0 && !f.Length || i == n-1 && tells(ws[i]) {
			return i
		}
		if w := ws[i]; w.Text == w.Lower && (w.Is("re") || w.Is("about") || w.Is("regarding")) {
			return i
		}
	}
	for n > 1 && ws[n-1].Text == ws[n-1].Lower && prepositions[ws[n-1].Lower] {
		n--
	}
	for i := n - 1; i > 0 && glue[ws[i].Lower]; i-- { // "acme - he said busy"
		if ws[i-1].Bare == "" {
			return max(i-1, 1)
		}
	}
	return n
}

// tells reports whether a word in front of what happened counts tries ("2x", "x2", "#3") or is a short form of a day,
// which no name ends with when it is written so.
func tells(w words.Word) bool {
	switch w.Bare {
	case "mon", "tue", "wed", "thu", "fri", "sat", "sun", "twice":
		return true
	}
	count := strings.Trim(w.Lower, "x#")
	return !w.Quoted && count != "" && digits(words.Word{Bare: count}) && (count != w.Lower || w.Text[0] == '#')
}

// listMark reports whether a word is the mark of a list: "1.", "2)".
func listMark(w words.Word) bool { return !w.Quoted && bullet(w.Text+" x") == "x" && w.Bare != "" }

// anyDay is for whether words name a time at all, whichever.
var anyDay = dates.Context{Now: time.Unix(1_800_000_000, 0), Zone: time.UTC}

// toWhom are the prepositions in front of whom it happened with, and of the company of a person: "left a message for
// Acme", "Pat at acme wants prices".
var toWhom = set("for", "with", "w", "w/", "to", "at", "@", "from")

// namedBehind are the words behind what happened that can name a lead, from a word on: those behind a preposition in
// the same clause, more of them before fewer. A time is none. Behind them are those in front of what happened that can
// name it behind a person, "Pat (acme) voicemail": there only a word for the kind of company may be none of the name.
func (l LogLine) namedBehind(from int) (out []span) {
	for i := from; i > 0 && i < min(len(l.Words)-1, from+names.MaxWords) && !l.Words[i-1].EndsClause(); i++ {
		first := i + 1
		if !toWhom[l.Words[i].Lower] || l.Words[i].EndsClause() {
			continue
		}
		if glue[l.Words[first].Lower] && first+1 < len(l.Words) { // "for the Acme team"
			first++
		}
		if _, used := dates.Find(words.Texts(l.Words), first, anyDay); used > 0 || len([]rune(l.Words[first].Bare)) < 3 ||
			glue[l.Words[first].Lower] {
			continue
		}
		for n := min(l.clause(l.Words[first:]), 4); n > 0; n-- {
			out = append(out, span{first, n})
		}
	}
	for i := 1; i < min(l.Named, names.MaxWords); i++ {
		first, w := i, l.Words[i]
		if toWhom[w.Lower] {
			first++
		} else if !strings.HasPrefix(w.Text, "(") && !strings.HasPrefix(w.Text, "@") {
			continue
		}
		for first < l.Named-1 && glue[l.Words[first].Lower] { // "at the acme"
			first++
		}
		for n := l.Named - first; n > 0 && len([]rune(l.Words[first].Bare)) >= 3; n-- {
			out = append(out, span{first, n})
			if !ofCompanies[l.Words[first+n-1].Lower] {
				break
			}
		}
	}
	return out
}

// nameFrom is the first word from one on that can begin a name.
func (l LogLine) nameFrom(i int) int {
	for i < len(l.Words) && (l.Words[i].Bare == "" || prepositions[l.Words[i].Lower]) {
		i++
	}
	return min(i, len(l.Words))
}

// within is [LogLine.clause] for a name that what happened stands in front of, or around. Where only something sent is
// told of, and not what, no words are the name of somebody new.
func (l LogLine) within(ws []words.Word) int {
	from, n := len(l.Words)-len(ws), l.clause(ws)
	switch at := l.split(from); {
	case at > 0:
		n = min(n, at-from)
	case l.said[0].Used == 0 && sends[l.Words[0].Lower]:
		return 0
	}
	typed := words.Texts(ws[:n])
	for i := 1; i < n; i++ { // "called Acme today, no answer"
		if f, used := dates.Find(typed, i, anyDay); used > 0 && !f.Length || i == n-1 && tells(ws[i]) {
			return i
		}
	}
	return n
}

// clause is how many of the words, the last ones of the line, stand before a comma, a stop or an outcome.
func (l LogLine) clause(ws []words.Word) int {
	from := len(l.Words) - len(ws)
	for i := range min(len(ws), names.MaxWords) {
		switch {
		case i > 0 && l.said[from+i].Used > 0, ws[i].Is("next"), ws[i].Is("at"),
			i > 0 && (ws[i].Is("re") || ws[i].Is("about")):
			return i
		case ws[i].EndsClause() || ws[i].Quoted:
			return i + 1
		}
	}
	return min(len(ws), names.MaxWords)
}

// decided is the reading of a line whose outcome was chosen by a button: by which words, and for which lead.
func (l LogLine) decided(m Match, res Resolution) Reading {
	used, asked := 1, []words.Word(nil)
	switch s, slip := l.said[min(res.At, len(l.Words))], l.slip(res.At, nearWords{}); {
	case s.Outcome == res.Outcome:
		used, asked = s.Used, ofNote(l.Words[res.At:res.At+s.Asked])
	case slip.Outcome == res.Outcome:
		used = slip.Used
	case s.Used > 1: // "don't call on Mondays", "almost won" say more than what was chosen, and stay in the note
		used = 0
	}
	end := m.From + m.Count
	if s := l.around(m); res.At == 0 && s.Used > 0 && s.Outcome == res.Outcome {
		return Reading{Outcome: res.Outcome, Between: ofNote(l.Words[:s.Asked]), Behind: end + s.Used - m.From}
	}
	if res.At < m.From { // what happened stands in front of the lead
		return Reading{Outcome: res.Outcome, Behind: end,
			Between: slices.Concat(asked, l.notGlue(min(res.At+used, m.From), m.From))}
	}
	behind := min(l.saidTo(max(res.At, end), used), len(l.Words))
	return Reading{Outcome: res.Outcome, Behind: behind,
		Between: slices.Concat(l.notGlue(0, m.From), l.notGlue(end, max(res.At, end)), asked)}
}

// around is an outcome that is said around its lead: "left Birch a voicemail". It takes no words where none is.
func (l LogLine) around(m Match) outcome.Reading {
	end := m.From + m.Count
	if m.From == 0 || l.said[0].Used == 0 && !sends[l.Words[0].Lower] || end >= len(l.Words) ||
		l.Words[end-1].EndsClause() {
		return outcome.Reading{}
	}
	behind := l.Words[end:min(len(l.Words), end+outcome.Longest())]
	heard, before := spoken(behind)
	s := outcome.Read(append(bareWords(l.Words[:m.From]), heard...))
	if s.Used <= m.From {
		return outcome.Reading{}
	}
	n := 0
	for before[n] < s.Used-m.From {
		n++
	}
	s.Used, s.Asked = m.From+n, min(s.Asked, m.From)
	return s
}

// notGlue are the words from one up to another without those that say nothing beside a name.
func (l LogLine) notGlue(from, to int) (out []words.Word) {
	if from == 0 && to > 0 && listMark(l.Words[0]) {
		from = 1
	}
	ws := l.Words[from:max(from, min(to, len(l.Words)))]
	if len(ws) == 2 && ws[0].Is("at") && strings.Trim(ws[1].Bare[:min(1, len(ws[1].Bare))], "0123456789") == "" {
		return ws // "called Acme at 9, no answer"
	}
	for _, w := range ws {
		if word := w.Lower; w.Bare != "" && !verbs[word] && !prepositions[word] && !glue[word] {
			out = append(out, w)
		}
	}
	return out
}

// later is the outcome that follows a known lead's name after some other words: they are a note, or the rest of another
// lead's name, and that is asked.
func (l LogLine) later(m Match) Reading {
	s, at := l.laterOutcome(m)
	between := l.Words[m.From+m.Count : max(at, m.From+m.Count)]
	when := false // "Acme yesterday voicemail", "Acme twice no answer": nobody is called so
	if n := len(between); n > 0 && !between[0].Quoted {
		f, used := dates.Find(words.Texts(between), 0, anyDay)
		switch first := between[0]; first.Lower {
		case "yesterday", "last", "earlier":
			when = used == n && f.Direction == dates.Behind
		case "today", "twice":
			when = n == 1
		case "this":
			when = n == 2 && between[1].Is("morning")
		case "at":
			when = used == n && f.Clock && !f.Day
		default:
			when = n == 1 && !m.Similar && tells(first) && strings.ContainsAny(first.Text, "x#") ||
				used == n && between[n-1].Is("ago")
		}
	}
	switch {
	case at == 0:
		return Reading{Behind: m.From + m.Count}
	case l.Resolution.Lead == "" && !when:
		return Reading{Question: clarifier{l, m}.leadOrNew(s.Outcome, at)}
	}
	return Reading{Outcome: s.Outcome, Between: l.Words[m.From+m.Count : at+len(ofNote(l.Words[at:at+s.Asked]))],
		Behind: l.saidTo(at, s.Used)}
}

// laterOutcome is the outcome within a name's reach behind a known lead and other words, and where it stands: 0 when
// there is none.
func (l LogLine) laterOutcome(m Match) (outcome.Reading, int) {
	if m.Lead == nil || m.Count == 0 || len(m.Rest) < 2 || l.Words[0].Quoted ||
		len([]rune(m.Rest[0].Bare)) > 3 && len(NearOutcomes(m.Rest[0].Bare)) > 0 || // "inc" is no slip of a result
		l.slip(m.From+m.Count, nearWords{}).Used > 1 {
		return outcome.Reading{}, 0
	}
	at := l.BeforeOutcome(l.Words[:min(len(l.Words), names.MaxWords+1)])
	if s := l.said[at]; at > m.Count && s.Outcome != "" { // an unclear one is asked about
		return s, at
	}
	return outcome.Reading{}, 0
}

// NearOutcomes are the outcomes that a mistyped word may have meant, nearest first, at most three.
func NearOutcomes(word string) []outcome.Outcome {
	var out []outcome.Outcome
	seen := make(map[outcome.Outcome]bool)
	for _, w := range names.Near(word, outcome.Words()) {
		o, _, ok := outcome.Parse(w)
		if ok && !seen[o] {
			seen[o] = true
			out = append(out, o)
		}
	}
	return out
}

// NoOutcome offers outcomes near a word of the line, or those that it can mean; nil when no word is near any.
func (l LogLine) NoOutcome(m Match) *Clarification {
	from := max(m.From+m.Count, 1)
	if l.Order && m.Count == 0 { // what happened is known
		from = max(from, l.said[0].Used)
	}
	for from < len(l.Words)-1 && l.said[from].Used == 0 && (l.Words[from].Bare == "" || glue[l.Words[from].Lower]) {
		from++
	}
	among := nearWords{}
	for i := from; i < min(len(l.Words), from+names.MaxWords); i++ { // a name has no more words, whatever was pasted
		if i > from && m.Lead != nil {
			break // after a known lead only the next word can be the outcome
		}
		question, outcomes, near := UnclearOutcome, l.said[i].Means, l.Words[i].Bare
		if slip := l.slip(i, among); slip.Used > l.said[i].Used {
			question, near = WhichOutcome, trimName(Span(l.Text, l.Words[i:i+slip.Used]))
			outcomes = slip.Means
		}
		for n := min(3, len(l.Words)-i); n > 0 && len(outcomes) == 0; n-- {
			question, near = WhichOutcome, trimName(Span(l.Text, l.Words[i:i+n]))
			outcomes = NearOutcomes(near)
		}
		if len(outcomes) == 0 {
			continue
		}
		pending := l.Pending(func(res *Resolution) { res.At, res.Name = i, m.Count })
		if m.Lead != nil {
			pending.Lead = m.Lead.ID
		}
		return &Clarification{Question: question, Pending: pending, Name: near, Outcomes: outcomes}
	}
	return nil
}

// Besides is what the line says besides the name of its lead.
func (l LogLine) Besides(m Match) string {
	return strings.TrimSpace(Span(l.Text, l.Words[:m.From]) + " " + Span(l.Text, m.Rest))
}

// Attributes are what a line tells behind its outcome.
type Attributes struct {
	Facts   map[string]string // of the lead, by key; nil when the line has no keys
	Details CallDetails       // what came of the talk
	Args    LogArgs           // note, dates, agenda
}

// Behind reads what follows a line's outcome. Keys among it are no words of the note: they say what is
// known of the lead, what was promised, and what was sent. What is promised ends with "by <date>", read as every date
// (S3.1). A time that is all that stands in front of the outcome, and past, is the call's: "Acme yesterday voicemail".
func (l LogLine) Behind(r Reading, c dates.Context) (t Attributes, err error) {
	from, o, now := r.Behind, r.Outcome, l.Resolution.Now
	if n := len(r.Between); n > 0 {
		at, used, _ := newWhenReader(l.Text, r.Between, o, now, c).atStart(n, false)
		if used == n {
			r.Between = nil
			defer func() {
				if t.Args.At == nil {
					t.Args.At = at
				}
			}()
		}
	}
	pairs := l.pairs
	for len(pairs) > 0 && pairs[0].From < from { // those within the lead's name are its words
		pairs = pairs[1:]
	}
	if len(pairs) == 0 {
		return Attributes{Args: ReadLogArgs(l.Text, l.Words[from:], o, now, c).behind(l.Text, r.Between)}, nil
	}
	if t, err = attributes(pairs, c); err == nil {
		text := words.Without(l.Text, l.Words, from, pairs)
		t.Args = ReadLogArgs(text, words.Lex(text), o, now, c).behind(l.Text, r.Between)
	}
	return t, err
}
