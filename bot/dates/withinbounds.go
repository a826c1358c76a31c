package dates

import "time"

// bounded reads what lies on one side of something: "after Thanksgiving", "from Monday", "not before 1 Dec", "before
// Friday", "by the end of next week", "within two weeks", "around Christmas".
func (r *reader) bounded(t *tokens) (daySpan, bool) {
	op, i := "", 0
	for t.seq(i, "any", "time") || t.word(i) == "some" && t.word(i+1) == "time" {
		i += 2
	}
	switch w := t.word(i); {
	// The negations first: each of them holds a word that means the opposite by itself.
	case w == "not" && (t.word(i+1) == "before" || t.word(i+1) == "until" || t.word(i+1) == "till"):
		op, i = "from", i+2
	case w == "not" && t.word(i+1) == "after":
		op, i = "by", i+2
	case t.seq(i, "no", "earlier", "than"), t.seq(i, "not", "earlier", "than"):
		op, i = "from", i+3
	case t.seq(i, "no", "later", "than"), t.seq(i, "not", "later", "than"), t.seq(i, "at", "the", "latest"):
		op, i = "by", i+3
	case t.seq(i, "as", "of"), t.seq(i, "as", "from"), t.seq(i, "starting", "from"):
		op, i = "from", i+2
	case w == "from" || w == "starting" || w == "since":
		op, i = "from", i+1
	case w == "after" || w == "past" || w == "following":
		op, i = "after", i+1
	case w == "before":
		op, i = "before", i+1
	case w == "by":
		op, i = "by", i+1
	case w == "within" || w == "inside":
		op, i = "within", i+1
	case w == "around" || w == "about" || w == "round":
		op, i = "around", i+1
	}
	end := len(t.tok)
	switch {
	// What stands behind says it just as well: "Monday onwards", "Friday at the latest".
	case t.word(end-1) == "onwards" || t.word(end-1) == "onward" || op == "from" && t.word(end-1) == "on":
		end--
		if op == "" {
			op = "from"
		}
	case t.seq(end-2, "or", "after"), t.seq(end-2, "or", "later"):
		end -= 2
		op = "from"
	case t.seq(end-3, "at", "the", "latest"):
		end -= 3
		op = "by"
	}
	if op == "" || i >= end {
		return daySpan{}, false
	}
	if op == "within" {
		return r.within(&tokens{tok: t.tok[i:end]})
	}
	x, ok := r.occasion(t.tok[i:end])
	if !ok {
		return daySpan{}, false
	}
	return r.side(op, x), true
}

// side is what lies on one side of days.
func (r *reader) side(op string, x daySpan) daySpan {
	switch op {
	// After a day is from the next one on, from a day is that day too, and by a day includes it.
	case "after":
		return daySpan{from: x.to, open: true, begin: FirstDay}
	case "from":
		return daySpan{from: x.from, open: true, begin: FirstDay}
	case "before":
		return daySpan{from: r.today, to: x.from, begin: FirstDay}
	case "by":
		return daySpan{from: r.today, to: x.to, begin: FirstDay}
	}
	// around
	if x.begin == FirstMinute {
		return daySpan{from: x.from.plus(-2), to: x.to.plus(2), begin: FirstDay}
	}
	return x
}

// within reads an amount of time from now on: "within two weeks", "within the next 3 days".
func (r *reader) within(t *tokens) (daySpan, bool) {
	i := 0
	for t.word(i) == "the" || t.word(i) == "next" || t.word(i) == "coming" {
		i++
	}
	d, end := t.span(i)
	if end != len(t.tok) || end == 0 || d.problem != "" {
		return r.someTime(&tokens{tok: append([]token{{text: "next", num: -1}}, t.tok[i:]...)}, true)
	}
	// "Within two hours" is of today, and read as hours.
	if d.elapsed != 0 {
		return daySpan{}, false
	}
	return daySpan{from: r.today, to: r.today.plus(d.days + 1).plusMonths(d.months), begin: FirstDay}, true
}

// occasion reads the days that something is before or after: one or more of them, or a time of the year.
func (r *reader) occasion(tok []token) (daySpan, bool) {
	t := tokens{tok: tok}
	i := 0
	for t.word(i) == "the" || t.word(i) == "their" || t.word(i) == "this" && t.word(i+1) == "weekend" {
		i++
	}
	rest := tokens{tok: tok[i:]}
	if rest.word(0) == "holidays" || rest.word(0) == "holiday" && rest.word(1) == "season" {
		return r.holidays()
	}
	if len(rest.tok) == 1 {
		switch rest.word(0) {
		case "weekend":
			return r.weekend(0), true
		case "week", "month", "quarter", "year":
			rest.tok = []token{{text: "this", num: -1}, rest.tok[0]}
		}
	}
	if name, end := rest.feastAt(0); name != "" {
		x, ok := r.feast(name)
		if y := rest.year(end); ok && y > 0 {
			day, known := r.ctx.holiday(name, y)
			x, ok, end = daySpan{from: day, to: day.plus(1)}, known, end+1
		}
		// "After the Christmas break" is after the days around it too.
		if rest.word(end) == "break" || rest.word(end) == "holidays" || rest.word(end) == "vacation" {
			if d, known := r.holidays(); known && (name == "christmas" || name == "new year") {
				x = d
			}
			end++
		}
		// After Easter is after the Monday that belongs to it, after Christmas after its second day.
		if end == len(rest.tok) {
			switch name {
			case "easter", "christmas":
				x.to = x.to.plus(1)
			case "new year", "new years":
				// the first of January
			}
			return x, ok
		}
	}
	ds, ok := r.days(tok)
	if !ok || len(ds) != 1 || ds[0].open {
		return daySpan{}, false
	}
	return ds[0], true
}

// holidays are those at the turn of the year, for whoever speaks of them from September on; in other months nobody
// knows which are meant.
func (r *reader) holidays() (daySpan, bool) {
	year := r.today.Year()
	if r.today.Month() == time.January && r.today.Day() < 7 {
		year--
	} else if r.today.Month() < time.September {
		return daySpan{}, false
	}
	from := date(year, time.December, 24)
	return daySpan{from: from, to: from.plus(9), begin: FirstDay}, true
}

// dayRange reads days from one to another: "Tue to Thu", "1-5 Dec", "between Monday and Wednesday", "March to April".
func (r *reader) dayRange(t *tokens) (daySpan, bool) {
	i, between := 0, false
	switch t.word(0) {
	case "between":
		i, between = 1, true
	case "from":
		i = 1
	}
	for k := i + 1; k < len(t.tok)-1; k++ {
		switch w := t.word(k); {
		case w == "-" || w == "to" || w == "till" || w == "until" || w == "through" || w == "thru":
		case between && (w == "and" || w == "&"):
		default:
			continue
		}
		left, right := t.tok[i:k], t.tok[k+1:]
		a, okA := r.oneSpan(left)
		b, okB := r.oneSpan(right)
		if okB && !okA {
			a, okA = r.startLike(left, right)
		} else if okA && !okB {
			b, okB = r.endLike(left, right)
		}
		if !okA || !okB {
			continue
		}
		if !a.from.before(b.from) { // "Friday to Monday": the one behind it
			later := *r
			later.today, later.now = a.from, dayStart(a.from, r.ctx.Zone)
			later.ctx.Now = later.now
			if b, okB = later.oneSpan(right); !okB || !a.from.before(b.to) {
				continue
			}
		}
		d := daySpan{from: a.from, to: b.to, begin: max(a.begin, b.begin, FirstDay)}
		return d, d.from.before(d.to)
	}
	return daySpan{}, false
}

// oneSpan reads days that are one span.
func (r *reader) oneSpan(tok []token) (daySpan, bool) {
	tok = trimFiller(tok)
	if len(tok) == 0 {
		return daySpan{}, false
	}
	t := tokens{tok: tok}
	for _, read := range [...]func(*tokens) (daySpan, bool){r.pieceOf, r.oneDay, r.stretch} {
		if d, ok := read(&t); ok {
			return d, true
		}
	}
	return daySpan{}, false
}

// startLike reads a number before a date as another day of its month: the 1 of "1-5 Dec", the 3rd of "3rd or 4th of
// December".
func (r *reader) startLike(left, right []token) (daySpan, bool) {
	skip := 1
	if len(right) > 1 && right[1].glued && right[1].num < 0 && right[1].text != "-" {
		skip = 2 // its "th"
	}
	if len(left) == 0 || len(left) > 3 || left[len(left)-1].num < 0 && len(left) == 1 || len(right) <= skip ||
		right[0].num < 0 {
		return daySpan{}, false
	}
	t := tokens{tok: append(append([]token(nil), left...), right[skip:]...)}
	return r.oneDay(&t)
}

// endLike reads a number behind a date as another day of its month: the 5 of "Dec 1-5".
func (r *reader) endLike(left, right []token) (daySpan, bool) {
	if len(left) < 2 || len(right) == 0 || len(right) > 2 || right[0].num < 0 {
		return daySpan{}, false
	}
	n := len(left)
	for n > 0 && left[n-1].num < 0 {
		n--
	}
	if n < 2 {
		return daySpan{}, false
	}
	t := tokens{tok: append(append([]token(nil), left[:n-1]...), right...)}
	return r.oneDay(&t)
}
