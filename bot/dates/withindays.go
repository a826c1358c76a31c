package dates

import "time"

// days reads which days are meant, nothing but them.
func (r *reader) days(tok []token) ([]daySpan, bool) {
	tok = trimFiller(tok)
	if len(tok) == 0 || len(tok) > maxTokens {
		return nil, false
	}
	t := tokens{tok: tok}
	// The order decides: "early next week" is no "next week", and "by Friday" no Friday.
	for _, read := range [...]func(*tokens) (daySpan, bool){r.pieceOf, r.oneDay, r.stretch, r.dayRange,
		r.bounded} {
		if d, ok := read(&t); ok {
			return []daySpan{d}, true
		}
	}
	// "Tue or Wed", "the 3rd or 4th of December"
	for k := 1; k < len(tok)-1; k++ {
		if !alternative(tok[k].text) {
			continue
		}
		right, okR := r.days(tok[k+1:])
		left, okL := r.days(tok[:k])
		switch {
		// A bare number takes its month from its neighbour.
		case okL && !okR:
			if d, ok := r.endLike(tok[:k], tok[k+1:]); ok {
				right, okR = []daySpan{d}, true
			}
		case okR && !okL:
			if d, ok := r.startLike(tok[:k], tok[k+1:]); ok {
				left, okL = []daySpan{d}, true
			}
		}
		if okL && okR {
			return append(left, right...), true
		}
	}
	return nil, false
}

// oneDay reads what names one day: "Thu", "12 Dec", "in 3 working days". The end of a month and the like are the days
// before it too.
func (r *reader) oneDay(t *tokens) (daySpan, bool) {
	if d, ok := r.workingDay(t); ok {
		return d, true
	}
	i := 0
	for t.word(i) == "on" || t.word(i) == "for" {
		i++
	}
	x, s, ok := readTokens(t.tok[i:], r.ctx)
	if !ok {
		if name, end := t.feastAt(i); name != "" && end == len(t.tok) {
			return r.feast(name)
		}
		return daySpan{}, false
	}
	if x.Kind != Day {
		return daySpan{}, false
	}
	day := civilOf(x.From)
	d := daySpan{from: day, to: day.plus(1)}
	switch s.day {
	// Whoever says the end of a month means its last days, of a quarter or a year the last two weeks.
	case endOfMonth:
		d.from, d.begin = day.plus(-6), MidWeek
	case endOfQuarter, endOfYear:
		d.from, d.begin = day.plus(-13), MidWeek
	}
	return d, true
}

// feast is the day of a holiday; nobody knows when some are.
func (r *reader) feast(name string) (daySpan, bool) {
	day, problem := resolver{ctx: r.ctx}.onHoliday(spec{feast: name}, r.today)
	if problem != "" {
		return daySpan{}, false
	}
	return daySpan{from: day, to: day.plus(1)}, true
}

// workingDay reads "in 3 business days", which is a day once somebody's calendar is known.
func (r *reader) workingDay(t *tokens) (daySpan, bool) {
	i := 0
	if t.word(0) == "in" {
		i = 1
	}
	n := t.num(i, 2)
	if n < 0 {
		n = numberWords[t.word(i)]
	}
	end := i + 2
	switch w := t.word(i + 1); {
	case n < 1:
		return daySpan{}, false
	// One word, where the others are two.
	case w == "workdays":
	case (w == "business" || w == "working") && (t.word(i+2) == "days" || t.word(i+2) == "day"):
		end++
	default:
		return daySpan{}, false
	}
	if end != len(t.tok) {
		return daySpan{}, false
	}
	day := r.ctx.workingDays(r.today, n)
	return daySpan{from: day, to: day.plus(1)}, true
}

// weekStart is the first day of the week n weeks ahead.
func (r *reader) weekStart(day civil, n int) civil {
	first, _ := r.ctx.week()
	return weekOf(day, first).plus(7 * n)
}

// week is the week n weeks ahead of that of a day.
func (r *reader) week(day civil, n int) daySpan {
	from := r.weekStart(day, n)
	return daySpan{from: from, to: from.plus(7), begin: MidWeek}
}

// monthsFrom is n months from the first of one.
func monthsFrom(first civil, n int) daySpan {
	return daySpan{from: first, to: first.plusMonths(n), begin: MidWeek}
}

// stretch reads what names more than a day: "next week", "the week of 7 Dec", "in March", "Q1", "next quarter", "a few
// days".
func (r *reader) stretch(t *tokens) (daySpan, bool) {
	i, n := 0, len(t.tok)
	for t.word(i) == "in" || t.word(i) == "the" || t.word(i) == "for" || t.word(i) == "during" || t.word(i) == "over" ||
		t.word(i) == "on" || t.word(i) == "at" || t.word(i) == "any" && t.word(i+1) == "day" {
		if t.word(i) == "any" {
			i++
		}
		i++
	}
	rest := &tokens{tok: t.tok[i:]}
	if i == n {
		return daySpan{}, false
	}
	for _, read := range [...]func(*tokens, bool) (daySpan, bool){r.someTime, r.weekNamed, r.monthNamed, r.longer} {
		if d, ok := read(rest, i > 0 && t.word(0) == "in"); ok {
			return d, true
		}
	}
	return daySpan{}, false
}

// weekNamed reads a week or a weekend.
func (r *reader) weekNamed(t *tokens, _ bool) (daySpan, bool) {
	n := len(t.tok)
	switch {
	case t.seq(0, "week", "after", "next") && n == 3:
		return r.week(r.today, 2), true
	case t.seq(0, "week", "after") && n == 2:
		return r.week(r.today, 2), true
	case t.seq(0, "week", "after", "that") && n == 3:
		return r.week(r.today, 2), true
	case t.word(0) == "midweek" && n == 1:
		// Tuesday to Thursday, of next week once Wednesday has come.
		from := r.weekStart(r.today, 0).plus(1)
		if !r.today.before(from.plus(2)) {
			from = from.plus(7)
		}
		return daySpan{from: from, to: from.plus(3), begin: MidWeek}, true
	}
	if a, ok := ahead(t.word(0)); ok && n == 2 {
		switch t.word(1) {
		case "week":
			return r.week(r.today, a), a >= 0
		case "weekend":
			return r.weekend(a), a >= 0
		}
	}
	if t.word(0) == "weekend" && n == 1 {
		return r.weekend(0), true
	}
	// "Thanksgiving week", "Christmas week"
	if name, end := t.feastAt(0); name != "" && t.word(end) == "week" && end+1 == n {
		if d, ok := r.feast(name); ok {
			return r.week(d.from, 0), true
		}
		return daySpan{}, false
	}
	if t.word(0) == "w" && t.word(1) == "/" && t.word(2) == "c" && n > 3 {
		return r.weekOfDay(t.tok[3:], 0)
	}
	if t.word(0) != "week" {
		return daySpan{}, false
	}
	switch t.word(1) {
	// "week of 7 Dec", "week commencing Monday", "week with Thanksgiving".
	case "of", "commencing", "beginning", "starting", "ending", "with":
		return r.weekOfDay(t.tok[2:], 0)
	case "after":
		return r.weekOfDay(t.tok[2:], 1)
	case "before":
		return r.weekOfDay(t.tok[2:], -1)
	// "week in 3 weeks" counts from today and takes the week that it lands in.
	case "in":
		if d, end := t.span(2); end == n && d.days > 0 && d.problem == "" {
			return r.week(r.today.plus(d.days), 0), true
		}
	}
	return r.weekOfDay(t.tok[1:], 0)
}

// weekOfDay is the week in which a day lies, or one beside it.
func (r *reader) weekOfDay(tok []token, n int) (daySpan, bool) {
	if len(tok) > 0 && tok[0].text == "the" {
		tok = tok[1:]
	}
	t := tokens{tok: tok}
	d, ok := r.oneDay(&t)
	if !ok {
		return daySpan{}, false
	}
	return r.week(d.from, n), true
}

// weekend is Saturday and Sunday, n weekends ahead; on one of them the first is this.
func (r *reader) weekend(n int) daySpan {
	sat := weekOf(r.today, time.Monday).plus(5 + 7*n)
	return daySpan{from: sat, to: sat.plus(2)}
}

// monthNamed reads "March", "March 2027", "next month", "the month after next".
func (r *reader) monthNamed(t *tokens, _ bool) (daySpan, bool) {
	n := len(t.tok)
	this := date(r.today.Year(), r.today.Month(), 1)
	if t.seq(0, "month", "after", "next") && n == 3 {
		return monthsFrom(this.plusMonths(2), 1), true
	}
	if a, ok := ahead(t.word(0)); ok && t.word(1) == "month" && n == 2 {
		return monthsFrom(this.plusMonths(a), 1), a >= 0
	}
	i, far := 0, false
	switch t.word(0) {
	case "next", "this", "coming", "following":
		i, far = 1, true
	}
	m, ok := months[t.word(i)]
	if !ok {
		return daySpan{}, false
	}
	i++
	if t.word(i) == "of" {
		i++
	}
	first := date(r.today.Year(), m, 1)
	switch y := t.year(i); {
	case y > 0:
		first = date(y, m, 1)
		i++
	case t.seq(i, "next", "year"):
		first = first.plusMonths(12)
		i += 2
	// A month that is over is next year's; "next March" said in March is too.
	case m < r.today.Month(), m == r.today.Month() && far && t.word(0) == "next":
		first = first.plusMonths(12)
	}
	return monthsFrom(first, 1), i == n
}

// longer reads quarters, halves, years and seasons.
func (r *reader) longer(t *tokens, _ bool) (daySpan, bool) {
	n, y := len(t.tok), r.today.Year()
	q := (int(r.today.Month()) + 2) / 3
	if a, ok := ahead(t.word(0)); ok && n == 2 && a >= 0 {
		switch t.word(1) {
		case "quarter":
			return monthsFrom(date(y, time.Month(3*q-2), 1).plusMonths(3*a), 3), true
		case "year":
			return monthsFrom(date(y+a, 1, 1), 12), true
		}
	}
	if y := t.year(0); y > 0 && n == 1 {
		return monthsFrom(date(y, 1, 1), 12), true
	}
	i, nth, half := 0, 0, false
	switch {
	// "Q3", "H2"; behind it comes "the third quarter of".
	case (t.word(0) == "q" || t.word(0) == "h") && t.num(1, 1) > 0 && t.tok[1].glued:
		nth, half, i = t.num(1, 1), t.word(0) == "h", 2
	default:
		k, end := t.nth(0)
		if t.word(end) != "quarter" && t.word(end) != "half" || k < 1 {
			return r.season(t)
		}
		nth, half, i = k, t.word(end) == "half", end+1
		if t.word(i) == "of" || t.word(i) == "in" {
			i++
		}
	}
	if nth > 4 || half && nth > 2 {
		return daySpan{}, false
	}
	length := 3
	if half {
		length = 6
	}
	d := monthsFrom(date(y, time.Month(length*(nth-1)+1), 1), length)
	switch year := t.year(i); {
	case year > 0:
		d = monthsFrom(date(year, d.from.Month(), 1), length)
		i++
	case t.seq(i, "next", "year"), t.seq(i, "of", "next", "year"):
		d = monthsFrom(d.from.plusMonths(12), length)
		i = n
	case t.seq(i, "this", "year"):
		i += 2
	// Over already: the same one of next year.
	case !r.today.before(d.to):
		d = monthsFrom(d.from.plusMonths(12), length)
	}
	return d, i == n
}

// south are the countries in which it is summer in January.
var south = map[string]bool{"AU": true, "NZ": true, "ZA": true, "AR": true, "BR": true, "CL": true, "UY": true,
	"PY": true,
	"PE": true, "BO": true, "ZW": true, "NA": true, "BW": true}

// season reads "summer", "next spring": three whole months, the next that aren't over.
func (r *reader) season(t *tokens) (daySpan, bool) {
	i := 0
	switch t.word(0) {
	case "this", "coming", "next":
		i = 1
	}
	first := map[string]time.Month{"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[t.word(i)]
	if first == 0 || i+1 != len(t.tok) {
		return daySpan{}, false
	}
	if south[r.ctx.Country] {
		first = (first+5)%12 + 1
	}
	d := monthsFrom(date(r.today.Year()-1, first, 1), 3)
	// A winter begins in one year and ends in the next, so the search begins a year back.
	for !r.today.before(d.to) {
		d = monthsFrom(d.from.plusMonths(12), 3)
	}
	return d, true
}
