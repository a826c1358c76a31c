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

// ownerOf is whose lead a tapped button is about: the buttons of a manager's tab are on leads of their reps, and say
// whose.
func ownerOf(req *request.Request) (string, error) {
	if req.View.PrivateMetadata != words.TabTeam {
		return req.Owner, nil
	}
	button, err := request.ReadButton(req)
	return button.Part(0), err
}

// standing are the answers that are true still. They are looked at for each try, for a Home may wait half a minute
// where Slack wants to be left alone.
func (h *Handlers) standing(ctx context.Context, answered []Answer) (stand []Answer, err error) {
	for _, a := range answered {
		stands, err := h.stands(ctx, a)
		if err != nil {
			return nil, err // nothing is said that may be of somebody who wants to be forgotten
		}
		if stands {
			stand = append(stand, a)
		}
	}
	return stand, nil
}

// stands reports whether what an answer tells of is still so: its change stands with nothing newer on the lead, and the
// lead is there. The journal alone knows which change an answer is of: a lead that is read a moment later may be
// somebody's next one already.
func (h *Handlers) stands(ctx context.Context, a Answer) (bool, error) {
	space := h.record.Space()
	if a.Resp.Card != "" {
		if leads, err := space.Records.Leads(ctx, a.Owner, a.Resp.Card); err != nil || len(leads) == 0 {
			return false, err
		}
	}
	if a.Resp.Entry == "" {
		return true, nil
	}
	_, newest, err := space.History.Newest(ctx, a.Owner, a.Resp.Entry, a.Req.Now)
	return newest, err
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
