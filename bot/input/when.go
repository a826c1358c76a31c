package input

import (
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// whenReader tells what the times among a line's words are about: the call that was made, or what comes next. Tense and
// place decide, never the clock alone: nothing moves to a day that nobody named.
type whenReader struct {
	text    string
	ws      []words.Word
	typed   []string
	outcome coach.Outcome
	tense   Tense
	c       dates.Context
}

// side is what a time is about.
type side int

const (
	neither side = iota
	before       // when it happened
	later        // about what comes next
	unclear      // either
)

// atStart reads a time right behind the outcome: when it happened, where it is past or says so by "at" or "on". A day
// without either may be both and is a doubt. from is the word behind it.
func (r whenReader) atStart(end int, booked bool) (at *Date, doubt *TenseDoubt, from int) {
	f, start, used := r.find(0, end)
	if used == 0 {
		return nil, nil, 0
	}
	past := &Date{Words: Span(r.text, r.ws[start:used]), Reading: f.Past}
	switch r.sideBehind(f, start > 0, booked) {
	case before:
		if sameDay(f.Past, r.c) {
			return nil, nil, 0 // "today" says no more than that it was
		}
		return past, nil, used
	case unclear:
		return nil, &TenseDoubt{Past: past, Ahead: &Date{Words: past.Words, Reading: f.Ahead}}, 0
	}
	return nil, nil, 0
}

// find reads the time at a word, behind "at" or "on" where one stands there. start is where its own words begin, used
// counts from i.
func (r whenReader) find(i, end int) (f dates.Found, start, used int) {
	if i < end && r.keyword(i) {
		if f, n := dates.Find(r.typed[:end], i+1, r.c); n > 0 {
			return f, i + 1, i + 1 + n
		}
	}
	if f, n := dates.Find(r.typed[:end], i, r.c); n > 0 {
		return f, i, i + n
	}
	return f, i, 0
}

func (r whenReader) keyword(i int) bool { return r.ws[i].Is("at") || r.ws[i].Is("on") }

// sideBehind says what a time right behind the outcome is about. said is whether "at" or "on" stands in front, booked
// whether the next call has its own time.
func (r whenReader) sideBehind(f dates.Found, said, booked bool) side {
	past := f.Past.Kind == dates.Exact || f.Past.Kind == dates.Day || f.Past.Kind == dates.Part
	switch {
	case !past && f.Past.Kind != dates.Invalid || f.Length:
		return neither
	case r.tense == PastTense:
		return before
	case r.tense == FutureTense:
		return later
	case f.Direction == dates.Forward:
		return later
	case f.Direction == dates.Behind:
		return before
	case !f.Day: // of today: past, or about later today
		if today, _ := f.Today(); today || f.PartOfDay && !f.Past.From.After(r.c.Now) {
			return before
		}
		return later
	case agreesOnDates[r.outcome.Info().Group] && r.outcome != coach.Talked:
		if r.farAhead(f) {
			return unclear
		}
		return later
	case said || booked || r.farAhead(f):
		return before
	}
	return unclear
}

// farAhead reports whether a date without a year was days ago and comes again in months only: "6 Nov" on the tenth.
func (r whenReader) farAhead(f dates.Found) bool {
	const lately, months = 14 * 24 * time.Hour, 60 * 24 * time.Hour
	return r.c.Now.Sub(first(f.Past)) < lately && first(f.Ahead).Sub(r.c.Now) > months
}

// first is the instant of a reading, or the first of its day or part.
func first(d dates.Reading) time.Time {
	if d.Kind == dates.Exact {
		return d.At
	}
	return d.From
}

// agreesOnDates are the groups of outcomes behind which a day is one to come: somebody picked up and named it.
var agreesOnDates = map[coach.Group]bool{coach.ReachedShort: true, coach.LiveTalk: true, coach.CameToUs: true}

// atEnd reads "at <past instant>" at the end of a note, with a day in front of it that says it is past. at is where it
// begins.
func (r whenReader) atEnd(end int) (d *Date, at int) {
	for i := max(0, end-dateMost-1); i < end; i++ {
		f, start, used := r.find(i, end)
		if used != end || f.Past.Kind == dates.None || f.Past.Kind == dates.Vague {
			continue
		}
		named := start > i && r.ws[i].Is("at")
		today, _ := f.Today()
		switch {
		case f.Direction == dates.Behind && (named || r.holds("at", i, end)):
		case f.Direction == dates.Unsaid && named && f.Day && f.Clock && r.farAhead(f):
		case f.Direction == dates.Unsaid && named && today && !r.intends(i):
		default:
			continue
		}
		return &Date{Words: Span(r.text, r.ws[start:end]), Reading: f.Past}, i
	}
	return nil, 0
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
var intentions = set("call", "calls", "try", "ring", "phone", "back", "again", "meet", "meeting", "reach", "available",
	"free", "in", "open", "opens", "until", "till", "demo", "chat", "speak", "follow", "starts", "start", "ends", "is",
	"are", "be", "arrives", "leaves", "lunch", "tomorrow", "works", "up", "him", "her", "them", "me", "usually", "always")

// intends reports whether one of the three words in front of another says that a time is to come.
func (r whenReader) intends(i int) bool {
	for _, w := range r.ws[max(0, i-3):i] {
		if intentions[lower(w)] {
			return true
		}
	}
	return false
}

// ahead is the first instant to come among words, else the first day, part of one or vaguer time. whole says that the
// words are nothing else.
func (r whenReader) ahead(from, end int) (d *Date, whole bool) {
	for i := from; i < end; {
		f, start, used := r.find(i, end)
		if used == 0 {
			i++
			continue
		}
		if r.comes(f) && (d == nil || d.Kind != dates.Exact && f.Ahead.Kind == dates.Exact) {
			d = &Date{Words: Span(r.text, r.ws[start:used]), Reading: f.Ahead}
			whole = i == from && used == end
		}
		i = used
	}
	return d, whole
}

// comes reports whether a phrase names a time to come. A time of the clock alone is today's: once that is over nobody
// has named a day.
func (r whenReader) comes(f dates.Found) bool {
	_, today := f.Today()
	switch {
	case f.Length || f.Direction == dates.Behind && r.tense != FutureTense || f.Ahead.Kind == dates.None || f.Ahead.Past:
		return false
	case f.Clock && !f.Day && !f.PartOfDay && f.Direction == dates.Unsaid:
		return today
	}
	return !sameDay(f.Ahead, r.c)
}

// sameDay reports whether a reading is the whole of today.
func sameDay(d dates.Reading, c dates.Context) bool {
	return d.Kind == dates.Day && !d.From.After(c.Now) && d.To.After(c.Now)
}
