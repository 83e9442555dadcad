// Package token is what a county prints as a QR code for its own people and
// machines: the badge of a person on duty, the order of an inspector's day. A
// machine believes one by its county's signature, with no network. The enrolment
// code of a machine is printed as a code too; it needs no signature, because it names
// the county's authority.
package token

import (
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"bianmin/app/base45"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Prefix starts the text of every code and names its version.
const Prefix = "BMT1:"

const (
	written = 1                  // places as text
	packed  = 2                  // places as numbers
	purpose = "bianmin token v1" // of the signature

	maxText    = 40
	maxPlaces  = 8
	maxWritten = 2 // places in the first form, which older machines read too
	placeBytes = 5 // of a place as a number of 12 digits
	maxDays    = 1<<16 - 1

	// maxCode is the longest text of a QR code of 49 modules, level M: one with more is not
	// read from bad paper.
	maxCode = 221
)

// Kind says what a code is. Numbers travel; add new ones at the end.
type Kind byte

const (
	Badge    Kind = 1 // 工牌: Number is the badge's, Role what the person may do
	DayOrder Kind = 2 // 工作令: Number is the order's, Places the centres to be visited
)

func (k Kind) known() bool { return k == Badge || k == DayOrder }

// Token is what a code says. Its form is fixed: version byte, kind, issuer 6, first
// and last day as days since 1 January 2020, number and role behind their lengths,
// the places behind their count, then the signature 64; big endian, in base 45 behind
// [Prefix]. In version 1 a place is its text behind its length; in version 2, for more than
// two places, it is a number of 5 bytes. No name of a person is in it.
type Token struct {
	Kind   Kind
	Issuer seal.KioskID // the county's key, named as a kiosk's is
	First  time.Time    // 00:00 of the first day that it is good for, in [village.Zone]
	Last   time.Time    // 00:00 of the last one
	Number string       // letters, digits and hyphens
	Role   string       // the same; "" for none
	Places []village.DivisionCode
}

func epoch() time.Time { return time.Date(2020, 1, 1, 0, 0, 0, 0, village.Zone) }

// Good reports whether t may be used at now.
func (t Token) Good(now time.Time) bool {
	return !now.Before(t.First) && now.Before(t.Last.AddDate(0, 0, 1))
}

// Encode is the text of t's code, signed by county; Issuer is filled in. The error is
// [village.Invalid] at the field that cannot be; at "number", err.token.long, when the code
// would be too fine to be read.
func Encode(t Token, county seal.Identity) (string, error) {
	t.Issuer = county.ID
	form := byte(written)
	if len(t.Places) > maxWritten {
		form = packed
	}
	body, err := t.marshal(form)
	if err != nil {
		return "", err
	}
	text := Prefix + base45.Encode(append(body, county.Sign(purpose, body)...))
	if len(text) > maxCode {
		return "", village.Refuse("number", "err.token.long")
	}
	return text, nil
}

// Verify reads the text of a code and believes it when one of a county's keys signed
// it. The error's key is err.token.unreadable or err.token.forged.
func Verify(text string, keys []ed25519.PublicKey) (Token, error) {
	t, body, signature, err := parse(text)
	if err != nil {
		return Token{}, &village.Error{Kind: village.Invalid, Field: "receipt", Key: "err.token.unreadable", Err: err}
	}
	for _, key := range keys {
		if seal.IDOf(key) == t.Issuer && seal.Verify(key, purpose, body, signature) {
			return t, nil
		}
	}
	return Token{}, &village.Error{Kind: village.Denied, Field: "receipt", Key: "err.token.forged"}
}

func refuse(field string) error { return village.Refuse(field, "err.token."+field) }

func (t Token) marshal(form byte) ([]byte, error) {
	first, err := dayNumber(t.First)
	if err != nil {
		return nil, refuse("first")
	}
	last, err := dayNumber(t.Last)
	switch {
	case !t.Kind.known():
		return nil, refuse("kind")
	case err != nil || last < first:
		return nil, refuse("last")
	case !NumberFits(t.Number):
		return nil, refuse("number")
	case !plain(t.Role):
		return nil, refuse("role")
	case len(t.Places) > maxPlaces:
		return nil, refuse("places")
	}
	issuer, err := t.Issuer.Bytes()
	if err != nil {
		return nil, err
	}
	b := append([]byte{form, byte(t.Kind)}, issuer[:]...)
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, first), last)
	for _, text := range []string{t.Number, t.Role} {
		b = append(append(b, byte(len(text))), text...)
	}
	b = append(b, byte(len(t.Places)))
	for _, place := range t.Places {
		code, err := village.ParseDivisionCode(string(place))
		if err != nil || code != place {
			return nil, refuse("places")
		}
		b = appendPlace(b, place, form)
	}
	return b, nil
}

func appendPlace(b []byte, place village.DivisionCode, form byte) []byte {
	if form == written {
		return append(append(b, byte(len(place))), place...)
	}
	n, _ := strconv.ParseUint(string(place), 10, 64) // 12 digits: it was checked
	return append(b, binary.BigEndian.AppendUint64(nil, n)[8-placeBytes:]...)
}

func dayNumber(day time.Time) (uint16, error) {
	n := day.Sub(epoch()) / (24 * time.Hour)
	if n < 0 || n > maxDays || !epoch().AddDate(0, 0, int(n)).Equal(day) {
		return 0, errors.New("no day that a code can name")
	}
	return uint16(n), nil
}

// IsBadge reports whether text looks like a badge; whose it is nobody has asked yet.
func IsBadge(text string) bool {
	t, ok := Read(text)
	return ok && t.Kind == Badge
}

// Read is what text says when it looks like a code; who wrote it nobody has asked yet.
func Read(text string) (Token, bool) {
	t, _, _, err := parse(text)
	return t, err == nil
}

// NumberFits reports whether a badge or an order can have the number.
func NumberFits(number string) bool { return number != "" && plain(number) }

func plain(text string) bool {
	for _, c := range []byte(text) {
		if c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(text) <= maxText
}

// parse reads a code without asking who wrote it. What [Encode] cannot have written
// is an error.
func parse(text string) (t Token, body, signature []byte, err error) {
	rest, ok := strings.CutPrefix(text, Prefix)
	if !ok {
		return t, nil, nil, errors.New("another prefix")
	}
	raw, err := base45.Decode(rest)
	if err != nil {
		return t, nil, nil, err
	}
	if len(raw) < ed25519.SignatureSize+2+seal.KeyBytes+4 || raw[0] != written && raw[0] != packed {
		return t, nil, nil, errors.New("another length or version")
	}
	body, signature = raw[:len(raw)-ed25519.SignatureSize], raw[len(raw)-ed25519.SignatureSize:]
	if t, err = unmarshal(body); err != nil {
		return t, nil, nil, err
	}
	again, err := t.marshal(raw[0])
	if err != nil || string(again) != string(body) {
		return t, nil, nil, fmt.Errorf("two forms of one code: %w", errors.Join(err, errors.New("not as it is written")))
	}
	return t, body, signature, nil
}

func unmarshal(b []byte) (Token, error) {
	r := reader{rest: b[1:]}
	t := Token{Kind: Kind(r.take(1)[0])}
	t.Issuer = seal.IDFromBytes([seal.KeyBytes]byte(r.take(seal.KeyBytes)))
	t.First = epoch().AddDate(0, 0, int(binary.BigEndian.Uint16(r.take(2))))
	t.Last = epoch().AddDate(0, 0, int(binary.BigEndian.Uint16(r.take(2))))
	t.Number, t.Role = r.text(), r.text()
	for range r.count() {
		t.Places = append(t.Places, r.place(b[0]))
	}
	if r.short || len(r.rest) > 0 {
		return Token{}, errors.New("too short or too long")
	}
	return t, nil
}

// reader takes pieces of bytes; what is not there is zero, and noted.
type reader struct {
	rest  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.rest) < n {
		r.short, r.rest = true, nil
		return make([]byte, n)
	}
	piece := r.rest[:n]
	r.rest = r.rest[n:]
	return piece
}

func (r *reader) text() string { return string(r.take(int(r.take(1)[0]))) }

func (r *reader) place(form byte) village.DivisionCode {
	if form == written {
		return village.DivisionCode(r.text())
	}
	n := binary.BigEndian.Uint64(append(make([]byte, 8-placeBytes), r.take(placeBytes)...))
	return village.DivisionCode(fmt.Sprintf("%012d", n))
}

func (r *reader) count() int { return min(int(r.take(1)[0]), maxPlaces+1) }
