package village

import (
	"slices"
	"strings"
)

// DivisionCode is an administrative division code (行政区划代码) in its form of
// 12 digits: county 6, town 3, village 3. A town ends in 000, a county in
// 000000. The zero value means "not given".
type DivisionCode string

// ParseDivisionCode reads 6 (county), 9 (town) or 12 (village) digits and
// returns the form of 12. The error is [Invalid]: err.division.format. Whether
// such a place exists is asked of [Divisions].
func ParseDivisionCode(s string) (DivisionCode, error) {
	s = strings.TrimSpace(s)
	if !digitsOnly(s) || len(s) != 6 && len(s) != 9 && len(s) != 12 || s[0] == '0' {
		return "", Refuse("", "err.division.format")
	}
	return DivisionCode(s + strings.Repeat("0", 12-len(s))), nil
}

// Town is the code of the town that c lies in; a county has none.
func (c DivisionCode) Town() DivisionCode {
	if len(c) != 12 || c[6:9] == "000" {
		return ""
	}
	return c[:9] + "000"
}

// County is the code of the county that c lies in.
func (c DivisionCode) County() DivisionCode {
	if len(c) != 12 {
		return ""
	}
	return c[:6] + "000000"
}

// Division is one place of the county (行政区划).
type Division struct {
	Code    DivisionCode `json:"code"`
	Name    string       `json:"name"`
	Aliases []string     `json:"aliases,omitempty"` // other ways to write it, as 玉滘镇 for 玉窖镇

	Former []DivisionCode `json:"former,omitempty"` // codes that it, or what was merged into it, had before (曾用代码)
}

// Divisions are the places of one county: its towns and their villages, each
// in the order of their codes.
type Divisions struct {
	County   Division   `json:"county"`
	City     string     `json:"city"`
	Province string     `json:"province"`
	Towns    []Division `json:"towns"`
	Villages []Division `json:"villages"`
}

// Find is the place that has code c now, else the one that had it before: what was kept under an
// old code is of the place that it became.
func (d Divisions) Find(c DivisionCode) (Division, bool) {
	if c == d.County.Code && c != "" {
		return d.County, true
	}
	now := func(place Division) bool { return place.Code == c }
	before := func(place Division) bool { return slices.Contains(place.Former, c) }
	for _, has := range []func(Division) bool{now, before} {
		for _, list := range [][]Division{d.Towns, d.Villages} {
			if i := slices.IndexFunc(list, has); i >= 0 {
				return list[i], true
			}
		}
	}
	return Division{}, false
}

// Today is the code that the place of c has now; c itself when there is no such place.
func (d Divisions) Today(c DivisionCode) DivisionCode {
	if place, ok := d.Find(c); ok {
		return place.Code
	}
	return c
}

// Today tells the code that a place has now by one that it had; nil: places keep their codes.
type Today func(DivisionCode) DivisionCode

// Of is the code of today of a place.
func (t Today) Of(c DivisionCode) DivisionCode {
	if t == nil || c == "" {
		return c
	}
	return t(c)
}

// Renamed are the codes that are in use no more, each with that of today.
func (d Divisions) Renamed() map[DivisionCode]DivisionCode {
	today := map[DivisionCode]DivisionCode{}
	for _, place := range slices.Concat(d.Towns, d.Villages) {
		for _, before := range place.Former {
			if now := d.Today(before); now != before {
				today[before] = now
			}
		}
	}
	return today
}

// Path is the name of c with the town before it, as in 锡场镇江滨村; "" when
// there is no such place.
func (d Divisions) Path(c DivisionCode) string {
	place, ok := d.Find(c)
	if !ok {
		return ""
	}
	town, ok := d.Find(place.Code.Town())
	if !ok || town.Code == place.Code {
		return place.Name
	}
	return town.Name + place.Name
}
