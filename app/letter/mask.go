package letter

import "strings"

// Number is an identity number as it may stand on paper: its first and its last
// character.
func Number(number string) string {
	if len(number) < 3 {
		return ""
	}
	return number[:1] + strings.Repeat("*", len(number)-2) + number[len(number)-1:]
}
