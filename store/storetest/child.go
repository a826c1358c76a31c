package storetest

import (
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

// child is a process that ends with ours.
type child struct {
	cmd    *exec.Cmd
	done   chan error // what Wait returned, once
	shared bool
}

// spawn starts a process, which stands still before its first instruction while born is called, from a goroutine that
// keeps its thread for ever: Linux ends such a child when the thread that made it ends.
func spawn(cmd *exec.Cmd, log *output, born func(pid int)) (*child, error) {
	// It is the child's own affair how it takes a file that may not grow: ignored here, the signal is ignored there.
	signal.Ignore(syscall.SIGXFSZ)
	cmd.Stdout, cmd.Stderr = log, log
	dieWithParent(cmd)
	c := &child{cmd: cmd, done: make(chan error, 1)}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(started)
		err := startHeld(cmd, born)
		started <- err
		if err == nil {
			c.done <- cmd.Wait()
		}
	}()
	return c, <-started
}

// kill is kill -9 and waits for the end; a process that has ended stays so.
func (c *child) kill() {
	_ = c.cmd.Process.Kill() // fails when it has ended already
	err := <-c.done
	c.done <- err
}
