package receipt

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	zxing "github.com/makiuchi-d/gozxing/qrcode"
	"github.com/skip2/go-qrcode"

	"bianmin/app/village"
)

// Dots a module: what a hand scanner reads from bad paper, and the least that
// both decoders of the tests still read when the dots run. A module is always whole dots.
const (
	moduleDots    = 7
	minModuleDots = 6
	quietModules  = 4
)

// qrCode is a code ready to be stamped.
type qrCode struct {
	modules [][]bool // rows, true is black, without the quiet zone
	dots    int      // of a module
}

func (q qrCode) size() int  { return len(q.modules) * q.dots }
func (q qrCode) quiet() int { return quietModules * q.dots }

// moreVersions is how many larger codes are tried for a text whose own is misread: as
// many as the narrow paper has room for.
const moreVersions = 1

// Modules are the rows of the QR code of text, true is black, without a quiet
// zone: the one code that stands on paper and on the screen. It was read back: of
// perfect pictures one in five has a pattern in it that a widely used reader takes for
// a corner, and the same text in the next larger code has another pattern.
func Modules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, village.Failed("make the QR code", err)
	}
	code.DisableBorder = true
	first := code.Bitmap()
	modules := first
	for more := 1; !readBack(modules, text); more++ {
		if more > moreVersions {
			return first, nil // as good as any
		}
		larger, err := qrcode.NewWithForcedVersion(text, code.VersionNumber+more, qrcode.Medium)
		if err != nil {
			return first, nil // there is none
		}
		larger.DisableBorder = true
		modules = larger.Bitmap()
	}
	return modules, nil
}

// readBack reports whether a stranger's reader finds text in a clean picture of
// modules.
func readBack(modules [][]bool, text string) bool {
	const dots = minModuleDots
	side := (len(modules) + 2*quietModules) * dots
	picture := image.NewGray(image.Rect(0, 0, side, side))
	for i := range picture.Pix {
		x, y := i%side/dots-quietModules, i/side/dots-quietModules
		if picture.Pix[i] = 255; x >= 0 && y >= 0 && x < len(modules) && y < len(modules) && modules[y][x] {
			picture.Pix[i] = 0
		}
	}
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		return false
	}
	found, err := zxing.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	return err == nil && found.GetText() == text
}

func drawQR(text string, l layout) (qrCode, error) {
	modules, err := Modules(text)
	if err != nil {
		return qrCode{}, err
	}
	for dots := moduleDots; dots >= minModuleDots; dots-- {
		q := qrCode{modules, dots}
		if q.size()+2*q.quiet() <= l.width {
			return q, nil
		}
	}
	return qrCode{}, &village.Error{
		Kind: village.Invalid, Field: "paper", Key: "err.receipt.wide",
		Err: fmt.Errorf("%d modules on %d dots", len(modules), l.width),
	}
}
