// Package office holds the use cases of the county platform (区政务服务平台):
// enrolling kiosks, taking in what they hand over, and what officers look at.
// It knows no SQL and no HTTP; what it needs of a database it declares as
// [Store], and of a place for files as [Blobs].
package office

import (
	"context"
	"crypto/ed25519"
	"io"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Office does the county's side of the work.
type Office struct {
	Store Store
	Blobs Blobs
	Now   func() time.Time
	Rand  io.Reader // source of codes and salts; crypto/rand in a program
	Taken func()    // called after records were stored; may be nil
}

// Store is what the use cases need of the county's database. Every method is
// one transaction.
type Store interface {
	// AddEnrolment keeps a new code. A selector that is taken is a
	// [village.Conflict].
	AddEnrolment(ctx context.Context, e Enrolment) error

	// CountTry adds one to the tries of a code and returns it with the new
	// count; the count is committed before the caller compares anything. The
	// error is [village.NotFound] for an unknown selector and [village.Denied]
	// when MaxTries are used up.
	CountTry(ctx context.Context, selector string) (Enrolment, error)

	// Register binds the code to the kiosk and stores the kiosk, or finds
	// both done. A code bound to another kiosk is a [village.Conflict], a
	// revoked kiosk is [village.Denied].
	Register(ctx context.Context, selector string, k Kiosk) error

	// Position is how far a kiosk has come and where it stands. An unknown or
	// revoked kiosk is [village.Denied].
	Position(ctx context.Context, kiosk seal.KioskID) (Position, error)

	// TakePush stores what is new in p and returns after COMMIT. A repeat is
	// ignored, a push above the wanted number is refused whole by an
	// unchanged Want, a number or id that is stored with other content is a
	// [village.Conflict], an unknown or revoked kiosk is [village.Denied].
	TakePush(ctx context.Context, p Push) (Ack, error)
}

// Blobs keeps files by the SHA-256 of their bytes.
type Blobs interface {
	// Put returns when the bytes will survive a power cut. Putting the same
	// bytes again is no error.
	Put(ctx context.Context, sum [32]byte, data []byte) error
}

// Kiosk is a machine that the county knows (村级机器).
type Kiosk struct {
	ID         seal.KioskID
	PublicKey  ed25519.PublicKey
	Village    village.DivisionCode
	EnrolledAt time.Time
	ContactAt  time.Time // last push; zero when there was none
	RevokedAt  time.Time // zero while the machine is trusted
	Want       int64     // next number; the highest taken is one less
	Quarantine int       // records that are stored but could not be used
}

// Position is how far a kiosk has come and where it stands.
type Position struct {
	Want    int64 // number of the next record; everything below it is stored
	Village village.DivisionCode
}

// Revoked reports whether the county stopped trusting the machine.
func (k Kiosk) Revoked() bool { return !k.RevokedAt.IsZero() }
