package coach

import "time"

// apply lets one touch change a lead's progress. It is the only place that does; Log and Replay both go through it, so
// the incremental way and the way from nothing cannot differ.
func (r *Rules) apply(l *Lead, t Touch, rep Rep) (Touch, []Reason) {
	t.At, t.Until, t.Logged = t.At.UTC(), t.Until.UTC(), t.Logged.UTC()
	r.settle(l, rep, t.At)
	p, i := &l.Progress, t.Outcome.Info()
	var notes []Reason
	if i.Try && !i.Ends && l.Open() {
		notes = r.punctuality(*l, t, rep)
	}
	was := *p
	p.Touches++
	if t.At.After(p.LastTouch) {
		p.LastTouch = t.At
	}
	switch {
	case i.Ends:
		t.Try = r.end(p, t, i)
		notes = []Reason{{Code: ReasonClosed, Word: string(t.Outcome), Source: i.Source}}
	case t.Outcome == Explained:
		if !l.Open() {
			p.ClosedReason = t.Reason
			r.comeBack(p, t)
		}
	case t.Outcome == TaskDone:
		p.Waiting = p.Waiting.taskDone()
	case !l.Open() && t.Outcome != Reopened: // logged late about a time before the closing, or brought along by a replay
		r.afterClose(p, i)
	case t.Outcome == Replied:
		p.Waiting = p.Waiting.replied(t.At)
		r.date(p, t)
	case i.Live:
		t.Try = p.Calls + 1
		if !i.Try {
			t.Try = 0
		}
		notes = append(notes, r.talk(p, t, i)...)
	case t.Outcome == Busy:
		n, more := r.busy(l, t, rep)
		t.Try = n
		notes = append(notes, more...)
	case i.Try:
		n, more := r.try(l, t, i)
		t.Try = n
		notes = append(notes, more...)
	case i.Group == Decision:
		r.decide(l, t)
	default:
		r.other(p, t, i)
	}
	notes = append(notes, r.cameOf(p, &t, i)...)
	r.tally(&was, p, t, i, notes)
	return t, notes
}

// date books what the touch agreed on, or notes that a date was left vague.
func (r *Rules) date(p *Progress, t Touch) {
	switch {
	case !t.Until.IsZero():
		c := &Commitment{At: t.Until, Agenda: t.Agenda, Made: t.At, Goal: t.Goal, Unsure: t.Unsure}
		if was := p.Commitment; was != nil && t.At.Before(was.At) { // not held yet: the same appointment, moved
			c.First = was.Begun()
		}
		p.Commitment, p.Waiting = c, p.Waiting.agreed()
	case t.Vague && p.Commitment == nil:
		p.Waiting.NeedsDate = true
	}
}

// talk is a live talk: both counters start again, and without a date the lead needs one.
func (r *Rules) talk(p *Progress, t Touch, i OutcomeInfo) (notes []Reason) {
	if r.atAgreed(p, t) {
		notes = append(notes, Reason{Code: ReasonKept, At: p.Commitment.At, Source: "S1.7"})
		p.Commitment = nil
	}
	p.Spoken, p.TalkedAt, p.LastOutcome = true, t.At, t.Outcome
	if i.Try {
		p.Total++
		p.LastTry = t.At
	}
	p.Waiting = Waiting{}
	p.Calls, p.Mails, p.Mail, p.Step, p.Broken = 0, 0, 0, 0, 0
	p.Track, p.Social, p.Tenth, p.Verdict = AfterTalk, false, time.Time{}, ""
	own := r.rows[string(t.Outcome)].due == "days" && t.Until.IsZero()
	if own {
		p.Waiting = waitFor(WaitRule, string(t.Outcome), t.At)
	}
	p.Waiting.NeedsDate = p.Commitment == nil && t.Until.IsZero() && !own
	r.date(p, t)
	return notes
}

// try is a call that reached nobody, or somebody only for a moment.
func (r *Rules) try(l *Lead, t Touch, i OutcomeInfo) (number int, notes []Reason) {
	p := &l.Progress
	sameTry := p.Waiting.Counted
	p.Waiting = Waiting{}
	if i.Group == ReachedShort {
		p.Spoken = true
	}
	c := p.Commitment
	broken := r.breaks(p, t)
	if r.atAgreed(p, t) {
		p.Commitment = nil
	}
	if broken {
		p.Broken++
		p.Track, p.Step = AfterTalk, 0
		notes = append(notes, Reason{Code: ReasonBroken, At: c.At, N: p.Broken, Source: r.rows[rowBroken].source})
		if t.Logged.After(t.At) {
			p.Waiting.NotBefore = t.Logged
		}
		if !sameTry {
			number = r.count(p, t.At)
		}
		p.LastTry, p.LastOutcome = t.At, t.Outcome
		r.after(p, t, rowBroken)
		return number, notes
	}
	if c != nil && p.Commitment == nil && i.Reached() {
		p.Broken = 0 // they were there
	}
	if sameTry {
		notes = append(notes, Reason{Code: ReasonSameTry, N: p.Calls})
		if i.Group == ReachedShort {
			number = p.Calls // reached after all, on the same try
		}
	} else {
		p.Step++
		number = r.count(p, t.At)
		r.mailDue(*l, p)
	}
	p.LastTry, p.LastOutcome = t.At, t.Outcome
	r.after(p, t, string(t.Outcome))
	return number, notes
}

// atAgreed reports whether a call is the agreed one: made at its time, give or take its ping, or later.
func (r *Rules) atAgreed(p *Progress, t Touch) bool {
	return p.Commitment != nil && !t.At.Before(r.around(p.Commitment.At))
}

// breaks reports whether a call found that the prospect was not there at an agreed time. A busy line may still be
// answered.
func (r *Rules) breaks(p *Progress, t Touch) bool {
	return r.atAgreed(p, t) && t.Outcome.Info().Group == NotReached && t.Outcome != Busy && t.Outcome != BadNumber
}

// count counts a call and gives its number since the last talk.
func (r *Rules) count(p *Progress, at time.Time) int {
	p.Calls++
	p.Total++
	r.markTenth(p, at)
	return p.Calls
}

// markTenth remembers when the tenth contact attempt was made; after a verdict it counts no more until a talk.
func (r *Rules) markTenth(p *Progress, at time.Time) {
	if p.Attempts() >= r.limits.Attempts && p.Tenth.IsZero() && p.Verdict == "" {
		p.Tenth = at
	}
}

// mailDue puts the mail of this call on the next card; an older one vanishes. The one call of a light cadence that was
// kept brings none.
func (r *Rules) mailDue(l Lead, p *Progress) {
	if p.Light == "keep" {
		return
	}
	for k, after := range r.cadenceOf(l).mails {
		if p.Step == after {
			p.Mail = k + 1
		}
	}
}

// after does what the row of the call map says of a try.
func (r *Rules) after(p *Progress, t Touch, row string) {
	w := r.rows[row]
	switch {
	case t.Outcome == Gatekeeper && !t.Until.IsZero(): // nobody promised anything
		p.Waiting = p.Waiting.given(t.Until)
		return
	case w.due == "task":
		p.Waiting = p.Waiting.become(&Waiting{Kind: WaitTask, Rule: FindNumber, At: t.At})
	case w.due == "days" && t.Until.IsZero():
		p.Waiting = p.Waiting.become(&Waiting{Kind: WaitRule, Rule: row, At: t.At})
	}
	r.date(p, t)
}

// busy: the first busy signal of a rep's day is no try, the second is one, and a step never counts more than one that
// way.
func (r *Rules) busy(l *Lead, t Touch, rep Rep) (number int, notes []Reason) {
	p := &l.Progress
	if on := dayIn(t.At.Unix(), in(rep.Location())).String(); p.BusyOn != on {
		p.Busy, p.BusyOn = 0, on
	}
	p.Busy++
	counted := p.Waiting.Counted
	p.Waiting, p.LastOutcome = Waiting{Kind: WaitRedial, At: t.At, Counted: counted}, Busy
	switch {
	case p.Busy == 2 && !counted:
		p.Waiting.Counted = true
		p.Step++
		number = r.count(p, t.At)
		r.mailDue(*l, p)
		p.LastTry = t.At
	case !counted:
		notes = append(notes, Reason{Code: ReasonNoTry, N: p.Busy, Source: r.rows[string(Busy)].source})
	default:
		notes = append(notes, Reason{Code: ReasonSameTry, N: p.Calls})
	}
	r.date(p, t)
	if p.Commitment != nil && p.Commitment.At.Equal(t.Until) {
		p.Waiting = p.Waiting.become(nil) // a date was agreed: nothing to dial again
	}
	return number, notes
}

// end closes the lead.
func (r *Rules) end(p *Progress, t Touch, i OutcomeInfo) (number int) {
	p.Waiting = Waiting{}
	if i.Try && !t.Elsewhere {
		number = r.count(p, t.At)
		p.LastTry = t.At
	}
	if i.Reached() && !t.Elsewhere {
		p.Spoken = true
	}
	p.LastOutcome = t.Outcome
	p.Commitment, p.Mail, p.Tenth = nil, 0, time.Time{}
	p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy = t.Outcome, t.At, t.Reason, ""
	if t.Elsewhere {
		p.ClosedBy = t.By
	}
	r.comeBack(p, t)
	if r.rows[string(t.Outcome)].task == FindSuccessor {
		p.Waiting = waitFor(WaitTask, FindSuccessor, t.At)
	}
	return number
}

// comeBack leaves the end of their contract to come back for, when somebody named it.
func (r *Rules) comeBack(p *Progress, t Touch) {
	if r.rows[string(p.Closed)].task == Renewal && !t.Until.IsZero() {
		p.Waiting = waitFor(WaitTask, Renewal, t.Until)
	}
}

// afterClose counts what happened on a closed lead without opening it.
func (r *Rules) afterClose(p *Progress, i OutcomeInfo) {
	if i.Mail {
		p.Mails++
	}
	if i.Try {
		p.Total++
	}
}

// other is a mail, a social touch, a visit: none moves a call.
func (r *Rules) other(p *Progress, t Touch, i OutcomeInfo) {
	if i.Mail {
		p.Mails++
		r.markTenth(p, t.At)
	}
	switch t.Outcome {
	case Email:
		p.Mail = 0
	case LinkedIn, XTwitter:
		p.Social = true
	}
	r.date(p, t)
}
