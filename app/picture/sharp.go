package picture

import (
	"image"
	"slices"
)

const (
	sharpSide = 1000 // px of the longer side at which sharpness is measured
	tile      = 50   // px
	// readable is the variance of the Laplacian from which letters can be read. On a
	// synthetic dense page of 1000 px a blur of radius 2 leaves 2370 and can be read,
	// one of radius 4 leaves 415 and cannot; 1000 lies between. A default, to be
	// calibrated with the camera that a centre has.
	readable = 1000
)

// sharpness is the variance of the Laplacian of the tiles of a frame that have the
// most detail, a tenth of them: a stamp on an empty sheet counts as the sheet full of
// text does, and an empty sheet as blurred.
func sharpness(frame image.Image) float64 {
	g := grey(shrink(frame, sharpSide))
	var found []float64
	for y := 1; y+tile < g.Rect.Dy(); y += tile {
		for x := 1; x+tile < g.Rect.Dx(); x += tile {
			found = append(found, variance(g, x, y))
		}
	}
	if len(found) == 0 {
		return 0
	}
	slices.Sort(found)
	best := found[len(found)-max(1, len(found)/10):]
	sum := 0.0
	for _, v := range best {
		sum += v
	}
	return sum / float64(len(best))
}

// variance is that of the Laplacian in the tile at (x0, y0).
func variance(g *image.Gray, x0, y0 int) float64 {
	var sum, squares float64
	for y := y0; y < y0+tile; y++ {
		for x := x0; x < x0+tile; x++ {
			at := y*g.Stride + x
			l := float64(int(g.Pix[at-1]) + int(g.Pix[at+1]) + int(g.Pix[at-g.Stride]) + int(g.Pix[at+g.Stride]) - 4*int(g.Pix[at]))
			sum += l
			squares += l * l
		}
	}
	mean := sum / (tile * tile)
	return squares/(tile*tile) - mean*mean
}
