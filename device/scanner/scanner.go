// Package scanner reads bar codes and QR codes from a scanner on a serial line, real
// or over USB (CDC). Scanners that type like a keyboard need no driver: the window
// hears them, see ui/flow.
package scanner

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"go.bug.st/serial"
	"golang.org/x/time/rate"
)

// Scanner is a scanner that may come and go.
type Scanner struct {
	Open func() (io.ReadCloser, error) // a read that waits too long gives no bytes and no error
	Now  func() time.Time

	there atomic.Bool
}

const (
	// baud is that of scanners on a real serial line; those on USB ignore it.
	baud = 9600
	// pause ends a code without a suffix: at 9600 baud a byte takes 1 ms.
	pause = 100 * time.Millisecond
	// again is how often a scanner that is not there is looked for.
	again = time.Second
	// sameFor is how long one code counts once: a trigger that is held, or a paper
	// that stays in the light, sends it many times a second.
	sameFor = 2 * time.Second
	// apart is the time between two codes, after a few at once: whatever floods the
	// line must not flood the pages.
	apart, atOnce = 200 * time.Millisecond, 3
)

// Serial is the scanner on a serial line, as /dev/ttyACM0 or COM4.
func Serial(path string, now func() time.Time) *Scanner {
	return &Scanner{Now: now, Open: func() (io.ReadCloser, error) { return open(path) }}
}

// Probe reports whether the line at path can be opened.
func Probe(path string) error {
	line, err := open(path)
	if err != nil {
		return err
	}
	return line.Close()
}

func open(path string) (io.ReadCloser, error) {
	p, err := serial.Open(path, &serial.Mode{BaudRate: baud})
	if err != nil {
		return nil, err
	}
	if err := p.SetReadTimeout(pause); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// There reports whether the line to the scanner is open. A scanner cannot be asked:
// it says nothing before it has read something.
func (s *Scanner) There() bool { return s.there.Load() }

// Run hands every code to take until ctx ends, and looks for a scanner that is not
// there or was pulled. take is called on Run's goroutine.
func (s *Scanner) Run(ctx context.Context, take func(code string)) {
	for ctx.Err() == nil {
		if line, err := s.Open(); err == nil {
			s.there.Store(true)
			s.read(ctx, line, take)
			s.there.Store(false)
			_ = line.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(again):
		}
	}
}

// read returns when the line ends, or ctx.
func (s *Scanner) read(ctx context.Context, line io.Reader, take func(string)) {
	var split splitter
	var last string
	var lastAt time.Time
	flood := rate.NewLimiter(rate.Every(apart), atOnce)
	buffer := make([]byte, 256)
	for ctx.Err() == nil {
		n, err := line.Read(buffer)
		if err != nil {
			return
		}
		codes := split.take(buffer[:n])
		if n == 0 {
			codes = []string{split.end()}
		}
		for _, code := range codes {
			now := s.Now()
			if code == last && code != "" && now.Sub(lastAt) < sameFor {
				lastAt = now // the paper still lies there
				continue
			}
			if code == "" || !flood.AllowN(now, 1) {
				continue
			}
			last, lastAt = code, now
			take(code)
		}
	}
}
