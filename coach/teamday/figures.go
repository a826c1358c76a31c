package teamday

import (
	"math"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/selfreport"
)

// Figures are what a rep and their managers both see of the last weeks, each with what it is made of.
type Figures struct {
	First  coach.Count // how often a first try since the last talk reached somebody…
	Later  coach.Count // …and a later one
	Dated  coach.Count // talks that have a date for the next (S1.10)
	Kept   coach.Count // agreed calls at which the prospect was there (S1.7)
	OnTime coach.Count // of the calls that are due now, those whose time is not over (S4.5)
}

// FiguresOf are a rep's figures, of what was counted in some weeks and how they stand now.
func FiguresOf(counted coach.Counters, l Line) Figures {
	s := counted.Shared
	first, later := counted.ByTry()
	return Figures{First: first, Later: later, Dated: coach.Count{N: max(0, s.Talks-s.Undated), Of: s.Talks},
		Kept: coach.Count{N: s.Met, Of: s.Met + s.NoShows}, OnTime: coach.Count{N: l.Due - l.Overdue, Of: l.Due}}
}

// Sum adds the figures of several reps up.
func Sum(all []Figures) (sum Figures) {
	for _, f := range all {
		parts := f.All()
		for i, p := range sum.fields() {
			p.N += parts[i].N
			p.Of += parts[i].Of
		}
	}
	return sum
}

// Figure names one of the figures.
type Figure int

// The figures, in the order in which they are told.
const (
	First Figure = iota
	Later
	Dated
	Kept
	OnTime
	figures
)

// fields are the figures in their order, to be written to.
func (f *Figures) fields() [figures]*coach.Count {
	return [figures]*coach.Count{&f.First, &f.Later, &f.Dated, &f.Kept, &f.OnTime}
}

// All are the figures in their order, as [Figure] has it.
func (f Figures) All() (out [figures]coach.Count) {
	for i, p := range f.fields() {
		out[i] = *p
	}
	return out
}

// Gap is a figure in which a rep lies behind the others of their team.
type Gap struct {
	Figure      Figure
	Own, Others coach.Count
}

// Fewest is from how many cases on a figure is held against another one, on either side.
const Fewest = 10

// Behind is the figure in which a rep lies furthest behind the others of their teams; false where none does beyond
// noise. That is decided by their Wilson intervals of 95 %, which must not overlap: of two equal reps with five figures
// each fewer than one in twenty is told anything. What is furthest is measured in standard errors of the difference,
// since a share of many calls says more than the same of few.
func Behind(own, others Figures) (gap Gap, ok bool) {
	far := 0.0
	mine, theirs := own.All(), others.All()
	for i := range mine {
		a, b := mine[i], theirs[i]
		if a.Of < Fewest || b.Of < Fewest {
			continue
		}
		_, high := selfreport.Interval(a)
		low, _ := selfreport.Interval(b)
		if high >= low {
			continue
		}
		if d := distance(a, b); d > far {
			far, gap, ok = d, Gap{Figure: Figure(i), Own: a, Others: b}, true
		}
	}
	return gap, ok
}

// distance is how far two shares lie apart, in standard errors of their difference if both were the same.
func distance(a, b coach.Count) float64 {
	share := func(c coach.Count) float64 { return float64(c.N) / float64(c.Of) }
	p := float64(a.N+b.N) / float64(a.Of+b.Of)
	return math.Abs(share(a)-share(b)) / math.Sqrt(p*(1-p)*(1/float64(a.Of)+1/float64(b.Of)))
}

// tipOf is the advice of the sources that fits a figure: the other end of the day for tries that reach nobody (S4.18),
// the calendar before the talk ends (S1.6), the agenda in a line for agreed calls that they miss (S4.7), an hour of
// their own for follow-ups that wait (S4.5).
var tipOf = [figures]string{First: "t18", Later: "t18", Dated: "t87", Kept: "t78",
	OnTime: "t77"}

// Tip is the id of the advice that fits a figure; see package coach/tips.
func (f Figure) Tip() string {
	if f < 0 || f >= figures {
		return ""
	}
	return tipOf[f]
}
