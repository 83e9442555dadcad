package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/device/idcard/idcardtest"
	"bianmin/device/ptytest"
)

// TestTheMaintainerTriesEveryDeviceInTheRealWindow: nothing of the card that is read
// is shown, and a reader that is pulled says so.
func TestTheMaintainerTriesEveryDeviceInTheRealWindow(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	if code, _, errs := k.run("830274\n", "pin", "set"); code != 0 {
		t.Fatal(errs)
	}
	cards, scans, sim := ptytest.Open(t), ptytest.Open(t), &idcardtest.Reader{}
	go sim.Serve(cards)
	card := idcardtest.Citizen("陈阿妹", "445221194403120021", "20360101")
	sim.Set(idcardtest.Answer{Card: &card})
	paper, sound := filepath.Join(t.TempDir(), "paper"), t.TempDir()
	f := newScreen(t, k, 1080, 1920)
	f.window = "1080x1920"
	f.flags = []string{"--card", cards.Path, "--scanner", scans.Path, "--camera", sawFolder(t), "--printer", paper, "--speaker", sound}
	f.startWindow()
	f.screen("home")
	for range 5 {
		f.tap("mark")
	}
	f.pin("830274")
	f.screen("machine")
	f.tap("machine.try")
	f.screen("devices")
	f.tap("try.printer")
	f.says("送出去了")
	if info, err := os.Stat(paper); err != nil || info.Size() < 1000 {
		t.Errorf("the test paper: %v", err)
	}
	f.tap("try.card")
	f.says("读到了一张证件")
	if said := f.probe("say"); strings.Contains(said, "陈阿妹") || strings.Contains(said, "4452") {
		t.Errorf("the page says %q", said)
	}
	f.tap("try.camera")
	f.says("有画面")
	f.tap("try.scanner")
	f.says("请在 20 秒内扫")
	if _, err := scans.Write([]byte("BM1:ANYTHING\r")); err != nil {
		t.Fatal(err)
	}
	f.says("扫到了一个码")
	f.picture("devices")
	cards.Pull()
	f.tap("try.card")
	f.says("读卡器没有接好")
}
