package village

import "testing"

// TestASumIsExactAndAddsWhatWasAnswered: no digit is lost, and who answered nothing is held
// against nothing.
func TestASumIsExactAndAddsWhatWasAnswered(t *testing.T) {
	c := Compare{Is: Same, Field: "a", Plus: []string{"b", "c"}, Says: "x"}
	f := FormField{Type: FieldMoney, Compare: []Compare{c}}
	for _, tt := range []struct {
		answers map[string]any
		sum     string
		value   any
		unlike  bool
	}{
		{map[string]any{"a": "0.1", "b": "0.2", "c": "100000000000.05"}, "100000000000.35", "100000000000.35", false},
		{map[string]any{"a": "0.1", "b": "0.2", "c": "100000000000.05"}, "100000000000.35", "100000000000.36", true},
		{map[string]any{"a": "1200", "c": "300.50"}, "1500.50", "1500.5", false},
		{map[string]any{"b": "7"}, "7", "8", true},
		{map[string]any{}, "", "8", false},
		{map[string]any{"a": "1"}, "1", nil, false},
	} {
		if got := c.Earlier(tt.answers); got != tt.sum {
			t.Errorf("%v make %q, want %q", tt.answers, got, tt.sum)
		}
		if _, unlike := f.Unlike(tt.value, tt.answers); unlike != tt.unlike {
			t.Errorf("%v beside %v: unlike is %v", tt.value, tt.answers, unlike)
		}
	}
}

func TestTwoAnswersAreComparedByTheirType(t *testing.T) {
	for _, tt := range []struct {
		is             Comparison
		of             FieldType
		value, earlier any
		unlike         bool
	}{
		{AtLeast, FieldDate, "2026-03-01", "2026-02-28", false}, {AtLeast, FieldDate, "2026-02-28", "2026-02-28", false}, {AtLeast, FieldDate, "2025-12-31", "2026-01-01", true},
		{AtMost, FieldNumber, "9", "10", false}, {AtMost, FieldNumber, "10.5", "10", true}, {AtLeast, FieldMoney, "100", "99.99", false}, {Same, FieldMoney, "5.0", "5", false},
		{AtMost, FieldMoney, "100000000000.02", "100000000000.01", true},
		{Other, FieldPhone, "13800000000", "13800000000", true}, {Other, FieldPhone, "13800000000", "13800000001", false}, {Same, FieldText, "甲", "乙", true},
		{AtLeast, FieldDate, "2026-01-01", nil, false}, {Other, FieldText, "", "", false}, {AtLeast, FieldDate, nil, "2026-01-01", false}, {"later", FieldDate, "2026-01-01", "2027-01-01", false},
	} {
		f := FormField{Type: tt.of, Compare: []Compare{{Is: tt.is, Field: "a", Says: "x"}}}
		if _, unlike := f.Unlike(tt.value, map[string]any{"a": tt.earlier}); unlike != tt.unlike {
			t.Errorf("%v %s %v: unlike is %v", tt.value, tt.is, tt.earlier, unlike)
		}
	}
}
