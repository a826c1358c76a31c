package coach

import "time"

// decide is what a rep decided about the lead without calling.
func (r *Rules) decide(l *Lead, t Touch) {
	p := &l.Progress
	switch t.Outcome {
	case Planned, Details:
		if t.Given {
			p.Given = t.Until
			return
		}
		if !t.Until.IsZero() {
			p.BusyAt, p.BusyTry = time.Time{}, false
		}
		r.date(p, t)
		r.amend(p, t)
	case Calling:
		if p.Commitment != nil && p.Commitment.Calling.IsZero() {
			p.Commitment.Calling = t.At
		}
	case Snoozed:
		if p.Replied {
			p.Row, p.RowAt = "", time.Time{} // the day is a date
		}
		p.Snoozed, p.Replied = t.Until, false
	case Resumed:
		switch {
		case p.Replied:
			p.Row, p.RowAt = string(Resumed), t.At
		case p.Task != nil: // a number was found: the cadence goes on, its gap uncut
			p.NotBefore = t.At
		}
		p.Replied, p.NeedsDate, p.Snoozed, p.Task = false, false, time.Time{}, nil
	case Reopened:
		r.clear(p)
		p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy, p.Gate = "", time.Time{}, "", "", nil
		p.Step, p.Row, p.RowAt, p.Tenth = 0, string(Reopened), t.At, time.Time{}
	case Missed:
		r.clear(p)
		p.Commitment, p.Row, p.RowAt = nil, string(Missed), t.At
	case Verdict:
		r.verdict(l, t)
	}
}

// verdict is the answer to a review (C12) or to light's question.
func (r *Rules) verdict(l *Lead, t Touch) {
	p := &l.Progress
	r.clear(p)
	switch t.Reason {
	case "drop":
		p.Closed, p.ClosedAt, p.ClosedReason = NoResponse, t.At, "light"
	case "keep":
		p.Light, p.Step = "keep", len(r.cadenceOf(*l).steps)-1
		p.Row, p.RowAt = "keep-light", t.At
	case "full":
		p.Light, p.NotBefore = "full", t.At
		p.Step = max(p.Step, p.Calls) // a call in thirty days used up a step, too
	case "extend":
		p.Tenth, p.Verdict = time.Time{}, t.Reason
		p.Track, p.Step, p.NotBefore = Extended, 0, t.At
	default:
		p.Tenth, p.Verdict = time.Time{}, t.Reason
		p.Track, p.Step = Extended, 0
		p.Row, p.RowAt = t.Reason, t.At
	}
}

// amend is what is told of an agreed call after it was agreed on.
func (r *Rules) amend(p *Progress, t Touch) {
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
