package village

import (
	"math/rand/v2"
	"testing"
)

func TestShortCodePacksIntoFiveBytesAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		code := NewShortCode(rng)
		b, err := code.Pack()
		if err != nil {
			t.Fatal(err)
		}
		if back, err := UnpackShortCode(b); err != nil || back != code {
			t.Fatalf("%s came back as %q, %v", code, back, err)
		}
	}
}

func TestShortCodeRefusesToPackWhatIsNone(t *testing.T) {
	for _, code := range []ShortCode{"", "K7M4-9TA2", "k7m49ta2", "AAAAAAAB"} {
		if _, err := code.Pack(); err == nil {
			t.Errorf("%q was packed", code)
		}
	}
	for _, b := range [][PackedShortCode]byte{{0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, {0, 0, 0, 0, 1}} {
		if code, err := UnpackShortCode(b); err == nil {
			t.Errorf("% x became %s", b, code)
		}
	}
}
