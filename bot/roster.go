package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
)

// rosterPage is how many people Slack names at a time: the most that it takes.
const rosterPage = 1000

// Roster brings every rep's record in line with what Slack says of the person by now: who left, became a guest or moved
// while no event came through, because the bot was down or the event got lost. It reads the workspace's people once and
// writes what has changed; doing it twice changes nothing more.
func (b *Bot) Roster(ctx context.Context) error {
	page := b.reply.API().GetUsersPaginated(slack.GetUsersOptionLimit(rosterPage))
	for {
		next, err := page.Next(ctx)
		if next.Done(err) {
			return nil
		}
		if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok && rested(ctx, limited.RetryAfter) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read the workspace's people: %w", err)
		}
		if err := b.followAll(ctx, next.Users); err != nil {
			return err
		}
		page = next
	}
}

// followAll follows those of the people who are reps and of whom Slack says something new.
func (b *Bot) followAll(ctx context.Context, people []slack.User) error {
	ids := make([]string, len(people))
	for i := range people {
		ids[i] = people[i].ID
	}
	reps, err := b.record.Space().Records.RepsBy(ctx, ids)
	if err != nil {
		return err
	}
	for i := range people {
		rep, known := reps[people[i].ID]
		if !known {
			continue
		}
		who := reply.PersonOf(&people[i], b.reply.TeamID, b.reply.OrgID, b.reply.Now())
		if _, news := followed(rep, who); !news {
			continue
		}
		if err := b.follow(ctx, &request.Request{User: rep.ID, Now: b.reply.Now()}, &people[i]); err != nil {
			return err
		}
	}
	return nil
}

// rested waits as long as Slack asks; false when ctx ended first.
func rested(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
