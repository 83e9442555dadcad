package flow_test

import (
	"strings"
	"testing"
	"time"

	"bianmin/ui/flow"
	"bianmin/ui/flow/flowtest"
)

// keyed gives text to a wedge with a gap between the keys; it returns what came
// through, and the time of the last key.
func keyed(w *flow.Wedge, text string, gap time.Duration) (typed string, at time.Time) {
	at = flowtest.Monday()
	for _, r := range text {
		at = at.Add(gap)
		typed += string(w.Key(r, at))
	}
	return typed, at
}

const scanned = "BM1:AB%67 $*+-./:09Z"

func TestABurstIsACodeAndAHandIsNot(t *testing.T) {
	var w flow.Wedge
	typed, at := keyed(&w, scanned, 5*time.Millisecond)
	code, rest := w.End(at.Add(5 * time.Millisecond))
	if code != scanned || typed != "" || len(rest) != 0 {
		t.Errorf("code %q, typed %q and %q", code, typed, string(rest))
	}
	typed, at = keyed(&w, scanned, 150*time.Millisecond)
	code, rest = w.End(at.Add(150 * time.Millisecond))
	if code != "" || typed+string(rest) != scanned {
		t.Errorf("a hand: code %q, typed %q", code, typed+string(rest))
	}
}

func TestNoKeyOfAHandIsLost(t *testing.T) {
	for _, text := range []string{"B", "BM", "BB", "baba", "bmw", "13800000000", "4452X", "MB"} {
		var w flow.Wedge
		typed, at := keyed(&w, text, 10*time.Millisecond)
		code, rest, _ := w.Stale(at.Add(time.Second))
		if code != "" || typed+string(rest) != text {
			t.Errorf("of %q came %q, code %q", text, typed+string(rest), code)
		}
	}
}

func TestLockedCapitalsAndAMissingEnterChangeNothing(t *testing.T) {
	var w flow.Wedge
	_, at := keyed(&w, strings.ToLower(scanned), time.Millisecond)
	if _, _, ok := w.Stale(at.Add(time.Millisecond)); ok {
		t.Error("ended while more may come")
	}
	if code, _, ok := w.Stale(at.Add(time.Second)); !ok || code != scanned {
		t.Errorf("code %q", code)
	}
}

func TestAnEndlessBurstIsNoCode(t *testing.T) {
	var w flow.Wedge
	typed, _ := keyed(&w, "BM"+strings.Repeat("1", 3000), time.Millisecond)
	if len(typed) < 2000 {
		t.Errorf("%d keys are held back", 3002-len(typed))
	}
}
