package picture

import (
	"image"
	"math"
)

type point struct{ x, y float64 }

func (p point) minus(q point) point            { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point          { return point{p.x * f, p.y * f} }
func (p point) along(q point, f float64) point { return point{p.x + q.x*f, p.y + q.y*f} }
func (p point) cross(q point) float64          { return p.x*q.y - p.y*q.x }
func (p point) long() float64                  { return math.Hypot(p.x, p.y) }

// corners are where a sheet lies in a frame, in px, from its upper left one clockwise.
type corners [4]point

func cornersOf(r image.Rectangle) corners {
	w, h := float64(r.Dx()), float64(r.Dy())
	return corners{{0, 0}, {w, 0}, {w, h}, {0, h}}
}

// side is the vector from the corner i to the next one.
func (c corners) side(i int) point { return c[(i+1)%4].minus(c[i]) }

// area in px², above 0 when the corners go round clockwise.
func (c corners) area() float64 {
	sum := 0.0
	for i := range c {
		sum += c[i].cross(c[(i+1)%4])
	}
	return sum / 2
}

// size is how wide and how high the sheet is, seen from above.
func (c corners) size() (w, h float64) {
	return (c.side(0).long() + c.side(2).long()) / 2, (c.side(1).long() + c.side(3).long()) / 2
}

// fit is the size in px of the straight sheet with its longer side of at most side, and
// at most most times as large as it lies in the frame.
func (c corners) fit(side, most float64) (w, h int) {
	wide, high := c.size()
	f := min(most, side/max(wide, high))
	return max(1, int(math.Round(wide*f))), max(1, int(math.Round(high*f)))
}

// angle is by how much the sheet is turned clockwise, in degrees.
func (c corners) angle() float64 {
	top, bottom := c.side(0), c.side(2).times(-1)
	return math.Atan2(top.y+bottom.y, top.x+bottom.x) * 180 / math.Pi
}

// upright are the same corners from the upper left one of a sheet that is turned by at
// most 45°.
func (c corners) upright() corners {
	for i := range c {
		if s := c.side(i); s.x > 0 && math.Abs(s.y) <= s.x {
			return corners{c[i], c[(i+1)%4], c[(i+2)%4], c[(i+3)%4]}
		}
	}
	return c
}

// scaled are the corners in a frame that is f times as large.
func (c corners) scaled(f float64) corners {
	for i := range c {
		c[i] = c[i].times(f)
	}
	return c
}

// inset are the corners moved inwards by the share f of the sheet: the edge itself is
// half paper and half table.
func (c corners) inset(f float64) corners {
	in := c
	for i := range c {
		in[i] = c[i].along(c[(i+2)%4].minus(c[i]), f)
	}
	return in
}

// turned are the corners of the smallest upright sheet, turned by angle degrees, that
// holds all of c.
func (c corners) turned(angle float64) corners {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	right, down := point{cos, sin}, point{-sin, cos}
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, p := range c {
		x, y := p.x*right.x+p.y*right.y, p.x*down.x+p.y*down.y
		low, high = point{min(low.x, x), min(low.y, y)}, point{max(high.x, x), max(high.y, y)}
	}
	at := func(x, y float64) point { return right.times(x).along(down, y) }
	return corners{at(low.x, low.y), at(high.x, low.y), at(high.x, high.y), at(low.x, high.y)}
}

// bounds is the part of frame in which c lies.
func (c corners) bounds(frame image.Rectangle) image.Rectangle {
	low, high := c[0], c[0]
	for _, p := range c {
		low, high = point{min(low.x, p.x), min(low.y, p.y)}, point{max(high.x, p.x), max(high.y, p.y)}
	}
	return image.Rect(int(low.x), int(low.y), int(math.Ceil(high.x)), int(math.Ceil(high.y))).Intersect(frame)
}

// straighten is what lies between the corners of frame, w by h px; white beyond the frame.
//
// Source: Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2.3
// (the unit square onto a quadrilateral).
func straighten(frame *image.RGBA, c corners, w, h int) *image.RGBA {
	d1, d2 := c[1].minus(c[2]), c[3].minus(c[2])
	s := point{c[0].x - c[1].x + c[2].x - c[3].x, c[0].y - c[1].y + c[2].y - c[3].y}
	var g, k float64
	if det := d1.cross(d2); det != 0 {
		g, k = s.cross(d2)/det, d1.cross(s)/det
	}
	du := point{c[1].x - c[0].x + g*c[1].x, c[1].y - c[0].y + g*c[1].y}
	dv := point{c[3].x - c[0].x + k*c[3].x, c[3].y - c[0].y + k*c[3].y}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		v := (float64(y) + 0.5) / float64(h)
		for x := range w {
			u := (float64(x) + 0.5) / float64(w)
			z := 1 + g*u + k*v
			at := point{(c[0].x + du.x*u + dv.x*v) / z, (c[0].y + du.y*u + dv.y*v) / z}
			sample(out.Pix[y*out.Stride+4*x:], frame, at)
		}
	}
	return out
}

// sample writes into px the colour of frame at p, between its four pixels there.
func sample(px []byte, frame *image.RGBA, p point) {
	fx, fy := p.x-0.5, p.y-0.5
	x, y := int(math.Floor(fx)), int(math.Floor(fy))
	w, h := frame.Rect.Dx(), frame.Rect.Dy()
	if x < -1 || y < -1 || x >= w || y >= h {
		px[0], px[1], px[2], px[3] = 255, 255, 255, 255
		return
	}
	ax, ay := int((fx-float64(x))*256), int((fy-float64(y))*256)
	left, right := max(x, 0)*4, min(x+1, w-1)*4
	top, bottom := max(y, 0)*frame.Stride, min(y+1, h-1)*frame.Stride
	for i := range 3 {
		a := int(frame.Pix[top+left+i])*(256-ax) + int(frame.Pix[top+right+i])*ax
		b := int(frame.Pix[bottom+left+i])*(256-ax) + int(frame.Pix[bottom+right+i])*ax
		px[i] = byte((a*(256-ay) + b*ay) >> 16)
	}
	px[3] = 255
}
