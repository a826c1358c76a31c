package schedule

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/followup-coach/followup/store"
)

// job is one due entry on its way to a message.
type job struct {
	due   store.Due
	kind  *kind
	plan  plan
	deed  store.Deed
	check bool // it tries whether a refused token works again

	queued time.Time // when it was handed to the workers
}

// effects are what the end of the deed brings beside itself. Only what a person got counts as a DM and as tips shown.
func (j *job) effects(delivered bool) store.DoneEffects {
	var fx store.DoneEffects
	if j.plan.next != nil {
		fx.Next = []store.Due{*j.plan.next}
	}
	if delivered {
		fx.DM, fx.Tips = j.plan.dm, j.plan.tips
	}
	return fx
}

// lane is a bounded queue with workers of its own, so that what must be on time never stands behind what may wait.
//
// A claim is worth only its lease, so a lane takes no more into its hand than its workers lately got through in a
// second or two: the window doubles while jobs start at once and halves when they had to wait.
type lane struct {
	workers int
	posts   bool // its jobs speak to Slack
	queue   chan *job
	window  atomic.Int64
	hand    atomic.Int64

	waiting []store.Due // read by the last look, not taken up yet; the loop's own

	mu     sync.Mutex
	behind map[string][]*job // recipient in hand → what is to be said to them after it
}

// give hands a job to the workers. What is for a recipient that has one in hand waits behind that one, so that a
// conversation reads in the order in which things were due.
func (l *lane) give(j *job) {
	if to := j.plan.to; to != "" {
		l.mu.Lock()
		q, busy := l.behind[to]
		if busy {
			l.behind[to] = append(q, j)
			l.mu.Unlock()
			return
		}
		l.behind[to] = nil
		l.mu.Unlock()
	}
	l.queue <- j // never blocks: hand stays within the window, and the window within the queue
}

// after is what stood behind a job that has ended, nil when nothing did.
func (l *lane) after(j *job) *job {
	to := j.plan.to
	if to == "" {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.behind[to]
	if len(q) == 0 {
		delete(l.behind, to)
		return nil
	}
	l.behind[to] = q[1:]
	return q[0]
}

const (
	widest   = 256
	waitGood = 300 * time.Millisecond
	waitBad  = 2 * time.Second
)

func newLane(workers int, posts bool) *lane {
	l := &lane{workers: workers, posts: posts, queue: make(chan *job, max(widest, 2*workers)), behind: map[string][]*job{}}
	l.window.Store(int64(2 * workers))
	return l
}

// free is how many more jobs the lane takes now.
func (l *lane) free() int { return int(max(0, l.window.Load()-l.hand.Load())) }

// waited adapts the window to how long a job stood in the queue.
func (l *lane) waited(d time.Duration) {
	w := l.window.Load()
	switch {
	case d < waitGood && w < widest:
		l.window.CompareAndSwap(w, min(widest, w*2))
	case d > waitBad && w > int64(l.workers):
		l.window.CompareAndSwap(w, max(int64(l.workers), w/2))
	}
}
