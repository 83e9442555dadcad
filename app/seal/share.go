package seal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"
)

// Shares of a county secret (恢复份额): any two of three give the seed back,
// one alone says nothing about it. Each byte of the seed is the value at 0 of
// its own straight line over GF(2^8) with the polynomial of AES; share x holds
// the values at x (A. Shamir, How to share a secret, 1979).

// Share is one of the three.
type Share struct {
	Suite Suite
	Key   CountyKeyID
	X     byte // 1, 2 or 3
	Y     [SeedBytes]byte
}

// Split makes three shares of the seed of suite. slope is 32 random bytes, used
// once and never kept.
func Split(suite Suite, seed, slope []byte) ([3]Share, error) {
	secret, err := NewCountySecret(suite, seed)
	if err != nil {
		return [3]Share{}, err
	}
	if len(slope) != SeedBytes {
		return [3]Share{}, fmt.Errorf("a slope has %d bytes", SeedBytes)
	}
	var shares [3]Share
	for i := range shares {
		shares[i] = Share{Suite: suite, Key: secret.ID, X: byte(i + 1)}
		for j := range SeedBytes {
			shares[i].Y[j] = seed[j] ^ multiply(slope[j], byte(i+1))
		}
	}
	return shares, nil
}

// Recover is the seed of two different shares of one key. It derives the key
// again and compares its name, so that a share that was copied wrongly gives an
// error and no wrong seed.
func Recover(a, b Share) ([]byte, error) {
	if a.X == b.X || a.Key != b.Key || a.Suite != b.Suite {
		return nil, errors.New("two different shares of one key are needed")
	}
	seed := make([]byte, SeedBytes)
	fa := divide(b.X, a.X^b.X) // Lagrange at 0
	fb := divide(a.X, a.X^b.X)
	for i := range seed {
		seed[i] = multiply(a.Y[i], fa) ^ multiply(b.Y[i], fb)
	}
	secret, err := NewCountySecret(a.Suite, seed)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(secret.ID[:], a.Key[:]) != 1 {
		return nil, errors.New("the shares do not give this key: one is damaged")
	}
	return seed, nil
}

const (
	sharePrefix = "BMS1"
	shareCheck  = 4 // bytes of SHA-256 behind a share
)

//nolint:gochecknoglobals // an encoding without padding
var shareText = base32.StdEncoding.WithPadding(base32.NoPadding)

// String is a share as it is printed, in groups of five.
func (s Share) String() string {
	raw := append([]byte{byte(s.Suite)}, s.Key[:]...)
	raw = append(append(raw, s.X), s.Y[:]...)
	sum := sha256.Sum256(raw)
	text := shareText.EncodeToString(append(raw, sum[:shareCheck]...))
	var groups []string
	for ; len(text) > 5; text = text[5:] {
		groups = append(groups, text[:5])
	}
	return strings.Join(append(append([]string{sharePrefix}, groups...), text), "-")
}

// ParseShare reads a share as it is typed: hyphens, spaces and small letters
// are as good.
func ParseShare(text string) (Share, error) {
	text = strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\n", "").Replace(text))
	body, ok := strings.CutPrefix(text, sharePrefix)
	if !ok {
		return Share{}, fmt.Errorf("a share begins with %s", sharePrefix)
	}
	raw, err := shareText.DecodeString(body)
	const length = 1 + 8 + 1 + SeedBytes
	if err != nil || len(raw) != length+shareCheck {
		return Share{}, errors.New("the share is not complete")
	}
	sum := sha256.Sum256(raw[:length])
	if subtle.ConstantTimeCompare(sum[:shareCheck], raw[length:]) != 1 {
		return Share{}, errors.New("a letter of the share is wrong")
	}
	s := Share{Suite: Suite(raw[0]), Key: CountyKeyID(raw[1:9]), X: raw[9], Y: [SeedBytes]byte(raw[10:length])}
	if s.X < 1 || s.X > 3 {
		return Share{}, errors.New("there is no such share")
	}
	return s, nil
}

// multiply is the product in GF(2^8) modulo x^8+x^4+x^3+x+1. It takes the same
// time for all values.
func multiply(a, b byte) byte {
	var product byte
	for range 8 {
		product ^= a & -(b & 1)
		a = a<<1 ^ 0x1b&-(a>>7)
		b >>= 1
	}
	return product
}

// divide is a times the inverse of b, which is b^254; b is not 0.
func divide(a, b byte) byte {
	for range 254 {
		a = multiply(a, b)
	}
	return a
}
