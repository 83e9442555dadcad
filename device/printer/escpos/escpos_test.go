package escpos

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/receipt/receipttest"
	"bianmin/device/printer"
	"bianmin/device/printer/printertest"
)

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
	paper := printertest.NewPaper(p.Rect.Dx())
	if _, err := paper.Write(raw); err != nil || !paper.Whole() || !slices.Equal(paper.Cuts, []int{p.Rect.Dy() + tail}) {
		t.Fatalf("the printer: %v, cuts %v", err, paper.Cuts)
	}
	if want := p.Rect.Dy() + tail; paper.Rows != want || !bytes.Equal(paper.Pix[:p.Rect.Dy()*p.Rect.Dx()], p.Pix) {
		t.Fatalf("another picture came out: %d rows, want %d", paper.Rows, want)
	}
	if bytes.ContainsRune(paper.Pix[p.Rect.Dy()*p.Rect.Dx():], 1) {
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
