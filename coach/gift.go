package coach

import (
	"time"

	"github.com/followup-coach/followup/coach/calendar"
)

// This file holds the special delivery (S2.22): something for the people around a prospect, with a note like no other.
// It is for high potential, asked for by the rep and agreed to by a manager; then it is a task, and delivered it is
// followed by a call.

// GiftState says how far a gift has come.
type GiftState string

const (
	GiftAsked    GiftState = "asked"    // nobody has agreed to it yet
	GiftApproved GiftState = "approved" // to be sent
	GiftDeclined GiftState = "declined" // with its reason
)

// Verdicts about a gift that was asked for.
const (
	giftApproved  = "gift-approved"
	giftDeclined  = "gift-declined"
	giftDelivered = "gift-delivered" // of a [outcome.Gift]; stands in no touch
)

// The rows of the call map for a gift on its way.
const (
	ruleGiftAsked    = "gift-asked"    // how long nobody is bothered about an answer
	ruleGiftApproved = "gift-approved" // when it is to be sent
	ruleGiftDeclined = "gift-declined" // when the review asks again
)

// GiftPlan is a gift: for whom on the prospect's staff, what, with which note, at which cost, and what became of it.
type GiftPlan struct {
	Who  string `json:"who,omitempty"`
	What string `json:"what,omitempty"`
	Note string `json:"note,omitempty"` // as it is to be written
	Cost string `json:"cost,omitempty"` // in people's own words: "$40"

	State GiftState `json:"state,omitempty"`
	Asked time.Time `json:"asked,omitzero"`
	By    string    `json:"by,omitempty"`       // who decided about it, a Slack user id
	When  time.Time `json:"when,omitzero"`      // that was
	Why   string    `json:"declined,omitempty"` // why it was declined
	Alone bool      `json:"alone,omitempty"`    // the rep decided, for nobody manages a team of theirs
}

// state is that of a gift that may not be there.
func (g *GiftPlan) state() GiftState {
	if g == nil {
		return ""
	}
	return g.State
}

// GiftIs is how far the lead's gift has come; empty without one.
func (p Progress) GiftIs() GiftState { return p.Gift.state() }

// Approval is a touch's verdict by which a gift is approved or declined.
func Approval(yes bool) string {
	if yes {
		return giftApproved
	}
	return giftDeclined
}

// askGift keeps what is asked for. The plan stands still until there is an answer.
func (c *change) askGift() {
	if c.t.Gift == nil {
		c.decided(VerdictGift) // as records of before have it: decided and done
		return
	}
	g := *c.t.Gift
	g.State, g.Asked = GiftAsked, c.t.At
	if g.Alone {
		g.State, g.By, g.When = GiftApproved, c.t.By, c.t.At
	}
	c.p.Gift, c.p.Waiting.Snoozed = &g, time.Time{}
}

// answerGift is a manager's answer. After a no the review asks again with the next morning, where there was one; else
// the plan goes on.
func (c *change) answerGift(v string) {
	p, t := c.p, c.t
	if p.Gift.state() != GiftAsked {
		return
	}
	g := *p.Gift
	g.State, g.By, g.When, g.Why = GiftApproved, t.By, t.At, t.Reason
	p.Gift = &g
	if v == giftApproved {
		return
	}
	g.State = GiftDeclined
	if p.Waiting.Kind == WaitReply || p.Waiting.Kind == WaitTask {
		return
	}
	if c.reviewed() {
		p.Waiting = waitFor(WaitRule, ruleGiftDeclined, t.At)
	} else if p.Waiting.Kind == "" {
		p.Waiting.NotBefore = t.At
	}
}

// gift is the step while a gift is on its way: nobody calls before it is there. One that nobody has agreed to is asked
// about again after some days, one that was agreed to is to be sent with the next morning.
func (n *planner) gift(g *GiftPlan) {
	kind, rule, at := ApproveGift, ruleGiftAsked, g.Asked
	if g.State == GiftApproved {
		kind, rule, at = SendGift, ruleGiftApproved, g.When
	}
	w := n.r.callMap[rule]
	n.step.Kind, n.step.Task = StepTask, &Task{Kind: kind, At: at}
	n.because(Reason{Code: ReasonGift, Word: string(g.State), At: at, Source: w.source})
	n.onDay(w, at)
	n.step.Until = time.Time{}
}

// onDay places a step by a rule's days, working days of both sides where it says so, in the rule's part of the day.
func (n *planner) onDay(w callRule, at time.Time) {
	d := n.f.leadDay(at.Unix())
	if w.due != dueWorkdays {
		n.take(n.f.schedule(d+calendar.Date(w.days), at.Unix(), n.r.morning))
		return
	}
	for left, tries := w.days, 0; left > 0 && tries < searchDays; tries++ {
		d++
		if n.f.repOff(d) == nil && n.f.leadOff(d) == nil {
			left--
		}
	}
	n.take(n.f.schedule(d, at.Unix(), n.r.morning))
}
