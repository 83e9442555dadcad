package touch

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
)

// Point is a place on a pad in px from its top left corner.
type Point struct{ X, Y float32 }

// SignaturePad takes strokes of a finger. Its ink is drawn into one picture.
type SignaturePad struct {
	style.Part
	Changed func() // after each stroke and after Clear

	look    style.Look
	box     *canvas.Rectangle
	line    *canvas.Rectangle
	shown   *canvas.Image
	ink     *image.NRGBA
	strokes [][]Point
	drawing bool
}

const (
	signatureInk  = 11 // width of a stroke
	signatureEdge = 3
	maxPoints     = 20_000 // then the pad takes no more: a name has some hundreds
)

// NewSignaturePad is an empty pad.
func NewSignaturePad(look style.Look) *SignaturePad {
	p := &SignaturePad{look: look}
	p.box = newBox(look.Card, look.Ink, look.Border(signatureEdge), style.RadiusCard)
	p.line = canvas.NewRectangle(look.Hair)
	p.shown = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	p.Init(p, p.arrange, p.box, p.line, p.shown)
	return p
}

// Strokes are the strokes so far, in order.
func (p *SignaturePad) Strokes() [][]Point { return p.strokes }

// Empty reports whether nothing was written.
func (p *SignaturePad) Empty() bool { return len(p.strokes) == 0 }

// Clear takes all ink away.
func (p *SignaturePad) Clear() {
	p.strokes, p.drawing = nil, false
	if p.ink != nil {
		clear(p.ink.Pix)
		p.shown.Refresh()
	}
	p.changed()
}

// PNG is the ink on white, as it is handed in. An empty pad is an error.
func (p *SignaturePad) PNG() ([]byte, error) {
	if p.Empty() {
		return nil, fmt.Errorf("nothing is written on the pad")
	}
	sheet := image.NewGray(p.ink.Bounds())
	draw.Draw(sheet, sheet.Bounds(), image.White, image.Point{}, draw.Src)
	draw.DrawMask(sheet, sheet.Bounds(), image.Black, image.Point{}, p.ink, image.Point{}, draw.Over)
	var b bytes.Buffer
	if err := png.Encode(&b, sheet); err != nil {
		return nil, fmt.Errorf("encode signature: %w", err)
	}
	return b.Bytes(), nil
}

// MouseDown is for Fyne: a stroke begins with a dot.
func (p *SignaturePad) MouseDown(e *desktop.MouseEvent) {
	if e.Button != desktop.MouseButtonPrimary || p.ink == nil {
		return
	}
	p.drawing = true
	p.strokes = append(p.strokes, nil)
	p.add(e.Position)
}

// MouseUp is for Fyne: the stroke ends.
func (p *SignaturePad) MouseUp(*desktop.MouseEvent) { p.end() }

// Dragged is for Fyne: the stroke goes on.
func (p *SignaturePad) Dragged(e *fyne.DragEvent) {
	if p.drawing {
		p.add(e.Position)
	}
}

// DragEnd is for Fyne: the stroke ended outside.
func (p *SignaturePad) DragEnd() { p.end() }

func (p *SignaturePad) end() {
	if p.drawing {
		p.drawing = false
		p.changed()
	}
}

func (p *SignaturePad) changed() {
	if p.Changed != nil {
		p.Changed()
	}
}

func (p *SignaturePad) add(pos fyne.Position) {
	size := p.Size()
	const edge = signatureEdge + signatureInk/2 + 1
	at := Point{
		X: min(max(pos.X, edge), size.Width-edge),
		Y: min(max(pos.Y, edge), size.Height-edge),
	}
	count := 0
	for _, s := range p.strokes {
		count += len(s)
	}
	if count >= maxPoints {
		return
	}
	last := len(p.strokes) - 1
	from := at
	if n := len(p.strokes[last]); n > 0 {
		from = p.strokes[last][n-1]
	}
	p.strokes[last] = append(p.strokes[last], at)
	capsule(p.ink, from, at, p.look.Ink)
	p.shown.Refresh()
}

func (p *SignaturePad) arrange(s fyne.Size) {
	style.Put(p.box, 0, 0, s.Width, s.Height)
	style.Put(p.line, 48, s.Height-72, s.Width-96, 2)
	style.Put(p.shown, 0, 0, s.Width, s.Height)
	p.ink = image.NewNRGBA(image.Rect(0, 0, int(s.Width), int(s.Height)))
	for _, stroke := range p.strokes {
		for i := range stroke {
			capsule(p.ink, stroke[max(i-1, 0)], stroke[i], p.look.Ink)
		}
	}
	p.shown.Image = p.ink
}

// capsule draws a line with round ends and soft edges.
func capsule(img *image.NRGBA, a, b Point, ink color.NRGBA) {
	const r = signatureInk / 2.0
	box := image.Rect(int(min(a.X, b.X)-r-1), int(min(a.Y, b.Y)-r-1), int(max(a.X, b.X)+r+2), int(max(a.Y, b.Y)+r+2))
	box = box.Intersect(img.Bounds())
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			d := distance(Point{float32(x) + .5, float32(y) + .5}, a, b)
			cover := uint8(255 * min(max(r+.5-d, 0), 1))
			i := img.PixOffset(x, y)
			if cover > img.Pix[i+3] {
				img.Pix[i], img.Pix[i+1], img.Pix[i+2], img.Pix[i+3] = ink.R, ink.G, ink.B, cover
			}
		}
	}
}

// distance is from p to the segment from a to b.
func distance(p, a, b Point) float64 {
	dx, dy := float64(b.X-a.X), float64(b.Y-a.Y)
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(max((float64(p.X-a.X)*dx+float64(p.Y-a.Y)*dy)/length, 0), 1)
	}
	return math.Hypot(float64(p.X-a.X)-t*dx, float64(p.Y-a.Y)-t*dy)
}
