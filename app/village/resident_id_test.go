package village

import (
	"errors"
	"testing"
	"time"
)

var monday = time.Date(2026, 11, 23, 10, 3, 0, 0, Zone)

func Test26ParseResidentID(t *testing.T) {
	tests := []struct {
		name, in string
		want     ResidentID
		wantKey  string // "" when valid
	}{
		{"the standard's own example", "11010519491231002X", "11010519491231002X", ""},
		{"the standard's second example", "440524188001010014", "440524188001010014", ""},
		{"as typed by hand", " 110105 19491231 002x ", "11010519491231002X", ""},
		{"Hong Kong residence permit", "810000199408230021", "810000199408230021", ""},
		{"one digit short", "1101051949123100X", "", "err.resident_id.length"},
		{"empty", "", "", "err.resident_id.length"},
		{"old number of 15 digits", "110105491231002", "", "err.resident_id.fifteen"},
		{"letter O for zero", "11O10519491231002X", "", "err.resident_id.digit"},
		{"X in the middle", "1101051949123X0020", "", "err.resident_id.digit"},
		{"wide digits", "１１０１０５１９４９１２３１００２", "", "err.resident_id.length"},
		{"no such province", "99010519491231002X", "", "err.resident_id.province"},
		{"31 November", "110105194911310028", "", "err.resident_id.birth"},
		{"29 February of a common year", "110105194902290028", "", "err.resident_id.birth"},
		{"born tomorrow", "110105202611240021", "", "err.resident_id.birth"},
		{"two digits swapped", "11010519491213002X", "", "err.resident_id.checksum"},
		{"last character wrong", "110105194912310021", "", "err.resident_id.checksum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseResidentID(tt.in, monday)
			if key := keyOf(err); key != tt.wantKey {
				t.Fatalf("ParseResidentID(%q) error = %v, want key %q", tt.in, err, tt.wantKey)
			}
			if got != tt.want {
				t.Errorf("ParseResidentID(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestAgeTurnsOnTheBirthday(t *testing.T) {
	id := ResidentID("440524194611230013")
	if got := id.Age(monday.AddDate(0, 0, -1)); got != 79 {
		t.Errorf("the day before: %d, want 79", got)
	}
	if got := id.Age(monday); got != 80 {
		t.Errorf("on the day: %d, want 80", got)
	}
}

// keyOf is the message key of err; "" for nil, "?" for a foreign error.
func keyOf(err error) string {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Key
	}
	return "?"
}
