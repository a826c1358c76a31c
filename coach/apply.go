package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
)

// change is one touch on its way into a lead's progress.
type change struct {
	rules *Rules
	lead  *Lead
	p     *Progress // the lead's
	t     Touch
	i     outcome.Info // of its outcome
	rep   Rep
}

// apply lets one touch change a lead's progress. It is the only place that does; Log and Replay both go through it, so
// the incremental way and the way from nothing cannot differ. Unless the touch is told of, it isn't asked whether a
// call was early or late, which changes nothing and takes longer than all the rest.
func (r *Rules) apply(l *Lead, t Touch, rep Rep, told bool) (Touch, []Reason) {
	t.At, t.Until, t.Logged = t.At.UTC(), t.Until.UTC(), t.Logged.UTC()
	if t.Outcome == outcome.TakenOut { // its number stays taken: promises are told apart by it
		l.Progress.Touches++
		return t, nil
	}
	r.settle(l, rep, t.At)
	c := change{rules: r, lead: l, p: &l.Progress, t: t, i: t.Info(), rep: rep}
	var notes []Reason
	if told && c.i.Try && !c.i.Ends && l.Open() {
		notes = r.punctuality(*l, t, rep)
	}
	if l.Parked() { // the cadence begins with what happened, not with the list
		c.p.Waiting.NotBefore = t.At
	}
	was := *c.p
	since, ends := c.p.Waiting.Paused, c.endsPause()
	c.p.Touches++
	if c.restarts() {
		c.p.Freed = newest(t.At, t.Logged)
	}
	if t.At.After(c.p.LastTouch) {
		c.p.LastTouch = t.At
	}
	if ours := c.i.Group != outcome.Decision && c.i.Group != outcome.CameToUs && !t.ByOtherLead; ours &&
		c.p.First.IsZero() && was.Total+was.Mails == 0 {
		c.p.First = t.At // never of a lead that was called before the first time was kept
	}
	number, more := c.happened()
	if c.i.Ends {
		notes = nil
	}
	switch {
	case since.IsZero() || t.Outcome == outcome.Resumed:
	case !ends:
		c.p.Waiting.Paused = since // whatever else is waited for now
	default:
		c.p.Waiting.Paused = time.Time{}
		notes = append(notes, Reason{Code: ReasonPaused, Word: "ended", At: since})
	}
	notes = append(notes, more...)
	c.t.Try = number
	if c.p.Total > was.Total {
		c.p.nameCall(was.Spoken)
	}
	notes = append(notes, c.p.takeDetails(&c.t, c.i)...)
	c.addCounters(&was, notes)
	return c.t, notes
}

// happened is what the touch does by its outcome. number is that of the call since the last live talk, 0 for none.
func (c *change) happened() (number int, notes []Reason) {
	p, t, i := c.p, c.t, c.i
	notes = c.answered()
	// A do-not-call that was told late stands against an end or a reopening that was logged before it and came later.
	stands := p.Closed == outcome.DoNotCall && t.Outcome != outcome.DoNotCall && !t.Lifted
	switch {
	case i.Ends && !stands:
		return c.end(), append(notes, c.ended()...)
	case t.Outcome == outcome.Explained:
		if !c.lead.Open() {
			p.ClosedReason = t.Reason
			c.comeBack()
		}
	case t.Outcome == outcome.TaskDone:
		p.Waiting = p.Waiting.taskDone()
	// Logged late about a time before the closing, or by a replay.
	case stands, !c.lead.Open() && t.Outcome != outcome.Reopened:
		p.afterClose(i)
	case t.Outcome == outcome.Replied:
		p.Waiting = p.Waiting.replied(t.At, t.Note)
		p.date(t)
	case c.verdictOf() != "":
		return t.Try, append(notes, c.verdict(c.verdictOf())...)
	case i.Live:
		if i.Try {
			number = p.Calls + 1
		}
		return number, append(notes, c.talk()...)
	case t.Outcome == outcome.Busy:
		return c.busy()
	case i.Try:
		return c.try()
	case i.Group == outcome.Decision:
		c.decide()
	default:
		c.other()
	}
	return t.Try, notes
}

// date books what the touch agreed on, or notes that a date was left vague.
func (p *Progress) date(t Touch) {
	switch {
	case t.Given && !t.Until.IsZero(): // named without anybody agreeing to an hour
		p.Waiting = p.Waiting.given(t.Until)
	case !t.Until.IsZero():
		c := &Commitment{At: t.Until, Agenda: t.Agenda, Made: t.At, Goal: t.Goal, Tentative: t.Tentative,
			Meet: t.Meet.agreed(nil)}
		if was := p.Commitment; was != nil && t.At.Before(was.At) { // not held yet: the same appointment, moved
			c.First, c.Meet = was.Begun(), t.Meet.agreed(was)
		}
		p.Commitment, p.Waiting = c, p.Waiting.agreed()
	case t.Vague && p.Commitment == nil:
		p.Waiting.NeedsDate = true
	}
}

// talk is a live talk: both counters start again, and without a date the lead needs one.
func (c *change) talk() (notes []Reason) {
	p, t, i := c.p, c.t, c.i
	if c.rules.limits.atAgreed(p, t) {
		notes = append(notes, Reason{Code: ReasonKept, At: p.Commitment.At, Source: "S1.7"})
		p.Commitment = nil
	}
	p.Spoken, p.TalkedAt, p.LastOutcome = true, t.At, t.Outcome
	if i.Try {
		p.Total++
		p.LastTry = t.At
	}
	p.Waiting = Waiting{}
	p.Calls, p.Mails, p.Mail, p.Step, p.Broken, p.Before = 0, 0, 0, 0, 0, 0
	p.Track, p.Social, p.AttemptLimitAt = afterTalk, false, time.Time{}
	p.Verdict, p.VerdictAt, p.Gift = "", time.Time{}, nil
	own := c.rules.callMap[string(t.Outcome)].due == "days" && t.Until.IsZero()
	if own {
		p.Waiting = waitFor(WaitRule, string(t.Outcome), t.At)
	}
	p.Waiting.NeedsDate = p.Commitment == nil && t.Until.IsZero() && !own
	p.date(t)
	return notes
}

// try is a call that reached nobody, or somebody only for a moment.
func (c *change) try() (number int, notes []Reason) {
	p, t, i := c.p, c.t, c.i
	sameTry := p.Waiting.Counted
	p.Waiting = Waiting{}
	first := i.Group == outcome.ReachedShort && !p.Spoken
	if first {
		p.Spoken = true
	}
	agreed := p.Commitment
	broken := c.rules.limits.breaks(p, t)
	if c.rules.limits.atAgreed(p, t) {
		p.Commitment = nil
	}
	if broken {
		p.Broken++
		p.Track, p.Step = afterTalk, 0
		notes = append(notes, Reason{Code: ReasonBroken, At: agreed.At, N: p.Broken,
			Source: c.rules.callMap[RuleBroken].source})
		if t.Logged.After(t.At) {
			p.Waiting.NotBefore = t.Logged
		}
		if !sameTry {
			number = c.rules.limits.count(p, t.At)
		}
		p.LastTry, p.LastOutcome = t.At, t.Outcome
		c.after(RuleBroken)
		return number, notes
	}
	if agreed != nil && p.Commitment == nil && i.Reached() {
		p.Broken = 0 // they were there
	}
	if sameTry {
		notes = append(notes, Reason{Code: ReasonSameTry, N: p.Calls})
		if i.Group == outcome.ReachedShort {
			number = p.Calls // reached after all, on the same try
		}
	} else {
		p.Step++
		number = c.rules.limits.count(p, t.At)
		c.mailDue()
	}
	p.LastTry, p.LastOutcome = t.At, t.Outcome
	if first {
		p.Before = p.Calls // whoever picked up now has had no follow-up yet
	}
	c.after(string(t.Outcome))
	return number, notes
}

// atAgreed reports whether a call is the agreed one: made at its time, give or take its ping, or later.
func (m Limits) atAgreed(p *Progress, t Touch) bool {
	return p.Commitment != nil && !t.At.Before(m.around(p.Commitment.At))
}

// breaks reports whether a call found that the prospect was not there at an agreed time. A busy line may still be
// answered.
func (m Limits) breaks(p *Progress, t Touch) bool {
	return m.atAgreed(p, t) && t.Info().Group == outcome.NotReached && t.Outcome != outcome.Busy &&
		t.Outcome != outcome.BadNumber
}

// count counts a call and gives its number since the last talk.
func (m Limits) count(p *Progress, at time.Time) int {
	p.Calls++
	p.Total++
	m.markAttemptLimit(p, at)
	return p.Calls
}

// markAttemptLimit remembers when the tenth contact attempt was made; after a verdict it counts no more until a talk.
func (m Limits) markAttemptLimit(p *Progress, at time.Time) {
	if p.attempts() >= m.Attempts && p.AttemptLimitAt.IsZero() && p.Verdict == "" {
		p.AttemptLimitAt = at
	}
}

// mailDue puts the mail of this call on the next card; an older one vanishes. The one call of a light cadence that was
// kept brings none.
func (c *change) mailDue() {
	p := c.p
	if p.ShortCadence == "keep" {
		return
	}
	for k, after := range c.rules.cadenceOf(*c.lead).mails {
		if p.Step == after {
			p.Mail = k + 1
		}
	}
}

// after does what the rule of the call map says of a try.
func (c *change) after(rule string) {
	p, t := c.p, c.t
	w := c.rules.callMap[rule]
	switch {
	case t.Outcome == outcome.Gatekeeper && !t.Until.IsZero(): // nobody promised anything
		p.Waiting = p.Waiting.given(t.Until)
		return
	case w.due == "task":
		p.Waiting = p.Waiting.become(&Waiting{Kind: WaitTask, Rule: FindNumber, At: t.At})
	case w.due == "days" && t.Until.IsZero():
		p.Waiting = p.Waiting.become(&Waiting{Kind: WaitRule, Rule: rule, At: t.At})
	}
	p.date(t)
}

// busy: the first busy signal of a rep's day is no try, the second is one, and a step never counts more than one that
// way.
func (c *change) busy() (number int, notes []Reason) {
	p, t := c.p, c.t
	if on := calendar.DateIn(t.At.Unix(), calendar.ClockOf(c.rep.Location())).String(); p.BusyOn != on {
		p.Busy, p.BusyOn = 0, on
	}
	p.Busy++
	counted := p.Waiting.Counted
	p.Waiting, p.LastOutcome = Waiting{Kind: WaitRedial, At: t.At, Counted: counted}, outcome.Busy
	switch {
	case p.Busy == 2 && !counted:
		p.Waiting.Counted = true
		p.Step++
		number = c.rules.limits.count(p, t.At)
		c.mailDue()
		p.LastTry = t.At
	case !counted:
		notes = append(notes, Reason{Code: ReasonNoTry, N: p.Busy, Source: c.rules.callMap[string(outcome.Busy)].source})
	default:
		notes = append(notes, Reason{Code: ReasonSameTry, N: p.Calls})
	}
	p.date(t)
	if p.Commitment != nil && p.Commitment.At.Equal(t.Until) {
		p.Waiting = p.Waiting.become(nil) // a date was agreed: nothing to dial again
	}
	return number, notes
}

// end closes the lead.
func (c *change) end() (number int) {
	p, t, i := c.p, c.t, c.i
	p.Waiting = Waiting{}
	if i.Try && !t.ByOtherLead {
		number = c.rules.limits.count(p, t.At)
		p.LastTry = t.At
	}
	if i.Reached() && !t.ByOtherLead {
		p.Spoken = true
	}
	p.LastOutcome = t.Outcome
	p.Commitment, p.Mail, p.AttemptLimitAt, p.Gift = nil, 0, time.Time{}, nil
	p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy = t.Outcome, t.At, t.Reason, ""
	if t.ByOtherLead {
		p.ClosedBy = t.By
	}
	c.comeBack()
	if c.rules.callMap[string(t.Outcome)].task == FindSuccessor {
		p.Waiting = waitFor(WaitTask, FindSuccessor, t.At)
	}
	return number
}

// comeBack leaves the end of their contract to come back for, when somebody named it.
func (c *change) comeBack() {
	p, t := c.p, c.t
	if c.rules.callMap[string(p.Closed)].task == Renewal && !t.Until.IsZero() {
		p.Waiting = waitFor(WaitTask, Renewal, t.Until)
	}
}

// afterClose counts what happened on a closed lead without opening it.
func (p *Progress) afterClose(i outcome.Info) {
	if i.Mail {
		p.Mails++
	}
	if i.Try {
		p.Total++
	}
}

// other is a mail, a social touch, a visit: none moves a call.
func (c *change) other() {
	p, t, i := c.p, c.t, c.i
	if i.Mail {
		p.Mails++
		c.rules.limits.markAttemptLimit(p, t.At)
	}
	switch t.Outcome {
	case outcome.Email:
		p.Mail = 0
	case outcome.LinkedIn, outcome.XTwitter:
		p.Social = true
	}
	p.date(t)
}

// decide is what a rep decided about the lead without calling.
func (c *change) decide() {
	p, t := c.p, c.t
	switch t.Outcome {
	case outcome.Planned, outcome.Details:
		if t.Given {
			p.Waiting = p.Waiting.given(t.Until)
			return
		}
		if !t.Until.IsZero() && p.Waiting.Kind == WaitRedial {
			p.Waiting = p.Waiting.become(nil)
		}
		p.date(t)
		p.amend(t)
	case outcome.Calling:
		if p.Commitment != nil && p.Commitment.Calling.IsZero() {
			p.Commitment.Calling = t.At
		}
	case outcome.Snoozed:
		p.Waiting = p.Waiting.snooze(t.Until)
	case outcome.Paused:
		if p.Waiting.Paused.IsZero() {
			p.Waiting.Paused = t.At
		}
	case outcome.Resumed:
		c.resume()
	case outcome.Reopened:
		p.Waiting = waitFor(WaitRule, string(outcome.Reopened), t.At)
		p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy, p.Gate = "", time.Time{}, "", "", nil
		p.Step, p.AttemptLimitAt, p.VerdictAt = 0, time.Time{}, time.Time{}
	case outcome.Missed:
		p.Commitment, p.Waiting = nil, waitFor(WaitRule, string(outcome.Missed), t.At)
	}
}

// amend is what is told of an agreed call after it was agreed on.
func (p *Progress) amend(t Touch) {
	c := p.Commitment
	if c == nil || !t.Until.IsZero() {
		return // set with the date itself
	}
	if t.Agenda != "" {
		c.Agenda = t.Agenda
	}
	if t.Goal != "" {
		c.Goal = t.Goal
	}
	if t.Tentative {
		c.Tentative = true
	}
}
