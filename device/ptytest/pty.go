//go:build linux

// Package ptytest makes pairs of serial lines for tests: what a driver opens is a
// real terminal of the system, and the test holds the other end.
package ptytest

import (
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// Line is the far end of a serial line.
type Line struct {
	*os.File        // the device's side
	Path     string // what the driver opens
	near     *os.File
}

// Open makes a line. It stays up while nobody has it open, as a cable does.
func Open(t testing.TB) *Line {
	t.Helper()
	far, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = far.Close() })
	raw, err := far.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	number, failed := 0, error(nil)
	if err := raw.Control(func(fd uintptr) {
		if failed = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); failed == nil {
			number, failed = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	}); err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	l := &Line{File: far, Path: "/dev/pts/" + strconv.Itoa(number)}
	if l.near, err = os.OpenFile(l.Path, os.O_RDWR|unix.O_NOCTTY, 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.near.Close() })
	setRaw(t, l.near)
	return l
}

// Pull takes the cable out: the driver's reads and writes end.
func (l *Line) Pull() {
	_ = l.near.Close()
	_ = l.Close()
}

// setRaw lets bytes through as they are.
func setRaw(t testing.TB, f *os.File) {
	t.Helper()
	fd := int(f.Fd()) //nolint:gosec // a file descriptor
	term, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	term.Iflag, term.Oflag, term.Lflag = 0, 0, 0
	term.Cflag = term.Cflag&^unix.CSIZE | unix.CS8
	term.Cc[unix.VMIN], term.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(fd, unix.TCSETS, term); err != nil {
		t.Fatal(err)
	}
}
