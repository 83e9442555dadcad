package receipt_test

import (
	"bytes"
	"errors"
	"image"
	"strings"
	"testing"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
)

func TestTheSameReceiptIsTheSameDots(t *testing.T) {
	content := receipt.Compose(receipttest.Sources(t)[0].Source)
	used, fresh := receipttest.Painter(t), receipttest.Painter(t)
	for range 2 {
		if _, err := used.Paint(receipt.Compose(receipttest.Sources(t)[3].Source), receipt.Paper58); err != nil {
			t.Fatal(err)
		}
	}
	a, err := used.Paint(content, receipt.Paper80)
	if err != nil {
		t.Fatal(err)
	}
	b, err := fresh.Paint(content, receipt.Paper80)
	if err != nil {
		t.Fatal(err)
	}
	if a.Rect != b.Rect || !bytes.Equal(a.Pix, b.Pix) {
		t.Error("two pictures of one receipt")
	}
}

func TestNothingTouchesTheEdgeOfThePaper(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		width, height := s.Picture.Rect.Dx(), s.Picture.Rect.Dy()
		if s.Paper == receipt.Paper80 && width != 576 || s.Paper == receipt.Paper58 && width != 384 {
			t.Errorf("%s is %d dots wide", s.Name, width)
		}
		for y := range height {
			row := s.Picture.Pix[y*width : (y+1)*width]
			band := bytes.Count(row, []byte{1}) > width/3 && row[0] == 1
			margin := append(bytes.Clone(row[:8]), row[width-8:]...)
			if !band && bytes.ContainsRune(margin, 1) {
				t.Errorf("%s: row %d has ink in the margin", s.Name, y)
				break
			}
		}
		if blank := s.Picture.Pix[(height-16)*width:]; bytes.ContainsRune(blank, 1) {
			t.Errorf("%s: ink at the very end", s.Name)
		}
	}
}

func TestACharacterNobodyHasIsPrintedAsItsNumber(t *testing.T) {
	painter := receipttest.Painter(t)
	content := receipt.Compose(receipttest.Sources(t)[0].Source)
	paint := func(item string) *image.Paletted {
		content.Item = item
		p, err := painter.Paint(content, receipt.Paper80)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if !bytes.Equal(paint("补\U00030C30贴").Pix, paint("补[30C30]贴").Pix) {
		t.Error("the character is not printed as its number")
	}
	if bytes.Equal(paint("补䶮贴").Pix, paint("补贴").Pix) {
		t.Error("a character that bold lacks is not printed")
	}
}

func TestPaintRefusesWhatDoesNotFit(t *testing.T) {
	painter := receipttest.Painter(t)
	content := receipt.Compose(receipttest.Sources(t)[0].Source)
	content.QR = strings.Repeat("A", 900)
	_, tooLarge := painter.Paint(content, receipt.Paper58)
	_, noPaper := painter.Paint(content, 42)
	for _, err := range []error{tooLarge, noPaper} {
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.receipt.wide" {
			t.Errorf("error %v", err)
		}
	}
}

// The code of every receipt is version 8, 49 modules: 7 dots each on 80 mm paper, 6 on 58 mm.
func TestTheCodeIsVersion8(t *testing.T) {
	for _, s := range receipttest.Samples(t) {
		modules, err := receipt.Modules(s.Content.QR)
		if err != nil || len(modules) != 49 {
			t.Errorf("%s: %d modules, %v", s.Name, len(modules), err)
		}
	}
}
