package survey

import (
	"os"
	"os/exec"
	"syscall"
)

// nobody is the user and the group that own nothing.
const nobody = 65534

// humble lets a browser that root starts run as nobody, in dir: it draws pages of strangers,
// has no sandbox where it is started by root, and must reach neither database nor keys.
func humble(cmd *exec.Cmd, dir string) error {
	if os.Geteuid() != 0 {
		return nil
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	cmd.Args = append(cmd.Args, "--no-sandbox")
	return os.Chown(dir, nobody, nobody)
}
