package home

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/blockkit"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/answers"
	words "github.com/followup-coach/followup/bot/say/homes"
	"github.com/followup-coach/followup/bot/say/phrases"
)

const (
	drawFor  = 10 * time.Second // one drawing, Redis and Slack together
	drawMost = 3                // tries of it, when other replicas draw the same Home
)

// draw publishes somebody's Home as it is now, with the answers to what was tapped on it. Another replica may publish
// it meanwhile: the view's hash tells, and what is there is read again. wait is how long Slack asks to wait first.
func (h *Handlers) draw(ctx context.Context, user string, answered []Answer) (wait time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, drawFor)
	defer cancel()
	err := errConflict
	for try := 0; try < drawMost && errors.Is(err, errConflict); try++ {
		if answered, err = h.standing(ctx, answered); err == nil {
			err = h.publish(ctx, user, answered)
		}
	}
	switch wait = reply.Wait(err); {
	case err == nil:
		return 0
	case wait > 0:
		return wait
	}
	h.reply.Log.Warn("could not draw a Home", "user", user, "error", err)
	for _, a := range answered { // what was saved is said all the same
		h.reply.Tell(ctx, a.Req, a.Resp)
	}
	return 0
}

// tells is the lead whose button was tapped, as it is now: read behind the change that the answer is about, so that any
// version but this one is somebody's later change. It is none where the button has no lead, or the lead is gone.
func (h *Handlers) tells(ctx context.Context, req *request.Request) (of told, err error) {
	button, err := request.ReadButton(req)
	if err != nil || button.Lead == "" {
		return told{}, err
	}
	of.owner = req.Owner
	// The buttons of a manager's tab are on leads of their reps, and say whose.
	if req.View.PrivateMetadata == words.TabTeam {
		of.owner = button.Part(0)
	}
	leads, err := h.record.Space().Records.Leads(ctx, of.owner, button.Lead)
	if err != nil || len(leads) == 0 {
		return told{}, err
	}
	of.id, of.version = button.Lead, leads[0].Version
	return of, nil
}

// standing are the answers that are true still. One whose lead has changed since, or was erased, says what isn't so any
// more, and the Home shows how it is. They are looked at for each try, for a Home may wait half a minute where Slack
// wants to be left alone.
func (h *Handlers) standing(ctx context.Context, answered []Answer) (stand []Answer, err error) {
	for _, a := range answered {
		if a.Of.id != "" {
			now, err := h.record.Space().Records.Leads(ctx, a.Of.owner, a.Of.id)
			if err != nil {
				return nil, err // nothing is said that may be of somebody who wants to be forgotten
			}
			if len(now) == 0 || now[0].Version != a.Of.version {
				continue
			}
		}
		stand = append(stand, a)
	}
	return stand, nil
}

// errConflict says that somebody else has published meanwhile.
var errConflict = errors.New("the Home was published by another replica")

// publish is one try to draw a Home.
func (h *Handlers) publish(ctx context.Context, user string, answered []Answer) error {
	kept := h.record.Space().Homes
	at, open, err := kept.Open(ctx, user)
	if err != nil || !open {
		return err
	}
	// Read behind the hash: whoever publishes after this moment makes it out of date, and is found out by it.
	blocks, err := h.blocks(ctx, user, at.Place, answered)
	if err != nil {
		return err
	}
	if err := blockkit.Validate(blockkit.Home, blocks); err != nil {
		return err
	}
	// Without a hash it is the first view, or nobody knows which stands there: then this one counts.
	r := slack.PublishViewContextRequest{UserID: user,
		View: slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks},
			PrivateMetadata: at.Place.Tab}} // a tap comes with it
	if at.Hash != "" {
		r.Hash = &at.Hash
	}
	shown, err := h.reply.API().PublishViewContext(ctx, r)
	switch {
	case reply.Refusal(err) == "hash_conflict":
		if now, _, err := kept.Open(ctx, user); err == nil && now.Hash == at.Hash {
			// Nobody has kept the hash of what stands there: whoever published it has ended before.
			return errors.Join(errConflict, kept.Drawn(ctx, user, ""))
		}
		return errConflict
	case err != nil:
		return err
	}
	return kept.Drawn(ctx, user, shown.Hash)
}

// cardsAbove is how many cards stand above what was tapped on a Home.
func cardsAbove(req *request.Request) (n int) {
	if req.View == nil || req.Action == nil {
		return 0
	}
	above := map[string]bool{}
	for _, b := range req.View.Blocks.BlockSet {
		key := request.FieldOf(b.ID())
		if b.ID() == req.Action.BlockID {
			delete(above, key)
			return len(above)
		}
		if strings.HasPrefix(key, phrases.CardKey("")) {
			above[key] = true
		}
	}
	return 0
}

// answerBlocks are the blocks of an answer on a Home: the tick and what is asked beside it, without the card of what
// comes next, which the Home has in its own place.
func answerBlocks(a Answer) []slack.Block {
	blocks, err := a.Resp.MadeBlocks()
	if err != nil {
		return nil
	}
	return answers.OnlyTick(blocks)
}
