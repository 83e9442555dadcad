package picture

import (
	"image"
	"math"
	"slices"

	"bianmin/app/village"
)

const (
	pageSide = 400 // px of the longer side on which the sheet is looked for
	// levels of brightness at which the frame is cut into sheet and ground: light falls
	// differently on every table, so no one level is right.
	levels = 12
	// filled is the least share that a sheet has of its outline, and its outline of the
	// four corners: a hand over a corner, a bent page.
	filled = 0.93
	// steep is by how much a sheet must differ from what lies around it, of 255.
	steep = 14
	// supported is the least share of each side of a sheet along which it does.
	supported = 0.8
	// rim of a sheet that is cut off, as a share: there paper and table mix.
	rim = 0.004
)

// leastPart is the least share of the frame that is taken for the paper: text fills it,
// a card lies small under a camera that is made for A4. What is smaller is a picture, or
// a stamp, on a paper that fills the frame.
func leastPart(kind village.PictureKind) float64 {
	if kind == village.PictureCard {
		return 0.04
	}
	return 0.2
}

// findPage finds the largest sheet with four straight sides that is lighter or darker
// than the ground around it and covers at least the share least of the frame.
func findPage(frame *image.RGBA, least float64) (corners, bool) {
	g := smooth(shrink(frame, pageSide))
	s := search{g: g, least: least * float64(g.Rect.Dx()*g.Rect.Dy()), seen: make([]bool, len(g.Pix))}
	s.low, s.high = make([]int, g.Rect.Dy()), make([]int, g.Rect.Dy())
	var best corners
	for _, level := range spread(g) {
		for _, lighter := range []bool{true, false} {
			if c, ok := s.at(level, lighter); ok && c.area() > best.area() {
				best = c
			}
		}
	}
	if best.area() == 0 {
		return corners{}, false
	}
	return best.inset(rim).scaled(float64(frame.Rect.Dx()) / float64(g.Rect.Dx())), true
}

// smooth is a small frame in grey, each pixel the mean of nine: grain of a table is no
// edge.
func smooth(small *image.RGBA) *image.Gray {
	g := grey(small)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sums := integral(g)
	out := image.NewGray(g.Rect)
	for y := range h {
		top, bottom := max(0, y-1), min(h, y+2)
		for x := range w {
			left, right := max(0, x-1), min(w, x+2)
			sum := sums[bottom*(w+1)+right] - sums[top*(w+1)+right] - sums[bottom*(w+1)+left] + sums[top*(w+1)+left]
			out.Pix[y*out.Stride+x] = byte(sum / ((right - left) * (bottom - top)))
		}
	}
	return out
}

// spread are levels of brightness between the darkest and the lightest of g.
func spread(g *image.Gray) []byte {
	sorted := slices.Clone(g.Pix)
	slices.Sort(sorted)
	low, high := int(sorted[len(sorted)/50]), int(sorted[len(sorted)-1-len(sorted)/50])
	if high-low < steep {
		return nil
	}
	var list []byte
	for i := 1; i <= levels; i++ {
		list = append(list, byte(low+(high-low)*i/(levels+1)))
	}
	return slices.Compact(list)
}

// search looks for the sheet in one small frame.
type search struct {
	g     *image.Gray
	least float64 // px² of a sheet
	seen  []bool
	queue []int32
	low   []int // of each row of a piece
	high  []int
}

// at is the largest sheet of what is lighter, or darker, than level.
func (s *search) at(level byte, lighter bool) (corners, bool) {
	in := func(i int) bool { return (s.g.Pix[i] > level) == lighter }
	clear(s.seen)
	var best corners
	for i := range s.g.Pix {
		if s.seen[i] || !in(i) {
			continue
		}
		outline, area, atEdge := s.piece(i, in)
		if area < s.least || atEdge {
			continue
		}
		if c, ok := s.sheet(outline); ok && c.area() > best.area() {
			best = c
		}
	}
	return best, best.area() > 0
}

// piece is what hangs together with the pixel at start: its outline as the ends of its
// rows, its area between them in px², and whether it runs out of the frame.
func (s *search) piece(start int, in func(int) bool) (outline []point, area float64, atEdge bool) {
	w, h := s.g.Rect.Dx(), s.g.Rect.Dy()
	first, last, cut := start/w, start/w, 0
	s.low[first], s.high[first] = start%w, start%w
	s.queue = append(s.queue[:0], int32(start))
	s.seen[start] = true
	for len(s.queue) > 0 {
		i := int(s.queue[len(s.queue)-1])
		s.queue = s.queue[:len(s.queue)-1]
		x, y := i%w, i/w
		for ; y > last; last++ { // rows are reached one after the other
			s.low[last+1], s.high[last+1] = x, x
		}
		for ; y < first; first-- {
			s.low[first-1], s.high[first-1] = x, x
		}
		s.low[y], s.high[y] = min(s.low[y], x), max(s.high[y], x)
		if x == 0 || y == 0 || x == w-1 || y == h-1 {
			cut++
		}
		for _, n := range [4]struct {
			ok bool
			to int
		}{{x > 0, i - 1}, {x < w-1, i + 1}, {y > 0, i - w}, {y < h-1, i + w}} {
			if n.ok && !s.seen[n.to] && in(n.to) {
				s.seen[n.to] = true
				s.queue = append(s.queue, int32(n.to))
			}
		}
	}
	for y := first; y <= last; y++ {
		// Pixels are squares: a sheet ends at their outer sides.
		left, right := float64(s.low[y]), float64(s.high[y]+1)
		outline = append(outline, point{left, float64(y)}, point{left, float64(y + 1)},
			point{right, float64(y)}, point{right, float64(y + 1)})
		area += right - left
	}
	return outline, area, cut > (w+h)/50
}

// sheet are the corners of an outline when it is that of a sheet of paper.
func (s *search) sheet(outline []point) (corners, bool) {
	hull := convex(outline)
	rough := widest(hull)
	if len(hull) < 4 || polygon(hull) < s.least || rough.area() < filled*polygon(hull) {
		return corners{}, false
	}
	fine, ok := s.refine(rough.upright())
	if !ok || fine.area() < s.least || polygon(hull) < filled*fine.area() || polygon(hull) > fine.area()/filled {
		return corners{}, false
	}
	for i := range fine {
		before, after := fine.side((i+3)%4).times(-1), fine.side(i)
		angle := math.Abs(math.Atan2(before.cross(after), before.x*after.x+before.y*after.y)) * 180 / math.Pi
		if angle < 60 || angle > 120 {
			return corners{}, false
		}
	}
	return fine, true
}

// refine moves the sides of c to the steepest change of brightness beside them.
func (s *search) refine(c corners) (corners, bool) {
	var lines [4]line
	for i := range c {
		var ok bool
		if lines[i], ok = s.edge(c[i], c[(i+1)%4]); !ok {
			return corners{}, false
		}
	}
	var fine corners
	for i := range fine {
		p, ok := lines[(i+3)%4].meets(lines[i])
		if !ok || p.minus(c[i]).long() > pageSide/20 {
			return corners{}, false
		}
		fine[i] = p
	}
	return fine, true
}

// edge is the line along which the brightness changes between a and b; false when it
// does not, or only for a line that is printed on the paper.
func (s *search) edge(a, b point) (line, bool) {
	const steps, reach, off = 60, 5, 4.0
	along := b.minus(a)
	out := point{along.y, -along.x}.times(1 / along.long()) // the corners go round clockwise
	var found []point
	lighter, darker := 0, 0
	for i := range steps {
		p := a.along(along, 0.08+0.84*float64(i)/(steps-1))
		best, most := 0.0, 0.0
		for d := -float64(reach); d <= reach; d += 0.5 {
			if step := math.Abs(s.value(p.along(out, d-1)) - s.value(p.along(out, d+1))); step > most {
				best, most = d, step
			}
		}
		at := p.along(out, s.peak(p, out, best))
		switch step := s.value(at.along(out, -off)) - s.value(at.along(out, off)); {
		case step >= steep:
			lighter++
		case step <= -steep:
			darker++
		default:
			continue
		}
		found = append(found, at)
	}
	if max(lighter, darker) < int(steps*supported) {
		return line{}, false
	}
	return fitted(found), true
}

// peak is where between its neighbours the step at d is steepest, by a parabola.
func (s *search) peak(p, out point, d float64) float64 {
	step := func(d float64) float64 {
		return math.Abs(s.value(p.along(out, d-1)) - s.value(p.along(out, d+1)))
	}
	before, at, after := step(d-0.5), step(d), step(d+0.5)
	if bend := before - 2*at + after; bend < 0 {
		return d + 0.25*(before-after)/bend
	}
	return d
}

// value is the brightness at p, between the pixels there; at the rim beyond the frame.
func (s *search) value(p point) float64 {
	w, h := s.g.Rect.Dx(), s.g.Rect.Dy()
	fx, fy := min(max(p.x-0.5, 0), float64(w-1)), min(max(p.y-0.5, 0), float64(h-1))
	x, y := int(fx), int(fy)
	ax, ay := fx-float64(x), fy-float64(y)
	right, down := min(x+1, w-1), min(y+1, h-1)
	at := func(x, y int) float64 { return float64(s.g.Pix[y*s.g.Stride+x]) }
	return (at(x, y)*(1-ax)+at(right, y)*ax)*(1-ay) + (at(x, down)*(1-ax)+at(right, down)*ax)*ay
}
