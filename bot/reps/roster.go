package reps

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/coach/absence"
	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store"
	"github.com/followup-coach/followup/store/ledger"
)

// rosterPage is how many people Slack names at a time: the most that it takes.
const rosterPage = 1000

// Roster keeps the records of reps in line with what Slack says of them: by an event of one, or by the list of all.
// Make one with [NewRoster].
type Roster struct {
	reply  *reply.Replier
	record *record.Recorder

	listed atomic.Pointer[listing]
}

// listing is who was a rep at an instant.
type listing struct {
	at   time.Time
	reps map[string]bool
}

// repsFresh is for how long the list of who is a rep is believed. Whoever became one on another replica meanwhile, and
// changes, is found by [Roster.FollowEveryone] at the latest.
const repsFresh = time.Hour

// concerned reports whether somebody may be a rep: who has acted here, and who was one when that was last looked up.
// Slack tells of everybody in the workspace, at each change of a picture: of anybody else nothing is read.
func (r *Roster) concerned(ctx context.Context, user string) bool {
	if _, met := r.reply.People.Get(user); met {
		return true
	}
	now := r.reply.Now()
	if all := r.listed.Load(); all != nil && now.Sub(all.at) < repsFresh {
		return all.reps[user]
	}
	reps, err := r.record.Space().Records.Reps(ctx)
	if err != nil {
		return true // their own record says
	}
	all := &listing{at: now, reps: make(map[string]bool, len(reps))}
	for _, rep := range reps {
		all.reps[rep.ID] = true
	}
	r.listed.Store(all)
	return all.reps[user]
}

// NewRoster makes the roster.
func NewRoster(rec *record.Recorder, rep *reply.Replier) *Roster {
	return &Roster{reply: rep, record: rec}
}

// FollowEveryone brings every rep's record in line with what Slack says of the person by now: who left, became a guest
// or moved while no event came through, because the bot was down or the event got lost. It reads the workspace's people
// once, page by page, waiting as long as Slack asks, and writes what has changed; doing it twice changes nothing more.
func (r *Roster) FollowEveryone(ctx context.Context) error {
	page := r.reply.API().GetUsersPaginated(slack.GetUsersOptionLimit(rosterPage))
	for {
		next, err := page.Next(ctx)
		if next.Done(err) {
			return nil
		}
		if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok && reply.Pause(ctx, limited.RetryAfter) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read the workspace's people: %w", err)
		}
		if err := r.followAll(ctx, next.Users); err != nil {
			return err
		}
		page = next
	}
}

// followAll follows those of the people who are reps and of whom Slack says something new.
func (r *Roster) followAll(ctx context.Context, people []slack.User) error {
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].ID
	}
	reps, err := r.record.Space().Records.RepsBy(ctx, ids)
	if err != nil {
		return err
	}
	for i := range people {
		rep, known := reps[people[i].ID]
		if !known {
			continue
		}
		who := reply.PersonOf(&people[i], r.reply.TeamID, r.reply.OrgID, r.reply.Now())
		status := statusOf(&people[i])
		if _, news := r.followed(rep, who, status, r.reply.Now()); !news {
			continue
		}
		if _, met := r.reply.People.Get(who.ID); met {
			r.reply.People.Put(who)
		}
		// The page has just come: asking once more would be a call for each of thousands after a change of their hours.
		current := func() request.Person { return who }
		if _, err := r.follow(ctx, &request.Request{User: rep.ID, Now: r.reply.Now()}, who, status, current); err != nil {
			return err
		}
	}
	return nil
}

// Follow brings a rep's record, and what is remembered of a person, in line with what Slack says of them. u is what an
// event has said: events come late, twice and in any order, so that Slack is asked anew for what u says of a rep that
// isn't in the record. Only when it doesn't answer is u believed.
func (r *Roster) Follow(ctx context.Context, req *request.Request, u *slack.User) error {
	if !r.concerned(ctx, u.ID) {
		return nil
	}
	told := reply.PersonOf(u, r.reply.TeamID, r.reply.OrgID, r.reply.Now())
	known, met := r.reply.People.Get(u.ID)
	if met {
		told.Team, told.Name = cmp.Or(told.Team, known.Team), cmp.Or(told.Name, known.Name)
		told.Full = cmp.Or(told.Full, known.Full)
		told.Locale, told.TZ = cmp.Or(told.Locale, known.Locale), cmp.Or(told.TZ, known.TZ)
		// The event says nothing of organizations, and nobody changes theirs.
		told.Enterprise, told.Stranger = known.Enterprise, known.Stranger
	}
	current := func() request.Person {
		who, err := r.reply.LookUp(ctx, u.ID)
		if err != nil {
			r.reply.People.Put(told)
			return told
		}
		return who
	}
	asked, err := r.follow(ctx, req, told, statusOf(u), current)
	if told.At = known.At; met && !asked && told != known {
		current()
	}
	return err
}

// follow brings a rep's record in line with what Slack says of the person currently, and reports whether that was asked
// for: only if what it has told isn't in the record.
func (r *Roster) follow(ctx context.Context, req *request.Request, told request.Person,
	status absence.Status, current func() request.Person) (asked bool, err error) {
	seen, c, err := r.record.Space().Change(ctx, store.Query{Rep: told.ID, Now: req.Now, Key: req.Key},
		func(seen store.Snapshot) (store.Change, error) {
			rep, news := r.followed(seen.Rep, told, status, req.Now)
			if !seen.Known || !news {
				return store.Change{Nothing: true}, nil
			}
			// Slack is asked after the record was read, and the record is written only if nobody has written meanwhile: the
			// last to write has asked after all others had written.
			// A status is only asked about, so that what was told is good enough.
			if livesOf(rep) != livesOf(seen.Rep) {
				asked = true
				if rep, news = r.followed(seen.Rep, current(), status, req.Now); !news {
					return store.Change{Nothing: true}, nil
				}
			}
			// Only a move and a departure change when the next digest comes: one that is due just now must not be lost over
			// how a person reads dates.
			c := store.Change{Op: "slack", Now: req.Now, Rep: &rep, Key: req.Key, Reindex: rep.TZ != seen.Rep.TZ,
				KeepDigest: rep.TZ == seen.Rep.TZ && rep.Gone == seen.Rep.Gone}
			if rep.Gone && !seen.Rep.Gone {
				c.Outbox = []store.Outbox{{Kind: store.OutboxLeft, Rep: rep.ID}}
			}
			if !rep.Gone && !c.KeepDigest {
				c.NextDigest = r.record.Rules.NextDigest(rep, req.Now)
			}
			if rep.Moved != "" && rep.Moved != seen.Rep.Moved {
				c.Asks = append(c.Asks, ledger.Due{Kind: ledger.KindAsk, Rep: rep.ID, Item: ledger.AskZone, For: req.Now,
					At: notify.AskAt(r.record.Rules, rep, rep.Moved, req.Now)})
			}
			if rep.Said.Status != "" && rep.Said != seen.Rep.Said {
				c.Asks = append(c.Asks, ledger.Due{Kind: ledger.KindAsk, Rep: rep.ID, Item: ledger.AskStatus, For: req.Now,
					At: notify.StatusAskAt(rep, req.Now)})
			}
			return c, nil
		})
	if err == nil && !c.Nothing {
		r.record.Wake(c.FirstDue(seen))
	}
	if _, before := store.Repeated(err); before {
		return asked, nil
	}
	return asked, err
}

// followed is a rep's record in line with what Slack says of the person, and whether that is news. Whoever became a
// guest is gone as well: they may not use the app any more. A move is asked about before their zone follows
// ([notify.Asks]), once: whoever stays is asked again when they move again. So is a status that says they are away; it
// is forgotten when there is another.
func (r *Roster) followed(rep coach.Rep, who request.Person, status absence.Status,
	now time.Time) (after coach.Rep, news bool) {
	after = rep
	after.Gone = who.Gone || who.Guest
	switch {
	case who.TZ == "" || rep.TZFixed || !request.ZoneExists(who.TZ):
	case who.TZ != rep.TZ && !rep.Gone && notify.Asks(after, who.TZ, now):
		after.Moved = who.TZ
	default:
		after.TZ, after.Moved = who.TZ, ""
	}
	after.Locale = cmp.Or(who.Locale, rep.Locale)
	_, to := after.Hours()
	said := status.Said(now, after.Location(), to, func(d time.Time) bool { return r.record.Rules.Works(after, d) })
	if said.Status == "" || said.Status != rep.Said.Status && after.Wants(coach.KindAsk) {
		after.Said = said
	}
	return after, after.Said != rep.Said || livesOf(after) != livesOf(rep)
}

// statusOf is the status of somebody, as Slack has it.
func statusOf(u *slack.User) absence.Status {
	s := absence.Status{Text: u.Profile.StatusText, Emoji: u.Profile.StatusEmoji}
	if ends := u.Profile.StatusExpiration; ends > 0 {
		s.Until = time.Unix(int64(ends), 0).UTC()
	}
	return s
}

// lives is what of a rep's record follows from who and where they are.
type lives struct {
	zone, moved, locale string
	gone                bool
}

func livesOf(r coach.Rep) lives { return lives{r.TZ, r.Moved, r.Locale, r.Gone} }
