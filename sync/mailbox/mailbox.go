// Package mailbox fetches the letters that the county wrote for this kiosk: each
// once, in order, none left out. It knows no SQL and no HTTP.
//
// A letter is named by the head of the chain that it ends. A county that was
// restored from a backup, or does not know where this kiosk stands, begins again
// with its first letter; what the kiosk has read already it knows by the names.
package mailbox

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Store is what fetching needs of the kiosk's database.
type Store interface {
	// MailState is up to where the mailbox was read.
	MailState(ctx context.Context) (village.MailState, error)

	// OutboxState is where the chain of the kiosk's own records stands.
	OutboxState(ctx context.Context) (village.OutboxState, error)

	// TakeLetters keeps letters and moves on to to, in one transaction. A letter
	// whose head is known stays one letter and moves behind the others. When the
	// mailbox was read up to another place than from, it is a
	// [village.Conflict] and nothing changes.
	TakeLetters(ctx context.Context, from, to village.MailState, letters []village.Letter) error
}

// County is the other end of the line.
type County interface {
	// Mail hands a signed question over and returns the signed answer. The error
	// is [village.Offline] when trying again later can help.
	Mail(ctx context.Context, envelope []byte) (answer []byte, err error)
}

// Lock lets one request of a data folder be in flight at a time.
type Lock interface {
	Acquire(ctx context.Context) (release func(), err error)
}

// Box is one kiosk's mailbox.
type Box struct {
	Store    Store
	County   County
	Identity seal.Identity
	Trusted  func() []ed25519.PublicKey // keys that the county signs answers with
	Codec    *wire.Codec
	Lock     Lock
	Now      func() time.Time
}

// maxRounds bounds one Fetch: a county that always has more must not keep the
// queue from moving.
const maxRounds = 100

// Fetch takes in letters until there are no more, and then asks once more, which
// tells the county that they have arrived. After an error, what was taken stays.
func (b *Box) Fetch(ctx context.Context) error {
	release, err := b.Lock.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	for range maxRounds {
		more, err := b.round(ctx)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// round asks once and reports whether to ask again.
func (b *Box) round(ctx context.Context) (again bool, err error) {
	at, err := b.Store.MailState(ctx)
	if err != nil {
		return false, err
	}
	raw, sum, err := b.question(ctx, at)
	if err != nil {
		return false, err
	}
	answer, err := b.County.Mail(ctx, raw)
	if err != nil {
		return false, err
	}
	asked := wire.Question{Kiosk: b.Identity.ID, Asked: sum, Trusted: b.Trusted()}
	message, err := wire.Believe[wire.Letters](b.Codec, asked, wire.LettersContext, answer)
	if err != nil {
		return false, err
	}
	return b.take(ctx, at, message)
}

// question asks, signed, for what follows on at; sum is its name.
func (b *Box) question(ctx context.Context, at village.MailState) (raw []byte, sum wire.Sum, err error) {
	chain, err := b.Store.OutboxState(ctx)
	if err != nil {
		return nil, sum, err
	}
	return b.Codec.Seal(b.Identity, wire.MailContext, wire.Mail{
		V: wire.Version, Kiosk: b.Identity.ID, Incarnation: at.Incarnation, Seq: at.Seq, Head: b.head(at),
		Epoch: chain.Epoch, Next: chain.Next, Chain: seal.Head(chain.Head), SentMS: b.Now().UnixMilli(),
	})
}

// head is where the mailbox stands at at.
func (b *Box) head(at village.MailState) seal.Head {
	if at.Seq == 0 {
		return seal.MailBase(b.Identity.ID)
	}
	return seal.Head(at.Head)
}

// take compares that the letters follow on what is here, or begin with the first,
// and keeps them.
func (b *Box) take(ctx context.Context, at village.MailState, message wire.Letters) (again bool, err error) {
	follows := b.follows(at, message)
	if !follows && !b.restarts(message) {
		return false, strange()
	}
	letters, err := message.Village()
	if err != nil {
		return false, wire.NotCounty(err)
	}
	to := reached(message, len(letters))
	if follows && len(letters) == 0 && string(to.Incarnation) == string(at.Incarnation) {
		return false, nil
	}
	if err := b.Store.TakeLetters(ctx, at, to, letters); err != nil {
		return false, err
	}
	return message.More || len(letters) > 0, nil
}

func (b *Box) follows(at village.MailState, message wire.Letters) bool {
	return message.After == at.Seq && message.Before == b.head(at)
}

func (b *Box) restarts(message wire.Letters) bool {
	return message.After == 0 && message.Before == seal.MailBase(b.Identity.ID)
}

func strange() error { return wire.NotCounty(errors.New("letters follow on others than are here")) }

// reached is where the mailbox stands behind a message of n letters.
func reached(message wire.Letters, n int) village.MailState {
	to := village.MailState{Incarnation: message.Incarnation, Seq: message.After + int64(n), ToldAt: time.UnixMilli(message.ServerMS)}
	if to.Seq > 0 {
		to.Head = message.Head[:]
	}
	return to
}
