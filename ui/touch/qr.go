package touch

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// quietModules is the white edge that a QR code needs on every side.
const quietModules = 4

// NewQR draws the modules of a QR code, true for black, as whole pixels that
// are px wide and high, with the white edge around them. It stays black on
// white in every look. The image has its size already.
func NewQR(modules [][]bool, px int) *canvas.Image {
	side := (len(modules) + 2*quietModules) * px
	pic := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y, row := range modules {
		for x, dark := range row {
			if dark {
				block(pic, (x+quietModules)*px, (y+quietModules)*px, px)
			}
		}
	}
	img := canvas.NewImageFromImage(pic)
	img.ScaleMode = canvas.ImageScalePixels
	img.FillMode = canvas.ImageFillStretch
	style.Put(img, 0, 0, float32(side), float32(side))
	return img
}

func block(pic *image.Paletted, x, y, px int) {
	for dy := range px {
		for dx := range px {
			pic.SetColorIndex(x+dx, y+dy, 1)
		}
	}
}

// CountdownRing is the ring of the idle warning with its figure.
type CountdownRing struct {
	style.Part
	whole, left *canvas.Arc
	figure      *style.Text
}

const ringSide = 400

// NewCountdownRing is a ring of 400 px, less where it has less room, with a figure of 220.
func NewCountdownRing(look style.Look) *CountdownRing {
	const cutout = 1 - 2*28.0/ringSide
	r := &CountdownRing{
		whole: canvas.NewArc(0, 360, cutout, look.Rest()),
		left:  canvas.NewArc(0, 360, cutout, look.RedMark),
	}
	r.figure = style.NewText(style.Figure(220), look.Ink, "").Align(fyne.TextAlignCenter)
	r.Init(r, r.arrange, r.whole, r.left, r.figure)
	return r
}

// Set shows the seconds left of all.
func (r *CountdownRing) Set(left, all int, words string) {
	r.left.EndAngle = 360 * float32(left) / float32(all)
	canvas.Refresh(r.left)
	r.figure.SetText(words)
}

func (r *CountdownRing) arrange(s fyne.Size) {
	side := min(ringSide, s.Height)
	x, y := (s.Width-side)/2, (s.Height-side)/2
	style.Put(r.whole, x, y, side, side)
	style.Put(r.left, x, y, side, side)
	r.figure.At(0, (s.Height-224)/2-20, s.Width) // by its ink
}
