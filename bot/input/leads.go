package input

import (
	"slices"
	"strings"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
)

// ContactKeys are the keys of a lead's telephone numbers and mail address, which seldom belong to two leads.
func ContactKeys(l coach.Lead, rep coach.Rep) (keys []string) {
	for _, d := range Details(l, rep) {
		if d.Reach {
			keys = append(keys, d.Key)
		}
	}
	return keys
}

// Known asks whether a line that adds a lead of a name means one that exists: the one that is called so, which leaves
// no room for another; one that has its number or mail address; else one whose contact or company is called so, or that
// the name is a slip of or has all words of. nil where it means none. Names that differ in a digit are of two leads
// ("Branch 4").
func (ln Line) Known(name string, f Found) *Clarification {
	q := &Clarification{Question: KnownLead, Typed: typedLine(ln.Text), Name: name, Create: true,
		Pending: ln.Pending(func(*Resolution) {})}
	if f.Lead != nil {
		q.Leads, q.Create = []string{f.Lead.ID}, false
		return q
	}
	var reached, called []FoundDetail
	for _, d := range f.Details {
		switch {
		case strings.HasPrefix(d.Key, numberKey) || strings.HasPrefix(d.Key, mailKey):
			reached = append(reached, d)
		case d.Whole == "" && d.Key == names.Normalize(name):
			called = append(called, d)
		}
	}
	if q.Leads = idsOf(reached); len(q.Leads) > 0 {
		q.ByDetail = true
		return q
	}
	q.Leads = idsOf(called)
	for _, h := range names.Match(name, f.Index()) {
		if (h.Kind == names.Tokens || h.Kind == names.Typo) && digitsOf(h.Name) == digitsOf(name) &&
			!slices.Contains(q.Leads, h.ID) {
			q.Leads = append(q.Leads, h.ID)
		}
	}
	if len(q.Leads) == 0 {
		return ln.doubtedName(name)
	}
	return q
}

// doubtedName asks about a new lead whose name is nothing but what happened, or words that name nobody: "add
// voicemail". Quotes settle it.
func (ln Line) doubtedName(name string) *Clarification {
	ws := ln.nameWords()
	said := bareWords(ws)
	if outcome.Read(said).Used < max(1, len(said)) && !namesNobody(ws) {
		return nil
	}
	q := &Clarification{Question: Choose, Typed: typedLine(ln.Text), Name: name, Pending: ln.Pending(func(*Resolution) {})}
	q.offer(Choice{Name: name, New: true, Resolution: Resolution{Name: len(ws), Create: true}})
	return q
}

// nameWords are the words of a line that adds a lead which are its name; a line that has none but a number or a mail
// address is called by these.
func (ln Line) nameWords() []words.Word {
	_, rest := words.KeyValues(stretched(ln, labelled(ln, ln.Words)), leadKeys...)
	if len(rest) == 0 {
		_, rest = words.KeyValues(ln.Words, leadKeys...)
	}
	return TakeFlags(rest, new(coach.Lead))
}

// OfKnown is a line that adds a lead as one for a command about the lead that exists instead: with everything that it
// says besides the name.
func (ln Line) OfKnown(command string) Line {
	name := ln.nameWords()
	out := []words.Word{{Text: Span(ln.Text, name), Quoted: true}}
	for _, w := range stretched(ln, labelled(ln, ln.Words)) {
		if !slices.ContainsFunc(name, func(of words.Word) bool { return of.Start == w.Start }) {
			out = append(out, w)
		}
	}
	ln.Word, ln.Words, ln.Adds = command, out, true
	ln.Resolution.From, ln.Resolution.Name = 0, 1
	return ln
}

// closings are the outcomes that only a close can have, beside those that end a lead by themselves.
var closings = map[string]outcome.Outcome{
	"lost": outcome.Lost, "no-response": outcome.NoResponse, "no response": outcome.NoResponse,
	"noresponse": outcome.NoResponse,
}

// BeforeClosing is how many words stand before how a lead ends: its name. All of them where nothing says so.
func BeforeClosing(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for i := 1; i < len(ws); i++ {
		if _, used := ClosingOf(ws[i:]); used > 0 {
			return i
		}
	}
	return len(ws)
}

// ClosingOf reads how a lead ends at the start of ws, and how many words that takes; 0 when it says none.
func ClosingOf(ws []words.Word) (outcome.Outcome, int) {
	if len(ws) == 0 || ws[0].Quoted {
		return "", 0
	}
	// These are no outcomes of a call, so that they are looked for before those are.
	for n := min(2, len(ws)); n > 0; n-- {
		if o, ok := closings[strings.ToLower(strings.Join(bareWords(ws[:n]), " "))]; ok {
			return o, n
		}
	}
	phrase := texts(ws)
	o, used, ok := outcome.Parse(phrase...)
	for _, means := range outcome.Unclear(phrase...) { // behind close it is the one that ends
		if means.Info().Ends && means != outcome.DoNotCall { // a number is blocked by nothing less than being asked to
			o, used, ok = means, 1, true
			break
		}
	}
	if !ok || !o.Info().Ends {
		return "", 0
	}
	return o, used
}

// closed are the words behind a lead in front of how it ended: "birch closed as won".
var closed = set("close", "closed", "closing", "closes")

// ClosedAs reads how a lead ends where the word for it stands behind the lead, with what follows; used is 0 when the
// words say none. "Closed" alone says too little.
func ClosedAs(ws []words.Word) (o outcome.Outcome, used int) {
	if len(ws) < 2 || !closed[ws[0].Lower] {
		return "", 0
	}
	i := 1
	for i < len(ws)-1 && (ws[i].Bare == "" || ws[i].Is("as") || ws[i].Is("it") || ws[i].Is("this")) {
		i++
	}
	how, n := ClosingOf(ws[i:])
	if n == 0 {
		return "", 0
	}
	return how, i + n
}

// texts are the words that an outcome can take, from the first on, without the marks around them: several at most, all
// of one clause, and none that is quoted.
func texts(ws []words.Word) []string {
	n := min(len(ws), outcome.Longest())
	out := make([]string, 0, n)
	for _, w := range ws[:n] {
		if w.Quoted {
			break // what is in quotes is no outcome
		}
		out = append(out, w.Bare)
		if w.EndsClause() {
			break
		}
	}
	return out
}
