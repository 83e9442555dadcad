package picture

import (
	"cmp"
	"math"
	"slices"
)

// convex is the outline around points, clockwise on the screen.
//
// Source: Andrew, Another efficient algorithm for convex hulls in two dimensions, 1979.
func convex(points []point) []point {
	slices.SortFunc(points, func(a, b point) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y)) })
	half := func(points []point) []point {
		var hull []point
		for _, p := range points {
			for len(hull) > 1 && hull[len(hull)-1].minus(hull[len(hull)-2]).cross(p.minus(hull[len(hull)-1])) <= 0 {
				hull = hull[:len(hull)-1]
			}
			hull = append(hull, p)
		}
		return hull[:max(0, len(hull)-1)]
	}
	there := half(points)
	slices.Reverse(points)
	return append(there, half(points)...)
}

// polygon is the area inside an outline, in px².
func polygon(outline []point) float64 {
	sum := 0.0
	for i, p := range outline {
		sum += p.cross(outline[(i+1)%len(outline)])
	}
	return math.Abs(sum) / 2
}

// widest are the four points of an outline that hold the most of it. For each diagonal
// they are the two that lie farthest from it.
func widest(outline []point) corners {
	var best corners
	most := 0.0
	n := len(outline)
	for i := range n {
		for k := i + 2; k < n; k++ {
			diagonal := outline[k].minus(outline[i])
			a, far := farthest(outline[i+1:k], outline[i], diagonal)
			b, far2 := farthest(outline[k+1:], outline[i], diagonal)
			if c, far3 := farthest(outline[:i], outline[i], diagonal); far3 > far2 {
				b, far2 = c, far3
			}
			if far > 0 && far2 > 0 && far+far2 > most {
				best, most = corners{outline[i], a, outline[k], b}, far+far2
			}
		}
	}
	return best
}

func farthest(points []point, from, diagonal point) (best point, far float64) {
	for _, p := range points {
		if d := math.Abs(diagonal.cross(p.minus(from))); d > far {
			best, far = p, d
		}
	}
	return best, far
}

// line runs through a point along a unit vector.
type line struct{ at, along point }

// fitted is the line through points with the least squares of their distances, without
// those that lie far from the others, as where a finger holds the page.
func fitted(points []point) line {
	l := through(points)
	for range 3 {
		limit := max(0.3, 2.5*median(distances(points, l)))
		near := slices.DeleteFunc(slices.Clone(points), func(p point) bool { return l.distance(p) > limit })
		if len(near) < 2 {
			break
		}
		l = through(near)
	}
	return l
}

func through(points []point) line {
	var mean point
	for _, p := range points {
		mean = mean.along(p, 1/float64(len(points)))
	}
	var xx, xy, yy float64
	for _, p := range points {
		d := p.minus(mean)
		xx, xy, yy = xx+d.x*d.x, xy+d.x*d.y, yy+d.y*d.y
	}
	sin, cos := math.Sincos(math.Atan2(2*xy, xx-yy) / 2)
	return line{mean, point{cos, sin}}
}

func (l line) distance(p point) float64 { return math.Abs(l.along.cross(p.minus(l.at))) }

func distances(points []point, l line) []float64 {
	list := make([]float64, len(points))
	for i, p := range points {
		list[i] = l.distance(p)
	}
	return list
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// meets is where two lines cross; false for such as run beside each other.
func (l line) meets(other line) (point, bool) {
	det := l.along.cross(other.along)
	if math.Abs(det) < 0.3 {
		return point{}, false
	}
	return l.at.along(l.along, other.at.minus(l.at).cross(other.along)/det), true
}
