package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

// pack writes an evidence pack and names its file.
func (m *months) pack(period, name string) string {
	m.t.Helper()
	file := filepath.Join(m.t.TempDir(), name)
	m.command((&inspectPackCmd{inspecting: m.inspecting(), Period: period, Out: file}).Run)
	return file
}

// sheets are the cells of a pack as a spreadsheet shows them.
func (m *months) sheets(period string) map[string][][]string {
	m.t.Helper()
	f := must(excelize.OpenFile(m.pack(period, "pack.xlsx")))(m.t)
	defer f.Close()
	sheets := map[string][][]string{}
	for _, name := range f.GetSheetList() {
		sheets[name] = must(f.GetRows(name))(m.t)
	}
	return sheets
}

// cells are what another program says that two tables of a year's pack hold, by place and by number.
func (r remade) cells(m *months, year int) map[string]string {
	m.t.Helper()
	places, t := must(loadPlaces(m.w.text))(m.t), m.w.text.T
	want := map[string]string{}
	for _, p := range r.League {
		delta := ""
		if p[3] != nil {
			delta = inspect.Points(int(p[3].(float64))).String()
		}
		want[places.Path(village.DivisionCode(p[0].(string)))] = fmt.Sprintf("%v %v %v %v %v", p[2], inspect.Points(int(p[1].(float64))), delta, t("check.band."+p[4].(string)), p[5])
	}
	for _, opened := range must(m.db.Rectifications(m.t.Context()))(m.t) {
		if o := r.Orders[opened.Number]; opened.OpenedAt.Year() == year {
			want[opened.Number] = fmt.Sprintf("%v %v %v %v %v %v", o[5], t("rectify.state."+o[0].(string)), o[1], o[2], t(levelKey(int(o[3].(float64)))), o[4])
		}
	}
	return want
}

// shownCells are the cells of those tables.
func shownCells(sheets map[string][][]string) map[string]string {
	got := map[string]string{}
	for _, row := range sheets["服务中心排名"] {
		if len(row) == 6 {
			row[3] = strings.TrimPrefix(row[3], "'") // a minus is no formula
			got[row[1]] = strings.Join(append(row[:1:1], row[2:]...), " ")
		}
	}
	for _, row := range sheets["整改情况"] {
		got[row[0]] = strings.Join(row[1:], " ")
	}
	delete(got, "村")
	delete(got, "整改单号")
	return got
}

// TestTheCellsOfAPackAreWhatTheOtherProgramMakes of the rows: each rank and each order, and
// none more. A row that was changed does not fit the cells.
func TestTheCellsOfAPackAreWhatTheOtherProgramMakes(t *testing.T) {
	m := lived(t)
	got := shownCells(m.sheets("2026"))
	for name, change := range map[string][3]string{
		"":                       {},
		"a verdict":              {"acts.csv", ",reject,", ",accept,"},
		"the last day":           {"orders.csv", ",2026-08-27,", ",2026-08-28,"},
		"one found less often":   {"findings.csv", "run.fault,3,0", "run.fault,2,0"},
		"a line between colours": {"templates.json", `"green":90`, `"green":80`},
	} {
		want := m.remake("2026", func(dir string) {
			if name != "" {
				spoil(t, filepath.Join(dir, change[0]), change[1], change[2])
			}
		}).cells(m, 2026)
		if same := maps.Equal(got, want); same != (name == "") {
			t.Errorf("%q: the cells are %q, another program has %q", name, got, want)
		}
	}
}

// spoil changes a file that another program reads.
func spoil(t *testing.T, file, old, now string) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil || !bytes.Contains(raw, []byte(old)) {
		t.Fatalf("%s holds no %q, %v", file, old, err)
	}
	if err := os.WriteFile(file, bytes.ReplaceAll(raw, []byte(old), []byte(now)), 0o600); err != nil {
		t.Fatal(err)
	}
}
