//go:build unix

package port

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
	"syscall"
)

// device opens a printer's device in both directions, or only to write where it
// has no other. Not blocking lets Close end what waits on it.
func device(path string) (io.ReadWriteCloser, error) {
	f, err := os.OpenFile(path, os.O_RDWR|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
	if err != nil {
		one, second := os.OpenFile(path, os.O_WRONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0)
		if second != nil {
			return nil, err
		}
		return mute{one}, nil
	}
	if info, err := f.Stat(); err == nil && info.Mode()&fs.ModeCharDevice == 0 {
		return mute{f}, nil
	}
	return &twoWay{File: f, closed: make(chan struct{})}, nil
}

// twoWay is a device that may answer. One that cannot be read, as a printer's of
// which only one direction is wired, is one that never answers, not one that is gone.
type twoWay struct {
	*os.File
	closed chan struct{}
	once   sync.Once
}

// Read implements io.Reader.
func (t *twoWay) Read(p []byte) (int, error) {
	n, err := t.File.Read(p)
	if n == 0 && (errors.Is(err, io.EOF) || errors.Is(err, syscall.EINVAL)) {
		<-t.closed
		return 0, os.ErrClosed
	}
	return n, err
}

// Close implements io.Closer.
func (t *twoWay) Close() error {
	t.once.Do(func() { close(t.closed) })
	return t.File.Close()
}
