package touchtest

import (
	"fmt"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Rules are what the words of a page must keep in one look (VVSG 2.0, the
// strictest there are for a public touchscreen).
type Rules struct {
	MinText   float32 // px
	Main      float64 // contrast of words in ink
	Secondary float64 // of all other words, chips and buttons
	Paper     color.NRGBA
	Ink       color.NRGBA
}

// RulesOf are the rules of a look: 28 px, in large letters 40; 10:1 and 6:1, in
// high contrast 10:1 everywhere.
func RulesOf(l style.Look) Rules {
	r := Rules{MinText: style.MinText, Main: 10, Secondary: 6, Paper: l.Paper, Ink: l.Ink}
	if l.Large {
		r.MinText = 40
	}
	if l.Paper != style.Light().Paper {
		r.Secondary = 10
	}
	return r
}

func words(root fyne.CanvasObject, rules Rules) []string {
	var list []string
	Walk(root, func(o fyne.CanvasObject, _ fyne.Position) {
		if text, ok := o.(*canvas.Text); ok && text.Text != "" && text.TextSize < rules.MinText {
			list = append(list, fmt.Sprintf("%q has words of %g px", text.Text, text.TextSize))
		}
	})
	return list
}

// cut are the words of things to press that do not fit: a person must know what
// a button does before the finger comes down.
func cut(root fyne.CanvasObject) []string {
	var list []string
	for _, t := range Targets(root) {
		if row, ok := t.Object.(interface{ Row() bool }); ok && row.Row() {
			continue // a row shows the whole of its title on the page behind it
		}
		Walk(t.Object, func(o fyne.CanvasObject, _ fyne.Position) {
			if text, ok := o.(*style.Text); ok && text.Cut() {
				list = append(list, fmt.Sprintf("%s cuts %q", t, text.Text()))
			}
		})
	}
	return list
}

// ground is a filled box with its place.
type ground struct {
	x, y, w, h float32
	fill       color.NRGBA
}

// contrasts are the words that are too like the ground they stand on: the
// topmost opaque box below their middle, or the paper.
func contrasts(root fyne.CanvasObject, window fyne.Size, rules Rules) []string {
	var list []string
	grounds := []ground{{0, 0, window.Width, window.Height, rules.Paper}}
	pressed := map[fyne.CanvasObject]bool{} // words of buttons
	for _, t := range Targets(root) {
		Walk(t.Object, func(o fyne.CanvasObject, _ fyne.Position) { pressed[o] = true })
	}
	Walk(root, func(o fyne.CanvasObject, at fyne.Position) {
		switch o := o.(type) {
		case *canvas.Rectangle:
			if fill, ok := opaque(o.FillColor); ok {
				grounds = append(grounds, ground{at.X, at.Y, o.Size().Width, o.Size().Height, fill})
			}
		case *canvas.Text:
			ink, ok := opaque(o.Color)
			if !ok || o.Text == "" {
				return
			}
			below := under(grounds, at.X+o.Size().Width/2, at.Y+o.Size().Height/2)
			least := rules.Secondary
			if ink == rules.Ink && !pressed[o] {
				least = rules.Main
			}
			if got := Contrast(ink, below); got < least {
				list = append(list, fmt.Sprintf("%q has a contrast of %.2f, less than %g: %v on %v", o.Text, got, least, ink, below))
			}
		}
	})
	return list
}

func under(grounds []ground, x, y float32) color.NRGBA {
	for i := len(grounds) - 1; i > 0; i-- {
		if g := grounds[i]; x >= g.x && y >= g.y && x < g.x+g.w && y < g.y+g.h {
			return g.fill
		}
	}
	return grounds[0].fill
}

func opaque(c color.Color) (color.NRGBA, bool) {
	if c == nil {
		return color.NRGBA{}, false
	}
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	return n, n.A == 0xff
}

// Contrast is the WCAG 2 contrast ratio of two opaque colours.
func Contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+.055)/1.055, 2.4)
	}
	return .2126*part(c.R) + .7152*part(c.G) + .0722*part(c.B)
}
