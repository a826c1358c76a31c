package schedule

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/followup-coach/followup/store/ledger"
)

// task is one due entry in the hands of this engine, on its way to a message.
type task struct {
	kind     *kind
	action   action
	delivery ledger.Delivery // what was claimed; the zero value for what needs no claim
	probe    bool            // it tries whether a refused token works again

	queued time.Time // when it was handed to the workers
}

// entries are the due entries that the task answers, its own first.
func (t *task) entries() []ledger.Due { return append([]ledger.Due{t.action.due}, t.action.also...) }

// effects are what the end of the delivery brings beside itself.
func (t *task) effects() ledger.DoneEffects {
	fx := ledger.DoneEffects{DM: t.action.dm, Tips: t.action.tips}
	if t.counted() != t.action.due.Rep { // counted where that is kept
		fx.DM = ""
	}
	if t.action.next != nil {
		fx.Next = []ledger.Due{*t.action.next}
	}
	if t.action.then != nil {
		fx.Next = append(fx.Next, *t.action.then)
	}
	return fx
}

// counted is whose message it is, by whose number of messages a day it goes.
func (t *task) counted() string { return t.action.to.ID }

// pool is a bounded queue with workers of its own.
//
// A claim is worth only its lease, so a pool takes no more in flight than its workers lately got through in a second or
// two: the window doubles while tasks start at once and halves when they had to wait.
type pool struct {
	workers  int
	posts    bool // its tasks speak to Slack
	queue    chan *task
	window   atomic.Int64
	inFlight atomic.Int64

	waiting []ledger.Due // read by the last look, not taken up yet; the loop's own

	mu     sync.Mutex
	behind map[string][]*task // recipient in flight → what is to be said to them after it
}

const (
	widest   = 256
	waitGood = 300 * time.Millisecond
	waitBad  = 2 * time.Second
)

func newPool(workers int, posts bool) *pool {
	p := &pool{workers: workers, posts: posts, queue: make(chan *task, max(widest, 2*workers)),
		behind: map[string][]*task{}}
	p.window.Store(int64(2 * workers))
	return p
}

// enqueue hands a task to the workers. What is for a recipient that has one in flight waits behind that one, so that a
// conversation reads in the order in which things were due.
func (p *pool) enqueue(t *task) {
	p.inFlight.Add(1)
	if to := t.action.to.ID; to != "" {
		p.mu.Lock()
		q, busy := p.behind[to]
		if busy {
			p.behind[to] = append(q, t)
			p.mu.Unlock()
			return
		}
		p.behind[to] = nil
		p.mu.Unlock()
	}
	p.queue <- t // never blocks: inFlight stays within the window, and the window within the queue
}

// after is what stood behind a task that has ended, nil when nothing did.
func (p *pool) after(t *task) *task {
	to := t.action.to.ID
	if to == "" {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	q := p.behind[to]
	if len(q) == 0 {
		delete(p.behind, to)
		return nil
	}
	p.behind[to] = q[1:]
	return q[0]
}

// ended counts a task out and reports whether there is room worth filling.
func (p *pool) ended() bool {
	p.inFlight.Add(-1)
	return !p.busy()
}

// busy reports whether the pool has more than half of what it takes and no idle worker, so that there is no room worth
// filling: a claim of one entry costs as much as a claim of dozens.
func (p *pool) busy() bool {
	n := p.inFlight.Load()
	return n > p.window.Load()/2 && n >= int64(p.workers)
}

// free is how many more tasks the pool takes now.
func (p *pool) free() int { return int(max(0, p.window.Load()-p.inFlight.Load())) }

// adapt sets the window by how long a task stood in the queue.
func (p *pool) adapt(waited time.Duration) {
	w := p.window.Load()
	switch {
	case waited < waitGood && w < widest:
		p.window.CompareAndSwap(w, min(widest, w*2))
	case waited > waitBad && w > int64(p.workers):
		p.window.CompareAndSwap(w, max(int64(p.workers), w/2))
	}
}

// inParallel calls fn for 0 to n-1, eight at once, and returns when all have returned.
func inParallel(n int, fn func(int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(8, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				fn(i)
			}
		})
	}
	group.Wait()
}
