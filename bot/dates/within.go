package dates

import "time"

// Stretch is a stretch of time that words name, [From, To). To is zero where they leave the end open ("after
// Thanksgiving").
type Stretch struct {
	From, To time.Time
	// Hours is set where the words say which hours of the day ("Thu 2-3pm", "tomorrow morning").
	Hours bool
	// Clock is set where they say so by the clock and not by a part of the day.
	Clock bool
}

// Within is when something may be, by what was said.
type Within struct {
	// In are the stretches, none of them over yet; empty where the words name a time that is over or that nobody can
	// place ("after Diwali").
	In []Stretch
	// Begin says with what of them to begin.
	Begin Begin
}

// Begin says where in a stretch the first offer lies.
type Begin int

// Begins, by what was named: an hour, a day or a part of one; an open stretch or a row of days; a week, a month or a
// part of one.
const (
	FirstMinute Begin = iota
	FirstDay
	MidWeek
)

// daySpan is a row of days, [from, to), that words name. hours are what a bound within a day leaves of the first or the
// last one ("by Thu 3pm"), in minutes.
type daySpan struct {
	from, to civil
	open     bool // to is nothing
	begin    Begin
	until    int // minutes of the day to, when it is named to the minute: the span goes on into it
}

// hourSpan is a stretch of any day in minutes from midnight.
type hourSpan struct {
	from, to int
	clock    bool
}

// reader finds stretches in the tokens of one phrase.
type reader struct {
	ctx   Context
	now   time.Time // in the zone that the phrase is read in
	today civil
}

// WithinOf is when something may be that is said to be then: "Thu 2-3pm", "after Thanksgiving", "early next week", "Tue
// or Wed afternoon". It reports false for words that say nothing of when ("soon", "hello"). Every word must be
// understood, doubtful ones such as "maybe" aside.
func WithinOf(phrase string, c Context) (Within, bool) {
	if c.Zone == nil {
		c.Zone = time.UTC
	}
	var p parser
	p.reset(c, false)
	if !p.lex(phrase) || len(p.tok) == 0 {
		return Within{}, false
	}
	tok, zone := p.cutZone(p.tok)
	r := reader{ctx: c, now: c.Now.In(zone)}
	r.ctx.Zone, r.today = zone, civilOf(r.now)
	w, ok := r.phrase(tok)
	if !ok {
		// Words that name a time in a way that isn't understood are no leave for any other.
		x := Read(phrase, c)
		return Within{}, x.Kind != None && !p.saysNothing()
	}
	in := w.In[:0]
	for _, s := range w.In {
		if s.From.Before(r.now) {
			s.From = r.now
		}
		if s.To.IsZero() || s.To.After(s.From) {
			in = append(in, s)
		}
	}
	w.In = in
	return w, true
}

// saysNothing reports whether none of the words says when: "soon", "as soon as possible", "in a while".
func (p *tokens) saysNothing() bool {
	for _, t := range p.tok {
		if !whenever[t.text] && !fillers[t.text] {
			return false
		}
	}
	return true
}

// whenever are words of a time that nobody names.
var whenever = map[string]bool{"later": true, "soon": true, "asap": true, "someday": true, "eventually": true,
	"whenever": true, "shortly": true, "as": true, "possible": true, "at": true, "some": true, "point": true, "one": true,
	"day": true, "time": true, "any": true, "in": true, "a": true, "while": true, "bit": true, "the": true, "next": true,
	"on": true}

// cutZone takes the zone off the end of a phrase: "Thu 2-3pm PT".
func (p *parser) cutZone(tok []token) ([]token, *time.Location) {
	for n := min(cityMost+1, len(tok)-1); n > 0; n-- {
		tail := tok[len(tok)-n:]
		if w := tail[0].text; tail[0].num >= 0 || parts[w] != nil || weekdayAt(w) {
			continue
		}
		r, _, ok := readTokens(append([]token{{text: "12", num: 12, digits: 2}, {text: "noon", num: -1}}, tail...), p.ctx)
		if ok && r.Kind == Exact && r.Named {
			rest := tok[:len(tok)-n]
			if last := rest[len(rest)-1].text; last == "in" || last == "," {
				rest = rest[:len(rest)-1]
			}
			if len(rest) > 0 {
				return rest, r.Zone
			}
		}
	}
	return tok, p.ctx.Zone
}

// readTokens reads tokens as one date that names something, and gives what they said.
func readTokens(tok []token, c Context) (Reading, spec, bool) {
	if len(tok) == 0 || len(tok) > maxTokens {
		return Reading{}, spec{}, false
	}
	p := parsers.Get().(*parser)
	defer parsers.Put(p)
	p.reset(c, false)
	p.tok = append(p.buf[:0], tok...)
	p.parse(0, spec{})
	return p.best, p.said, p.found
}

// phrase is all of it: days with hours, or several of them.
func (r *reader) phrase(tok []token) (Within, bool) {
	tok = trimFiller(tok)
	if len(tok) == 0 {
		return Within{}, false
	}
	if w, ok := r.untilOf(tok); ok {
		return w, true
	}
	if w, ok := r.daysAndHours(tok); ok {
		return w, true
	}
	if isUntil(tok[0].text) { // "not now until April"
		return r.phrase(tok[1:])
	}
	// "Tue afternoon or Wed morning"
	for k := 1; k < len(tok)-1; k++ {
		if !alternative(tok[k].text) {
			continue
		}
		left, ok := r.phrase(tok[:k])
		if !ok {
			continue
		}
		right, ok := r.phrase(tok[k+1:])
		if !ok {
			continue
		}
		return Within{In: append(left.In, right.In...), Begin: max(left.Begin, right.Begin)}, true
	}
	return Within{}, false
}

// daysAndHours reads the days and, before or behind them, the hours: "Thu after 3", "late afternoon tomorrow". Hours
// alone are those of today, or of tomorrow once they are over.
func (r *reader) daysAndHours(tok []token) (Within, bool) {
	if d, ok := r.days(tok); ok {
		return r.combine(d, nil), true
	}
	if h, ok := r.hours(tok); ok {
		day := r.today
		if h[len(h)-1].over(minutesOf(r.now)) {
			day = day.plus(1)
		}
		return r.combine([]daySpan{{from: day, to: day.plus(1)}}, h), true
	}
	switch x, _, ok := readTokens(tok, r.ctx); {
	case ok && x.Kind == Part: // "this afternoon"
		return Within{In: []Stretch{{From: x.From, To: x.To, Hours: true}}}, true
	case ok && x.Kind == Exact:
		return Within{In: []Stretch{{From: x.At, To: x.At.Add(offered / 2 * time.Minute), Hours: true, Clock: true}}}, true
	}
	// "late Thursday afternoon"
	if n := len(tok); n > 2 && stretchesOfDay[tok[0].text] != nil {
		if h, ok := r.hours([]token{tok[0], tok[n-1]}); ok {
			if n == 3 && tok[1].text == "this" {
				return r.combine([]daySpan{{from: r.today, to: r.today.plus(1)}}, h), true
			}
			if d, ok := r.days(tok[1 : n-1]); ok {
				return r.combine(d, h), true
			}
		}
	}
	for k := 1; k < len(tok); k++ {
		left, right := trimJoint(tok[:k]), trimJoint(tok[k:])
		if h, ok := r.hours(right); ok {
			if d, ok := r.days(left); ok {
				return r.combine(d, h), true
			}
		}
		if h, ok := r.hours(left); ok {
			if d, ok := r.days(right); ok {
				return r.combine(d, h), true
			}
		}
	}
	return Within{}, false
}

// over reports whether hours alone, said at a minute of today, are those of tomorrow: they have passed, or what is
// named of them has begun. An afternoon that goes on, and "after 3", are still today's.
func (h hourSpan) over(now int) bool {
	return h.to <= now || h.from <= now && (h.clock && h.to-h.from <= offered || !h.clock && h.from < noon && h.to <= noon)
}

// noon in minutes.
const noon = 12 * 60

// combineMost bounds the days of which the hours are written out.
const combineMost = 31

// combine is the stretches of the days, or of the hours on each of them.
func (r *reader) combine(days []daySpan, hours []hourSpan) (w Within) {
	at := func(c civil, minutes int) time.Time {
		t, _ := wall(c.plus(minutes/(24*60)), minutes/60%24, minutes%60, 0, r.ctx.Zone)
		return t
	}
	for _, d := range days {
		w.Begin = max(w.Begin, d.begin)
		if hours == nil {
			s := Stretch{From: dayStart(d.from, r.ctx.Zone)}
			if !d.open {
				s.To = at(d.to, d.until)
			}
			w.In = append(w.In, s)
			continue
		}
		first := d.from
		if first.before(r.today) {
			first = r.today
		}
		for n := 0; n < combineMost && (d.open || first.before(d.to)); n++ {
			for _, h := range hours {
				w.In = append(w.In, Stretch{From: at(first, h.from), To: at(first, h.to), Hours: true, Clock: h.clock})
			}
			first = first.plus(1)
		}
	}
	return w
}

// untilOf reads what goes from now to a time of a day: "by Thu 3pm", "before Friday morning". "Before 10am on Friday"
// is of that Friday alone and is left to the hours.
func (r *reader) untilOf(tok []token) (Within, bool) {
	op := tok[0].text
	if op != "by" && op != "before" || len(tok) < 2 {
		return Within{}, false
	}
	x, s, ok := readTokens(tok[1:], r.ctx)
	day := s.day != noDay || s.weekday.set
	end := x.At
	switch {
	case ok && x.Kind == Exact && op == "by":
	case ok && x.Kind == Part && op == "by":
		end = x.To
	case ok && x.Kind == Part && day:
		end = x.From
	default:
		return Within{}, false
	}
	return Within{In: []Stretch{{From: r.now, To: end}}, Begin: FirstDay}, true
}

// alternative reports whether a word stands between two of which one is enough.
func alternative(w string) bool {
	switch w {
	case "or", "and", "/", ",", ";", "&", "else":
		return true
	}
	return false
}

// fillers change nothing about when.
var fillers = map[string]bool{"maybe": true, "perhaps": true, "probably": true, "possibly": true, "hopefully": true,
	"ideally": true, "sometime": true, "anytime": true, "either": true, "again": true, "please": true, ",": true,
	".": true,
	"!": true, "?": true, ";": true, "preferably": true, "then": true, "-": true}

// trimFiller takes off what changes nothing, at both ends.
func trimFiller(tok []token) []token {
	t := tokens{}
	for {
		n := len(tok)
		t.tok = tok
		switch {
		case n == 0:
			return tok
		case fillers[tok[0].text]:
			tok = tok[1:]
		case t.seq(0, "some", "time"), t.seq(0, "any", "time"):
			tok = tok[2:]
		case t.seq(0, "at", "some", "point"):
			tok = tok[3:]
		case t.seq(0, "call", "me"), t.seq(0, "call", "him"), t.seq(0, "call", "her"), t.seq(0, "call", "them"),
			t.seq(0, "call", "back"):
			tok = tok[2:]
		case fillers[tok[n-1].text]:
			tok = tok[:n-1]
		case t.seq(n-2, "if", "possible"), t.seq(n-2, "some", "time"), t.seq(n-2, "any", "time"):
			tok = tok[:n-2]
		default:
			return tok
		}
	}
}

// trimJoint takes off what joins days and hours: "on Thursday, between 2 and 4", "3-4pm on Thursday".
func trimJoint(tok []token) []token {
	for len(tok) > 0 && (fillers[tok[0].text] || tok[0].text == "on") {
		tok = tok[1:]
	}
	for len(tok) > 0 && (fillers[tok[len(tok)-1].text] || tok[len(tok)-1].text == "on" || tok[len(tok)-1].text == "at") {
		tok = tok[:len(tok)-1]
	}
	return tok
}
