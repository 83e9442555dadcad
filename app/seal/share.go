package seal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"strings"

	"bianmin/app/village"
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
// error and no wrong seed. The error is [village.Invalid] at "share":
// err.share.keys for shares of two keys, err.share.same for one share twice,
// err.share.damaged for two that do not fit, as those made on two days.
func Recover(a, b Share) ([]byte, error) {
	switch {
	case a.Key != b.Key || a.Suite != b.Suite:
		return nil, village.Refuse("share", "err.share.keys")
	case a.X == b.X:
		return nil, village.Refuse("share", "err.share.same")
	}
	seed := make([]byte, SeedBytes)
	fa := divide(b.X, a.X^b.X) // Lagrange at 0
	fb := divide(a.X, a.X^b.X)
	for i := range seed {
		seed[i] = multiply(a.Y[i], fa) ^ multiply(b.Y[i], fb)
	}
	secret, err := NewCountySecret(a.Suite, seed)
	if err == nil && subtle.ConstantTimeCompare(secret.ID[:], a.Key[:]) != 1 {
		err = errors.New("the shares do not give this key")
	}
	if err != nil {
		return nil, &village.Error{Kind: village.Invalid, Field: "share", Key: "err.share.damaged", Err: err}
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

// ParseShare reads a share as it is typed: hyphens, spaces, line ends and small
// letters are as good. The error is [village.Invalid] at "share":
// err.share.none, err.share.short when it is not complete, err.share.letter.
func ParseShare(text string) (Share, error) {
	text = strings.ToUpper(strings.NewReplacer("-", "", " ", "", "\t", "", "\r", "", "\n", "").Replace(text))
	body, ok := strings.CutPrefix(text, sharePrefix)
	if !ok {
		return Share{}, village.Refuse("share", "err.share.none")
	}
	raw, err := shareText.DecodeString(body)
	const length = 1 + 8 + 1 + SeedBytes
	if err != nil || len(raw) != length+shareCheck {
		return Share{}, village.Refuse("share", "err.share.short")
	}
	sum := sha256.Sum256(raw[:length])
	s := Share{Suite: Suite(raw[0]), Key: CountyKeyID(raw[1:9]), X: raw[9], Y: [SeedBytes]byte(raw[10:length])}
	if subtle.ConstantTimeCompare(sum[:shareCheck], raw[length:]) != 1 || s.X < 1 || s.X > 3 {
		return Share{}, village.Refuse("share", "err.share.letter")
	}
	return s, nil
}

// FindShare reads the share on a page: it begins a line, and ends with the page
// or before an empty line.
func FindShare(page string) (Share, error) {
	var found []string
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		begins := strings.HasPrefix(strings.ToUpper(line), sharePrefix)
		if len(found) > 0 && line == "" {
			break
		}
		if begins || len(found) > 0 {
			found = append(found, line)
		}
	}
	return ParseShare(strings.Join(found, ""))
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
