package scanner

import (
	"strings"
	"testing"
)

// FuzzSplit cuts anything in two at every place: what comes out is printable, not
// too long, and the same however it was cut.
func FuzzSplit(f *testing.F) {
	f.Add([]byte("BM1:A\r\nBM1:B\t"), 3)
	f.Add([]byte("\x00\xff\r"), 1)
	f.Add([]byte(strings.Repeat("A", MaxCode+1)+"\rB\r"), MaxCode)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		var whole, cut splitter
		a := whole.take(raw)
		at = min(max(at, 0), len(raw))
		b := append(cut.take(raw[:at]), cut.take(raw[at:])...)
		if strings.Join(a, "|") != strings.Join(b, "|") {
			t.Errorf("whole %q, cut %q", a, b)
		}
		for _, code := range append(a, whole.end()) {
			if len(code) > MaxCode || strings.ContainsFunc(code, func(r rune) bool { return r < ' ' || r > '~' }) {
				t.Errorf("a code %q", code)
			}
		}
	})
}
