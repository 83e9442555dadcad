package console

import (
	"strings"

	"bianmin/app/village"
)

// What an officer sees before giving a reason to see more. Names and numbers
// of organisations are public.

func (v *view) maskedName(a village.Applicant) string {
	if a.Kind == village.Organisation {
		return a.Name
	}
	return village.MaskedName(a.Name, strings.Fields(v.text.T("letter.surnames")))
}

func maskedID(a village.Applicant) string {
	switch {
	case a.IDType == village.IDCredit:
		return a.ID
	case a.IDType == village.IDResident && len(a.ID) == 18:
		return a.ID[:6] + " **** **** " + a.ID[14:]
	}
	return maskedMiddle(a.ID)
}

func maskedPhone(p village.Phone) string {
	if len(p) == 11 {
		return p.Masked()
	}
	return maskedMiddle(string(p))
}

// maskedMiddle shows the last three of what is long enough, and nothing of the
// rest.
func maskedMiddle(s string) string {
	runes := []rune(s)
	if len(runes) < 7 {
		return strings.Repeat("*", len(runes))
	}
	return strings.Repeat("*", len(runes)-3) + string(runes[len(runes)-3:])
}
