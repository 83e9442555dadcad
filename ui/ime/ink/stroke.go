package ink

import "math"

// Lengths in the space in which the longer side of a drawing is side.
const (
	side      = 256.0
	coarse    = 6.0 // distance of points before smoothing
	fine      = 5.0 // and between
	minPoints = 1
)

type box struct{ left, top, right, bottom float64 }

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.bottom - b.top }

// boxOf is the smallest box around all points; false when there is none.
func boxOf(strokes []Stroke) (box, bool) {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, s := range strokes {
		for _, p := range s {
			b.left, b.right = min(b.left, p.X), max(b.right, p.X)
			b.top, b.bottom = min(b.top, p.Y), max(b.bottom, p.Y)
		}
	}
	return b, b.left <= b.right
}

// clean scales a drawing to one size and takes the tremor out of it, so that
// neither the pad nor the speed of its clock matters.
func clean(strokes []Stroke) []Stroke {
	b, ok := boxOf(strokes)
	scale := side / max(b.width(), b.height())
	if !ok || math.IsInf(scale, 0) || math.IsNaN(scale) {
		return nil
	}
	var out []Stroke
	for _, s := range strokes {
		if len(s) < minPoints {
			continue
		}
		c := make(Stroke, len(s))
		for i, p := range s {
			c[i] = Point{(p.X - b.left) * scale, (p.Y - b.top) * scale}
		}
		c = resample(c, coarse)
		c = smooth(smooth(c, 2), 2)
		out = append(out, smooth(resample(c, fine), 1))
	}
	return out
}

// resample walks along s in steps of one length; first and last point stay.
func resample(s Stroke, step float64) Stroke {
	out := Stroke{s[0]}
	at, left := s[0], step
	for _, next := range s[1:] {
		for {
			way := math.Hypot(next.X-at.X, next.Y-at.Y)
			if way < left {
				left -= way
				at = next
				break
			}
			at = Point{at.X + (next.X-at.X)*left/way, at.Y + (next.Y-at.Y)*left/way}
			out, left = append(out, at), step
		}
	}
	if last := s[len(s)-1]; out[len(out)-1] != last {
		out = append(out, last)
	}
	return out
}

// smooth is the moving average of reach points on either side, of fewer near the
// ends, so that a stroke does not shrink.
func smooth(s Stroke, reach int) Stroke {
	out := make(Stroke, len(s))
	for i := range s {
		r := min(reach, i, len(s)-1-i)
		var sum Point
		for _, p := range s[i-r : i+r+1] {
			sum.X, sum.Y = sum.X+p.X, sum.Y+p.Y
		}
		n := float64(2*r + 1)
		out[i] = Point{sum.X / n, sum.Y / n}
	}
	return out
}

// How lines are spread over the grid: where many strokes stand side by side the
// grid is stretched, where none are it shrinks.
const (
	bins     = 64
	blur     = 3.0  // standard deviation, in bins
	byLines  = 0.7  // the rest stays in proportion
	along    = 0.25 // weight of pieces that run along the axis
	filled   = 0.92 // of the grid, by the longer side
	flattest = 0.1  // of the longer side, at least this counts as the shorter
)

// spread maps cleaned strokes onto a square of the given size, each axis by the
// density of its lines.
func spread(strokes []Stroke, size float64) []Stroke {
	b, ok := boxOf(strokes)
	if !ok {
		return nil
	}
	long := max(b.width(), b.height())
	x := newAxis(b.left, b.width(), long, size)
	y := newAxis(b.top, b.height(), long, size)
	for _, s := range strokes {
		for i := 1; i < len(s); i++ {
			dx, dy := math.Abs(s[i].X-s[i-1].X), math.Abs(s[i].Y-s[i-1].Y)
			x.add((s[i].X+s[i-1].X)/2, dy+along*dx)
			y.add((s[i].Y+s[i-1].Y)/2, dx+along*dy)
		}
	}
	x.finish()
	y.finish()
	out := make([]Stroke, len(strokes))
	for i, s := range strokes {
		out[i] = make(Stroke, len(s))
		for j, p := range s {
			out[i][j] = Point{x.at(p.X), y.at(p.Y)}
		}
	}
	return out
}

// axis maps one coordinate; see spread.
type axis struct {
	from, extent float64 // of the strokes
	start, width float64 // in the grid
	lines        [bins]float64
	upTo         [bins + 1]float64 // share of lines below the bin's lower edge
}

func newAxis(from, extent, long, size float64) *axis {
	width := filled * size * math.Sqrt(max(extent/long, flattest))
	return &axis{from: from, extent: extent, start: (size - width) / 2, width: width}
}

// add counts a piece of line around v, shared between the two nearest bins.
func (a *axis) add(v, amount float64) {
	if a.extent <= 0 {
		return
	}
	place := (v-a.from)/a.extent*bins - 0.5
	low := math.Floor(place)
	part := place - low
	i := int(low)
	a.lines[min(max(i, 0), bins-1)] += amount * (1 - part)
	a.lines[min(max(i+1, 0), bins-1)] += amount * part
}

var gauss = func() (g [4*int(blur) + 1]float64) {
	for i := range g {
		d := float64(i) / blur
		g[i] = math.Exp(-d * d / 2)
	}
	return g
}()

// finish turns counts into shares.
func (a *axis) finish() {
	total := 0.0
	for i := range bins {
		sum := 0.0
		for j := max(0, i-len(gauss)+1); j < min(bins, i+len(gauss)); j++ {
			sum += a.lines[j] * gauss[max(i-j, j-i)]
		}
		total += sum
		a.upTo[i+1] = total
	}
	for i := range a.upTo {
		if total > 0 {
			a.upTo[i] /= total
		}
	}
}

// at is where v lies in the grid.
func (a *axis) at(v float64) float64 {
	if a.extent <= 0 {
		return a.start + a.width/2
	}
	share := min(max((v-a.from)/a.extent, 0), 1)
	place := share * bins
	i := min(int(place), bins-1)
	dense := a.upTo[i] + (a.upTo[i+1]-a.upTo[i])*(place-float64(i))
	return a.start + a.width*(byLines*dense+(1-byLines)*share)
}
