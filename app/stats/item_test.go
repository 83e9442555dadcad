package stats

import (
	"fmt"
	"testing"
)

// TestK8TheHundredMostFrequentItemsAreThoseWithMostCases: one that is rarer than a
// hundred others is not counted, and an item that nobody knows needs more than one visit.
func TestK8TheHundredMostFrequentItemsAreThoseWithMostCases(t *testing.T) {
	var d Data
	apply := func(item string, cases int) {
		for range cases {
			d.Cases = append(d.Cases, Case{Item: item})
		}
	}
	for i := range 99 {
		code := fmt.Sprintf("I%03d", i)
		d.Items = append(d.Items, Item{Code: code, Visits: min(i, 2)}) // 0, 1, and 97 times 2
		apply(code, 3)
	}
	d.Items = append(d.Items, Item{Code: "rare", Visits: 0}, Item{Code: "never", Visits: 0})
	apply("rare", 1)
	apply("unknown", 2)
	if f := K8(d); f.Numerator != 2 || f.Denominator != 100 {
		t.Errorf("%d of %d", f.Numerator, f.Denominator)
	}
	apply("rare", 2)
	if f := K8(d); f.Numerator != 3 || f.Denominator != 100 {
		t.Errorf("with another one among the hundred: %d of %d", f.Numerator, f.Denominator)
	}
}

// TestK9K10K11K12CountWhatTheyAreSharesOf: who is exempt, or could not be taken there, is
// not held against anybody.
func TestK9K10K11K12CountWhatTheyAreSharesOf(t *testing.T) {
	d := Data{
		Items: []Item{
			{Code: "a", Visits: 0, OneWindow: true, MustEnter: true, Enter: true},
			{Code: "b", Visits: 1, OneWindow: true, MustEnter: true},
			{Code: "c", Visits: 2, MustEnter: true, Exempt: true},
			{Code: "d", Visits: 0, Enter: true},
		},
		Cases: []Case{
			{Item: "a", OneWindow: true, Channel: "window"}, {Item: "a", Channel: "window"}, {Item: "b", Channel: "kiosk"},
			{Item: "c", OneWindow: true, Channel: "hotline"}, {Item: "d", Channel: "gdzwfw"},
		},
	}
	for _, tt := range []struct {
		f     Figure
		n, of int64
	}{{K9(d), 1, 3}, {K10(d), 2, 4}, {K11(d), 2, 5}, {K12(d), 1, 2}} {
		if tt.f.Numerator != tt.n || tt.f.Denominator != tt.of {
			t.Errorf("%s is %d of %d, want %d of %d", tt.f.ID, tt.f.Numerator, tt.f.Denominator, tt.n, tt.of)
		}
	}
}
