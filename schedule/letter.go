package schedule

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store"
)

// addressLetter: a letter is delivered once, to whom it is written. One that is too old to be kept comes to nothing;
// one for somebody who asked, and has paused messages since, waits for them.
func (c composer) addressLetter(ctx context.Context, d store.Due, now time.Time) (action, error) {
	letter, ok, err := c.space.Letter(ctx, d.Rep, d.Item)
	switch {
	case err != nil:
		return action{}, err
	case !ok:
		return drops(d), nil
	}
	a := delivers(d, "letter/"+d.Rep+"/"+d.Item, Recipient{ID: letter.To, Zone: time.UTC})
	if a.msg = letter; !person(letter.To) {
		return a, nil
	}
	rep, known, err := c.rep(ctx, letter.To)
	switch {
	case err != nil:
		return action{}, err
	case known && rep.Off && !rep.Gone && (letter.Answers() || letter.Back != ""):
		return holds(d, now), nil
	}
	a.to.Zone, a.to.Locale = rep.Location(), rep.Locale
	// Who wrote themselves may get their own words back, rep or not.
	a.unwelcome = !known && letter.Back == "" || rep.Gone || rep.Off
	return a, nil
}

// composeLetter: a person reads it in their zone, a channel in the writer's.
func (c composer) composeLetter(ctx context.Context, a *action, now time.Time) error {
	letter, _ := a.msg.(coach.Letter)
	if !person(a.to.ID) {
		rep, known, err := c.rep(ctx, a.due.Rep)
		if err != nil {
			return err
		}
		if known {
			a.to.Zone, a.to.Locale = rep.Location(), rep.Locale
		}
	}
	return c.composeBack(ctx, a, letter, now)
}

// person tells people from channels by the first letter of Slack's ids.
func person(id string) bool { return strings.HasPrefix(id, "U") || strings.HasPrefix(id, "W") }
