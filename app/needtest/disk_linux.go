package needtest

import (
	"errors"
	"os"
	"syscall"
	"testing"
)

// Disk makes a file system of its own at a folder, in memory, until the test ends;
// options are those of tmpfs. The right to mount is needed; a kernel without tmpfs
// cannot do it for anybody, and the test is skipped there everywhere.
func Disk(t testing.TB, at, options string) {
	t.Helper()
	if err := os.MkdirAll(at, 0o700); err != nil {
		t.Fatal(err)
	}
	mounted(t, syscall.Mount("tmpfs", at, "tmpfs", 0, options))
	t.Cleanup(func() { _ = syscall.Unmount(at, syscall.MNT_DETACH) })
}

func mounted(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.ENOSYS):
		t.Skipf("this kernel has no tmpfs: %v", err)
	case err != nil:
		Lacks(t, "needs root to mount a disk of its own: %v", err)
	}
}
