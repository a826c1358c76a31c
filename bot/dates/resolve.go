package dates

import (
	"fmt"
	"time"
)

// resolver turns a complete spec into a Reading. It knows what the phrase is read against, and none of its words.
type resolver struct {
	ctx  Context
	past bool // the phrase is about what happened
}

// resolve turns what was said into a Reading. It reports false when the words fit
// together but are no date ("4567").
func (p resolver) resolve(s spec) (Reading, bool) {
	r := Reading{Zone: p.ctx.Zone, Named: s.zone.set, TheirTime: s.zone.their, mine: s.zone.mine}
	switch {
	case s.problem != "":
		return r.ask(s.problem), true
	case s.zone.problem != "":
		return r.ask(s.zone.problem), true
	case s.zone.their && p.ctx.Theirs == nil && p.ctx.meant != nil:
		r.Zone = p.ctx.meant
	case s.zone.their && p.ctx.Theirs == nil:
		return r.ask("I don't know their time zone yet: name it, as in Europe/Berlin."), true
	case s.zone.their:
		r.Zone = p.ctx.Theirs
	case s.zone.loc != nil:
		r.Zone = s.zone.loc
	}
	// Today is what the calendar shows where the phrase is read. Where the writer's shows another day, both are
	// defensible.
	now := p.ctx.Now.In(r.Zone)
	today := civilOf(now)
	// Elapsed time needs no calendar: "in 2 hours" is the same instant in every zone.
	if s.hasElapsed {
		r.Kind, r.At = Exact, now.Add(s.elapsed)
		r.Past = s.elapsed < 0
		return r, true
	}
	if (s.day == offsetDay || s.weekday.set) && civilOf(p.ctx.Now.In(p.ctx.Zone)) != today {
		r.Ambiguous = true
	}
	minutes, problem, ok := s.minutes()
	switch {
	case !ok:
		return r, false
	case problem != "" && s.clock.bare:
		return r.ask(problem), true
	case problem != "":
		return r.invalid(problem), true
	}
	if s.day == noDay && !s.weekday.set {
		return p.withoutDay(s, r, now, minutes)
	}
	// "Thursday 12.10" could be a date that agrees.
	if s.clock.dotted && s.day == noDay {
		return r.ask(timeOrDate(s.clock.h, s.clock.m)), true
	}
	day, ambiguous, problem := p.whichDay(s, now, minutes)
	if problem != "" {
		return r.invalid(problem), true
	}
	r.Ambiguous = r.Ambiguous || ambiguous || s.clock.dotted
	day = day.plusMonths(s.plusMonths).plus(s.plusDays)
	switch {
	case s.clock.midnight:
		if day != today || s.plusDays != 0 {
			return r.ask(fmt.Sprintf("Is that midnight at the start or at the end of %s? Write 00:00 or 24:00.",
				day.Weekday())), true
		}
		return p.exact(s, r, day, 24*60, now), true
	case s.clock.set:
		return p.exact(s, r, day, minutes, now), true
	case s.part != nil:
		return r.between(Part, day, s.part, now), true
	}
	// Samoa skipped a whole day in 2011.
	if civilOf(dayStart(day, r.Zone)) != day {
		return r.invalid(fmt.Sprintf("There is no %s in %s.", day.words(), r.Zone)), true
	}
	return r.between(Day, day, &part{from: 0, to: 24}, now), true
}

// withoutDay reads a clock time or a part of the day by itself: its next passing,
// or the one of today when reading the past. What is still ahead today is no past.
func (p resolver) withoutDay(s spec, r Reading, now time.Time, minutes int) (Reading, bool) {
	today := civilOf(now)
	c := s.clock
	switch {
	case c.dotted && s.part == nil:
		return r.ask(timeOrDate(c.h, c.m)), true
	case c.yearly && s.part == nil && !s.zone.set:
		return r.ask(fmt.Sprintf("Is %02d%02d a year or a time? Write %02d:%02d.", c.h, c.m, c.h, c.m)), true
	case c.midnight:
		if p.past {
			return p.exact(s, r, today, 0, now), true
		}
		return p.exact(s, r, today, 24*60, now), true
	case c.set:
		step := 1
		day := today
		if p.past {
			step, day = -1, today.plus(1)
		}
		// Today, else tomorrow, where that may be meant; a third day only when a clock change swallows the time.
		for range 3 {
			at := p.exact(s, r, day, minutes, now)
			if at.Kind == Invalid || !p.past && (p.ctx.Books || at.At.After(now)) {
				return at, true
			}
			if p.past && !at.At.After(now) { // today is the reader's or that of the zone that was named
				here := civilOf(at.At.In(p.ctx.Zone)) == civilOf(p.ctx.Now.In(p.ctx.Zone))
				return at, here || civilOf(at.At) == today
			}
			day = day.plus(step)
		}
		return r, false
	}
	day := today
	r = r.between(Part, day, s.part, now)
	switch {
	case p.past && r.From.After(now):
		return r, false
	case !p.past && r.Past, !p.past && s.part.name == "morning" && r.From.Before(now):
		r = r.between(Part, day.plus(1), s.part, now)
	}
	return r, true
}

// exact is the instant at which clocks in r.Zone show the time on day.
func (p resolver) exact(s spec, r Reading, day civil, minutes int, now time.Time) Reading {
	h, m := minutes/60, minutes%60
	// 24:00 is the end of the day that was named.
	if h == 24 {
		day, h = day.plus(1), 0
	}
	at, ok := wall(day, h, m, s.clock.s, r.Zone)
	if !ok {
		return r.invalid(fmt.Sprintf("%02d:%02d does not exist on %s in %s: the clocks go forward.", h, m, day.words(),
			r.Zone))
	}
	r.Kind, r.At, r.Past = Exact, at, at.Before(now)
	return r
}

// between is r as the hours of a day. Past is set once the last of them is over.
func (r Reading) between(k Kind, day civil, hours *part, now time.Time) Reading {
	r.Kind = k
	r.From, _ = wall(day, hours.from, 0, 0, r.Zone)
	if hours.to == 24 {
		r.To = dayStart(day.plus(1), r.Zone)
	} else {
		r.To, _ = wall(day, hours.to, 0, 0, r.Zone)
	}
	r.Past = !r.To.After(now)
	return r
}

// invalid is r as a date that cannot be or that must be asked about.
func (r Reading) invalid(problem string) Reading {
	r.Kind, r.Problem = Invalid, problem
	return r
}

// ask is r as a date that may exist and has to be asked about.
func (r Reading) ask(problem string) Reading {
	r.Asks = true
	return r.invalid(problem)
}

// minutes is the clock time as minutes of the day, 24:00 included. The second
// result is a problem; the third is false when the number was no clock time at all.
func (s spec) minutes() (int, string, bool) {
	c := s.clock
	if !c.set || c.midnight {
		return 0, "", true
	}
	if c.bare {
		if problem, ok := s.bareProblem(); problem != "" || !ok {
			return 0, problem, ok
		}
	}
	h := c.h
	switch {
	case c.half != "" && (h < 1 || h > 12):
		return 0, c.said() + " is not a time: with am or pm the hours go from 1 to 12.", true
	case c.half != "":
		h %= 12
		if c.half == "pm" {
			h += 12
		}
	case c.whole || h < 1 || h > 12:
	case s.part == &morning || s.part == &firstThing:
		if h == 12 {
			return 0, "12 in the morning could be noon or midnight: write 12:00 or 00:00.", true
		}
	case s.part == &evening:
		h += 12
	// The afternoon is also what hours 1 to 7 mean alone.
	case s.part == &afternoon || s.part == &endOfDay, s.part == &lunch && h < 11, h <= 7:
		h = h%12 + 12
	}
	total := h*60 + c.m - c.minutesTo
	switch {
	case c.m > 59 || total > 24*60 || total == 24*60 && c.s > 0 || c.s > 59 || total < 0:
		if c.run && s.day == noDay && !s.weekday.set {
			return 0, "", false
		}
		if c.m > 59 {
			return 0, c.said() + " is not a time: minutes go from 00 to 59.", true
		}
		return 0, c.said() + " is not a time: a day ends at 24:00.", true
	case s.part != nil && (total < s.part.low*60 || total > s.part.high*60):
		return 0, fmt.Sprintf("%02d:%02d is not in the %s.", total/60, total%60, s.part.name), true
	}
	return total, "", true
}

// said is the time in the writer's terms: 4:75pm, 13pm, 25:00.
func (c clock) said() string {
	if c.m == 0 && c.half != "" {
		return fmt.Sprintf("%d%s", c.h, c.half)
	}
	return fmt.Sprintf("%d:%02d%s", c.h, c.m, c.half)
}

// bareProblem asks about a number by itself, which is an hour only beside a word
// such as tomorrow or morning.
func (s spec) bareProblem() (string, bool) {
	h := s.clock.h
	switch {
	case s.part != nil || s.zone.set || s.day == offsetDay && !s.weekday.set:
		return "", h <= 24
	case s.day != noDay:
		return fmt.Sprintf(`Is %d an hour? Write "at %d".`, h, h), h <= 24
	case h > 24 || h == 0:
		return fmt.Sprintf(`Is %d a day of the month? Write it with its month.`, h), s.weekday.set
	}
	return fmt.Sprintf(`Is %d an hour or a day? Write "at %d" or "the %s".`, h, h, nth(h)), true
}

// timeOrDate asks about 12.10.
func timeOrDate(a, b int) string {
	return fmt.Sprintf("Is %d.%02d a time or a date? Write %d:%02d or %d %s.", a, b, a, b, a, time.Month(b))
}

// nth is 1st, 2nd, 3rd, 4th.
func nth(n int) string {
	end := "th"
	if n < 10 || n > 20 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return fmt.Sprintf("%d%s", n, end)
}
