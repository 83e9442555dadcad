package office

import (
	"testing"

	"bianmin/app/village"
)

func TestP1AUnitKeepsItsNameUntilTheDayOfTheNewOne(t *testing.T) {
	list := []UnitName{{Old: "丙局", New: "丁局", Day: "2026-12-01"}, {Old: "乙局", New: "丙局", Day: "2026-06-01"}, {Old: "甲局", New: "乙局", Day: "2026-01-01"}}
	for _, tt := range []struct{ today, want string }{{"2025-12-31", "甲局"}, {"2026-01-01", "乙局"}, {"2026-11-30", "丙局"}, {"2026-12-01", "丁局"}} {
		if got := UnitsToday(list, village.Day(tt.today))("甲局"); got != tt.want {
			t.Errorf("on %s it is %s, want %s", tt.today, got, tt.want)
		}
	}
}
