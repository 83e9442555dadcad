package letter

import "strings"

// Name is a person's name as it may stand on paper that others see: the surname
// and two stars, one for a name of two characters. Compound surnames are kept whole.
func Name(name string, compound []string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	keep := 1
	for _, surname := range compound {
		if strings.HasPrefix(string(runes), surname) && len(runes) > len([]rune(surname)) {
			keep = len([]rune(surname))
		}
	}
	stars := "**"
	if len(runes) == keep+1 && keep == 1 {
		stars = "*"
	}
	return string(runes[:keep]) + stars
}

// Number is an identity number as it may stand on paper: its first and its last
// character.
func Number(number string) string {
	if len(number) < 3 {
		return ""
	}
	return number[:1] + strings.Repeat("*", len(number)-2) + number[len(number)-1:]
}
