// Package mirror keeps a copy of what a kiosk took in on a second medium, a
// stick or a card, so that a disk that dies takes nothing with it. What lies
// there is sealed, or clear by the same rule as in the kiosk's database.
//
// A copy is a folder of segments, files that are only ever appended to. Each is a
// row of frames, hash-chained and signed by the kiosk (see frame.go); the first
// says whose they are. Nothing is ever overwritten: behind a tail that was torn or
// damaged a new segment begins. A segment whose records a backup of the county
// holds, and which may no longer be kept, is replaced by one without papers.
package mirror

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"syscall"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Entry is one record with what the kiosk keeps in clear of its act: one of a case,
// a rating and a follow-up, or none.
type Entry struct {
	Place  int64 // the machine's count of everything it ever accepted
	Erased bool  // the papers are gone: body and parts are empty
	Record village.Record
	Case   *village.Case
	Rating *village.Rating

	FollowUp *village.FollowUp
}

// Owner is whose copy it is, as the head of every segment says it.
type Owner struct {
	Kiosk  seal.KioskID
	Public []byte               // Ed25519, 32 bytes
	URL    string               // of the county
	County village.DivisionCode // that the key is sealed for
	Escrow []byte               // the kiosk's key, sealed for its county; see seal.Identity.Escrow
}

// same reports whether a segment of o may go on under next. A key that is sealed
// anew gives other bytes each time; what it is sealed for decides.
func (o Owner) same(next Owner) bool {
	_, before, err := seal.SealedFor(o.Escrow)
	_, after, err2 := seal.SealedFor(next.Escrow)
	return err == nil && err2 == nil && before == after && o.URL == next.URL && o.County == next.County && o.Kiosk == next.Kiosk
}

// Head stands for everything on a copy up to one frame.
type Head [sha256.Size]byte

// Keys of what can be wrong with a copy. The machine goes on without it, and says
// so.
const (
	KeyAbsent   = "err.mirror.absent"    // the folder is not there: pulled out
	KeySameDisk = "err.mirror.same_disk" // the folder is on the disk of the data
	KeyFull     = "err.mirror.full"
	KeyReadOnly = "err.mirror.read_only"
	KeyOther    = "err.mirror.other_kiosk"
	KeyAhead    = "err.mirror.ahead" // it has records that this machine never took in
	KeyIO       = "err.mirror.io"
	KeySlow     = "err.mirror.slow"
	KeyNone     = "err.mirror.none" // there is no copy to restore from
)

// Fault is err as one of the keys above.
func Fault(err error) *village.Error {
	if e, ok := errors.AsType[*village.Error](err); ok && e.Key != "" {
		return e
	}
	key := KeyIO
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		key = KeyFull
	case errors.Is(err, syscall.EROFS), errors.Is(err, syscall.EBADF), errors.Is(err, fs.ErrPermission): // a file that could only be read gives EBADF
		key = KeyReadOnly
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENODEV), errors.Is(err, syscall.ENOTDIR):
		key = KeyAbsent
	}
	return &village.Error{Kind: village.Internal, Key: key, Err: err}
}

func refuse(key string) error { return &village.Error{Kind: village.Internal, Key: key} }
