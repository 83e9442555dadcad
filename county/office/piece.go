package office

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// PieceBook is what a [Minder] needs of the county's database.
type PieceBook interface {
	// Pieces are what records name behind a sum, in the order of the sums, at most
	// limit; nil begins.
	Pieces(ctx context.Context, after []byte, limit int) ([]Piece, error)

	// PieceMissed notes that a piece that was said to be here is not, or not whole:
	// the kiosks whose records name it are asked for it again. The parts that this
	// changed are returned.
	PieceMissed(ctx context.Context, sum [sha256.Size]byte) ([]MissedPart, error)

	// PiecePresent notes that a piece is on disk.
	PiecePresent(ctx context.Context, sum [sha256.Size]byte) error
}

// Piece is one that records name.
type Piece struct {
	Sum     [sha256.Size]byte
	Here    bool // some record says that it is here
	Awaited bool // some record still waits for it, or does no more
}

// MissedPart is a part of a record whose piece was here once and is not whole now.
type MissedPart struct {
	Kiosk     seal.KioskID
	Record    village.RecordID
	ShortCode village.ShortCode // "" when the record is no case, or not opened
	Part      int               // of the record's files, from 1
	SHA256    [sha256.Size]byte
	MissedAt  time.Time
	Asked     bool // its machine is asked for it; false: no machine can be expected to have it
}

// PieceShop is where pieces lie.
type PieceShop interface {
	// Read is the content under a sum, whatever became of it, or [village.NotFound].
	Read(sum [sha256.Size]byte) ([]byte, error)

	// Put keeps data under its sum, in place of other bytes that stand there.
	Put(ctx context.Context, sum [sha256.Size]byte, data []byte) error
}

// Minder looks after the pieces that the county keeps: a disk may lose or change
// one at any time. What a backup holds is put back; for the rest the machine is
// asked that handed it over.
type Minder struct {
	Book  PieceBook
	Shop  PieceShop
	Spare func(sum [sha256.Size]byte) ([]byte, error) // a backup's copy; nil where none is at hand
	Log   *slog.Logger
}

// Minded says what a look at all pieces found.
type Minded struct {
	Pieces int
	Mended int // put back from a backup
	Missed int // that their machines are asked for again
}

const mindAtOnce = 500

// Check reads every piece and mends what it can.
func (m *Minder) Check(ctx context.Context) (out Minded, err error) {
	for after := []byte(nil); ; {
		list, err := m.Book.Pieces(ctx, after, mindAtOnce)
		if err != nil || len(list) == 0 {
			return out, err
		}
		for _, p := range list {
			if err := m.mind(ctx, p, &out); err != nil {
				return out, err
			}
		}
		after = list[len(list)-1].Sum[:]
		if err := ctx.Err(); err != nil {
			return out, village.Failed("look at the pieces", err)
		}
	}
}

func (m *Minder) mind(ctx context.Context, p Piece, out *Minded) error {
	out.Pieces++
	_, cause := whole(m.Shop.Read, p.Sum)
	switch {
	case cause == nil && p.Awaited:
		return m.Book.PiecePresent(ctx, p.Sum)
	case cause == nil:
		return nil
	}
	data, err := m.putBack(ctx, p.Sum, cause)
	if data != nil {
		out.Mended++
	}
	if err != nil || data != nil || !p.Here { // what nobody says is here is waited for anyway
		return err
	}
	out.Missed++
	_, err = m.miss(ctx, p.Sum, cause)
	return err
}

// Read is a piece, whole: from its place, or put back from a backup. One that only
// its machine may have is [village.NotFound], err.county.piece, and is asked for.
func (m *Minder) Read(ctx context.Context, sum [sha256.Size]byte) ([]byte, error) {
	data, err := whole(m.Shop.Read, sum)
	if err == nil {
		return data, nil
	}
	data, mendErr := m.putBack(ctx, sum, err)
	if mendErr == nil && data == nil {
		data, mendErr = m.miss(ctx, sum, err)
	}
	if mendErr == nil && data == nil {
		mendErr = &village.Error{Kind: village.NotFound, Key: "err.county.piece", Err: err}
	}
	return data, mendErr
}

// putBack takes a piece from a backup, and returns it; nil when no copy is at hand.
func (m *Minder) putBack(ctx context.Context, sum [sha256.Size]byte, cause error) ([]byte, error) {
	if m.Spare == nil {
		return nil, nil
	}
	data, err := whole(m.Spare, sum)
	if err != nil {
		return nil, nil //nolint:nilerr // this copy is not at hand either
	}
	if err := m.Shop.Put(ctx, sum, data); err != nil {
		return nil, village.Failed("put a piece back", err)
	}
	m.Log.WarnContext(ctx, "a piece was put back from a backup", "sha256", fmt.Sprintf("%x", sum), "err", cause)
	return data, m.Book.PiecePresent(ctx, sum)
}

// miss lets machines be asked for a piece. One that came while this was found out is
// taken as it is, and returned.
func (m *Minder) miss(ctx context.Context, sum [sha256.Size]byte, cause error) ([]byte, error) {
	missed, err := m.Book.PieceMissed(ctx, sum)
	if err != nil {
		return nil, err
	}
	for _, p := range missed {
		m.Log.ErrorContext(ctx, "a piece of a file is gone or damaged; its machine is asked for it again",
			"kiosk", p.Kiosk, "record", p.Record, "part", p.Part, "err", cause)
	}
	if data, err := whole(m.Shop.Read, sum); err == nil && len(missed) > 0 {
		return data, m.Book.PiecePresent(ctx, sum)
	}
	return nil, nil
}

// whole is what read gives for a sum, if it is what the sum says.
func whole(read func([sha256.Size]byte) ([]byte, error), sum [sha256.Size]byte) ([]byte, error) {
	data, err := read(sum)
	if err == nil && sha256.Sum256(data) != sum {
		err = errors.New("the content is not what its name says")
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}
