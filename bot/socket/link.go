package socket

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	helloTimeout  = 15 * time.Second // from the dial to Slack's greeting
	ackTimeout    = 2 * time.Second  // for slack-go to take an acknowledgement
	retireTimeout = 4 * time.Second  // for a replaced link to finish what it took; Slack waits three seconds
	// flush is how long an acknowledgement may take from slack-go's queue to the wire.
	flush = 200 * time.Millisecond
)

// link is one slack-go client and its connection.
type link struct {
	s      *Socket
	client *socketmode.Client
	cancel context.CancelFunc
	work   context.Context // what handlers run under
	taking context.Context // when it ends, nothing new is taken

	said  chan struct{} // closed at the first hello
	aged  chan struct{} // closed when it is time for a successor
	ended chan struct{} // closed when the client has given up
	err   error         // why, once ended is closed

	once  sync.Once
	mu    sync.Mutex
	up    bool
	taken int           // envelopes taken ever
	busy  int           // of them not yet acknowledged
	quiet chan struct{} // when not nil, closed as busy falls to nothing
}

// open starts a link. It lives until work ends or it is stopped, and takes new envelopes until taking ends.
func (s *Socket) open(work, taking context.Context, n int) *link {
	ctx, cancel := context.WithCancel(work)
	l := &link{
		s: s, cancel: cancel, work: work, taking: taking,
		said: make(chan struct{}), aged: make(chan struct{}), ended: make(chan struct{}),
		client: socketmode.New(s.cfg.API(),
			socketmode.OptionDialer(&websocket.Dialer{
				Proxy:            http.ProxyFromEnvironment,
				HandshakeTimeout: 10 * time.Second,
				WriteBufferSize:  32 << 10, // an acknowledgement must leave in one frame
			}),
			// slack-go's own logger would print payloads.
			socketmode.OptionLog(log.New(io.Discard, "", 0))),
	}
	// The client reconnects by itself within this one run; it returns for good when Slack refuses it.
	go func() {
		err := l.client.RunContext(ctx)
		cancel()
		l.end(err)
	}()
	go l.read(ctx, n)
	return l
}

// hello waits until Slack has greeted the link, and says why not.
func (l *link) hello(ctx context.Context) error {
	// A dial that succeeds and says nothing is as good as one that failed.
	patience := time.NewTimer(helloTimeout)
	defer patience.Stop()
	select {
	case <-l.said:
		return nil
	case <-l.ended:
		return l.err
	case <-patience.C:
		return errors.New("no hello from Slack")
	case <-ctx.Done():
		return ctx.Err()
	}
}

// read takes what slack-go hands out until the link is stopped, and keeps the status true. It never waits: a reader
// that stalls loses envelopes without a word.
func (l *link) read(ctx context.Context, n int) {
	var age *time.Timer
	for {
		select {
		case <-ctx.Done():
			if age != nil {
				age.Stop()
			}
			l.setUp(false)
			return
		case evt := <-l.client.Events:
			switch evt.Type {
			case socketmode.EventTypeHello:
				l.setUp(true)
				l.s.mu.Lock()
				l.s.total = evt.Request.NumConnections
				l.s.mu.Unlock()
				if age == nil {
					close(l.said)
					age = l.ageAfter(evt.Request.DebugInfo.ApproximateConnectionTime, n)
				}
			case socketmode.EventTypeConnecting:
				l.setUp(false)
			case socketmode.EventTypeConnectionError:
				// slack-go would wait up to five minutes before its next try; a new link tries within seconds.
				if failure, ok := evt.Data.(*slack.ConnectionErrorEvent); ok {
					l.end(failure.ErrorObj)
				}
				l.cancel()
			case socketmode.EventTypeErrorWriteFailed:
				l.s.cfg.Log.Warn("an acknowledgement could not be written; Slack delivers the envelope again")
			default:
				if e, ok := fromEvent(evt, time.Now()); ok {
					l.take(e)
				}
			}
		}
	}
}

// ageAfter schedules the successor well before Slack closes the connection itself, the links at different ages.
func (l *link) ageAfter(seconds, n int) *time.Timer {
	if seconds <= 0 {
		return time.NewTimer(time.Hour)
	}
	life := time.Duration(seconds) * time.Second * time.Duration(85-15*(n%3)) / 100
	return time.AfterFunc(life, func() { close(l.aged) })
}

// take hands an envelope to a worker. It never waits for one.
func (l *link) take(e Envelope) {
	if l.taking.Err() != nil {
		return // not acknowledged: Slack gives it to another connection, or again to the next one
	}
	key := e.User()
	if key == "" {
		key = e.ID
	}
	l.count(1)
	// One key per person keeps what they do in order; what has no person stands alone.
	if !l.s.lanes.put(key, func() {
		defer l.count(-1)
		l.ack(e, l.s.cfg.Handle(l.work, e))
	}) {
		defer l.count(-1)
		l.s.cfg.Log.Error("too much waits already; an envelope was turned away", "type", e.Type)
		var answer any
		if l.s.cfg.Busy != nil {
			answer = l.s.cfg.Busy(e)
		}
		l.ack(e, answer)
	}
}

// ack acknowledges an envelope with an answer, or without one when the answer does not fit.
func (l *link) ack(e Envelope, payload any) {
	if payload == Unacked {
		return
	}
	if !e.AcceptsPayload {
		payload = nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), ackTimeout)
	defer cancel()
	err := l.client.AckCtx(ctx, e.ID, payload)
	if err == nil {
		return
	}
	l.s.cfg.Log.Error("an answer could not be acknowledged", "type", e.Type, "error", err, "bytes", size(payload))
	if ctx.Err() == nil && payload != nil {
		_ = l.client.AckCtx(ctx, e.ID, nil) // too large for the wire: at least Slack shows no failure
	}
}

// size is the length of an answer on the wire, for the log; -1 when it cannot be encoded.
func size(payload any) int {
	b, err := json.Marshal(payload)
	if err != nil {
		return -1
	}
	return len(b)
}

// setUp notes whether the connection stands, and tells the status of a change.
func (l *link) setUp(up bool) {
	l.mu.Lock()
	changed := l.up != up
	l.up = up
	l.mu.Unlock()
	if !changed {
		return
	}
	l.s.mu.Lock()
	l.s.ever = l.s.ever || up
	l.s.mu.Unlock()
	l.s.note(func(st *Status) {
		if up {
			st.Up++
			st.Dead, st.Last = nil, nil
		} else {
			st.Up--
		}
	})
}

// end notes why the client has given up; the first reason stays.
func (l *link) end(err error) {
	l.once.Do(func() {
		if err == nil {
			err = errors.New("connection closed")
		}
		l.err = err
		close(l.ended)
	})
}

// retire lets the link finish what it has taken, then closes it. Its successor is up already.
func (l *link) retire() {
	if l == nil {
		return
	}
	go func() {
		patience := time.NewTimer(retireTimeout)
		defer patience.Stop()
		for {
			quiet, taken := l.quieted()
			select {
			case <-quiet:
			case <-patience.C:
				l.stop()
				return
			}
			// What Slack had sent before it saw the close is still read meanwhile.
			l.s.waitForWire(flush)
			if _, now := l.quieted(); now == taken {
				l.stop()
				return
			}
		}
	}()
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

// stop closes the connection. A nil link, the predecessor of the first, is stopped already.
func (l *link) stop() {
	if l != nil {
		l.cancel()
	}
}

// waitForWire gives what was written time to leave: the wire gives no sign of its own.
func (s *Socket) waitForWire(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	<-t.C
}
