package schedule

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// addressLetter: a letter is delivered once, to whom it is written. One that is too old to be kept comes to nothing;
// one for somebody who asked, and has paused messages since, waits for them. So does every letter for somebody who is
// away, but for what the coach itself has to say of a call that was agreed on for before their return: somebody is
// waiting for that.
func (c composer) addressLetter(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	letter, ok, err := c.space.Letter(ctx, d.Rep, d.Item)
	switch {
	case err != nil:
		return action{}, err
	case !ok:
		return drops(d), nil
	}
	if letter.Cover == absence.CoverAsks {
		// Whoever takes the absence back, or asks somebody else, asks nothing more of them.
		owner, _, err := c.rep(ctx, d.Rep)
		if is := owner.Away.Cover; err != nil || is.ID != letter.ID || !is.Agreed.IsZero() || !owner.AwayAt(now) {
			return drops(d), err
		}
	}
	a := delivers(d, "letter/"+d.Rep+"/"+d.Item, Recipient{ID: letter.To, Zone: time.UTC})
	msg := notify.Letter{Letter: letter}
	if a.msg = msg; !person(letter.To) {
		return a, nil
	}
	rep, known, err := c.rep(ctx, letter.To)
	switch {
	case err != nil:
		return action{}, err
	case known && !rep.Gone && rep.Off && (letter.Answers() || letter.Back != "" || letter.On != "" || msg.Own()):
		return holds(d, now.Add(heldFor)), nil
	case known && !rep.Gone && !rep.Off:
		// Who has put them on hold they hear at once, for it is why nothing else comes; and that nobody covers for them
		// while they can still ask somebody else.
		atOnce := letter.Paused != "" || letter.Cover != "" && letter.Cover != absence.CoverAsks && rep.ID == letter.From
		if at := atWork(rep, now); at.After(now) && !atOnce && !(msg.Own() && concerns(letter.Call, at)) {
			return holds(d, earlier(at, now.Add(awayFor))), nil
		}
	}
	a.to = readAs(letter.To, rep)
	// Who wrote themselves may get their own words back, rep or not.
	a.unwelcome = !known && letter.Back == "" || rep.Gone || rep.Off
	return a, nil
}

// composeLetter: a person reads it in their zone, a channel in the writer's.
func (c composer) composeLetter(ctx context.Context, a *action, now time.Time) error {
	letter, _ := a.msg.(notify.Letter)
	if !person(a.to.ID) {
		rep, known, err := c.rep(ctx, a.due.Rep)
		if err != nil {
			return err
		}
		if known {
			a.to = readAs(a.to.ID, rep)
		}
	}
	if letter.Cover == absence.CoverAsks {
		return c.composeCover(ctx, a, letter)
	}
	return c.composeBack(ctx, a, letter, now)
}

// composeCover adds to the question whether somebody covers for a colleague how much that is: what falls due until the
// return.
func (c composer) composeCover(ctx context.Context, a *action, letter notify.Letter) error {
	owner, _, err := c.rep(ctx, letter.From)
	if err != nil {
		return err
	}
	letter.Asks.Until = owner.Away.Until
	due, err := c.space.Records.DueLeads(ctx, owner.ID, owner.Returns().Add(-time.Millisecond), 1)
	letter.Asks.Due = due.Total
	a.msg = letter
	return err
}

// concerns reports whether a call was agreed on for before somebody is at work again.
func concerns(call, back time.Time) bool { return !call.IsZero() && call.Before(back) }

// awayFor is how long a letter waits at most that is for somebody who is away, until it is looked at again: they may be
// back earlier than they said.
const awayFor = time.Hour

// atWork is when a rep who is away, or has been, begins to work again: the start of their hours on the first day back.
// Where nobody knows that day it is years ahead.
func atWork(rep coach.Rep, now time.Time) time.Time {
	back := rep.Away.Back
	if rep.Away.Lasts() {
		if back = rep.Returns(); back.IsZero() {
			return now.AddDate(10, 0, 0)
		}
	}
	if back.IsZero() {
		return back
	}
	from, _ := rep.Hours()
	y, m, d := back.In(rep.Location()).Date()
	return time.Date(y, m, d, 0, from, 0, 0, rep.Location())
}

// person tells people from channels by the first letter of Slack's ids.
func person(id string) bool { return strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") }

// What one person writes to another and can't be delivered comes back to whoever wrote it, once: a colleague's letter
// with its text, a question about a gift and its answer with the lead. It comes back as a letter of its own
// ([coach.Letter].Back), so that the ledger counts it like any other. What the bot says by itself comes back to
// nobody.

// returns is the letter by which a message that can't be delivered comes back; false where nobody wrote it, and for
// one that comes back already.
func returns(a action) (coach.Letter, bool) {
	back := coach.Letter{Back: a.to.ID, At: a.due.For}
	switch m := a.msg.(type) {
	case notify.Letter:
		if m.Back != "" || m.Own() {
			return back, false
		}
		back.From, back.Text, back.About, back.Shared = m.From, m.Text, m.About, m.Shared
		back.On, back.OnLead = m.On, m.OnLead
	case notify.GiftAsk:
		back.From, back.Owner, back.Lead = m.Rep, m.Rep, m.Card.Lead.ID
	case notify.GiftAnswer:
		back.From, back.Owner, back.Lead = m.Card.Lead.Progress.Gift.By, m.Rep, m.Card.Lead.ID
	default:
		return back, false
	}
	// The delivery's name makes the letter's: whoever finds the delivery refused once more writes the same one.
	back.To, back.ID = back.From, strings.ReplaceAll(a.key, "/", "-")
	return back, back.From != ""
}

// giveBack has a message that can't be delivered come back to its writer.
func (e *Engine) giveBack(ctx context.Context, t *task) error {
	if m, is := t.action.msg.(notify.Letter); is && m.Cover == absence.CoverAsks {
		err := e.cfg.Space.EndCover(ctx, m.From, m.Letter.ID, m.To, e.cfg.Now())
		e.Wake()
		return err
	}
	back, ok := returns(t.action)
	if !ok {
		return nil
	}
	err := e.cfg.Space.PostLetter(ctx, back, e.cfg.Now(), "back/"+t.action.key, nil)
	if _, before := store.Repeated(err); before {
		return nil
	}
	if err != nil {
		return fmt.Errorf("give a message back: %w", err)
	}
	e.Wake()
	return nil
}

// heldFor is how long a letter waits that is for somebody who has paused messages, until it is looked at again.
const heldFor = 5 * time.Minute

// holds is the action of a letter that waits for its reader, until it is looked at again.
func holds(d ledger.Due, until time.Time) action {
	a := drops(d)
	a.nothing, a.next = held, &ledger.Due{Kind: d.Kind, Rep: d.Rep, Item: d.Item, At: until, For: d.For}
	return a
}

// composeBack adds to a letter that comes back the lead that it is about. A gift that was taken back or asked for anew
// needs no word any more, nor does a question that another manager has answered.
func (c composer) composeBack(ctx context.Context, a *action, back notify.Letter, now time.Time) error {
	if back.Lead == "" || back.Own() {
		return nil
	}
	card, _, err := c.giftOf(ctx, ledger.Due{Rep: back.Owner, Lead: back.Lead}, now)
	if err != nil {
		return err
	}
	g, of := card.Lead.Progress.Gift, time.Time{}
	switch {
	case g == nil:
	case back.From != back.Owner:
		of = g.When
	case g.State == coach.GiftAsked:
		of = g.Asked
	}
	if of.Unix() != back.At.Unix() {
		a.nothing = dropped
		return nil
	}
	back.Card = card
	a.msg = back
	return nil
}
