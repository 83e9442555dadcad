package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// StepperWords are the words of the two keys of a stepper with their icons.
type StepperWords struct {
	Less, More         string
	LessIcon, MoreIcon string
}

// Stepper is a small value between a key that makes it less and one that makes
// it more. It keeps no number: its owner counts and calls [Stepper.SetValue].
type Stepper struct {
	style.Part
	look       style.Look
	less, more *Tool
	box        *canvas.Rectangle
	value      *style.Text
}

// NewStepper is a stepper without a value; step is called with -1 or 1.
func NewStepper(look style.Look, say StepperWords, step func(by int)) *Stepper {
	s := &Stepper{look: look}
	s.less = NewTool(look, Plain, say.LessIcon, say.Less, func() { step(-1) })
	s.more = NewTool(look, Plain, say.MoreIcon, say.More, func() { step(1) })
	s.box = newBox(look.Sunk, nil, 0, style.RadiusButton) // no edge: it is not to be pressed
	s.value = style.NewText(look.Big, look.Ink, "").Limit(1).Align(fyne.TextAlignCenter)
	s.Init(s, s.arrange, s.box, s.value, s.less, s.more)
	return s
}

// SetValue shows the value as words: 3 层, 2026年.
func (s *Stepper) SetValue(words string) {
	s.value.SetText(words)
	s.Arrange()
}

// SetEnds switches the keys off that lead below the least value or above the
// largest.
func (s *Stepper) SetEnds(least, most bool) {
	s.less.SetEnabled(!least)
	s.more.SetEnabled(!most)
}

// Less is the key that makes the value less.
func (s *Stepper) Less() fyne.CanvasObject { return s.less }

// More is the key that makes the value more.
func (s *Stepper) More() fyne.CanvasObject { return s.more }

// StepperHeight is the height of a stepper.
func StepperHeight(look style.Look) float32 {
	if look.Large {
		return 120
	}
	return 104
}

func (s *Stepper) arrange(size fyne.Size) {
	side := max(StepperHeight(s.look), s.less.Least(), s.more.Least())
	style.Put(s.less, 0, 0, side, size.Height)
	style.Put(s.more, size.Width-side, 0, side, size.Height)
	x, w := side+style.MinGap, size.Width-2*(side+style.MinGap)
	style.Put(s.box, x, 0, w, size.Height)
	typ := s.look.Big
	for _, smaller := range []style.Type{s.look.Head, s.look.Title.B(), s.look.Body.B(), s.look.Small.B()} {
		if typ.Width(s.value.Text()) <= w-16 {
			break
		}
		typ = smaller
	}
	s.value.SetType(typ)
	s.value.At(x+8, (size.Height-typ.Line)/2, w-16)
}
