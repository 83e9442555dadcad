package village

import "strings"

// MaskedName is a person's name as others may see it: the surname and two stars, one
// for a name of two characters. Surnames of compound are kept whole.
func MaskedName(name string, compound []string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	keep := 1
	for _, surname := range compound {
		if n := len([]rune(surname)); n < len(runes) && strings.HasPrefix(string(runes), surname) {
			keep = n
		}
	}
	if keep == 1 && len(runes) == 2 {
		return string(runes[:1]) + "*"
	}
	return string(runes[:keep]) + "**"
}
