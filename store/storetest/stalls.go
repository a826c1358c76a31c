package storetest

import (
	"sync/atomic"
	"testing"
	"time"
)

// Stalls tells how long the machine has kept this process from running since the call: the time by which short timers
// came late, added up. A test that holds the bot to a promise in seconds allows that much more, so that a busy
// neighbour on the same machine breaks no promise of ours, while on a quiet one the promise is held to the letter.
func Stalls(tb testing.TB) func() time.Duration {
	tb.Helper()
	const beat, usual = 5 * time.Millisecond, 2 * time.Millisecond
	var lost atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTimer(beat)
		defer tick.Stop()
		for last := time.Now(); ; {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			now := time.Now()
			if late := now.Sub(last) - beat; late > usual {
				lost.Add(int64(late))
			}
			last = now
			tick.Reset(beat)
		}
	}()
	tb.Cleanup(func() {
		close(stop)
		<-stopped
	})
	return func() time.Duration { return time.Duration(lost.Load()) }
}
