package inspect

import (
	"slices"

	"bianmin/app/village"
)

// Service is that the holder of a badge serves at a centre, by the county's register of who
// serves where (人员在岗登记).
type Service struct {
	Badge  string               `json:"badge"`
	Centre village.DivisionCode `json:"centre"`
	First  village.Day          `json:"first"`
	Last   village.Day          `json:"last,omitempty"` // "" = still
}

// Covers reports whether s holds on one of the days from first to last.
func (s Service) Covers(first, last village.Day) bool {
	return s.First <= last && (s.Last == "" || s.Last >= first)
}

// ServesThere reports whether one of badges serves at a centre on one of the days from
// first to last. A person with two badges stands in the register with both.
func ServesThere(list []Service, centre village.DivisionCode, first, last village.Day, badges ...string) bool {
	return slices.ContainsFunc(list, func(s Service) bool {
		return s.Centre == centre && slices.Contains(badges, s.Badge) && s.Covers(first, last)
	})
}
