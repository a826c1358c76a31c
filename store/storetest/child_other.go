//go:build !linux

package storetest

import "os/exec"

// dieWithParent can't be had here: a test binary that is killed leaves its servers behind.
func dieWithParent(*exec.Cmd) {}
