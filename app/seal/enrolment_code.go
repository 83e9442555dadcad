package seal

import (
	"crypto/sha256"
	"encoding/base32"
	"io"
	"slices"
	"strings"

	"bianmin/app/village"
)

// Fingerprint names a county's certificate authority: the first bytes of the
// SHA-256 of its certificate (DER). Nobody meets 80 bits by trying.
type Fingerprint [10]byte

// FingerprintOf is the name of the authority with this certificate (DER).
func FingerprintOf(certificate []byte) Fingerprint {
	sum := sha256.Sum256(certificate)
	return Fingerprint(sum[:len(Fingerprint{})])
}

// String is the fingerprint as it is read aloud: sixteen characters in fours.
func (f Fingerprint) String() string { return inFours(crockford.EncodeToString(f[:])) }

// Ticket is the half of an enrolment code that the county has to see: who shows
// it is the machine that the county gave it to. It is a secret until it is used.
type Ticket string

// EnrolmentCode is what the county writes on paper for one machine (登记码): a
// ticket, and the fingerprint by which the machine knows the county before it
// shows the ticket to anybody.
type EnrolmentCode struct {
	Ticket    Ticket
	Authority Fingerprint
}

const (
	codeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford: no I L O U
	codeLength   = TicketLength + 16 + 1

	// EnrolmentPrefix stands before the code where it is printed as a QR code.
	EnrolmentPrefix = "BME1:"

	// TicketLength is how many characters a ticket has.
	TicketLength = 11
)

//nolint:gochecknoglobals // a constant that Go cannot express as such
var crockford = base32.NewEncoding(codeAlphabet).WithPadding(base32.NoPadding)

// NewTicket draws a ticket of 55 random bits.
func NewTicket(random io.Reader) (Ticket, error) {
	b := make([]byte, TicketLength)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = codeAlphabet[b[i]%32] // 32 divides 256: every character is equally likely
	}
	return Ticket(b), nil
}

// ParseTicket checks the form of a ticket. The error is [village.Invalid] at
// "code": err.enrol.code.
func ParseTicket(s string) (Ticket, error) {
	if len(s) != TicketLength || strings.Trim(s, codeAlphabet) != "" {
		return "", village.Refuse("code", "err.enrol.code")
	}
	return Ticket(s), nil
}

// ParseEnrolmentCode reads a code as people type it: hyphens, spaces and small
// letters are accepted, O is 0, I and L are 1; and as a scanner reads it. A wrong character and two that
// changed places are always found. The error is [village.Invalid] at "code":
// err.enrol.code.
func ParseEnrolmentCode(typed string) (EnrolmentCode, error) {
	typed = strings.TrimPrefix(strings.TrimSpace(typed), EnrolmentPrefix)
	s := strings.ToUpper(strings.NewReplacer("-", "", " ", "", "－", "", "　", "").Replace(typed))
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != codeLength || strings.Trim(s, codeAlphabet) != "" || checkCharacter(s[:codeLength-1]) != s[codeLength-1:] {
		return EnrolmentCode{}, village.Refuse("code", "err.enrol.code")
	}
	fingerprint, err := crockford.DecodeString(s[TicketLength : codeLength-1])
	if err != nil {
		return EnrolmentCode{}, village.Refuse("code", "err.enrol.code")
	}
	return EnrolmentCode{Ticket: Ticket(s[:TicketLength]), Authority: Fingerprint(fingerprint)}, nil
}

// String is the code as it stands on paper: 28 characters in fours, the last of
// which checks the others.
func (c EnrolmentCode) String() string {
	s := string(c.Ticket) + crockford.EncodeToString(c.Authority[:])
	return inFours(s + checkCharacter(s))
}

func inFours(s string) string {
	var groups []string
	for group := range slices.Chunk([]byte(s), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

// checkCharacter makes the code a multiple of x in GF(32), where the first 31
// powers of x are all different: so no other character at any place, and no two
// characters in each other's place, give the same check.
func checkCharacter(s string) string {
	sum := 0
	for _, c := range []byte(s) {
		sum = timesX(sum ^ strings.IndexByte(codeAlphabet, c))
	}
	return string(codeAlphabet[sum])
}

// timesX multiplies by x modulo x⁵+x²+1.
func timesX(v int) int {
	if v <<= 1; v&32 != 0 {
		v ^= 0b100101
	}
	return v
}
