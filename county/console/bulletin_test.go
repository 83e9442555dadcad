package console

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"bianmin/county/office"
)

// TestH5TheDraftOfABulletinIsWrittenInTheConsole: kept by line, not over what somebody else wrote
// meanwhile, by the district alone.
func TestH5TheDraftOfABulletinIsWrittenInTheConsole(t *testing.T) {
	d := newDesk(t)
	form := func(seen, problems string) url.Values {
		return url.Values{"quarter": {"2026Q3"}, "seen": {seen}, "problems": {problems}, "measures": {"窗口加一个人"}}
	}
	wants(t, d.page("/bulletins"), "2026Q3 草稿", "还没有发过通报", `name="seen" value="0"`)
	if w := d.post("/bulletins", form("0", " 人手不够 \r\n\r\n机器太旧")); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code, w.Body)
	}
	kept, err := d.db.BulletinDraft(t.Context(), "2026Q3")
	if err != nil || strings.Join(kept.Problems, "|") != "人手不够|机器太旧" || len(kept.Measures) != 1 || kept.Account != "chen" {
		t.Errorf("kept %+v, %v", kept, err)
	}
	wants(t, d.page("/bulletins?quarter=2026Q3"), "人手不够", "机器太旧", "窗口加一个人", "chen")
	for name, bad := range map[string]url.Values{"over another's": form("0", "别的"), "too long": form("1", strings.Repeat("长", office.MaxBulletinLine+1))} {
		w := d.post("/bulletins", bad)
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), bad.Get("problems")) {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if again, _ := d.db.BulletinDraft(t.Context(), "2026Q3"); again.Problems[0] != "人手不够" {
		t.Errorf("written over: %+v", again)
	}
	d.signIn(office.Account{Name: "unit", Person: "局", Role: office.RoleUnit, Scope: office.Scope{Unit: "区税务局"}})
	if w := d.ask("/bulletins"); w.Code != http.StatusForbidden {
		t.Errorf("a unit: %d", w.Code)
	}
}
