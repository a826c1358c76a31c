package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// This file holds what stands in the way of the cadence: agreed calls, redials, tasks, reviews,
// questions; and what keeps every step back: the rep is away, or too many were due at once.

// agreed shows the agreed call, or asks about it once it is past.
func (n *planner) agreed(now time.Time, askAfter int) {
	c := n.l.Progress.Commitment
	n.step.Kind, n.step.Commitment, n.step.NeedsDate = StepCommitment, c, false
	n.because(Reason{Code: ReasonCommitment, At: c.Made, Source: "C13"})
	if n.l.Paused() {
		n.because(Reason{Code: ReasonPaused, Word: "agreed", At: n.l.Progress.Waiting.Paused, Source: "product 4"})
	}
	n.exact(c.At)
	if now.Before(c.At.Add(time.Duration(askAfter) * time.Minute)) {
		return
	}
	n.step.Kind = StepDidIt
	n.step.Due, n.step.Until = c.At.Add(time.Duration(askAfter)*time.Minute), time.Time{}
	n.because(Reason{Code: ReasonUnlogged, At: c.At})
}

// redialsAgreed: a busy signal at the agreed time is dialled again before anything is asked.
func (n *planner) redialsAgreed() bool {
	return n.r.limits.busyAtAgreed(&n.l.Progress)
}

// busyAtAgreed reports whether the line was busy at the agreed time and nobody has dialled again.
func (m Limits) busyAtAgreed(p *Progress) bool {
	return p.Waiting.Kind == WaitRedial && !p.Waiting.At.Before(m.around(p.Commitment.At))
}

// around is when an agreed call may be said to begin: with its ping.
func (m Limits) around(agreed time.Time) time.Time {
	return agreed.Add(-time.Duration(m.PingBefore) * time.Minute)
}

// redial dials the same step again after a busy signal: in 45 minutes, out of lunch, and on the next working day in the
// morning when that is outside the rep's or the legal hours, or from the third busy signal of a day on.
func (n *planner) redial() {
	p, w := &n.l.Progress, n.r.callMap[string(outcome.Busy)]
	busy := p.Waiting.At
	n.step.Kind = StepRedial
	if p.Waiting.Counted {
		n.step.Number, n.step.Nth = p.Calls, p.Calls-p.Before
	}
	if p.Busy <= 2 {
		if t, moved, ok := n.f.again(busy.Unix() + int64(w.minutes)*60); ok {
			n.because(Reason{Code: ReasonBusy, N: p.Busy, Of: w.minutes, At: busy, Source: w.source})
			if moved {
				n.because(n.r.window(ReasonLunch, n.r.lunch, "lunch"))
			}
			var q placed
			n.f.openFor(t, &q)
			n.take(q)
			return
		}
	}
	n.because(Reason{Code: ReasonBusy, N: p.Busy, At: busy, Source: w.source})
	n.take(n.f.schedule(n.f.leadDay(busy.Unix())+1, busy.Unix(), n.r.morning))
}

// again is t, or the end of lunch when it falls into lunch, if both work and the law allows it then.
func (f *availability) again(t int64) (at int64, moved, ok bool) {
	d := f.leadDay(t)
	if f.leadOff(d) != nil {
		return 0, false, false
	}
	if lunch := f.wall(d, f.r.lunch.From, f.r.lunch.To, 1); lunch.a <= t && t <= lunch.b {
		t, moved = lunch.b+1, true
	}
	legal, hours := f.legal(d, false), f.hours(d, true)
	open := legal.and(&hours)
	first, ok := open.first(t)
	return t, moved, ok && first == t
}

// findNumber is the task after a dead number: no call comes before it is done.
func (n *planner) findNumber() {
	t, w := n.l.Progress.Task(), n.r.callMap[string(outcome.BadNumber)]
	n.step.Kind, n.step.Task = StepTask, t
	n.because(Reason{Code: ReasonNumber, Days: w.days, At: t.At, Source: w.source})
	n.take(n.f.schedule(n.f.leadDay(t.At.Unix())+calendar.Date(w.days), t.At.Unix(), n.r.morning))
}

// leftToDo is the task of a closed lead: it asks for no call of it, and is never overdue.
func (n *planner) leftToDo() {
	t := n.l.Progress.Task()
	n.step = Step{Kind: StepTask, Task: t, Zone: n.f.zone}
	w := n.r.callMap[string(n.l.Progress.Closed)]
	at := n.f.leadDay(t.At.Unix()) + calendar.Date(w.days)
	switch t.Kind {
	case Renewal:
		at = n.f.leadDay(t.At.Unix()) - calendar.Date(w.days)
		n.because(Reason{Code: ReasonRenewal, Days: w.days, At: t.At, Source: w.source})
	default:
		n.because(Reason{Code: ReasonSuccessor, Days: w.days, At: t.At, Source: w.source})
	}
	n.named = t.Kind == Renewal
	n.take(n.f.schedule(at, n.l.Progress.ClosedAt.Unix(), n.r.morning))
	n.step.Until = time.Time{}
}

// lightQuestion comes with the first digest after a light cadence's last call.
func (n *planner) lightQuestion() {
	p := &n.l.Progress
	n.step.Kind, n.step.Number = StepLight, p.Calls
	n.because(Reason{Code: ReasonPotential, Word: string(PotentialLow), Source: "S0.6"})
	n.because(Reason{Code: ReasonLight, N: p.Calls, At: p.LastTry, Source: n.cad.source})
	n.step.Due = n.r.digestAfter(n.rep, p.LastTry)
}

// review waits for a verdict: three days after the last call, or the working day after the tenth contact attempt, at
// the start of the rep's hours. tenth is zero when the cadence is used up.
func (n *planner) review(tenth time.Time) {
	p := &n.l.Progress
	n.step.Kind, n.step.Number = StepReview, p.Calls
	last := calendar.DateIn(p.LastTry.Unix(), n.f.rep) + calendar.Date(n.r.limits.ReviewDays)
	used := p.Step >= len(n.cad.steps)
	if !tenth.IsZero() {
		ten := calendar.DateIn(tenth.Unix(), n.f.rep) + 1
		if !used || n.f.repMorning(ten) <= n.f.repMorning(last) {
			n.because(Reason{Code: ReasonTenth, At: tenth, N: p.attempts(), Source: "S0.13, C2"})
			n.reviewOn(ten)
			return
		}
	}
	n.because(Reason{Code: ReasonReview, Days: n.r.limits.ReviewDays, At: p.LastTry, N: p.Calls,
		Source: "S2.21, C2, " + n.cad.source})
	n.reviewOn(last)
}

// reviewAgain asks once more for a verdict: after the quiet days of a step back (S1.25), and when a gift was declined.
func (n *planner) reviewAgain(w *Waiting) {
	n.step.Kind, n.step.Number = StepReview, n.l.Progress.Calls
	rule := n.r.callMap[w.Rule]
	if w.Rule == ruleGiftDeclined {
		n.because(Reason{Code: ReasonGift, Word: string(GiftDeclined), At: w.At, Source: rule.source})
		n.step.Due = n.r.digestAfter(n.rep, w.At)
		return
	}
	n.because(Reason{Code: ReasonVerdict, Word: w.Rule, Days: rule.days, At: w.At, Source: rule.source})
	n.reviewOn(calendar.DateIn(w.At.Unix(), n.f.rep) + calendar.Date(rule.days))
}

// reviewOn puts a review at the start of the rep's hours on the next working day from d on. It never becomes overdue.
func (n *planner) reviewOn(d calendar.Date) {
	for range searchDays {
		o := n.f.repOff(d)
		if o == nil {
			break
		}
		var p placed
		p.skip(o, d, "rep")
		n.step.Because = append(n.step.Because, p.because...)
		d++
	}
	t, _ := d.At(n.f.from, n.f.rep)
	n.step.Due, n.step.Until = unix(t), time.Time{}
}

// repMorning is the start of the rep's hours on the next working day that isn't before d.
func (f *availability) repMorning(d calendar.Date) int64 {
	for range searchDays {
		if f.repOff(d) == nil {
			break
		}
		d++
	}
	t, _ := d.At(f.from, f.rep)
	return t
}

// settle turns an agreed call about which a question stayed unanswered for two working days into a no answer at
// nobody's fault.
func (r *Rules) settle(l *Lead, rep Rep, now time.Time) {
	p := &l.Progress
	if p.Commitment == nil || now.Before(p.Commitment.At) || r.limits.busyAtAgreed(p) {
		return
	}
	lapse := r.lapse(rep, p.Commitment.At)
	if lapse.IsZero() || now.Before(lapse) {
		return
	}
	at := p.Commitment.At
	p.Commitment = nil
	p.Waiting = p.Waiting.lapsed(lapse, p.LastTouch.After(at)) // a reply from before the agreed time is overtaken by it
	p.Track, p.Step = afterTalk, 0
	p.Calls, p.Total = p.Calls+1, p.Total+1
	p.LastTry, p.LastOutcome = at, outcome.NoAnswer
	r.limits.markAttemptLimit(p, at)
}

// lapse is the end of the second working day on which the question about an agreed call stood, the first being the day
// of the digest that asks it; zero where nobody knows when that is. Days on which the rep is away don't count.
func (r *Rules) lapse(rep Rep, agreed time.Time) time.Time {
	f := r.availability(rep, LeadZone{Loc: rep.Location()})
	d := calendar.DateIn(r.digestAfter(rep, agreed).Unix(), f.rep)
	if rep.Away.Lasts() && rep.Returns().IsZero() && rep.Away.Covers(d, f.rep) {
		return time.Time{}
	}
	for left := r.limits.UnansweredDays; ; d++ {
		if f.repOff(d) == nil && !rep.Away.Covers(d, f.rep) {
			left--
		}
		if left <= 0 {
			break
		}
	}
	t, _ := (d + 1).At(0, f.rep)
	return unix(t)
}

// lawful is the instant itself, or the nearest one at which the lead may be called.
func (f *availability) lawful(t int64) int64 {
	before, after, ok := f.lawAround(t)
	if ok {
		return t
	}
	if t-before <= after-t {
		return before
	}
	return after
}

// lawAround reports whether the lead may be called at t, and if not, the nearest instants around it.
func (f *availability) lawAround(t int64) (before, after int64, ok bool) {
	d := f.leadDay(t)
	var legal spans
	for i := calendar.Date(-1); i <= 1; i++ {
		legal.add(f.wall(d+i, f.r.law.From, f.r.law.To, 1))
	}
	legal = f.elsewhere(d, legal, 1)
	for _, s := range legal.s[:legal.n] {
		if s.a <= t && t <= s.b {
			return t, t, true
		}
		if last := max(s.a, s.b+1-int64(f.r.leave)*60); last < t {
			before = last
		}
		if s.a > t && after == 0 {
			after = s.a
		}
	}
	return before, after, false
}

// rest keeps a step back that an absence of the rep or a spread of their leads has put off. Agreed calls stay where
// they are, and questions about them: a prospect has a promise.
func (n *planner) rest() {
	if n.step.Kind == StepCommitment || n.step.Kind == StepDidIt || n.step.Kind == StepNone {
		return
	}
	n.move()
	if n.rep.Away.Lasts() && n.step.Kind != StepNone {
		n.whileAway()
	}
}

// move puts a step off that a spread has moved.
func (n *planner) move() {
	m, ok := n.l.Moved.Of(n.rep.Spread)
	switch {
	case !ok || !n.l.Progress.Freed.Before(m.By):
	case m.Why == absence.Park:
		n.step = Step{Kind: StepNone, Because: []Reason{{Code: ReasonMoved, Word: m.Why, At: m.By, Source: "product 4"}}}
	default:
		n.putOff(m.From, Reason{Code: ReasonMoved, Word: m.Why, At: m.From, Source: "product 4"})
	}
}

// whileAway: what was due when the rep left is due on their first day back. What was not has as many days left then as
// it had, unless somebody had named its day, or a call that was logged since has begun another gap.
func (n *planner) whileAway() {
	back, since := n.rep.Returns(), n.rep.Away.Since
	if back.IsZero() {
		n.step = Step{Kind: StepNone}
		return
	}
	p, at := &n.l.Progress, back
	begun := newest(p.LastTry, p.TalkedAt)
	if w := &p.Waiting; w.Kind != WaitGiven {
		begun = newest(begun, w.At)
	}
	if n.step.Due.After(since) && !begun.After(since) && !n.named {
		days := calendar.DateIn(n.step.Due.Unix(), n.f.rep) - calendar.DateIn(since.Unix(), n.f.rep)
		at = n.rep.Midnight(back, int(days)).UTC()
	}
	n.putOff(at, Reason{Code: ReasonMoved, Word: absence.Away, At: at, N: 1, Source: "product 4"})
}

// putOff lets nothing come due before an instant: the step is placed as it would be, in the half of the day in which it
// was to be, from there on.
func (n *planner) putOff(from time.Time, why Reason) {
	if n.step.NeedsDate && from.After(n.step.Quiet) {
		n.step.Quiet = from
	}
	if !n.step.Due.Before(from) {
		return
	}
	n.because(why)
	n.step.SameDay = false
	day := n.f.leadDay(from.Unix())
	switch n.step.Kind {
	case StepReview:
		n.reviewOn(calendar.DateIn(from.Unix(), n.f.rep))
		return
	case StepLight, StepNeedsDate:
		n.step.Due = n.r.digestAfter(n.rep, from.Add(-time.Second))
		return
	}
	until := n.step.Until
	switch w := n.step.Window; {
	case w.IsZero():
		n.take(n.f.schedule(day, from.Unix()))
	case w.From < n.r.noon:
		n.take(n.f.schedule(day, from.Unix(), n.f.best(n.r.morning)))
	default:
		n.take(n.f.schedule(day, from.Unix(), n.f.best(n.r.afternoon)))
	}
	if until.IsZero() { // it never was to become overdue
		n.step.Until = until
	}
}

// restarts reports whether a touch ends the move of its lead: it begins another gap, or says when to go on.
func (c *change) restarts() bool {
	if len(c.lead.Moved) == 0 || newest(c.t.At, c.t.Logged).Before(c.lead.Moved[0].By) {
		return false
	}
	switch c.t.Outcome {
	case outcome.Snoozed, outcome.Resumed, outcome.Reopened, outcome.Missed:
		return true
	}
	return c.i.Try || c.i.Live || c.i.Group == outcome.CameToUs || c.verdictOf() != "" || !c.t.Until.IsZero()
}

// newest is the last of some instants.
func newest(of ...time.Time) (last time.Time) {
	for _, t := range of {
		if t.After(last) {
			last = t
		}
	}
	return last
}
