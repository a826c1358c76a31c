// Package reach learns at which hours and on which weekdays a rep's calls reach somebody. It begins with what the
// sources advise, start and end of the day (S4.11, S4.18), not at lunch (S4.13), Wednesday and Thursday (S4.9, S4.10),
// and lets the rep's own calls overturn that (handbook 5, no. 4).
//
// It is a beta-binomial: of each part of the day the sources' opinion weighs as much as [Weight] calls, whose rate is
// the rep's own in all, which in turn begins with the source's one in three (S3.13). A part is said to be better than
// another one from [Enough] calls on, where that would come by chance once in a hundred times.
package reach

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
)

// Parts is in how many parts a day is counted: two hours each from 8 to 18, and the evening until 21. Calls of the
// night are counted nowhere. All hours are those of the lead's clock.
const Parts = 6

// parts are the hours of each.
var parts = [Parts][2]int{{8, 10}, {10, 12}, {12, 14}, {14, 16}, {16, 18}, {18, 21}}

const (
	lunch = 2 // the part in which nobody is called if it can be helped (S4.13)

	// Weight is how many calls the sources' opinion of a part of the day, or of a weekday, is worth: as many as a rate
	// of the rep's own needs (S3.13).
	Weight = 30
	// Enough is how many calls of the rep's own may overturn the sources' advice; of each part that is compared it takes
	// [Weight].
	Enough = 200

	guess     = 1.0 / 3 // the source's: one in three (S3.13)
	overturns = 2.33    // standard deviations, once in a hundred times
	holds     = 1       // …under which what was learned is given up again
)

// PartOf is the part of the day of a minute from midnight; false for one of the night.
func PartOf(minute int) (int, bool) {
	for i, p := range parts {
		if minute >= p[0]*60 && minute < p[1]*60 {
			return i, true
		}
	}
	return 0, false
}

// Hours are the minutes from midnight of a part of the day, the end exclusive.
func Hours(part int) (from, to int) {
	p := parts[min(max(part, 0), Parts-1)]
	return p[0] * 60, p[1] * 60
}

// Cells are the calls of one lead by place of the week, and how many of them had the prospect on the line. In JSON they
// are a string: of each place with calls three characters, for the place, the calls and those that reached somebody.
type Cells [Places]struct{ Calls, Reached uint8 }

// most is how many calls of one lead are counted in one place of its week.
const most = uint8(len(digits) - 1)

// digits are what numbers below 62 are written with.
const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// Count adds a call, one that reached somebody, or both.
func (c *Cells) Count(place int, call, reached bool) {
	x := &c[place]
	if call && x.Calls < most {
		x.Calls++
	}
	if reached && x.Reached < most {
		x.Reached++
	}
}

// MarshalJSON writes the places with calls.
func (c Cells) MarshalJSON() ([]byte, error) {
	out := []byte{'"'}
	for place, x := range c {
		if x.Calls+x.Reached > 0 {
			out = append(out, digits[place], digits[min(x.Calls, most)], digits[min(x.Reached, most)])
		}
	}
	return append(out, '"'), nil
}

// UnmarshalJSON reads what [Cells.MarshalJSON] writes; places that this version doesn't know are passed over.
func (c *Cells) UnmarshalJSON(raw []byte) error {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("calls by hour: %w", err)
	}
	*c = Cells{}
	for ; len(s) >= 3; s = s[3:] {
		place, calls, reached := strings.IndexByte(digits, s[0]), strings.IndexByte(digits, s[1]),
			strings.IndexByte(digits, s[2])
		if place >= 0 && place < Places && calls >= 0 && reached >= 0 {
			c[place].Calls, c[place].Reached = uint8(calls), uint8(reached)
		}
	}
	return nil
}

// Place is the number of a weekday and a part of the day.
func Place(day time.Weekday, part int) int { return int(day)*Parts + part }

// Places is how many there are.
const Places = 7 * Parts

// Count is so many calls that reached somebody, of so many.
type Count struct {
	N  int `json:"n,omitempty"`
	Of int `json:"of,omitempty"`
}

// plus is the sum of two.
func (c Count) plus(other Count) Count { return Count{c.N + other.N, c.Of + other.Of} }

// Grid are the calls of a rep, by place.
type Grid [Places]Count

// All are the calls of all places.
func (g Grid) All() (sum Count) {
	for _, c := range g {
		sum = sum.plus(c)
	}
	return sum
}

// Part are the calls of a part of the day, whatever the weekday.
func (g Grid) Part(part int) (sum Count) {
	for day := range time.Weekday(7) {
		sum = sum.plus(g[Place(day, part)])
	}
	return sum
}

// Day are the calls of a weekday.
func (g Grid) Day(day time.Weekday) (sum Count) {
	for part := range Parts {
		sum = sum.plus(g[Place(day, part)])
	}
	return sum
}

// Rate is what is believed of how often a call reaches somebody: a beta distribution.
type Rate struct{ Hits, Misses float64 }

// Mean is the rate that is expected.
func (r Rate) Mean() float64 { return r.Hits / (r.Hits + r.Misses) }

// Variance is how far it may lie from that, squared.
func (r Rate) Variance() float64 {
	n := r.Hits + r.Misses
	return r.Hits * r.Misses / (n * n * (n + 1))
}

// own is the rep's rate over all calls: the source's guess, and their own.
func own(all Count) float64 { return (Weight*guess + float64(all.N)) / (Weight + float64(all.Of)) }

// posterior is what is believed of a part of the calls: what the sources make of it, and what came of it.
func posterior(all, c Count, advised float64) Rate {
	prior := min(own(all)*advised, 0.99)
	return Rate{Weight*prior + float64(c.N), Weight*(1-prior) + float64(c.Of-c.N)}
}

// OfPart is what is believed of a part of the day. The sources prefer its start and its end and advise against lunch:
// a tenth more and a fifth less than the rep reaches in all.
func (g Grid) OfPart(part int) Rate {
	advised := 1.0
	switch part {
	case 0, 4:
		advised = 1.1
	case lunch:
		advised = 0.8
	}
	return posterior(g.All(), g.Part(part), advised)
}

// OfDay is what is believed of a weekday: Wednesday and Thursday a tenth more, Monday and Friday a tenth less.
func (g Grid) OfDay(day time.Weekday) Rate {
	advised := 1.0
	switch day {
	case time.Wednesday, time.Thursday:
		advised = 1.1
	case time.Monday, time.Friday:
		advised = 0.9
	}
	return posterior(g.All(), g.Day(day), advised)
}

// apart is by how many standard deviations one rate is better than another.
func apart(a, b Rate) float64 { return (a.Mean() - b.Mean()) / math.Sqrt(a.Variance()+b.Variance()) }

// Better is a part of the day, or a weekday, that reaches more than one that the sources advise, with the calls of
// both. The zero value is none.
type Better struct {
	Is   int   `json:"is,omitempty"`
	Than int   `json:"than,omitempty"`
	Here Count `json:"here,omitzero"`
	Else Count `json:"else,omitzero"`
}

// Found reports whether there is one.
func (b Better) Found() bool { return b.Here.Of > 0 }

// same reports whether both say the same, whatever the figures.
func (b Better) same(other Better) bool {
	return b.Found() == other.Found() && b.Is == other.Is && b.Than == other.Than
}

// Learned is what a rep's own calls have overturned. It is kept on the rep's record, since due times go by it.
type Learned struct {
	Since time.Time `json:"since,omitzero"` // when it last became something else
	Hours Better    `json:"hours,omitzero"` // parts of the day
	Days  Better    `json:"days,omitzero"`  // weekdays
}

// Shown is the name under which what was shown to a rep says when they were last told what was learned.
const Shown = "reach"

// Learn is what the calls teach whose sources advise some parts of the day. What was learned before stays for as long
// as it is likelier than not, so that nobody's plan goes to and fro; changed reports whether it became something else.
func Learn(g Grid, advised []int, before Learned, now time.Time) (after Learned, changed bool) {
	after = before
	enough := g.All().Of >= Enough
	var every []int
	for part := range Parts {
		if part != lunch {
			every = append(every, part)
		}
	}
	after.Hours = learn(before.Hours, enough, every, advised, g.OfPart, g.Part)
	ofDay := func(day int) Rate { return g.OfDay(time.Weekday(day)) }
	day := func(day int) Count { return g.Day(time.Weekday(day)) }
	after.Days = learn(before.Days, enough, []int{0, 1, 2, 3, 4, 5, 6}, []int{int(time.Wednesday), int(time.Thursday)},
		ofDay, day)
	if after.Hours.same(before.Hours) && after.Days.same(before.Days) {
		return before, false
	}
	after.Since = now.UTC().Truncate(time.Second)
	return after, true
}

// learn finds what is better than what is advised, by the widest margin.
func learn(before Better, enough bool, every, advised []int, rate func(int) Rate, calls func(int) Count) Better {
	compared := func(a, b int) bool { return calls(a).Of >= Weight && calls(b).Of >= Weight }
	if before.Found() && compared(before.Is, before.Than) && apart(rate(before.Is), rate(before.Than)) >= holds {
		return before
	}
	best, margin := Better{}, float64(overturns)
	for _, b := range advised {
		for _, a := range every {
			if m := apart(rate(a), rate(b)); enough && a != b && compared(a, b) && m >= margin {
				best, margin = Better{Is: a, Than: b, Here: calls(a), Else: calls(b)}, m
			}
		}
	}
	return best
}
