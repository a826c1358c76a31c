package bot

// actStack is room for what an act has on its stack, in bytes.
const actStack = 96 << 10

// roomy makes the stack of its goroutine large enough for an act while there is next to nothing on it. A new goroutine
// begins with a stack so small that an act would outgrow it five times, and each time everything on it would be moved:
// a tenth of what a log costs. The room is never used; that the function might use it is what makes the stack grow.
//
//go:noinline
func roomy(use bool) (used byte) {
	if use {
		var room [actStack]byte
		fill(&room)
		used = room[0]
	}
	return used
}

//go:noinline
func fill(room *[actStack]byte) { clear(room[:]) }
