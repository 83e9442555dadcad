package console

import (
	"testing"

	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestTheUseOfTheGreenChannelIsShownByCentreAndHelper of a quarter, and as who somebody chose
// it is not.
func TestTheUseOfTheGreenChannelIsShownByCentreAndHelper(t *testing.T) {
	d := newDesk(t, countytest.Case(1, func(b map[string]any) {
		b["priority"] = map[string]any{"class": "pregnant", "version": 1, "approved_by": "B-017"}
	}))
	if err := office.Derive(t.Context(), d.db); err != nil {
		t.Fatal(err)
	}
	wants(t, d.page("/cases"), `href="/priorities"`)
	page := d.page("/priorities")
	wants(t, page, "2026Q4：1 件选了", "锡场镇江滨村", "B-017", "100.00 %")
	lacks(t, page, "孕妇")
	wants(t, d.page("/priorities?quarter=2026Q1"), "这个季度没有人选绿色通道")
}
