// Package event is what a change of a lead tells others by webhooks: which events, in which order, and their bodies. It
// compares the lead before with the lead after, so that an undo, an import and a hand-over tell as much as a command.
//
// A body is
//
//	{"type":"touch.logged","timestamp":"2026-01-12T09:00:00Z","data":{"version":1,"lead":{…},"rep":"U1",…}}
//
// Timestamp is when the change was saved. Data says who, which lead, and what stands now ([data]). No note, no number
// and no address is in it, nor what the prospect is like: who may read a lead reads it in Slack.
package event

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/outcome"
	"github.com/followup-coach/followup/coach/webhook"
)

// version is the number of the shape of data. A field more does not raise it.
const version = 1

// Why a lead is there no more.
const (
	Erased    = "erased"
	Forgotten = "forgotten" // closed for as long as leads are kept
	Merged    = "merged"    // into another lead
	Undone    = "undone"    // its add, or its import, was taken back
)

// Change is what was done to one lead.
type Change struct {
	Was, Is *coach.Lead // nil for a lead that was not there, or is there no more
	Rep     coach.Rep   // whose lead it is, as the change leaves them
	By      string      // Slack user id; "" for the coach itself
	Now     time.Time
	Undo    bool // it takes another change back

	Touch *coach.Touch // that was logged, or stands now in the place of Before
	// Before is a touch that was there: written over by Touch, or gone.
	Before *coach.Touch

	Why  string // of a lead that goes: one of the constants above
	Into string // of one that is merged: id of the lead that has all of it now
}

// Event is one thing to tell.
type Event struct {
	Type webhook.Type
	Body string // JSON
	// After is the rep under whom all that waits of the lead is to be told first: it has come from them.
	After string
}

// body is an event as it is sent.
type body struct {
	Type      webhook.Type `json:"type"`
	Timestamp time.Time    `json:"timestamp"`
	Data      data         `json:"data"`
}

type data struct {
	Version int    `json:"version"`
	Lead    *lead  `json:"lead,omitempty"`
	Rep     string `json:"rep,omitempty"`  // Slack user id of its owner
	By      string `json:"by,omitempty"`   // …of whoever did it; the coach itself where there is none
	Undo    bool   `json:"undo,omitempty"` // it takes an earlier change back

	Touch   *touch `json:"touch,omitempty"`
	Call    *call  `json:"call,omitempty"`
	Next    *next  `json:"next,omitempty"`    // what comes next now; of a closed lead nothing
	Outcome string `json:"outcome,omitempty"` // lead.closed: why
	From    string `json:"from,omitempty"`    // lead.handed_over: the rep who had it
	Why     string `json:"why,omitempty"`     // lead.removed
	Into    string `json:"into,omitempty"`    // lead.removed, merged: id of the lead that has all of it now
}

type lead struct {
	ID         string `json:"id"`
	Name       string `json:"name,omitempty"`        // not of one that was removed
	ExternalID string `json:"external_id,omitempty"` // column and id in the list that it came in with
}

type touch struct {
	ID      string    `json:"id"`
	Outcome string    `json:"outcome"`
	Group   string    `json:"group"` // not-reached, reached-short, live-talk, decision…
	At      time.Time `json:"at"`    // when it happened
	By      string    `json:"by"`
	Try     int       `json:"try,omitempty"` // number of the call since the last live talk
}

type call struct {
	At     time.Time `json:"at"`
	Was    time.Time `json:"was,omitzero"`        // call.moved: when it was to be
	Missed string    `json:"missed_by,omitempty"` // call.missed: prospect or rep
}

type next struct {
	Kind string    `json:"kind"` // call, redial, commitment, review, task…
	At   time.Time `json:"at,omitzero"`
}

// Of is what a change tells, in the order in which it is to be told.
func Of(rules *coach.Rules, c Change) []Event {
	t := teller{rules: rules, c: c}
	switch {
	case c.Is == nil && c.Was == nil:
	case c.Is == nil:
		t.tell(webhook.LeadRemoved, data{Lead: &lead{ID: c.Was.ID}, Why: c.Why, Into: c.Into})
	case c.Is.Leaving != "": // nothing is told before its new rep has it
	case c.Was != nil && c.Was.Leaving != "":
		t.handedOver()
	case c.Was == nil:
		t.tell(webhook.LeadAdded, data{Next: t.next(c.Is)})
		t.touched()
		t.calls(nil, c.Is.Progress.Commitment)
	default:
		t.touched()
		t.calls(c.Was.Progress.Commitment, c.Is.Progress.Commitment)
		t.closed()
		if is, was := t.next(c.Is), t.next(c.Was); is.Kind != was.Kind || !is.At.Equal(was.At) {
			t.tell(webhook.NextChanged, data{Next: is})
		}
	}
	return t.out
}

// teller collects what one change tells.
type teller struct {
	rules *coach.Rules
	c     Change
	out   []Event
}

// tell adds an event, with what all of them have.
func (t *teller) tell(kind webhook.Type, d data) {
	d.Version, d.Rep, d.By, d.Undo = version, t.c.Rep.ID, t.c.By, t.c.Undo
	if d.Lead == nil {
		d.Lead = &lead{ID: t.c.Is.ID, Name: t.c.Is.Name, ExternalID: t.c.Is.List.Key}
	}
	raw, err := json.Marshal(body{kind, t.c.Now.UTC(), d})
	if err != nil { // texts and instants
		panic(err)
	}
	t.out = append(t.out, Event{Type: kind, Body: string(raw)})
}

// handedOver tells that a lead is with its new rep now.
func (t *teller) handedOver() {
	how := t.c.Is.Handed
	if len(how) == 0 || how[len(how)-1].ID != t.c.Was.Leaving {
		return // it stays where it was
	}
	t.tell(webhook.LeadHandedOver, data{From: how[len(how)-1].From, Next: t.next(t.c.Is)})
	t.out[0].After = how[len(how)-1].From
}

// touched tells of a touch that was logged, written over or taken off.
func (t *teller) touched() {
	is, was := t.c.Touch, t.c.Before
	switch {
	case is == nil && was == nil:
	case is == nil:
		t.tell(webhook.TouchRemoved, data{Touch: touchOf(was)})
	case was == nil:
		t.tell(webhook.TouchLogged, data{Touch: touchOf(is), Next: t.next(t.c.Is)})
	case is.Outcome == outcome.TakenOut:
		t.tell(webhook.TouchRemoved, data{Touch: touchOf(was)})
	default:
		t.tell(webhook.TouchCorrected, data{Touch: touchOf(is), Next: t.next(t.c.Is)})
	}
}

// touchOf is a touch as it is told.
func touchOf(t *coach.Touch) *touch {
	return &touch{ID: t.ID, Outcome: string(t.Outcome), Group: string(t.Info().Group), At: t.At.UTC(), By: t.By,
		Try: t.Try}
}

// calls tells what became of an agreed call, and of another one that was agreed on.
func (t *teller) calls(was, is *coach.Commitment) {
	if was != nil && is != nil && was.Begun().Equal(is.Begun()) {
		if !was.At.Equal(is.At) {
			t.tell(webhook.CallMoved, data{Call: &call{At: is.At.UTC(), Was: was.At.UTC()}})
		}
		return
	}
	if was != nil {
		kind, by := t.ended(was)
		t.tell(kind, data{Call: &call{At: was.At.UTC(), Missed: by}})
	}
	if is != nil {
		t.tell(webhook.CallAgreed, data{Call: &call{At: is.At.UTC()}})
	}
}

// ended is how an agreed call ended, and who missed it.
func (t *teller) ended(was *coach.Commitment) (kind webhook.Type, by string) {
	touch := t.c.Touch
	if touch == nil || t.c.Before != nil { // taken back, or written over
		return webhook.CallDropped, ""
	}
	// Unanswered for days it has ended by itself, whatever was logged then.
	stands := []coach.StepKind{coach.StepCommitment, coach.StepDidIt, coach.StepRedial}
	inTime := !touch.At.Before(was.At.Add(-time.Duration(t.rules.Limits().PingBefore) * time.Minute))
	info := touch.Info()
	switch {
	case !slices.Contains(stands, t.rules.Next(*t.c.Was, t.c.Rep, touch.At).Kind):
	case touch.Outcome == outcome.Missed:
		return webhook.CallMissed, "rep"
	case inTime && info.Reached():
		return webhook.CallKept, ""
	case inTime && info.Group == outcome.NotReached && touch.Outcome != outcome.BadNumber:
		return webhook.CallMissed, "prospect"
	}
	return webhook.CallDropped, ""
}

// closed tells that a lead was closed, otherwise than before, or came back.
func (t *teller) closed() {
	was, is := t.c.Was.Progress.Closed, t.c.Is.Progress.Closed
	switch {
	case was == is:
	case is == "":
		t.tell(webhook.LeadReopened, data{Next: t.next(t.c.Is)})
	default:
		t.tell(webhook.LeadClosed, data{Outcome: string(is)})
	}
}

// next is what comes next for a lead.
func (t *teller) next(l *coach.Lead) *next {
	step := t.rules.Next(*l, t.c.Rep, t.c.Now)
	return &next{Kind: string(step.Kind), At: step.Due.UTC()}
}

// Ping is the body of an event that an operator asks for, to see whether an address takes it.
func Ping(now time.Time) string {
	raw, err := json.Marshal(body{webhook.Test, now.UTC(), data{Version: version}})
	if err != nil { // an instant
		panic(err)
	}
	return string(raw)
}
