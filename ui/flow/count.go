package flow

import (
	"strconv"

	"bianmin/app/village"
)

// mostCounted is how far the stepper counts; the keys beside it go on.
const mostCounted = 99

// Counting reports whether the question shown is a small whole number.
func (f *Form) Counting() bool { return f.Question().Few }

// counted is the number that stands there; 0 for none.
func (f *Form) counted() int {
	n, err := strconv.Atoi(f.Value())
	if err != nil {
		return 0
	}
	return n
}

// Step makes the number smaller (-1) or larger (1).
func (f *Form) Step(by int) {
	if n := f.counted() + by; n >= 0 && n <= mostCounted {
		f.Set(strconv.Itoa(n))
	}
}

// StepEnds reports whether the number cannot become smaller, or larger.
func (f *Form) StepEnds() (least, most bool) {
	n := f.counted()
	return n == 0, n >= mostCounted
}

// few reports whether a field is asked with a stepper.
func few(field village.FormField) bool { return field.Type == village.FieldNumber && field.Few }
