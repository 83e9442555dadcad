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

// TestAnEmptyLetterOfEntrustmentIsPrintedBeforeACase: with the item on it and nothing that
// looks as if something had been handed in; the first refusal is the reason of another.
func TestAnEmptyLetterOfEntrustmentIsPrintedBeforeACase(t *testing.T) {
	k, office := newStation(t), ipptest.Start(t)
	out := filepath.Join(t.TempDir(), "letter.pdf")
	k.json("", &struct{}{}, "letter", "--item", "elderly-allowance", "--kind", "entrust", "--out", out)
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	k.json("", &struct{}{}, "letter", "--item", "elderly-allowance", "--kind", "entrust", "--office", office.Address)
	for _, text := range []string{words(t, raw), words(t, office.Jobs()[0])} {
		for _, want := range []string{"代办服务委托书", "高龄老人津贴", "第 1 页，共 1 页", "提交申请和材料", "委托到哪一天为止", "委托人签名"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in %q", want, text)
			}
		}
		if strings.Contains(text, "收件") || strings.Contains(text, "查询码") {
			t.Errorf("it claims a case: %q", text)
		}
	}
	for _, args := range [][]string{
		{"letter", "--kind", "entrust", "--out", out}, {"letter", "--item", "nothing", "--kind", "entrust", "--out", out},
		{"letter", "--item", "elderly-allowance", "--kind", "acceptance", "--out", out}, {"letter", "K7M4-9TA2", "--item", "elderly-allowance", "--kind", "entrust", "--out", out},
	} {
		if exit, _, errs := k.run("", args...); exit != 1 {
			t.Errorf("%v: exit %d %s", args, exit, errs)
		}
	}
}
