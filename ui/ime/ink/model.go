package ink

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// A model file, little endian:
//
//	"INK1"
//	u32 channels of the first layer, u32 of the second, u32 hidden units,
//	u32 classes, u32 how many of them are Han, u32 bytes of the list
//	list: JSON array of the classes' texts
//	first layer:  float32 [Maps][3][3][channels], float32 bias [channels]
//	second layer: float32 [first][3][3][channels], float32 bias
//	hidden layer: float32 bias, float32 scale of each row, int8 [hidden][4][4][second]
//	last layer:   float32 bias, float32 scale of each row, int8 [classes][hidden]
//
// Layers of bytes hold weights divided by the scale of their row.
type model struct {
	net   *network
	texts []string
	han   int
}

const (
	magic      = "INK1"
	maxUnits   = 4096
	maxClasses = 1 << 16
)

// parse reads a model file. Every length is checked against the file before
// anything of that length is made.
func parse(raw []byte) (*model, error) {
	r := &reader{rest: raw}
	if string(r.take(len(magic))) != magic {
		return nil, errors.New("not a handwriting model")
	}
	one, two, hidden := r.size(maxUnits), r.size(maxUnits), r.size(maxUnits)
	classes, han, list := r.size(maxClasses), r.size(maxClasses), r.size(len(raw))
	m := &model{han: han}
	if text := r.take(list); r.err == nil {
		r.err = json.Unmarshal(text, &m.texts)
	}
	if r.err == nil && (len(m.texts) != classes || han > classes) {
		r.err = fmt.Errorf("%d texts for %d classes, %d of them Han", len(m.texts), classes, han)
	}
	m.net = &network{
		one: convolution{in: Maps, out: one, side: Grid, weights: r.floats(one * Maps * 9), bias: r.floats(one)},
		two: convolution{in: one, out: two, side: Grid / 2, weights: r.floats(two * one * 9), bias: r.floats(two)},
	}
	m.net.hidden = r.dense(two*(Grid/4)*(Grid/4), hidden)
	m.net.last = r.dense(hidden, classes)
	if r.err == nil && len(r.rest) != 0 {
		r.err = fmt.Errorf("%d bytes too many", len(r.rest))
	}
	return m, r.err
}

// reader takes a file apart from the front and remembers the first error.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) take(n int) []byte {
	if r.err != nil || n < 0 || n > len(r.rest) {
		if r.err == nil {
			r.err = errors.New("the file ends too early")
		}
		return nil
	}
	head := r.rest[:n]
	r.rest = r.rest[n:]
	return head
}

// size is a number from 1 to limit.
func (r *reader) size(limit int) int {
	b := r.take(4)
	if b == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if n < 1 || int64(n) > int64(limit) {
		r.err = fmt.Errorf("size %d", n)
		return 0
	}
	return int(n)
}

func (r *reader) floats(n int) []float32 {
	b := r.take(4 * n)
	if b == nil {
		return nil
	}
	out := make([]float32, n)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if math.IsNaN(float64(out[i])) || math.IsInf(float64(out[i]), 0) {
			r.err = errors.New("a weight is no number")
			return nil
		}
	}
	return out
}

// dense reads a layer of bytes, which stay in the file's memory.
func (r *reader) dense(in, out int) dense {
	return dense{in: in, out: out, bias: r.floats(out), scale: r.floats(out), weights: r.take(in * out)}
}
