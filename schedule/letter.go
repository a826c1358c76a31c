package schedule

import (
	"context"
	"strings"
	"time"

	"github.com/followup-coach/followup/coach"
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
		return c.letterBack(ctx, a)
	}
	if known {
		a.to.Zone, a.to.Locale = rep.Location(), rep.Locale
	}
	return nil
}

// letterBack sends a question that nobody is there to read back to whoever asked, in its place. An answer to somebody
// who has left comes to nothing.
func (c composer) letterBack(ctx context.Context, a *action) error {
	letter, _ := a.msg.(coach.Letter)
	back, ok := letter.Back()
	if !ok {
		a.nothing = dropped
		return nil
	}
	asked, known, err := c.rep(ctx, letter.From)
	if err != nil || !known || asked.Gone {
		a.nothing = dropped
		return err
	}
	a.msg, a.to = back, readBy(asked)
	return nil
}

// returned has a question that Slack refused for good brought back to whoever asked. A second try writes nothing more:
// the letter on its way back has the key of the first.
func (e *Engine) returned(ctx context.Context, t *task) error {
	letter, _ := t.action.msg.(coach.Letter)
	back, ok := letter.Back()
	if !ok {
		return nil
	}
	now := e.cfg.Now()
	err := e.cfg.Space.PostLetter(ctx, back, now, "letter/"+back.ID, nil)
	if _, before := store.Repeated(err); before {
		return nil
	}
	e.WakeFor(now)
	return err
}
