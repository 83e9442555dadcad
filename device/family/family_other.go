//go:build !unix

package family

import "os/exec"

func together(cmd *exec.Cmd, end func() error) { cmd.Cancel = end }

// Killed kills cmd, which has begun and was not waited for: only the program itself.
func Killed(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// asked: there is nothing gentler.
func asked(cmd *exec.Cmd) error { return Killed(cmd) }
