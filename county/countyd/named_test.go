package main

import (
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/inspect"
	"bianmin/county/office"
)

// TestABulletinNamesLateOrders in what is kept of it and on its paper, as they stood at the end of
// the quarter; one without any has no such part.
func TestABulletinNamesLateOrders(t *testing.T) {
	m := newMonths(t)
	m.clock = day("2026-01-12")
	late := must(m.n.Open(t.Context(), office.Rectification{Centre: centreA, Source: inspect.City, Severity: inspect.Serious, Text: "上午没有人"}, "区政数局"))(t)
	m.clock = day("2026-04-02")
	issue := func(quarter string) string {
		t.Helper()
		c := reportQuarterCmd{Quarter: quarter, Out: filepath.Join(t.TempDir(), "bulletin.pdf")}
		c.Database = m.address
		if err := c.Run(m.w); err != nil {
			t.Fatal(err)
		}
		kept := must(m.db.Issued(t.Context(), 2026, int(quarter[5]-'0')))(t)
		return string(kept.Content) + string(kept.Paper)
	}
	first := issue("2026Q1")
	for _, want := range []string{`"number":"` + late.Number + `"`, `"source":"city"`, "通报：整改超期的服务中心和单位", "江滨村", "市级检查", "还没整改好"} {
		if !strings.Contains(first, want) {
			t.Errorf("without %s", want)
		}
	}
	if _, err := m.n.Act(t.Context(), late.Number, office.RectAct{Verb: inspect.Struck, By: "区政数局", Text: "记错了"}); err != nil {
		t.Fatal(err)
	}
	m.clock = day("2026-07-02")
	if second := issue("2026Q2"); strings.Contains(second, late.Number) || strings.Contains(second, "通报：整改超期") {
		t.Error("an order that was struck is named")
	}
}
