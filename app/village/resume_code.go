package village

import (
	"math/rand/v2"
	"strings"
)

// ResumeCode gets back to a turn that was left to be gone on with later (接着办
// 的码): five random characters and a check character of the alphabet of
// [ShortCode]. It opens nothing by itself: the owner proves more than that.
type ResumeCode string

// ResumeCodeLen is how many characters a resume code has.
const ResumeCodeLen = 6

// NewResumeCode draws a code. Whether it is free, the caller decides.
func NewResumeCode(rng *rand.Rand) ResumeCode {
	b := make([]byte, ResumeCodeLen-1)
	for i := range b {
		b[i] = shortAlphabet[rng.IntN(len(shortAlphabet))]
	}
	return ResumeCode(b) + ResumeCode(codeCheck(string(b)))
}

// ParseResumeCode reads a code as people type it or read it aloud, as
// [ParseShortCode] does. The error is [Invalid]: err.resume_code.length,
// err.resume_code.letter or err.resume_code.checksum.
func ParseResumeCode(s string) (ResumeCode, error) {
	s = bare(s)
	if len([]rune(s)) != ResumeCodeLen {
		return "", Refuse("code", "err.resume_code.length")
	}
	for _, r := range s {
		if !strings.ContainsRune(shortAlphabet, r) {
			return "", Refuse("code", "err.resume_code.letter")
		}
	}
	if last := ResumeCodeLen - 1; codeCheck(s[:last]) != s[last:] {
		return "", Refuse("code", "err.resume_code.checksum")
	}
	return ResumeCode(s), nil
}

// Spaced is the code in two groups, as it is shown: K7M-4TA.
func (c ResumeCode) Spaced() string {
	if len(c) != ResumeCodeLen {
		return string(c)
	}
	return string(c[:ResumeCodeLen/2]) + "-" + string(c[ResumeCodeLen/2:])
}
