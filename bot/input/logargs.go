package input

import (
	"cmp"
	"strings"
	"time"

	"github.com/followup-coach/followup/bot/dates"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/words"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// behind is what was read with words of the note in front of it.
func (a LogArgs) behind(text string, ws []words.Word) LogArgs {
	if len(ws) > 0 {
		a.Note = strings.TrimSpace(trimNote(Span(text, ws)) + " " + a.Note)
	}
	return a
}

// LogArgs is what follows the outcome in a log line, taken apart: "[note…] [at <when>] [next <when> [agenda <text>]]".
// A keyword counts only when every word of its part is a date; else it is a word of the note.
type LogArgs struct {
	Note   string
	At     *Date // when it happened
	Next   *Date // when the next call is to be
	Agenda string
	Ahead  *Date      // a time to come that the note speaks of: offered, and the words stay
	Meet   coach.Meet // how they meet at Next, where it is no phone call
}

// Date is a date as it was typed and as it was read.
type Date struct {
	Words string
	dates.Reading
}

// ReadLogArgs takes the words after an outcome apart. text is the whole line that the words were split from: a note is
// kept as it was typed, line breaks and quotes included. now says that it happened just now, whatever time stands in
// it.
func ReadLogArgs(text string, ws []words.Word, o outcome.Outcome, now bool, c dates.Context) LogArgs {
	return newWhenReader(text, ws, o, now, c).args()
}

// args takes the words apart.
func (r whenReader) args() LogArgs {
	// From the end: the next appointment closes the line, when it happened stands at either end of what is left.
	text, ws, o, c := r.text, r.ws, r.outcome, r.c
	var p LogArgs // rest is the word behind all that was said of when it was
	from, rest, end := 0, 0, len(ws)
	for i, agenda := 0, 0; i < len(ws); i++ {
		if !ws[i].Is("next") {
			continue
		}
		// Sought again only behind the one before, so that many a "next" costs no more than one.
		if agenda <= i {
			agenda = i + 1 + beforeAgenda(ws[i+1:])
		}
		if d, meet := readNext(text, ws[i:agenda], c); d != nil {
			p.Next, p.Meet, end = d, meet, i
			_, p.Agenda = cutAgenda(text, ws[i:])
			break
		}
	}
	noteEnd := end
	// The day on which their contract ends says nothing else (S2.6). What books nothing stays said.
	endsOn := p.Next != nil && o == outcome.HasSolution && p.Next.Kind == dates.Day && !p.Next.Past
	if p.Next != nil && (p.Next.Kind != dates.Exact || p.Next.Past) && !ComesBack(o, p.Next) && !endsOn {
		noteEnd = len(ws) - len(words.Lex(p.Agenda))
		if _, agenda := cutAgenda(text, ws); agenda != "" {
			noteEnd--
		}
	}
	for p.Next == nil && end > 0 && ws[end-1].Bare == "" && !ws[end-1].Quoted {
		end-- // a stop on its own is of no time
	}
	if p.At, from, rest = r.atStart(end, p.Next != nil); from == 0 {
		var at int
		if p.At, at = r.atEnd(end); p.At != nil {
			p.Note = trimNote(Span(text, ws[:at]))
			if p.Next != nil && noteEnd > end {
				p.Note = strings.TrimSpace(p.Note + " " + Span(text, ws[end:noteEnd]))
			}
			end = at
		}
	}
	if p.Note == "" && (p.At == nil || from > 0) {
		p.Note = trimNote(Span(text, ws[from:max(from, noteEnd)]))
	}
	if p.Next != nil {
		return p
	}
	if o != outcome.Meeting {
		p.Ahead, _ = r.ahead(rest, end)
		return p
	}
	// Without "next" the agenda is cut off here, and the day may stand anywhere in front of it.
	when, agenda := cutAgenda(text, ws[from:end]) // what was agreed on needs no "next"
	ahead, whole := r.ahead(rest, from+len(when))
	if ahead == nil || ahead.Kind != dates.Exact || ahead.Past {
		p.Ahead = ahead
		return p
	}
	p.Next, p.Agenda, p.Meet = ahead, agenda, meetBeside(when, c)
	if p.Note = trimNote(Span(text, when)); whole && rest == from {
		p.Note = ""
	}
	return p
}

// quotedText stands for what is in quotes: no time, and no gap over which one goes on.
const quotedText = "quoted"

// unquoted are the words as they were typed. What is in quotes is no time.
func unquoted(ws []words.Word) []string {
	out := words.Texts(ws)
	for i, w := range ws {
		if w.Quoted {
			out[i] = quotedText
		}
	}
	return out
}

// ComesBack reports whether a date behind an outcome is a day to come back on: nobody agreed to an hour (product,
// Times).
func ComesBack(o outcome.Outcome, d *Date) bool {
	return (o == outcome.NotNow || o == outcome.Unavailable || o == outcome.Nurture) && d != nil && !d.Past &&
		(d.Kind == dates.Day || d.Kind == dates.Part)
}

// trimNote is a note without the comma or dash that stands between it and the outcome.
func trimNote(note string) string {
	return strings.TrimLeft(note, ",;:.–—-•!? \n\t")
}

// dateMost is how many words a date has at most, so that a long note costs no more to read than a short one.
const dateMost = 12

// readNext reads "next <when>", which all of ws are; nil where they are something else. "next week" is a date with the
// keyword in it.
func readNext(text string, ws []words.Word, c dates.Context) (*Date, coach.Meet) {
	when := ws[1:]
	if len(when) == 0 || len(when) > 2*dateMost { // one that takes all the words may say more
		return nil, coach.Meet{}
	}
	c.Books = true
	d, meet := readMeeting(text, when, c)
	if d.Kind == dates.None || d.Kind == dates.Vague {
		if whole := ReadDate(text, ws, c, dates.Read); whole.Kind != dates.None {
			d = whole
		}
	}
	if d.Kind == dates.None {
		return nil, coach.Meet{}
	}
	return d, meet
}

// beforeAgenda is how many words stand before the first "agenda": all where there is none.
func beforeAgenda(ws []words.Word) int {
	for i := range ws {
		if ws[i].Is("agenda") {
			return i
		}
	}
	return len(ws)
}

// cutAgenda splits words at the first "agenda" and returns the rest as text.
func cutAgenda(text string, ws []words.Word) (before []words.Word, agenda string) {
	n := beforeAgenda(ws)
	return ws[:n], Span(text, ws[min(n+1, len(ws)):])
}

// ReadDate reads words as a date by one of the readings of [dates], and keeps them as they were typed.
func ReadDate(text string, ws []words.Word, c dates.Context, read func(string, dates.Context) dates.Reading) *Date {
	typed := Span(text, ws)
	return &Date{Words: typed, Reading: read(typed, c)}
}

// DateContext is how this rep's dates are read: in their zone, by their locale, with the lead's zone for "their time".
func DateContext(rep coach.Rep, l *coach.Lead, now time.Time) dates.Context {
	c := dates.Context{Now: now, Zone: rep.Location(), MonthFirst: monthFirst(rep), Country: calendar.Country(rep.TZ),
		Week: rep.WorksOn, Works: func(day time.Time) bool { return rep.WorksOn(day.Weekday()) }}
	if l != nil {
		z := l.Zone(rep, now)
		if z.From != coach.ZoneRep {
			c.Theirs = z.Loc
		}
		c.Country = cmp.Or(z.Country, c.Country)
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
	return calendar.Country(rep.TZ) == "US"
}

// Happened is the instant of a touch said to have been at d; a day or a part of one stands for its middle.
func Happened(d *Date, rep coach.Rep, now time.Time) time.Time {
	switch d.Kind {
	case dates.Exact:
		return d.At
	case dates.Day:
		// A day has its middle in the working hours, since calls are made then.
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

// DateAfter reads the date that follows a lead's name with how they meet, and the agenda behind it. Words that are no
// date are refused; one that there isn't is the caller's to judge.
func DateAfter(line Line, m Match, c dates.Context) (LogArgs, error) {
	when, agenda := cutAgenda(line.Text, m.Rest)
	if len(when) == 0 {
		return LogArgs{}, &request.NoDate{Words: Span(line.Text, m.Rest)}
	}
	c.Books = true
	d, meet := readMeeting(line.Text, when, c)
	if d.Kind == dates.None {
		return LogArgs{}, &request.NoDate{Words: Span(line.Text, when)}
	}
	return LogArgs{Next: d, Agenda: agenda, Meet: meet}, nil
}

// readMeeting reads words as a date, and how they meet where that stands at either end of it.
func readMeeting(text string, ws []words.Word, c dates.Context) (*Date, coach.Meet) {
	d := ReadDate(text, ws, c, dates.Read)
	if d.Kind != dates.None {
		return d, coach.Meet{}
	}
	rest, meet := cutMeet(ws)
	if meet.By == "" || len(rest) == 0 {
		return d, coach.Meet{}
	}
	return ReadDate(text, rest, c, dates.Read), meet
}

// BeforeDate is how many words stand before a date that goes on to the end or to the agenda: the name of a lead nobody
// has yet. The zone does not matter for that.
func BeforeDate(line Line, c dates.Context) func([]words.Word) int {
	return func(ws []words.Word) int {
		if len(ws) > 0 && ws[0].Quoted {
			return 1
		}
		when, _ := cutAgenda(line.Text, ws)
		for i := 1; i < len(when); i++ {
			behind := when[i:]
			if _, n := meetAt(behind, 0); n > 0 && behind[0].Bare == behind[0].Lower { // "Acme zoom Fri 10am", not "Acme Video"
				behind = behind[n:]
			}
			if len(behind) > 0 && ReadDate(line.Text, behind, c, dates.Read).Kind != dates.None {
				return i
			}
		}
		return len(when)
	}
}

// PlanKind is what a line's words make of the next call.
type PlanKind int

// What comes of a time to come, from what is stored to what is only named.
const (
	NoPlan       PlanKind = iota // the words say nothing of it
	PlanBooked                   // an instant that was agreed on
	PlanComeBack                 // a day to come back on: nobody agreed to an hour
	PlanAgreed                   // an instant in the note, offered as agreed
	PlanTry                      // a time in the note, offered as the next try: nobody was reached who could agree
	PlanSlots                    // words that leave the time open: times inside them are offered
	PlanUnread                   // a time that there isn't, or that is past: named, and other times are offered
)

// Plan is what a line's words make of the next call, with the date that says so.
type Plan struct {
	Kind PlanKind
	Date *Date
}

// Plan is what comes next by the words alone, after an outcome. The order of the cases is that of the contract: what is
// unread is named before anything is booked, "next" books where the note only offers, and whoever was not reached has
// agreed to nothing.
func (a LogArgs) Plan(o outcome.Outcome) Plan {
	d, said := a.Next, a.Next != nil
	if !said {
		d = a.Ahead
	}
	reached := !NobodyReached(o)
	switch {
	case d == nil || o.Info().Ends:
		return Plan{}
	case d.Kind == dates.Invalid || d.Past || d.Kind == dates.None:
		return Plan{PlanUnread, d}
	case d.Kind == dates.Exact && said:
		return Plan{PlanBooked, d}
	case ComesBack(o, d):
		return Plan{PlanComeBack, d}
	case d.Kind == dates.Exact && reached:
		return Plan{PlanAgreed, d}
	case !reached && d.Kind != dates.Vague:
		return Plan{PlanTry, d}
	}
	return Plan{PlanSlots, d}
}

// NobodyReached reports whether an outcome is of a try or of something that was sent: nobody was there who could agree
// to a time.
func NobodyReached(o outcome.Outcome) bool {
	switch group := o.Info().Group; group {
	case outcome.NotReached:
		return true
	case outcome.OtherTouch:
		return o != outcome.Visit
	default:
		return false
	}
}
