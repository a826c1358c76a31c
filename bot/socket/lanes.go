package socket

import "sync"

// lanes runs jobs on a fixed number of workers and keeps the jobs of one key in order, one at a time. The number of jobs
// that wait is bounded; beyond it, put refuses.
type lanes struct {
	mu      sync.Mutex
	changed *sync.Cond
	queues  map[string][]func() // keys with work waiting or running; the head of a running key is not in it
	ready   []string            // keys with work and no worker
	pending int                 // waiting or running
	limit   int
	closed  bool
}

func newLanes(workers, limit int) *lanes {
	l := &lanes{queues: make(map[string][]func()), limit: limit}
	l.changed = sync.NewCond(&l.mu)
	for range workers {
		go l.work()
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
		l.changed.Signal()
	}
	return true
}

func (l *lanes) work() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		for len(l.ready) == 0 {
			if l.closed {
				return
			}
			l.changed.Wait()
		}
		key := l.ready[0]
		l.ready = l.ready[1:]
		job := l.queues[key][0]
		l.queues[key] = l.queues[key][1:]

		l.mu.Unlock()
		job()
		l.mu.Lock()

		l.pending--
		if len(l.queues[key]) > 0 {
			l.ready = append(l.ready, key)
			l.changed.Signal()
		} else {
			delete(l.queues, key)
		}
		if l.pending == 0 {
			l.changed.Broadcast()
		}
	}
}

// idle returns once nothing waits or runs.
func (l *lanes) idle() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.mu.Lock()
		defer l.mu.Unlock()
		for l.pending > 0 {
			l.changed.Wait()
		}
	}()
	return done
}

// close lets the workers go once their work is done.
func (l *lanes) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
	l.changed.Broadcast()
}
