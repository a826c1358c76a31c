// Package facts is what people may say of a lead, as a table: for each fact the key that is typed, the words of its
// form, what it may be and how it is said. A new fact is a field of [coach.Lead] and a line of the table. Columns that
// a lead keeps of its list are facts beside the table ([Of]). [Set] takes all values of a form or none.
package facts

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/phrase"
)

// Fact is one thing that people say of a lead: a row of the table that commands, forms, cards and answers read. Key is
// the word when typed and the field's name in a form; it stays the same for good.
type Fact struct {
	Key   string
	Label string  // where a change of it is told
	Page  Page    // of the Edit form
	Ask   Ask     // in that form
	Add   *AddAsk // in the form for a new lead; nil: not asked there
	Known string  // words before it in the line of what is known of a lead; empty: it stands elsewhere
	Blank string  // words for nothing known; empty: nothing is said

	Choices []Choice // all that it may be; none: free text
	Radio   bool     // Choices are few enough to be shown at once

	Typed int // place among the keys that people may type, from 1; 0: it has words of its own instead of a key

	// What, Expected and Example say what a value must be, in a [Error].
	What, Expected, Example string

	get   func(*coach.Lead) string
	put   func(*coach.Lead, string)
	read  func(string) (string, bool) // the value as it is kept, unless it is empty; nil: as it is
	words func(string) string         // the kept value as it is said; nil: as it is
}

// Page is a page of the form that changes what is known of a lead.
type Page string

const (
	PageMatters Page = "matters" // what steers the next call; shown first
	PageContact Page = "contact"
	PageKind    Page = "kind"
)

// Ask is a field of a form: its label, a line below it, and an example inside it.
type Ask struct{ Words, Hint, Example string }

// AddAsk is the field of a new lead where it differs from [Fact.Ask].
type AddAsk struct {
	Hint string
	Most int // characters
}

// Choice is an option of a fact. None stands for nothing known; one without a Value isn't offered for a new lead.
type Choice struct {
	Value, Words string
	None         bool
}

// All lists all facts, in the order in which forms and answers show them. Callers must not change it.
func All() []Fact { return table }

// For finds a fact by its key.
func For(key string) (Fact, bool) {
	i := slices.IndexFunc(table, func(f Fact) bool { return f.Key == key })
	if i < 0 {
		return Fact{}, false
	}
	return table[i], true
}

// Value is what a lead's record says; "" when nothing is known.
func (f Fact) Value(l coach.Lead) string { return f.get(&l) }

// Words is a value as it is said, in plain text; "" when nothing is known and there is no word for that.
func (f Fact) Words(value string) string {
	switch {
	case value == "":
		return f.Blank
	case f.words != nil:
		return f.words(value)
	}
	return value
}

// Set puts a typed value into a lead; an empty one clears. The error is a [*Error], and l is as it was then.
func (f Fact) Set(l *coach.Lead, value string) error {
	kept, err := f.check(value)
	if err == nil {
		f.put(l, kept)
	}
	return err
}

// check gives the value as it is kept.
func (f Fact) check(value string) (string, error) {
	if n := utf8.RuneCountInString(value); n > coach.MaxFact {
		return "", &Error{
			Key: f.Key, What: "something to remember", Given: value,
			Expected: fmt.Sprintf("it has %d characters, and %d fit; the rest belongs into a note", n, coach.MaxFact),
			Example:  "/followup edit Acme " + f.TypedKey() + `:"fewer words"`,
		}
	}
	if value == "" || f.read == nil {
		return value, nil
	}
	kept, ok := f.read(value)
	if !ok {
		return "", &Error{Key: f.Key, What: f.What, Given: value, Expected: f.Expected, Example: f.Example}
	}
	return kept, nil
}

// Set puts typed values, by key, into a lead: all of them or, with an error, none. Keys of no fact, and those of
// columns that the lead doesn't keep, are passed over, but for what is typed of a column ([TypedKept]). zone finds the
// IANA name of a zone as people type it; nil takes IANA names only. The error is a [*Error] about the first mistake in
// the table's order. A source that says that they came to us makes a lead warm of which nobody said how it came.
func Set(l *coach.Lead, values map[string]string, zone func(typed string) (iana string, ok bool)) error {
	changed := *l
	values, err := withTyped(*l, values)
	if err != nil {
		return err
	}
	for _, f := range Of(*l) {
		v, given := values[f.Key]
		if !given {
			continue
		}
		if f.Key == Zone && zone != nil {
			if iana, ok := zone(v); ok {
				v = iana
			}
		}
		if err := f.Set(&changed, v); err != nil {
			return err
		}
	}
	if changed.Source != l.Source && changed.Warmth == coach.WarmthUnknown && cameByThemselves(changed.Source) {
		changed.Warmth = coach.Warm
	}
	*l = changed
	return nil
}

// raisedHand are the words of a source that say that they came to us, folded (S2.5).
var raisedHand = []string{"web form", "webform", "website form", "contact form", "online form", "request form",
	"web inquiry", "web enquiry", "web request", "website request", "demo request", "quote request", "proposal request",
	"inbound", "landing page", "called in", "call in", "called us", "contacted us", "wrote to us", "asked us"}

// cameByThemselves reports whether a source says that they contacted us: then the lead is warm, and nobody need ask.
func cameByThemselves(source string) bool {
	words := " " + phrase.Fold(source) + " "
	return slices.ContainsFunc(raisedHand, func(s string) bool { return strings.Contains(words, " "+s+" ") })
}

// Check looks at the facts of a lead however they came there. The error is a [*Error].
func Check(l coach.Lead) error {
	for _, f := range Of(l) {
		if _, err := f.check(f.get(&l)); err != nil {
			return err
		}
	}
	return nil
}

// Fill gives a lead what another one knows and it doesn't, but for its name. It returns the facts that were filled, and
// those that the other knows and the lead doesn't take over: it has its own, or keeps as many columns as it may.
func Fill(l *coach.Lead, from coach.Lead) (filled, differ []Fact) {
	for _, f := range Of(*l, from) {
		own, other := f.get(l), f.get(&from)
		if f.Key == Name || other == "" || strings.EqualFold(own, other) {
			continue
		}
		if own == "" {
			f.put(l, other)
		}
		switch {
		case own == "" && f.get(l) != "":
			filled = append(filled, f)
		default:
			differ = append(differ, f)
		}
	}
	return filled, differ
}

// Differ reports whether anything that people may change is different.
func Differ(a, b coach.Lead) bool {
	return slices.ContainsFunc(Of(a, b), func(f Fact) bool { return f.get(&a) != f.get(&b) })
}

// Error says that a value can't be what a fact is set to. Expected is a sentence or the rest of one, Example a line
// that works.
type Error struct {
	Key                            string
	What, Given, Expected, Example string
}

// Error leaves out what was given: it may be a name or a number of somebody.
func (e *Error) Error() string { return "not " + e.What + ", as " + e.Key + " asks for" }
