package input

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach/outcome"
)

// whenReader tells what the times among a line's words are about: the call that was made, or what comes next. Tense and
// place decide, never the clock alone: nothing moves to a day that nobody named.
type whenReader struct {
	text    string
	ws      []words.Word
	typed   []string
	outcome outcome.Outcome
	now     bool
	c       dates.Context
	kept    *[2]phrase // the newest ones at an even and at an odd word: each is asked for twice
	search  *dates.Search
}

// newWhenReader is a reader of the words behind an outcome. What is in quotes is no time.
func newWhenReader(text string, ws []words.Word, o outcome.Outcome, now bool, c dates.Context) whenReader {
	return whenReader{text: text, ws: ws, typed: unquoted(ws), outcome: o, now: now, c: c, kept: &[2]phrase{},
		search: new(dates.Search)}
}

// phrase is the time that begins with a word and ends before another, of n words; 0 for none.
type phrase struct {
	at, end, n int
	dates.Found
}

// atStart reads a time right behind the outcome as when it happened, where it is past and says so, by its words or by
// "at" or "on" in front. from is the word behind it, rest the one behind all that was said of that time; "just now" is
// a time that needs no saying.
func (r whenReader) atStart(end int, booked bool) (at *Date, from, rest int) {
	// The place right behind the outcome is the call's: "voicemail yesterday", and not "voicemail, back yesterday".
	i := 0
	for i < end && r.ws[i].Bare == "" {
		i++ // a dash on its own says nothing
	}
	f, start, used := r.find(i, end)
	rest = used
	for used > i+1 && f.Past.Kind == dates.Vague && f.Direction == dates.Behind { // "yesterday morning, 9ish"
		f, start, used = r.find(i, used-1)
	}
	if used == 0 || !r.happened(f, start > i, booked) {
		return nil, 0, 0
	}
	if f.Past.Kind == dates.Exact && r.c.Now.Sub(f.Past.At) < time.Minute || sameDay(f.Past, r.c) {
		return nil, used, rest // "just now", "today"
	}
	return &Date{Words: Span(r.text, r.ws[start:used]), Reading: f.Past}, used, rest
}

// find reads the time at a word, behind "at" or "on" where one stands there. start is where its own words begin, used
// the word behind it. A bare number is an hour only where the clause ends with it: "at 3", not "at 3 vendors".
func (r whenReader) find(i, end int) (f dates.Found, start, used int) {
	if i < end && r.keyword(i) {
		f, n := r.phrase(i+1, end)
		switch {
		case n == 1 && digits(r.ws[i+1]) && !r.hourAlone(i+1, end):
			return f, i, 0
		case n > 0:
			return f, i + 1, i + 1 + n
		}
	}
	f, n := r.phrase(i, end)
	if last := i + n - 1; n == 2 && r.keyword(i) && digits(r.ws[last]) && !r.hourAlone(last, end) ||
		n == 1 && i > 0 && r.keyword(i-1) && digits(r.ws[i]) && !r.hourAlone(i, end) || n == 0 {
		return f, i, 0
	}
	return f, i, i + n
}

// phrase is the time that begins with a word, without a number behind it that counts something else: "at 9:15, 12
// seats", "at 9am 12 seats", "yesterday 12 seats".
func (r whenReader) phrase(i, end int) (dates.Found, int) {
	kept := &r.kept[i%2]
	if kept.at != i || kept.end != end {
		f, n := r.readPhrase(i, end)
		*kept = phrase{i, end, n, f}
	}
	return kept.Found, kept.n
}

func (r whenReader) readPhrase(i, end int) (dates.Found, int) {
	if i >= end || !dates.Begins(r.typed[i]) {
		return dates.Found{}, 0
	}
	f, n := r.search.Find(r.typed[:end], i, r.c)
	last := i + n - 1
	if n > 0 && r.countsTries(i, last, end) {
		return f, 0
	}
	if n < 2 || !countsAlone(r.ws[last]) || r.hourAlone(last, end) {
		return f, n
	}
	cut := last
	for cut > i+1 && r.ws[cut-1].Bare == "" {
		cut-- // "yesterday – 12 seats"
	}
	shorter, m := r.search.Find(r.typed[:cut], i, r.c)
	hour := f.Clock && (shorter.Day || shorter.PartOfDay) && !shorter.Clock
	if vague := f.Ahead.Kind == dates.Vague; vague && r.ws[last-1].EndsClause() || m == cut-i && (vague || hour) {
		return shorter, m
	}
	return f, n
}

// countsTries reports whether a phrase is a place in a row and no day of a month: "2nd try", "the 3rd option". A word
// in front that places days makes it one: "on the 2nd".
func (r whenReader) countsTries(first, last, end int) bool {
	one := last > first && r.ws[last].Is("one") // "the 2nd one" is no second at one o'clock
	if one {
		last--
	}
	for _, w := range r.ws[first : last+1] {
		if !w.Is("the") && !(w.Bare != "" && strings.Trim(w.Lower, "0123456789") != w.Lower &&
			ordinalEnds[strings.TrimLeft(w.Lower, "0123456789")]) {
			return false
		}
	}
	if one {
		return first == 0 || !daysFollow[r.ws[first-1].Lower]
	}
	if last+1 >= end || r.ws[last].EndsClause() || joins[r.ws[last+1].Lower] {
		return false
	}
	return first == 0 || !daysFollow[r.ws[first-1].Lower]
}

var (
	ordinalEnds = set("st", "nd", "rd", "th")
	// daysFollow are words in front of a day of a month.
	daysFollow = set("on", "by", "until", "till", "til", "before", "after", "from", "since", "for", "of")
)

// digits reports whether a word is a bare number.
func digits(w words.Word) bool { return strings.Trim(w.Bare, "0123456789") == "" }

// hourAlone reports whether a bare number can be an hour: of two digits, and the last of its clause.
func (r whenReader) hourAlone(i, end int) bool {
	return (len(r.ws[i].Bare) <= 2 || !digits(r.ws[i])) &&
		(i+1 == end || r.ws[i].EndsClause() || joins[r.ws[i+1].Lower])
}

// joins are words that may follow a bare hour.
var joins = set("and", "or", "but", "to", "for", "with", "if", "when", "on", "tomorrow", "today", "sharp", "next")

func (r whenReader) keyword(i int) bool { return r.ws[i].Is("at") || r.ws[i].Is("on") }

// happened reports whether a time right behind the outcome is when it happened. said is whether "at" or "on" stands in
// front, booked whether the next call has its own time.
func (r whenReader) happened(f dates.Found, said, booked bool) bool {
	switch {
	case r.now || !r.isPast(f) || f.Direction == dates.Forward:
		return false
	case f.Direction == dates.Behind || sameDay(f.Past, r.c) || f.PartOfDay && beganToday(f.Past, r.c):
		return true
	case !f.Day: // of today, and past as that one is
		return true
	case r.outcome == outcome.Talked:
	case slices.Contains([]outcome.Group{outcome.ReachedShort, outcome.LiveTalk, outcome.CameToUs},
		r.outcome.Info().Group): // somebody picked up and named a day that is one to come
		return false
	}
	return said || booked || r.farAhead(f)
}

// isPast reports whether a time is one that can have been: "last Friday – tomorrow at 2pm" is none.
func (r whenReader) isPast(f dates.Found) bool {
	switch f.Past.Kind {
	case dates.Exact, dates.Day, dates.Part:
		return !f.Past.First().After(r.c.Now)
	}
	return false
}

// farAhead reports whether a date without a year was days ago and comes again in months only: "6 Nov" on the tenth.
func (r whenReader) farAhead(f dates.Found) bool {
	const lately, months = 14 * 24 * time.Hour, 60 * 24 * time.Hour
	return r.c.Now.Sub(f.Past.First()) < lately && f.Ahead.First().Sub(r.c.Now) > months
}

// atEnd reads "at <past instant>" at the end of a note, with a day in front of it that says it is past. at is where it
// begins.
func (r whenReader) atEnd(end int) (d *Date, at int) {
	for i := max(0, end-dateMost-1); i < end && !r.now; i++ {
		f, start, used := r.find(i, end)
		if used != end {
			continue
		}
		switch {
		case r.isPast(f):
		case digits(r.ws[i]), r.broken(i, end): // "ext 42 - yesterday at 9am": the number isn't of the time
			continue
		default:
			return nil, 0
		}
		named := start > i && r.ws[i].Is("at")
		today, _ := f.Today()
		switch {
		case f.Direction == dates.Behind && (named || r.holds("at", i, end)):
		case f.Direction == dates.Unsaid && named && f.Day && f.Clock && r.farAhead(f):
		case f.Direction == dates.Unsaid && named && today && !r.intends(i):
		case digits(r.ws[i]): // "room 9 at 9"
			continue
		default:
			return nil, 0 // a time that is about something else, and no shorter one inside it
		}
		return &Date{Words: Span(r.text, r.ws[start:end]), Reading: f.Past}, i
	}
	return nil, 0
}

// broken reports whether a dash stands on its own among words: what is on both sides of it need not be one time.
func (r whenReader) broken(from, end int) bool {
	return slices.ContainsFunc(r.ws[from:end], func(w words.Word) bool { return w.Bare == "" && !w.Quoted })
}

// holds reports whether a word stands among others.
func (r whenReader) holds(word string, from, end int) bool {
	for _, w := range r.ws[from:end] {
		if w.Is(word) {
			return true
		}
	}
	return false
}

// intentions are words in front of a time that make it one to come, or no time of the call.
var intentions = set("call", "calls", "try", "tries", "ring", "phone", "back", "again", "meet", "meets", "reach",
	"available", "free", "in", "open", "opens", "until", "till", "speak", "starts", "start", "ends", "closes", "arrives",
	"leaves", "works", "usually", "always", "looks", "price", "priced")

// intends reports whether the word in front of another says that a time is to come, past those for the prospect.
func (r whenReader) intends(i int) bool {
	for i--; i >= 0; i-- {
		switch word := r.ws[i].Lower; word {
		case "", "him", "her", "them", "me", "it", "only", "just", "around":
		default:
			return intentions[word]
		}
	}
	return false
}

// ahead is the first instant to come among words, else the first day, part of one or vaguer time. whole says that the
// words are nothing else. What stands behind a table of numbers is not read.
func (r whenReader) ahead(from, end int) (d *Date, whole bool) {
	// A day is kept until an instant is found, since only that can be booked.
	for i := from; i < end && !r.search.Over() && (d == nil || d.Kind != dates.Exact); {
		f, start, used := r.findAhead(i, end)
		if used == 0 {
			if alone := r.wordAlone(i, from, end); d == nil && alone != "" {
				d = &Date{Words: r.ws[i].Bare, Reading: dates.Read(alone, r.c)}
			}
			i++
			continue
		}
		placed := f.Length && i > 0 && (r.ws[i-1].Is("back") || r.ws[i-1].Is("again")) // "call back 20 min"
		if (placed || r.comes(f)) && (d == nil || d.Kind != dates.Exact && f.Ahead.Kind == dates.Exact) {
			d = &Date{Words: Span(r.text, r.ws[start:used]), Reading: f.Ahead}
			whole = i == from && used == end
		}
		i = used
	}
	return d, whole
}

// findAhead is [whenReader.find] for what comes next. A number in front of an instant may count something else: "gate 9
// on Wednesday at 8am", "and three - Fri 8am".
func (r whenReader) findAhead(i, end int) (f dates.Found, start, used int) {
	f, start, used = r.find(i, end)
	if used == 0 || f.Ahead.Kind == dates.Exact || !countsAlone(r.ws[i]) {
		return f, start, used
	}
	next := i + 1
	for next < used-1 && r.ws[next].Bare == "" {
		next++
	}
	if next >= end || countsAlone(r.ws[next]) || r.ws[next].Bare == "" || unicode.IsDigit([]rune(r.ws[next].Bare)[0]) {
		return f, start, used
	}
	number := len(r.ws[i].Bare) > 2 && f.Ahead.Kind == dates.Vague // "invoice 4411 from 3/11"
	if g, from, to := r.find(next, end); to >= used && (number || g.Ahead.Kind == dates.Exact && g.Day) {
		return g, from, to
	}
	return f, start, used
}

// counts are the numbers in words that are an hour as well.
var counts = set("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

// countsAlone reports whether a word is a number and says nothing of time by itself.
func countsAlone(w words.Word) bool {
	return w.Bare != "" && !w.Quoted && (digits(w) || counts[w.Lower])
}

// months are those that are mostly another word or a name, so that no phrase begins with them alone.
var months = set("march", "may")

// wordAlone is a time of one word that is mostly another word, where its place says that it is meant: a month where the
// day to come back is said, "not now, March", "not now, call in May" without its "in", and a short day behind words for
// a time to come, "try wed", "call her mon". It is empty for any other word.
func (r whenReader) wordAlone(i, from, end int) (phrase string) {
	w := r.ws[i]
	switch w.Lower {
	case "mon", "wed", "sat", "sun":
		if r.intends(i) {
			return w.Lower
		}
		return ""
	}
	comesBack := r.outcome == outcome.NotNow || r.outcome == outcome.Unavailable || r.outcome == outcome.Nurture
	if !comesBack || !months[w.Lower] || w.Quoted || i+1 < end && !w.EndsClause() {
		return ""
	}
	for from < i && r.ws[from].Bare == "" {
		from++
	}
	if i != from && !r.intends(i) {
		return ""
	}
	return "in " + w.Bare
}

// comes reports whether a phrase names a time to come. A time of the clock alone is today's: once that is over nobody
// has named a day.
func (r whenReader) comes(f dates.Found) bool {
	_, today := f.Today()
	switch {
	case f.Length || f.Direction == dates.Behind || f.Ahead.Kind == dates.None || f.Ahead.Past:
		return false
	case f.Ahead.Kind == dates.Invalid:
		return true
	case f.Direction == dates.Unsaid && f.Day && r.farAhead(f):
		return false // "his mail of 6 Nov"
	case hasBegun(f.Ahead, r.c), f.Clock && !f.Day && !f.PartOfDay && f.Past.Kind == dates.Exact &&
		f.Past.At.Before(r.c.Now): // "until 9am" once that is over: a clock time is today's
		return false
	case f.Clock && !f.Day && !f.PartOfDay && f.Direction == dates.Unsaid:
		return today
	}
	return !sameDay(f.Ahead, r.c)
}

// hasBegun reports whether a reading is a part of a day that goes on, or is over.
func hasBegun(d dates.Reading, c dates.Context) bool {
	return d.Kind == dates.Part && !d.From.After(c.Now)
}

// beganToday reports whether a reading is a part of today that goes on, or is over: "Friday morning" is another day's.
func beganToday(d dates.Reading, c dates.Context) bool {
	zone := cmp.Or(d.Zone, c.Zone)
	return hasBegun(d, c) && d.From.In(zone).Format(time.DateOnly) == c.Now.In(zone).Format(time.DateOnly)
}

// sameDay reports whether a reading is the whole of today.
func sameDay(d dates.Reading, c dates.Context) bool {
	return d.Kind == dates.Day && !d.From.After(c.Now) && d.To.After(c.Now)
}
