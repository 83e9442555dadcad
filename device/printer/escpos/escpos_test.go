package escpos

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/receipt/receipttest"
	"bianmin/device/printer"
)

// printed is what a printer of the given width makes of raw: the paper, and
// whether it was cut. Anything that Encode has no business to send is an error.
func printed(raw []byte, width int) (paper []byte, rows int, cut bool, err error) {
	take := func(n int) []byte {
		if err != nil || len(raw) < n {
			err = fmt.Errorf("the bytes end in a command")
			return make([]byte, n)
		}
		head := raw[:n]
		raw = raw[n:]
		return head
	}
	if !bytes.HasPrefix(raw, []byte("\x1b@")) {
		return nil, 0, false, fmt.Errorf("not initialised")
	}
	for len(raw) > 0 && err == nil {
		switch command := string(take(2)); command {
		case "\x1b@":
		case "\x1dP":
			if unit := take(2); unit[0] != 203 || unit[1] != 203 {
				err = fmt.Errorf("rows are not dots: % x", unit)
			}
		case "\x1bJ":
			n := int(take(1)[0])
			paper, rows = append(paper, make([]byte, n*width)...), rows+n
		case "\x1dv":
			head := take(6)
			wide, high := int(binary.LittleEndian.Uint16(head[2:])), int(binary.LittleEndian.Uint16(head[4:]))
			if head[0] != '0' || head[1] != 0 || high > 255 || wide*8 > width+7 {
				return nil, 0, false, fmt.Errorf("band of %d bytes and %d rows", wide, high)
			}
			for range high {
				line := make([]byte, width)
				for i, b := range take(wide) {
					for bit := range 8 {
						if b&(0x80>>bit) != 0 {
							line[i*8+bit] = 1
						}
					}
				}
				paper, rows = append(paper, line...), rows+1
			}
		case "\x1dV":
			take(2)
			cut = true
		default:
			err = fmt.Errorf("unknown command % x", command)
		}
	}
	return paper, rows, cut, err
}

func assertPrinted(t interface {
	Helper()
	Fatalf(string, ...any)
}, p *image.Paletted,
) {
	t.Helper()
	raw, err := Encode(p)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	paper, rows, cut, err := printed(raw, p.Rect.Dx())
	if err != nil || !cut {
		t.Fatalf("the printer: %v, cut %t", err, cut)
	}
	if want := p.Rect.Dy() + tail; rows != want || !bytes.Equal(paper[:p.Rect.Dy()*p.Rect.Dx()], p.Pix) {
		t.Fatalf("another picture came out: %d rows, want %d", rows, want)
	}
	if bytes.ContainsRune(paper[p.Rect.Dy()*p.Rect.Dx():], 1) {
		t.Fatalf("something is printed below the receipt")
	}
}

func TestEveryDotComesOut(t *testing.T) {
	for _, sample := range receipttest.Samples(t) {
		t.Run(sample.Name, func(t *testing.T) { assertPrinted(t, sample.Picture) })
	}
}

func TestAnyPictureComesOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := 8*rapid.IntRange(1, 9).Draw(t, "bytes"), rapid.IntRange(1, 700).Draw(t, "rows")
		p := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.White, color.Black})
		for range rapid.IntRange(0, 6).Draw(t, "blots") {
			x, y := rapid.IntRange(0, width-1).Draw(t, "x"), rapid.IntRange(0, height-1).Draw(t, "y")
			for down := range rapid.IntRange(1, 300).Draw(t, "down") {
				if y+down < height {
					p.Pix[(y+down)*width+x] = printer.Black
				}
			}
		}
		assertPrinted(t, p)
	})
}

func TestWhiteIsFedNotSent(t *testing.T) {
	p := image.NewPaletted(image.Rect(0, 0, 576, 1000), color.Palette{color.White, color.Black})
	p.Pix[0], p.Pix[999*576] = 1, 1
	raw, err := Encode(p)
	if err != nil || len(raw) > 60 {
		t.Errorf("%d bytes for two dots, %v", len(raw), err)
	}
}

func TestEncodeRefusesWhatIsNotInTwoColours(t *testing.T) {
	for _, p := range []*image.Paletted{
		nil,
		image.NewPaletted(image.Rect(0, 0, 0, 0), color.Palette{color.White, color.Black}),
		image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black, color.Transparent}),
	} {
		if _, err := Encode(p); err == nil {
			t.Error("taken")
		}
	}
}
