package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"bianmin/ui/ime/ink"
)

// hand writes characters of a square of 900 as people do: no two alike. Its
// habits are parameters of the training, not of the tests; those have a hand of
// their own (inkdata.Hand).
type hand struct{ *rand.Rand }

const (
	square = 900.0
	dense  = 22.0 // distance of points
)

func (h hand) norm(sd float64) float64      { return h.NormFloat64() * sd }
func (h hand) chance(p float64) bool        { return h.Float64() < p }
func (h hand) between(a, b float64) float64 { return a + (b-a)*h.Float64() }

// pick is one of values with the given chances; the last takes what is left.
func (h hand) pick(values, chances []float64) float64 {
	at := h.Float64()
	for i, c := range chances {
		if at -= c; at < 0 {
			return values[i]
		}
	}
	return values[len(values)-1]
}

// write is one more version of a template.
func (h hand) write(template []ink.Stroke) []ink.Stroke {
	strokes := make([]ink.Stroke, len(template))
	for i, s := range template {
		strokes[i] = densify(s)
	}
	strength := h.pick([]float64{0.35, 1.5, 1}, []float64{0.12, 0.30})
	h.shift(strokes, strength)
	for i := range strokes {
		strokes[i] = h.stroke(strokes[i], strength)
	}
	h.warp(strokes, strength)
	h.lean(strokes, strength)
	h.tremble(strokes)
	strokes = h.order(strokes)
	strokes = h.miss(strokes)
	return h.join(strokes)
}

func densify(s ink.Stroke) ink.Stroke {
	out := ink.Stroke{s[0]}
	for i := 1; i < len(s); i++ {
		a, b := s[i-1], s[i]
		n := max(1, int(math.Hypot(b.X-a.X, b.Y-a.Y)/dense))
		for k := 1; k <= n; k++ {
			t := float64(k) / float64(n)
			out = append(out, ink.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t})
		}
	}
	return out
}

func each(strokes []ink.Stroke, move func(*ink.Point)) {
	for _, s := range strokes {
		for i := range s {
			move(&s[i])
		}
	}
}

func middle(strokes []ink.Stroke) (m ink.Point) {
	n := 0.0
	each(strokes, func(p *ink.Point) { m.X, m.Y, n = m.X+p.X, m.Y+p.Y, n+1 })
	return ink.Point{X: m.X / n, Y: m.Y / n}
}

// shift moves groups of strokes, as the parts of a character drift apart.
func (h hand) shift(strokes []ink.Stroke, strength float64) {
	cuts := []int{0, len(strokes)}
	for range 1 + h.IntN(3) {
		cuts = append(cuts, h.IntN(len(strokes)+1))
	}
	slices.Sort(cuts)
	for i := 1; i < len(cuts); i++ {
		if group := strokes[cuts[i-1]:cuts[i]]; len(group) > 0 {
			h.place(group, 25*strength, 0.10*strength, 0)
		}
	}
}

// place moves, sizes and turns strokes around their middle.
func (h hand) place(strokes []ink.Stroke, offset, size, turn float64) {
	m := middle(strokes)
	dx, dy := h.norm(offset), h.norm(offset)
	grow, angle := math.Exp(h.norm(size)), h.norm(turn)
	sin, cos := math.Sincos(angle)
	each(strokes, func(p *ink.Point) {
		x, y := (p.X-m.X)*grow, (p.Y-m.Y)*grow
		p.X, p.Y = m.X+dx+x*cos-y*sin, m.Y+dy+x*sin+y*cos
	})
}

const degree = math.Pi / 180

// stroke bends one stroke, loses its tail or adds a flick.
func (h hand) stroke(s ink.Stroke, strength float64) ink.Stroke {
	h.place([]ink.Stroke{s}, 18*strength, 0.09*strength, 5*degree*strength)
	first, last := s[0], s[len(s)-1]
	bend := h.norm(0.04 * strength)
	for i := range s {
		t := math.Sin(math.Pi * float64(i) / float64(max(len(s)-1, 1)))
		s[i].X, s[i].Y = s[i].X-(last.Y-first.Y)*bend*t, s[i].Y+(last.X-first.X)*bend*t
	}
	if h.chance(0.12*strength) && len(s) > 4 {
		s = s[:len(s)-int(float64(len(s))*h.between(0.08, 0.25))]
	}
	if h.chance(0.08 * strength) {
		end := s[len(s)-1]
		sin, cos := math.Sincos(h.between(0, 2*math.Pi))
		length := h.between(30, 90)
		s = append(s, densify(ink.Stroke{end, {X: end.X + cos*length, Y: end.Y + sin*length}})[1:]...)
	}
	return s
}

// warp bends the paper.
func (h hand) warp(strokes []ink.Stroke, strength float64) {
	for range 3 {
		angle, phase := h.between(0, 2*math.Pi), h.between(0, 2*math.Pi)
		wave := 2 * math.Pi / h.between(600, 1500)
		ax, ay := h.norm(16*strength), h.norm(16*strength)
		sin, cos := math.Sincos(angle)
		each(strokes, func(p *ink.Point) {
			v := math.Sin((p.X*cos+p.Y*sin)*wave + phase)
			p.X, p.Y = p.X+ax*v, p.Y+ay*v
		})
	}
	px, py := math.Exp(h.norm(0.15*strength)), math.Exp(h.norm(0.15*strength))
	power := func(v, e float64) float64 {
		if v <= 0 || v >= square {
			return v
		}
		return square * math.Pow(v/square, e)
	}
	each(strokes, func(p *ink.Point) { p.X, p.Y = power(p.X, px), power(p.Y, py) })
}

// lean turns and slants the whole.
func (h hand) lean(strokes []ink.Stroke, strength float64) {
	slant := h.norm(0.12 * strength)
	if h.chance(0.20) {
		slant = h.between(-0.5, 0.5)
	}
	rise, wide := h.norm(0.07*strength), math.Exp(h.norm(0.10*strength))
	h.place(strokes, 0, 0, 6*degree*strength)
	each(strokes, func(p *ink.Point) {
		p.X, p.Y = p.X*wide-slant*p.Y, p.Y+rise*p.X
	})
}

// tremble shakes the finger, each moment near to the one before.
func (h hand) tremble(strokes []ink.Stroke) {
	strong := h.between(0, 22)
	const keeps = 0.75
	for _, s := range strokes {
		dx, dy := 0.0, 0.0
		for i := range s {
			dx, dy = keeps*dx+h.norm(strong*(1-keeps)*2), keeps*dy+h.norm(strong*(1-keeps)*2)
			s[i].X, s[i].Y = s[i].X+dx, s[i].Y+dy
		}
	}
}

// order is another order of the strokes.
func (h hand) order(strokes []ink.Stroke) []ink.Stroke {
	n := len(strokes)
	if n < 2 {
		return strokes
	}
	swap := func() {
		i := h.IntN(n - 1)
		strokes[i], strokes[i+1] = strokes[i+1], strokes[i]
	}
	switch at := h.Float64(); {
	case at < 0.25:
		swap()
	case at < 0.37:
		for range 2 + h.IntN(2) {
			swap()
		}
	case at < 0.42:
		h.Shuffle(n, func(i, j int) { strokes[i], strokes[j] = strokes[j], strokes[i] })
	case at < 0.47:
		late := h.IntN(n)
		s := strokes[late]
		strokes = append(slices.Delete(strokes, late, late+1), s)
	}
	return strokes
}

// miss turns strokes round, leaves one out or breaks one.
func (h hand) miss(strokes []ink.Stroke) []ink.Stroke {
	for _, s := range strokes {
		if h.chance(0.02) {
			slices.Reverse(s)
		}
	}
	if len(strokes) > 5 && h.chance(0.08) {
		i := h.IntN(len(strokes))
		strokes = slices.Delete(strokes, i, i+1)
	}
	if i := h.IntN(len(strokes)); h.chance(0.08) && len(strokes[i]) > 5 {
		at := 2 + h.IntN(len(strokes[i])-4)
		rest := slices.Clone(strokes[i][at:])
		strokes[i] = strokes[i][:at]
		strokes = slices.Insert(strokes, i+1, rest)
	}
	return strokes
}

// join writes strokes in one go.
func (h hand) join(strokes []ink.Stroke) []ink.Stroke {
	p := h.pick([]float64{0.15, 0.3, 0.5, 0.8, 0}, []float64{0.20, 0.22, 0.11, 0.05})
	if p == 0 {
		return strokes
	}
	round := h.chance(0.5)
	out := strokes[:1]
	for _, s := range strokes[1:] {
		if !h.chance(p) {
			out = append(out, s)
			continue
		}
		last := &out[len(out)-1]
		way := densify(ink.Stroke{(*last)[len(*last)-1], s[0]})[1:]
		*last = append(append(slices.Clone(*last), way...), s...)
		if round {
			*last = rounded(*last)
		}
	}
	return out
}

// rounded takes the corners off.
func rounded(s ink.Stroke) ink.Stroke {
	out := slices.Clone(s)
	for i := 1; i < len(s)-1; i++ {
		out[i] = ink.Point{X: (s[i-1].X + 2*s[i].X + s[i+1].X) / 4, Y: (s[i-1].Y + 2*s[i].Y + s[i+1].Y) / 4}
	}
	return out
}
