package camera

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"

	"bianmin/app/village"
)

// Picture is a paper as it is handed in.
type Picture struct {
	Data  []byte      // JPEG in colour, or PNG in black and white; at most MaxBytes
	Sharp bool        // its letters can be read, as far as a machine can say
	Small image.Image // the same at smallSide px
}

const (
	// MaxBytes keeps a case with ten papers below what a line of a village carries in a
	// few minutes.
	MaxBytes  = 200 << 10
	smallSide = 240
	wide      = 1600 // px of a picture's longer side: 190 dpi of A4
	textWide  = 1654 // 200 dpi of the shorter side of A4, as scanners for files use
)

// Develop makes a picture of a frame: in colour if that is small enough, because
// stamps and portraits are, else in black and white, which keeps dense text readable
// where a coarse JPEG would not.
func Develop(frame image.Image) (Picture, error) {
	b := frame.Bounds()
	if b.Dx() < 16 || b.Dy() < 16 {
		return Picture{}, &village.Error{Kind: village.Invalid, Field: "camera", Key: "err.camera.gone"}
	}
	p := Picture{Sharp: sharpness(frame) >= readable, Small: shrink(frame, smallSide)}
	small := shrink(frame, wide)
	for _, quality := range []int{80, 65, 50} {
		var out bytes.Buffer
		if err := jpeg.Encode(&out, small, &jpeg.Options{Quality: quality}); err != nil {
			return Picture{}, fault("err.camera.picture", err)
		}
		if out.Len() <= MaxBytes {
			p.Data = out.Bytes()
			return p, nil
		}
	}
	for side := textWide; side >= 600; side = side * 3 / 4 {
		var out bytes.Buffer
		coder := png.Encoder{CompressionLevel: png.BestCompression}
		if err := coder.Encode(&out, blackOnWhite(shrink(frame, side))); err != nil {
			return Picture{}, fault("err.camera.picture", err)
		}
		if out.Len() <= MaxBytes {
			p.Data = out.Bytes()
			return p, nil
		}
	}
	return Picture{}, fault("err.camera.picture", nil)
}

// shrink is frame with its longer side of at most side px.
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

// grey is frame in grey.
func grey(frame image.Image) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, frame.Bounds().Dx(), frame.Bounds().Dy()))
	draw.Draw(out, out.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return out
}

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
			if int(g.Pix[y*g.Stride+x])*area*100 < sum*85 {
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
