//go:build !linux

package storetest

import (
	"os/exec"
	"testing"
)

// startHeld starts a process; nobody has a born here.
func startHeld(cmd *exec.Cmd, _ func(pid int)) error { return cmd.Start() }

// limitFiles skips the test.
func limitFiles(tb testing.TB, _ int, _ uint64) {
	tb.Helper()
	tb.Skip("the files of another process can be limited on Linux only")
}

// dieWithParent can't be had here: a test binary that is killed leaves its servers behind.
func dieWithParent(*exec.Cmd) {}
