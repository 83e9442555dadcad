package printertest

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// Terminal is the printer behind a pair of terminals, as a serial line, until the
// test ends; it returns the device.
func (s *Simulator) Terminal(t testing.TB) string {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NONBLOCK|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminals: %v", err)
	}
	var number int
	raw, err := master.SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	control := func(fd uintptr) {
		if err = unix.IoctlSetPointerInt(int(fd), unix.TIOCSPTLCK, 0); err == nil {
			number, err = unix.IoctlGetInt(int(fd), unix.TIOCGPTN)
		}
	}
	if failed := raw.Control(control); failed != nil || err != nil {
		t.Fatal(failed, err)
	}
	device := fmt.Sprintf("/dev/pts/%d", number)
	// Held open, so that the line does not break when the program closes its end.
	held, err := os.OpenFile(device, os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() { defer close(done); s.Serve(master, stop) }()
	t.Cleanup(func() { close(stop); <-done; _ = held.Close() })
	return device
}
