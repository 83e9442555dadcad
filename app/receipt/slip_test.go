package receipt_test

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
	"bianmin/app/village"
)

func slip(t *testing.T, s receipt.Slip, paper receipt.Paper) *image.Paletted {
	t.Helper()
	picture, err := receipttest.Painter(t).PaintSlip(s, receipttest.Sources(t)[0].Texts, paper)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// TestASlipKeepsInsideThePaper in both widths; BIANMIN_SCREENS names a folder for
// whoever wants to look.
func TestASlipKeepsInsideThePaper(t *testing.T) {
	s := receipt.Slip{
		Code: "K7M4TA", Item: "80周岁以上老年人高龄津贴", Centre: "锡场镇江滨村党群服务中心",
		Until: time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone),
	}
	for name, paper := range map[string]receipt.Paper{"slip-58": receipt.Paper58, "slip-80": receipt.Paper80} {
		picture := slip(t, s, paper)
		width, height := picture.Rect.Dx(), picture.Rect.Dy()
		for y := range height {
			row := picture.Pix[y*width : (y+1)*width]
			if band := row[0] == 1; !band && bytes.ContainsRune(append(bytes.Clone(row[:8]), row[width-8:]...), 1) {
				t.Errorf("%s: row %d has ink in the margin", name, y)
				break
			}
		}
		if bytes.ContainsRune(picture.Pix[(height-16)*width:], 1) || height > 1200 {
			t.Errorf("%s: ink at the very end of %d rows", name, height)
		}
		if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
			var out bytes.Buffer
			if err := png.Encode(&out, picture); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+".png"), out.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestASlipSaysTheEndOfTheDayAsPeopleDo: 24:00 of this day, not 0:00 of the next.
func TestASlipSaysTheEndOfTheDayAsPeopleDo(t *testing.T) {
	midnight := receipt.Slip{Code: "K7M4TA", Item: "x", Until: time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone)}
	same, later := midnight, midnight
	same.Until = midnight.Until.UTC()
	later.Until = midnight.Until.Add(time.Minute)
	a := slip(t, midnight, receipt.Paper80)
	if b := slip(t, same, receipt.Paper80); !bytes.Equal(a.Pix, b.Pix) {
		t.Error("another zone makes another slip")
	}
	if b := slip(t, later, receipt.Paper80); bytes.Equal(a.Pix, b.Pix) {
		t.Error("another time makes the same slip")
	}
}
