package bot

import (
	"context"
	"slices"

	"github.com/followup-coach/followup/store"
)

// authorize finds out who acts and whether they may use the app at all (product contract §6): people of this workspace
// may; guests, bots and people of other workspaces are refused with a sentence. What somebody may do with which team is
// asked where it matters, by [Bot.mayManage] and [Bot.maySetUp].
//
// Each click and form is checked against the person that Slack says acted, never against what a button carries: a lead
// is always looked up among the leads of the acting person.
func (b *Bot) authorize(ctx context.Context, a *act) error {
	if a.user == "" {
		return errUnreadable
	}
	who, known := b.people.get(a.user)
	if !known {
		var err error
		if who, err = b.meet(ctx, a); err != nil {
			return err
		}
	} else if b.now().Sub(who.at) > peopleFresh && b.people.refreshing(a.user) {
		b.later(func(ctx context.Context) {
			defer b.people.refreshed(a.user)
			if _, err := b.lookUp(ctx, a.user); err != nil {
				b.log.Warn("could not refresh a person", "user", a.user, "error", err)
			}
		})
	}
	a.who = who
	switch {
	case who.bot:
		return errBot
	case who.gone:
		return errGone
	case who.guest:
		return errGuest
	case who.stranger, b.teamID != "" && a.team != "" && a.team != b.teamID && (b.orgID == "" || a.enterprise != b.orgID):
		return errStranger
	}
	return nil
}

// meet asks Slack about somebody who acts for the first time in this process. When Slack does not answer, somebody whom
// the store knows as a rep is let through: they were checked when they became one.
func (b *Bot) meet(ctx context.Context, a *act) (person, error) {
	ask, cancel := context.WithTimeout(ctx, b.budget*6/10)
	defer cancel()
	who, err := b.lookUp(ask, a.user)
	if err == nil {
		return who, nil
	}
	b.log.Warn("could not ask Slack about a person", "user", a.user, "error", err)
	seen, errStore := b.space().Read(ctx, store.Ask{Rep: a.user, Now: a.now})
	if errStore != nil {
		return person{}, errStore
	}
	if !seen.Known || seen.Rep.Gone {
		return person{}, errNobody
	}
	return person{id: a.user, team: a.team, tz: seen.Rep.TZ, locale: seen.Rep.Locale}, nil
}

// maySetUp reports whether somebody may create teams and name managers.
func (b *Bot) maySetUp(who person) bool {
	return who.admin || slices.Contains(b.admins, who.id)
}
