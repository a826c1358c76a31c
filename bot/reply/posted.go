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
	lookAgain = time.Second
)

// posting is the answers that are being posted by this process, by key.
type posting struct {
	mu    sync.Mutex
	byKey map[string]chan struct{} // closed when the try is over
}

// begin registers a try; false when one is under way.
func (p *posting) begin(key string) (done chan struct{}, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.byKey[key] != nil {
		return nil, false
	}
	if p.byKey == nil {
		p.byKey = make(map[string]chan struct{})
	}
	done = make(chan struct{})
	p.byKey[key] = done
	return done, true
}

// end lets a key go when its try is over.
func (p *posting) end(key string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.byKey[key])
	delete(p.byKey, key)
}

// Posting reports whether this process is posting the answer to an event already. It waits for that as long as Slack
// waits for the acknowledgement.
func (r *Replier) Posting(req *request.Request) bool {
	r.posting.mu.Lock()
	done := r.posting.byKey[req.Key]
	r.posting.mu.Unlock()
	if done == nil {
		return false
	}
	waitUntil(done, req.AckBy)
	return true
}

// waitUntil reports whether something was done by then.
func waitUntil(done <-chan struct{}, by time.Time) bool {
	t := time.NewTimer(time.Until(by))
	defer t.Stop()
	select {
	case <-done:
		return true
	case <-t.C:
		return false
	}
}

// deliverPosted posts the answer to a written line, and waits for it as long as Slack waits for the acknowledgement.
func (r *Replier) deliverPosted(req *request.Request, resp request.Response) any {
	if resp.Text == "" && len(resp.Blocks) == 0 {
		return nil
	}
	done, first := r.posting.begin(req.Key)
	if !first {
		return Unposted
	}
	var stands bool
	r.Background(func(ctx context.Context) {
		defer r.posting.end(req.Key)
		stands = r.postOnce(ctx, req, resp, req.Key, r.Claim == nil || r.Claim(ctx, req))
	})
	if waitUntil(done, req.AckBy) && stands {
		return nil
	}
	return Unposted
}

// PostLate brings what comes after the answer to a written line: what became of a change that nobody could tell of.
func (r *Replier) PostLate(ctx context.Context, req *request.Request, resp request.Response) {
	r.postOnce(ctx, req, resp, req.Key+":late", true)
}

// postOnce posts an answer where the line stands, in its thread if it was one, under a key. It reports whether the
// answer stands there now, or never will because Slack takes no message to this person.
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
