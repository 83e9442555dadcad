package office

import (
	"context"
	"crypto/ed25519"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Limits of an enrolment code: it is carried on paper to one machine.
const (
	EnrolmentHours = 24
	MaxTries       = 5
)

// A ticket's first characters find it again; the rest is secret.
const selectorLength = 4

// hashRounds slows down who stole the table: the 35 secret bits of a ticket cost
// 7·10^15 rounds to try, and it lives one day.
const hashRounds = 200_000

func selector(t seal.Ticket) string { return string(t[:selectorLength]) }

func hash(t seal.Ticket, salt []byte) ([]byte, error) {
	return pbkdf2.Key(sha256.New, string(t[selectorLength:]), salt, hashRounds, sha256.Size)
}

// Enrolment is a ticket as the county keeps it, without its secret.
type Enrolment struct {
	Selector  string
	Salt      []byte
	Hash      []byte
	Village   village.DivisionCode
	ExpiresAt time.Time
	Tries     int
	UsedBy    seal.KioskID // "" until a machine used it
	Replaces  seal.KioskID // the machine whose place the holder takes; "" for a new one
}

// IssueTicket makes a ticket for a machine in village v; it holds EnrolmentHours.
// The ticket itself is returned once and kept nowhere.
func (o *Office) IssueTicket(ctx context.Context, v village.DivisionCode) (seal.Ticket, Enrolment, error) {
	return o.issue(ctx, Enrolment{Village: v})
}

// issue makes the ticket of an enrolment that says what it is for.
func (o *Office) issue(ctx context.Context, e Enrolment) (seal.Ticket, Enrolment, error) {
	for range 10 { // one selector in a million is taken for each open code
		ticket, err := seal.NewTicket(o.Rand)
		if err != nil {
			return "", Enrolment{}, village.Failed("draw a ticket", err)
		}
		salt := make([]byte, 16)
		if _, err := io.ReadFull(o.Rand, salt); err != nil {
			return "", Enrolment{}, village.Failed("draw a salt", err)
		}
		sum, err := hash(ticket, salt)
		if err != nil {
			return "", Enrolment{}, village.Failed("hash a ticket", err)
		}
		e.Selector, e.Salt, e.Hash, e.ExpiresAt = selector(ticket), salt, sum, o.Now().Add(EnrolmentHours*time.Hour)
		err = o.Store.AddEnrolment(ctx, e)
		if err == nil {
			return ticket, e, nil
		}
		if village.KindOf(err) != village.Conflict {
			return "", Enrolment{}, err
		}
	}
	return "", Enrolment{}, &village.Error{Kind: village.Internal, Err: fmt.Errorf("no free ticket")}
}

// Enrol makes the county know the machine that holds public, and returns its
// village. The caller has checked the proof of the key. The same machine may
// come back with the same code while it is valid. Every refusal is
// [village.Denied]: err.county.code says no more than that the code is no good;
// err.county.code_expired and err.county.code_used are told only to who knows
// the code.
func (o *Office) Enrol(ctx context.Context, shown seal.Ticket, public ed25519.PublicKey) (village.DivisionCode, error) {
	e, err := o.prove(ctx, shown)
	if err != nil {
		return "", err
	}
	kiosk := seal.IDOf(public)
	switch {
	case e.UsedBy != "" && e.UsedBy != kiosk:
		return "", refused("err.county.code_used", nil)
	case e.Replaces != "" && e.Replaces != kiosk:
		return "", refused("err.county.replace", nil)
	}
	err = o.Store.Register(ctx, e.Selector, Kiosk{ID: kiosk, PublicKey: public, Village: e.Village, EnrolledAt: o.Now()})
	if village.KindOf(err) == village.Conflict && err != nil {
		return "", refused("err.county.code_used", err)
	}
	return e.Village, err
}

// prove spends a try of a ticket and returns what it is for, if it is good.
func (o *Office) prove(ctx context.Context, shown seal.Ticket) (Enrolment, error) {
	ticket, err := seal.ParseTicket(string(shown))
	if err != nil {
		return Enrolment{}, refused("err.county.code", err)
	}
	e, err := o.Store.CountTry(ctx, selector(ticket))
	if kind := village.KindOf(err); err != nil && (kind == village.NotFound || kind == village.Denied) {
		return Enrolment{}, refused("err.county.code", err)
	} else if err != nil {
		return Enrolment{}, err
	}
	sum, err := hash(ticket, e.Salt)
	if err != nil {
		return Enrolment{}, village.Failed("hash a ticket", err)
	}
	if subtle.ConstantTimeCompare(sum, e.Hash) != 1 {
		return Enrolment{}, refused("err.county.code", nil)
	}
	if !o.Now().Before(e.ExpiresAt) {
		return Enrolment{}, refused("err.county.code_expired", nil)
	}
	return e, nil
}

func refused(key string, cause error) error {
	return &village.Error{Kind: village.Denied, Field: "code", Key: key, Err: cause}
}
