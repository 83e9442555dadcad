// Package idcard reads the chip of citizen cards (居民身份证) and of the residence
// cards that are built alike, through a reader with a security module (SAM) on a
// serial line. What is read lives in memory only and is the caller's to forget.
//
// Source: the serial protocol of the SAM as its makers publish it: 115200 baud,
// 8N1; frames, orders and layouts as in frame.go and card.go.
package idcard

import (
	"context"
	"io"
	"time"

	"bianmin/app/village"
)

// Port is a serial line to a reader. A read that waits longer than its time-out
// returns no bytes and no error.
type Port interface {
	io.ReadWriteCloser
	ResetInputBuffer() error
}

// Reader is a reader that may come and go.
type Reader struct {
	Open  func() (Port, error)
	Pause time.Duration // between two looks for a card; 0: [Every]
}

// Every is how often a card is looked for: nobody feels a third of a second, and
// the reader's own search takes a part of it.
const Every = 300 * time.Millisecond

// How long a reader may take for an answer. It reads the chip between the order and
// the first byte; the answer itself takes 112 ms on the line.
const (
	answerIn = time.Second
	readIn   = 4 * time.Second
)

// Ask reports whether a reader is there and says that it is well. Errors:
// err.card.reader, err.card.reader_broken, both [village.Internal].
func (r Reader) Ask(ctx context.Context) error {
	p, err := r.Open()
	if err != nil {
		return fault("err.card.reader", err)
	}
	defer p.Close()
	got, err := talk(ctx, p, orderState(), answerIn)
	if err != nil {
		return failed(ctx, "err.card.reader", err)
	}
	if got.status != statusOK {
		return fault("err.card.reader_broken", status(got.status))
	}
	return nil
}

// Await waits until a card lies on the reader and returns what is on it. It ends
// with ctx. Errors: err.card.reader when the reader is not there or says nothing that
// can be understood, err.card.again when a card was there and could not be read, as
// one that was taken away too early ([village.Invalid]).
func (r Reader) Await(ctx context.Context) (Card, error) {
	p, err := r.Open()
	if err != nil {
		return Card{}, fault("err.card.reader", err)
	}
	defer p.Close()
	pause := r.Pause
	if pause == 0 {
		pause = Every
	}
	for {
		found, err := talk(ctx, p, orderFind(), answerIn)
		if err != nil {
			return Card{}, failed(ctx, "err.card.reader", err)
		}
		if found.status == statusFound {
			return readCard(ctx, p)
		}
		select {
		case <-ctx.Done():
			return Card{}, ctx.Err()
		case <-time.After(pause):
		}
	}
}

// readCard selects the card that was found and reads it.
func readCard(ctx context.Context, p Port) (Card, error) {
	for _, step := range []order{orderSelect(), orderRead()} {
		limit := answerIn
		if step == orderRead() {
			limit = readIn
		}
		got, err := talk(ctx, p, step, limit)
		if err != nil {
			return Card{}, failed(ctx, "err.card.again", err)
		}
		if got.status != statusOK {
			return Card{}, again(status(got.status))
		}
		if step == orderRead() {
			c, err := decode(got.data)
			if err != nil {
				return Card{}, again(err)
			}
			return c, nil
		}
	}
	return Card{}, again(errLayout)
}

// talk gives one order and waits for its answer. What an earlier, late answer left
// on the line is dropped first.
func talk(ctx context.Context, p Port, o order, limit time.Duration) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := p.ResetInputBuffer(); err != nil {
		return reply{}, err
	}
	if _, err := p.Write(o.frame()); err != nil {
		return reply{}, err
	}
	return readReply(ctx, p)
}

// status is what the reader says instead of an answer.
type status byte

func (s status) Error() string {
	const digits = "0123456789ABCDEF"
	return "status " + string([]byte{digits[s>>4], digits[s&15]})
}

// failed is err under key, or the end of ctx.
func failed(ctx context.Context, key string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if key == "err.card.again" {
		return again(err)
	}
	return fault(key, err)
}

func fault(key string, err error) error {
	return &village.Error{Kind: village.Internal, Field: "card", Key: key, Err: err}
}

func again(err error) error {
	return &village.Error{Kind: village.Invalid, Field: "card", Key: "err.card.again", Err: err}
}
