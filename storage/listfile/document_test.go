package listfile

import (
	"bytes"
	"math"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/xuri/excelize/v2"

	"bianmin/assets/font"
)

func sampleDocument() Document {
	rows := [][]any{{"=1+1", 7}, {"+SUM(A1)", 8}, {"-1", 9}, {"@cmd", 10}, {"\tx", 11}, {"民政局", 12}}
	for n := range 80 {
		rows = append(rows, []any{strings.Repeat("很长的名字", 12), n})
	}
	return Document{
		Title: "=TITLE()", Lines: []string{"+line"}, Made: time.Unix(1_700_000_000, 0),
		Parts: []Part{{Title: "a/b:c*d?e[f]g " + strings.Repeat("x", 40), Lines: []string{"@line"}, Head: []string{"=h", "n"}, Rows: rows, Wide: []float64{3, 1}}, {Title: "words", Lines: []string{"no table"}}},
	}
}

func TestNoCellOfASheetIsAFormula(t *testing.T) {
	raw, err := sampleDocument().XLSX()
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	marked := 0
	for _, name := range f.GetSheetList() {
		rows, err := f.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			for _, cell := range row {
				if strings.ContainsAny(cell[:min(len(cell), 1)], "=+-@\t") {
					t.Errorf("%s holds %q", name, cell)
				}
				if strings.HasPrefix(cell, "'") {
					marked++
				}
			}
		}
	}
	if marked != 9 {
		t.Errorf("%d cells are marked as text, want 9", marked)
	}
}

func TestTheSameDocumentIsTheSameFile(t *testing.T) {
	for name, write := range map[string]func(Document) ([]byte, error){
		"xlsx": Document.XLSX, "pdf": func(d Document) ([]byte, error) { return d.PDF(Faces{Regular: font.Regular()}) },
	} {
		one, err := write(sampleDocument())
		two, again := write(sampleDocument())
		if err != nil || again != nil || !bytes.Equal(one, two) || len(one) == 0 {
			t.Errorf("%s: same %v, %v %v", name, bytes.Equal(one, two), err, again)
		}
	}
}

// TestNoCharacterIsLostWhereALineOfACellBreaks: a sentence without spaces, a word that is
// wider than its cell, and words between spaces.
func TestNoCharacterIsLostWhereALineOfACellBreaks(t *testing.T) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("body", "", font.Regular())
	pdf.AddPage()
	pdf.SetFont("body", "", bodyPoints)
	for _, text := range []string{"没有座椅、饮水、老花镜等便民设施，每缺一样扣一次", strings.Repeat("0123456789abcdef", 4), "the clock jumped 3 times and then stood still", "收件 12 件（评价 10 件）", ""} {
		for width := 6.0; width < 60; width += 1.5 {
			lines := inLines(pdf, text, width)
			bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if got := bare(strings.Join(lines, "")); got != bare(text) {
				t.Errorf("%q in %.1f mm is %q", text, width, lines)
			}
			for _, l := range lines {
				if pdf.GetStringWidth(l) > width && len([]rune(l)) > 1 {
					t.Errorf("%q is wider than %.1f mm", l, width)
				}
			}
		}
	}
	if lines := inLines(pdf, "stood still", 15); len(lines) != 2 || lines[0] != "stood" || lines[1] != "still" {
		t.Errorf("words: %q", lines)
	}
}

// TestALineFeedInACellBeginsALine, also an empty one.
func TestALineFeedInACellBeginsALine(t *testing.T) {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("body", "", font.Regular())
	pdf.AddPage()
	pdf.SetFont("body", "", bodyPoints)
	if lines := inLines(pdf, "甲\n乙丙丁\n\n戊", 12); !slices.Equal(lines, []string{"甲", "乙丙丁", "", "戊"}) {
		t.Errorf("%q", lines)
	}
	p := Part{Head: []string{"a", "b"}}
	if _, high := p.lines(pdf, []any{"一行", "一\n二\n三"}); high != 3 {
		t.Errorf("the row is %d lines high", high)
	}
}

// TestADocumentThatIsKeptIsTheSame or is refused: no cell is cut.
func TestADocumentThatIsKeptIsTheSame(t *testing.T) {
	raw, err := sampleDocument().Keep()
	if err != nil {
		t.Fatal(err)
	}
	if d, err := Kept(raw); err != nil || !reflect.DeepEqual(d.Parts, sampleDocument().Parts) {
		t.Errorf("%+v, %v", d, err)
	}
	for _, cell := range []any{78.5, nil, true, math.MaxInt, int64(3), time.Unix(0, 0)} {
		if raw, err := (Document{Parts: []Part{{Rows: [][]any{{"a", cell}}}}}).Keep(); err == nil {
			t.Errorf("%v is kept: %s", cell, raw)
		}
	}
	for _, cell := range []string{"78.5", "1e300", "null", "true", "9007199254740994", "[1]"} {
		if d, err := Kept([]byte(`{"Title":"t","Parts":[{"Title":"p","Rows":[["a",` + cell + `]]}],"Made":"2026-11-30T00:00:00Z"}`)); err == nil {
			t.Errorf("%s is read as %v", cell, d.Parts[0].Rows)
		}
	}
	if d, err := Kept([]byte(`{"Title":"t","Parts":[{"Title":"p","Rows":[["a",-7]]}],"Made":"2026-11-30T00:00:00Z"}`)); err != nil || d.Parts[0].Rows[0][1] != -7 {
		t.Errorf("%+v, %v", d, err)
	}
}

// TestTheHeadOfATableStandsWholeAboveItsFirstRow wherever on a page it comes.
func TestTheHeadOfATableStandsWholeAboveItsFirstRow(t *testing.T) {
	head := []string{"号", "一个很长的名字一个很长的名字", "头"}
	for n := 28; n < 44; n++ {
		lines := strings.Split(strings.Repeat("x\n", n), "\n")
		d := Document{Title: "t", Made: time.Unix(0, 0), Parts: []Part{{Lines: lines}, {Title: "表", Head: head, Rows: [][]any{{"第一行", "b", "c"}}, Wide: []float64{9, 2, 1}}}}
		raw, err := d.PDF(Faces{Regular: font.Regular()})
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.CommandContext(t.Context(), "pdftotext", "-layout", "-", "-")
		cmd.Stdin = bytes.NewReader(raw)
		text, err := cmd.Output()
		pages := strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
		if last := pages[len(pages)-1]; err != nil || len(pages) > 2 || !strings.Contains(last, "表") || !strings.Contains(last, "头") || !strings.Contains(last, "第一行") {
			t.Errorf("behind %d lines: %d pages, the last one %q, %v", n, len(pages), last, err)
		}
	}
}
