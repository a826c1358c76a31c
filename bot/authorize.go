package bot

import (
	"context"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// authorize finds out who acts and whether they may use the app at all (product contract §6): people of this workspace
// may; guests, bots and people of other workspaces are refused with a sentence. What somebody may do with which team is
// asked where it matters, by [Bot.mayManage] and [Bot.maySetUp].
//
// Each click and form is checked against the person that Slack says acted, never against what a button carries: a lead
// is always looked up among the leads of the acting person.
func (b *Bot) authorize(ctx context.Context, req *request.Request) error {
	if req.User == "" {
		return request.ErrUnreadable
	}
	who, known := b.reply.People.Get(req.User)
	if !known {
		var err error
		if who, err = b.meet(ctx, req); err != nil {
			return err
		}
	} else if b.reply.Now().Sub(who.At) > reply.PeopleFresh && b.reply.People.Refreshing(req.User) {
		b.reply.Async(func(ctx context.Context) {
			defer b.reply.People.Refreshed(req.User)
			if _, err := b.reply.LookUp(ctx, req.User); err != nil {
				b.reply.Log.Warn("could not refresh a person", "user", req.User, "error", err)
			}
		})
	}
	req.Person = who
	switch {
	case who.Bot:
		return request.ErrBot
	case who.Gone:
		return request.ErrGone
	case who.Guest:
		return request.ErrGuest
	case who.Stranger, b.reply.TeamID != "" && req.Team != "" && req.Team != b.reply.TeamID &&
		(b.reply.OrgID == "" || req.Enterprise != b.reply.OrgID):
		return request.ErrStranger
	}
	return nil
}

// meet asks Slack about somebody who acts for the first time in this process. When Slack does not answer, somebody whom
// the store knows as a rep is let through: they were checked when they became one.
func (b *Bot) meet(ctx context.Context, req *request.Request) (request.Person, error) {
	ask, cancel := context.WithTimeout(ctx, b.budget*6/10)
	defer cancel()
	who, err := b.reply.LookUp(ask, req.User)
	if err == nil {
		return who, nil
	}
	b.reply.Log.Warn("could not ask Slack about a person", "user", req.User, "error", err)
	seen, errStore := b.record.Space().Read(ctx, store.Ask{Rep: req.User, Now: req.Now})
	if errStore != nil {
		return request.Person{}, errStore
	}
	if !seen.Known || seen.Rep.Gone {
		return request.Person{}, request.ErrNobody
	}
	return request.Person{ID: req.User, Team: req.Team, Tz: seen.Rep.TZ, Locale: seen.Rep.Locale}, nil
}
