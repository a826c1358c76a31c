package bot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"time"

	"github.com/slack-go/slack"

	"github.com/followup-coach/followup/bot/say"
	"github.com/followup-coach/followup/store"
)

const (
	lookUpEvery = 500 * time.Millisecond
	lookUpFor   = 25 * time.Minute // a response_url works for thirty
	// a command that sat in Redis' buffers while it hung may still run just after it is back
	lookUpSettle = time.Second
)

// lookUpLater finds out what became of a change after the store did not say: once it answers again, the act's dedupe
// record tells, and the person gets one more answer. Nothing is run again: what was not saved is theirs to send again.
func (b *Bot) lookUpLater(a *act) {
	if a.kind == kindEvent || a.user == "" {
		return
	}
	b.aside(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, lookUpFor)
		defer cancel()
		raw, saved, err := b.lookUpAnswer(ctx, a)
		if err != nil {
			b.log.Error("could not find out whether a change was saved", "kind", a.kind, "name", a.label, "user", a.user,
				"error", err)
			return
		}
		if saved && len(raw) == 0 { // an act whose answer follows from the records
			ans, err := saying(say.LookedUp(b.reader(a), true, a.typed()))
			if err == nil {
				b.deliverLate(ctx, a, ans)
			}
			return
		}
		if saved {
			ans, err := decode(raw)
			if err != nil {
				b.log.Error("a kept answer cannot be read", "error", err)
				return
			}
			b.deliverLate(ctx, a, ans)
			return
		}
		r, _, _ := b.words(a, errNotSavedAfterAll)
		if ans, err := saying(b.checked(a, r)); err == nil {
			b.deliverLate(ctx, a, ans)
		}
	})
}

// lookUpAnswer asks for the act's kept answer until the store answers, and a second time a moment after it said there
// is none.
func (b *Bot) lookUpAnswer(ctx context.Context, a *act) (raw []byte, saved bool, err error) {
	settled := false
	for {
		if !pause(ctx, lookUpEvery) {
			return nil, false, ctx.Err()
		}
		ask, cancel := context.WithTimeout(ctx, b.budget)
		raw, saved, err = b.space().Answer(ask, a.user, a.key)
		if err == nil && !saved {
			raw, saved, err = b.space().TeamAnswer(ask, a.key)
		}
		cancel()
		switch {
		case err != nil && ctx.Err() != nil:
			return nil, false, err
		case err != nil:
			settled = false // gone again: what was in flight may still be
		case saved || settled:
			return raw, saved, nil
		default:
			settled = true
			if !pause(ctx, lookUpSettle) {
				return nil, false, ctx.Err()
			}
		}
	}
}

// deliverLate brings an answer after the acknowledgement is gone.
func (b *Bot) deliverLate(ctx context.Context, a *act, ans answer) {
	switch a.kind {
	case kindSubmit:
		if len(ans.View) > 0 {
			b.deliverInView(ctx, a, ans)
			return
		}
		b.tell(ctx, a, ans) // the form is still open with what was typed: a page would take it away
	case kindClick:
		if a.view == nil || a.view.Type != slack.VTModal || a.responseURL != "" {
			b.deliverClick(ctx, a, ans)
			return
		}
		var v slack.ModalViewRequest // the form has another page by now, which said that nobody can tell
		if len(ans.View) == 0 || json.Unmarshal(ans.View, &v) != nil {
			b.tell(ctx, a, ans) // that page may hold what was typed: a sentence would take it away
			return
		}
		b.show(ctx, a, v, "", ans)
	default:
		b.tell(ctx, a, ans)
	}
}

// pause waits, and reports false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// hung reports whether a change may or may not have been saved: its write was sent and not answered, or the store did
// not even answer the question before it, in which case an earlier delivery of the same act may have been saved all the
// same.
func hung(a *act, err error) bool {
	if errors.Is(err, store.ErrUnknown) {
		return true
	}
	var slow net.Error
	return a.changes && (errors.Is(err, context.DeadlineExceeded) || errors.As(err, &slow) && slow.Timeout())
}

// unreachable reports whether the store could not be asked.
func unreachable(err error) bool {
	var op net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, io.EOF) || errors.As(err, &op)
}
