package input

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/bot/names"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outreach"
)

// draftWords are what people call the messages, normalized. An email is whichever is due.
var draftWords = map[string]outreach.Kind{
	"mail": outreach.Email, "email": outreach.Email, "e mail": outreach.Email, "an email": outreach.Email,
	"email 1": outreach.Email1, "mail 1": outreach.Email1, "first email": outreach.Email1,
	"email 2": outreach.Email2, "mail 2": outreach.Email2, "second email": outreach.Email2,
	"linkedin": outreach.LinkedIn, "linked in": outreach.LinkedIn, "linkedin request": outreach.LinkedIn,
	"step back": outreach.StepBack, "stepback": outreach.StepBack,
	"break up": outreach.Goodbye, "breakup": outreach.Goodbye, "goodbye": outreach.Goodbye,
	"good bye": outreach.Goodbye, "farewell": outreach.Goodbye,
	"after talk": outreach.AfterTalk, "agenda": outreach.AfterTalk, "confirmation": outreach.AfterTalk,
	"agreed call": outreach.AfterTalk,
}

// DraftNamed is the message that words name; none at all name the one that is due, as "". It is false for words that
// name none.
func DraftNamed(ws []words.Word) (outreach.Kind, bool) {
	if len(ws) == 0 {
		return "", true
	}
	kind, ok := draftWords[names.Normalize(strings.Join(words.Texts(ws), " "))]
	return kind, ok
}

// BeforeDraft is how many words stand before those that name a message: the name of a lead. Quotes settle it.
func BeforeDraft(ws []words.Word) int {
	if len(ws) > 0 && ws[0].Quoted {
		return 1
	}
	for n := min(2, len(ws)-1); n > 0; n-- { // no message has a longer name
		if _, ok := DraftNamed(ws[len(ws)-n:]); ok {
			return len(ws) - n
		}
	}
	return len(ws)
}

// Check is a message that is to be looked at before it is sent: "check [<lead>] <draft>". Its lead is the one that it
// begins with, else the first one whose name stands in it, else the one whose contact it greets.
type Check struct {
	text string       // all that was typed
	ws   []words.Word // of the lead and the draft
	// Names are those that may be a lead's, normalized: what the line begins with, longest first, then what stands further
	// on, in their order.
	Names []string
	// Head is how many words stand in front of what can only be the beginning of a message: a greeting, quotes around all
	// of the rest, a new line, or what follows a colon. They name its lead; 0 where nothing says so.
	Head int
	// Sure is false where a message may begin with those words too: a subject, a line of its own.
	Sure  bool
	heads map[string]int // what the line begins with → its words
}

// namesWithin is how many words of a message are looked at for a lead's name, nameWords how many such a name has at
// most. What the line begins with may be longer.
const (
	namesWithin = 200
	nameWords   = 4
)

// ReadCheck reads the words behind the command's.
func ReadCheck(line Line) Check {
	c := Check{text: line.Text, ws: line.Words, heads: map[string]int{}}
	if len(c.ws) == 0 {
		return c
	}
	greets := func(w words.Word) bool { return !w.Quoted && greetings[w.Lower] }
	for i := 1; i < min(len(c.ws), names.MaxWords+1) && !greets(c.ws[0]) && c.Head == 0; i++ {
		switch before := c.ws[i-1]; {
		case strings.HasSuffix(before.Text, ":"), strings.Contains(c.text[before.End:c.ws[i].Start], "\n"):
			c.Head = i
		case greets(c.ws[i]), i == len(c.ws)-1 && c.ws[i].Quoted:
			c.Head, c.Sure = i, true
		}
	}
	start := words.Texts(c.ws[:min(len(c.ws), names.MaxWords)])
	if c.ws[0].Quoted {
		start = start[:1]
	}
	for i, key := range names.Prefixes(start) {
		if n := len(start) - i; key != "" && !c.greets(n) {
			c.heads[key] = n
			c.Names = append(c.Names, key)
		}
	}
	return c.within(c.ws)
}

// CheckText reads a message that stands for itself.
func CheckText(text string) Check {
	c := Check{text: text, ws: words.Lex(text)}
	return c.within(c.ws)
}

// within adds the names that may stand in the message: of words that begin with a capital or a letter without case.
func (c Check) within(ws []words.Word) Check {
	if len(ws) == 1 && ws[0].Quoted {
		ws = words.Lex(ws[0].Text)
	}
	ws = ws[:min(len(ws), namesWithin)]
	seen := map[string]bool{}
	for i := range ws {
		first, _ := utf8.DecodeRuneInString(ws[i].Bare)
		if !unicode.IsUpper(first) && !unicode.IsDigit(first) && (!unicode.IsLetter(first) || unicode.IsLower(first)) {
			continue
		}
		for n := min(nameWords, len(ws)-i); n > 0; n-- {
			texts := words.Texts(ws[i : i+n])
			texts[n-1] = strings.TrimSuffix(strings.TrimSuffix(ws[i+n-1].Bare, "'s"), "’s")
			key := names.Normalize(strings.Join(texts, " "))
			if _, head := c.heads[key]; key != "" && !head && !seen[key] {
				seen[key] = true
				c.Names = append(c.Names, key)
			}
		}
	}
	return c
}

// greets reports whether a message, and no command, begins with some words: a comma stands behind them.
func (c Check) greets(n int) bool {
	behind := strings.TrimLeft(c.text[c.ws[n-1].End:], " ")
	return !c.ws[n-1].Quoted && (strings.HasSuffix(c.ws[n-1].Text, ",") || strings.HasPrefix(behind, ","))
}

// Draft is the message itself, without the lead that the line begins with, as it was found or by so many words at its
// head, and without the quotes around all of it.
func (c Check) Draft(found string, head int) string {
	ws := c.ws[min(max(head, c.heads[found]), len(c.ws)):]
	if len(ws) == 0 {
		return ""
	}
	if len(ws) == 1 && ws[0].Quoted {
		return strings.TrimSpace(ws[0].Text)
	}
	return strings.TrimSpace(c.text[ws[0].Start:])
}

var (
	// greetings are the words before the name of whoever is greeted. Those that are false begin no message behind other
	// words: "good morning Pat".
	greetings = map[string]bool{"hi": true, "hello": true, "hey": true, "dear": true, "hiya": true, "hallo": true,
		"morning": false, "afternoon": false, "evening": false}
	// titles stand before a name and are none.
	titles = set("mr", "mrs", "ms", "dr", "prof", "good")
)

// Greeted is who the message greets, normalized: "kim" of "Hi Kim, …" and of "Kim, …"; "" for nobody.
func (c Check) Greeted() string {
	ws := c.ws
	if len(ws) == 1 && ws[0].Quoted {
		ws = words.Lex(ws[0].Text)
	}
	greeted := false
	for len(ws) > 0 {
		_, greets := greetings[ws[0].Lower]
		if !greets && !titles[ws[0].Lower] {
			break
		}
		greeted, ws = greeted || greets, ws[1:]
	}
	for n := 1; n <= min(3, len(ws)); n++ {
		if strings.HasSuffix(ws[n-1].Text, ",") {
			return names.Normalize(strings.TrimRight(strings.Join(words.Texts(ws[:n]), " "), ","))
		}
	}
	if first, _ := utf8.DecodeRuneInString(strings.Join(words.Texts(ws[:min(1, len(ws))]), "")); greeted &&
		unicode.IsUpper(first) {
		return names.Normalize(ws[0].Bare)
	}
	return ""
}

// Has reports whether a detail is a contact or company that begins with who is greeted.
func (d FoundDetail) Has(greeted string) bool {
	return d.Whole == "" && (d.Key == greeted || strings.HasPrefix(d.Key, greeted+" ")) ||
		d.Whole != "" && d.Key == greeted // the last name
}
