package touch

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Face is one grade of a rating. All five look alike until one is chosen.
type Face struct {
	press
	grade  int
	chosen bool
	box    *canvas.Rectangle
	icon   *canvas.Image
	words  *style.Text
}

const faceIcon = 144

// NewFace is the face of a grade from 1 (worst) to 5.
func NewFace(look style.Look, grade int, words string, tap func()) *Face {
	f := &Face{grade: grade}
	f.look, f.OnTap, f.paint = look, tap, f.colour
	f.box = newBox(nil, nil, look.Border(2), style.RadiusButton)
	f.icon = style.Icon(f.name(), faceIcon, look.Ink, look.Ink)
	f.words = style.NewText(look.Small.B(), look.Ink, words).Limit(1).Align(fyne.TextAlignCenter)
	f.Init(f, f.arrange, f.box, f.icon, f.words)
	f.colour()
	return f
}

// Chosen reports whether it is the grade that the person gives.
func (f *Face) Chosen() bool { return f.chosen }

// SetChosen fills the card with ink.
func (f *Face) SetChosen(on bool) {
	if f.chosen != on {
		f.chosen = on
		f.colour()
	}
}

func (f *Face) name() string { return fmt.Sprintf("face%d", f.grade) }

func (f *Face) arrange(s fyne.Size) {
	style.Put(f.box, 0, 0, s.Width, s.Height)
	if f.look.Large { // a row
		side := min(faceIcon, s.Height-24)
		style.Put(f.icon, 32, (s.Height-side)/2, side, side)
		f.words.Align(fyne.TextAlignLeading).At(216, (s.Height-f.look.Small.Line)/2, s.Width-240)
		return
	}
	style.Put(f.icon, (s.Width-faceIcon)/2, 54, faceIcon, faceIcon)
	f.words.At(2, 224, s.Width-4)
}

func (f *Face) colour() {
	l := f.look
	ground, border, ink := l.Card, l.Edge, l.Ink
	switch {
	case f.chosen:
		ground, border, ink = l.Ink, l.Ink, l.OnInk
	case f.down:
		ground = l.Sunk
	}
	fill(f.box, ground, border)
	f.words.SetColor(ink)
	swap(f.icon, f.name(), ink, ink)
}
