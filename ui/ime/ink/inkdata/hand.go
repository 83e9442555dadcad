package inkdata

import (
	"math"
	"math/rand/v2"
	"slices"

	"bianmin/ui/ime/ink"
)

// Hand writes badly, for tests: how badly is in its fields, each a part of the
// character's size unless it says otherwise. The hand that models are trained
// with is another one, so that a model is not scored on its own habits.
type Hand struct {
	Turn   float64 // standard deviation, in degrees
	Slant  float64 // standard deviation of x by y
	Offset float64 // standard deviation of each stroke's place
	Tremor float64 // of each point, neighbours alike
	Swaps  int     // neighbouring strokes in the other order
	Join   float64 // chance that a stroke hangs on the one before
}

// Hands are the kinds of writing that figures are given for.
var Hands = []struct {
	Name string
	Hand
}{
	{"clean", Hand{}},
	{"neat", Hand{Turn: 4, Slant: .06, Offset: .015, Tremor: .004}},
	{"shaky", Hand{Turn: 8, Slant: .12, Offset: .035, Tremor: .014}},
	{"one swap", Hand{Turn: 4, Slant: .06, Offset: .015, Tremor: .004, Swaps: 1}},
	{"20 % joined", Hand{Turn: 4, Slant: .06, Offset: .015, Tremor: .004, Join: .2}},
	{"shaky, swap, 30 % joined", Hand{Turn: 8, Slant: .12, Offset: .035, Tremor: .014, Swaps: 1, Join: .3}},
}

// Write is one more version of a character, on a pad of 300 × 300.
func (h Hand) Write(rng *rand.Rand, template []ink.Stroke) ink.Drawing {
	const pad = 300.0
	strokes := fit(template, pad*0.1, pad*0.8)
	angle, slant := rng.NormFloat64()*h.Turn*math.Pi/180, rng.NormFloat64()*h.Slant
	sin, cos := math.Sincos(angle)
	for _, s := range strokes {
		ox, oy := rng.NormFloat64()*h.Offset*pad, rng.NormFloat64()*h.Offset*pad
		var shake ink.Point
		for i, p := range s {
			x, y := p.X-pad/2, p.Y-pad/2
			x += slant * y
			shake.X, shake.Y = .6*shake.X+rng.NormFloat64()*h.Tremor*pad, .6*shake.Y+rng.NormFloat64()*h.Tremor*pad
			s[i] = ink.Point{X: pad/2 + x*cos - y*sin + ox + shake.X, Y: pad/2 + x*sin + y*cos + oy + shake.Y}
		}
	}
	for range h.Swaps {
		if n := len(strokes); n > 1 {
			i := rng.IntN(n - 1)
			strokes[i], strokes[i+1] = strokes[i+1], strokes[i]
		}
	}
	out := strokes[:1:1]
	for _, s := range strokes[1:] {
		if last := len(out) - 1; rng.Float64() < h.Join {
			out[last] = slices.Concat(out[last], s)
		} else {
			out = append(out, s)
		}
	}
	return ink.Drawing{Strokes: out, Width: pad, Height: pad}
}

// fit is template within size × size from corner on, with a point every 8 units.
func fit(template []ink.Stroke, corner, size float64) []ink.Stroke {
	left, top := math.Inf(1), math.Inf(1)
	for _, s := range template {
		for _, p := range s {
			left, top = min(left, p.X), min(top, p.Y)
		}
	}
	extent := 1e-9
	for _, s := range template {
		for _, p := range s {
			extent = max(extent, p.X-left, p.Y-top)
		}
	}
	scale := size / extent
	out := make([]ink.Stroke, len(template))
	for i, s := range template {
		at := func(p ink.Point) ink.Point {
			return ink.Point{X: corner + (p.X-left)*scale, Y: corner + (p.Y-top)*scale}
		}
		out[i] = ink.Stroke{at(s[0])}
		for j := 1; j < len(s); j++ {
			a, b := at(s[j-1]), at(s[j])
			n := max(1, int(math.Hypot(b.X-a.X, b.Y-a.Y)/8))
			for k := 1; k <= n; k++ {
				t := float64(k) / float64(n)
				out[i] = append(out[i], ink.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t})
			}
		}
	}
	return out
}
