package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"bianmin/app/village"
	"bianmin/storage/postgrestest"
)

// does runs a command that must succeed.
func does(t testing.TB, args ...string) string {
	t.Helper()
	var out, complaint bytes.Buffer
	if code := run(t.Context(), args, &out, &complaint); code != exitDone {
		t.Fatalf("countyd %s: %d %s", strings.Join(args, " "), code, complaint.String())
	}
	return out.String()
}

// demoCounty is the address of a database with the figures of 2019, without an init.
func demoCounty(t testing.TB) string {
	t.Helper()
	address := "--database=" + postgrestest.Address(t)
	does(t, "demo", address)
	return address
}

// Test410AnotherProgramMakesTheSameFigures lets tests/recompute.py, which shares no code
// with this one, make every figure again from the rows that were written.
func Test410AnotherProgramMakesTheSameFigures(t *testing.T) {
	address := demoCounty(t)
	for _, period := range [][]string{nil, {"--year=2019"}, {"--quarter=2019Q1"}, {"--quarter=2019Q4"}, {"--year=2020"},
		{"--month=2019-03"}, {"--quarter=2019Q2", "--unit=示例单位4"}, {"--item=D004", "--channel=window"}, {"--town=445203104000"}} {
		dir := t.TempDir()
		var ours statsAnswer
		if err := json.Unmarshal([]byte(does(t, append([]string{"stats", address, "--json", "--rows=" + dir}, period...)...)), &ours); err != nil {
			t.Fatal(err)
		}
		raw, err := exec.CommandContext(t.Context(), "python3", "../../tests/recompute.py", dir).Output()
		if err != nil {
			t.Fatal(err)
		}
		var theirs struct {
			Hash    string
			Figures map[string][]any
		}
		if err := json.Unmarshal(raw, &theirs); err != nil {
			t.Fatal(err)
		}
		if ours.Hash != theirs.Hash || len(ours.Figures) != len(theirs.Figures) {
			t.Errorf("%v: hash %s, theirs %s; %d figures, theirs %d", period, ours.Hash, theirs.Hash, len(ours.Figures), len(theirs.Figures))
		}
		for _, f := range ours.Figures {
			if mine, other := fmt.Sprint([]any{f.Displayed, f.Numerator, f.Denominator}), fmt.Sprint(theirs.Figures[f.ID]); mine != other {
				t.Errorf("%v, %s: %s, theirs %s", period, f.ID, mine, other)
			}
		}
		t.Logf("trials: %d figures made again by another program, %v", len(ours.Figures), period)
	}
}

func TestK1K2K3K5K6K7TheBulletinPrintsTheReportOf2019(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	sheet, paper := filepath.Join(dir, "b.xlsx"), filepath.Join(dir, "b.pdf")
	does(t, "report", "quarter", "2019Q4", address, "--out="+sheet, "--problem", "=HYPERLINK(1)")
	does(t, "report", "quarter", "2019Q4", address, "--out="+paper, "--problem", "=HYPERLINK(1)")
	f, err := excelize.OpenFile(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text strings.Builder
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, cell := range row {
				text.WriteString(cell + " ")
				at, _ := excelize.CoordinatesToCellName(c+1, r+1)
				if formula, _ := f.GetCellFormula(name, at); formula != "" {
					t.Errorf("%s!%s is a formula: %s", name, at, formula)
				}
			}
		}
	}
	printed, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", paper, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	squeezed := strings.NewReplacer(" ", "", "\n", "")
	for name, words := range map[string]string{"sheet": text.String(), "paper": string(printed)} {
		words = squeezed.Replace(words)
		for _, want := range []string{"78.04", "47.82", "70.01", "54.22", "2823÷3617", "1350÷2823", "614÷877", "16516", "共3个", "示例单位1", "2019年第1期"} {
			if !strings.Contains(words, want) {
				t.Errorf("the %s lacks %s", name, want)
			}
		}
	}
	if !strings.Contains(text.String(), "'=HYPERLINK(1)") {
		t.Error("what could be a formula is not marked as text")
	}
}

func TestABulletinIsIssuedOnceForTheSameRowsAndWords(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	issue := func(name string, more ...string) (reportAnswer, []byte) {
		t.Helper()
		file := filepath.Join(dir, name)
		var a reportAnswer
		if err := json.Unmarshal([]byte(does(t, append([]string{"report", "quarter", "2019Q4", address, "--json", "--out=" + file}, more...)...)), &a); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return a, raw
	}
	one, first := issue("1.pdf")
	two, again := issue("2.pdf")
	if one.Issue != 1 || two.Issue != 1 || !bytes.Equal(first, again) {
		t.Errorf("the same bulletin is issue %d and %d, same file: %v", one.Issue, two.Issue, bytes.Equal(first, again))
	}
	if three, _ := issue("3.pdf", "--measure", "每周通报"); three.Issue != 2 || three.Hash != one.Hash {
		t.Errorf("other words are issue %d", three.Issue)
	}
}

func TestDemoFillsAnEmptyDatabaseOnly(t *testing.T) {
	address := demoCounty(t)
	var out, complaint bytes.Buffer
	if code := run(t.Context(), []string{"demo", address}, &out, &complaint); code != exitRefused || !strings.Contains(complaint.String(), "database: ") {
		t.Errorf("a second time: %d %s", code, complaint.String())
	}
	for _, args := range [][]string{
		{"stats", address, "--quarter=2019Q5"}, {"stats", address, "--quarter=2019Q1", "--year=2019"}, {"stats", address, "--year=9999"}, {"stats", address, "--month=2019-3"}, {"stats", address, "--month=2019-03", "--year=2019"}, {"stats", address, "--channel=x"}, {"stats", address, "--town=445203104202"},
		{"report", "quarter", "2019Q4", address, "--out=x.docx"}, {"report", "quarter", "Q4", address, "--out=x.pdf"},
	} {
		complaint.Reset()
		if code := run(t.Context(), args, &out, &complaint); code != exitRefused || strings.Count(complaint.String(), "\n") != 1 {
			t.Errorf("%v: %d %s", args, code, complaint.String())
		}
	}
}

// TestH6ABulletinNamesTheMeasuresOfItsQuarterAndWhatCameAfterThem by command alone; those of
// another quarter change nothing.
func TestH6ABulletinNamesTheMeasuresOfItsQuarterAndWhatCameAfterThem(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	now := time.Now().In(village.Zone)
	does(t, "measures", "add", address, "窗口加一个人", "--basis=揭东政务〔2026〕3号", "--unit=民政局", "--due="+now.AddDate(0, 1, 0).Format(time.DateOnly))
	does(t, "measures", "add", address, "不做的事", "--basis=揭东政务〔2026〕3号", "--unit=民政局", "--due="+now.AddDate(0, 1, 0).Format(time.DateOnly))
	does(t, "measures", "note", address, "2", "--text=没有钱", "--state=dropped")
	does(t, "measures", "note", address, "1", "--text=人到了", "--state=done")
	if out := does(t, "measures", "list", address, "--json"); !strings.Contains(out, `"state":"done"`) || !strings.Contains(out, "人到了") {
		t.Errorf("listed %s", out)
	}
	quarter := func(at time.Time) string { return fmt.Sprintf("%dQ%d", at.Year(), (int(at.Month())+2)/3) }
	this := time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, village.Zone)
	words := func(period string) string {
		t.Helper()
		file := filepath.Join(dir, period+".pdf")
		does(t, "report", "quarter", period, address, "--out="+file)
		out, err := exec.Command("pdftotext", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if got := words(quarter(this)); !strings.Contains(got, "窗口加一个人（民政局") || strings.Contains(got, "前后对比") || strings.Contains(got, "不做的事") {
		t.Errorf("the quarter of the measure says %s", got)
	}
	if got := words(quarter(this.AddDate(0, 3, 0))); !strings.Contains(got, "前后对比") || !strings.Contains(got, "窗口加一个人") {
		t.Errorf("the quarter after says %s", got)
	}
	if got := words("2019Q4"); strings.Contains(got, "窗口加一个人") {
		t.Errorf("an earlier quarter says %s", got)
	}
	if code := run(t.Context(), []string{"training", "add", address, "高龄津贴", "--badge=B-9"}, io.Discard, io.Discard); code != exitRefused {
		t.Errorf("a badge that nobody has: exit %d", code)
	}
}
