package say

import (
	"fmt"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// Facts of a lead in words: what is known, what changed, what was promised and what was sent. Lines about what is not
// known are left out. All of it is mrkdwn with other people's words in it, so each value passes [quote], and a link
// leads only to http and https.

// factWords is a fact's value in words, for mrkdwn; "" when nothing is known.
func factWords(f coach.Fact, value string) string { return quote(f.Words(value), shortLength) }

// changedLines say what became different, one fact to a line: before → after.
func changedLines(was, l coach.Lead) []string {
	var lines []string
	for _, f := range coach.Facts() {
		before, after := f.Value(was), f.Value(l)
		if before == after {
			continue
		}
		old, new := factWords(f, before), factWords(f, after)
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
