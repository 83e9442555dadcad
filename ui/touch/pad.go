package touch

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
)

// Point is a place on a pad in px from its top left corner.
type Point struct{ X, Y float32 }

// pad takes strokes of a finger. Its ink is drawn into one picture.
type pad struct {
	style.Part
	Changed func() // after each stroke, after Undo and Clear

	look    style.Look
	box     *canvas.Rectangle
	shown   *canvas.Image
	ink     *image.NRGBA // nil while nothing is written
	strokes [][]Point
	drawing bool
}

const (
	padInk    = 11 // width of a stroke
	padEdge   = 3
	maxPoints = 20_000 // then the pad takes no more: a name has some hundreds
)

func (p *pad) open(look style.Look, edge color.Color) {
	p.look = look
	p.box = newBox(look.Card, edge, look.Border(padEdge), style.RadiusCard)
	p.shown = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
}

// Strokes are the strokes so far, in order.
func (p *pad) Strokes() [][]Point { return p.strokes }

// Empty reports whether nothing was written.
func (p *pad) Empty() bool { return len(p.strokes) == 0 }

// Clear takes all ink away.
func (p *pad) Clear() {
	p.strokes, p.drawing = nil, false
	p.paint()
	p.changed()
}

// Undo takes the last stroke away.
func (p *pad) Undo() {
	if n := len(p.strokes); n > 0 {
		p.strokes, p.drawing = p.strokes[:n-1], false
		p.paint()
		p.changed()
	}
}

// MouseDown is for Fyne: a stroke begins with a dot.
func (p *pad) MouseDown(e *desktop.MouseEvent) {
	Elsewhere()
	if e.Button != desktop.MouseButtonPrimary || p.Size().Width == 0 {
		return
	}
	p.drawing = true
	p.strokes = append(p.strokes, nil)
	p.makeRoom()
	p.add(e.Position)
}

// MouseUp is for Fyne: the stroke ends.
func (p *pad) MouseUp(*desktop.MouseEvent) { p.end() }

// Dragged is for Fyne: the stroke goes on.
func (p *pad) Dragged(e *fyne.DragEvent) {
	if p.drawing {
		p.add(e.Position)
	}
}

// DragEnd is for Fyne: the stroke ended outside.
func (p *pad) DragEnd() { p.end() }

func (p *pad) end() {
	if p.drawing {
		p.drawing = false
		p.changed()
	}
}

func (p *pad) changed() {
	if p.Changed != nil {
		p.Changed()
	}
}

func (p *pad) add(pos fyne.Position) {
	size := p.Size()
	const edge = padEdge + padInk/2 + 1
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
	capsule(p.ink, from, at, padInk, p.look.Ink)
	p.shown.Refresh()
}

// fit gives box and ink the size of the pad.
func (p *pad) fit(s fyne.Size) {
	style.Put(p.box, 0, 0, s.Width, s.Height)
	style.Put(p.shown, 0, 0, s.Width, s.Height)
	p.wipe()
	p.paint()
}

// makeRoom makes the picture that ink is drawn into. A pad without ink has none: it
// would take 1 to 3 MB twice, and a layer of every frame.
func (p *pad) makeRoom() {
	if p.ink != nil {
		return
	}
	size := p.Size()
	p.ink = image.NewNRGBA(image.Rect(0, 0, int(size.Width), int(size.Height)))
	p.shown.Image = p.ink
	p.shown.Show()
	p.Repaint() // Fyne may have forgotten where a picture lies that was hidden
}

// wipe takes the picture away and leaves nothing of it in memory.
func (p *pad) wipe() {
	if p.ink != nil {
		clear(p.ink.Pix)
	}
	p.ink, p.shown.Image = nil, nil
	p.shown.Refresh()
	p.shown.Hide()
	p.Repaint()
}

// paint draws all strokes anew.
func (p *pad) paint() {
	if len(p.strokes) == 0 {
		p.wipe()
		return
	}
	p.makeRoom()
	clear(p.ink.Pix)
	for _, stroke := range p.strokes {
		for i := range stroke {
			capsule(p.ink, stroke[max(i-1, 0)], stroke[i], padInk, p.look.Ink)
		}
	}
	p.shown.Refresh()
}

// capsule draws a line with round ends and soft edges.
func capsule(img *image.NRGBA, a, b Point, width float64, ink color.NRGBA) {
	r := float32(width / 2)
	box := image.Rect(int(min(a.X, b.X)-r-1), int(min(a.Y, b.Y)-r-1), int(max(a.X, b.X)+r+2), int(max(a.Y, b.Y)+r+2))
	box = box.Intersect(img.Bounds())
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			d := distance(Point{float32(x) + .5, float32(y) + .5}, a, b)
			cover := uint8(255 * min(max(width/2+.5-d, 0), 1))
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
