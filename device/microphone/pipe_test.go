//go:build unix

package microphone

import (
	"os"
	"syscall"
	"testing"
)

// fifo is a pipe that a recorder waits at.
func fifo(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}

// feed returns when the recorder has come to the pipe; it goes on waiting there.
func feed(t *testing.T, path string) *os.File {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}
