package bot

import (
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
)

// phrase is what follows the outcome in a log line, taken apart: "[note…] [at <when>] [next <when> [agenda <text>]]". A
// keyword counts only when every word of its part is a date; else it is a word of the note.
type phrase struct {
	note   string
	at     *dated // when it happened
	next   *dated // when the next call is to be
	agenda string
	unread *unread // of a note: what follows its "next" begins with a date and is none
}

// unread are words that begin like a date and do not read as one: a call was perhaps meant, and none is planned.
type unread struct {
	words string
	start *dated // the longest beginning of them that is a date
}

// dated is a date as it was typed and as it was read.
type dated struct {
	words string
	dates.Reading
}

// readPhrase takes the words after an outcome apart. text is the whole line that the words were split from: a note is
// kept as it was typed, line breaks and quotes included.
func readPhrase(text string, ws []words.Word, c dates.Context) phrase {
	var p phrase
	end := len(ws)
	for i := range ws {
		if !ws[i].Is("next") {
			continue
		}
		d, agenda, ok := readNext(text, ws[i:], c)
		if ok {
			p.next, p.agenda, end = d, agenda, i
			break
		}
	}
	for i := range ws[:end] {
		if !ws[i].Is("at") || i+1 == end {
			continue
		}
		if d := readDate(text, ws[i+1:end], c, dates.ReadPast); d.Kind != dates.None && d.Kind != dates.Vague {
			p.at, end = d, i
			break
		}
	}
	p.note = span(text, ws[:end])
	if p.next == nil {
		p.unread = findUnread(text, ws[:end], c)
	}
	return p
}

// findUnread is the first "next" of a note that a date begins after, if there is one. The note keeps all its words.
func findUnread(text string, ws []words.Word, c dates.Context) *unread {
	for i := range ws {
		if !ws[i].Is("next") {
			continue
		}
		when, _ := cutAgenda(text, ws[i+1:])
		for n := min(len(when)-1, dateMost); n > 0; n-- {
			d := readDate(text, when[:n], c, dates.Read)
			switch d.Kind {
			case dates.Exact, dates.Day, dates.Part, dates.Vague:
				return &unread{words: span(text, when), start: d}
			}
		}
	}
	return nil
}

// dateMost is how many words a date has at most, so that a long note costs no more to read than a short one.
const dateMost = 12

// readNext reads "next <when> [agenda <text>]" at the start of ws. "next week" is a date with the keyword in it.
func readNext(text string, ws []words.Word, c dates.Context) (d *dated, agenda string, ok bool) {
	when, agenda := cutAgenda(text, ws[1:])
	if len(when) == 0 {
		return nil, "", false
	}
	d = readDate(text, when, c, dates.Read)
	if d.Kind == dates.None || d.Kind == dates.Vague {
		if whole := readDate(text, ws[:1+len(when)], c, dates.Read); whole.Kind != dates.None {
			d = whole
		}
	}
	return d, agenda, d.Kind != dates.None
}

// cutAgenda splits words at the first "agenda" and returns the rest as text.
func cutAgenda(text string, ws []words.Word) (before []words.Word, agenda string) {
	for i := range ws {
		if ws[i].Is("agenda") {
			return ws[:i], span(text, ws[i+1:])
		}
	}
	return ws, ""
}

func readDate(text string, ws []words.Word, c dates.Context, read func(string, dates.Context) dates.Reading) *dated {
	typed := span(text, ws)
	return &dated{words: typed, Reading: read(typed, c)}
}

// dateContext is how this rep's dates are read: in their zone, by their locale, with the lead's zone for "their time".
func dateContext(rep coach.Rep, l *coach.Lead, now time.Time) dates.Context {
	c := dates.Context{Now: now, Zone: rep.Location(), MonthFirst: monthFirst(rep)}
	if l != nil {
		if z := l.Zone(rep, now); z.From != coach.ZoneRep {
			c.Theirs = z.Loc
		}
	}
	return c
}

// monthFirst reports whether 10/12 is in October for this rep. Slack's locale decides; without one, the country of
// their zone.
func monthFirst(rep coach.Rep) bool {
	locale := strings.ReplaceAll(rep.Locale, "_", "-")
	if locale != "" {
		return strings.EqualFold(locale, "en-US") || strings.EqualFold(locale, "en-PH") || strings.EqualFold(locale, "es-US")
	}
	return coach.CountryOf(rep.TZ) == "US"
}

// happened is the instant of a touch said to have been at d; a day or a part of one stands for its middle.
func happened(d *dated, rep coach.Rep, now time.Time) time.Time {
	switch d.Kind {
	case dates.Exact:
		return d.At
	case dates.Day:
		from, to := rep.Hours()
		y, m, day := d.From.In(d.Zone).Date()
		at := time.Date(y, m, day, 0, (from+to)/2, 0, 0, d.Zone)
		return earlier(at, now, d.From)
	default:
		return earlier(d.From.Add(d.To.Sub(d.From)/2), now, d.From)
	}
}

// earlier is at, or now when at is still ahead on a day or part that has begun.
func earlier(at, now, from time.Time) time.Time {
	if at.After(now) && !from.After(now) {
		return now
	}
	return at
}

// span is the text that the words cover, as it was typed; a single quoted word is what the quotes hold.
func span(text string, ws []words.Word) string {
	switch len(ws) {
	case 0:
		return ""
	case 1:
		return ws[0].Text
	}
	return words.Span(text, ws)
}
