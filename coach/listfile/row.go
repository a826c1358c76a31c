package listfile

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/facts"
	"github.com/followup-coach/followup/coach/phone"
)

const (
	// NameMost is the longest name of a lead, in characters.
	NameMost = 200
	// cellMost is the longest cell that can be anything but a mistake, in bytes.
	cellMost = 64 << 10
)

// Row is one row of a list: the draft of a lead, or why there is none.
type Row struct {
	Line int // of the file, where the row begins; the first is 1
	Lead coach.Lead
	// Other is what the lead is called where its name is another one's: several people work at one company.
	Other   string
	Refused *Refusal
}

// Refusal says why a row is none that can be brought in. Column and Given are empty where nothing in particular is
// wrong.
type Refusal struct {
	Why           Why
	Column, Given string
}

// Why is what is wrong with a row.
type Why string

const (
	WhyNobody  Why = "nobody"  // no name, no number and no address
	WhyNumber  Why = "number"  // nothing that can be dialed, and no address either
	WhySheet   Why = "sheet"   // a spreadsheet has made 4.91512E+11 of a number
	WhyMail    Why = "mail"    // no email address
	WhyDate    Why = "date"    // no date
	WhyFormula Why = "formula" // a cell holds a formula
	WhyLong    Why = "long"    // a name or a cell is too long
	WhyFact    Why = "fact"    // a fact that is one of few has another value
)

// Next reads the next row; [io.EOF] behind the last one. What a row keeps for itself is its own: the reader uses no
// memory of it again.
func (r *Reader) Next() (Row, error) {
	cells, line := r.first, r.firstLine
	if r.first = nil; cells == nil {
		var err error
		if cells, line, err = r.read(); err != nil {
			return Row{}, err
		}
	}
	return r.row(cells, line), nil
}

// row makes a draft of a row's cells.
func (r *Reader) row(cells []string, line int) Row {
	// Each step refuses by itself; the first mistake is told.
	b := builder{r: r, cells: cells}
	row := Row{Line: line}
	b.names(&row)
	b.reach(&row.Lead)
	b.facts(&row.Lead)
	b.listed(&row.Lead)
	switch l := row.Lead; {
	case b.refused != nil:
		row.Refused = b.refused
	case l.Name == "":
		row.Refused = &Refusal{Why: WhyNobody}
	case utf8.RuneCountInString(l.Name) > NameMost:
		row.Refused = &Refusal{Why: WhyLong, Given: cut(l.Name, 40)}
	}
	if row.Refused != nil {
		row.Lead = coach.Lead{}
	}
	return row
}

// builder makes one row's lead.
type builder struct {
	r       *Reader
	cells   []string
	refused *Refusal // the first mistake
}

// refuse notes a mistake in a column.
func (b *builder) refuse(why Why, at int, given string) {
	if b.refused == nil {
		b.refused = &Refusal{Why: why, Column: b.r.columns[at].Header, Given: cut(given, 40)}
	}
}

// cell is what stands in a column as one line, "" for nothing. A formula refuses the row: what it would come to is not
// in the file.
func (b *builder) cell(at int) string {
	if at >= len(b.cells) {
		return ""
	}
	if len(b.cells[at]) > cellMost {
		b.refuse(WhyLong, at, b.cells[at][:100])
		return ""
	}
	v := unwrapped(b.cells[at])
	switch {
	case formula(v):
		b.refuse(WhyFormula, at, v)
		return ""
	case slices.Contains(nothing, strings.ToLower(v)):
		return ""
	}
	return v
}

// get is the first thing that stands in a column that holds this, and in which.
func (b *builder) get(holds string) (value string, at int) {
	for _, at := range b.r.places[holds] {
		if v := b.cell(at); v != "" {
			return v, at
		}
	}
	return "", 0
}

// names fills in who it is. A lead is called after the company where there is one, with the person beside it, and a
// second person of the company is told from the first by their own name.
func (b *builder) names(row *Row) {
	l := &row.Lead
	l.Company, _ = b.get(facts.Company)
	l.Name, _ = b.get(facts.Name)
	l.Contact, _ = b.get(facts.Contact)
	if l.Contact == "" {
		given, _ := b.get(first)
		family, _ := b.get(last)
		l.Contact = strings.TrimSpace(given + " " + family)
	}
	if l.Name == l.Company {
		l.Name = ""
	}
	// "Name" beside a company is the person in most lists, and beside a person and a company the deal, whose own words
	// are worth less than who it is with.
	if l.Contact == "" && l.Company != "" {
		l.Contact = l.Name
	}
	if l.Company != "" {
		l.Name = l.Company
	}
	switch {
	case l.Name == "":
		l.Name, l.Contact = l.Contact, ""
	case l.Contact == l.Name:
		l.Contact = ""
	}
	if l.Contact != "" {
		row.Other = l.Contact + " (" + l.Name + ")"
	}
	if l.Company == l.Name {
		l.Company = "" // the name says it
	}
}

// reach fills in numbers and address. Who has no name is called after the number, or the address.
func (b *builder) reach(l *coach.Lead) {
	if v, at := b.get(facts.Email); v != "" {
		if l.Email = firstMail(v); l.Email == "" {
			b.refuse(WhyMail, at, v)
		}
	}
	// All numbers count, in the order of their columns.
	home, _ := b.get(country)
	var numbers []string
	where := -1
	for _, at := range b.r.places[facts.Phone] {
		v := b.cell(at)
		if v == "" {
			continue
		}
		if where < 0 {
			where = at
		}
		if ofSheet(v) {
			b.refuse(WhySheet, at, v)
			continue
		}
		v = strings.TrimSuffix(v, ".0") // a number that a spreadsheet took for an amount
		if !slices.Contains(numbers, v) {
			numbers = append(numbers, v)
		}
	}
	if len(numbers) > 0 {
		l.Phone = cut(strings.Join(numbers, ", "), coach.MaxFact)
		if code := countryOf(home); code != "" {
			l.Phones = phone.Read(l.Phone, append([]string{code}, b.r.rep.Countries()...)...)
		}
		*l = l.WithPhones(b.r.rep)
		if len(l.Phones.Numbers) == 0 && l.Email == "" {
			b.refuse(WhyNumber, where, l.Phone)
		}
	}
	// A row with nothing but a number is somebody, too.
	if l.Name == "" && len(l.Phones.Numbers) > 0 {
		l.Name = l.Phones.Numbers[0].E164
	}
	if l.Name == "" {
		l.Name = l.Email
	}
}

// facts fills in the rest of the table: each fact as if somebody had typed it.
func (b *builder) facts(l *coach.Lead) {
	typed := map[string]string{}
	for _, f := range facts.All() {
		switch f.Key {
		case facts.Name, facts.Contact, facts.Company, facts.Phone, facts.Email:
			continue
		}
		v, at := b.get(f.Key)
		if v == "" {
			continue
		}
		if f.Key == facts.Web {
			v, _, _ = strings.Cut(v, " ")
		}
		if f.Key == facts.Warmth || f.Key == facts.Potential {
			v = strings.ToLower(v)
		}
		if err := f.Set(new(coach.Lead), v); err != nil {
			b.refuse(WhyFact, at, v)
			continue
		}
		typed[f.Key] = v
	}
	if len(typed) > 0 {
		_ = facts.Set(l, typed, nil) // each was tried alone
	}
}

// listed fills in what only a list says: its id there, when the next call is planned, and what else is kept.
func (b *builder) listed(l *coach.Lead) {
	if v, at := b.get(key); v != "" {
		l.List.Key = plain(b.r.columns[at].Header) + ":" + strings.ToLower(cut(v, 100))
	}
	if v, at := b.get(due); v != "" {
		day, ok := dateOf(v, b.r.rep.Locale)
		if !ok {
			b.refuse(WhyDate, at, v)
		}
		if ok {
			from, _ := b.r.rep.Hours()
			l.List.From = time.Date(day.Year(), day.Month(), day.Day(), 0, from, 0, 0, b.r.rep.Location()).UTC()
		}
	}
	for _, at := range b.r.keep {
		if l.List.Facts == nil {
			l.List.Facts = map[string]string{}
		}
		// An empty one is kept as well: it can be filled in later. Two of one name are one, whichever says something.
		if v, name := b.cell(at), cut(b.r.columns[at].Header, 60); v != "" || l.List.Facts[name] == "" {
			l.List.Facts[name] = cut(v, coach.MaxFact)
		}
	}
}

// nothing is what people and programs write where they know nothing.
var nothing = []string{"-", "--", "n/a", "na", "none", "null", "nil", "unknown", "#n/a", "tbd", "?", "(none)",
	"(no value)"}

// unwrapped is a cell as one line of text, without what spreadsheets put around it to keep it text: ="0171 123" and the
// apostrophe that makes a cell harmless.
func unwrapped(cell string) string {
	v := oneLine(cell)
	if inner, ok := strings.CutPrefix(v, `="`); ok && strings.HasSuffix(inner, `"`) {
		return strings.TrimSpace(strings.TrimSuffix(inner, `"`))
	}
	if len(v) > 1 && v[0] == '\'' && strings.IndexByte("=+-@", v[1]) >= 0 {
		v = v[1:]
		if v[0] == '=' {
			v = "’" + v // it was text there, and stays text
		}
	}
	return v
}

// formula reports whether a cell is one: what begins with "=", and what begins with "@" or a sign and calls something.
func formula(v string) bool {
	if v == "" || strings.IndexByte("=+-@", v[0]) < 0 {
		return false
	}
	return v[0] == '=' || strings.ContainsRune(v, '(') && strings.IndexFunc(v, unicode.IsLetter) > 0 &&
		strings.IndexFunc(v, unicode.IsLetter) < strings.IndexByte(v, '(')
}

// oneLine is a text with single spaces in place of whatever else stands between its words.
func oneLine(s string) string {
	between := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	return strings.Join(strings.FieldsFunc(s, between), " ")
}

// cut is a text of at most n characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
