package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
)

// Facts of a lead in words: what is known, what changed, what was promised and what was sent. Lines about what is not
// known are left out. All of it is mrkdwn with other people's words in it, so each value passes [quote], and a link
// leads only to http and https.

// factWords is a fact's value in words, for mrkdwn; "" when nothing is known.
func factWords(f coach.Fact, value string) string { return quote(f.Words(value), shortLength) }

// shortFact is a fact's value in at most n words, of which a telephone number is one.
func shortFact(f coach.Fact, value string, n int) string {
	if wordsOf(f.Words(value)) <= n {
		return factWords(f, value)
	}
	return quote(few(f.Words(value), n), shortLength)
}

// changedLines say what became different, one fact to a line: before → after.
func changedLines(was, l coach.Lead) []string {
	var lines []string
	for _, f := range coach.Facts() {
		before, after := f.Value(was), f.Value(l)
		if before == after {
			continue
		}
		old, new := shortFact(f, before, 3), shortFact(f, after, 6)
		line := "• " + f.Label + ": "
		switch {
		case new == "":
			line += old + " → nothing"
		case old == "":
			line += new
		default:
			line += old + " → " + new
		}
		lines = append(lines, line)
	}
	return lines
}

// document is what somebody was given, with where in it to look.
func document(m coach.Material) string {
	words := linked(m.Name, m.Link)
	if m.Pointer != "" {
		words += ", " + quote(m.Pointer, 60)
	}
	return words
}

// promised is what was promised, and by when.
func (to Reader) promised(x coach.Promise) string { return promise(x) + to.byWhen(x) }

// promise is what somebody said they would do. Of material only the name is kept.
func promise(x coach.Promise) string {
	if x.Read {
		return "look at " + quote(x.What, shortLength)
	}
	return quote(x.What, shortLength)
}

// byWhen says by when something was promised.
func (to Reader) byWhen(x coach.Promise) string {
	local := x.Due.In(to.zone())
	switch {
	case x.Due.IsZero():
		return ""
	case x.Due.Before(to.Now):
		return ", was due " + to.past(x.Due)
	case local.Hour() == 23 && local.Minute() == 59: // a promise for a whole day is due in its last minute
		return ", by " + to.day(x.Due)
	}
	return ", by " + to.when(x.Due)
}

// book is how many promises each side has kept, being there at an agreed time among them; "" before any was settled.
func book(t coach.Counters) string {
	var parts []string
	if n := t.TheyKept + t.TheyBroke; n > 0 {
		parts = append(parts, fmt.Sprintf("they kept %d of %d", t.TheyKept, n))
	}
	if n := t.WeKept + t.WeBroke; n > 0 {
		parts = append(parts, fmt.Sprintf("you kept %d of %d", t.WeKept, n))
	}
	if len(parts) == 0 {
		return ""
	}
	return strings.Join(parts, ", ")
}

// theirContract is the day on which the contract ends for which a closed lead is to be called again.
func (to Reader) theirContract(t coach.Task, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return to.date(t.At.In(zone))
}

// detailLines say what a touch left behind: what was promised, and what was sent.
func (to Reader) detailLines(t coach.Touch) []string {
	var lines []string
	for _, x := range t.Promises {
		who := "They promised"
		if x.By == coach.Us {
			who = "You promised"
		}
		lines = append(lines, who+": "+to.promised(x))
	}
	if m := t.Material; m != nil {
		how := "Sent: "
		if m.Shown {
			how = "Shown: "
		}
		lines = append(lines, how+document(*m))
	}
	return lines
}

// linked is a name that leads to where the document is; a link that is no web address is shown and not linked.
func linked(name, link string) string {
	shown := quote(name, 80)
	link = strings.TrimSpace(link)
	web := (strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")) && len(link) > len("https://")
	if web && !strings.ContainsAny(link, "<>|\n\r\t ") && len(link) < 500 {
		return "<" + strings.ReplaceAll(link, "&", "&amp;") + "|" + strings.ReplaceAll(shown, "|", "/") + ">"
	}
	return shown
}

// Telephone numbers: the link that dials, what can't be read, and whom nobody may call.

// numberLength is how much of a phone's text is shown.
const numberLength = 100

// phone is a lead's numbers to tap, as they were typed. Each dials exactly the number that was read there, with its
// extension behind a pause. What is no number is shown and not linked.
func phone(l coach.Lead) string {
	numbers := l.Telephones(coach.Rep{}).Numbers // without a country where none was read with one
	if len(numbers) == 0 || len([]rune(l.Phone)) > numberLength {
		return quote(l.Phone, 40)
	}
	words, rest := "", l.Phone
	for _, n := range numbers {
		text := n.Text
		if text == "" {
			text = l.Phone
		}
		before, after, found := strings.Cut(rest, text)
		if !found { // not where it was read: the text holds something that is not shown
			return quote(l.Phone, numberLength)
		}
		words, rest = words+beside(before)+dial(n.E164, n.Ext, text), after
	}
	return words + beside(rest)
}

// dial is the link of one number, with its extension behind a pause.
func dial(to, ext, text string) string {
	if ext != "" {
		to += "," + ext
	}
	return "<tel:" + to + "|" + strings.ReplaceAll(quote(text, numberLength), "|", "/") + ">"
}

// beside is what stands around a number, with the spaces that part it from the number.
func beside(text string) string {
	words := quote(text, numberLength)
	if words == "" {
		return ""
	}
	if strings.HasPrefix(text, " ") {
		words = " " + words
	}
	if strings.HasSuffix(text, " ") {
		words += " "
	}
	return words
}

// unreadNumber says at once what of a phone can't be read as a number, while whoever typed it still knows what it was.
func unreadNumber(l coach.Lead) []string {
	read := l.Telephones(coach.Rep{})
	switch {
	case strings.TrimSpace(l.Phone) == "":
		return nil
	case len(read.Numbers) == 0:
		return []string{"“" + quote(l.Phone, 40) + "” is no phone number, so nothing dials it. Try " + numberExample + "."}
	case len(read.Unread) > 0:
		return []string{"“" + quote(read.Unread[0], 40) + "” in it is no phone number. Try " + numberExample + "."}
	}
	return nil
}

// numberExample is a number as it is read everywhere.
var numberExample = factOf(coach.FactPhone).Ask.Example

// NumberStopped refuses a number whose owner asked not to be called, with the way to lift that for whom it is open.
func NumberStopped(to Reader, s request.Stopped, text string) Reply {
	p := to.problem("*Not saved:* the owner of "+quote(s.Number, 40)+" asked "+mention("@", s.By)+
		onDay(to.past(s.At))+" not to be called. It's blocked for everyone.", "", text)
	if s.Lead != "" {
		p.actions("a", liftButton(s.Lead, s.Rep))
	}
	return p.reply()
}

// ErrStopped is for a number whose owner asked not to be called.
func ErrStopped(to Reader, s request.Stopped) string {
	return "Not saved: its owner asked not to be called (" + to.words(s.At) + "). It's blocked for everyone."
}

// onDay is a day that is over, as [Reader.past] has it, inside a sentence; "" for none.
func onDay(day string) string {
	switch day {
	case "":
		return ""
	case "today":
		return " today"
	}
	return " on " + day
}

// liftButton opens the form that takes a do-not-call back.
func liftButton(lead, owner string) *slack.ButtonBlockElement {
	return button(ActLift, Value(lead, owner), "Lift the block…")
}

// LiftForm asks who wants to be called again, and when they said so: a do-not-call is lifted by its lead's owner or a
// manager, and stays in the audit trail with the answer.
func LiftForm(to Reader, l coach.Lead, meta request.Meta) slack.ModalViewRequest {
	f := &form{page: page{to: to}, title: "Lift the block?", submit: "Lift the block", callback: FormLift, meta: meta}
	f.meta.Lead, f.meta.Version = l.ID, l.Version
	words := who(l) + " " + to.askedNotTo(l) + "."
	if l.Phone != "" {
		words += " Lifting it lets everyone here call " + quote(l.Phone, 40) + " again."
	}
	f.section(words)
	f.input(FieldWho, "Who asked to be called again?", "It is kept with the lead, with your name.", false,
		textInput(FieldWho, "", "Pat Doe, by email", false, coach.MaxFact))
	when := slack.NewDatePickerBlockElement(FieldDate)
	when.InitialDate = to.Now.In(to.zone()).Format(time.DateOnly)
	f.input(FieldDate, "When?", "", false, when)
	return f.view()
}

// What stands against lifting a do-not-call.
const (
	ErrWho      = "Say who asked, for example Pat Doe, by email."
	ErrLiftDay  = "That day is still ahead."
	ErrLiftEver = "They asked not to be called after that day."
)

// lifted says that a do-not-call was taken back, or that it was for this lead alone.
func (s savedView) lifted() string {
	if s.Asked.By != "" {
		return "✓ Lifted for you: " + s.whom() + ". " + mention("@", s.Asked.By) + " was asked too" +
			onDay(s.to.past(s.Asked.At)) + ", so the number stays blocked."
	}
	return "✓ Block lifted: " + s.whom() + " may be called again (" +
		blockkit.Escape(tidy(firstWords(s.Touch.Reason, noteWords), shortLength)) +
		")"
}
