package tests

import (
	"testing"

	"bianmin/device/ptytest"
)

// TestAScannedReceiptOpensInTheRealWindow holds a paper under a scanner on a serial
// line, and pulls the scanner out afterwards: the code can still be typed.
func TestAScannedReceiptOpensInTheRealWindow(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	taken := k.accept()
	line := ptytest.Open(t)
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--scanner", line.Path}
	f.startWindow()
	f.screen("home")
	if _, err := line.Write([]byte("6901234567892\r")); err != nil { // what is on a bottle
		t.Fatal(err)
	}
	f.screen("progress")
	f.says("这不是便民机的回执")
	f.picture("scanned-bottle")
	if _, err := line.Write([]byte(taken.QR + "\r\n")); err != nil {
		t.Fatal(err)
	}
	f.says(taken.Code[:4])
	f.says("80周岁以上高龄老人津贴申请")
	f.picture("scanned")
	line.Pull()
	f.tap("back")
	f.screen("home")
	f.find(taken.Code)
	f.says("80周岁以上高龄老人津贴申请")
}
