// Package idcardtest is a card reader that answers on any line as the real ones
// do, with cards of people who do not exist.
package idcardtest

import (
	"encoding/binary"
	"io"
	"sync"
	"time"
	"unicode/utf16"
)

// Card are the fields of a card by the offset and length of their layout.
type Card [256]byte

// New is a card whose text is all spaces but for what fields say: texts at offsets
// in bytes.
func New(fields map[int]string) Card {
	var c Card
	for i := 0; i < len(c); i += 2 {
		c[i] = ' '
	}
	for at, text := range fields {
		for i, u := range utf16.Encode([]rune(text)) {
			binary.LittleEndian.PutUint16(c[at+2*i:], u)
		}
	}
	return c
}

// Citizen is the card of a citizen. until is "20360101" or the word for good.
func Citizen(name, number, until string) Card {
	return New(map[int]string{0: name, 30: "2", 32: "01", 36: "19440312", 122: number, 188: "20160101", 204: until})
}

// Reader is the simulated reader. Its fields may be changed through Set.
type Reader struct {
	mu     sync.Mutex
	answer Answer
	orders []byte // second bytes of what was asked
}

// Answer is how the reader behaves.
type Answer struct {
	Card     *Card // nil: none lies there
	Prints   int   // bytes of fingerprints in the answer to 30 10: 0, 512, 1024
	Piece    int   // bytes written at once; 0: all
	ByteTime time.Duration
	Before   []byte // garbage before every answer
	Spoil    bool   // one bit of every answer to 30 01 is wrong
	Pulled   bool   // the card is taken away after it was found
	Silent   bool   // nothing is answered
	Broken   bool   // its self-test failed
}

// Set changes how the reader behaves.
func (r *Reader) Set(a Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = a
}

// Orders are the orders that were given, two bytes each.
func (r *Reader) Orders() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]byte(nil), r.orders...)
}

// Serve answers on line until it ends.
func (r *Reader) Serve(line io.ReadWriter) {
	for {
		frame := make([]byte, 10)
		if _, err := io.ReadFull(line, frame); err != nil {
			return
		}
		r.mu.Lock()
		a := r.answer
		r.orders = append(r.orders, frame[7], frame[8])
		r.mu.Unlock()
		if a.Silent {
			continue
		}
		if err := a.write(line, a.to(frame)); err != nil {
			return
		}
	}
}

// to is the answer to one order.
func (a Answer) to(frame []byte) []byte {
	var sum byte
	for _, b := range frame[5:] {
		sum ^= b
	}
	if sum != 0 {
		return Frame(0x10, nil)
	}
	switch [2]byte{frame[7], frame[8]} {
	case [2]byte{0x11, 0xFF}:
		if a.Broken {
			return Frame(0x60, nil)
		}
		return Frame(0x90, nil)
	case [2]byte{0x20, 0x01}:
		if a.Card == nil {
			return Frame(0x80, nil)
		}
		return Frame(0x9F, make([]byte, 4))
	case [2]byte{0x20, 0x02}:
		if a.Pulled {
			return Frame(0x81, nil)
		}
		return Frame(0x90, make([]byte, 8))
	case [2]byte{0x30, 0x01}, [2]byte{0x30, 0x10}:
		if a.Card == nil {
			return Frame(0x41, nil)
		}
		f := Frame(0x90, a.content(frame[8] == 0x10))
		if a.Spoil {
			f[20] ^= 1
		}
		return f
	}
	return Frame(0x21, nil)
}

// content is text and picture, with fingerprints when they were asked for.
func (a Answer) content(prints bool) []byte {
	data := []byte{1, 0, 4, 0}
	if prints {
		data = binary.BigEndian.AppendUint16(data, uint16(a.Prints))
	}
	data = append(append(data, a.Card[:]...), make([]byte, 1024)...)
	if prints {
		data = append(data, make([]byte, a.Prints)...)
	}
	return data
}

// Frame is an answer as it goes over the line.
func Frame(status byte, data []byte) []byte {
	f := []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}
	f = binary.BigEndian.AppendUint16(f, uint16(len(data)+4))
	f = append(append(f, 0, 0, status), data...)
	var sum byte
	for _, b := range f[5:] {
		sum ^= b
	}
	return append(f, sum)
}

// write sends b in pieces, each in the time that it takes on a line.
func (a Answer) write(w io.Writer, b []byte) error {
	b = append(append([]byte(nil), a.Before...), b...)
	piece := a.Piece
	if piece == 0 {
		piece = len(b)
	}
	begun := time.Now()
	for sent := 0; sent < len(b); {
		n := min(piece, len(b)-sent)
		// The last bit of a byte arrives this long after the first of all.
		<-time.After(time.Until(begun.Add(a.ByteTime * time.Duration(sent+n))))
		if _, err := w.Write(b[sent : sent+n]); err != nil {
			return err
		}
		sent += n
	}
	return nil
}
