// Package base45 writes bytes in the 45 characters that a QR code packs best (RFC
// 9285).
package base45

import (
	"errors"
	"strings"
)

// The 45 characters of a QR code's alphanumeric mode.
const Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

// Encode writes raw in base 45: two bytes as three characters, a last single
// byte as two. Source: RFC 9285.
func Encode(raw []byte) string {
	out := make([]byte, 0, (len(raw)*3+1)/2)
	for ; len(raw) > 1; raw = raw[2:] {
		n := int(raw[0])<<8 | int(raw[1])
		out = append(out, Alphabet[n%45], Alphabet[n/45%45], Alphabet[n/45/45])
	}
	if len(raw) == 1 {
		out = append(out, Alphabet[raw[0]%45], Alphabet[raw[0]/45])
	}
	return string(out)
}

// Decode reads what Encode wrote and nothing else: every text stands for one
// row of bytes, and no two texts for the same.
func Decode(text string) ([]byte, error) {
	out := make([]byte, 0, len(text)*2/3)
	for len(text) > 0 {
		group := text[:min(3, len(text))]
		text = text[len(group):]
		n, limit := 0, 1<<16
		if len(group) < 3 {
			limit = 1 << 8
		}
		for i := len(group) - 1; i >= 0; i-- {
			v := strings.IndexByte(Alphabet, group[i])
			if v < 0 {
				return nil, errors.New("a character that base 45 does not have")
			}
			n = n*45 + v
		}
		if len(group) == 1 || n >= limit {
			return nil, errors.New("a group that base 45 does not have")
		}
		if len(group) == 3 {
			out = append(out, byte(n>>8))
		}
		out = append(out, byte(n))
	}
	return out, nil
}
