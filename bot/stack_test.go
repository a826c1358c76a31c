package bot

import (
	"testing"
	"unsafe"
)

// deep uses about n KB of stack.
//
//go:noinline
func deep(n int) byte {
	var room [960]byte
	if n > 0 {
		room[n%len(room)] = deep(n - 1)
	}
	return room[0]
}

// movedBy reports whether the stack of a new goroutine is moved by something that needs n KB of it.
func movedBy(first func(), n int) bool {
	moved := make(chan bool)
	go func() {
		first()
		var here byte
		before := uintptr(unsafe.Pointer(&here))
		deep(n)
		moved <- before != uintptr(unsafe.Pointer(&here))
	}()
	return <-moved
}

// An act finds the room that it needs: nothing of it is moved.
func TestRoomyStackStaysWhereItIs(t *testing.T) {
	const act = 90 // KB
	if !movedBy(func() {}, act) {
		t.Error("a new stack has the room already: roomy is for nothing")
	}
	if movedBy(func() { roomy(false) }, act) {
		t.Error("the stack is moved all the same")
	}
}
