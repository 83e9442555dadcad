package scanner

import "strings"

// MaxCode is the longest code that is taken, in characters: a signed code of this
// program has below 300.
const MaxCode = 1024

// splitter cuts what a scanner sends into codes. Scanners end a code with CR, LF,
// both or a tab, as they were set; one without any of them is told by the pause
// behind it.
type splitter struct {
	held   strings.Builder
	spoilt bool // what is held is no code and goes at its end
}

// take adds bytes and returns the codes that they complete.
func (s *splitter) take(b []byte) (codes []string) {
	for _, c := range b {
		switch {
		case c == '\r' || c == '\n' || c == '\t':
			if code := s.end(); code != "" {
				codes = append(codes, code)
			}
		case c < ' ' || c > '~' || s.held.Len() >= MaxCode: // all our codes are ASCII
			s.spoilt = true
		default:
			s.held.WriteByte(c)
		}
	}
	return codes
}

// end is the code that a suffix or a pause has ended; "" when there is none.
func (s *splitter) end() string {
	code, spoilt := s.held.String(), s.spoilt
	s.held.Reset()
	s.spoilt = false
	if spoilt || strings.Trim(code, " ") == "" { // a space may well be a code's last character
		return ""
	}
	return code
}
