package app

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// What a bot may take of memory so that collecting garbage costs little: a log leaves 60 KB of it, and little stays.
const (
	gcPercent   = 400       // the heap may grow to five times of what is in use…
	memoryLimit = 128 << 20 // …until the process's own memory is near this many bytes; then it is collected more often
)

// CollectSeldom makes the process collect garbage a quarter as often as Go does by itself, under a limit of memory.
// It is for a process that is the bot and nothing else, at its start. An operator who sets Go's own GOGC decides both
// by themselves; one who sets GOMEMLIMIT only, the limit. Lookup is os.LookupEnv or a stand-in.
func CollectSeldom(lookup func(string) (string, bool)) {
	given := func(name string) bool {
		value, _ := lookup(name)
		return value != "" // Go takes an empty one for none
	}
	if given("GOGC") {
		return
	}
	debug.SetGCPercent(gcPercent)
	if !given("GOMEMLIMIT") {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// When memory is given back to the machine. Collecting all of it costs some five milliseconds of CPU.
const (
	startTakes = time.Second // what starting needed is garbage by then
	quietFor   = time.Minute
	quietMost  = 8 << 20 // bytes that a minute allocates in which little more than looks at what is due happens
	worthIt    = 2 << 20 // bytes that are held and not used
)

// GiveBack returns to the machine what the process holds of memory and doesn't use: once when the start is over, then
// after each quiet minute in which that is worth it. The heap may grow to five times of what is in use, and Go by
// itself would keep most of that through the night. It returns when ctx ends.
func GiveBack(ctx context.Context) {
	for wait, last := startTakes, uint64(0); pause(ctx, wait); wait = quietFor {
		allocated, unused := heap()
		if last == 0 || givesBack(allocated-last, unused) {
			debug.FreeOSMemory()
		}
		last = allocated
	}
}

// givesBack reports whether a minute in which so many bytes were allocated was quiet, and what is held for nothing is
// worth it.
func givesBack(allocated, unused uint64) bool { return allocated <= quietMost && unused >= worthIt }

// heap is how many bytes were allocated until now, and how many are held beyond what the last collection found in use.
func heap() (allocated, unused uint64) {
	samples := []metrics.Sample{
		{Name: "/gc/heap/allocs:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/gc/heap/live:bytes"},
	}
	metrics.Read(samples)
	value := func(i int) uint64 { return samples[i].Value.Uint64() }
	return value(0), value(1) + max(value(2), value(3)) - value(3)
}
