package village

import "strings"

// Phone is a mobile number of 11 digits, or a landline with its area code as
// in "0663-3270000". The zero value means "not given".
type Phone string

// ParsePhone reads a number as people type it; spaces and hyphens are
// accepted, +86 is dropped. The error is [Invalid]: err.phone.length or
// err.phone.format.
func ParsePhone(s string) (Phone, error) {
	s = strings.NewReplacer(" ", "", "-", "", "　", "").Replace(s)
	s = strings.TrimPrefix(s, "+86")
	if !digitsOnly(s) {
		return "", Refuse("", "err.phone.format")
	}
	switch {
	case len(s) == 11 && s[0] == '1' && s[1] >= '3':
		return Phone(s), nil
	case len(s) >= 10 && len(s) <= 12 && s[0] == '0' && s[1] != '0':
		area := 4
		if s[1] == '1' || s[1] == '2' { // 010, 02x
			area = 3
		}
		if rest := s[area:]; len(rest) >= 7 && len(rest) <= 8 {
			return Phone(s[:area] + "-" + rest), nil
		}
	case len(s) == 11:
		return "", Refuse("", "err.phone.format")
	}
	return "", Refuse("", "err.phone.length")
}

// Masked hides the middle: 138****5678.
func (p Phone) Masked() string {
	if len(p) < 8 {
		return ""
	}
	return string(p[:3]) + "****" + string(p[len(p)-4:])
}
