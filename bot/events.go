package bot

import (
	"cmp"
	"context"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/store"
)

// eventTable is what Slack tells the app without anybody asking it for anything. Nobody is answered, so nobody is
// authorized; each is idempotent, for events are delivered up to four times.
func (b *Bot) eventTable() map[string]handler {
	return map[string]handler{
		"user_change":     {run: b.userChanged, open: true},
		"team_join":       {run: b.teamJoined, open: true},
		"app_home_opened": {run: b.homeOpened, open: true},
	}
}

// userChanged follows a person's zone and locale, and marks them gone or back. Leads are never touched: they wait.
func (b *Bot) userChanged(ctx context.Context, req *request.Request) (request.Response, error) {
	ev, ok := req.Event.(*slackevents.UserChangeEvent)
	if !ok || ev.User.ID == "" {
		return request.Response{}, nil
	}
	u := slack.User{
		ID: ev.User.ID, TeamID: ev.User.TeamID, TZ: ev.User.TZ, Locale: ev.User.Locale, Deleted: ev.User.Deleted,
		IsAdmin: ev.User.IsAdmin, IsOwner: ev.User.IsOwner, IsPrimaryOwner: ev.User.IsPrimaryOwner, IsBot: ev.User.IsBot,
		IsRestricted: ev.User.IsRestricted, IsUltraRestricted: ev.User.IsUltraRestricted,
	}
	return request.Response{}, b.follow(ctx, req, &u)
}

// teamJoined gets to know somebody who is new, so that their first command is quick.
func (b *Bot) teamJoined(ctx context.Context, req *request.Request) (request.Response, error) {
	ev, ok := req.Event.(*slackevents.TeamJoinEvent)
	if !ok || ev.User == nil || ev.User.ID == "" {
		return request.Response{}, nil
	}
	return request.Response{}, b.follow(ctx, req, ev.User)
}

// homeOpened makes nobody a rep and sends nothing: it only gets to know the person, so that their first command is
// quick.
func (b *Bot) homeOpened(ctx context.Context, req *request.Request) (request.Response, error) {
	if _, known := b.reply.People.Get(req.User); known || req.User == "" {
		return request.Response{}, nil
	}
	_, err := b.reply.LookUp(ctx, req.User)
	return request.Response{}, err
}

// follow brings a rep's record in line with what Slack says of the person. Somebody who is no rep is only remembered.
func (b *Bot) follow(ctx context.Context, req *request.Request, u *slack.User) error {
	who := reply.PersonOf(u, b.reply.TeamID, b.reply.OrgID, b.reply.Now())
	known, there := b.reply.People.Get(u.ID)
	if there {
		who.Team, who.Name = cmp.Or(who.Team, known.Team), cmp.Or(who.Name, known.Name)
		who.Locale, who.TZ = cmp.Or(who.Locale, known.Locale), cmp.Or(who.TZ, known.TZ)
		// The event says nothing of organizations, and nobody changes theirs.
		who.Enterprise, who.Stranger = known.Enterprise, known.Stranger
	}
	if there || b.reply.OrgID == "" { // else their first command asks Slack, which says it
		b.reply.People.Put(who)
	}
	_, c, err := b.record.Space().Change(ctx, store.Query{Rep: u.ID, Now: req.Now, Key: req.Key},
		func(seen store.Snapshot) (store.Change, error) {
			rep := seen.Rep
			if !seen.Known {
				return store.Change{Nothing: true}, nil
			}
			moved := who.TZ != "" && !rep.TZFixed && who.TZ != rep.TZ && request.ZoneExists(who.TZ)
			if moved {
				rep.TZ = who.TZ
			}
			if who.Locale != "" {
				rep.Locale = who.Locale
			}
			rep.Gone = who.Gone
			if rep.TZ == seen.Rep.TZ && rep.Locale == seen.Rep.Locale && rep.Gone == seen.Rep.Gone {
				return store.Change{Nothing: true}, nil
			}
			c := store.Change{Op: "slack", Now: req.Now, Rep: &rep, Key: req.Key, Reindex: moved}
			if !rep.Gone {
				c.NextDigest = b.record.Rules.NextDigest(rep, req.Now)
			}
			return c, nil
		})
	_, before := store.Repeated(err)
	switch {
	case before:
		return nil
	case err == nil && !c.Nothing:
		b.record.Wake(c.FirstDue())
	}
	return err
}
