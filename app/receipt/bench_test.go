package receipt_test

import (
	"image"
	"testing"

	"github.com/boombuler/barcode/qr"
	rsc "rsc.io/qr"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
)

// Target: at most 60 ms with the fonts parsed.
func BenchmarkReceipt80(b *testing.B) { paint(b, receipt.Paper80) }

func BenchmarkReceipt58(b *testing.B) { paint(b, receipt.Paper58) }

func paint(b *testing.B, paper receipt.Paper) {
	content := receipt.Compose(receipttest.Sources(b)[0].Source)
	painter := receipttest.Painter(b)
	var p *image.Paletted
	for b.Loop() {
		var err error
		if p, err = painter.Paint(content, paper); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(p.Rect.Dy()), "rows")
}

// The first receipt after the start: every character is drawn for the first time.
func BenchmarkReceipt80First(b *testing.B) {
	content := receipt.Compose(receipttest.Sources(b)[0].Source)
	for b.Loop() {
		b.StopTimer()
		painter := receipttest.Painter(b)
		b.StartTimer()
		if _, err := painter.Paint(content, receipt.Paper80); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPainterStart(b *testing.B) {
	for b.Loop() {
		receipttest.Painter(b)
	}
}

// The code of a real receipt at level Medium, by the library in use and its peers.
func BenchmarkQR(b *testing.B) {
	text := receipttest.Sources(b)[0].Case.QR
	ours, err := receipt.Modules(text)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("skip2", func(b *testing.B) {
		for b.Loop() {
			if _, err := receipt.Modules(text); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("rsc.io", func(b *testing.B) {
		for b.Loop() {
			code, err := rsc.Encode(text, rsc.M)
			if err != nil {
				b.Fatal(err)
			}
			if code.Size != len(ours) {
				b.Fatalf("%d modules", code.Size)
			}
		}
	})
	b.Run("boombuler", func(b *testing.B) {
		for b.Loop() {
			code, err := qr.Encode(text, qr.M, qr.AlphaNumeric)
			if err != nil {
				b.Fatal(err)
			}
			if code.Bounds().Dx() != len(ours) {
				b.Fatalf("%d modules", code.Bounds().Dx())
			}
		}
	})
}
