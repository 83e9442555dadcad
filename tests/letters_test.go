package tests

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/device/printer/ipp/ipptest"
)

// words are those of a PDF, as pdftotext reads them.
func words(t *testing.T, raw []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "letter.pdf")
	if err := os.WriteFile(name, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("pdftotext", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestALetterIsPrintedInTheRealWindow: from the code to the paper, with the question
// whether it came out. Whoever says no gets another one, which says that it is one; the
// printer's own word ends nothing.
func TestALetterIsPrintedInTheRealWindow(t *testing.T) {
	k, office := newStation(t), ipptest.Start(t)
	code := k.accept().Code
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--office", office.Address}
	f.startWindow()
	f.screen("home")
	f.tap("tile.2")
	f.screen("progress")
	for _, key := range code {
		f.tap("key." + string(key))
	}
	f.tap("letters")
	f.screen("letters")
	f.tap("print.receipt")
	f.says("出来了吗？")
	f.picture("letters")
	f.tap("lost")
	f.until("second paper", func() bool { return len(office.Jobs()) == 2 })
	f.tap("came")
	f.says("打印过 2 次")
	first, second := words(t, office.Jobs()[0]), words(t, office.Jobs()[1])
	if !strings.Contains(first, "已收件，尚未受理") || strings.Contains(first, "补打") || !strings.Contains(second, "补打 第1次") {
		t.Errorf("the papers say %q and %q", first, second)
	}
	if _, states := k.diagnosis("--office", office.Address); states["office"] != "ok" {
		t.Errorf("the doctor says %v", states)
	}
	office.Say("media-empty-report", 9)
	if _, states := k.diagnosis("--office", office.Address); states["office"] != "warn" {
		t.Errorf("without paper the doctor says %v", states)
	}
	f.tap("print.entrust")
	f.says("打印机没纸了")
	office.Say("none", 8)
	f.tap("print.entrust")
	f.says("没有打完就停了")
	if exit, out, _ := k.run("", "print", "--list", "--json"); exit != 0 || strings.Count(out, "\n") != 1 || !strings.Contains(out, `"paper":"entrust"`) {
		t.Errorf("nobody knows of %s", out)
	}
	if exit, _, errs := k.run("", "letter", code, "--kind", "entrust", "--came"); exit != 0 {
		t.Errorf("exit %d %s", exit, errs)
	}
	if exit, out, _ := k.run("", "print", "--list", "--json"); exit != 0 || out != "" {
		t.Errorf("nobody knows of %s", out)
	}
}
