package dates

// pieceOf reads "early next week", "mid-December", "late March", "beginning of Q2", "the end of October", "first week
// of December", "later this week".
func (r *reader) pieceOf(t *tokens) (daySpan, bool) {
	i := 0
	for t.word(i) == "in" || t.word(i) == "the" || t.word(i) == "at" || t.word(i) == "towards" || t.word(i) == "around" {
		i++
	}
	piece := ""
	switch w := t.word(i); w {
	case "early", "beginning", "start":
		piece = "early"
	case "mid", "middle":
		piece = "mid"
	case "late", "end":
		piece = "late"
	case "later":
		piece = "rest"
	// A number belongs to a week or a half; "the first of December" is a day.
	case "first", "1", "second", "2", "third", "3", "fourth", "4", "last":
		return r.nthWeek(&tokens{tok: t.tok[i:]})
	default:
		return daySpan{}, false
	}
	i++
	for t.word(i) == "-" || t.word(i) == "of" || t.word(i) == "in" || t.word(i) == "the" || t.word(i) == "part" ||
		t.word(i) == "on" {
		i++
	}
	rest := tokens{tok: t.tok[min(i, len(t.tok)):]}
	// "The end of the month" is of this one.
	if len(rest.tok) == 1 && (rest.word(0) == "week" || rest.word(0) == "month" || rest.word(0) == "quarter" ||
		rest.word(0) == "year") {
		rest.tok = append([]token{{text: "this", num: -1}}, rest.tok...)
	}
	if x, s, ok := readTokens(t.tok, r.ctx); ok && x.Kind == Day && s.day >= endOfWeek && s.day <= endOfYear {
		return daySpan{}, false // oneDay knows it
	}
	d, ok := r.stretch(&rest)
	if !ok || d.begin != MidWeek {
		return daySpan{}, false
	}
	return r.piece(d, piece), true
}

// piece is a part of a week, a month or more.
func (r *reader) piece(d daySpan, which string) daySpan {
	length := int(d.to.Sub(d.from.Time).Hours()) / 24
	// "Later this week" begins tomorrow at the earliest…
	if which == "rest" {
		if d.from.before(r.today.plus(1)) {
			d.from, d.begin = r.today.plus(1), FirstDay
			return d
		}
		// …and "later next month" is late in it.
		which = "late"
	}
	if length == 7 {
		_, last := r.ctx.week()
		// A week has two days at each end, and those between.
		switch which {
		case "early":
			return daySpan{from: d.from, to: d.from.plus(2), begin: FirstDay}
		case "mid":
			return daySpan{from: d.from.plus(1), to: d.from.plus(max(2, last)), begin: MidWeek}
		}
		return daySpan{from: d.from.plus(max(0, last-1)), to: d.from.plus(last + 1), begin: FirstDay}
	}
	// Anything longer has thirds.
	third := length / 3
	switch which {
	case "early":
		d.to = d.from.plus(third)
	case "mid":
		d.from, d.to = d.from.plus(third), d.from.plus(2*third)
	default:
		d.from = d.from.plus(2 * third)
	}
	return d
}

// nthWeek reads "first week of December", "last week of the month", "second half of March".
func (r *reader) nthWeek(t *tokens) (daySpan, bool) {
	n, i := t.nth(0)
	if t.word(0) == "last" {
		n, i = -1, 1
	}
	what := t.word(i)
	if n == 0 || what != "week" && what != "half" || t.word(i+1) != "of" && t.word(i+1) != "in" {
		return daySpan{}, false
	}
	rest := tokens{tok: t.tok[i+2:]}
	if len(rest.tok) == 2 && rest.word(0) == "the" && rest.word(1) == "month" {
		rest.tok = []token{{text: "this", num: -1}, rest.tok[1]}
	}
	d, ok := r.stretch(&rest)
	length := int(d.to.Sub(d.from.Time).Hours()) / 24
	switch {
	case !ok || d.begin != MidWeek:
		return daySpan{}, false
	case what == "half" && (n == 1 || n == 2):
		if n == 1 {
			d.to = d.from.plus(length / 2)
		} else {
			d.from = d.from.plus(length / 2)
		}
		return d, true
	// A week has no weeks in it, and only two halves.
	case what == "half" || length < 28:
		return daySpan{}, false
	case n == -1:
		return daySpan{from: d.to.plus(-7), to: d.to, begin: MidWeek}, true
	}
	from := d.from.plus(7 * (n - 1))
	return daySpan{from: from, to: from.plus(7), begin: MidWeek}, true
}

// someTime reads amounts that name no day: "a couple of days", "a few weeks", "2-3 weeks", "2 weeks or so", "the next
// few days". behindIn is set where "in" stands before it, which "2 weeks" needs.
func (r *reader) someTime(t *tokens, behindIn bool) (daySpan, bool) {
	i, n, next, one := 0, len(t.tok), false, false
	for {
		switch w := t.word(i); w {
		case "about", "around", "roughly", "approximately", "a", "another", "the":
			one = one || w == "a" || w == "another"
			i++
			continue
		case "next", "coming":
			next = true
			i++
			continue
		}
		break
	}
	// What makes an amount inexact or says from when it counts adds no days.
	if t.seq(n-2, "or", "so") || t.seq(n-2, "from", "now") {
		n -= 2
	}
	if t.word(n-1) == "time" {
		n--
	}
	low, high := 0, 0
	switch t.word(i) {
	// From so many to so many, the second not included.
	case "couple":
		low, high = 2, 3
		i++
	case "few":
		low, high = 3, 5
		i++
	case "several", "some":
		low, high = 4, 7
		i++
	// "a week or so", "another month": one, or a little more.
	case "week", "month", "day":
		if !one {
			return daySpan{}, false
		}
		low, high = 1, 2
	default:
		low, i = t.count(i)
		high = low + 1
		if w := t.word(i); w == "-" || w == "or" || w == "to" {
			high, i = t.count(i + 1)
			high++
		}
	}
	if t.word(i) == "of" {
		i++
	}
	// Hours are a time of day and no stretch, and an exact amount without a word that loosens it names its day.
	u, ok := units[t.word(i)]
	if !ok || u.glued || u.elapsed != 0 || low < 1 || high <= low || i+1 != n || !behindIn && !next &&
		!t.seq(len(t.tok)-2, "from", "now") && !t.seq(len(t.tok)-2, "or", "so") && t.word(0) != "a" && t.num(0, 2) < 0 &&
		t.word(0) != "couple" && t.word(0) != "few" && t.word(0) != "several" {
		return daySpan{}, false
	}
	begin := MidWeek
	if u.days == 1 {
		begin = FirstDay
	}
	if next { // within
		return daySpan{from: r.today, to: r.today.plus(u.days*(high-1) + 1).plusMonths(u.months * (high - 1)), begin: begin},
			true
	}
	d := daySpan{from: r.today.plus(u.days * low).plusMonths(u.months * low),
		to: r.today.plus(u.days * high).plusMonths(u.months * high), begin: begin}
	if u.months > 0 { // a month or so is no whole month
		d.to = r.today.plusMonths(u.months * (high - 1)).plus(14)
	}
	return d, true
}

// count is a number at i, in digits or letters, and where it ends.
func (p *tokens) count(i int) (int, int) {
	if n := p.num(i, 2); n > 0 {
		return n, i + 1
	}
	return numberWords[p.word(i)], i + 1
}
