package dates

import (
	"sync"
	"time"
)

// Kind says how much a phrase pins down.
type Kind int

// Kinds, from what books a call to what is refused.
const (
	// None is no date: at least one word does not belong to one.
	None Kind = iota
	// Exact is one instant.
	Exact
	// Day is a whole calendar day.
	Day
	// Part is some hours of a day, such as a morning.
	Part
	// Vague is about time without naming a day: "next week", "Thu or Fri".
	Vague
	// Invalid is a date that cannot be or that must be asked about; Problem says why.
	Invalid
)

// Reading is what a phrase says.
type Reading struct {
	Kind Kind
	// At is the instant of an Exact reading, in Zone.
	At time.Time
	// From and To bound a Day or Part: From is in it, To is the first instant after.
	From, To time.Time
	// Past is set when the instant, or the whole of the day or part, lies before now.
	Past bool
	// Zone is where the phrase was read; never nil.
	Zone *time.Location
	// Named is set when the phrase itself said which zone ("PT", "their time", "my time").
	Named bool
	// TheirTime is set when the phrase said "their time".
	TheirTime bool
	// Ambiguous is set when another reading is defensible (10/12, "next Thursday"): say the result back with weekday, date
	// and time.
	Ambiguous bool
	// Problem is one plain sentence for Invalid, naming what cannot be or what to write.
	Problem string
	// Asks is set where the date may well exist and the words have to be asked about: whose time, an hour or a day.
	Asks bool

	mine bool // the phrase said "my time"
}

// First is the instant of a reading, or the beginning of its day or part.
func (r Reading) First() time.Time {
	if r.Kind == Exact {
		return r.At
	}
	return r.From
}

// Context is what a phrase is read against.
type Context struct {
	// Now is the moment of writing.
	Now time.Time
	// Zone is the writer's; nil is UTC.
	Zone *time.Location
	// Theirs is the lead's zone, for "their time"; nil when it is not known.
	Theirs *time.Location
	// MonthFirst reads 10/12 as 12 October.
	MonthFirst bool
	// Works reports whether a date (midnight in UTC) is a working day of the writer; nil works from Monday to Friday.
	Works func(day time.Time) bool
	// Week reports whether they work on a weekday at all; nil is Monday to Friday. The week begins behind their days off.
	Week func(time.Weekday) bool
	// Country is the ISO 3166 code of the country whose holidays are meant by their names.
	Country string
	// Books is set where a time is booked by the words alone: a bare time is today's then, and Past once that is over,
	// for nobody said tomorrow.
	Books bool

	meant *time.Location // what a doubtful abbreviation means
}

// Read reads phrase as something to come: a bare time is its next passing, a
// weekday the next one, a date without a year the next such date. Phrases that
// say they are past ("yesterday", "2 hours ago", "today 9am" at noon) are read as
// such with Past set. It never panics, whatever the text.
func Read(phrase string, c Context) Reading {
	return read(phrase, c, false)
}

// ReadPast reads phrase as something that happened: a bare time is today's and no
// date while it is still ahead, for nobody said yesterday; a weekday is the last
// one, a date without a year the last such date, and a bare hour ("9") is an hour.
// Phrases that say they are to come ("tomorrow 4pm") are read as such with Past
// unset, for the caller to refuse.
func ReadPast(phrase string, c Context) Reading {
	return read(phrase, c, true)
}

// read is the one way in: first as a date, every word of it; then as words that are at least about time.
func read(phrase string, c Context, past bool) Reading {
	p := parsers.Get().(*parser)
	defer parsers.Put(p)
	return p.read(phrase, c, past, maxTokens+1)
}

// parsers are kept for the next phrase, for there is more room in one than most phrases need.
var parsers = sync.Pool{New: func() any { return new(parser) }}

// read fills p with what the phrase says and returns its reading. One of enough tokens is known to say nothing.
func (p *parser) read(phrase string, c Context, past bool, enough int) Reading {
	p.reset(c, past)
	if p.ctx.Zone == nil {
		p.ctx.Zone = time.UTC
	}
	if !p.lex(phrase) || len(p.tok) == 0 || len(p.tok) >= enough {
		return Reading{Zone: p.ctx.Zone}
	}
	p.parse(0, spec{})
	if p.found {
		return p.best
	}
	if p.isVague() {
		over := p.word(0) == "last" || p.word(len(p.tok)-1) == "ago"
		return Reading{Kind: Vague, Zone: p.ctx.Zone, Past: over}
	}
	return Reading{Zone: p.ctx.Zone}
}
