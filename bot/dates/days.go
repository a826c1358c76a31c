package dates

import "time"

// days reads whatever names a day at i.
func (p *parser) days(i int, s spec) {
	if s.hasElapsed {
		return
	}
	if !s.weekday.set {
		p.weekday(i, s)
	}
	// "next week Thursday": the week is kept and the weekday is read behind it.
	if !s.week.set && p.word(i+1) == "week" {
		if n, ok := ahead(p.word(i)); ok && p.word(i) != "the" {
			w := s
			w.week = weekRef{set: true, n: n}
			if !p.vague {
				p.accept(i+2, w)
			}
		}
	}
	// "the week after next Thursday"
	if !s.week.set && !p.vague {
		j := i
		if p.word(j) == "the" {
			j++
		}
		if p.seq(j, "week", "after", "next") {
			w := s
			w.week = weekRef{set: true, n: 2}
			p.accept(j+3, w)
		}
	}
	if s.day != noDay {
		return
	}
	// "the" stands before days counted from today and before ordinals only.
	p.relativeDay(i, s)
	p.nthWeekday(i, s)
	p.holiday(i, s)
	if p.word(i) == "the" {
		i++
		p.relativeDay(i, s)
		p.ordinal(i, s)
		p.nthWeekday(i, s)
		p.holiday(i, s)
		// "the Thursday", "the coming Friday"
		if w := p.word(i); !s.weekday.set && !p.vague && (weekdayAt(w) || w == "coming" || w == "following") {
			p.weekday(i, s)
		}
	}
	p.ordinal(i, s)
	p.endOf(i, s)
	p.monthAndDay(i, s)
	p.numeric(i, s)
	p.iso(i, s)
}

// ahead is how many weeks or months "this", "next" and "last" go.
func ahead(w string) (int, bool) {
	switch w {
	case "this", "the":
		return 0, true
	case "next", "following", "coming":
		return 1, true
	case "last":
		return -1, true
	}
	return 0, false
}

// weekday reads "Thu", "next Thursday", "Monday week".
func (p *parser) weekday(i int, s spec) {
	s.weekday.which = plain
	switch p.word(i) {
	case "this":
		s.weekday.which = this
		i++
		if p.word(i) == "coming" {
			i++
		}
	case "next", "coming", "upcoming", "following":
		s.weekday.which = next
		i++
	case "last":
		s.weekday.which = last
		i++
	}
	d, ok := weekdays[p.word(i)]
	if !ok {
		return
	}
	s.weekday.set, s.weekday.day = true, d
	p.weekdayPlus(i+1, s)
	// "Sunday 15 17:00"; "Thu 4 pm" and "Thu 3 - 4pm" are hours.
	if n := p.num(i+1, 2); n > 0 && s.day == noDay && !p.vague && p.mayBeDay(i+2) {
		w := s
		w.day, w.n, w.bareDay = dayOfMonth, n, true
		p.accept(i+2, w)
	}
	p.accept(i+1, s)
}

// mayBeDay reports whether what stands at i leaves the number before it a day of the month.
func (p *tokens) mayBeDay(i int) bool {
	switch p.word(i) {
	case "", ":", ".", "/", "-", "h", "or", "and", "to", "ish", "past", "minutes", "min":
		return false
	}
	return !p.hasSuffix(i) && !p.isOrdinal(i) && p.num(i, 2) != 30 && p.num(i, 2) != 15
}

// weekdayPlus reads what puts a weekday into another week: "Monday week" and "Thursday after next" are the Monday and
// the Thursday after the next one, "Thursday of next week" and "Thursday coming" say which.
func (p *parser) weekdayPlus(i int, s spec) {
	if s.plusDays != 0 || s.day != noDay || p.vague && p.word(i) != "week" {
		return
	}
	w := s
	switch {
	case p.word(i) == "week":
		w.plusDays = 7
		p.accept(i+1, w)
	case p.seq(i, "a", "week"):
		w.plusDays = 7
		p.accept(i+2, w)
	case p.word(i) == "fortnight":
		w.plusDays = 14
		p.accept(i+1, w)
	case s.weekday.which == plain && p.seq(i, "after", "next"):
		w.weekday.which, w.plusDays = next, 7
		p.accept(i+2, w)
	case s.weekday.which == plain && (p.word(i) == "coming" || p.word(i) == "next") && p.word(i+1) != "week" &&
		p.word(i+1) != "month":
		w.weekday.which = next
		p.accept(i+1, w)
	case p.seq(i, "of", "next", "week"), p.seq(i, "of", "this", "week"):
		p.days(i+1, w)
	case p.seq(i, "of", "the", "week", "after", "next"):
		p.days(i+1, w)
	}
}

// relativeDay reads days counted from today: "tomorrow", "the day after tomorrow", "yesterday".
func (p *parser) relativeDay(i int, s spec) {
	s.day = offsetDay
	w := p.word(i)
	switch {
	case w == "today":
		s.n = 0
	case w == "tonight":
		if s.part != nil {
			return
		}
		s.part = &evening
	case tomorrows[w]:
		s.n = 1
	case w == "yesterday":
		s.n = -1
	case w == "last" && p.word(i+1) == "night" && s.part == nil:
		s.n, s.part = -1, &evening
		i++
	case w == "day" && p.word(i+1) == "after" && tomorrows[p.word(i+2)]:
		s.n = 2
		i += 2
	case p.seq(i, "day", "before", "yesterday"):
		s.n = -2
		i += 2
	default:
		return
	}
	// "tomorrow week"
	if p.word(i+1) == "week" && s.n >= 0 && s.plusDays == 0 && s.part == nil {
		w := s
		w.plusDays = 7
		p.accept(i+2, w)
	}
	p.accept(i+1, s)
}

// endOf reads "end of next week", "eow", "eom". The end of a day is a part.
func (p *parser) endOf(i int, s spec) {
	switch p.word(i) {
	case "eow":
		s.day = endOfWeek
	case "eom":
		s.day = endOfMonth
	case "eoq":
		s.day = endOfQuarter
	case "eoy":
		s.day = endOfYear
	case "end":
		i++
		if p.word(i) == "of" {
			i++
		}
		if n, ok := ahead(p.word(i)); ok && n >= 0 {
			s.n = n
			i++
		}
		switch p.word(i) {
		case "week":
			s.day = endOfWeek
		case "month":
			s.day = endOfMonth
		case "quarter":
			s.day = endOfQuarter
		case "year":
			s.day = endOfYear
		default:
			return
		}
	default:
		return
	}
	p.accept(i+1, s)
}

// monthAndDay reads "Oct 12th, 2026" and "12th of October 2026".
func (p *parser) monthAndDay(i int, s spec) {
	s.day = monthDay
	if m, ok := months[p.word(i)]; ok {
		j := i + 1
		if p.mark(j, "-") || p.word(j) == "the" {
			j++
		}
		n, end := p.nth(j)
		if n < 0 {
			n, end = p.num(j, 2), j+1
		}
		if n < 0 || p.mark(end, ":") {
			return // "Oct 9:30" has no day
		}
		if p.mark(end, "-") && p.mark(j-1, "-") {
			end++
			p.shortYear(end, s, m, n)
		}
		s.month, s.n = m, n
		p.withYear(end, s)
		return
	}
	n, end := p.nth(i)
	if n < 0 {
		n, end = p.num(i, 2), i+1
		if p.word(end) == "." {
			end++
		}
	}
	if n < 0 {
		return
	}
	if p.word(end) == "of" || p.mark(end, "-") || p.mark(end, "/") {
		end++
	}
	m, ok := months[p.word(end)]
	if !ok {
		return
	}
	s.month, s.n = m, n
	end++
	if (p.mark(end, "-") || p.mark(end, "/")) && p.num(end+1, 4) >= 0 {
		end++
		p.shortYear(end, s, m, n)
	}
	p.withYear(end, s)
}

// shortYear reads the 26 of "13-Nov-26" and "Nov-13-26"; with a space before it a number is no year.
func (p *parser) shortYear(i int, s spec, m time.Month, n int) {
	if y := p.num(i, 2); y >= 0 && p.tok[i].digits == 2 && !p.mark(i+1, ":") && !p.hasSuffix(i+1) {
		s.month, s.n, s.year = m, n, 2000+y
		p.accept(i+1, s)
	}
}

// withYear goes on behind the year, if one follows at end. "12 Oct 2030" is never
// half past eight: a second reading would hide that the weekday does not agree.
func (p *parser) withYear(end int, s spec) {
	y := end
	if p.word(y) == "," {
		y++
	}
	if n := p.year(y); n > 0 && !p.hasSuffix(y+1) {
		s.year = n
		end = y + 1
	}
	// "4 Jan 27": no day has that many hours
	if n := p.num(y, 2); n > 24 && n < 40 && y == end && !p.tok[y].glued && !p.mark(y+1, ":") {
		s.year = 2000 + n
		end = y + 1
	}
	p.accept(end, s)
}

// year is the four-digit year at i, 0 when there is none.
func (p *tokens) year(i int) int {
	if n := p.num(i, 4); n >= 1900 && n < 2100 {
		return n
	}
	return 0
}

// numeric reads 10/12, 13.10., 12-10-2026 and 12/10/26.
func (p *parser) numeric(i int, s spec) {
	// Neither number can be a month or a day beyond 31, but 32 to 39 is refused by name rather than left unread.
	a, b := p.num(i, 2), p.num(i+2, 2)
	if a < 0 || b < 0 || a > 39 || b > 39 || a > 31 && b > 31 {
		return
	}
	sep := p.word(i + 1)
	if sep != "/" && sep != "." && sep != "-" || !p.mark(i+1, sep) {
		return
	}
	s.day, s.a, s.b = numericDay, a, b
	end := i + 3
	// With a year it can only be a date; two digits are of this century.
	if p.mark(end, sep) {
		y := p.year(end + 1)
		if n := p.num(end+1, 2); y == 0 && n >= 0 && p.tok[end+1].digits == 2 {
			y = 2000 + n
		}
		if y == 0 {
			return
		}
		s.year = y
		if sep == "." {
			s.day, s.n, s.month = monthDay, a, time.Month(b)
		}
		p.accept(end+2, s)
		return
	}
	switch sep {
	case "-":
		return // a range
	// 13.10 may be a time too; a second full stop or an "on" before it settles that.
	case ".":
		if b > 12 || a > 31 || a == 0 || b == 0 {
			return // a time
		}
		s.day, s.n, s.month = monthDay, a, time.Month(b)
		if p.word(end) == "." && p.tok[end].glued {
			p.accept(end+1, s)
			return
		}
		s.dotted = !s.sure && a < 24
		p.accept(end, s)
		return
	}
	// "10/12:30" is neither a date nor a time.
	if p.mark(end, ":") {
		return
	}
	p.accept(end, s)
}

// iso reads 2026-10-12, 2026/10/12 and the date half of 2026-10-12T14:00.
func (p *parser) iso(i int, s spec) {
	y := p.year(i)
	sep := p.word(i + 1)
	if y == 0 || sep != "-" && sep != "/" && sep != "." {
		return
	}
	m, d := p.num(i+2, 2), p.num(i+4, 2)
	if m < 0 || d < 0 || !p.mark(i+1, sep) || !p.mark(i+3, sep) {
		return
	}
	s.day, s.year, s.month, s.n = monthDay, y, time.Month(m), d
	end := i + 5
	// The T of an ISO time; what follows it may be its offset.
	if p.word(end) == "t" && p.tok[end].glued && p.num(end+1, 4) >= 0 {
		if !s.clock.set {
			s.zone.offsets = true
			p.clocks(end+1, s, true)
		}
		return
	}
	if p.num(end, 2) >= 0 && p.mark(end+1, ":") {
		s.zone.offsets = true
	}
	p.accept(end, s)
}
