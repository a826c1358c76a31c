package coach

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/reach"
	"github.com/followup-coach/followup/coach/tally"
)

// This file holds what a talk leaves behind besides its outcome: promises of both sides, material, the gate before it,
// and the counts that a rep's own figures are made of.

// takeDetails takes over what a touch says of promises and material, and tells what is worth saying about it.
func (p *Progress) takeDetails(t *Touch, i outcome.Info) (notes []Reason) {
	for _, s := range t.Settled {
		notes = append(notes, p.settlePromise(s)...)
	}
	if t.Outcome == outcome.NotReviewed {
		p.Counters.Unread++
		for _, x := range slices.Clone(p.Promises) {
			if x.Read && x.By == Them {
				notes = append(notes, p.settlePromise(Settled{ID: x.ID})...)
			}
		}
	}
	if t.Together != nil && *t.Together { // tried, which is not read: the material stays unread (S3.26)
		p.Counters.Engaged = min(p.Counters.Engaged+1, p.Counters.Unread) // of one talk it may be told twice
	}
	if t.Gate != nil {
		g := *t.Gate
		p.Gate = &g
	}
	if t.Material != nil {
		notes = append(notes, p.give(t)...)
	}
	t.Promises = slices.Clone(t.Promises) // numbered here
	for k := range t.Promises {
		x := &t.Promises[k]
		if x.ID == "" {
			x.ID = fmt.Sprintf("%d.%d", t.Seq, k)
		}
		x.Made, x.Due = t.At, x.Due.UTC()
		p.promise(*x)
	}
	if t.Why != "" {
		p.LastWhy = t.Why
	}
	p.sent(t.Draft)
	if p.Closed != "" && p.Closed != outcome.HasSolution {
		p.Promises = nil // nobody owes a closed lead anything
	}
	return notes
}

// promise keeps an open promise; of too many the oldest is forgotten, uncounted.
func (p *Progress) promise(x Promise) {
	p.Promises = append(slices.Clone(p.Promises), x)
	if n := len(p.Promises) - MaxPromises; n > 0 {
		p.Promises = p.Promises[n:]
	}
}

// settlePromise counts a promise as kept or broken (S3.1). One that is not open any more changes nothing.
func (p *Progress) settlePromise(s Settled) []Reason {
	i := slices.IndexFunc(p.Promises, func(x Promise) bool { return x.ID == s.ID })
	if i < 0 {
		return nil
	}
	x := p.Promises[i]
	p.Promises = slices.Delete(slices.Clone(p.Promises), i, i+1)
	switch {
	case x.By == Them && s.Kept:
		p.Counters.TheyKept++
	case x.By == Them:
		p.Counters.TheyBroke++
	case s.Kept:
		p.Counters.WeKept++
	default:
		p.Counters.WeBroke++
	}
	if x.Read && s.Kept {
		p.looked(x.What)
	}
	code := ReasonPromiseBroken
	if s.Kept {
		code = ReasonPromiseKept
	}
	return []Reason{{Code: code, Word: string(x.By), At: x.Due, N: p.Counters.TheyKept,
		Of: p.Counters.TheyKept + p.Counters.TheyBroke, Source: "S3.1"}}
}

// looked marks the material of a name as looked at, and the promises to look at it as no longer open.
func (p *Progress) looked(name string) {
	p.Materials = slices.Clone(p.Materials)
	for k := range p.Materials {
		if m := &p.Materials[k]; m.Name == name {
			if !m.Read {
				p.Looked++
			}
			m.Read = true
		}
	}
	p.Promises = slices.DeleteFunc(slices.Clone(p.Promises),
		func(x Promise) bool { return x.Read && x.By == Them && x.What == name })
}

// give records material. What was sent comes with the prospect's promise to look at it by the agreed call; the third
// document of which none was looked at is a warning (S3.18).
//
// What details tell of a document that is out and not looked at yet is its page or its link, not another document
// (S3.25).
func (p *Progress) give(t *Touch) (notes []Reason) {
	m := *t.Material
	if t.Outcome == outcome.Details && !m.Shown {
		if i := slices.IndexFunc(p.Materials, func(x Material) bool { return x.Name == m.Name && !x.Read }); i >= 0 {
			p.Materials = slices.Clone(p.Materials)
			x := &p.Materials[i]
			x.Pointer, x.Link = cmp.Or(m.Pointer, x.Pointer), cmp.Or(m.Link, x.Link)
			return nil
		}
	}
	m.At = t.At
	m.Read = m.Shown
	if m.Shown {
		p.looked(m.Name) // it may have been sent before
	}
	p.Materials = append(slices.Clone(p.Materials), m)
	if n := len(p.Materials) - maxMaterials; n > 0 {
		p.Materials = p.Materials[n:]
	}
	if m.Shown {
		return nil
	}
	p.Sent++
	due := t.Until
	if due.IsZero() && p.Commitment != nil {
		due = p.Commitment.At
	}
	p.promise(Promise{ID: fmt.Sprintf("%d.m", t.Seq), By: Them, What: m.Name, Due: due, Made: t.At, Read: true})
	if unread := p.Sent - p.Looked; unread >= unreadWarns {
		notes = append(notes, Reason{Code: ReasonUnread, N: unread, Source: "S3.18"})
	}
	return notes
}

// Unread is the newest material that nobody has looked at yet, nil for none.
func (p Progress) Unread() *Material {
	for _, m := range slices.Backward(p.Materials) {
		if !m.Read && !m.Shown {
			return &m
		}
	}
	return nil
}

// unreadWarns is the document from which on sending more is advised against (S3.18).
const unreadWarns = 3

// addCounters adds what a touch counts for. was is the progress before it.
func (c *change) addCounters(was *Progress, notes []Reason) {
	sum, t, i := &c.p.Counters, c.t, c.i
	reached := i.Reached()
	counted := t.Try > 0 && !HasReason(notes, ReasonSameTry)
	if t.Try > 0 && reached {
		sum.Reached++
	}
	sum.Shared.count(was, c.p, i, t.Try, counted, reached)
	c.countResult(was, counted)
	agreed := was.Commitment
	kept := i.Try && !t.ByOtherLead && c.rules.limits.atAgreed(was, t)
	if !kept {
		c.countHour(counted, t.Try > 0 && reached)
	}
	switch {
	case t.Outcome == outcome.Missed && agreed != nil:
		sum.WeBroke++
		sum.Late++
	case kept && t.Outcome != outcome.Busy && t.Outcome != outcome.BadNumber:
		sum.WeKept++
		sum.Dated++
		if late := time.Duration(c.rules.limits.StillAfter) * time.Minute; agreed.Calling.After(agreed.At.Add(late)) {
			sum.Late++
		} else {
			sum.OnTime++
		}
		if reached {
			sum.DatedReached++
			sum.TheyKept++
			sum.Shared.Met++
		} else if HasReason(notes, ReasonBroken) {
			sum.TheyBroke++
			sum.Shared.NoShows++
		}
	case HasReason(notes, ReasonKept):
		sum.TheyKept++ // they called us
		sum.Shared.Met++
	case counted && was.NeedsDate():
		sum.Vague++
		if reached {
			sum.VagueReached++
		}
	}
}

// countResult counts a call by what came of it, whether it was the first one or a follow-up, and how long somebody who
// came to us has waited for it. A reply that was put off waits for another day, and is counted nowhere.
func (c *change) countResult(was *Progress, counted bool) {
	mix, i := &c.p.Counters.Mix, c.i
	if counted {
		mix[tally.Of(i)]++
		if was.Spoken {
			mix[tally.FollowUp]++
		}
		if was.Total == 0 {
			mix[tally.First(i)]++
		}
	}
	if i.Group == outcome.Decision || i.Group == outcome.CameToUs || i.Ends && !i.Try || c.t.ByOtherLead {
		return // nothing that they heard of
	}
	since, _ := was.Reply()
	if since.IsZero() && was.LastOutcome == outcome.CalledBack && was.NeedsDate() {
		since = was.TalkedAt
	}
	if waited := c.t.At.Sub(since); !since.IsZero() && waited >= 0 {
		mix[tally.Waited(waited)]++
	}
}

// countHour counts a try, and whether it has reached somebody, where it lies in the lead's week.
func (c *change) countHour(counted, reached bool) {
	if !counted && !reached {
		return
	}
	there := c.t.At.In(c.lead.Zone(c.rep, c.t.At).Loc)
	if part, day := reach.PartOf(there.Hour()*60 + there.Minute()); day {
		c.p.Hours.Count(reach.Place(there.Weekday(), part), counted, reached)
	}
}

// draftsKept is how many texts a lead remembers to have been sent.
const draftsKept = 12

// sent remembers which text a message was made from, so that another one comes next.
func (p *Progress) sent(key string) {
	if key == "" {
		return
	}
	p.Drafts = append(slices.Clone(p.Drafts), key)
	if n := len(p.Drafts) - draftsKept; n > 0 {
		p.Drafts = p.Drafts[n:]
	}
}
