package letter

import "slices"

// setting is how closely a letter is set. The zero value is the widest one.
type setting struct {
	size  float64 // share of the usual size of type; 0 is 1
	line  float64 // height of a line, in sizes of its type; 0 is [wide]
	plain bool    // without the squares of counted days, whose sentence says the same
}

const (
	wide     = 1.5  // height of a line in sizes of its type
	smallest = 11.0 // points: no setting makes anything smaller
)

// settings are those that are tried for a letter that is to be on one page, the best to
// read first. A line is never closer than 1.3 (MIIT's rules for the old).
func settings() []setting {
	return []setting{{}, {line: 1.35}, {size: 0.93, line: 1.35}, {size: 0.86, line: 1.3}, {size: 0.86, line: 1.3, plain: true}}
}

func (s setting) leading() float64 {
	if s.line == 0 {
		return wide
	}
	return s.line
}

// sized is st in this setting.
func (s setting) sized(st style) style {
	if s.size != 0 {
		st.size = max(st.size*s.size, min(st.size, smallest))
	}
	return st
}

// onePage reports whether one of letters asks to be on one page.
func onePage(letters []Letter) bool {
	return slices.ContainsFunc(letters, func(l Letter) bool { return l.OnePage })
}
