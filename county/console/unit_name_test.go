package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/app/stats"
	"bianmin/county/office"
)

func TestP1AUnitThatWasRenamedHasOneFigureAndIsNotedOnce(t *testing.T) {
	d := newDesk(t)
	d.units("区老干部局", "区民政局")
	d.figures = func(p stats.Period) (stats.Data, error) { return d.db.Registers(t.Context(), p) }
	for i, unit := range []string{"区老干部局", "区民政局"} {
		form := url.Values{"channel": {"mobile"}, "outside": {strings.Repeat("7", i+1)}, "unit": {unit}, "item": {"gaoling"}, "day": {"2026-11-20"}}
		if w := d.post("/intakes", form); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	form := url.Values{"old": {"区老干部局"}, "new": {"区民政局"}, "day": {"2026-06-01"}, "basis": {" "}}
	if w := d.post("/units", form); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "请写依据") {
		t.Errorf("without a basis: %d", w.Code)
	}
	form.Set("basis", "揭东编〔2026〕7号")
	for _, want := range []int{303, 400} {
		if w := d.post("/units", form); w.Code != want {
			t.Errorf("%d, want %d", w.Code, want)
		}
	}
	back := url.Values{"old": {"区民政局"}, "new": {"区老干部局"}, "day": {"2026-07-01"}, "basis": {"b"}}
	if w := d.post("/units", back); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "又改回了") {
		t.Errorf("a circle: %d", w.Code)
	}
	wants(t, d.page("/units"), "区老干部局", "揭东编〔2026〕7号", "2026-06-01", "chen")
	page := d.page("/intakes")
	table := page[strings.Index(page, `class="ways"`):strings.Index(page, "不是从便民机来的办件")]
	wants(t, table, "区民政局")
	lacks(t, table, "区老干部局")

	later := url.Values{"old": {"区民政局"}, "new": {"区社会工作局"}, "day": {"2026-12-31"}, "basis": {"揭东编〔2026〕9号"}}
	if w := d.post("/units", later); w.Code != http.StatusSeeOther {
		t.Errorf("one of a later day: %d", w.Code)
	}
	lacks(t, d.page("/intakes"), "区社会工作局")
	chen := d.cookie
	d.signIn(office.Account{Name: "old", Person: "老", Role: office.RoleUnit, Scope: office.Scope{Unit: "区老干部局"}})
	wants(t, d.page("/intakes"), "受理 2 件") // its own of before, among those of its unit of today
	lacks(t, d.page("/figures/K3?quarter=2026Q4"), "还没有数", "共 0 条")
	wants(t, d.page("/figures/K3?quarter=2026Q4"), "I1", "I2")
	d.cookie = chen

	page = d.page("/frequent")
	wants(t, page, "2026Q4 止，本年 1 项，0 项最多跑一次", "gaoling", "frequent/1", "SHA-256")
	wants(t, d.ask("/frequent.xlsx?quarter=2026Q4").Body.String(), "gaoling", "frequent/1")
}
