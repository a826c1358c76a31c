package coach

import (
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// Next is what comes next for the lead, when and why, as seen at now. It depends on nothing but its arguments. Only two
// things change with now alone: an agreed time that is past turns into the question whether it happened, and that
// question, when it stays unanswered for two working days, into a no answer at nobody's fault.
func (r *Rules) Next(l Lead, rep Rep, now time.Time) Step {
	return r.next(l, rep, now, r.limits.OpenMinutes)
}

// NextAsking is Next for a digest, which asks about an agreed call from its very time on.
func (r *Rules) NextAsking(l Lead, rep Rep, now time.Time) Step { return r.next(l, rep, now, 0) }

// next asks "did it happen?" from so many minutes after an agreed time.
func (r *Rules) next(l Lead, rep Rep, now time.Time, askAfter int) Step {
	if !l.Open() && l.Progress.Waiting.Kind != WaitTask || l.Parked() || l.Leaving != "" {
		return Step{Kind: StepNone}
	}
	z := l.Zone(rep, now)
	if l.Created.IsZero() {
		l.Created = now
	}
	n := planner{r: r, l: l, rep: rep, mode: rep.ModeOrDefault(), f: r.availability(rep, z)}
	r.settle(&n.l, rep, now)
	if l.Paused() && n.l.Progress.Commitment == nil {
		return Step{Kind: StepNone}
	}
	n.cad = r.cadenceOf(n.l)
	n.plan(now, askAfter)
	n.rest()
	n.zoneReason(now)
	n.step.Of = max(n.step.Of, n.step.Number)
	return n.step
}

// cadenceOf is the cadence that the lead runs on.
func (r *Rules) cadenceOf(l Lead) cadence {
	switch {
	case l.Progress.Track != "":
		return r.cadences[l.Progress.Track]
	case l.Potential == PotentialLow && l.Progress.ShortCadence != "full":
		if l.Warmth == Warm {
			return r.cadences[lightWarm]
		}
		return r.cadences[lightCold]
	}
	return r.cadences[zeroToTen]
}

// planner works out one step.
type planner struct {
	r    *Rules
	l    Lead
	rep  Rep
	mode Mode
	cad  cadence
	f    *availability
	step Step

	named bool // somebody has named the step's day
}

// because notes a reason, in the order in which the rules applied.
func (n *planner) because(r Reason) { n.step.Because = append(n.step.Because, r) }

// plan looks for what stands in the way of the cadence first, then takes the cadence's next step.
func (n *planner) plan(now time.Time, askAfter int) {
	p, w := &n.l.Progress, &n.l.Progress.Waiting
	n.step = Step{Kind: StepCall, Number: p.Calls + 1, Of: p.Calls + len(n.cad.steps) - p.Step, FollowUp: p.Spoken,
		Nth: p.Calls + 1 - p.Before, Zone: n.f.zone,
		NeedsDate: w.NeedsDate || w.Kind == WaitReply, Mail: p.Mail, Social: n.social(), Because: make([]Reason, 0, 8)}
	used := p.Step >= len(n.cad.steps)
	switch {
	case !n.l.Open():
		n.leftToDo()
		return
	case p.Commitment != nil && !n.redialsAgreed():
		n.agreed(now, askAfter)
		return
	case w.Kind == WaitReply:
		n.step.Kind = StepNeedsDate
		n.step.Due = w.At
		n.because(Reason{Code: ReasonReplied, At: w.At, Source: n.r.callMap["replied"].source})
		return
	case w.Kind == WaitTask:
		n.findNumber()
	case p.Gift.state() == GiftAsked || p.Gift.state() == GiftApproved:
		n.gift(p.Gift)
	case w.Kind == WaitRule && n.r.callMap[w.Rule].due == dueReview:
		n.reviewAgain(w)
	case !p.AttemptLimitAt.IsZero() && !w.Missed(): // no call is due until the verdict, but one that was promised
		n.review(p.AttemptLimitAt)
	case w.Kind == WaitRedial:
		n.redial()
	case w.Kind == WaitGiven && p.Verdict == VerdictNurture && !p.VerdictAt.IsZero():
		n.because(Reason{Code: ReasonVerdict, Word: p.Verdict, At: w.At, Source: n.r.callMap[VerdictNurture].source})
		n.morningOf(w.At)
		n.named = true
	case w.Kind == WaitGiven:
		n.named = true
		n.because(Reason{Code: ReasonGiven, At: w.At, Source: n.r.callMap[string(outcome.Gatekeeper)].source})
		n.exact(w.At)
	case w.Kind == WaitRule && (!used || beatsReview[w.Rule]):
		n.byRule(w.Rule, w.At)
	case used && (n.cad.name == lightWarm || n.cad.name == lightCold):
		n.lightQuestion()
	case used:
		n.review(time.Time{})
	default:
		n.cadenceStep(n.cad.steps[p.Step])
	}
	n.past()
	if !w.Back.IsZero() && w.Kind != WaitGiven { // a time that somebody named stands
		n.putOff(w.Back, Reason{Code: ReasonPaused, At: w.Back, Source: "product 4"})
	}
	n.snooze()
}

// beatsReview are the rules that ask for a call although the cadence is used up.
var beatsReview = map[string]bool{string(outcome.Missed): true, ruleLapsed: true}

// take fills in a due time.
func (n *planner) take(p placed) {
	n.step.Due, n.step.Until = unix(p.due), unix(p.until)
	n.step.Window, n.step.OutsideHours = p.window, p.outside
	n.step.Because = append(n.step.Because, p.because...)
}

// exact takes an instant that somebody chose: it may lie on a day off and outside the rep's hours, never outside the
// law.
func (n *planner) exact(t time.Time) {
	at := t.Unix()
	if legal := n.f.lawful(at); legal != at {
		at = legal
		n.because(n.r.window(ReasonLaw, n.r.law, "law"))
	}
	n.step.Due, n.step.Until = unix(at), unix(at+int64(n.r.limits.OpenMinutes)*60)
	n.step.Window, n.step.OutsideHours = Window{}, false
}

// last names the call that the gap counts from.
func (n *planner) last() (time.Time, bool) {
	p := &n.l.Progress
	base := p.LastTry
	if p.TalkedAt.After(base) {
		base = p.TalkedAt
	}
	if base.IsZero() {
		if n.l.List.From.After(n.l.Created) {
			n.because(Reason{Code: ReasonSpread, At: n.l.List.From, Source: "S2.9"})
			return n.l.List.From, false
		}
		return n.l.Created, false
	}
	n.because(Reason{Code: ReasonLast, Word: string(p.LastOutcome), At: base, N: p.Calls})
	return base, true
}

// cadenceStep places the cadence's next call.
func (n *planner) cadenceStep(s cadenceStep) {
	if p := &n.l.Progress; p.Broken > 0 && p.Step == 0 && p.Track == afterTalk {
		n.because(Reason{Code: ReasonBroken, N: p.Broken, Source: n.r.callMap[RuleBroken].source})
	}
	base, _ := n.last()
	from := n.f.leadDay(base.Unix())
	switch s.slot {
	case slotNow:
		n.first(base, s)
	case slotSameDay:
		n.secondTry(base, s)
	case slotMorning:
		n.because(Reason{Code: ReasonGap, Days: s.gap, At: base, Source: s.source})
		w := n.in(n.r.morning, Reason{Code: ReasonMorning, Word: "morning", Source: n.r.sources["morning"]})
		n.take(n.f.schedule(from+calendar.Date(s.gap), base.Unix(), w))
	case slotOtherHalf:
		n.because(Reason{Code: ReasonGap, Days: s.gap, At: base, Source: s.source})
		n.take(n.f.schedule(from+calendar.Date(s.gap), base.Unix(), n.otherHalf(base)))
	}
}

// in is the window of a rule, or the better one, with why it is that one.
func (n *planner) in(w Window, why ...Reason) Window {
	best := n.f.best(w)
	if best != w {
		h := n.f.learned.Hours
		why = []Reason{{Code: ReasonLearned, Word: fmt.Sprint(best.From, "-", best.To), N: h.Here.N, Of: h.Here.Of,
			Source: "handbook 5"}}
	}
	for _, r := range why {
		n.because(r)
	}
	return best
}

// otherHalf is the window in the half of the day in which the last try was not.
func (n *planner) otherHalf(last time.Time) Window {
	if n.f.morningHalf(last.Unix()) {
		return n.in(n.r.afternoon, Reason{Code: ReasonHalf, Word: "afternoon", Source: "C3, " + n.r.sources["afternoon"]})
	}
	return n.in(n.r.morning, Reason{Code: ReasonHalf, Word: "morning", Source: "C3, " + n.r.sources["morning"]})
}

// first places the first call of all: a warm lead as soon as it may be called, a cold one in the next open window.
func (n *planner) first(created time.Time, s cadenceStep) {
	from := n.f.leadDay(created.Unix())
	if n.l.Warmth == Warm {
		n.because(Reason{Code: ReasonNow, At: created, Word: string(Warm), Source: "C11, " + s.source})
		n.take(n.f.schedule(from, created.Unix()))
		return
	}
	n.because(Reason{Code: ReasonWarmth, Word: n.warmthWord(), Source: "C10"})
	n.because(Reason{Code: ReasonOpenWindow, At: created, Source: s.source})
	n.take(n.f.schedule(from, created.Unix(), n.f.best(n.r.morning), n.f.best(n.r.afternoon)))
}

// warmthWord names the warmth in a reason; one that is unknown runs as cold (S0.4).
func (n *planner) warmthWord() string {
	if n.l.Warmth == WarmthUnknown {
		return "unknown"
	}
	return string(n.l.Warmth)
}

// secondTry places the second call of day 0: the same afternoon for whom the mode allows it and where it fits, else the
// next working day in the morning (S2.11, C4).
func (n *planner) secondTry(first time.Time, s cadenceStep) {
	rule := n.r.modes[n.mode]
	var why string
	switch {
	case rule.everyone:
		why = string(n.mode)
	case rule.warm && n.l.Warmth == Warm:
		why = string(Warm)
	case rule.high && n.l.Potential == PotentialHigh:
		why = string(PotentialHigh)
	}
	n.because(Reason{Code: ReasonWarmth, Word: n.warmthWord(), Source: "S2.4"})
	if n.l.Potential != PotentialNormal {
		n.because(Reason{Code: ReasonPotential, Word: string(n.l.Potential), Source: "S2.4"})
	}
	n.because(Reason{Code: ReasonMode, Word: string(n.mode), Source: rule.source})
	from := n.f.leadDay(first.Unix())
	switch {
	case why == "" && n.mode == Passive:
		n.because(Reason{Code: ReasonNextDay, Word: string(Passive), Source: rule.source})
	case why == "":
		n.because(Reason{Code: ReasonNextDay, Word: n.warmthWord(), Source: rule.source})
	case !n.f.morningHalf(first.Unix()):
		n.because(Reason{Code: ReasonNextDay, Word: "afternoon", Source: s.source})
	default:
		if p, ok := n.f.sameAfternoon(from, first.Unix()); ok {
			n.step.SameDay = true
			n.because(Reason{Code: ReasonSameDay, Word: why, Source: s.source})
			n.take(p)
			return
		}
		n.because(Reason{Code: ReasonNextDay, Word: "no-room", Source: s.source})
	}
	n.take(n.f.schedule(from+1, first.Unix(), n.in(n.r.morning)))
}

// sameAfternoon is the start of the afternoon window, or the time in the lead's afternoon nearest to it that lies in
// the rep's hours, at least three hours after the first try.
func (f *availability) sameAfternoon(d calendar.Date, first int64) (p placed, ok bool) {
	if f.leadOff(d) != nil {
		return p, false
	}
	quiet, hours := f.legal(d, true), f.hours(d, true)
	open := quiet.and(&hours)
	open = open.within(f.wall(d, f.r.noon, f.r.afternoonEnds, int64(f.r.leave)*60))
	open = open.within(span{first + int64(f.r.limits.SecondTryAfter)*60, 1 << 62})
	want, _ := d.At(f.r.afternoon.From, f.lead)
	t, ok := open.nearest(want)
	if !ok {
		return p, false
	}
	if t == want {
		f.inWindow(t, d, f.r.afternoon, &hours, &p)
		return p, true
	}
	p.because = append(p.because, f.hoursReason())
	f.openFor(t, &p)
	return p, true
}

// byRule places a call by a rule of the call map instead of the cadence's gap.
func (n *planner) byRule(name string, at time.Time) {
	w := n.r.callMap[name]
	switch {
	case name == string(outcome.Missed):
		n.because(Reason{Code: ReasonMissed, At: at, Source: w.source})
	case name == RuleBroken:
		n.because(Reason{Code: ReasonBroken, N: n.l.Progress.Broken, Source: w.source})
	case name == ruleLapsed:
		n.because(Reason{Code: ReasonLapsed, At: n.l.Progress.LastTry, Source: w.source})
	case name == string(outcome.Resumed) || name == string(outcome.Reopened):
		n.because(Reason{Code: ReasonResumed, At: at, Word: name, Source: w.source})
	case name == "keep-light":
		n.because(Reason{Code: ReasonKeep, Days: w.days, At: at, Source: w.source})
	case n.l.Progress.Verdict == name:
		n.because(Reason{Code: ReasonVerdict, Word: name, Days: w.days, At: at, Source: w.source})
	default:
		n.because(Reason{Code: ReasonRow, Word: name, Days: w.days, At: at, Source: w.source})
	}
	from := n.f.leadDay(at.Unix())
	switch {
	case w.due == "now":
		n.take(n.f.schedule(from, at.Unix()))
	case w.due == dueWorkdays:
		n.onDay(w, at)
	case w.slot == slotOtherHalf:
		n.take(n.f.schedule(from+calendar.Date(w.days), at.Unix(), n.otherHalf(at)))
	default:
		n.take(n.f.schedule(from+calendar.Date(w.days), at.Unix(), n.in(n.r.morning)))
	}
}

// past moves a step that was due before it was logged to that instant: into what is left of its window, else wherever a
// call is allowed next.
func (n *planner) past() {
	nb := n.l.Progress.Waiting.NotBefore
	if nb.IsZero() || !n.step.Due.Before(nb) || n.step.Until.IsZero() { // questions are never late
		return
	}
	n.because(Reason{Code: ReasonPast, At: n.step.Due})
	n.step.SameDay = false
	if !n.step.Window.IsZero() && nb.Before(n.step.Until) {
		n.step.Due = unix(nb.Unix()) // its window is still open
		return
	}
	n.take(n.f.schedule(n.f.leadDay(nb.Unix()), nb.Unix()))
}

// snooze keeps everything quiet until then. A time that is the start of a window keeps the window.
func (n *planner) snooze() {
	until := n.l.Progress.Waiting.Snoozed
	n.step.Quiet = until
	if until.IsZero() || !n.step.Due.Before(until) {
		return
	}
	n.because(Reason{Code: ReasonSnooze, At: until})
	n.named = true
	n.step.SameDay = false
	if n.step.Kind == StepReview || n.step.Kind == StepLight {
		n.exact(until)
		n.step.Until = time.Time{}
		return
	}
	n.morningOf(until)
}

// morningOf takes an instant that somebody named. One that is the start of a window keeps the window.
func (n *planner) morningOf(at time.Time) {
	for _, w := range [2]Window{n.r.morning, n.r.afternoon} {
		p := n.f.anyDay().schedule(n.f.leadDay(at.Unix()), 0, w)
		if p.due == at.Unix() {
			p.because = nil
			n.take(p)
			return
		}
	}
	n.exact(at)
}

// social: a touch in a network is suggested on day 0, for warm leads, unless the mode forbids it or it was made
// (S2.16).
func (n *planner) social() bool {
	p := &n.l.Progress
	return n.cad.social && n.r.modes[n.mode].social && n.l.Warmth == Warm && p.Step <= 1 && !p.Social
}

// zoneReason says that the lead's clock differs from the rep's.
func (n *planner) zoneReason(now time.Time) {
	at := n.step.Due
	if at.IsZero() {
		at = now
	}
	if ahead := n.f.lead.Offset(at.Unix()) - n.f.rep.Offset(at.Unix()); ahead != 0 {
		r := Reason{Code: ReasonZone, Word: n.f.lead.String(), N: int(ahead / 60)}
		if n.f.zone.Likely {
			r.Of = 1
		}
		n.because(r)
	}
}
