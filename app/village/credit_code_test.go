package village

import "testing"

func Test26ParseCreditCode(t *testing.T) {
	tests := []struct{ name, in, wantKey string }{
		{"company", "91350100M000100Y43", ""},
		{"public institution in Guangdong", "12441500196720244T", ""},
		{"government organ", "11370900004341048Y", ""},
		{"as typed by hand", " 91350100m000100y43 ", ""},
		{"one short", "91350100M000100Y4", "err.credit_code.length"},
		{"letter O", "91350100M000100O43", "err.credit_code.letter"},
		{"digit wrong", "91350100M000100Y44", "err.credit_code.checksum"},
		{"two swapped", "91351000M000100Y43", "err.credit_code.checksum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ParseCreditCode(tt.in); keyOf(err) != tt.wantKey {
				t.Errorf("ParseCreditCode(%q) = %v, want key %q", tt.in, err, tt.wantKey)
			}
		})
	}
}
