package bot

import (
	"cmp"
	"context"
	"errors"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

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
func (b *Bot) userChanged(ctx context.Context, a *act) (answer, error) {
	ev, ok := a.event.(*slackevents.UserChangeEvent)
	if !ok || ev.User.ID == "" {
		return answer{}, nil
	}
	u := slack.User{
		ID: ev.User.ID, TeamID: ev.User.TeamID, TZ: ev.User.TZ, Locale: ev.User.Locale, Deleted: ev.User.Deleted,
		IsAdmin: ev.User.IsAdmin, IsOwner: ev.User.IsOwner, IsPrimaryOwner: ev.User.IsPrimaryOwner, IsBot: ev.User.IsBot,
		IsRestricted: ev.User.IsRestricted, IsUltraRestricted: ev.User.IsUltraRestricted,
	}
	return answer{}, b.follow(ctx, a, &u)
}

func (b *Bot) teamJoined(ctx context.Context, a *act) (answer, error) {
	ev, ok := a.event.(*slackevents.TeamJoinEvent)
	if !ok || ev.User == nil || ev.User.ID == "" {
		return answer{}, nil
	}
	return answer{}, b.follow(ctx, a, ev.User)
}

// homeOpened makes nobody a rep and sends nothing: it only gets to know the person, so that their first command is
// quick.
func (b *Bot) homeOpened(ctx context.Context, a *act) (answer, error) {
	if _, known := b.people.get(a.user); known || a.user == "" {
		return answer{}, nil
	}
	_, err := b.lookUp(ctx, a.user)
	return answer{}, err
}

// follow brings a rep's record in line with what Slack says of the person. Somebody who is no rep is only remembered.
func (b *Bot) follow(ctx context.Context, a *act, u *slack.User) error {
	who := personOf(u, b.teamID, b.orgID, b.now())
	known, there := b.people.get(u.ID)
	if there {
		who.team, who.name = cmp.Or(who.team, known.team), cmp.Or(who.name, known.name)
		who.locale, who.tz = cmp.Or(who.locale, known.locale), cmp.Or(who.tz, known.tz)
		// The event says nothing of organizations, and nobody changes theirs.
		who.enterprise, who.stranger = known.enterprise, known.stranger
	}
	if there || b.orgID == "" { // else their first command asks Slack, which says it
		b.people.put(who)
	}
	_, _, err := b.space().Change(ctx, store.Ask{Rep: u.ID, Now: a.now, Key: a.key},
		func(seen store.Seen) (store.Change, error) {
			rep := seen.Rep
			if !seen.Known {
				return store.Change{}, errNothing
			}
			moved := who.tz != "" && !rep.TZFixed && who.tz != rep.TZ && zoneExists(who.tz)
			if moved {
				rep.TZ = who.tz
			}
			if who.locale != "" {
				rep.Locale = who.locale
			}
			rep.Gone = who.gone
			if rep.TZ == seen.Rep.TZ && rep.Locale == seen.Rep.Locale && rep.Gone == seen.Rep.Gone {
				return store.Change{}, errNothing
			}
			c := store.Change{Op: "slack", Now: a.now, Rep: &rep, Key: a.key, Reindex: moved}
			if !rep.Gone {
				c.NextDigest = b.rules.NextDigest(rep, a.now)
			}
			return c, nil
		})
	var dup *store.DuplicateError
	if errors.Is(err, errNothing) || errors.As(err, &dup) {
		return nil
	}
	if err == nil {
		b.kick()
	}
	return err
}
