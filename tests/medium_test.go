package tests

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gofrs/flock"

	"bianmin/app/needtest"
)

// medium is a file system of its own, as a stick is.
func medium(t *testing.T, at string, megabytes int) {
	t.Helper()
	needtest.Disk(t, at, fmt.Sprintf("size=%dm", megabytes))
}

func pull(t *testing.T, at string) {
	t.Helper()
	if err := syscall.Unmount(at, 0); err != nil {
		t.Fatalf("a program keeps the medium: %v", err)
	}
}

// wantCopy accepts and checks what is said of the second medium, here and by the
// doctor.
func (k kiosk) wantCopy(name, at, says string) {
	k.t.Helper()
	if _, got := k.acceptCopy(); got != at {
		k.t.Errorf("%s: the copy is %q, want %q", name, got, at)
	}
	if _, got := k.remark("mirror"); !strings.Contains(got, says) {
		k.t.Errorf("%s: the doctor says %s", name, got)
	}
}

func TestWhateverBecomesOfTheStickNobodyIsRefused(t *testing.T) {
	t.Parallel()
	k, other, stick := newStation(t), newStation(t), filepath.Join(t.TempDir(), "stick")
	medium(t, stick, 64)
	if _, at := k.acceptCopy("--mirror", stick); at != "mirrored" {
		t.Fatalf("on a stick the copy is %q", at)
	}
	pull(t, stick) // its folder is left, on the disk of the data
	k.wantCopy("pulled out", "local_only", "同一块硬盘")
	medium(t, stick, 64)
	k.wantCopy("an empty one in its place", "mirrored", "第 3 件")
	if err := syscall.Mount("", stick, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	k.wantCopy("its lock is set", "local_only", "写保护")
	if err := syscall.Mount("", stick, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	k.wantCopy("its lock is open", "mirrored", "第 5 件")
	for size := 1 << 20; size >= 512; size /= 2 {
		for fill(t, filepath.Join(stick, "films"), size) {
		}
	}
	k.wantCopy("full", "local_only", "满了")
	if err := os.Remove(filepath.Join(stick, "films")); err != nil {
		t.Fatal(err)
	}
	k.wantCopy("with room again", "mirrored", "第 7 件")
	if _, at := other.acceptCopy("--mirror", stick); at != "local_only" {
		t.Errorf("another machine's stick counts as %q", at)
	}
	if _, says := other.remark("mirror"); !strings.Contains(says, "另一台机器") {
		t.Errorf("the doctor says %s", says)
	}
	k.wantCopy("after it was in another machine", "mirrored", "第 8 件")
}

// TestAStickThatHangsIsNotWaitedFor holds what the copy waits for, as a stick does
// that answers no more.
func TestAStickThatHangsIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	k, stick := newStation(t), t.TempDir()
	if _, at := k.acceptCopy("--mirror", stick, "--mirror-same-disk"); at != "mirrored" {
		t.Fatalf("the copy is %q", at)
	}
	lock := flock.New(filepath.Join(k.data, "mirror.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	k.wantCopy("hanging", "local_only", "没有反应")
	if err := lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	k.wantCopy("answering again", "mirrored", "第 3 件")
}
