package touch

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/png"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// SignaturePad takes a signature above a line.
type SignaturePad struct {
	pad
	line *canvas.Rectangle
}

// NewSignaturePad is an empty pad.
func NewSignaturePad(look style.Look) *SignaturePad {
	p := &SignaturePad{line: canvas.NewRectangle(look.Hair)}
	p.open(look, look.Ink)
	p.Init(p, p.arrange, p.box, p.line, p.shown)
	return p
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

func (p *SignaturePad) arrange(s fyne.Size) {
	style.Put(p.line, 48, s.Height-72, s.Width-96, 2)
	p.fit(s)
}
