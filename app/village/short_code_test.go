package village

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestShortCodeCheckFindsEachSlip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	for range 200 {
		c := NewShortCode(rng)
		if got, err := ParseShortCode(strings.ToLower(c.Spaced())); err != nil || got != c {
			t.Fatalf("ParseShortCode(%q) = %q, %v", c.Spaced(), got, err)
		}
		for i := range 8 {
			for _, r := range shortAlphabet {
				if wrong := string(c[:i]) + string(r) + string(c[i+1:]); wrong != string(c) {
					if _, err := ParseShortCode(wrong); keyOf(err) != "err.short_code.checksum" {
						t.Fatalf("%s read as %s: %v", c, wrong, err)
					}
				}
			}
			for j := range i {
				b := []byte(c)
				b[i], b[j] = b[j], b[i]
				if string(b) == string(c) {
					continue
				}
				if _, err := ParseShortCode(string(b)); keyOf(err) != "err.short_code.checksum" {
					t.Fatalf("%s swapped to %s: %v", c, b, err)
				}
			}
		}
	}
}

func TestParseShortCodeSaysWhatIsWrong(t *testing.T) {
	for in, want := range map[string]string{
		"": "err.short_code.length", "K7M4-9T": "err.short_code.length",
		"K7M4-9TO2": "err.short_code.letter", "K7M4-9T查2": "err.short_code.letter",
	} {
		if _, err := ParseShortCode(in); keyOf(err) != want {
			t.Errorf("ParseShortCode(%q) = %v, want %s", in, err, want)
		}
	}
}
