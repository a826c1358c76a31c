package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/calendar"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/tally"
)

// This file holds the end of a chase (C12): what each verdict of a review does, and what an answer does that comes
// after one, or after the lead was closed.

// Verdicts of a review, as [Touch.Verdict] and [Progress.Verdict] have them. Each is a row of the call map.
const (
	VerdictExtend   = "extend"
	VerdictStepBack = "step-back"
	VerdictBreakUp  = "break-up"
	VerdictGift     = "special-delivery"
	VerdictNurture  = "nurture"
)

// verdictAnswered is what [Progress.Verdict] says of a lead that answered without a talk after it was closed: its old
// tries don't ask for another review at once.
const verdictAnswered = "answered"

// verdictOutcomes are the touches that are a verdict by themselves, whichever door they come by.
var verdictOutcomes = map[outcome.Outcome]string{outcome.Extend: VerdictExtend, outcome.StepBack: VerdictStepBack,
	outcome.BreakUp: VerdictBreakUp,
	outcome.Nurture: VerdictNurture}

// IsVerdict reports whether logging o decides what becomes of a lead.
func IsVerdict(o outcome.Outcome) bool { return VerdictOf(o) != "" }

// VerdictOf is the verdict that an outcome is by itself; empty for none.
func VerdictOf(o outcome.Outcome) string { return verdictOutcomes[o] }

// verdicts are the words that Touch.Verdict may be: after a review (C12), about a gift, and after light's question.
var verdicts = map[string]bool{VerdictExtend: true, VerdictGift: true, VerdictStepBack: true, VerdictBreakUp: true,
	VerdictNurture: true, giftApproved: true, giftDeclined: true,
	"drop": true, "keep": true, "full": true}

// verdictOf is the verdict that the touch is; empty for none. A gift that nobody asked for is one where a review waits
// for an answer: what was sent can't be refused any more.
func (c *change) verdictOf() string {
	switch {
	case c.t.Outcome == outcome.Verdict:
		return c.t.Verdict
	case c.t.Outcome == outcome.Gift && (c.p.Gift.state() == GiftApproved || c.reviewed()):
		return giftDelivered
	}
	return VerdictOf(c.t.Outcome)
}

// endsPause reports whether a touch ends a pause by itself: a call, an answer, an end, and whatever says what comes
// next. An agreed date does not: it is kept during a pause as well.
func (c *change) endsPause() bool {
	switch v := c.verdictOf(); {
	case v == giftApproved, v == giftDeclined: // the manager's word, not the rep's
		return false
	case v != "", c.t.Outcome == outcome.Snoozed, c.t.Outcome == outcome.Missed:
		return true
	}
	return c.i.Try || c.i.Live || c.i.Ends || c.i.Group == outcome.CameToUs
}

// resume lets the calls go on: it ends a pause, or else what is waited for. What was left of the gap when a pause began
// is still to pass; what was due then is due now. A date that somebody named stands, and an agreed call.
func (c *change) resume() {
	p, since := c.p, c.p.Waiting.Paused
	p.Waiting.Paused = time.Time{}
	switch {
	case since.IsZero():
		p.Waiting = p.Waiting.resume(c.t.At)
		return
	case p.Commitment != nil:
		return
	}
	w := &p.Waiting
	if w.At.After(since) { // it has come up since: a lapsed call
		since = w.At
	}
	lead, rep := *c.lead, c.rep
	lead.Moved, rep.Away = nil, absence.Absence{} // what keeps it back besides is asked again then
	s := c.rules.Next(lead, rep, since)
	left := s.Due.Sub(since)
	w.NotBefore, w.Back = c.t.At, time.Time{}
	if left > 0 && w.Kind != WaitGiven && !HasReason(s.Because, ReasonSnooze) {
		w.NotBefore, w.Back = time.Time{}, c.t.At.Add(left)
	}
}

// reviewed reports whether nothing but a verdict goes on with the lead.
func (c *change) reviewed() bool {
	p := c.p
	return !p.AttemptLimitAt.IsZero() || p.Track != "" && p.Step >= len(c.rules.cadenceOf(*c.lead).steps) ||
		p.Track == "" && p.Step >= len(c.rules.cadenceOf(*c.lead).steps) && !c.lead.light() ||
		c.rules.callMap[p.Waiting.Rule].due == dueReview && p.Waiting.Kind == WaitRule
}

// light reports whether the lead runs on a light cadence, whose end is another question.
func (l *Lead) light() bool { return l.Potential == PotentialLow && l.Progress.ShortCadence != "full" }

// verdict is the answer to a review (C12) or to light's question.
func (c *change) verdict(v string) (notes []Reason) {
	p, t := c.p, c.t
	if c.i.Mail {
		p.Mails++
	}
	switch v {
	case "drop":
		p.Waiting = Waiting{}
		p.Closed, p.ClosedAt, p.ClosedReason = outcome.NoResponse, t.At, "light"
	case "keep":
		p.ShortCadence, p.Step = "keep", len(c.rules.cadenceOf(*c.lead).steps)-1
		p.Waiting = waitFor(WaitRule, "keep-light", t.At)
	case "full":
		p.ShortCadence, p.Waiting = "full", Waiting{NotBefore: t.At}
		p.Step = max(p.Step, p.Calls) // a call in thirty days used up a step, too
	case VerdictGift:
		c.askGift()
	case giftApproved, giftDeclined:
		c.answerGift(v)
	case giftDelivered:
		c.decided(VerdictGift)
		notes = append(notes, Reason{Code: ReasonVerdict, Word: VerdictGift, At: t.At, Source: "S2.22"})
	default:
		c.decided(v)
		if v == VerdictBreakUp && p.Total < c.rules.limits.Floor {
			notes = append(notes, Reason{Code: ReasonSoon, N: p.Total, Of: c.rules.limits.Floor, Source: "S4.19"})
		}
	}
	return notes
}

// decided ends the plan in hand. What follows is the verdict's own row of the call map; one more call is a plan of its
// own, ten days after the last one (S2.20).
func (c *change) decided(v string) {
	p, t := c.p, c.t
	p.AttemptLimitAt, p.Verdict, p.VerdictAt, p.Gift = time.Time{}, v, t.At, nil
	p.Track, p.Step = TrackExtended, 0
	p.Counters.chose(v)
	switch {
	case v == VerdictExtend:
		p.Waiting = Waiting{NotBefore: t.At}
		return
	case v == VerdictNurture && !t.Until.IsZero():
		p.Waiting = waitFor(WaitRule, v, t.At).given(t.Until)
	default:
		p.Waiting = waitFor(WaitRule, v, t.At)
	}
	p.Mail = 0 // no email stands beside a call that is months away
}

// answers reports whether an outcome is an answer of the other side: a talk, whoever called, or something in writing.
func answers(i outcome.Info) bool { return i.Live || i.Code == outcome.Replied }

// answered takes an answer for what came before it: it is counted for the verdict that it followed, and it opens a lead
// again that was closed. Only a do-not-call stands (product 4).
func (c *change) answered() (notes []Reason) {
	p, t := c.p, c.t
	if !answers(c.i) || p.Closed == outcome.DoNotCall {
		return nil
	}
	if v, at := p.Verdict, p.VerdictAt; !at.IsZero() && !t.At.Before(at) {
		note := Reason{Code: ReasonBack, Word: v, At: at, Source: backSource[v]}
		if c.rules.limits.inWatch(v, at, t.At, c.rep) {
			p.Counters.won(v)
			note.N = 1
		}
		if v != VerdictExtend {
			notes = append(notes, note)
		}
		p.VerdictAt = time.Time{}
		c.live()
	}
	if c.lead.Open() {
		return notes
	}
	if len(notes) == 0 {
		notes = []Reason{{Code: ReasonBack, Word: string(p.Closed), At: p.ClosedAt, Source: "product 4"}}
	}
	p.Closed, p.ClosedAt, p.ClosedReason, p.ClosedBy, p.Gate = "", time.Time{}, "", "", nil
	p.Waiting, p.AttemptLimitAt = Waiting{}, time.Time{}
	if p.Verdict == "" {
		p.Verdict = verdictAnswered
	}
	c.live()
	return notes
}

// live puts the lead on the track of people who were spoken to; a live talk does more than that.
func (c *change) live() {
	c.p.Track, c.p.Step, c.p.Gift = afterTalk, 0, nil
}

// backSource says where the rule about an answer after a verdict comes from.
var backSource = map[string]string{VerdictStepBack: "S1.26", VerdictBreakUp: "S1.29", VerdictGift: "S2.22",
	VerdictNurture: "S1.31"}

// inWatch reports whether an answer counts as won by a verdict: within the watch after a step back, a goodbye and a
// gift, by the rep's calendar (S1.29), and until the next verdict after the others.
func (m Limits) inWatch(verdict string, made, answered time.Time, rep Rep) bool {
	if verdict == VerdictExtend || verdict == VerdictNurture {
		return true
	}
	loc := calendar.ClockOf(rep.Location())
	return int(calendar.DateIn(answered.Unix(), loc)-calendar.DateIn(made.Unix(), loc)) <= m.WatchDays
}

// ended is what there is to say of a lead that ends: how, and of one that came to us and has found somebody else how
// long it waited for us (S2.6).
func (c *change) ended() []Reason {
	p := c.p
	notes := []Reason{{Code: ReasonClosed, Word: string(c.t.Outcome), Source: c.i.Source}}
	if took, ok := c.lead.firstResponse(); ok && p.Closed == outcome.HasSolution {
		notes = append(notes, Reason{Code: ReasonFirst, N: int(took / time.Minute), Source: "S2.6"})
	}
	return notes
}

// firstResponse is how long a lead that came to us waited for our first call or message (S2.6). ok is false of any
// other, and while nothing was done.
func (l Lead) firstResponse() (took time.Duration, ok bool) {
	first := l.Progress.First
	if l.Warmth != Warm || first.IsZero() || l.Created.IsZero() || first.Before(l.Created) {
		return 0, false
	}
	return first.Sub(l.Created), true
}

// Course is how the lead went, as far as its record says it (S0.3, S2.6, S4.2). Of one that came with a list nobody
// knows since when it waited.
func (l Lead) Course() (c tally.Course) {
	if !l.Open() {
		c.Closed, c.Calls = l.Progress.Closed, l.Progress.Total
	}
	for k := tally.FirstLive; k <= tally.FirstNobody; k++ {
		if l.Progress.Counters.Mix[k] > 0 {
			c.First = k
		}
	}
	if took, ok := l.firstResponse(); ok && l.List.Name == "" && l.List.Key == "" {
		c.Responded = 1 + tally.Response(took)
	}
	return c
}

// VerdictDays is how many days lie before what follows a verdict, as the rules in force have them.
func (r *Rules) VerdictDays(verdict string) int {
	if verdict == VerdictExtend {
		return r.cadences[TrackExtended].steps[0].gap
	}
	return r.callMap[verdict].days
}
