package mailbox_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/mailbox"
	"bianmin/sync/wire"
)

// county answers every question with the letters that it has behind it, after
// something was changed in the answer.
type county struct {
	t       *testing.T
	signer  seal.Identity
	codec   *wire.Codec
	letters []village.Letter
	change  func(*wire.Letters)
	asked   []wire.Mail
}

func (c *county) Mail(_ context.Context, raw []byte) ([]byte, error) {
	c.t.Helper()
	kiosk := storetest.Identity()
	e, err := c.codec.Envelope(raw)
	var q wire.Mail
	if err == nil {
		err = c.codec.Open(e, kiosk.Public(), wire.MailContext, &q)
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.asked = append(c.asked, q)
	out := wire.Letters{
		V: wire.Version, Kiosk: kiosk.ID, Request: e.Sum(), Incarnation: []byte("one"), After: q.Seq, Before: q.Head,
		Letters: wire.NewLetters(c.letters[min(q.Seq, int64(len(c.letters))):]), Head: q.Head,
	}
	if n := len(out.Letters); n > 0 {
		out.Head = seal.Head(c.letters[len(c.letters)-1].Head)
	}
	if c.change != nil {
		c.change(&out)
	}
	answer, _, err := c.codec.Seal(c.signer, wire.LettersContext, out)
	return answer, err
}

type unlocked struct{}

func (unlocked) Acquire(context.Context) (func(), error) { return func() {}, nil }

func rig(t *testing.T) (*mailbox.Box, *storetest.Memory, *county) {
	t.Helper()
	now := func() time.Time { return storetest.Moment }
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	signer, err := seal.NewIdentity(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	c := &county{t: t, signer: signer, codec: codec}
	for n := range 3 {
		l, err := village.NewLetter(village.LetterCase, storetest.Moment, village.CaseStep{Record: "r", State: village.CaseAccepted, AtMS: int64(n)})
		if err != nil {
			t.Fatal(err)
		}
		c.letters = append(c.letters, l)
	}
	seal.LetterChain(storetest.Identity().ID, 0, seal.MailBase(storetest.Identity().ID), c.letters)
	store := storetest.NewMemory(now)
	return &mailbox.Box{
		Store: store, County: c, Identity: storetest.Identity(), Codec: codec, Lock: unlocked{}, Now: now,
		Trusted: func() []ed25519.PublicKey { return []ed25519.PublicKey{signer.Public()} },
	}, store, c
}

func TestTheNextQuestionIsTheAcknowledgement(t *testing.T) {
	box, store, c := rig(t)
	if err := box.Fetch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(store.Letters()); n != 3 || len(c.asked) != 2 || c.asked[1].Seq != 3 || c.asked[1].Head != seal.Head(c.letters[2].Head) {
		t.Errorf("%d letters, questions %+v", n, c.asked)
	}
}

func TestOnlyTheCountysOwnAnswerToThisQuestionChangesAnything(t *testing.T) {
	stranger, err := seal.NewIdentity(bytes.Repeat([]byte{8}, 32))
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*mailbox.Box, *county){
		"signed by a stranger": func(_ *mailbox.Box, c *county) { c.signer = stranger },
		"to another question":  func(_ *mailbox.Box, c *county) { c.change = func(l *wire.Letters) { l.Request[0] ^= 1 } },
		"for another kiosk":    func(_ *mailbox.Box, c *county) { c.change = func(l *wire.Letters) { l.Kiosk = stranger.ID } },
		"of another version":   func(_ *mailbox.Box, c *county) { c.change = func(l *wire.Letters) { l.V++ } },
		"behind a gap": func(_ *mailbox.Box, c *county) {
			c.change = func(l *wire.Letters) { l.After, l.Letters = 1, l.Letters[1:] }
		},
		"on another past":   func(_ *mailbox.Box, c *county) { c.change = func(l *wire.Letters) { l.Before[0] ^= 1 } },
		"one left out":      func(_ *mailbox.Box, c *county) { c.change = func(l *wire.Letters) { l.Letters = l.Letters[1:] } },
		"nobody is trusted": func(b *mailbox.Box, _ *county) { b.Trusted = func() []ed25519.PublicKey { return nil } },
	} {
		box, store, c := rig(t)
		spoil(box, c)
		err := box.Fetch(t.Context())
		e, _ := errors.AsType[*village.Error](err)
		at, err2 := store.MailState(t.Context())
		if e == nil || e.Kind != village.Offline || e.Key != "err.sync.not_county" || err2 != nil || at.Seq != 0 || len(store.Letters()) != 0 {
			t.Errorf("%s: %v, read up to %+v", name, err, at)
		}
	}
}

func TestACountyThatAlwaysHasMoreDoesNotHoldUpTheQueue(t *testing.T) {
	box, _, c := rig(t)
	c.change = func(l *wire.Letters) { // begins again and again
		l.After, l.Before = 0, seal.MailBase(storetest.Identity().ID)
		l.Letters, l.Head, l.More = wire.NewLetters(c.letters), seal.Head(c.letters[2].Head), true
	}
	if err := box.Fetch(t.Context()); err != nil || len(c.asked) > 200 {
		t.Errorf("%d questions, %v", len(c.asked), err)
	}
}
