package letter

import (
	"net/url"

	"bianmin/app/calendar"
)

// Certificate is what a paper says of itself, so that anybody can ask whether it is genuine.
type Certificate struct {
	Number  string
	Code    string // 16 hex digits
	Address string // of the page that answers, as https://county.example/verify; "" = none is known
}

// maxAddress is how long the address in a QR code may be: a longer one makes a code that does not
// fit beside the text.
const maxAddress = 150

// Link is the address that answers about the paper at once; "" where none is known.
func (c Certificate) Link() string {
	if c.Address == "" {
		return ""
	}
	return c.Address + "?" + url.Values{"number": {c.Number}, "code": {c.Code}}.Encode()
}

// Lines say number, code and where they are checked, and that a technical signature is no seal.
func (c Certificate) Lines(t calendar.Texts) []string {
	lines := []string{t.T("document.number", "number", c.Number, "code", c.groups())}
	if c.Address != "" {
		lines = append(lines, t.T("document.where", "address", c.Address))
	}
	return append(lines, t.T("document.no_seal"))
}

// groups is the code in fours, as people compare it.
func (c Certificate) groups() (text string) {
	for i, r := range c.Code {
		if i > 0 && i%4 == 0 {
			text += " "
		}
		text += string(r)
	}
	return text
}

// Certify puts what c says on each of list: a QR code in the card and lines at the foot.
func Certify(list []Letter, c Certificate, t calendar.Texts) []Letter {
	out := make([]Letter, len(list))
	for i, l := range list {
		if link := c.Link(); link != "" && len(link) <= maxAddress && l.QR == "" {
			l.QR = link
			if l.CodeNote == "" {
				l.CodeNote = t.T("document.scan")
			}
		}
		l.Foot = append(append([]string{}, l.Foot...), c.Lines(t)...)
		out[i] = l
	}
	return out
}
