package spread

import (
	"cmp"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
)

// Plan is a spread that is being worked out. Leads are shown to it first ([Plan.Add]), in whatever order, all that come
// due up to where it reaches ([Plan.Reach]); then it says which are to be moved in which order ([Plan.Order]), and
// where each goes ([Plan.Move]).
//
// A spread that was interrupted goes on with a new plan, to which the leads are shown again: those that it has moved
// stay where they are, and how many they were is said by the rep's record.
type Plan struct {
	rules *coach.Rules
	rep   coach.Rep // as they are once they are back
	still coach.Rep // …and while their absence keeps everything where it was
	now   time.Time
	days  *Days
	queue []waiting
	reach time.Time // the last that Reach has said
	Last  string    // the last day that has a lead of the spread, 2006-01-02; "" for none
	Moved int       // leads that the spread has moved
}

// waiting is a lead that is to be moved: no more of it than its place in the row.
type waiting struct {
	id, name  string
	warm      bool
	potential int // lower is better
	promised  bool
	talked    time.Time
	due       time.Time
}

// Long is for how long a call must have been overdue to be part of a backlog.
const Long = 14 * 24 * time.Hour

// New plans the spread that a rep's record speaks of, [coach.Rep].Spread, as seen at an instant. away is the absence
// that it follows.
func New(r *coach.Rules, rep coach.Rep, now time.Time) *Plan {
	p := &Plan{rules: r, rep: rep, still: rep, now: now, days: DaysOf(r, rep, nil), Last: rep.Spread.Last,
		Moved: rep.Spread.Leads}
	p.still.Away.Back = time.Time{}
	p.still.Away.Until = p.days.On(rep.Spread.At).String()
	return p
}

// Reach is the instant up to which leads must be shown to the plan: what comes due later isn't moved, and stands on no
// day that a moved one may take. It is asked again when those are shown, until it says what it has said before. What an
// absence has held back is every step there is.
func (p *Plan) Reach() time.Time {
	switch {
	case p.rep.Spread.Why == absence.Away:
		p.reach = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	case p.reach.IsZero():
		p.reach = p.now.Add(-Long)
	case p.rep.Spread.Why == absence.Backlog && len(p.queue) > 0:
		today := p.days.On(later(p.rep.Spread.At, p.now))
		left, day, known := len(p.queue), today, p.days.On(p.reach)-ahead
		if !p.days.works(day) {
			day = p.days.next(day)
		}
		for ; left > 0 && day <= known; day = p.days.next(day) {
			left -= max(0, PerDay-p.days.taken[day])
		}
		if left <= 0 {
			break
		}
		for ; left > 0; left -= PerDay { // as if the days behind were empty
			day = p.days.next(day)
		}
		p.reach = p.rep.Midnight(later(p.rep.Spread.At, p.now), int(day-today)+ahead)
	}
	return p.reach
}

// ahead is how many days behind the one that has room a lead may come to stand: its own zone and holidays, half of a
// day.
const ahead = 14

// Add shows a lead to the plan.
func (p *Plan) Add(l coach.Lead) {
	if m, ok := l.Moved.Of(p.rep.Spread); ok && m.By.Equal(p.rep.Spread.At) {
		switch s := p.rules.Next(l, p.rep, p.now); {
		case !l.Progress.Freed.Before(m.By):
		case m.Why == absence.Park:
		case s.Kind != coach.StepNone:
			p.placed(s.Due)
		}
		return
	}
	s := p.step(l)
	switch {
	case s.Kind == coach.StepNone, s.Kind == coach.StepCommitment, s.Kind == coach.StepDidIt:
		return
	case !p.moves(s):
		p.days.Take(later(s.Due, p.now))
		return
	}
	w := waiting{id: l.ID, name: l.Name, warm: l.Warmth == coach.Warm, talked: l.Progress.TalkedAt, due: s.Due,
		promised: s.NeedsDate || s.Kind == coach.StepRedial || l.Progress.Waiting.Kind == coach.WaitGiven ||
			l.Progress.Waiting.Missed()}
	switch l.Potential {
	case coach.PotentialHigh:
		w.potential = 0
	case coach.PotentialLow:
		w.potential = 2
	default:
		w.potential = 1
	}
	p.queue = append(p.queue, w)
}

// step is what comes next for a lead before it is moved: after an absence, as that leaves it.
func (p *Plan) step(l coach.Lead) coach.Step {
	if p.rep.Spread.Why == absence.Away {
		return p.rules.Next(l, p.still, p.now)
	}
	return p.rules.Next(l, p.rep, p.now)
}

// moves reports whether a step is moved: all that the absence has held back, or what is overdue for too long.
func (p *Plan) moves(s coach.Step) bool {
	if p.rep.Spread.Why == absence.Away {
		return coach.HasReason(s.Because, coach.ReasonMoved)
	}
	return TooLong(s, p.now)
}

// TooLong reports whether a step is overdue by more than [Long].
func TooLong(s coach.Step, now time.Time) bool { return !s.Until.IsZero() && now.Sub(s.Until) > Long }

// Order is the ids of the leads that are to be moved, the most valuable first.
func (p *Plan) Order() []string {
	slices.SortFunc(p.queue, func(a, b waiting) int {
		return cmp.Or(first(a.warm, b.warm), a.potential-b.potential, first(a.promised, b.promised),
			b.talked.Compare(a.talked), a.due.Compare(b.due), cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id))
	})
	out := make([]string, len(p.queue))
	for i, w := range p.queue {
		out[i] = w.id
	}
	return out
}

// first puts what holds before what doesn't.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// Move puts a lead on its day, and says when it is due then. Leads must come in the order that the plan has said.
func (p *Plan) Move(l coach.Lead) (coach.Lead, coach.Step) {
	p.Moved++
	if p.rep.Spread.Why == absence.Park {
		l.Moved = l.Moved.With(absence.Move{By: p.rep.Spread.At, Why: absence.Park})
		return l, p.rules.Next(l, p.rep, p.now)
	}
	s := p.step(l)
	from := later(s.Due, p.rep.Spread.At)
	_, due := p.days.Place(p.days.On(from), func(day calendar.Date) time.Time {
		at := p.rep.Midnight(from, int(day-p.days.On(from))).UTC()
		l.Moved = l.Moved.With(absence.Move{By: p.rep.Spread.At, From: later(at, p.rep.Spread.At), Why: p.rep.Spread.Why})
		s = p.rules.Next(l, p.rep, p.now)
		return s.Due
	})
	p.Last = max(p.Last, p.days.On(due).String())
	return l, s
}

// placed is where a lead stands that the spread has moved before it was interrupted.
func (p *Plan) placed(due time.Time) {
	p.days.Take(due)
	p.Last = max(p.Last, p.days.On(due).String())
}

// later is the later of two instants.
func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
