package village

import (
	"math/rand/v2"
	"strings"
)

// ShortCode is the handle of a receipt (查询码): seven random characters and a
// check character of an alphabet in which nothing looks like anything else.
type ShortCode string

// 23 characters, a prime, so that the check character finds every wrong
// character and every swap of two. Of each pair that looks alike at most one
// is in: no 0 O D Q, 1 I L, Z, S, B, U V, G.
const shortAlphabet = "23456789ACEFHJKMNPRTWXY"

// NewShortCode draws a code. Whether it is free, the store decides.
func NewShortCode(rng *rand.Rand) ShortCode {
	b := make([]byte, 7)
	for i := range b {
		b[i] = shortAlphabet[rng.IntN(len(shortAlphabet))]
	}
	return ShortCode(b) + ShortCode(codeCheck(string(b)))
}

// ParseShortCode reads a code as people type or read it aloud: hyphens, spaces
// and small letters are accepted. The error is [Invalid]: err.short_code.length,
// err.short_code.letter or err.short_code.checksum.
func ParseShortCode(s string) (ShortCode, error) {
	s = bare(s)
	if len([]rune(s)) != 8 {
		return "", Refuse("", "err.short_code.length")
	}
	for _, r := range s {
		if !strings.ContainsRune(shortAlphabet, r) {
			return "", Refuse("", "err.short_code.letter")
		}
	}
	if codeCheck(s[:7]) != s[7:] {
		return "", Refuse("", "err.short_code.checksum")
	}
	return ShortCode(s), nil
}

// Spaced is the code in two groups, as it is printed: K7M4-9TA2.
func (c ShortCode) Spaced() string {
	if len(c) != 8 {
		return string(c)
	}
	return string(c[:4]) + "-" + string(c[4:])
}

// bare is a code without what people write between its groups.
func bare(s string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "", "－", "", "　", "").Replace(s))
}

// codeCheck makes the weighted sum of all characters a multiple of 23. It holds
// for codes of fewer than 22 characters: every weight then has an inverse.
func codeCheck(random string) string {
	sum := 0
	for i := range len(random) {
		sum += (i + 2) * strings.IndexByte(shortAlphabet, random[i])
	}
	return string(shortAlphabet[(23-sum%23)%23])
}

// PackedShortCode is how many bytes a short code takes in a receipt's QR code.
const PackedShortCode = 5

// Pack is the code as a big-endian number of base 23. A code that
// [ParseShortCode] would refuse is an error.
func (c ShortCode) Pack() ([PackedShortCode]byte, error) {
	var b [PackedShortCode]byte
	if parsed, err := ParseShortCode(string(c)); err != nil || parsed != c {
		return b, Refuse("short_code", "err.short_code.letter")
	}
	n := uint64(0)
	for i := range len(c) {
		n = n*uint64(len(shortAlphabet)) + uint64(strings.IndexByte(shortAlphabet, c[i]))
	}
	for i := range b {
		b[i] = byte(n >> (8 * (PackedShortCode - 1 - i)))
	}
	return b, nil
}

// UnpackShortCode is the code that Pack made b of. The errors are those of
// [ParseShortCode].
func UnpackShortCode(b [PackedShortCode]byte) (ShortCode, error) {
	n := uint64(0)
	for _, v := range b {
		n = n<<8 | uint64(v)
	}
	code := make([]byte, 8)
	for i := range code {
		code[7-i] = shortAlphabet[n%uint64(len(shortAlphabet))]
		n /= uint64(len(shortAlphabet))
	}
	if n != 0 {
		return "", Refuse("", "err.short_code.length")
	}
	return ParseShortCode(string(code))
}
