package coach

import "time"

// decide is what a rep decided about the lead without calling.
func (c *change) decide() {
	p, t := c.p, c.t
	switch t.Outcome {
	case Planned, Details:
		if t.Given {
			p.Waiting = p.Waiting.given(t.Until)
			return
		}
		if !t.Until.IsZero() && p.Waiting.Kind == WaitRedial {
			p.Waiting = p.Waiting.become(nil)
		}
		p.date(t)
		p.amend(t)
	case Calling:
		if p.Commitment != nil && p.Commitment.Calling.IsZero() {
			p.Commitment.Calling = t.At
		}
	case Snoozed:
		p.Waiting = p.Waiting.snooze(t.Until)
	case Resumed:
		p.Waiting = p.Waiting.resume(t.At)
	case Reopened:
		p.Waiting = waitFor(WaitRule, string(Reopened), t.At)
		p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy, p.Gate = "", time.Time{}, "", "", nil
		p.Step, p.AttemptLimitAt = 0, time.Time{}
	case Missed:
		p.Commitment, p.Waiting = nil, waitFor(WaitRule, string(Missed), t.At)
	case Verdict:
		c.verdict()
	}
}

// verdict is the answer to a review (C12) or to light's question.
func (c *change) verdict() {
	p, t := c.p, c.t
	p.Waiting = Waiting{}
	switch t.Verdict {
	case "drop":
		p.Closed, p.ClosedAt, p.ClosedReason = NoResponse, t.At, "light"
	case "keep":
		p.Light, p.Step = "keep", len(c.rules.cadenceOf(*c.lead).steps)-1
		p.Waiting = waitFor(WaitRule, "keep-light", t.At)
	case "full":
		p.Light, p.Waiting.NotBefore = "full", t.At
		p.Step = max(p.Step, p.Calls) // a call in thirty days used up a step, too
	case "extend":
		p.AttemptLimitAt, p.Verdict = time.Time{}, t.Verdict
		p.Track, p.Step, p.Waiting.NotBefore = Extended, 0, t.At
	default:
		p.AttemptLimitAt, p.Verdict = time.Time{}, t.Verdict
		p.Track, p.Step = Extended, 0
		p.Waiting = waitFor(WaitRule, t.Verdict, t.At)
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
	if t.Unsure {
		c.Unsure = true
	}
}
