package touch

import (
	"image"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// WritingPad takes one character on the crossed square (米字格) that people learnt
// to write on.
type WritingPad struct {
	pad
	guides *canvas.Image
}

// The lines of the square: dashes, in px.
const (
	guideEnd   = 20 // from the pad's edge
	guideDash  = 14
	guideGap   = 11
	guideWidth = 2
)

// NewWritingPad is an empty pad.
func NewWritingPad(look style.Look) *WritingPad {
	p := &WritingPad{guides: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}}
	p.open(look, look.Edge)
	p.Init(p, p.arrange, p.box, p.guides, p.shown)
	return p
}

// Words are what the pad is found by: nothing is written on it.
func (p *WritingPad) Words() string { return "pad" }

func (p *WritingPad) arrange(s fyne.Size) {
	sheet := image.NewNRGBA(image.Rect(0, 0, int(s.Width), int(s.Height)))
	middle, half := Point{s.Width / 2, s.Height / 2}, min(s.Width, s.Height)/2-guideEnd
	for _, to := range []Point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {-1, -1}, {1, -1}, {-1, 1}} {
		step := float32(math.Hypot(float64(to.X), float64(to.Y)))
		for at := float32(guideGap); at+guideDash < half*step; at += guideDash + guideGap {
			a, b := at/step, (at+guideDash)/step
			capsule(sheet, Point{middle.X + to.X*a, middle.Y + to.Y*a}, Point{middle.X + to.X*b, middle.Y + to.Y*b}, guideWidth, p.look.Guide)
		}
	}
	style.Put(p.guides, 0, 0, s.Width, s.Height)
	p.guides.Image = sheet
	p.guides.Refresh()
	p.fit(s)
}
