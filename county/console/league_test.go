package console

import (
	"testing"

	"bianmin/county/countytest"
)

// TestTheRanksLeadToMonthQuarterAndYear, each to its own kind before and behind, and show
// where a centre stood in the months before.
func TestTheRanksLeadToMonthQuarterAndYear(t *testing.T) {
	d := newDesk(t, countytest.Inspection(1, nil, nil))
	for period, links := range map[string][]string{
		"":        {"2026-10", "2026Q4", "2026"},
		"2026-08": {"2026-07", "2026-09", "2026Q3"},
		"2026Q4":  {"2026Q3", "2026-11", "2026"},
		"2025":    {"2024", "2026", "2025-12", "2025Q4"},
	} {
		page := d.page("/inspections?period=" + period)
		for _, to := range links {
			wants(t, page, `href="/inspections?period=`+to+`"`)
		}
		lacks(t, page, "period=2027", "period=2026-12", "period=2027Q1")
	}
	page := d.page("/inspections?period=2026Q4")
	wants(t, page, "2026Q4 实地检查", `aria-label="2026-11 88 分"`, `<rect class="bar" x="88" y="3" width="6" height="21"/>`, `aria-current="true">按季`)
}
