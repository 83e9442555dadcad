package village

import (
	"strconv"
	"strings"
)

// maxNth bounds how often one kind of service act is told apart in one case.
const maxNth = 99

// NthAct names the n-th service act of its kind in one case, from 1, as it is rated: the
// first has the name of its kind alone, as "supplement", the others their number too, as
// "supplement.2".
func NthAct(kind string, n int) string {
	if n <= 1 {
		return kind
	}
	return kind + "." + strconv.Itoa(n)
}

// ActNth takes apart what [NthAct] made; ok is false for a number that it never makes.
func ActNth(act string) (kind string, n int, ok bool) {
	kind, number, more := strings.Cut(act, ".")
	if !more {
		return act, 1, true
	}
	n, err := strconv.Atoi(number)
	return kind, n, err == nil && n > 1 && n <= maxNth && NthAct(kind, n) == act
}
