package picture

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// shrink is frame from (0, 0) on, with its longer side of at most side px.
func shrink(frame image.Image, side int) *image.RGBA {
	b := frame.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > side {
		w, h = max(1, w*side/long), max(1, h*side/long)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.ApproxBiLinear.Scale(out, out.Bounds(), frame, b, draw.Src, nil)
	return out
}

// grey is frame in grey, from (0, 0) on.
func grey(frame image.Image) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, frame.Bounds().Dx(), frame.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return out
}

// faint is a difference of brightness, of 255, that is no letter: in the dark a seventh is
// next to nothing.
const faint = 8

// blackOnWhite makes everything black that is darker than its surroundings by a
// seventh, so that a shadow over the paper stays paper.
//
// Source: Bradley and Roth, Adaptive Thresholding Using the Integral Image, 2007;
// window of an eighth of the width, 15 %.
func blackOnWhite(frame image.Image) *image.Paletted {
	g := grey(frame)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sums := integral(g)
	half := max(1, w/16)
	out := image.NewPaletted(g.Rect, color.Palette{color.White, color.Black})
	for y := range h {
		top, bottom := max(0, y-half), min(h, y+half+1)
		for x := range w {
			left, right := max(0, x-half), min(w, x+half+1)
			area := (right - left) * (bottom - top)
			sum := sums[bottom*(w+1)+right] - sums[top*(w+1)+right] - sums[bottom*(w+1)+left] + sums[top*(w+1)+left]
			if is := int(g.Pix[y*g.Stride+x]) * area; is*100 < sum*85 && sum-is >= faint*area {
				out.Pix[y*out.Stride+x] = 1
			}
		}
	}
	return out
}

// integral is the sum of everything above and left of each corner.
func integral(g *image.Gray) []int {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	sums := make([]int, (w+1)*(h+1))
	for y := range h {
		row := 0
		for x := range w {
			row += int(g.Pix[y*g.Stride+x])
			sums[(y+1)*(w+1)+x+1] = sums[y*(w+1)+x+1] + row
		}
	}
	return sums
}
