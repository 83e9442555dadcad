package style

import (
	"image/color"
	"math"
	"testing"
)

// contrast is the WCAG 2 contrast ratio of two opaque colours, cut to two
// decimals as the table of the visual design is.
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return math.Floor((max(x, y)+.05)/(min(x, y)+.05)*100) / 100
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

// The figures are those of the visual design, section 2.
func Test29ContrastIsAsMeasured(t *testing.T) {
	l, h := Light(), HighContrast()
	tests := []struct {
		name          string
		ink, ground   color.NRGBA
		want, atLeast float64
	}{
		{"words on red", l.OnRed, l.Red, 7.79, 6},
		{"words on teal", l.OnTeal, l.Teal, 7.43, 6},
		{"words on ink", l.OnInk, l.Ink, 17.36, 10},
		{"hair on paper", l.Hair, l.Paper, 1.36, 0},
		{"edge on paper", l.Edge, l.Paper, 3.84, 3},
		{"edge on card", l.Edge, l.Card, 4.11, 3},
		{"edge on sunk", l.Edge, l.Sunk, 3.46, 3},
		{"ink on paper", l.Ink, l.Paper, 16.22, 10},
		{"ink on card", l.Ink, l.Card, 17.36, 10},
		{"ink on amber", l.OnAmber, l.Amber, 9.07, 6},
		{"ink on amber pressed", l.OnAmber, l.AmberPressed, 6.94, 6},
		{"ink2 on paper", l.Ink2, l.Paper, 6.99, 6},
		{"ink2 on card", l.Ink2, l.Card, 7.48, 6},
		{"ink2 on sunk", l.Ink2, l.Sunk, 6.30, 6},
		{"red on paper", l.RedMark, l.Paper, 7.28, 6},
		{"red on card", l.RedMark, l.Card, 7.79, 6},
		{"white on red pressed", l.OnRed, l.RedPressed, 10.83, 6},
		{"red on its tint", l.RedMark, l.RedTint, 6.72, 6},
		{"teal on paper", l.TealMark, l.Paper, 6.94, 6},
		{"teal on card", l.TealMark, l.Card, 7.43, 6},
		{"white on teal pressed", l.OnTeal, l.TealPressed, 10.60, 6},
		{"teal on its tint", l.TealMark, l.TealTint, 6.30, 6},
		{"ink on teal tint", l.Ink, l.TealTint, 14.71, 10},
		{"focus ring on teal", l.Amber, l.Teal, 3.88, 3},
		{"amber words on tint", l.AmberMark, l.AmberTint, 6.72, 6},
		{"amber words on card", l.AmberMark, l.Card, 7.48, 6},
		{"amber words on paper", l.AmberMark, l.Paper, 6.99, 6},
		{"ink on amber tint", l.Ink, l.AmberTint, 15.61, 10},
		{"off words", l.OffText, l.Off, 6.04, 6},
		{"off words on paper", l.OffText, l.Paper, 7.42, 6},
		{"high: ink on ground", h.Ink, h.Paper, 21, 10},
		{"high: ink on raised", h.Ink, h.Sunk, 15.13, 10},
		{"high: yellow on ground", h.Teal, h.Paper, 15.14, 10},
		{"high: yellow on raised", h.Teal, h.Sunk, 10.91, 10},
		{"high: words on pressed", h.OnTeal, h.TealPressed, 10.69, 10},
		{"high: teal on ground", h.TealMark, h.Paper, 13.92, 10},
		{"high: teal on raised", h.TealMark, h.Sunk, 10.03, 10},
		{"high: red on ground", h.RedMark, h.Paper, 10.27, 10},
		{"high: red on raised", h.RedMark, h.Sunk, 7.40, 6},
		{"high: amber on ground", h.AmberMark, h.Paper, 13.06, 10},
		{"high: amber on raised", h.AmberMark, h.Sunk, 9.41, 6},
		{"high: off words", h.OffText, h.Off, 10.20, 10},
	}
	for _, tt := range tests {
		got := contrast(tt.ink, tt.ground)
		if math.Abs(got-tt.want) > .005 {
			t.Errorf("%s is %.2f, the design says %.2f", tt.name, got, tt.want)
		}
		if got < tt.atLeast {
			t.Errorf("%s is %.2f, less than %g", tt.name, got, tt.atLeast)
		}
	}
}

func Test29TypeIsLargeEnoughAndAiry(t *testing.T) {
	for _, s := range []Scale{Normal(), Large()} {
		for _, typ := range []Type{s.Caption, s.Small, s.Body, s.Title, s.Head} {
			if typ.Size < MinText {
				t.Errorf("type of %g px is smaller than %d", typ.Size, MinText)
			}
			if typ.Line/typ.Size < 1.3 {
				t.Errorf("type %g has lines of %g, less than 1.3 times", typ.Size, typ.Line)
			}
		}
	}
}
