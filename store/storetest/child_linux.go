package storetest

import (
	"os/exec"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// startHeld starts a process and calls born, if there is one, before it has done anything. The thread must be kept.
func startHeld(cmd *exec.Cmd, born func(pid int)) error {
	if born == nil {
		return cmd.Start()
	}
	cmd.SysProcAttr.Ptrace = true
	if err := cmd.Start(); err != nil {
		return err
	}
	pid := cmd.Process.Pid
	var stopped syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &stopped, 0, nil); err != nil {
		return err
	}
	born(pid)
	return syscall.PtraceDetach(pid)
}

// limitFiles has no file of a process grow beyond so many bytes; what was written before stays.
func limitFiles(tb testing.TB, pid int, most uint64) {
	tb.Helper()
	var now unix.Rlimit
	must(tb, unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &now))
	now.Cur = min(most, now.Max)
	must(tb, unix.Prlimit(pid, unix.RLIMIT_FSIZE, &now, nil))
}

// dieWithParent has the kernel kill the child when the test binary is gone, however it ended.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
