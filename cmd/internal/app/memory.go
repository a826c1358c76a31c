package app

import "runtime/debug"

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
