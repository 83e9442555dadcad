package village

import (
	"math/big"
	"slices"
	"strings"
)

// Compare is what an answer has to be beside that to an earlier question of the same form, or
// beside what the applicant said of themselves.
type Compare struct {
	Is    Comparison `json:"is"`
	Field string     `json:"field"`          // key of the earlier question, or of one that the applicant answers
	Plus  []string   `json:"plus,omitempty"` // keys of earlier questions whose answers are added to that of Field; of numbers and money
	Says  string     `json:"says"`           // what is said when it is not so: one sentence, with what to do
}

// Comparison is how two answers of one type stand to each other.
type Comparison string

const (
	AtLeast Comparison = "at_least" // not less; of days: not before
	AtMost  Comparison = "at_most"  // not more; of days: not after
	Same    Comparison = "same"
	Other   Comparison = "other"
)

// Of reports whether answers of a type can stand so to each other.
func (r Comparison) Of(t FieldType) bool {
	switch r {
	case AtLeast, AtMost:
		return slices.Contains([]FieldType{FieldDate, FieldNumber, FieldMoney}, t)
	case Same, Other:
		return slices.Contains([]FieldType{FieldText, FieldID, FieldPhone, FieldDate, FieldDivision, FieldNumber, FieldMoney, FieldBank}, t)
	}
	return false
}

// Unlike is the first comparison of f that value does not keep beside the checked answers so far,
// by key. What was not answered is compared with nothing, and adds nothing to a sum.
func (f FormField) Unlike(value any, answers map[string]any) (Compare, bool) {
	text, ok := value.(string)
	if !ok {
		return Compare{}, false
	}
	for _, c := range f.Compare {
		earlier := c.Earlier(answers)
		if earlier != "" && !c.Is.holds(f.Type, text, earlier) {
			return c, true
		}
	}
	return Compare{}, false
}

// Terms are the questions that c speaks of: one, or those of a sum.
func (c Compare) Terms() []string { return append([]string{c.Field}, c.Plus...) }

// Earlier is what an answer is held against: an earlier one, or the sum of those that were
// given, exact to the last digit; "" when none was.
func (c Compare) Earlier(answers map[string]any) string {
	if len(c.Plus) == 0 {
		text, _ := answers[c.Field].(string)
		return text
	}
	sum, digits, given := new(big.Rat), 0, false
	for _, key := range c.Terms() {
		text, _ := answers[key].(string)
		n, ok := new(big.Rat).SetString(text)
		if !ok {
			continue
		}
		_, fraction, _ := strings.Cut(text, ".")
		sum.Add(sum, n)
		digits, given = max(digits, len(fraction)), true
	}
	if !given {
		return ""
	}
	return sum.FloatString(digits)
}

func (r Comparison) holds(t FieldType, text, earlier string) bool {
	order := strings.Compare(text, earlier) // days as 2026-12-31 too
	if t == FieldNumber || t == FieldMoney {
		a, ok := new(big.Rat).SetString(text)
		b, ok2 := new(big.Rat).SetString(earlier)
		if !ok || !ok2 {
			return true // another check refuses what is no number
		}
		order = a.Cmp(b)
	}
	switch r {
	case AtLeast:
		return order >= 0
	case AtMost:
		return order <= 0
	case Same:
		return order == 0
	case Other:
		return order != 0
	}
	return true
}
