package village

import "testing"

func TestParsePhone(t *testing.T) {
	tests := []struct {
		in      string
		want    Phone
		wantKey string
	}{
		{"13800000000", "13800000000", ""},
		{"+86 138-0000-0000", "13800000000", ""},
		{"0663-3270000", "0663-3270000", ""},
		{"06638270000", "0663-8270000", ""},
		{"020 83120000", "020-83120000", ""},
		{"1380000000", "", "err.phone.length"},
		{"138000000000", "", "err.phone.length"},
		{"12800000000", "", "err.phone.format"},
		{"1380000000a", "", "err.phone.format"},
		{"", "", "err.phone.length"},
	}
	for _, tt := range tests {
		got, err := ParsePhone(tt.in)
		if got != tt.want || keyOf(err) != tt.wantKey {
			t.Errorf("ParsePhone(%q) = %q, %v; want %q, key %q", tt.in, got, err, tt.want, tt.wantKey)
		}
	}
}
