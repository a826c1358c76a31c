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
	if !s.week.set && p.word(i+1) == "week" {
		if n, ok := ahead(p.word(i)); ok && p.word(i) != "the" {
			w := s
			w.week = weekRef{true, n}
			if !p.vague {
				p.accept(i+2, w)
			}
		}
	}
	if !s.week.set && !p.vague {
		j := i
		if p.word(j) == "the" {
			j++
		}
		if p.seq(j, "week", "after", "next") {
			w := s
			w.week = weekRef{true, 2}
			p.accept(j+3, w)
		}
	}
	if s.day != noDay {
		return
	}
	p.relativeDay(i, s)
	if p.word(i) == "the" {
		i++
		p.relativeDay(i, s)
		p.ordinal(i, s)
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
	case "next", "coming", "upcoming":
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
	if p.word(i+1) == "week" && s.plusDays == 0 {
		w := s
		w.plusDays = 7
		p.accept(i+2, w)
	}
	p.accept(i+1, s)
}

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
	if p.word(i+1) == "week" && s.n >= 0 && s.plusDays == 0 && s.part == nil {
		w := s
		w.plusDays = 7
		p.accept(i+2, w)
	}
	p.accept(i+1, s)
}

// ordinal reads "12th" without its month.
func (p *parser) ordinal(i int, s spec) {
	n := p.num(i, 2)
	if n < 0 || !p.isOrdinal(i+1) {
		return
	}
	s.day, s.n = dayOfMonth, n
	j := i + 2
	if p.word(j) == "of" {
		j++
	}
	if a, ok := ahead(p.word(j)); ok && p.word(j+1) == "month" && p.word(j) != "the" {
		m := s
		m.day, m.a = nthOfMonth, a
		p.accept(j+2, m)
		return
	}
	p.accept(i+2, s)
}

// isOrdinal reports whether the token at i is the "th" of "12th".
func (p *tokens) isOrdinal(i int) bool {
	switch p.word(i) {
	case "st", "nd", "rd", "th":
		return p.tok[i].glued && p.tok[i-1].num >= 0
	}
	return false
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
		n := p.num(i+1, 2)
		if n < 0 {
			return
		}
		end := i + 2
		if p.mark(end, ":") {
			return // "Oct 9:30" has no day
		}
		if p.isOrdinal(end) {
			end++
		}
		s.month, s.n = m, n
		p.withYear(end, s)
		return
	}
	n := p.num(i, 2)
	if n < 0 {
		return
	}
	end := i + 1
	if p.isOrdinal(end) || p.word(end) == "." {
		end++
	}
	if p.word(end) == "of" || p.word(end) == "-" && p.mark(end, "-") {
		end++
	}
	m, ok := months[p.word(end)]
	if !ok {
		return
	}
	s.month, s.n = m, n
	end++
	if p.mark(end, "-") && p.num(end+1, 4) >= 0 {
		end++
	}
	p.withYear(end, s)
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
