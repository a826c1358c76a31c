package say

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
)

// factRow is something known of a lead: its key when typed and its field in a form, which are the same word, what it is
// called on screen, and what stands in the form.
type factRow struct {
	key, label string
	raw        func(coach.Lead) string
}

// factRows are all facts that people may change, in the order in which a change is told.
var factRows = []factRow{
	{FieldName, "Name", func(l coach.Lead) string { return l.Name }},
	{FieldContact, "Contact", func(l coach.Lead) string { return l.Contact }},
	{FieldCompany, "Company", func(l coach.Lead) string { return l.Company }},
	{FieldPhone, "Phone", func(l coach.Lead) string { return l.Phone }},
	{FieldEmail, "Mail", func(l coach.Lead) string { return l.Email }},
	{FieldZone, "Time zone", func(l coach.Lead) string { return l.TZ }},
	{FieldHot, "Hot button", func(l coach.Lead) string { return l.HotButton }},
	{FieldDecides, "Who decides", func(l coach.Lead) string { return l.Decider }},
	{FieldCompetitor, "Also talking to", func(l coach.Lead) string { return l.Competitor }},
	{FieldGut, "Gut", func(l coach.Lead) string {
		if l.Gut == 0 {
			return ""
		}
		return strconv.Itoa(l.Gut)
	}},
	{FieldPrefers, "Prefers", func(l coach.Lead) string { return string(l.Prefers) }},
	{FieldIntro, "Introduced by", func(l coach.Lead) string { return l.Introduced }},
	{FieldWarmth, "Warmth", func(l coach.Lead) string { return string(l.Warmth) }},
	{FieldPotential, "Potential", func(l coach.Lead) string { return string(l.Potential) }},
	{FieldIndustry, "Industry", func(l coach.Lead) string { return l.Industry }},
	{FieldProblem, "Problem", func(l coach.Lead) string { return l.Problem }},
	{FieldSource, "Source", func(l coach.Lead) string { return l.Source }},
}

// FactOf is what stands in a form's field for a lead; "" when nothing is known.
func FactOf(l coach.Lead, field string) string {
	for _, f := range factRows {
		if f.key == field {
			return f.raw(l)
		}
	}
	return ""
}

// FactsDiffer reports whether anything that people may change is different.
func FactsDiffer(a, b coach.Lead) bool {
	for _, f := range factRows {
		if f.raw(a) != f.raw(b) {
			return true
		}
	}
	return false
}

// factWords is a fact's value in words, for mrkdwn; "" when nothing is known.
func factWords(key, raw string) string {
	switch {
	case key == FieldGut && raw != "":
		return raw + " of " + strconv.Itoa(coach.MaxGut)
	case key == FieldPotential && raw == "":
		return "normal"
	case key == FieldWarmth && raw == "":
		return "unknown"
	case key == FieldPrefers && raw == string(coach.ByCall):
		return "calls"
	}
	return quote(raw, shortLength)
}

// changedLines say what became different, one fact to a line: before → after.
func changedLines(was, l coach.Lead) []string {
	var lines []string
	for _, f := range factRows {
		before, after := f.raw(was), f.raw(l)
		if before == after {
			continue
		}
		old, new := factWords(f.key, before), factWords(f.key, after)
		line := "• " + f.label + ": "
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

// known lists, for a lead's own page, what steers its calls: only what is set.
func (to Reader) known(l coach.Lead) string {
	var lines []string
	add := func(label, words string) {
		if words != "" {
			lines = append(lines, "*"+label+":* "+words)
		}
	}
	var about []string
	for _, c := range []struct{ field, before string }{
		{FieldDecides, "decides: "}, {FieldCompetitor, "also talking to "}, {FieldGut, "gut "}, {FieldPrefers, "prefers "},
		{FieldIntro, "introduced by "},
		{FieldIndustry, "industry: "}, {FieldProblem, "problem: "},
	} {
		if raw := FactOf(l, c.field); raw != "" {
			about = append(about, c.before+factWords(c.field, raw))
		}
	}
	if len(about) > 0 {
		add("Known", strings.Join(about, " · "))
	}
	for _, w := range l.Whys {
		line := quote(w.Text, shortLength)
		switch {
		case !w.Fresh(to.Now):
			line += " (over since " + to.day(w.Until) + ")"
		case !w.Until.IsZero():
			line += " (until " + to.day(w.Until) + ")"
		}
		add("Reason to call", line)
	}
	for _, m := range l.Progress.Materials {
		add("Material", to.materialFacts(m))
	}
	lines = append(lines, to.promiseFacts(l)...)
	return strings.Join(lines, "\n")
}

// materialFacts is what they were given to look at, when, where in it to look, and whether they have (S3.24, S3.25).
func (to Reader) materialFacts(m coach.Material) string {
	words := document(m)
	how := "sent"
	if m.Shown {
		how = "shown"
	}
	if at := to.day(m.At); at != "" {
		words += " · " + how + " " + at
	}
	switch {
	case m.Shown:
	case m.Read:
		words += " · looked at"
	default:
		words += " · not looked at yet"
	}
	return words
}

// document is what somebody was given, with where in it to look.
func document(m coach.Material) string {
	words := linked(m.Name, m.Link)
	if m.Pointer != "" {
		words += ", " + quote(m.Pointer, 60)
	}
	return words
}

// promiseFacts are the open ones of both sides with when they are due, and the lead's book: how many of theirs were
// kept (S3.1).
func (to Reader) promiseFacts(l coach.Lead) []string {
	var lines []string
	for _, x := range l.Progress.Promises {
		label := "They promised"
		if x.By == coach.Us {
			label = "You promised"
		}
		lines = append(lines, "*"+label+":* "+to.promised(x))
	}
	if b := book(l.Progress.Tally); b != "" {
		lines = append(lines, "*Promises so far:* "+b)
	}
	return lines
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
	switch {
	case x.Due.IsZero():
		return ""
	case x.Due.Before(to.Now):
		return ", was due " + to.day(x.Due)
	case to.dayOnly(x.Due):
		return ", by " + to.day(x.Due)
	}
	return ", by " + to.when(x.Due)
}

// dayOnly reports whether an instant stands for a whole day, as which its last minute is kept.
func (to Reader) dayOnly(at time.Time) bool {
	local := at.In(to.zone())
	return local.Hour() == 23 && local.Minute() == 59
}

// book is how many promises each side has kept, being there at an agreed time among them; "" before any was settled.
func book(t coach.Tally) string {
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
	return strings.Join(parts, ", ") + " (agreed calls count)"
}

// theirContract is the day on which the contract ends for which a closed lead is to be called again.
func theirContract(t coach.Task, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return t.At.In(zone).Format("Mon 2 Jan 2006")
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
