package mailbox

import (
	"context"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Question is the signed question for letters as it goes on a stick. Whoever calls
// holds the lock.
func (b *Box) Question(ctx context.Context) ([]byte, error) {
	at, err := b.Store.MailState(ctx)
	if err != nil {
		return nil, err
	}
	raw, _, err := b.question(ctx, at)
	return raw, err
}

// TakeCarried takes letters off a stick: one of the county's answers, which come in
// their order, to one of the bundles whose last messages are known. A stick may be
// old. What the machine has read already, or what an earlier life of the county
// said before the last word of the present one, changes nothing. An answer to none
// of the bundles is [village.Invalid], err.courier.answer.
func (b *Box) TakeCarried(ctx context.Context, answer []byte, known []wire.Sum) error {
	release, err := b.Lock.Acquire(ctx)
	if err != nil {
		return err
	}
	defer release()
	message, err := b.carried(answer, known)
	if err != nil {
		return err
	}
	at, err := b.Store.MailState(ctx)
	if err != nil {
		return err
	}
	if string(message.Incarnation) == string(at.Incarnation) {
		return b.goOn(ctx, at, message)
	}
	told := time.UnixMilli(message.ServerMS)
	if told.Before(at.ToldAt) || !b.follows(at, message) && !b.restarts(message) {
		return nil // the line has gone on since; its next question finds the place
	}
	_, err = b.take(ctx, at, message)
	return err
}

func (b *Box) carried(answer []byte, known []wire.Sum) (message wire.Letters, err error) {
	err = errors.New("no bundle was made here")
	for _, sum := range known {
		asked := wire.Question{Kiosk: b.Identity.ID, Asked: sum, Trusted: b.Trusted()}
		if message, err = wire.Believe[wire.Letters](b.Codec, asked, wire.LettersContext, answer); err == nil {
			return message, nil
		}
	}
	return message, &village.Error{Kind: village.Invalid, Field: "file", Key: "err.courier.answer", Err: err}
}

// goOn takes the letters behind at. Within one life of the county its letters are
// one chain: what is not behind at was read.
func (b *Box) goOn(ctx context.Context, at village.MailState, message wire.Letters) error {
	letters, err := message.Village()
	if err != nil {
		return wire.NotCounty(err)
	}
	to, read := reached(message, len(letters)), at.Seq-message.After
	if read < 0 || read >= int64(len(letters)) {
		return nil
	}
	before := message.Before
	if read > 0 {
		before = seal.Head(letters[read-1].Head)
	}
	if before != b.head(at) {
		return strange()
	}
	if to.ToldAt.Before(at.ToldAt) {
		to.ToldAt = at.ToldAt
	}
	return b.Store.TakeLetters(ctx, at, to, letters[read:])
}
