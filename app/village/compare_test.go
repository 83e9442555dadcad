package village

import "testing"

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
