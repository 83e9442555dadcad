package village

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestResumeCodeCheckFindsEachSlip: a slip never reaches a draft, so it costs no
// try.
func TestResumeCodeCheckFindsEachSlip(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	for range 200 {
		c := NewResumeCode(rng)
		if got, err := ParseResumeCode(strings.ToLower(c.Spaced())); err != nil || got != c {
			t.Fatalf("ParseResumeCode(%q) = %q, %v", c.Spaced(), got, err)
		}
		for i := range c {
			for _, r := range shortAlphabet {
				if wrong := string(c[:i]) + string(r) + string(c[i+1:]); wrong != string(c) {
					if _, err := ParseResumeCode(wrong); keyOf(err) != "err.resume_code.checksum" {
						t.Fatalf("%s read as %s: %v", c, wrong, err)
					}
				}
			}
		}
	}
	for in, want := range map[string]string{"K7M": "err.resume_code.length", "K7M-4TO": "err.resume_code.letter"} {
		if _, err := ParseResumeCode(in); keyOf(err) != want {
			t.Errorf("ParseResumeCode(%q) = %v, want %s", in, err, want)
		}
	}
}
