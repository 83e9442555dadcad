package listfile

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"bianmin/app/village"
)

var hostile = []string{
	"=1+1", "+86 138", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'", "'=1", "''", "=HYPERLINK(\"http://x\",\"y\")", "a=b", "陈惜娟", "", " =1", "0012", "1e5",
}

func FuzzNoCellIsAFormulaAndEachComesBack(f *testing.F) {
	for _, cell := range hostile {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) { harmless(t, cell) })
}

func harmless(t interface{ Errorf(string, ...any) }, cell string) {
	shown := Shown(cell)
	if first := []rune(shown + "x")[0]; strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		t.Errorf("%q is shown as %q", cell, shown)
	}
	if Meant(shown) != cell {
		t.Errorf("%q comes back as %q", cell, Meant(shown))
	}
}

func TestEveryCellComesBackFromBothForms(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		// What XML cannot hold, excelize leaves out: a cell is made of what people type.
		text := rapid.OneOf(rapid.SampledFrom(hostile), rapid.StringOfN(rapid.RuneFrom([]rune("=+-@'\", ;ab陈＝\t")), 0, 12, -1))
		rows := rapid.SliceOfN(rapid.SliceOfN(text, 3, 3), 1, 6).Draw(rt, "rows")
		for _, form := range []Form{CSV, XLSX} {
			path := filepath.Join(dir, "list."+string(form))
			err := Save(path, form, func(row func(...string) error) error {
				for _, cells := range rows {
					if err := row(cells...); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
			for i, got := range readBack(rt, path, form, len(rows)) {
				for j, cell := range got {
					harmless(rt, rows[i][j])
					if Meant(cell) != lines(rows[i][j], form) {
						rt.Fatalf("%s, row %d, cell %d: %q came back as %q", form, i, j, rows[i][j], cell)
					}
				}
			}
		}
	})
}

// lines is a cell with the line ends that a reader of the form makes of its own.
func lines(cell string, form Form) string {
	if form == CSV {
		return strings.ReplaceAll(cell, "\r\n", "\n")
	}
	return cell
}

func readBack(t *rapid.T, path string, form Form, rows int) [][]string {
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list [][]string
	if form == CSV {
		r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
		list, err = r.ReadAll()
	} else {
		book, err2 := excelize.OpenReader(bytes.NewReader(raw))
		if err2 != nil {
			t.Fatal(err2)
		}
		list, err = book.GetRows(book.GetSheetName(0), excelize.Options{RawCellValue: true})
		for i := range list { // trailing empty cells are not given
			list[i] = append(list[i], make([]string, 3-len(list[i]))...)
		}
		for len(list) < rows {
			list = append(list, make([]string, 3))
		}
		for i := range list {
			for j := range list[i] {
				cell := string(rune('A'+j)) + string(rune('1'+i))
				if formula, _ := book.GetCellFormula(book.GetSheetName(0), cell); formula != "" {
					t.Fatalf("%s is a formula", cell)
				}
			}
		}
	}
	if err != nil || len(list) != rows {
		t.Fatalf("%d rows of %d, %v", len(list), rows, err)
	}
	return list
}

func TestAListThatCannotBeFinishedLeavesWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "list.csv")
	if err := os.WriteFile(path, []byte("before"), 0o600); err != nil {
		t.Fatal(err)
	}
	stop := errors.New("the database went away")
	for _, form := range []Form{CSV, XLSX} {
		err := Save(path, form, func(row func(...string) error) error { return errors.Join(row("a"), stop) })
		if raw, _ := os.ReadFile(path); !errors.Is(err, stop) || string(raw) != "before" {
			t.Errorf("%s: %v, the file holds %q", form, err, raw)
		}
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(slices.Concat(names, hidden)) != 1 {
		t.Errorf("left: %v %v", names, hidden)
	}
	if err := Save(filepath.Join(dir, "no", "list.csv"), CSV, func(func(...string) error) error { return nil }); village.Keyed(err).Key != "err.list.write" {
		t.Errorf("into a folder that is not there: %v", err)
	}
}

// TestNoCellOfATableIsAFormula.
func TestNoCellOfATableIsAFormula(t *testing.T) {
	raw, err := Table([]string{"=1"}, [][]any{{"@SUM(A1)", int64(-7)}, {"+1", "\t=2"}, {"字", "a,\"b\""}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.TrimPrefix(string(raw), "\ufeff"), "'=1\n'@SUM(A1),'-7\n'+1,'\t=2\n字,\"a,\"\"b\"\"\"\n"; strings.ReplaceAll(got, "\r", "") != want {
		t.Errorf("%q, want %q", got, want)
	}
}
