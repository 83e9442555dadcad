package seal

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"bianmin/app/village"
)

func Test27AnyTwoSharesGiveTheSeedBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), SeedBytes, SeedBytes).Draw(rt, "seed")
		slope := rapid.SliceOfN(rapid.Byte(), SeedBytes, SeedBytes).Draw(rt, "slope")
		shares, err := Split(SuiteX25519, seed, slope)
		if err != nil {
			rt.Fatal(err)
		}
		for i := range 3 {
			for j := range 3 {
				got, err := Recover(printed(rt, shares[i]), printed(rt, shares[j]))
				if i == j {
					if err == nil {
						rt.Fatal("one share twice was enough")
					}
				} else if err != nil || !bytes.Equal(got, seed) {
					rt.Fatalf("shares %d and %d: %v", i+1, j+1, err)
				}
			}
		}
	})
}

// printed is a share after it was printed and typed in again.
func printed(t *rapid.T, s Share) Share {
	again, err := ParseShare(strings.ToLower(strings.ReplaceAll(s.String(), "-", " ")))
	if err != nil || again != s {
		t.Fatalf("%s reads back as %+v, %v", s, again, err)
	}
	return again
}

// TestOneShareFitsEverySeed shows that one share alone says nothing: for each
// value of a byte there is a slope that gives this very share.
func TestOneShareFitsEverySeed(t *testing.T) {
	const y, x = 0x5a, 2
	seen := map[byte]bool{}
	for slope := range 256 {
		seen[y^multiply(byte(slope), x)] = true
	}
	if len(seen) != 256 {
		t.Errorf("%d of 256 values are possible", len(seen))
	}
}

func TestASlipInAShareIsNoticed(t *testing.T) {
	shares, err := Split(SuiteX25519, bytes.Repeat([]byte{1}, SeedBytes), bytes.Repeat([]byte{2}, SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	text := shares[0].String()
	for i := len(sharePrefix) + 1; i < len(text); i++ {
		if text[i] == '-' {
			continue
		}
		other := byte('A')
		if text[i] == 'A' {
			other = 'B'
		}
		if s, err := ParseShare(text[:i] + string(other) + text[i+1:]); err == nil && s != shares[0] {
			t.Fatalf("letter %d changed was taken", i)
		}
	}
	bad := shares[1]
	bad.Y[3] ^= 1
	if _, err := Recover(shares[0], bad); err == nil {
		t.Error("a damaged share gave a seed")
	}
}

func TestAShareIsFoundOnItsPage(t *testing.T) {
	shares, err := Split(SuiteHybrid, bytes.Repeat([]byte{1}, SeedBytes), bytes.Repeat([]byte{2}, SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	text := shares[2].String()
	for name, page := range map[string]string{
		"alone":         text,
		"with words":    "恢复份额 BMS1 第 3 份\r\n\r\n" + text + "\r\n\r\n请锁好\r\n",
		"on two lines":  "x\n  " + text[:40] + "\n  " + strings.ToLower(text[40:]) + "\n\nBMS1-AAAAA\n",
		"without words": "\n\n" + text + "\n",
	} {
		if got, err := FindShare(page); err != nil || got != shares[2] {
			t.Errorf("%s: %v", name, err)
		}
	}
	for page, key := range map[string]string{
		"": "err.share.none", "请锁好": "err.share.none", text[:50]: "err.share.short", text + "\n请锁好": "err.share.short",
	} {
		_, err := FindShare(page)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != key || e.Field != "share" {
			t.Errorf("%q: %v, want %s", page, err, key)
		}
	}
}

func TestFieldArithmetic(t *testing.T) {
	// FIPS 197, section 4.2: {57} x {83} = {c1}, {57} x {13} = {fe}.
	if multiply(0x57, 0x83) != 0xc1 || multiply(0x57, 0x13) != 0xfe {
		t.Error("the field is not that of AES")
	}
	for a := 1; a < 256; a++ {
		if multiply(divide(1, byte(a)), byte(a)) != 1 {
			t.Fatalf("no inverse of %d", a)
		}
	}
}
