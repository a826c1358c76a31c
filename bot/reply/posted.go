package reply

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/send"
	"github.com/followup-coach/followup/store/failure"
)

// The answer to a line that was written to the bot is a message like any other, and Slack has no way to say "only
// once". So each try to post it carries the mark of its event, and every try but the first looks for the mark before it
// posts. The event is acknowledged once the answer stands: whatever ends the process before, Slack delivers the event
// again, and another try brings the answer.

// Unposted stands for an acknowledgement that must wait: the answer doesn't stand in the conversation yet.
var Unposted any = unposted{}

type unposted struct{}

const (
	// tryFor bounds one try to post an answer, its turn and Slack's answer included.
	tryFor = 8 * time.Second
	// settleFor is how long a later try looks for the mark of an earlier one before it posts: longer than any try.
	settleFor = 10 * time.Second
	// lookAgain is the pause between two looks; half of it passes before a post that Slack has refused for the moment is
	// tried again, unless Slack names another time.
	lookAgain = time.Second
)

// posting is the answers that are being posted by this process, by key.
type posting struct {
	mu    sync.Mutex
	byKey map[string]*try
}

// try is one try to post an answer.
type try struct {
	over   chan struct{} // closed at its end
	stands bool          // the answer stands; set before its end
}

// begin registers a try; false when one is under way.
func (p *posting) begin(key string) (t *try, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byKey[key] != nil {
		return nil, false
	}
	if p.byKey == nil {
		p.byKey = make(map[string]*try)
	}
	t = &try{over: make(chan struct{})}
	p.byKey[key] = t
	return t, true
}

// end lets a key go when its try is over.
func (p *posting) end(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.byKey[key].over)
	delete(p.byKey, key)
}

// acked is the acknowledgement of an event that a try answers: it waits for the try as long as Slack waits.
func (t *try) acked(by time.Time) any {
	patience := time.NewTimer(time.Until(by))
	defer patience.Stop()
	select {
	case <-t.over:
		if t.stands {
			return nil
		}
	case <-patience.C:
	}
	return Unposted
}

// Posting reports whether this process is posting the answer to an event already, and what the acknowledgement of
// another delivery of it carries then: nil or [Unposted], once that is known or Slack waits no longer.
func (r *Replier) Posting(req *request.Request) (payload any, busy bool) {
	r.posting.mu.Lock()
	t := r.posting.byKey[req.Key]
	r.posting.mu.Unlock()
	if t == nil {
		return nil, false
	}
	return t.acked(req.AckBy), true
}

// deliverPosted posts the answer to a written line, and waits for it as long as Slack waits for the acknowledgement.
func (r *Replier) deliverPosted(req *request.Request, resp request.Response) any {
	if resp.Text == "" && len(resp.Blocks) == 0 {
		return nil
	}
	t, first := r.posting.begin(req.Key)
	if !first {
		return Unposted
	}
	r.Background(func(ctx context.Context) {
		defer r.posting.end(req.Key)
		t.stands = r.postOnce(ctx, req, resp, req.Key, r.Claim == nil || r.Claim(ctx, req))
	})
	return t.acked(req.AckBy)
}

// PostLate brings what comes after the answer to a written line: what became of a change that nobody could tell of.
func (r *Replier) PostLate(ctx context.Context, req *request.Request, resp request.Response) {
	r.postOnce(ctx, req, resp, req.Key+":late", true)
}

// postOnce posts an answer where the line stands, in its thread if it was one, under a key. It reports whether the
// answer stands there now, or never will because Slack takes no message to this person.
//
// The error of each try decides what comes next. What Slack refused for the moment is tried again within [tryFor], what
// it may have taken is looked for, and what no further try can change ends in an acknowledgement: a log line tells the
// operator of it.
func (r *Replier) postOnce(ctx context.Context, req *request.Request, resp request.Response, key string,
	first bool) (stands bool) {
	blocks, err := resp.MadeBlocks()
	if err != nil {
		r.Log.Error("a kept answer cannot be read", "error", err)
	}
	if !first && r.settled(ctx, req, key) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, tryFor)
	defer cancel()
	m := send.Post{To: req.Channel, Thread: req.Thread, Key: key, Urgent: true, Text: resp.Text, Blocks: blocks}
	for {
		_, err := r.poster.Post(ctx, m)
		if err == nil {
			return true
		}
		r.Log.Warn("could not post an answer", "kind", req.Kind, "name", req.Label, "user", req.User, "error", err)
		switch failure.ClassOf(err) {
		case failure.Payload:
			if len(m.Blocks) == 0 {
				return true
			}
			m.Blocks = []slack.Block{} // Slack would not render it: the words alone, rather than silence
			continue
		case failure.Recipient, failure.Gone, failure.Dead:
			return true // nobody can be told, and another delivery would change nothing
		case failure.Ambiguous:
			if found, sure := r.look(ctx, req, key); found || !sure {
				return found // another delivery looks again
			}
		}
		if !Pause(ctx, failure.RetryAfter(err, lookAgain/2)) {
			return false
		}
	}
}

// settled looks for the answer of an earlier try until that must have ended.
func (r *Replier) settled(ctx context.Context, req *request.Request, key string) bool {
	ctx, cancel := context.WithTimeout(ctx, settleFor)
	defer cancel()
	for {
		if found, _ := r.look(ctx, req, key); found {
			return true
		}
		if !Pause(ctx, lookAgain) {
			return false
		}
	}
}

// look asks Slack whether the answer stands behind the line; sure is false when Slack does not say.
func (r *Replier) look(ctx context.Context, req *request.Request, key string) (found, sure bool) {
	_, found, err := r.poster.FindIn(ctx, key, req.Channel, req.Thread, req.MessageTS)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		r.Log.Warn("could not look for an answer", "user", req.User, "error", err)
	}
	return found, err == nil
}
