package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestH2TheTableOfUnitsIsReadCheckedAndPrinted: what cannot be followed is refused by its row.
func TestH2TheTableOfUnitsIsReadCheckedAndPrinted(t *testing.T) {
	m := newMachine(t)
	if code, _, complaint := m.run("init", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	if code, _, complaint := m.run("users", "add", "chengguan", "--person", "陈丽君", "--role", "unit", "--unit", "区城管局", "--database", m.database); code != exitDone {
		t.Fatal(complaint)
	}
	file := filepath.Join(t.TempDir(), "table.json")
	for _, tt := range []struct {
		table string
		want  int
		says  string
	}{
		{`{"version":"2026-1","rows":[{"unit":"没有的局"}]}`, exitRefused, "rows.1.unit"},
		{`{"version":"2026-1","rows":[{"type":"gossip","unit":"没有的局"}]}`, exitRefused, "没有这种诉求类型"},
		{`{"version":"2026-2","document":"揭东府办〔2026〕3号","rows":[{"place":"445203104000","unit":"区城管局"}]}`, exitDone, ""},
		{`{"version":"2026-2","rows":[{"unit":"区城管局"}]}`, exitRefused, "换一个版本号"},
	} {
		if err := os.WriteFile(file, []byte(tt.table), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, _, complaint := m.run("tickets", "table", file, "--database", m.database); code != tt.want || !strings.Contains(complaint, tt.says) {
			t.Errorf("%s: %d %s", tt.table, code, complaint)
		}
	}
	if code, out, complaint := m.run("tickets", "table", "--database", m.database); code != exitDone || !strings.Contains(out, "揭东府办〔2026〕3号") {
		t.Errorf("the table in use: %d %s %s", code, out, complaint)
	}
}
