//go:build unix

package speech

import (
	"os/exec"
	"syscall"
)

// wholeFamily lets the end of the context kill what cmd has started too: a player
// is often a script around the one that makes the sound.
func wholeFamily(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
