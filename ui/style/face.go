package style

import (
	"sync"

	"fyne.io/fyne/v2"

	"bianmin/assets/font"
)

// faces are the two files as Fyne wants them. Fyne parses a file once for each
// resource, so there is one of each.
//
//nolint:gochecknoglobals // embedded files under a name
var faces = sync.OnceValue(func() (f struct{ regular, bold fyne.Resource }) {
	f.regular = fyne.NewStaticResource("regular.ttf", font.Common())
	f.bold = fyne.NewStaticResource("bold.ttf", font.Bold())
	return f
})

// source is the face of a text. A text that names its face itself spares Fyne
// the search through the fonts of the system and the parsing of its own, which
// a theme's face brings with it: a third of the start and 20 MB.
func source(bold bool) fyne.Resource {
	if bold {
		return faces().bold
	}
	return faces().regular
}

//nolint:gochecknoglobals // the character map of an embedded file, read once
var boldFace = sync.OnceValue(func() *font.Coverage {
	c, err := font.NewCoverage(font.Bold())
	if err != nil {
		return nil
	}
	return c
})

// BoldFor reports whether s is drawn in Bold when bold is wanted: only if the
// Bold face holds every character of it.
func BoldFor(s string, bold bool) bool { return bold && boldFace() != nil && boldFace().Has(s) }
