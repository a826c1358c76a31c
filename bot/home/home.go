// Package home is the app's Home: what a person has before them without asking. It shows what to do now, their leads
// and their figures, each on a tab of its own, and a manager what waits for them.
//
//	home.go    who opens it and where they go, and the loop that draws
//	queue.go   who waits to be drawn, so that a burst of changes is one publication
//	draw.go    one publication, held against those of other replicas
//	read.go    what a tab shows, as much as is read for it
//	begin.go   the first steps of somebody new
//
// A Home is drawn when it is opened, when somebody goes elsewhere in it, and when something of theirs has changed:
// [Handlers.Changed] takes that from the edge and from the engine, and never waits. Only Homes that were opened or
// tapped on within half a day are drawn for a change ([homes.Homes] keeps which in Redis, so that every replica knows).
//
// Its buttons are those of cards and lists, with the same handlers. A tap on a Home has no message and no address to
// answer at: what a tap has saved stands on the Home, in the place of the card ([Handlers.Answer]), and what it only
// shows is a page over it (bot/reply). Nobody becomes a rep by looking.
package home

import (
	"context"
	"net/url"
	"sync"
	"time"

	"github.com/slack-go/slack/slackevents"

	"github.com/followup-coach/followup/bot/record"
	"github.com/followup-coach/followup/bot/reply"
	"github.com/followup-coach/followup/bot/request"
	"github.com/followup-coach/followup/bot/say/managers"
	"github.com/followup-coach/followup/coach"
	"github.com/followup-coach/followup/store/homes"
)

// Handlers draw Homes. Make them with [New], and [Handlers.Close] them before the replier.
type Handlers struct {
	record *record.Recorder
	reply  *reply.Replier
	gap    time.Duration // between two publications for one person

	// Lines are those of some teams' reps, and Shared what of the reader's figures their managers see too, "" for nothing.
	Lines func(ctx context.Context, req *request.Request, teams []coach.Team, first int,
		typed string) (managers.Team, error)
	Shared func(ctx context.Context, req *request.Request) (string, error)

	Changes chan Change // what was changed by whom; full means that a Home stays as it is until the next change
	drawn   chan ended
	stop    chan struct{}
	stopped sync.Once
}

// ended is how a drawing has ended: wait is how long Slack asks to wait before it is tried again.
type ended struct {
	user    string
	answers []Answer
	wait    time.Duration
}

// New makes the handlers of this slice and begins to take changes. Gap is the least time between two publications for
// one person.
func New(rec *record.Recorder, rep *reply.Replier, gap time.Duration) *Handlers {
	h := &Handlers{record: rec, reply: rep, gap: gap, Changes: make(chan Change, 1024), drawn: make(chan ended),
		stop: make(chan struct{})}
	rep.Background(h.run)
	return h
}

// Close ends the loop. Homes that wait are drawn when they are opened. It may be called again.
func (h *Handlers) Close() { h.stopped.Do(func() { close(h.stop) }) }

// Changed takes a change and never waits. Without room for it the Home stays as it is until the next one: false.
func (h *Handlers) Changed(c Change) bool {
	select {
	case h.Changes <- c:
		return true
	default:
		return false
	}
}

// Answer shows what a tap on a Home has saved, on the Home. False where it can't be shown there.
func (h *Handlers) Answer(ctx context.Context, req *request.Request, resp request.Response) bool {
	// A tap makes the Home as young as opening it does.
	at, open, err := h.record.Space().Homes.Open(ctx, req.User)
	switch {
	case err == nil && open:
		err = h.record.Space().Homes.Tapped(ctx, req.User)
	case err == nil:
		err = h.record.Space().Homes.Opened(ctx, req.User, at.Place)
	}
	if err != nil {
		h.reply.Log.Warn("could not keep that a Home was tapped on", "user", req.User, "error", err)
		return false
	}
	owner, err := ownerOf(req)
	if err != nil {
		return false
	}
	return h.Changed(Change{User: req.User, Answer: &Answer{Req: req, Resp: resp, At: cardsAbove(req),
		Tab: req.View.PrivateMetadata, Owner: owner}})
}

// Opened draws the Home that somebody opens. The messages tab is none.
func (h *Handlers) Opened(ctx context.Context, req *request.Request) (request.Response, error) {
	ev, ok := req.Event.(*slackevents.AppHomeOpenedEvent)
	if !ok || ev.Tab != "home" {
		return request.Response{}, nil
	}
	// Within half a day it opens where it was left, after that on what to do now.
	at, _, err := h.record.Space().Homes.Open(ctx, req.User)
	if err != nil {
		return request.Response{}, err
	}
	return request.Response{}, h.goTo(ctx, req, at.Place)
}

// Tapped goes where a button of the Home leads, or a choice of its menu. A Home alone has such buttons.
func (h *Handlers) Tapped(ctx context.Context, req *request.Request, button request.Button) (request.Response, error) {
	after, err := url.QueryUnescape(button.Part(1))
	if err != nil || req.View == nil {
		return request.Response{}, request.ErrOutdated
	}
	return request.Response{}, h.goTo(ctx, req, homes.Place{Tab: button.Lead, Filter: button.Part(0), After: after,
		Whole: button.Part(2) != ""})
}

// goTo shows somebody another part of their Home.
func (h *Handlers) goTo(ctx context.Context, req *request.Request, to homes.Place) error {
	err := h.record.Space().Homes.Opened(ctx, req.User, to)
	if err == nil {
		h.Changed(Change{User: req.User})
	}
	return err
}

// run draws Homes until it is stopped. All that waits is its own, so that nothing is locked, and it waits for whatever
// comes first: a change, the end of a drawing, somebody's turn.
func (h *Handlers) run(ctx context.Context) {
	q, turn := newQueue(h.gap), time.NewTimer(time.Hour)
	defer turn.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.stop:
			return
		case c := <-h.Changes:
			if !q.add(c) {
				h.reply.Log.Warn("too many Homes wait to be drawn, so one is left as it is", "user", c.User)
				if c.Answer != nil {
					h.reply.Async(func(ctx context.Context) { h.reply.Tell(ctx, c.Answer.Req, c.Answer.Resp) })
				}
			}
		case d := <-h.drawn:
			q.done(d.user, d.answers, d.wait, time.Now())
		case <-turn.C:
		}
		// Each drawing has a goroutine of its own, of which there are no more than [drawing].
		for {
			user, answers, wait, ok := q.take(time.Now())
			if !ok {
				if wait > 0 {
					turn.Reset(wait)
				}
				break
			}
			h.reply.Async(func(ctx context.Context) { h.drawFor(ctx, user, answers) })
		}
	}
}

// drawFor draws one Home and says so to the loop, whatever becomes of it.
func (h *Handlers) drawFor(ctx context.Context, user string, answers []Answer) {
	// A panic in between ends the drawing too: the loop must not wait for it for good.
	end := ended{user: user, answers: answers}
	defer func() {
		select {
		case h.drawn <- end:
		case <-h.stop:
		}
	}()
	end.wait = h.draw(ctx, user, answers)
}
