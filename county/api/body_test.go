package api

import (
	"bytes"
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// dribble gives size bytes each time after a while, until it is cut.
type dribble struct {
	every time.Duration
	size  int
	left  int
	cut   chan struct{}
}

func (d *dribble) Read(into []byte) (int, error) {
	select {
	case <-time.After(d.every):
	case <-d.cut:
		return 0, io.ErrUnexpectedEOF
	}
	n := min(d.size, d.left, len(into))
	if d.left -= n; n == 0 {
		return 0, io.EOF
	}
	return copy(into, bytes.Repeat([]byte("x"), n)), nil
}

func TestABodyThatHardlyComesIsCut(t *testing.T) {
	for _, tt := range []struct {
		name   string
		sender dribble
		whole  bool
	}{
		{"a slow line of a village", dribble{every: time.Second, size: 4 << 10, left: 1 << 20}, true},
		{"a small body, late", dribble{every: 7 * time.Second, size: 100, left: 100}, true},
		{"a byte a second", dribble{every: time.Second, size: 1, left: 1 << 20}, false},
		{"fast, then hardly anything", dribble{every: 3 * time.Second, size: 1 << 10, left: 1 << 20}, false},
		{"nothing", dribble{every: time.Hour, size: 1, left: 1}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tt.sender.cut = make(chan struct{})
				want := tt.sender.left
				raw, err := readPaced(&tt.sender, patience, func() { close(tt.sender.cut) })
				if whole := err == nil && len(raw) == want; whole != tt.whole {
					t.Errorf("%d of %d bytes, %v", len(raw), want, err)
				}
			})
		})
	}
}
