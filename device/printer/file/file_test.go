package file

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/receipt/receipttest"
)

func TestPNGIsDotForDot(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		var raw bytes.Buffer
		if err := PNG(&raw, s.Picture); err != nil {
			t.Fatal(err)
		}
		if depth := raw.Bytes()[24]; depth != 1 {
			t.Errorf("%s: %d bits a dot", s.Name, depth)
		}
		back, err := png.Decode(&raw)
		if err != nil {
			t.Fatal(err)
		}
		p, ok := back.(*image.Paletted)
		if !ok || p.Rect != s.Picture.Rect || !bytes.Equal(p.Pix, s.Picture.Pix) {
			t.Errorf("%s came back as another picture", s.Name)
		}
	}
}

func TestPDFHasTheSizeOfThePaper(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		var raw, again bytes.Buffer
		for _, w := range []*bytes.Buffer{&raw, &again} {
			if err := PDF(w, s.Picture, Page{int(s.Paper), at()}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(raw.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same receipt, other bytes", s.Name)
		}
		name := filepath.Join(t.TempDir(), "receipt.pdf")
		if err := os.WriteFile(name, raw.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		info := run(t, "pdfinfo", name)
		want := map[int]string{80: "226.77 x", 58: "164.41 x"}[int(s.Paper)] // points
		if !strings.Contains(info, want) || !strings.Contains(info, "Pages:           1\n") {
			t.Errorf("%s: page size is not %s:\n%s", s.Name, want, info)
		}
	}
}

func TestWritersRefuseWhatIsNoReceipt(t *testing.T) {
	wide := image.NewPaletted(image.Rect(0, 0, 576, 8), color.Palette{color.White, color.Black})
	if err := PDF(&bytes.Buffer{}, wide, Page{58, at()}); err == nil {
		t.Error("72 mm were put on 58")
	}
	colourful := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.White, color.Black, color.Transparent})
	if PNG(&bytes.Buffer{}, colourful) == nil || PDF(&bytes.Buffer{}, nil, Page{80, at()}) == nil {
		t.Error("a picture that is not in two colours was written")
	}
}
