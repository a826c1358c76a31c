package schedule

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/store"
)

// addressLetter: a letter is delivered once, to whom it is written. One that is too old to be kept comes to nothing.
func (c composer) addressLetter(ctx context.Context, d store.Due, _ time.Time) (action, error) {
	letter, ok, err := c.space.Letter(ctx, d.Rep, d.Item)
	switch {
	case err != nil:
		return action{}, err
	case !ok:
		return drops(d), nil
	}
	a := delivers(d, "letter/"+d.Rep+"/"+d.Item, Recipient{ID: letter.To, Zone: time.UTC})
	a.msg = letter
	return a, nil
}

// composeLetter: a person reads it in their zone, a channel in the writer's. Nobody who is no rep is written to but
// whoever asked, and nobody who has left.
func (c composer) composeLetter(ctx context.Context, a *action, _ time.Time) error {
	reader := a.to.ID
	person := strings.HasPrefix(reader, "U") || strings.HasPrefix(reader, "W")
	if !person {
		reader = a.due.Rep
	}
	rep, known, err := c.rep(ctx, reader)
	if err != nil {
		return err
	}
	if person && (!known || rep.Gone) {
		a.nothing = dropped
		return nil
	}
	if known {
		a.to.Zone, a.to.Locale = rep.Location(), rep.Locale
	}
	return nil
}
