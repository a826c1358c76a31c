package socket

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack/socketmode"
)

const (
	// retireTimeout is for a replaced link to finish what it took; Slack waits as long for an acknowledgement.
	retireTimeout = 3 * time.Second
	// settle is for what Slack had sent before it knew of the successor.
	settle = 200 * time.Millisecond
)

// link is one connection with what is done about its envelopes.
type link struct {
	s      *Socket
	cancel context.CancelFunc
	work   context.Context // what handlers run under
	taking context.Context // when it ends, nothing new is taken

	said  chan struct{} // closed at the hello
	aged  chan struct{} // closed when it is time for a successor
	ended chan struct{} // closed when the connection has ended
	err   error         // why, once ended is closed

	age  sync.Once
	conn *conn // once said is closed

	mu    sync.Mutex
	taken int           // envelopes taken ever
	busy  int           // of them not yet acknowledged
	quiet chan struct{} // when not nil, closed as busy falls to nothing
}

// open starts a link. It lives until it is stopped, and takes new envelopes until taking ends.
func (s *Socket) open(work, taking context.Context, n int) *link {
	ctx, cancel := context.WithCancel(context.WithoutCancel(work))
	l := &link{
		s: s, cancel: cancel, work: work, taking: taking,
		said: make(chan struct{}), aged: make(chan struct{}), ended: make(chan struct{}),
	}
	go func() {
		defer close(l.ended)
		defer cancel()
		l.err = l.live(ctx, n)
	}()
	return l
}

// hello waits until Slack has greeted the link, and says why not.
func (l *link) hello(ctx context.Context) error {
	select {
	case <-l.said:
		return nil
	case <-l.ended:
		return l.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// live connects and takes what comes until the connection ends, and says why it did. It never waits for anybody: what
// a reader that stalls has not read, Slack takes for lost.
func (l *link) live(ctx context.Context, n int) error {
	c, err := connect(ctx, l.s.cfg.API(), l.s.cfg.Silence)
	if err != nil {
		if errors.Is(err, errCrowded) {
			l.s.count(allowed)
		}
		return err
	}
	defer c.close()
	l.conn = c
	l.s.greeted(c.hello.NumConnections)
	defer l.s.parted()
	close(l.said)
	if life := lifeOf(c.hello.DebugInfo.ApproximateConnectionTime, c.hello.NumConnections, n); life > 0 {
		defer time.AfterFunc(life, l.succeed).Stop()
	}
	for {
		r, err := c.next()
		if err != nil {
			if ctx.Err() != nil {
				err = errStopped
			}
			return err
		}
		c.heard(c.silence)
		switch {
		case r.Type == socketmode.RequestTypeDisconnect:
			// Frames behind it are as good as those before: they are taken and acknowledged here, while the successor opens.
			l.succeed()
		case r.EnvelopeID != "":
			l.take(envelopeOf(r, time.Now()))
		}
	}
}

// errStopped is why a link has ended that was told to.
var errStopped = errors.New("connection closed")

// succeed asks for a successor, once.
func (l *link) succeed() { l.age.Do(func() { close(l.aged) }) }

// lifeOf is when the n-th connection of a process is replaced, zero for never: well before Slack closes it itself after
// so many seconds, the connections at different ages. Where the app has many, a second one is short-lived: whoever
// opens it anew learns whether somebody else needs the room by then.
func lifeOf(seconds, total, n int) time.Duration {
	life := time.Duration(seconds) * time.Second * time.Duration(85-15*(n%3)) / 100
	if n > 0 && total >= crowded-2 {
		life = min(cmp.Or(life, secondLife), secondLife)
	}
	return life
}

// take hands an envelope to a worker. It never waits for one.
func (l *link) take(e Envelope) {
	if l.taking.Err() != nil {
		return // not acknowledged: Slack gives it to another connection, or again to the next one
	}
	key := e.User()
	if key == "" || e.suggests() {
		key = e.ID
	}
	l.count(1)
	// Whoever comes first speaks for the envelope: the worker, or the end of the wait for one. Behind a few that hang,
	// those of the same person would else be answered when nobody looks any more.
	var spoken atomic.Bool
	overdue := time.AfterFunc(l.s.cfg.Patience, func() {
		if spoken.CompareAndSwap(false, true) {
			l.turnAway(e)
		}
	})
	// One key per person keeps what they do in order; what has no person, or changes nothing, stands alone.
	if !l.s.lanes.put(key, func() {
		if overdue.Stop(); spoken.CompareAndSwap(false, true) {
			defer l.count(-1)
			l.ack(e, l.s.cfg.Handle(l.work, e))
		}
	}) {
		if overdue.Stop(); spoken.CompareAndSwap(false, true) {
			l.turnAway(e)
		}
	}
}

// turnAway acknowledges an envelope that no worker has taken in time, and none will.
func (l *link) turnAway(e Envelope) {
	defer l.count(-1)
	l.s.cfg.Log.Error("too much waits already; an envelope was turned away", "type", e.Type)
	var answer any
	if l.s.cfg.Busy != nil {
		answer = l.s.cfg.Busy(e)
	}
	l.ack(e, answer)
}

// ack acknowledges an envelope with an answer, or without one when the answer does not fit. It does so on the
// connection that brought it: elsewhere Slack would not know it.
func (l *link) ack(e Envelope, payload any) {
	if payload == Unacked {
		return
	}
	if !e.AcceptsPayload {
		payload = nil
	}
	frame, err := frameOf(e.ID, payload)
	if err != nil || len(frame) >= ackMost {
		l.s.cfg.Log.Error("an answer could not be acknowledged", "type", e.Type, "error", err, "bytes", len(frame))
		frame, _ = json.Marshal(socketmode.Response{EnvelopeID: e.ID}) // at least Slack shows no failure
	}
	c := l.conn
	c.writing.Lock()
	defer c.writing.Unlock()
	_ = c.ws.SetWriteDeadline(time.Now().Add(ackTimeout)) // fails on a closed connection, which writing tells
	if err := c.ws.WriteMessage(websocket.TextMessage, frame); err != nil {
		l.s.cfg.Log.Warn("an acknowledgement could not be written; Slack delivers the envelope again", "type", e.Type,
			"error", err)
	}
}

// frameOf is an acknowledgement as it travels. What comes as JSON was encoded once and is not read through again.
func frameOf(envelope string, payload any) ([]byte, error) {
	raw, encoded := payload.(json.RawMessage)
	if !encoded || len(raw) == 0 {
		return json.Marshal(socketmode.Response{EnvelopeID: envelope, Payload: payload})
	}
	frame, err := json.Marshal(socketmode.Response{EnvelopeID: envelope})
	frame = slices.Grow(frame, len(raw)+len(`,"payload":`))
	return append(append(append(frame[:len(frame)-1], `,"payload":`...), raw...), '}'), err
}

// retire lets the link finish what it has taken, then closes it. Its successor is up already. A nil link, the
// predecessor of the first, is retired already.
func (l *link) retire() {
	if l == nil {
		return
	}
	l.s.retiring.Go(func() {
		defer l.stop()
		patience := time.NewTimer(retireTimeout)
		defer patience.Stop()
		for {
			quiet, taken := l.quieted()
			select {
			case <-quiet:
			case <-l.ended:
				return
			case <-l.work.Done():
				return
			case <-patience.C:
				return
			}
			settled := time.NewTimer(settle)
			select {
			case <-settled.C:
			case <-l.ended:
				settled.Stop()
				return
			}
			if _, now := l.quieted(); now == taken {
				return
			}
		}
	})
}

// count notes an envelope as taken (1) or done with (-1).
func (l *link) count(d int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.busy += d
	if d > 0 {
		l.taken += d
	}
	if l.busy == 0 && l.quiet != nil {
		close(l.quiet)
		l.quiet = nil
	}
}

// quieted returns a channel that is closed while nothing is in hand, and how many envelopes were taken so far.
func (l *link) quieted() (<-chan struct{}, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.busy == 0 {
		done := make(chan struct{})
		close(done)
		return done, l.taken
	}
	if l.quiet == nil {
		l.quiet = make(chan struct{})
	}
	return l.quiet, l.taken
}

// stop ends the connection politely and returns once it has ended. A nil link is stopped already.
func (l *link) stop() {
	if l == nil {
		return
	}
	select {
	case <-l.said:
		l.conn.leave()
	default:
		l.cancel() // nobody has been greeted: there is nothing to lose
	}
	patience := time.NewTimer(2 * goodbye)
	defer patience.Stop()
	select {
	case <-l.ended:
	case <-patience.C:
	}
	l.cancel()
}
