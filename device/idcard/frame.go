package idcard

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A frame is a preamble, the length of everything behind the length, and a
// checksum that makes the exclusive or of length and content zero.
const (
	preambleLen = 5
	lengthLen   = 2
	statusLen   = 3 // SW1 SW2 SW3
	maxContent  = 4096
	maxGarbage  = 16 << 10 // bytes that are no frame before the line counts as broken
)

func preamble() []byte { return []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69} }

// Order is a command and its parameter.
type order [2]byte

// The orders that are used. Fingerprints (30 10) are not asked for: nobody here
// needs them.
func orderState() order  { return order{0x11, 0xFF} }
func orderFind() order   { return order{0x20, 0x01} }
func orderSelect() order { return order{0x20, 0x02} }
func orderRead() order   { return order{0x30, 0x01} }

// The third byte of a status.
const (
	statusOK     = 0x90
	statusFound  = 0x9F
	statusNoCard = 0x80
)

var (
	errChecksum = errors.New("checksum")
	errLength   = errors.New("length")
	errGarbage  = errors.New("no frame in what the reader sends")
)

// frame is an order as it goes over the line.
func (o order) frame() []byte {
	f := append(preamble(), 0, byte(len(o)+1), o[0], o[1])
	return append(f, checksum(f[preambleLen:]))
}

func checksum(b []byte) (sum byte) {
	for _, x := range b {
		sum ^= x
	}
	return sum
}

// reply is what the reader answers.
type reply struct {
	status byte // SW3
	data   []byte
}

// readReply reads one frame from r, whatever stands before it and however slowly it
// comes. A read without bytes is a pause; ctx bounds them all.
func readReply(ctx context.Context, r io.Reader) (reply, error) {
	if err := skipTo(ctx, r, preamble()); err != nil {
		return reply{}, err
	}
	head := make([]byte, lengthLen)
	if err := fill(ctx, r, head); err != nil {
		return reply{}, err
	}
	n := int(binary.BigEndian.Uint16(head))
	if n < statusLen+1 || n > maxContent {
		return reply{}, fmt.Errorf("%w %d", errLength, n)
	}
	body := make([]byte, n)
	if err := fill(ctx, r, body); err != nil {
		return reply{}, err
	}
	if checksum(head)^checksum(body) != 0 {
		return reply{}, errChecksum
	}
	return reply{body[2], body[statusLen : n-1]}, nil
}

// skipTo reads until mark has gone by.
func skipTo(ctx context.Context, r io.Reader, mark []byte) error {
	window, next := make([]byte, 0, len(mark)), make([]byte, 1)
	for range maxGarbage {
		if err := fill(ctx, r, next); err != nil {
			return err
		}
		if len(window) == len(mark) {
			window = append(window[:0], window[1:]...)
		}
		if window = append(window, next[0]); bytes.Equal(window, mark) {
			return nil
		}
	}
	return errGarbage
}

// fill reads until b is full.
func fill(ctx context.Context, r io.Reader, b []byte) error {
	for len(b) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := r.Read(b)
		if err != nil {
			return err
		}
		b = b[n:]
	}
	return nil
}
