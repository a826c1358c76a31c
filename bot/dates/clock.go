package dates

// clocks reads a time of day at i. bareOK is set behind "at", where a number
// alone is an hour.
func (p *parser) clocks(i int, s spec, bareOK bool) {
	if s.clock.set || s.hasElapsed {
		return
	}
	s.clock.set = true
	p.namedClock(i, s)
	p.pastClock(i, s)
	p.wordClock(i, s, bareOK)
	p.digitClock(i, s, bareOK)
}

// namedClock reads noon and midnight, with or without their twelve.
func (p *parser) namedClock(i int, s spec) {
	if p.num(i, 2) == 12 {
		i++
	}
	switch p.word(i) {
	case "noon", "midday":
		s.clock.h, s.clock.whole = 12, true
	case "midnight":
		s.clock.midnight, s.clock.whole = true, true
	default:
		return
	}
	p.accept(i+1, s)
}

// pastClock reads "half past 4", "half four", "quarter to 5", "ten past 3".
func (p *parser) pastClock(i int, s spec) {
	minutes, to := 0, false
	// "half four" is 4:30, as in Britain, never 3:30 as in Germany.
	switch w := p.word(i); {
	case w == "half":
		minutes = 30
		i++
		if p.word(i) == "past" {
			i++
		}
	default:
		if w == "a" && p.word(i+1) == "quarter" {
			i++
			w = "quarter"
		}
		n := numberWords[w]
		if w == "quarter" {
			n = 15
		} else if n == 0 {
			n = p.num(i, 2)
		}
		i++
		// "twenty-five to five"
		if n == 20 && p.word(i-1) == "twenty" && p.word(i) == "five" {
			n = 25
			i++
		}
		if p.word(i) == "minutes" || p.word(i) == "min" {
			i++
		}
		switch p.word(i) {
		case "past":
		case "to":
			// "10 to 12" in digits may be two hours as well
			if digits := p.num(i-1, 2); digits > 0 && digits <= 12 && p.num(i+1, 2) > 0 {
				return
			}
			to = true
		default:
			return
		}
		if n < 1 || n > 59 {
			return
		}
		minutes = n
		i++
	}
	h := numberWords[p.word(i)]
	if h == 0 {
		h = p.num(i, 2)
	}
	if p.word(i) == "noon" {
		h = 12
	}
	// Hours above 12 only as digits; "ten past 16:00" is no time.
	if h < 1 || h > 23 || h > 12 && p.num(i, 2) < 0 || p.mark(i+1, ":") {
		return
	}
	s.clock.h, s.clock.m = h, minutes
	if to {
		s.clock.m, s.clock.minutesTo = 0, minutes
	}
	p.suffix(i+1, s)
}

// wordClock reads "four pm", "at four", "nine thirty".
func (p *parser) wordClock(i int, s spec, bareOK bool) {
	h := numberWords[p.word(i)]
	if h < 1 || h > 12 {
		return
	}
	i++
	// "nine thirty", "nine twenty-five"; fives and ones alone are no minutes.
	switch m := numberWords[p.word(i)]; m {
	case 10, 15, 20, 30, 40, 50:
		s.clock.h, s.clock.m = h, m
		i++
		if m >= 20 && p.word(i) == "five" {
			s.clock.m += 5
			i++
		}
		p.suffix(i, s)
		return
	}
	s.clock.h = h
	if bareOK || p.hasSuffix(i) {
		p.suffix(i, s)
	}
}

// digitClock reads 4pm, 4:30, 4.30pm, 16:00, 0900, 14h30, 14 Uhr and a bare 4.
func (p *parser) digitClock(i int, s spec, bareOK bool) {
	h := p.num(i, 4)
	if h < 0 {
		return
	}
	digits := p.tok[i].digits
	end := i + 1
	// 0900 and 1630. 2026 could be a year, which resolve asks about.
	if digits == 4 {
		s.clock.h, s.clock.m, s.clock.whole = h/100, h%100, true
		s.clock.run = true
		s.clock.yearly = !bareOK && p.year(i) > 0
		p.suffix(end, s)
		return
	}
	// 900 may be a price.
	if digits == 3 {
		return
	}
	s.clock.h = h
	s.clock.whole = digits == 2 && h < 10
	sep := p.word(end)
	m := p.num(end+1, 2)
	switch {
	case (sep == ":" || sep == ".") && m >= 0 && p.mark(end, sep):
		if p.tok[end+1].digits != 2 {
			return
		}
		s.clock.m = m
		s.clock.dotted = sep == "." && !bareOK && !p.hasSuffix(end+2) && m >= 1 && m <= 12 && h >= 1
		end += 2
		if sec := p.num(end+1, 2); sec >= 0 && sep == ":" && p.mark(end, ":") {
			s.clock.s = sec
			end += 2
		}
		p.suffix(end, s)
	// 14h and 14h30
	case sep == "h" && p.tok[end].glued:
		s.clock.whole = true
		if m >= 0 && p.tok[end+1].glued && p.tok[end+1].digits == 2 {
			s.clock.m = m
			end++
		}
		p.accept(end+1, s)
	case p.hasSuffix(end):
		p.suffix(end, s)
	case bareOK:
		p.suffix(end, s)
	// A number alone: resolve decides by what stands beside it whether it is an hour or is asked about.
	case h <= 31 && !p.vague:
		s.clock.bare = true
		p.accept(end, s)
	}
}

// hasSuffix reports whether the token at i makes the number before it a time.
func (p *tokens) hasSuffix(i int) bool {
	switch p.word(i) {
	case "am", "pm", "uhr", "o'clock", "oclock", "hrs":
		return true
	case "o":
		return p.word(i+1) == "clock"
	case "a", "p":
		return p.tok[i].glued && p.tok[i-1].num >= 0
	}
	return false
}

// suffix reads what may follow a time ("pm", "o'clock", "Uhr", "sharp") and goes on.
func (p *parser) suffix(i int, s spec) {
	if p.word(i) == "o'clock" || p.word(i) == "oclock" {
		i++
	} else if p.seq(i, "o", "clock") {
		i += 2
	}
	if p.hasSuffix(i) {
		switch p.word(i) {
		case "am", "a":
			s.clock.half = "am"
		case "pm", "p":
			s.clock.half = "pm"
		default:
			s.clock.whole = true
		}
		i++
	} else if p.word(i) == "h" && p.tok[i].glued {
		s.clock.whole = true
		i++
	}
	if p.word(i) == "sharp" {
		i++
	}
	p.accept(i, s)
}

// parts reads a part of the day: "morning", "in the afternoon", "eod", "at lunch".
func (p *parser) parts(i int, s spec) {
	if s.part != nil || s.hasElapsed {
		return
	}
	today := false
	switch {
	// "in the morning", "first thing in the morning"
	case p.seq(i, "in", "the"), p.seq(i, "first", "thing", "in", "the"):
		if p.word(i) == "first" {
			if p.word(i+4) == "morning" {
				s.part = &firstThing
				p.accept(i+5, s)
			}
			return
		}
		i += 2
	case p.seq(i, "first", "thing"):
		s.part = &firstThing
		p.accept(i+2, s)
		return
	case p.seq(i, "end", "of", "day"), p.seq(i, "end", "of", "business"), p.seq(i, "close", "of", "business"),
		p.seq(i, "close", "of", "play"), p.seq(i, "end", "of", "play"):
		s.part = &endOfDay
		p.accept(i+3, s)
		return
	case p.seq(i, "end", "of", "the", "day"):
		s.part = &endOfDay
		p.accept(i+4, s)
		return
	case p.word(i) == "at":
		i++
		switch p.word(i) {
		case "lunch":
			s.part = &lunch
			p.accept(i+1, s)
			return
		case "night", "lunchtime", "eod", "cob":
		default:
			return
		}
	// "this afternoon" names the day as well.
	case p.word(i) == "this":
		today = true
		i++
	}
	part, ok := parts[p.word(i)]
	// "Thu pm", "this pm", "Wed or Thu pm"
	_, behindDay := weekdays[p.word(i-1)]
	if !ok && (s.day != noDay || s.weekday.set || today || p.vague && behindDay) && !s.clock.set {
		switch p.word(i) {
		case "am":
			part, ok = &morning, true
		case "pm":
			part, ok = &afternoon, true
		}
	}
	if !ok {
		return
	}
	s.part = part
	if today {
		if s.day != noDay {
			return
		}
		s.day, s.n = offsetDay, 0
	}
	p.accept(i+1, s)
}
