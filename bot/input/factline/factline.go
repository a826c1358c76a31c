// Package factline reads what a line says of a lead instead of a call: "new number 212 555 0100", "email is
// pat@acme.example", "contact is Pat Doe", "is cold". It is a guess at words that are no command, so that whoever reads
// it asks before anything is saved.
package factline

import (
	"slices"
	"strings"
	"unicode"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/facts"
)

// Said is what words say of a lead.
type Said struct {
	Changes []Change
	// Hot is set where a lead was called hot: that it came to us, or that it is worth much.
	Hot bool
}

// Typed is what was said as it stands behind "edit <lead>".
func (s *Said) Typed() string {
	// How a lead came in and what it may become are flags, and have no key to type.
	return s.join(func(c Change) string {
		if c.Key == facts.Warmth || c.Key == facts.Potential {
			return c.Value
		}
		return c.Key + ":" + words.Quote(c.Value)
	}, " ")
}

// String is what was said as a person reads it: "email pat@acme.example".
func (s *Said) String() string {
	return s.join(func(c Change) string {
		switch c.Key {
		case facts.Warmth:
			return c.Value
		case facts.Potential:
			return c.Value + " potential"
		case facts.Hot:
			return "hot button " + c.Value
		case facts.Introduced:
			return "introduced by " + c.Value
		}
		return c.Key + " " + c.Value
	}, ", ")
}

// join says each of the changes.
func (s *Said) join(say func(Change) string, between string) string {
	each := make([]string, len(s.Changes))
	for i, c := range s.Changes {
		each[i] = say(c)
	}
	return strings.Join(each, between)
}

// Change is a fact, as package coach/facts names it, and its value as it is typed.
type Change struct{ Key, Value string }

// kind is what the words of a fact look like.
type kind int

const (
	numeric kind = iota // a phone number
	mail                // a mail address
	page                // a web address
	person              // one to four words that begin with a capital
	channel             // a call, or mail
	anyText             // whatever stands behind "is"
)

// named are the names that people have for a fact, the longest first where one begins another.
var named = []struct {
	key   string
	kind  kind
	names []string
}{
	{facts.Phone, numeric, []string{"phone number", "mobile number", "cell number", "direct number", "office number",
		"direct line", "direct dial", "number", "phone", "mobile", "cell", "tel", "telephone", "landline"}},
	{facts.Email, mail, []string{"email address", "mail address", "e-mail address", "address", "email", "e-mail",
		"mail"}},
	{facts.Web, page, []string{"web address", "web page", "homepage", "website", "web", "site"}},
	{facts.Contact, person, []string{"contact person", "point of contact", "main contact", "contact"}},
	{facts.Decider, person, []string{"decision maker", "decision-maker", "decider"}},
	{facts.Introduced, person, []string{"introduced by", "referred by", "referral from"}},
	{facts.Prefers, channel, []string{"prefers to be", "prefers", "prefer"}},
	{facts.Company, anyText, []string{"company", "company name"}},
	{facts.Hot, anyText, []string{"hot button"}},
	{facts.Industry, anyText, []string{"industry"}},
	{facts.Source, anyText, []string{"source"}},
	{facts.Problem, anyText, []string{"problem"}},
}

// fillers stand in front of a fact's name and say nothing.
var fillers = map[string]bool{"has": true, "have": true, "got": true, "a": true, "an": true, "the": true, "his": true,
	"her": true, "their": true, "its": true, "my": true, "new": true, "other": true, "different": true, "now": true,
	"is": true, "are": true, "with": true, "at": true, "on": true, "updated": true, "note": true, "fyi": true}

// links stand between a fact's name and what it is.
var links = map[string]bool{"is": true, "are": true, "now": true, "to": true, "changed": true, "=": true, ":": true,
	"->": true, "should": true, "be": true}

// flags are the words that say how a lead came in and what it may become.
var flags = map[string]Change{
	"warm": {facts.Warmth, "warm"}, "cold": {facts.Warmth, "cold"}, "hot": {},
	"high": {facts.Potential, "high"}, "high potential": {facts.Potential, "high"},
	"big potential": {facts.Potential, "high"}, "high priority": {facts.Potential, "high"},
	"top priority": {facts.Potential, "high"},
	"low":          {facts.Potential, "low"}, "low potential": {facts.Potential, "low"},
	"low priority": {facts.Potential, "low"},
}

// Read is what words behind a lead's name say of it; nil where they say anything besides.
func Read(ws []words.Word) *Said {
	if len(ws) == 0 || len(ws) > 10 {
		return nil
	}
	// Keys are what somebody types who knows them: they leave nothing to guess.
	if changes := keyed(ws); changes != nil {
		return &Said{Changes: changes}
	}
	said := make([]string, len(ws))
	// In quotes a word is a name, and never one of the words that this file knows.
	for i, w := range ws {
		said[i] = strings.ToLower(strings.TrimRight(w.Text, ".,;!"))
		if w.Quoted {
			said[i] = ""
		}
	}
	// What stands in front of the fact's name is passed over.
	from := 0
	for from < len(said) && fillers[strings.TrimSuffix(said[from], ":")] {
		from++
	}
	if from == len(ws) {
		return nil
	}
	// The words for how warm a lead is stand alone: "warm and wants a demo" tells of a call.
	flag := strings.TrimSuffix(strings.TrimSuffix(strings.Join(said[from:], " "), " now"), " lead")
	if change, is := flags[flag]; is {
		return &Said{Changes: []Change{change}, Hot: change.Key == ""}
	}
	// A name counts only with a value behind it that the fact can have: "email bounced" and "contact made" are results.
	for _, fact := range named {
		for _, name := range fact.names {
			n := len(strings.Fields(name))
			if from+n >= len(ws) || strings.TrimSuffix(strings.Join(said[from:from+n], " "), ":") != name {
				continue
			}
			// Behind "is" or a colon anything may be the value of a fact that is plain words.
			at, linked := from+n, strings.HasSuffix(said[from+n-1], ":")
			for at < len(ws)-1 && links[said[at]] {
				at, linked = at+1, true
			}
			if fact.kind == anyText && !linked {
				continue
			}
			if v := value(fact.kind, ws[at:]); v != "" {
				return &Said{Changes: []Change{{fact.key, v}}}
			}
		}
	}
	// "Acme pat@acme.example" is what somebody types who has just read it in a signature.
	for _, bare := range named[:2] { // a number or an address needs no name
		if v := value(bare.kind, ws[from:]); v != "" {
			return &Said{Changes: []Change{{bare.key, v}}}
		}
	}
	return nil
}

// Of reads a line that says of a lead what it has or prefers, where a word of that would else be a result: "Acme's
// email is pat@acme.example", "Acme prefers email". It returns the words of the lead, and those behind it; none for any
// other line.
func Of(ws []words.Word) (lead, fact []words.Word) {
	for i := 1; i < min(len(ws), names.MaxWords+1); i++ {
		owner := words.Owner(ws[:i])
		if owns := owner[i-1].Text != ws[i-1].Text; !owns && ws[i].Lower != "prefers" {
			continue
		}
		if Read(ws[i:]) != nil {
			return owner, ws[i:]
		}
	}
	return nil, nil
}

// Jots are the words that a line with a note begins with.
var Jots = map[string]bool{"add": true, "make": true, "write": true, "leave": true, "put": true, "save": true,
	"note": true, "memo": true, "comment": true, "remark": true}

// Jotted is how many words at the start of a line say that a note follows, in front of the lead: "note on", "add a note
// to"; 0 for none.
func Jotted(ws []words.Word) int {
	n := 0
	next := func(of ...string) bool {
		if n < len(ws)-1 && !ws[n].Quoted && slices.Contains(of, ws[n].Lower) {
			n++
			return true
		}
		return false
	}
	if next("add", "make", "write", "leave", "put", "save") {
		next("a", "the", "this", "my")
	}
	if next("note", "memo", "comment", "remark") && next("on", "for", "about", "to", "with") {
		return n
	}
	return 0
}

// When are the words behind a lead without what stands in front of a date and says no more than that there is
// one: "acme rescheduled to Friday 10am", "acme call in 20 minutes".
func When(ws []words.Word) []words.Word {
	when := ws
	skip := func(of ...string) (skipped bool) {
		if len(when) > 1 && !when[0].Quoted && slices.Contains(of, when[0].Lower) {
			when, skipped = when[1:], true
		}
		return skipped
	}
	switch {
	// Somebody moved it, to when it is now.
	case skip("rescheduled", "moved", "postponed", "pushed", "shifted", "delayed"):
		skip("to", "till", "until")
	// "Call back" is left alone: it is what a prospect says too, and asked about.
	case skip("call", "ring", "try", "redial"):
		skip("them", "him", "her")
		skip("again")
	}
	return when
}

// keyed are words that are key:value and nothing else.
func keyed(ws []words.Word) (changes []Change) {
	if ws[0].Key() == "" {
		return nil
	}
	keys := facts.TypedKeys()
	values, rest := words.KeyValues(ws, keys...)
	// A word besides may be what happened, which is another line's matter.
	if len(rest) > 0 {
		return nil
	}
	for _, key := range keys {
		if v := values[key]; v != "" {
			changes = append(changes, Change{key, v})
		}
	}
	return changes
}

// value is what the words are as a fact of a kind, "" where they can't be one.
func value(k kind, ws []words.Word) string {
	if len(ws) == 0 {
		return ""
	}
	texts := make([]string, len(ws))
	for i, w := range ws {
		texts[i] = strings.Trim(w.Text, ",;!")
	}
	texts[len(texts)-1] = strings.TrimRight(texts[len(texts)-1], ".")
	all := strings.Join(texts, " ")
	switch k {
	case numeric: // a number and nothing about it: "212 555 0100 is wrong" tells of a call
		// As few digits as a number has without its area, as many as one has with its country and an extension.
		digits := 0
		for _, r := range all {
			switch {
			case r >= '0' && r <= '9':
				digits++
			case !strings.ContainsRune("+()-./ x", r):
				return ""
			}
		}
		if digits < 7 || digits > 16 {
			return ""
		}
	case mail: // one word that mail can be sent to
		if host := strings.LastIndexByte(all, '@'); len(texts) > 1 || host < 1 || !strings.Contains(all[host:], ".") {
			return ""
		}
	case page: // one word with a dot in it, and no address
		if len(texts) > 1 || strings.Contains(all, "@") || !strings.Contains(strings.Trim(all, "."), ".") {
			return ""
		}
	case person: // a name is written with capitals, in the scripts that have them; "out of office" is none
		if len(texts) > 4 || slices.ContainsFunc(texts, func(s string) bool {
			return s == "" || !unicode.IsUpper([]rune(s)[0]) && !unicode.Is(unicode.Lo, []rune(s)[0])
		}) {
			return ""
		}
	case channel:
		switch strings.ToLower(all) {
		case "email", "emails", "e-mail", "mail", "mails", "writing", "emailed":
			return "email"
		case "phone", "calls", "the phone", "call", "called", "by phone":
			return "call"
		}
		return ""
	}
	return all
}
