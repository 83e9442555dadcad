package village

import (
	"strings"
	"testing"
	"time"
)

const official ItemCode = "12441500196720244T3442199806003" // Shanwei, a real one

func TestOnlyAWholeOfficialCodeGetsANumber(t *testing.T) {
	for name, tt := range map[string]struct {
		code ItemCode
		want bool
	}{
		"a real one":                 {official, true},
		"a main item with sub items": {official[:30] + "Y", true},
		"a slug of the demo":         {"elder-allowance", false},
		"another check character":    {"12441500196720244U3442199806003", false},
		"level 7":                    {official[:18] + "7" + official[19:], false},
		"a letter in the basic code": {official[:25] + "A" + official[26:], false},
		"small letters":              {ItemCode(strings.ToLower(string(official))), false},
		"one too long":               {official + "1", false},
		"a handling item, 33":        {official + "01", false},
		"nothing":                    {"", false},
	} {
		if got := tt.code.Official(); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func Test22CaseNumberIsItemDayAndSerial(t *testing.T) {
	n, ok := NewCaseNumber(official, "2026-11-28", 7)
	if want := CaseNumber(official) + "202611280007"; !ok || n != want || len(n) != 43 {
		t.Fatalf("%s, %v", n, ok)
	}
	item, day, serial, ok := n.Parts()
	if !ok || item != official || day != "2026-11-28" || serial != 7 {
		t.Errorf("%s %s %d %v", item, day, serial, ok)
	}
	for _, bad := range []int{0, -1, 10000} {
		if n, ok := NewCaseNumber(official, "2026-11-28", bad); ok {
			t.Errorf("serial %d gives %s", bad, n)
		}
	}
	if _, ok := NewCaseNumber(official, "2026-02-30", 1); ok {
		t.Error("a day that is none gives a number")
	}
	for _, bad := range []CaseNumber{"", n[:42], n + "1", n[:39] + "0000", n[:39] + "+007", n[:31] + "20260230" + n[39:], "x" + n[1:]} {
		if _, _, _, ok := bad.Parts(); ok {
			t.Errorf("%q is taken for a number", bad)
		}
	}
}

func TestADayIsThatOfTheCentre(t *testing.T) {
	late := time.Date(2026, 11, 28, 16, 30, 0, 0, time.UTC) // half past midnight there
	if d := DayOf(late); d != "2026-11-29" || d.Add(3) != "2026-12-02" || d.Add(-29) != "2026-10-31" {
		t.Errorf("%s, %s, %s", d, d.Add(3), d.Add(-29))
	}
}
