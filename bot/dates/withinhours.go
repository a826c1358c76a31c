package dates

// stretchesOfDay are parts of the day that are no part by themselves, by their words.
var stretchesOfDay = map[string]map[string]hourSpan{
	"early": {"morning": {6 * 60, 10 * 60, false}, "afternoon": {12 * 60, 15 * 60, false},
		"evening": {17 * 60, 19 * 60, false}},
	"mid": {"morning": {9 * 60, 11 * 60, false}, "afternoon": {14 * 60, 16 * 60, false}},
	"late": {"morning": {10 * 60, 12 * 60, false}, "afternoon": {16 * 60, 18 * 60, false},
		"evening": {20 * 60, 22 * 60, false}},
}

// offered is how long a time that was named is open to be offered, in minutes: "3ish" is the hour from three on.
const offered = 60

// hours reads which hours of a day are meant, nothing but them.
func (r *reader) hours(tok []token) ([]hourSpan, bool) {
	tok = trimFiller(tok)
	if len(tok) == 0 {
		return nil, false
	}
	t := tokens{tok: tok}
	// Words before numbers: "after lunch" is a part of the day, and no bound on a time.
	if h, ok := r.partOfDay(&t); ok {
		return []hourSpan{h}, true
	}
	if h, ok := r.boundedHours(&t); ok {
		return []hourSpan{h}, true
	}
	if h, ok := r.clockRange(&t); ok {
		return []hourSpan{h}, true
	}
	// "2 or 3pm", "morning or late afternoon"
	for k := 1; k < len(tok)-1; k++ {
		if !alternative(tok[k].text) {
			continue
		}
		if a, b, ok := r.twoClocks(tok[:k], tok[k+1:]); ok {
			return []hourSpan{{a, a + offered/2, true}, {b, b + offered/2, true}}, true
		}
		left, ok := r.hours(tok[:k])
		if !ok {
			continue
		}
		if right, ok := r.hours(tok[k+1:]); ok {
			return append(left, right...), true
		}
	}
	return nil, false
}

// partOfDay reads "morning", "in the afternoon", "late afternoon", "mid-morning", "after lunch", "pm".
func (r *reader) partOfDay(t *tokens) (hourSpan, bool) {
	if h, ok := fixedHours(t); ok {
		return h, true
	}
	i, n := 0, len(t.tok)
	for t.word(i) == "in" || t.word(i) == "the" || t.word(i) == "at" || t.word(i) == "during" {
		i++
	}
	if of := stretchesOfDay[t.word(i)]; of != nil {
		i++
		if t.word(i) == "-" || t.word(i) == "in" {
			i++
		}
		if t.word(i) == "the" {
			i++
		}
		if h, ok := of[singular(t.word(i))]; ok && i+1 == n {
			return h, true
		}
		return hourSpan{}, false
	}
	// "midmorning"
	for _, w := range [...]string{"morning", "afternoon"} {
		if t.word(i) == "mid"+w && i+1 == n {
			return stretchesOfDay["mid"][w], true
		}
	}
	if h := parts[singular(t.word(i))]; h != nil && i+1 == n {
		return h.hours(), true
	}
	return hourSpan{}, false
}

// hours are the hours of a part of a day.
func (h part) hours() hourSpan { return hourSpan{h.from * 60, h.to * 60, false} }

// fixedHours reads the phrases that name some hours and have one form: "after lunch", "end of business", "pm".
func fixedHours(t *tokens) (hourSpan, bool) {
	n := len(t.tok)
	early := func(h part) (hourSpan, bool) { return h.hours(), true }
	switch {
	// Lunch itself is nobody's to offer: what is after it begins where it ends.
	case t.seq(0, "after", "lunch") && n == 2, t.seq(0, "post", "lunch") && n == 2:
		return hourSpan{lunch.to * 60, 24 * 60, false}, true
	case t.seq(0, "before", "lunch") && n == 2:
		return hourSpan{0, lunch.from * 60, false}, true
	case t.seq(0, "first", "thing") && n == 2, t.seq(0, "first", "thing", "in", "the", "morning") && n == 5:
		return early(firstThing)
	case t.seq(0, "end", "of", "day") && n == 3, t.seq(0, "end", "of", "the", "day") && n == 4,
		t.seq(0, "end", "of", "business") && n == 3, t.seq(0, "close", "of", "business") && n == 3,
		t.seq(0, "close", "of", "play") && n == 3:
		return early(endOfDay)
	// Said of a day without a number: "Thursday pm".
	case n == 1 && t.word(0) == "am":
		return early(morning)
	case n == 1 && t.word(0) == "pm":
		return early(afternoon)
	case n == 1 && t.word(0) == "early":
		return hourSpan{0, firstThing.to * 60, false}, true
	case n == 1 && t.word(0) == "late":
		return hourSpan{16 * 60, 24 * 60, false}, true
	case t.word(0) == "lunch" && n == 1, t.seq(0, "over", "lunch") && n == 2, t.seq(0, "at", "lunch") && n == 2,
		t.seq(0, "during", "lunch") && n == 2:
		return early(lunch)
	}
	return hourSpan{}, false
}

// singular is a part of the day without its s.
func singular(w string) string {
	if len(w) > 1 && w[len(w)-1] == 's' && parts[w[:len(w)-1]] != nil {
		return w[:len(w)-1]
	}
	return w
}

// boundedHours reads "after 3", "before noon", "around 3", "3ish", "from 10 on", "not before 2", "by 3pm".
func (r *reader) boundedHours(t *tokens) (hourSpan, bool) {
	i, n := 0, len(t.tok)
	if t.word(0) == "at" && n > 1 {
		i++
	}
	op, i, end := t.bound(i)
	at, ok := r.clockOf(t.tok[min(i, end):end], "")
	bare := op == "" && i == 0 && n == 1 && t.tok[0].num >= 0 && t.tok[0].digits < 4 // "Thu 12" is asked about
	switch {
	case !ok || bare:
		return hourSpan{}, false
	case op == "from":
		return hourSpan{at, 24 * 60, true}, true
	case op == "before":
		return hourSpan{0, at, true}, true
	case op == "around":
		return hourSpan{at, at + offered, true}, true
	}
	return hourSpan{at, at + offered/2, true}, true
}

// bound is the side of a time on which the words around it put others: "from", "before" or "around" it, "" for none.
// The time's own words are those from one up to another.
func (p *tokens) bound(i int) (op string, from, end int) {
	n := len(p.tok)
	op, i = p.boundInFront(i)
	end = n
	switch {
	// Behind the time: "3ish", "3 or so", "3 onwards". "Before 3 on Friday" is no "on" of this kind.
	case p.word(n-1) == "ish" && op == "":
		op, end = "around", n-1
	case p.seq(n-2, "or", "so") && op == "", p.seq(n-2, "or", "thereabouts"):
		op, end = "around", n-2
	case (p.word(n-1) == "on" || p.word(n-1) == "onwards" || p.word(n-1) == "onward") && op != "before":
		op, end = "from", n-1
	}
	if p.word(end-1) == "ish" && op == "around" {
		end--
	}
	return op, i, end
}

// boundInFront reads what stands in front of a time, and where the time begins.
func (p *tokens) boundInFront(i int) (op string, from int) {
	switch w := p.word(i); {
	// The negations come first, since each holds another of these words.
	case w == "not" && (p.word(i+1) == "before" || p.word(i+1) == "until" || p.word(i+1) == "till"),
		p.seq(i, "any", "time") && p.word(i+2) == "after":
		op, i = "from", i+2
	case p.seq(i, "no", "earlier", "than"), p.seq(i, "not", "earlier", "than"):
		op, i = "from", i+3
	case p.seq(i, "no", "later", "than"), p.seq(i, "not", "later", "than"):
		op, i = "before", i+3
	case w == "not" && p.word(i+1) == "after":
		op, i = "before", i+2
	case w == "after" || w == "past" || w == "from" || w == "starting":
		op, i = "from", i+1
	case w == "before" || w == "by" || w == "until" || w == "till":
		op, i = "before", i+1
	case w == "around" || w == "about" || w == "roughly" || w == "approx" || w == "approximately" || w == "circa" ||
		w == "ca" || w == "~":
		op, i = "around", i+1
	}
	return op, i
}

// clockRange reads "2-3pm", "10 to 12", "between 2 and 4", "from 9:30 until noon".
func (r *reader) clockRange(t *tokens) (hourSpan, bool) {
	i, between := 0, false
	switch t.word(0) {
	case "between":
		i, between = 1, true
	case "from", "at":
		i = 1
	}
	for k := i + 1; k < len(t.tok)-1; k++ {
		switch w := t.word(k); {
		// "And" parts two times only behind "between": "2 and 4" are two times to choose from.
		case w == "-" || w == "to" || w == "till" || w == "until" || between && (w == "and" || w == "&"):
		default:
			continue
		}
		if a, b, ok := r.twoClocks(t.tok[i:k], t.tok[k+1:]); ok && a < b {
			return hourSpan{a, b, true}, true
		}
	}
	return hourSpan{}, false
}

// twoClocks reads two times of which one may say am or pm for both: "2-4pm", "10-2", "11 to 1pm".
func (r *reader) twoClocks(left, right []token) (a, b int, ok bool) {
	half := ""
	if n := len(right); n > 0 {
		switch w := right[n-1].text; w {
		// The second time says for both: people write "2-4pm" and not "2pm-4pm".
		case "am", "a":
			half = "am"
		case "pm", "p":
			half = "pm"
		}
	}
	b, ok = r.clockOf(right, "")
	if !ok {
		return 0, 0, false
	}
	if a, ok = r.clockOf(left, half); ok && (a < b || half == "") {
		if a >= b && b < 12*60 { // "10am-4"
			b += 12 * 60
		}
		return a, b, true
	}
	if a, ok = r.clockOf(left, ""); ok { // "11-1pm"
		return a, b, true
	}
	return 0, 0, false
}

// clockOf is a time by itself in minutes. half is what to take it for where it says neither am nor pm.
func (r *reader) clockOf(tok []token, half string) (int, bool) {
	if len(tok) == 0 {
		return 0, false
	}
	if n := len(tok); half != "" && tok[n-1].num >= 0 || half != "" && numberWords[tok[n-1].text] > 0 {
		tok = append(tok[:n:n], token{text: half, num: -1})
	}
	// Read as a time of today, by the grammar that reads whole dates, so that both know the same times.
	with := append([]token{{text: "today", num: -1}, {text: "at", num: -1}}, tok...)
	if tok[0].text == "at" {
		with = append(with[:1], tok...)
	}
	_, s, ok := readTokens(with, r.ctx)
	if !ok || s.day != offsetDay || s.n != 0 || s.weekday.set || !s.clock.set || s.part != nil || s.zone.set {
		return 0, false
	}
	minutes, problem, ok := s.minutes()
	// As a bound midnight is the end of the day.
	if s.clock.midnight {
		minutes = 24 * 60
	}
	return minutes, ok && problem == ""
}
