// Package style holds the looks of the kiosk: colours, type scale and measures
// as values, the Fyne theme, Chinese line breaking and text that is placed by
// its visual line box. It owns no behaviour.
package style

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Theme gives Fyne the two faces and the ground of a look. Everything else on
// a screen is drawn from [Look], never from the theme.
type Theme struct {
	look Look
}

// NewTheme is the theme of look. Its faces are for what Fyne might draw by
// itself; our texts name theirs, see [Text].
func NewTheme(look Look) *Theme {
	return &Theme{look: look}
}

// Color is the ground for the background and ink for all else.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if name != theme.ColorNameBackground {
		return t.look.Ink
	}
	if t.look.Paper == Light().Paper {
		// The window is cleared with the colour divided by 255² instead of
		// 65535 and comes out lighter: this value shows as #FAF7F0.
		return hex(0xF8F5EE)
	}
	return t.look.Paper
}

// Font is Bold for bold text and Regular for every other style.
func (*Theme) Font(s fyne.TextStyle) fyne.Resource {
	return source(s.Bold)
}

// Icon is Fyne's own: no screen shows one.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

// Size is Fyne's own, without padding: everything is placed by hand.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if name == theme.SizeNamePadding || name == theme.SizeNameInnerPadding {
		return 0
	}
	return theme.DefaultTheme().Size(name)
}
