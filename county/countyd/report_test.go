package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/postgrestest"
)

// issueOf lets a bulletin be issued and returns the answer and the file.
func issueOf(t *testing.T, address, quarter, file string, more ...string) (a reportAnswer, raw []byte) {
	t.Helper()
	if err := json.Unmarshal([]byte(does(t, append([]string{"report", "quarter", quarter, address, "--json", "--out=" + file}, more...)...)), &a); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return a, raw
}

// TestH5AnIssuedBulletinIsPrintedAgainByteForByte, after the rows changed too; what corrects it
// says so on its paper.
func TestH5AnIssuedBulletinIsPrintedAgainByteForByte(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	first, paper := issueOf(t, address, "2019Q4", at("1.pdf"), "--problem", "人手不够")
	_, sheet := issueOf(t, address, "2019Q4", at("1.xlsx"), "--problem", "人手不够")
	figures := does(t, "report", "show", "2019/1", address)
	list := at("items.csv")
	if err := os.WriteFile(list, []byte("code,unit,type,visits\nX1,民政局,01,0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	does(t, "register", "import", address, list)
	second, corrected := issueOf(t, address, "2019Q4", at("2.pdf"), "--problem", "人手不够")
	if first.Issue != 1 || first.Corrects != 0 || second.Issue != 2 || second.Corrects != 1 || second.Hash == first.Hash {
		t.Errorf("issued %+v, then %+v", first, second)
	}
	for name, want := range map[string][]byte{"again.pdf": paper, "again.xlsx": sheet} {
		does(t, "report", "show", "2019/1", address, "--out="+at(name))
		if raw, err := os.ReadFile(at(name)); err != nil || !bytes.Equal(raw, want) {
			t.Errorf("%s is another file than the one of then, %v", name, err)
		}
	}
	if again := does(t, "report", "show", "2019/1", address); again != figures || !strings.Contains(again, first.Hash) {
		t.Errorf("its figures are %.200s", again)
	}
	if bytes.Equal(corrected, paper) {
		t.Error("a corrected bulletin is the same file")
	}
	words := func(file string) string {
		t.Helper()
		out, err := exec.CommandContext(t.Context(), "pdftotext", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if !strings.Contains(words(at("2.pdf")), "本期更正 2019年第1期") || strings.Contains(words(at("again.pdf")), "更正") {
		t.Error("which one is corrected is not on the paper, or is on the first")
	}
	for _, args := range [][]string{{"2019/3"}, {"2019"}, {"2019/0"}, {"2019/1", "--out=" + at("x.docx")}} {
		var out, complaint bytes.Buffer
		if code := run(t.Context(), append([]string{"report", "show", address}, args...), &out, &complaint); code != exitRefused || out.Len() > 0 {
			t.Errorf("%v: %d %s", args, code, complaint.String())
		}
	}
}

// TestH5AnotherProgramMakesEveryFigureOfABulletinAgain with tests/recompute.py: figures, both
// tables and their ranks, units at 100 %, categories, what waits, and what measures came to; and
// each of them that is another is named.
func TestH5AnotherProgramMakesEveryFigureOfABulletinAgain(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	now := time.Now().In(village.Zone)
	this := fmt.Sprintf("%dQ%d", now.Year(), (int(now.Month())+2)/3)
	db, err := county.Open(t.Context(), strings.TrimPrefix(address, "--database="), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	for _, unit := range []string{"示例单位5", "U01", "没有的单位"} { // by name, by code, by nothing that is known
		m := office.Measure{Title: "窗口加一个人，" + unit, Basis: "揭东政务〔2019〕3号", Unit: unit, Due: "2019-12-31", At: time.Date(2019, 8, 5, 9, 0, 0, 0, village.Zone)}
		if _, err := db.KeepMeasure(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	compare := func(rows, kept string) (string, error) {
		out, err := exec.CommandContext(t.Context(), "python3", "../../tests/recompute.py", rows, kept).CombinedOutput()
		return string(out), err
	}
	for _, quarter := range []string{"2019Q1", "2019Q3", "2019Q4", "2020Q1", this} {
		a, _ := issueOf(t, address, quarter, filepath.Join(dir, quarter+".pdf"))
		rows, kept := filepath.Join(dir, quarter), filepath.Join(dir, quarter+".json")
		if said := does(t, "report", "rows", quarter, address, "--out="+rows); !strings.Contains(said, a.Hash) {
			t.Errorf("%s: rows are %s", quarter, said)
		}
		if err := os.WriteFile(kept, []byte(does(t, "report", "show", fmt.Sprintf("%s/%d", quarter[:4], a.Issue), address)), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := compare(rows, kept); err != nil {
			t.Errorf("%s: %v\n%s", quarter, err, out)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, "2019Q4.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*stats.Bulletin){
		"hash":       func(b *stats.Bulletin) { b.Hash = b.Hash[1:] + "0" },
		"quarter":    func(b *stats.Bulletin) { b.Quarter[4].Numerator++ },
		"year":       func(b *stats.Bulletin) { b.Year[3].Displayed += "0" },
		"units":      func(b *stats.Bulletin) { b.Units[5].Rank++ },
		"of_quarter": func(b *stats.Bulletin) { b.OfQuarter[2].Open++ },
		"perfect":    func(b *stats.Bulletin) { b.Perfect = append(b.Perfect, "示例单位9") },
		"categories": func(b *stats.Bulletin) { b.Categories[1].N++ },
		"late":       func(b *stats.Bulletin) { b.Late-- },
		"latest":     func(b *stats.Bulletin) { b.Latest[0].ID = "T9999" },
		"effects":    func(b *stats.Bulletin) { b.Effects[1].Before.Closed++ },
	} {
		var b stats.Bulletin
		if err := json.Unmarshal(raw, &b); err != nil {
			t.Fatal(err)
		}
		spoil(&b)
		other, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "spoilt.json")
		if err := os.WriteFile(file, other, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := compare(filepath.Join(dir, "2019Q4"), file); err == nil || strings.Count(out, "differs: ") != 1 || !strings.Contains(out, "differs: "+name+" ") {
			t.Errorf("another %s: %v\n%s", name, err, out)
		}
	}
}

// TestH5TheBulletinNamesTypesOfRequestsInWords and categories of a register as it has them.
func TestH5TheBulletinNamesTypesOfRequestsInWords(t *testing.T) {
	for code, want := range map[string]string{lang.Default: "求助", "en": "Help"} {
		text, err := lang.Load(code)
		if err != nil {
			t.Fatal(err)
		}
		b := stats.Bulletin{Period: "2026Q4", Categories: []stats.Counted{{Name: "help", N: 3}, {Name: "噪音", N: 2}}}
		for _, p := range (&world{text: text}).paper(b, county.Bulletin{}).Parts {
			if p.Title != text.T("bulletin.categories") {
				continue
			}
			if len(p.Rows) != 2 || p.Rows[0][0] != want || p.Rows[1][0] != "噪音" {
				t.Errorf("%s: %v", code, p.Rows)
			}
		}
	}
	for _, kind := range village.TicketTypes() {
		if text := must(lang.Load(lang.Default))(t); (&world{text: text}).category(string(kind)) == string(kind) {
			t.Errorf("%s has no words", kind)
		}
	}
}

// TestABulletinOfWhichNoPaperWasKeptShowsItsFiguresAlone and invents none.
func TestABulletinOfWhichNoPaperWasKeptShowsItsFiguresAlone(t *testing.T) {
	address, out := "--database="+postgrestest.Address(t), filepath.Join(t.TempDir(), "x.pdf")
	db, err := county.Open(t.Context(), strings.TrimPrefix(address, "--database="), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	old := county.Bulletin{Period: "2018Q4", Year: 2018, Hash: "x", Content: []byte(`{"period":"2018Q4"}`), IssuedAt: time.Now()}
	if _, err := db.Issue(t.Context(), old, func([]byte) bool { return false }, func(county.Bulletin) ([]byte, error) { return nil, nil }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if figures := does(t, "report", "show", "2018/1", address); figures != string(old.Content)+"\n" {
		t.Errorf("its figures are %s", figures)
	}
	var complaint bytes.Buffer
	if code := run(t.Context(), []string{"report", "show", "2018/1", address, "--out=" + out}, &bytes.Buffer{}, &complaint); code != exitRefused {
		t.Errorf("%d %s", code, complaint.String())
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a paper was made")
	}
}

// TestABulletinOfAReleaseWithoutPaperIsNotCorrectedByItsReprint: the form alone is another. What
// changes afterwards corrects the one that was reprinted.
func TestABulletinOfAReleaseWithoutPaperIsNotCorrectedByItsReprint(t *testing.T) {
	address, dir := demoCounty(t), t.TempDir()
	db, err := county.Open(t.Context(), strings.TrimPrefix(address, "--database="), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	old := county.Bulletin{Period: "2019Q4", Year: 2019, Hash: "of another form", Content: []byte(`{"period":"2019Q4"}`), IssuedAt: time.Now()}
	if _, err := db.Issue(t.Context(), old, func([]byte) bool { return false }, func(county.Bulletin) ([]byte, error) { return nil, nil }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for n, words := range []string{"人手不够", "人手不够", "人手还是不够"} {
		a, _ := issueOf(t, address, "2019Q4", filepath.Join(dir, fmt.Sprint(n)+".xlsx"), "--problem", words)
		want := []reportAnswer{{Issue: 2}, {Issue: 2}, {Issue: 3, Corrects: 2}}[n]
		if a.Issue != want.Issue || a.Corrects != want.Corrects {
			t.Errorf("print %d is issue %d and corrects %d", n, a.Issue, a.Corrects)
		}
	}
}

// TestAQuarterThatIsNotOverIsNotIssuedAnewEachDay while nothing of it changes.
func TestAQuarterThatIsNotOverIsNotIssuedAnewEachDay(t *testing.T) {
	address, dir := "--database="+postgrestest.Address(t), t.TempDir()
	text := must(lang.Load(lang.Default))(t)
	day := time.Date(2026, 11, 3, 9, 0, 0, 0, village.Zone)
	issue := func(more string) reportAnswer {
		t.Helper()
		var out bytes.Buffer
		c := reportQuarterCmd{database: database{Database: strings.TrimPrefix(address, "--database=")}, Quarter: "2026Q4", Out: filepath.Join(dir, day.Format(time.DateOnly)+more+".xlsx"), Problem: []string{"人手不够" + more}, JSON: true}
		if err := c.Run(&world{ctx: t.Context(), stdout: &out, now: func() time.Time { return day }, text: text}); err != nil {
			t.Fatal(err)
		}
		var a reportAnswer
		if err := json.Unmarshal(out.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	first := issue("")
	day = day.AddDate(0, 0, 1)
	if again := issue(""); again.Issue != 1 || again.Corrects != 0 || again.Issued != first.Issued {
		t.Errorf("a day later it is %+v, first %+v", again, first)
	}
	if other := issue("，也没有车"); other.Issue != 2 || other.Corrects != 1 {
		t.Errorf("other words are %+v", other)
	}
}
