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
	Store     Store
	Blobs     Blobs
	Mailboxes Mailboxes
	Days      Calendars // nil = the one that came with the program
	Replies   Replies
	Now       func() time.Time
	Rand      io.Reader // source of codes and salts; crypto/rand in a program
	Asked     func()    // called after a replacement asked for a key; may be nil
	Taken     func()    // called after records were stored; may be nil
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

	// AskKey keeps a replacement's question, in place of an earlier one under its
	// ticket, and returns it with the answer that was given to it.
	AskKey(ctx context.Context, r Replacement) (Replacement, error)

	// Chain does one push in a transaction that holds the kiosk's lock and
	// writes always, and returns after COMMIT. An unknown kiosk is [village.Denied];
	// of a revoked one the chain says so.
	Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(ChainTx) error) error

	// PieceWanted reports whether a record of kiosk names a piece.
	PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (bool, error)

	// PiecePresent notes that a piece is on disk.
	PiecePresent(ctx context.Context, sum [32]byte) error
}

// Blobs keeps pieces of files by the SHA-256 of their bytes.
type Blobs interface {
	// Put returns when the bytes will survive a power cut. Putting the same
	// bytes again is no error; other bytes under their name are replaced.
	Put(ctx context.Context, sum [32]byte, data []byte) error

	// Has reports whether a piece is there whole and will survive a power cut.
	Has(ctx context.Context, sum [32]byte) (bool, error)
}

// Kiosk is a machine that the county knows (村级机器).
type Kiosk struct {
	ID         seal.KioskID
	PublicKey  ed25519.PublicKey
	Village    village.DivisionCode
	EnrolledAt time.Time
	ContactAt  time.Time  // last push; zero when there was none
	RevokedAt  time.Time  // zero while the machine is trusted
	Kept       int64      // records of it that the county has
	Lifetime   int64      // records that it ever said it had accepted, the most
	Doubled    int        // of Kept: other content under a name that was there
	Said       AuditState // what it last said of itself
	Alarms     int        // contradictions of its log that nobody has looked at
	Cloned     bool       // two machines seem to use its key
	Quarantine int        // records that are stored but could not be used

	Health village.Health // as it said last; zero when it never did
}

// Tally says whether what a machine says of its records fits what the county
// holds of it.
type Tally string

const (
	TallyFits  Tally = "fits"
	TallyFewer Tally = "fewer" // it knows of fewer records than the county holds, or than it once said
	TallyMore  Tally = "more"  // it accepted more than the county holds and it had to hand over
)

// Tally compares the records that the machine says it ever accepted with those
// that the county holds and those that waited there.
func (k Kiosk) Tally() Tally {
	held := k.Kept - int64(k.Doubled)
	switch {
	case k.Said.Branch == 0: // nothing said yet
		return TallyFits
	case k.Said.Lifetime < held || k.Said.Lifetime < k.Lifetime:
		return TallyFewer
	case k.Said.Lifetime > held+k.Said.Waiting:
		return TallyMore
	}
	return TallyFits
}

// Revoked reports whether the county stopped trusting the machine.
func (k Kiosk) Revoked() bool { return !k.RevokedAt.IsZero() }
