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
	office.Say("none", 9)
	f.printsAnEmptyLetter()
	if last := words(t, office.Jobs()[len(office.Jobs())-1]); !strings.Contains(last, "代办服务委托书") || strings.Contains(last, "查询码") {
		t.Errorf("the empty letter says %q", last)
	}
}

// printsAnEmptyLetter goes from the letters of a case to the guide of an item.
func (f *finger) printsAnEmptyLetter() {
	f.t.Helper()
	f.tap("previous")
	f.tap("back")
	f.screen("home")
	f.tap("tile.1")
	f.screen("search")
	f.keys("laoren")
	f.tap("老人")
	f.tap("result.0")
	f.screen("guide")
	f.choose("letter.blank")
	f.screen("letters")
	f.tap("print.entrust")
	f.says("出来了吗？")
	f.tap("came")
	f.picture("empty-letter")
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

// TestALetterIsAskedForAfterARestart: nobody said whether it came out; the home page tells
// the staff, the page of its case asks, and the maintainer's page names it.
func TestALetterIsAskedForAfterARestart(t *testing.T) {
	k, office := newStation(t), ipptest.Start(t)
	if code, _, errs := k.run("830274\n", "pin", "set"); code != 0 {
		t.Fatal(errs)
	}
	code := k.accept().Code
	for _, kind := range []string{"entrust", "receipt"} {
		k.json("", &struct{}{}, "letter", code, "--kind", kind, "--office", office.Address)
	}
	f := newScreen(t, k, 1080, 1920)
	f.window, f.flags = "1080x1920", []string{"--office", office.Address}
	f.startWindow()
	f.screen("home")
	f.says("有 2 张纸不知道打出来没有")
	f.tap("tile.2")
	f.screen("progress")
	for _, key := range code {
		f.tap("key." + string(key))
	}
	f.tap("letters")
	f.screen("letters")
	f.says("出来了吗？")
	f.tap("came")
	f.says("打印过 1 次")
	f.tap("back")
	f.screen("progress")
	f.tap("back")
	f.screen("home")
	for range 5 {
		f.tap("mark")
	}
	f.pin("830274")
	f.screen("machine")
	f.says("有 1 张纸不知道出来没有")
	f.picture("machine-prints")
	open := k.openPrints()
	f.tap("lost.1")
	f.until("word of the maintainer", func() bool { return len(k.openPrints()) == 0 })
	if len(open) != 1 {
		t.Errorf("open: %+v", open)
	}
}
