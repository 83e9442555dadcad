package village

import (
	"regexp"
	"strings"
	"time"
)

// Forms of the number of a foreigner's permanent residence card (外国人永久居留身份证): of
// the cards since December 2023, a 9, province (2), country (3), birth (8), order (3) and
// the check character of a citizen's number; of those before, the letters of the country
// and twelve digits, of which no rule is published.
var (
	foreignNew = regexp.MustCompile(`^9\d{16}[0-9X]$`)
	foreignOld = regexp.MustCompile(`^[A-Z]{3}\d{12}$`)
)

// ParseForeignID reads the number of such a card as people type it: spaces and small
// letters are accepted. now bounds the birth date of the new ones. The error is [Invalid]:
// of another form, or with a slip in it.
//
// Source: National Immigration Administration, notice of the new card of 1 December 2023.
func ParseForeignID(s string, now time.Time) (string, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	switch {
	case foreignOld.MatchString(s):
		return s, nil
	case !foreignNew.MatchString(s):
		return "", Refuse("", "err.document.foreign")
	}
	birth, ok := ResidentID(s).birth()
	if !ok || birth.After(now) || birth.Year() < 1800 || !knownProvince(s[1:3]) || !checked18(s) {
		return "", Refuse("", "err.document.foreign_slip")
	}
	return s, nil
}
