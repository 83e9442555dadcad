package receipt

import (
	"fmt"

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

// Modules are the rows of the QR code of text, true is black, without a quiet
// zone: the one code that stands on paper and on the screen.
func Modules(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, village.Failed("make the QR code", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
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
