// Package ink recognises one Chinese character, letter or digit from the strokes
// that a finger drew. It is arithmetic over a model file and nothing else: it
// learns nothing and keeps nothing of what was drawn.
//
// Strokes are smoothed and spread evenly over a grid (stroke.go), turned into
// maps of pen directions (feature.go) and put through a small convolutional
// network (network.go).
package ink

import (
	"cmp"
	"math"
	"slices"

	"bianmin/app/village"
)

// Point is where the finger was, in any unit; Y grows downwards.
type Point struct{ X, Y float64 }

// Stroke is the way of a finger between touching and leaving the glass.
type Stroke []Point

// Drawing is what stands on a pad of Width × Height, in the units of its points.
// A pad of 0 × 0 is unknown.
type Drawing struct {
	Strokes       []Stroke
	Width, Height float64
}

// Limits of a drawing: more is not a character, and would keep the machine busy.
const (
	MaxStrokes = 64
	MaxPoints  = 20_000
)

// smallest is how long the longer side of a drawing must be, as a part of the
// pad's: less is a finger that touched the glass, not a character.
const smallest = 0.04

// Candidate is a character that a drawing may be.
type Candidate struct {
	Text string
	Odds float64 // natural logarithm of its share, before any prior
}

// Recogniser reads drawings. It may be used by several goroutines at once.
type Recogniser struct {
	net   *network
	texts []string
	han   int // the first so many of texts are Han characters, radicals and strokes
}

// New is a recogniser over a model file as [Recogniser] wants it; see model.go.
// A damaged file is an error and never a panic. The file is kept and must not change.
func New(model []byte) (*Recogniser, error) {
	m, err := parse(model)
	if err != nil {
		return nil, village.Failed("read the handwriting model", err)
	}
	return &Recogniser{net: m.net, texts: m.texts, han: m.han}, nil
}

// Texts are all characters that can be recognised.
func (r *Recogniser) Texts() []string { return slices.Clone(r.texts) }

// Recognise is at most limit candidates for d, the likeliest first; prior is
// added to the odds of each text and may be nil. A drawing that is too small to
// be anything has none. A drawing with points that are no numbers, or beyond the
// limits, is [village.Invalid] at "strokes": err.ink.points or err.ink.size.
func (r *Recogniser) Recognise(d Drawing, limit int, prior func(text string) float64) ([]Candidate, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	if limit <= 0 || d.tiny() {
		return nil, nil
	}
	odds := r.net.run(Features(d.Strokes))
	list := make([]Candidate, 0, len(odds))
	ranks := make([]float64, len(odds))
	order := make([]int, 0, len(odds))
	for i, v := range odds {
		list = append(list, Candidate{r.texts[i], float64(v)})
		ranks[i] = float64(v)
		if prior != nil {
			ranks[i] += prior(r.texts[i])
		}
		if !math.IsInf(ranks[i], -1) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(ranks[b], ranks[a]), a-b) })
	best := make([]Candidate, 0, limit)
	for _, i := range order[:min(limit, len(order))] {
		best = append(best, list[i])
	}
	return best, nil
}

// check refuses what cannot be drawn.
func (d Drawing) check() error {
	points := 0
	for _, s := range d.Strokes {
		points += len(s)
		for _, p := range s {
			if !(math.Abs(p.X) <= 1e6 && math.Abs(p.Y) <= 1e6) { // also not a number
				return village.Refuse("strokes", "err.ink.points")
			}
		}
	}
	if len(d.Strokes) > MaxStrokes || points > MaxPoints {
		return village.Refuse("strokes", "err.ink.size")
	}
	return nil
}

// tiny reports whether there is nothing to read.
func (d Drawing) tiny() bool {
	box, ok := boxOf(d.Strokes)
	if !ok {
		return true
	}
	long := max(box.width(), box.height())
	return long <= 0 || long < smallest*max(d.Width, d.Height)
}
