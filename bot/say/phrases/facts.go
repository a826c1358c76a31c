package phrases

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/suspect"
)

// Facts of a lead in words: what is known, what changed, what was promised and what was sent. Lines about what is not
// known are left out. All of it is mrkdwn with other people's words in it, so each value passes [say.Quote], and a link
// leads only to http and https.

// FactWords is a fact's value in words, for mrkdwn; "" when nothing is known.
func FactWords(f facts.Fact, value string) string { return say.Quote(f.Words(value), say.ShortLength) }

// FactLabel is what a fact is called, for mrkdwn: that of a kept column is a list's own word.
func FactLabel(f facts.Fact) string { return say.Quote(f.Label, say.ShortLength) }

// ShortFact is a fact's value in at most n words, of which a telephone number is one.
func ShortFact(f facts.Fact, value string, n int) string {
	if say.WordsOf(f.Words(value)) <= n {
		return FactWords(f, value)
	}
	return say.Quote(say.Few(f.Words(value), n), say.ShortLength)
}

// Paused is why nothing is due for a lead that was put on hold.
func Paused(to say.Reader, l coach.Lead) string {
	return "Paused since " + to.Past(l.Progress.Waiting.Paused)
}

// Parked is why nothing is due for a lead that came with a list and waits (S0.7).
const Parked = "Parked: not a probable suspect yet"

// BuiltOn says what a list was built on, at most so many things; "" for nothing.
func BuiltOn(built []string, quote func(string, int) string, most int) string {
	words := suspect.Said(built)
	for i, w := range words {
		words[i] = quote(say.Few(w, 6), say.NameLength)
	}
	if more := len(words) - most; more > 0 {
		words = append(words[:most], say.Thousands(more)+" more")
	}
	if len(words) == 0 {
		return ""
	}
	return "built on " + say.And(words)
}

// ChangedLines say what became different, one fact to a line: before → after.
func ChangedLines(was, l coach.Lead) []string {
	var lines []string
	for _, f := range facts.Of(was, l) {
		before, after := f.Value(was), f.Value(l)
		if before == after {
			continue
		}
		// What is new gets more words: the old value is there to be recognized.
		old, new := ShortFact(f, before, 3), ShortFact(f, after, 6)
		line := "• " + FactLabel(f) + ": "
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

// Document is what somebody was given, with where in it to look.
func Document(m coach.Material) string {
	words := Linked(m.Name, m.Link)
	if m.Pointer != "" {
		words += ", " + say.Quote(m.Pointer, 60)
	}
	return words
}

// Promised is what was promised, and by when.
func Promised(to say.Reader, x coach.Promise) string { return promise(x) + ByWhen(to, x) }

// promise is what somebody said they would do. Of material only the name is kept.
func promise(x coach.Promise) string {
	if x.Read {
		return "look at " + say.Quote(x.What, say.ShortLength)
	}
	return say.Quote(x.What, say.ShortLength)
}

// ByWhen says by when something was promised.
func ByWhen(to say.Reader, x coach.Promise) string {
	local := x.Due.In(to.Location())
	switch {
	case x.Due.IsZero():
		return ""
	case x.Due.Before(to.Now):
		return ", was due " + to.Past(x.Due)
	case local.Hour() == 23 && local.Minute() == 59: // a promise for a whole day is due in its last minute
		return ", by " + to.Day(x.Due)
	}
	return ", by " + to.When(x.Due)
}

// Book is how many promises each side has kept, being there at an agreed time among them; "" before any was settled.
func Book(t coach.Counters) string {
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

// TheirContract is the day on which the contract ends for which a closed lead is to be called again.
func TheirContract(to say.Reader, t coach.Task, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return to.Date(t.At.In(zone))
}

// DetailLines say what a touch left behind: what was promised, and what was sent.
func DetailLines(to say.Reader, t coach.Touch) []string {
	var lines []string
	for _, x := range t.Promises {
		who := "They promised"
		if x.By == coach.Us {
			who = "You promised"
		}
		lines = append(lines, who+": "+Promised(to, x))
	}
	if m := t.Material; m != nil {
		how := "Sent: "
		if m.Shown {
			how = "Shown: "
		}
		lines = append(lines, how+Document(*m))
	}
	return lines
}

// Linked is a name that leads to where the document is; a link that is no web address is shown and not linked.
func Linked(name, link string) string {
	shown := say.Quote(name, 80)
	link = strings.TrimSpace(link)
	web := (strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://")) && len(link) > len("https://")
	if web && !strings.ContainsAny(link, "<>|\n\r\t ") && len(link) < 500 {
		return "<" + strings.ReplaceAll(link, "&", "&amp;") + "|" + strings.ReplaceAll(shown, "|", "/") + ">"
	}
	return shown
}

// Telephone numbers: the link that dials, what can't be read, and whom nobody may call.

// NumberLength is how much of a phone's text is shown.
const NumberLength = 100

// Phone is a lead's numbers to tap, as they were typed. Each dials exactly the number that was read there, with its
// extension behind a pause. What is no number is shown and not linked.
func Phone(l coach.Lead) string {
	numbers := l.Telephones(coach.Rep{}).Numbers // without a country where none was read with one
	if len(numbers) == 0 || len([]rune(l.Phone)) > NumberLength {
		return say.Quote(l.Phone, 40)
	}
	words, rest := "", l.Phone
	for _, n := range numbers {
		text := n.Text
		if text == "" {
			text = l.Phone
		}
		before, after, found := strings.Cut(rest, text)
		if !found { // not where it was read: the text holds something that is not shown
			return say.Quote(l.Phone, NumberLength)
		}
		between := beside(before)
		if between == "" && words != "" { // two numbers, and nothing that parts them
			between = ", "
		}
		words, rest = words+between+dial(n.E164, n.Ext, text), after
	}
	return words + beside(rest)
}

// Digits is the one number that a lead has, as it was typed; empty where there are several, or none to be dialled.
func Digits(l coach.Lead) string {
	numbers := l.Telephones(coach.Rep{}).Numbers
	if len(numbers) != 1 || len([]rune(l.Phone)) > NumberLength {
		return ""
	}
	return strings.TrimSpace(cmp.Or(numbers[0].Text, l.Phone))
}

// Dial is the link of the number that [Digits] is, in other words.
func Dial(l coach.Lead, words string) string {
	n := l.Telephones(coach.Rep{}).Numbers[0]
	return dial(n.E164, n.Ext, words)
}

// dial is the link of one number, with its extension behind a pause.
func dial(to, ext, text string) string {
	if ext != "" {
		to += "," + ext
	}
	return "<tel:" + to + "|" + strings.ReplaceAll(say.Quote(text, NumberLength), "|", "/") + ">"
}

// beside is what stands around a number, with the spaces that part it from the number.
func beside(text string) string {
	words := say.Quote(text, NumberLength)
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

// UnreadNumber says at once what of a phone can't be read as a number, while whoever typed it still knows what it was.
func UnreadNumber(l coach.Lead) []string {
	read := l.Telephones(coach.Rep{})
	switch {
	case strings.TrimSpace(l.Phone) == "":
		return nil
	case len(read.Numbers) == 0:
		return []string{"“" + say.Quote(l.Phone, 40) + "” is no phone number, so nothing dials it. Try " + numberExample +
			"."}
	case len(read.Unread) > 0:
		return []string{"“" + say.Quote(read.Unread[0], 40) + "” in it is no phone number. Try " + numberExample + "."}
	}
	return nil
}

// numberExample is a number as it is read everywhere.
var numberExample = FactOf(facts.Phone).Ask.Example

// OnDay is a day that is over, as [say.Reader.Past] has it, inside a sentence; "" for none.
func OnDay(day string) string {
	switch day {
	case "":
		return ""
	case "today":
		return " today"
	}
	return " on " + day
}

// FactOf is the row of a fact in the coach's table: its label, how a form asks for it, what is expected.
func FactOf(key string) facts.Fact {
	f, _ := facts.For(key)
	return f
}

// OutsideHours says why nobody is called at an instant, by the lead's clock.
func OutsideHours(to say.Reader, e *coach.LawError) string {
	late := "late"
	if e.At.In(e.Zone.Loc).Hour() < 12 {
		late = "early"
	}
	from, until := e.Hours()
	return to.HourThere(e.At.In(e.Zone.Loc)) + " is too " + late + " in " + say.Quote(say.Place(e.Zone.Loc), 40) +
		". Calls are allowed from " + to.Minutes(from) + " to " + to.Minutes(until) + "."
}

// AskedNotTo is when the number's owner asked not to be called, and whom, when that was somebody else.
func AskedNotTo(to say.Reader, l coach.Lead) string {
	by, on := l.Progress.ClosedBy, OnDay(to.Past(l.Progress.ClosedAt))
	if by == "" {
		return "asked" + on + " not to be called"
	}
	return "asked <@" + say.Quote(by, 20) + ">" + on + " not to be called"
}

// NotBlocked is for a lead that was closed because of another one, where that was taken back, or which has another
// number by now.
const NotBlocked = "Its number isn't blocked any more."

// DontCall is the same in front of a form that could log a call.
func DontCall(to say.Reader, l coach.Lead) string {
	on := OnDay(to.Past(l.Progress.ClosedAt))
	if by := l.Progress.ClosedBy; by != "" { // on another lead, where it may have been taken back
		return "*Don't call:* they asked <@" + say.Quote(by, 20) + ">" + on + "."
	}
	return "*Don't call:* they asked not to be called" + on + ". It's blocked for everyone."
}

// GiftWords are what a gift is and for whom.
func GiftWords(g *coach.GiftPlan) string {
	if g == nil {
		return ""
	}
	words := say.Quote(say.Few(g.What, 5), say.ShortLength)
	if g.Cost != "" {
		words += " (" + say.Quote(say.Few(g.Cost, 3), 40) + ")"
	}
	if g.Who != "" {
		words += " to " + say.Quote(say.Few(g.Who, 5), say.ShortLength)
	}
	return words
}

// GiftDeclined is why a gift was declined; empty for one that wasn't.
func GiftDeclined(g *coach.GiftPlan) string {
	if g == nil || g.State != coach.GiftDeclined {
		return ""
	}
	return "gift declined: " + say.Quote(say.Few(g.Why, say.NoteWords), say.ShortLength)
}

// Whom is a lead with the number to tap. That of somebody who asked not to be called is not to be tapped.
func Whom(l coach.Lead) string {
	switch {
	case l.Phone == "":
		return say.Who(l)
	case l.Progress.Closed == outcome.DoNotCall:
		return say.Who(l) + " · " + say.Quote(l.Phone, NumberLength)
	}
	return say.Who(l) + " · " + Phone(l)
}

// IsKnown asks whether a new lead's name is that of leads that exist, or says that they have its number or address.
func IsKnown(named string, known []coach.Lead, byDetail bool) string {
	list := make([]string, len(known))
	for i, l := range known {
		list[i] = say.Who(l)
	}
	switch {
	case !byDetail:
		return "is “" + say.Quote(named, say.NameLength) + "” " + say.Joined(list, "or") + "?"
	case len(list) > 1:
		return say.And(list) + " have this number or address already."
	}
	return say.And(list) + " has this number or address already."
}
