package schedule

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/followup-coach/followup/coach/notify"
	"github.com/followup-coach/followup/store/failure"
	"github.com/followup-coach/followup/store/ledger"
)

// recorder is a Slack that writes down every message and can be made to lose answers, refuse or hang. It keeps what
// real Slack keeps: a message with the delivery's key, findable in the history of its conversation.
type recorder struct {
	mu      sync.Mutex
	clock   *clock
	posts   []post
	byKey   map[string][]int
	sends   int
	finds   int
	updates int
	asked   []notify.Called // calls that were asked about, in the messages that they name

	noUpdate error // what updates are refused with

	// inject is asked before each post, numbered from 1.
	inject func(n int, d ledger.Delivery, to string, m notify.Message) fault
}

type post struct {
	Key, To, TS string
	At          time.Time
	Msg         notify.Message
	Updated     []notify.Message
}

// fault says what goes wrong with one post.
type fault struct {
	err     error         // refused with this; Slack has nothing
	lose    bool          // Slack has it, the answer is cut off
	hang    bool          // no answer until the caller gives up; Slack has nothing
	release chan struct{} // with hang: go on (and post) when closed, though the caller may have given up
	after   func()        // runs once Slack has it, before the answer
}

// refused is an error that says what became of the message.
func refused(class failure.Class, after time.Duration) error {
	return &failure.Error{Method: "test", Class: class, After: after, Err: errors.New("slack says so")}
}

var errCut = errors.New("connection reset by peer")

func newRecorder(c *clock) *recorder { return &recorder{clock: c, byKey: map[string][]int{}} }

func (r *recorder) Send(ctx context.Context, d ledger.Delivery, to Recipient,
	m notify.Message) (ledger.Receipt, error) {
	r.mu.Lock()
	r.sends++
	var h fault
	if r.inject != nil {
		h = r.inject(r.sends, d, to.ID, m)
	}
	r.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ledger.Receipt{}, refused(failure.Transient, 0)
	case h.err != nil:
		return ledger.Receipt{}, h.err
	case h.hang && h.release == nil:
		<-ctx.Done()
		return ledger.Receipt{}, ctx.Err()
	case h.hang:
		<-h.release
	}
	p := r.keep(d, to.ID, m)
	if h.after != nil {
		h.after()
	}
	if h.lose {
		return ledger.Receipt{}, errCut
	}
	return ledger.Receipt{Channel: "D" + to.ID, TS: p.TS, At: p.At}, nil
}

func (r *recorder) keep(d ledger.Delivery, to string, m notify.Message) post {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := post{Key: d.Key, To: to, TS: fmt.Sprintf("%d.0", len(r.posts)+1), At: r.clock.Now(), Msg: m}
	r.byKey[d.Key] = append(r.byKey[d.Key], len(r.posts))
	r.posts = append(r.posts, p)
	return p
}

func (r *recorder) Find(ctx context.Context, d ledger.Delivery, to Recipient) (ledger.Receipt, bool, error) {
	if ctx.Err() != nil {
		return ledger.Receipt{}, false, refused(failure.Transient, 0)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finds++
	at := r.byKey[d.Key]
	if len(at) == 0 {
		return ledger.Receipt{}, false, nil
	}
	p := r.posts[at[0]]
	return ledger.Receipt{Channel: "D" + to.ID, TS: p.TS, At: p.At}, true, nil
}

func (r *recorder) Update(_ context.Context, receipt ledger.Receipt, _ Recipient, m notify.Message) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.updates++
	if r.noUpdate != nil {
		return r.noUpdate
	}
	if called, ok := m.(notify.Called); ok {
		r.asked = append(r.asked, called)
		return nil
	}
	for i := range r.posts {
		if r.posts[i].TS == receipt.TS {
			r.posts[i].Updated = append(r.posts[i].Updated, m)
			return nil
		}
	}
	return refused(failure.Payload, 0)
}

// all returns the messages so far, in order.
func (r *recorder) all() []post {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]post(nil), r.posts...)
}

// keys counts the messages by delivery.
func (r *recorder) keys() map[string]int {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := map[string]int{}
	for k, at := range r.byKey {
		n[k] = len(at)
	}
	return n
}

// clock is a clock that stands still until it is moved. It never goes back.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// set moves the clock in either direction.
func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

func (c *clock) to(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.t) {
		c.t = t
	}
}
