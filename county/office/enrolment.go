package office

import (
	"context"
	"crypto/ed25519"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Limits of an enrolment code: it is carried on paper to one machine.
const (
	EnrolmentHours = 24
	MaxTries       = 5
)

const (
	codeAlphabet   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ" // Crockford base32
	codeLength     = 10
	selectorLength = 4
	// hashRounds slows down who stole the table: its 30 secret bits cost
	// 2·10^14 rounds to try, for a code that lives one day.
	hashRounds = 200_000
)

// EnrolmentCode is a one-time code for one machine: ten characters, of which
// the first four find it again and the last six are secret.
type EnrolmentCode string

// newEnrolmentCode draws a code; 32 divides 256, so every character is equally
// likely.
func newEnrolmentCode(random io.Reader) (EnrolmentCode, error) {
	b := make([]byte, codeLength)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = codeAlphabet[b[i]%32]
	}
	return EnrolmentCode(b), nil
}

// ParseEnrolmentCode reads a code as people type it: hyphens, spaces and small
// letters are accepted, O is 0, I and L are 1. The error is [village.Invalid]:
// err.county.code.
func ParseEnrolmentCode(s string) (EnrolmentCode, error) {
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(s))
	s = strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)
	if len(s) != codeLength || strings.Trim(s, codeAlphabet) != "" {
		return "", village.Refuse("code", "err.county.code")
	}
	return EnrolmentCode(s), nil
}

// Grouped is the code as it is written on paper: 7K3M9-QW2XA.
func (c EnrolmentCode) Grouped() string { return string(c[:5]) + "-" + string(c[5:]) }

func (c EnrolmentCode) selector() string { return string(c[:selectorLength]) }

func (c EnrolmentCode) hash(salt []byte) ([]byte, error) {
	return pbkdf2.Key(sha256.New, string(c[selectorLength:]), salt, hashRounds, sha256.Size)
}

// Enrolment is a code as the county keeps it, without its secret.
type Enrolment struct {
	Selector  string
	Salt      []byte
	Hash      []byte
	Village   village.DivisionCode
	ExpiresAt time.Time
	Tries     int
	UsedBy    seal.KioskID // "" until a machine used it
}

// IssueCode makes a code for a machine in village v; it holds EnrolmentHours.
// The code itself is returned once and kept nowhere.
func (o *Office) IssueCode(ctx context.Context, v village.DivisionCode) (EnrolmentCode, Enrolment, error) {
	for range 10 { // one selector in a million is taken for each open code
		code, err := newEnrolmentCode(o.Rand)
		if err != nil {
			return "", Enrolment{}, village.Failed("draw a code", err)
		}
		salt := make([]byte, 16)
		if _, err := io.ReadFull(o.Rand, salt); err != nil {
			return "", Enrolment{}, village.Failed("draw a salt", err)
		}
		hash, err := code.hash(salt)
		if err != nil {
			return "", Enrolment{}, village.Failed("hash a code", err)
		}
		e := Enrolment{
			Selector: code.selector(), Salt: salt, Hash: hash, Village: v,
			ExpiresAt: o.Now().Add(EnrolmentHours * time.Hour),
		}
		err = o.Store.AddEnrolment(ctx, e)
		if err == nil {
			return code, e, nil
		}
		if village.KindOf(err) != village.Conflict {
			return "", Enrolment{}, err
		}
	}
	return "", Enrolment{}, &village.Error{Kind: village.Internal, Err: fmt.Errorf("no free code")}
}

// Enrol makes the county know the machine that holds public, and returns its
// village. The caller has checked the proof of the key. The same machine may
// come back with the same code while it is valid. Every refusal is
// [village.Denied]: err.county.code says no more than that the code is no good;
// err.county.code_expired and err.county.code_used are told only to who knows
// the code.
func (o *Office) Enrol(ctx context.Context, typed string, public ed25519.PublicKey) (village.DivisionCode, error) {
	code, err := ParseEnrolmentCode(typed)
	if err != nil {
		return "", refused("err.county.code", err)
	}
	e, err := o.Store.CountTry(ctx, code.selector())
	if kind := village.KindOf(err); err != nil && (kind == village.NotFound || kind == village.Denied) {
		return "", refused("err.county.code", err)
	} else if err != nil {
		return "", err
	}
	hash, err := code.hash(e.Salt)
	if err != nil {
		return "", village.Failed("hash a code", err)
	}
	if subtle.ConstantTimeCompare(hash, e.Hash) != 1 {
		return "", refused("err.county.code", nil)
	}
	now, kiosk := o.Now(), seal.IDOf(public)
	switch {
	case e.UsedBy != "" && e.UsedBy != kiosk:
		return "", refused("err.county.code_used", nil)
	case !now.Before(e.ExpiresAt):
		return "", refused("err.county.code_expired", nil)
	}
	err = o.Store.Register(ctx, e.Selector, Kiosk{ID: kiosk, PublicKey: public, Village: e.Village, EnrolledAt: now})
	if village.KindOf(err) == village.Conflict && err != nil {
		return "", refused("err.county.code_used", err)
	}
	return e.Village, err
}

func refused(key string, cause error) error {
	return &village.Error{Kind: village.Denied, Field: "code", Key: key, Err: cause}
}
