//go:build linux && !race

package input_test

import (
	"runtime"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestReadingCostsLittle: what a line costs is held against a loop that costs the same on this machine at this hour,
// and a line four times as long against the line. Both are the time that the processor spent on this thread, the least
// of some runs, so that a busy machine says the same. A step that looks at the whole line for each of its words makes
// the longer one cost sixteen times as much.
func TestReadingCostsLittle(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	w := speedWorld(t)
	floor := leastCPU(floorLoop)
	for name, l := range hardLines {
		once, longer := long(l[0], l[1], 3000), long(l[0], l[1], 12000)
		a := leastCPU(func() { w.speedLine(once) })
		b := leastCPU(func() { w.speedLine(longer) })
		if a > 8*floor { // some 10 ms: the promise is 3, and a page of words that turn each other round took 400
			t.Errorf("%s: 3,000 characters take %s, a million steps %s", name, a, floor)
		}
		if b > 9*a+floor/2 {
			t.Errorf("%s: 3,000 characters take %s, and 12,000 take %s", name, a, b)
		}
	}
}

// leastCPU is the least processor time of some runs.
func leastCPU(run func()) time.Duration {
	least := time.Hour
	for range 4 {
		before := threadCPU()
		run()
		least = min(least, threadCPU()-before)
	}
	return least
}

// threadCPU is the processor time of this thread so far, to the nanosecond.
func threadCPU() time.Duration {
	const ofThread = 3 // CLOCK_THREAD_CPUTIME_ID
	var used syscall.Timespec
	_, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, ofThread, uintptr(unsafe.Pointer(&used)), 0)
	if errno != 0 {
		panic(errno)
	}
	return time.Duration(used.Nano())
}
