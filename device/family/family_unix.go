//go:build unix

package family

import (
	"os/exec"
	"syscall"
)

func together(cmd *exec.Cmd, end func() error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = end
}

// Killed kills cmd, which has begun and was not waited for, and what it has started.
func Killed(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }

func asked(cmd *exec.Cmd) error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM) }
