package picture

import (
	"image"
	"math"
	"slices"
)

const (
	lineSide  = 800  // px of the longer side on which lines of text are looked for
	mostAngle = 10.0 // degrees
	// clearer is how much sharper the rows must fall at the right angle than at the usual
	// one. Text of four lines gives 3 and more, noise and portraits below 1.3.
	clearer = 1.7
	// leastInk in px is a few lines of text; the steps of a soft shadow have less.
	leastInk = 2000
	// leastAngle in degrees is not worth turning a picture for.
	leastAngle = 0.2
)

// textAngle is by how many degrees the lines of text in frame fall to the right, found
// by the rows of ink that they make; false when there are none or they lie straight.
func textAngle(frame image.Image) (float64, bool) {
	ink := inkOf(blackOnWhite(shrink(frame, lineSide)))
	if len(ink) < leastInk {
		return 0, false
	}
	rows := make([]int, 4*lineSide)
	var all []float64
	best, most := 0.0, 0.0
	try := func(from, to, step float64) {
		for a := from; a <= to+step/2; a += step {
			score := rowsAt(ink, a, rows)
			all = append(all, score)
			if score > most {
				best, most = a, score
			}
		}
	}
	try(-mostAngle, mostAngle, 0.5)
	slices.Sort(all)
	usual := all[len(all)/2]
	try(best-0.5, best+0.5, 0.1)
	try(best-0.1, best+0.1, 0.02)
	if most < clearer*usual || math.Abs(best) > mostAngle || math.Abs(best) < leastAngle {
		return 0, false
	}
	return best, true
}

// inkOf are the places of ink.
func inkOf(page *image.Paletted) []image.Point {
	var ink []image.Point
	for y := range page.Rect.Dy() {
		for x := range page.Rect.Dx() {
			if page.Pix[y*page.Stride+x] == 1 {
				ink = append(ink, image.Pt(x, y))
			}
		}
	}
	return ink
}

// rowsAt is how sharply ink falls into rows that are turned by angle degrees: the sum of
// the squares of the steps from row to row. rows is room for it.
//
// Source: Postl, Detection of linear oblique structures and skew scan in digitized
// documents, 1986 (the differences of the projection profile).
func rowsAt(ink []image.Point, angle float64, rows []int) float64 {
	clear(rows)
	sin, cos := math.Sincos(angle * math.Pi / 180)
	for _, p := range ink {
		rows[int(float64(p.Y)*cos-float64(p.X)*sin)+lineSide]++
	}
	sum := 0.0
	for i := 1; i < len(rows); i++ {
		d := float64(rows[i] - rows[i-1])
		sum += d * d
	}
	return sum
}
