package ink

import "math"

// The network sees Maps maps of Grid × Grid cells: eight directions of the pen,
// four orientations of the way between two strokes, where strokes begin, where
// they end.
const (
	Grid = 16
	Maps = 14

	directions = 8
	ways       = 4
	begins     = directions + ways
	ends       = begins + 1

	pace    = 0.3 // cells between two points that are counted
	ceiling = 4.0 // cells of line; more in one cell says nothing more
	scale   = 100 // features are kept as bytes: 100 × square root
)

// Features are the bytes that stand for a drawing: [Maps] × [Grid] × [Grid], map
// by map, row by row; 100 is a line of one cell's length.
func Features(strokes []Stroke) []byte {
	var m maps
	var last Point
	for i, s := range spread(clean(strokes), Grid) {
		if i > 0 {
			m.line(last, s[0], ways)
		}
		m.dot(s[0], begins, 1)
		for j := 1; j < len(s); j++ {
			m.line(s[j-1], s[j], directions)
		}
		last = s[len(s)-1]
		m.dot(last, ends, 1)
	}
	return m.bytes()
}

type maps [Maps][Grid][Grid]float64

// line adds the way from a to b to the maps of its direction: among all
// directions of a stroke, or among the orientations of a way in the air.
func (m *maps) line(a, b Point, kinds int) {
	dx, dy := b.X-a.X, b.Y-a.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	first, turn := 0, math.Atan2(dy, dx)/(2*math.Pi)
	if kinds == ways {
		first, turn = directions, 2*turn
	}
	place := (turn - math.Floor(turn)) * float64(kinds)
	low := int(place)
	part := place - float64(low)
	steps := int(math.Ceil(length / pace))
	amount := length / float64(steps)
	for i := range steps {
		t := (float64(i) + 0.5) / float64(steps)
		p := Point{a.X + dx*t, a.Y + dy*t}
		m.dot(p, first+low%kinds, amount*(1-part))
		m.dot(p, first+(low+1)%kinds, amount*part)
	}
}

// dot shares amount among the four cells around p.
func (m *maps) dot(p Point, kind int, amount float64) {
	x, y := p.X-0.5, p.Y-0.5
	left, top := math.Floor(x), math.Floor(y)
	fx, fy := x-left, y-top
	for _, c := range [4]struct{ dx, dy, part float64 }{
		{0, 0, (1 - fx) * (1 - fy)}, {1, 0, fx * (1 - fy)}, {0, 1, (1 - fx) * fy}, {1, 1, fx * fy},
	} {
		col, row := int(left+c.dx), int(top+c.dy)
		if col >= 0 && col < Grid && row >= 0 && row < Grid {
			m[kind][row][col] += amount * c.part
		}
	}
}

func (m *maps) bytes() []byte {
	out := make([]byte, 0, Maps*Grid*Grid)
	for i := range m {
		for _, row := range m[i] {
			for _, v := range row {
				out = append(out, byte(math.Round(scale*math.Sqrt(min(v, ceiling)))))
			}
		}
	}
	return out
}
