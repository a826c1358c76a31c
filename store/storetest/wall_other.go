//go:build !linux || !amd64

package storetest

import (
	"testing"
	"time"
)

// Wall is the wall clock of another process; it can't be had here.
type Wall struct{}

// WallOf skips the test.
func WallOf(tb testing.TB, _ int) *Wall {
	tb.Helper()
	tb.Skip("the wall clock of another process can be set on Linux on amd64 only")
	return nil
}

// Set is never called.
func (*Wall) Set(time.Duration) {}

func (*Wall) anew(int) {}
