// Package port opens the ways to a thermal printer: a device or a file, a serial
// line, a network printer's port 9100, and the spooler of Windows.
package port

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"go.bug.st/serial"

	"bianmin/app/village"
)

// Defaults of the makers, for an address that does not say.
const (
	rawPort = "9100"
	baud    = 115200
)

// Opener opens a way to a printer. Close ends what reads and writes at that
// moment. A way without a way back says so by a method Silent.
type Opener func(context.Context) (io.ReadWriteCloser, error)

// Parse reads an address: a path as /dev/usb/lp0, tcp:HOST or tcp:HOST:PORT,
// serial:DEVICE or serial:DEVICE:BAUD, spool:NAME of a printer of Windows. It opens
// nothing. The error is [village.Invalid] at "printer", err.printer.address.
func Parse(address string) (Opener, error) {
	kind, rest, _ := strings.Cut(address, ":")
	switch kind {
	case "tcp":
		return network(rest)
	case "serial":
		return serialLine(rest)
	case "spool":
		if rest == "" {
			return nil, refused(errors.New("no name of a printer"))
		}
		return func(context.Context) (io.ReadWriteCloser, error) { return spool(rest) }, nil
	}
	if address == "" {
		return nil, refused(errors.New("empty"))
	}
	return func(context.Context) (io.ReadWriteCloser, error) { return file(address) }, nil
}

func refused(err error) error {
	return &village.Error{Kind: village.Invalid, Field: "printer", Key: "err.printer.address", Err: err}
}

func network(address string) (Opener, error) {
	if !strings.Contains(address, ":") || strings.HasSuffix(address, "]") {
		address += ":" + rawPort
	}
	host, number, err := net.SplitHostPort(address)
	if n, bad := strconv.ParseUint(number, 10, 16); err != nil || bad != nil || n == 0 || host == "" {
		return nil, refused(errors.Join(err, bad))
	}
	return func(ctx context.Context) (io.ReadWriteCloser, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", address)
	}, nil
}

func serialLine(text string) (Opener, error) {
	device, speed, found := strings.Cut(text, ":")
	mode := serial.Mode{BaudRate: baud}
	if found {
		n, err := strconv.Atoi(speed)
		if err != nil || n < 1200 || n > 921600 {
			return nil, refused(errors.New("no speed of a serial line"))
		}
		mode.BaudRate = n
	}
	if device == "" {
		return nil, refused(errors.New("no device"))
	}
	return func(context.Context) (io.ReadWriteCloser, error) {
		opened, err := serial.Open(device, &mode)
		if err != nil {
			return nil, err
		}
		return &wire{Port: opened}, nil
	}, nil
}

// wire is a serial line whose Close also frees a write that a printer without
// paper does not take.
type wire struct {
	serial.Port
	mu     sync.Mutex // held while something is written
	closed bool
}

// Write implements io.Writer; the pieces are small, so that what Close drops makes
// room for the one that waits.
func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return 0, os.ErrClosed
	}
	return w.Port.Write(p)
}

// Close drops what waits to be sent.
func (w *wire) Close() error {
	dropped := w.ResetOutputBuffer()
	w.mu.Lock()
	w.closed = true
	w.mu.Unlock()
	return errors.Join(dropped, w.Port.Close())
}

// file opens a device or a file. A device that is not there is not made: a file in
// its place would take receipts that nobody gets.
func file(path string) (io.ReadWriteCloser, error) {
	if strings.HasPrefix(filepath.Clean(path), "/dev/") {
		return device(path)
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, err
	}
	return mute{&late{path: path}}, nil
}

// late is a file that is made when something is written: looking makes none.
type late struct {
	path string
	file *os.File
}

// Write implements io.Writer.
func (l *late) Write(p []byte) (n int, err error) {
	if l.file == nil {
		if l.file, err = os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600); err != nil {
			return 0, err
		}
	}
	return l.file.Write(p)
}

// Close implements io.Closer.
func (l *late) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}

// mute is a way without a way back.
type mute struct{ io.WriteCloser }

// Silent says that no question is answered on this way.
func (mute) Silent() bool { return true }

// Read implements io.Reader.
func (mute) Read([]byte) (int, error) { return 0, io.EOF }
