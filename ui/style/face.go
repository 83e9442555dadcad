package style

import (
	"sync"

	"bianmin/assets/font"
)

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
