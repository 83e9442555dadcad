package village

import (
	"strings"
	"time"
)

// ResidentID is a citizen identity number (公民身份号码): 17 digits and a check
// character. The zero value means "not given".
type ResidentID string

// ParseResidentID reads a number as people type it: spaces and a small x are
// accepted, a missing digit is not guessed. now bounds the birth date. The
// error is [Invalid] and its Key names the first rule broken: length, digit,
// province, birth or checksum.
//
// Source: GB 11643-1999; the check character is ISO 7064 MOD 11-2. Province
// codes are 11–65, 71 and 81–83; county codes are not checked, because
// abolished ones stay on valid cards.
func ParseResidentID(s string, now time.Time) (ResidentID, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) == 15 && digitsOnly(s) {
		return "", Refuse("", "err.resident_id.fifteen")
	}
	if len(s) != 18 {
		return "", Refuse("", "err.resident_id.length")
	}
	if !digitsOnly(strings.TrimSuffix(s, "X")) {
		return "", Refuse("", "err.resident_id.digit")
	}
	id := ResidentID(s)
	if !knownProvince(s[:2]) {
		return "", Refuse("", "err.resident_id.province")
	}
	birth, ok := id.birth()
	if !ok || birth.After(now) || birth.Year() < 1800 {
		return "", Refuse("", "err.resident_id.birth")
	}
	if !checked18(s) {
		return "", Refuse("", "err.resident_id.checksum")
	}
	return id, nil
}

// checked18 reports whether 17 digits have their check character, by ISO 7064 MOD 11-2.
func checked18(s string) bool {
	sum, weight := 0, 1
	for i := 17; i >= 0; i-- { // weights 2^0, 2^1 … modulo 11, right to left
		digit := int(s[i] - '0')
		if i == 17 && s[i] == 'X' {
			digit = 10
		}
		sum, weight = sum+digit*weight, weight*2%11
	}
	return sum%11 == 1
}

// Birth is the day of birth in [Zone]; the zero time for the zero ResidentID.
func (id ResidentID) Birth() time.Time {
	birth, _ := id.birth()
	return birth
}

// Age is the number of completed years on the day of now.
func (id ResidentID) Age(now time.Time) int {
	birth, ok := id.birth()
	if !ok {
		return 0
	}
	now = now.In(Zone)
	age := now.Year() - birth.Year()
	if now.Month() < birth.Month() || now.Month() == birth.Month() && now.Day() < birth.Day() {
		age--
	}
	return age
}

// Masked hides all but the first six and the last four, for the owner's screen.
// It must never be printed.
func (id ResidentID) Masked() string {
	if len(id) != 18 {
		return ""
	}
	return string(id[:6]) + "********" + string(id[14:])
}

func (id ResidentID) birth() (time.Time, bool) {
	if len(id) != 18 {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("20060102", string(id[6:14]), Zone)
	return t, err == nil
}

// knownProvince takes the range as the standard's users do: some numbers in it
// were never given out.
func knownProvince(p string) bool {
	return p >= "11" && p <= "65" || p == "71" || p >= "81" && p <= "83"
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
