package receipt_test

import (
	"bytes"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
)

// TestATestPaperKeepsInsideThePaper in both widths; BIANMIN_SCREENS names a folder
// for whoever wants to look.
func TestATestPaperKeepsInsideThePaper(t *testing.T) {
	for name, paper := range map[string]receipt.Paper{"test-58": receipt.Paper58, "test-80": receipt.Paper80} {
		picture, err := receipttest.Painter(t).PaintTest("锡场镇江滨村党群服务中心", receipttest.Sources(t)[0].Texts, paper)
		if err != nil {
			t.Fatal(err)
		}
		width, height := picture.Rect.Dx(), picture.Rect.Dy()
		if bytes.ContainsRune(picture.Pix[(height-16)*width:], 1) || height > 800 || height < 200 {
			t.Errorf("%s: %d rows, or ink at the very end", name, height)
		}
		if dir := os.Getenv("BIANMIN_SCREENS"); dir != "" {
			var out bytes.Buffer
			if err := png.Encode(&out, picture); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name+".png"), out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := receipttest.Painter(t).PaintTest("", receipttest.Sources(t)[0].Texts, 57); err == nil {
		t.Error("paper of 57 mm is drawn on")
	}
}
