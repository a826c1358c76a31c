package schedule

import (
	"context"
	"fmt"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// A gift that a rep asks for is a question to each manager of their teams, one delivery for each; the answer is a
// message to the rep. Both are named after the instant that they speak of, so that no change of the lead in between
// brings them twice (S2.22).

// addressGift takes the managers in turn: the entry speaks of the second in which the gift was asked for, and of the
// manager by the milliseconds behind it.
func (c composer) addressGift(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	card, managers, err := c.giftOf(ctx, d, now)
	turn := int(d.For.Sub(d.For.Truncate(time.Second)) / time.Millisecond)
	if err != nil || card.Lead.Progress.GiftIs() != coach.GiftAsked || turn >= len(managers) ||
		card.Lead.Progress.Gift.Asked.Unix() != d.For.Unix() {
		return drops(d), err
	}
	manager := managers[turn]
	to, paused, err := c.reader(ctx, manager, d.Rep)
	if err != nil {
		return drops(d), err
	}
	a := delivers(d, fmt.Sprintf("gift/%s/%s/%d/%s", d.Rep, d.Lead, d.For.Unix(), manager), to)
	a.unwelcome = paused
	if turn+1 < len(managers) {
		a.next = &ledger.Due{Kind: d.Kind, Rep: d.Rep, Lead: d.Lead, At: d.At, For: d.For.Add(time.Millisecond)}
	}
	return a, nil
}

// reader is somebody as the one whom a message is for: by their own clock where they are a rep, else by the one of the
// rep who asks. paused: they are a rep who has left or wants no messages.
func (c composer) reader(ctx context.Context, id, asks string) (to Recipient, paused bool, err error) {
	for _, who := range []string{id, asks} {
		rep, known, err := c.space.Records.Rep(ctx, who)
		if err != nil {
			return Recipient{}, false, err
		}
		if who == id {
			paused = known && (rep.Off || rep.Gone)
		}
		if known && rep.TZ != "" {
			return readAs(id, rep), paused, nil
		}
	}
	return Recipient{ID: id, Zone: time.UTC}, paused, nil
}

// giftOf reads the lead whose gift an entry speaks of, and who decides about it. A lead that is gone has no gift.
func (c composer) giftOf(ctx context.Context, d ledger.Due, now time.Time) (coach.Card, []string, error) {
	seen, err := c.space.Records.Read(ctx, store.Query{Rep: d.Rep, LeadID: d.Lead, Now: now})
	if err != nil || seen.Lead == nil || !seen.Lead.Open() {
		return coach.Card{}, nil, err
	}
	card := coach.Card{Lead: seen.Lead.WithPhones(seen.Rep), Step: c.rules.Next(*seen.Lead, seen.Rep, now)}
	teams, err := c.space.Directory.Teams(ctx)
	return card, coach.ManagersOf(teams, d.Rep), err
}

func (c composer) composeGift(ctx context.Context, a *action, now time.Time) error {
	card, _, err := c.giftOf(ctx, a.due, now)
	if a.nothing = dropped; err != nil || card.Lead.Progress.GiftIs() != coach.GiftAsked {
		return err
	}
	a.nothing, a.msg = "", notify.GiftAsk{Rep: a.due.Rep, Manager: a.to.ID, Card: card}
	return nil
}

// addressGiftBack: the answer goes to whoever asked.
func (c composer) addressGiftBack(ctx context.Context, d ledger.Due, now time.Time) (action, error) {
	card, _, err := c.giftOf(ctx, d, now)
	if g := card.Lead.Progress.Gift; err != nil || g == nil || g.When.Unix() != d.For.Unix() {
		return drops(d), err
	}
	to, _, err := c.reader(ctx, d.Rep, d.Rep)
	if err != nil {
		return drops(d), err
	}
	return delivers(d, fmt.Sprintf("giftback/%s/%s/%d", d.Rep, d.Lead, d.For.Unix()), to), nil
}

func (c composer) composeGiftBack(ctx context.Context, a *action, now time.Time) error {
	card, _, err := c.giftOf(ctx, a.due, now)
	if a.nothing = dropped; err != nil || card.Lead.Progress.Gift == nil {
		return err
	}
	a.nothing, a.msg = "", notify.GiftAnswer{Rep: a.due.Rep, Card: card}
	return nil
}
