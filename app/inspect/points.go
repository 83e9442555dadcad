package inspect

import (
	"errors"
	"strconv"
	"strings"
)

// Points are tenths of a point: schemes take away 0.2 for one missing thing, and
// sums of tenths are exact. Its JSON form is the number with at most one decimal.
type Points int

// maxPoints bounds what a file may say.
const maxPoints = 1000 * pointTenths

const pointTenths = 10

// String is p as people write it: 85, 99.8.
func (p Points) String() string {
	sign := ""
	if p < 0 {
		sign, p = "-", -p
	}
	text := sign + strconv.Itoa(int(p/pointTenths))
	if rest := p % pointTenths; rest != 0 {
		text += "." + strconv.Itoa(int(rest))
	}
	return text
}

// MarshalJSON writes the number.
func (p Points) MarshalJSON() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalJSON reads the number in the one form in which it is written.
func (p *Points) UnmarshalJSON(raw []byte) error {
	whole, tenth, cut := strings.Cut(string(raw), ".")
	n, err := strconv.Atoi(whole + tenth)
	if err != nil {
		return errors.New("no number of points")
	}
	if !cut {
		n *= pointTenths
	}
	if Points(n).String() != string(raw) || n > maxPoints || n < -maxPoints {
		return errors.New("points have at most one decimal and no zero behind it")
	}
	*p = Points(n)
	return nil
}
