package socket

import "sync"

// lanes runs jobs on a fixed number of workers and keeps the jobs of one key in order, one at a time. The number of
// jobs that wait is bounded; beyond it, put refuses.
type lanes struct {
	mu      sync.Mutex
	work    *sync.Cond          // there is something in ready, or it is closed
	drained *sync.Cond          // pending fell to nothing
	queues  map[string][]func() // keys with work waiting or running; the head of a running key is not in it
	ready   []string            // keys with work and no worker
	pending int                 // waiting or running
	limit   int
	closed  bool
}

// newLanes starts the workers; limit bounds the jobs that wait or run.
func newLanes(workers, limit int) *lanes {
	l := &lanes{queues: make(map[string][]func()), limit: limit}
	l.work, l.drained = sync.NewCond(&l.mu), sync.NewCond(&l.mu)
	for range workers {
		go l.worker()
	}
	return l
}

// put queues a job behind the others of its key. It reports false, and runs nothing, when too much is waiting already.
func (l *lanes) put(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.pending >= l.limit {
		return false
	}
	l.pending++
	q, busy := l.queues[key]
	l.queues[key] = append(q, job)
	if !busy {
		l.ready = append(l.ready, key)
		l.work.Signal()
	}
	return true
}

// worker runs one job after another, of whichever key is ready, until the lanes are closed and empty. A key is out of
// ready while one of its jobs runs, which keeps its jobs in order.
func (l *lanes) worker() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for len(l.ready) == 0 {
			if l.closed {
				return
			}
			l.work.Wait()
		}
		key := l.ready[0]
		l.ready = l.ready[1:]
		job := l.queues[key][0]
		l.queues[key] = l.queues[key][1:]

		// The job runs without the lock: putting and idling go on meanwhile.
		l.mu.Unlock()
		job()
		l.mu.Lock()

		l.pending--
		if len(l.queues[key]) > 0 {
			l.ready = append(l.ready, key)
			l.work.Signal()
		} else {
			delete(l.queues, key)
		}
		if l.pending == 0 {
			l.drained.Broadcast()
		}
	}
}

// idle returns a channel that is closed once nothing waits or runs.
func (l *lanes) idle() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.mu.Lock()
		defer l.mu.Unlock()
		for l.pending > 0 {
			l.drained.Wait()
		}
	}()
	return done
}

// close lets the workers go once their work is done.
func (l *lanes) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.work.Broadcast()
}
