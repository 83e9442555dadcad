// Package printer holds what turns a drawn receipt into paper: escpos for
// thermal printers, file for pictures and PDF. All of them take the one
// picture that app/receipt draws, with 8 dots a mm and black at index 1 of its
// palette, and know nothing of what stands on it.
package printer

import (
	"errors"
	"image"
)

// DotsPerMM is the resolution of thermal printers (203 dpi).
const DotsPerMM = 8

// Black is the index of the printed colour.
const Black = 1

// Check refuses a picture that is not in two colours or has no size.
func Check(p *image.Paletted) error {
	if p == nil || p.Rect.Empty() || p.Rect.Min != (image.Point{}) || len(p.Palette) != 2 {
		return errors.New("a printer takes a picture in two colours")
	}
	return nil
}
