// Package lists has the words about lists that are brought in: what a file would change, what it has changed, and what
// is wrong with its rows. They are the same on the command line and in Slack; only how names are quoted differs.
package lists

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/coach/listfile"
)

// Plain quotes names for a terminal, where nothing has to be kept from changing the layout but line ends.
func Plain(s string, n int) string { return say.Tidy(s, n) }

// nameMost is how much is shown of a name, and of what is wrong in a row: enough to find it in the file.
const nameMost = 40

// Preview says what a file would come to: how many rows of which kind, then those that need a look, at most so many.
// Day is the day of the last first call, in words, and who names a colleague.
func Preview(p listfile.Preview, quote func(string, int) string, who func(id string) string, day string,
	most int) []string {
	// The counts first: most people read no further.
	lines := []string{Counts(p)}
	if len(p.Names) > 0 {
		names := make([]string, len(p.Names))
		for i, n := range p.Names {
			names[i] = quote(n, nameMost)
		}
		if more := p.New - len(names); more > 0 {
			names = append(names, say.Thousands(more)+" more")
		}
		lines = append(lines, "New: "+say.And(names))
	}
	if p.Parked > 0 {
		lines = append(lines, say.Thousands(p.Parked)+" parked: not a probable suspect yet")
	}
	notes := slices.Concat(p.Notes, p.ParkedRows)
	lines = append(lines, noteLines(notes[:min(most, len(notes))], quote)...)
	if more := noted(p) - min(most, len(notes)); more > 0 && most > 0 {
		lines = append(lines, "and "+say.Thousands(more)+" more")
	}
	if p.New > 0 && day != "" {
		lines = append(lines, "First calls: at most 15 a day, until "+day)
	}
	for i, h := range p.Held[:min(2, len(p.Held))] {
		whose := "a colleague"
		switch {
		case h.Rep.ID != "":
			whose = who(h.Rep.ID)
		case i > 0: // a line like the one before would look like a slip
			whose = "another colleague"
		}
		lines = append(lines, say.Thousands(h.Rows)+" of the new ones "+isAre(h.Rows)+" "+whose+"'s too")
	}
	return lines
}

// noted is how many rows of a file are told of with their lines: those that bring no lead in, and parked ones.
func noted(p listfile.Preview) int { return p.Doubles + p.Blocked + p.Refused + p.Parked }

// noteLines tells of rows, each with its line.
func noteLines(rows []listfile.Outcome, quote func(string, int) string) (lines []string) {
	for _, o := range rows {
		lines = append(lines, "Line "+strconv.Itoa(o.Line)+": "+Note(o, quote))
	}
	return lines
}

// isAre is the verb for so many.
func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// Counts are the rows of a file by what becomes of them.
func Counts(p listfile.Preview) string {
	parts := []string{say.Thousands(p.New) + " new"}
	// In the order in which people look: what comes in, what is completed, then what is left out.
	for _, c := range []struct {
		n     int
		words string
	}{{p.Changed, "completed"}, {p.Doubles, "double"}, {p.Blocked, "blocked"}, {p.Refused, "refused"}} {
		switch {
		case c.n == 0:
		case c.words == "double":
			parts = append(parts, say.Counted(c.n, c.words))
		default:
			parts = append(parts, say.Thousands(c.n)+" "+c.words)
		}
	}
	return strings.Join(parts, " · ")
}

// Note says why a row is no new lead, or one that waits.
func Note(o listfile.Outcome, quote func(string, int) string) string {
	// Blocked rows and doubles are told by who they are, refused ones by what is wrong.
	name := quote(o.Name, nameMost)
	switch o.Fate {
	case listfile.Refused:
		return refused(*o.Why, quote)
	case listfile.Blocked:
		return name + ", whose number is blocked"
	case listfile.New:
		return name + " is parked"
	}
	// A double of another row of the same file has no lead yet.
	of := "an earlier row"
	if o.Of != "" {
		of = quote(o.Of, nameMost)
	}
	switch o.By {
	case listfile.ByID:
		return name + " has the id of " + of
	case listfile.ByNumber:
		return name + " has the number of " + of
	case listfile.ByMail:
		return name + " has the email address of " + of
	case listfile.ByNear:
		return name + " is nearly the name of " + of
	}
	return name + " has the name of " + of
}

// refused says what is wrong with a row.
func refused(r listfile.Refusal, quote func(string, int) string) string {
	// The words of a row stand in quotes, cut and made harmless: files come from anywhere.
	given := "“" + quote(r.Given, nameMost) + "”"
	words := map[listfile.Why]string{
		listfile.WhyNobody:  "no name, number or email address",
		listfile.WhyNumber:  given + " is no number I can read",
		listfile.WhySheet:   "a spreadsheet made " + given + " of the number",
		listfile.WhyMail:    given + " is no email address",
		listfile.WhyDate:    given + " is no date I can read",
		listfile.WhyFormula: given + " is a formula",
		listfile.WhyLong:    "too long: " + given,
		listfile.WhyFact:    given + " isn't possible here",
	}[r.Why]
	// Which column it is, where the words don't say it.
	if r.Column != "" && r.Why != listfile.WhyNumber && r.Why != listfile.WhySheet {
		words += " (" + quote(r.Column, nameMost) + ")"
	}
	return words
}

// Trouble says why a file can't be read, "" for an error that is none of the file's.
func Trouble(err error) string {
	if unclosed, ok := errors.AsType[*listfile.UnclosedError](err); ok {
		return fmt.Sprintf("The quote that opens in line %d never closes.", unclosed.Line)
	}
	for _, one := range []struct {
		err   error
		words string
	}{
		{listfile.ErrEmpty, "The file is empty."},
		{listfile.ErrNoColumns, "I find no column with a name, a number or an email address."},
		{listfile.ErrNotText, "This isn't a CSV file. Save the sheet as CSV and try again."},
	} {
		if errors.Is(err, one.err) {
			return one.words
		}
	}
	return ""
}
