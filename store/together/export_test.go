package together

// Room is how many may wait.
const Room = room

// Waiting is how many wait.
func (h *Hook) Waiting() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.waiting)
}

// Busy reports whether something is on its way.
func (h *Hook) Busy() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.busy
}
