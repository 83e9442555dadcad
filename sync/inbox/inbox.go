// Package inbox takes what the county publishes: it asks what is newer, fetches
// contents piece by piece from whoever has them, and puts one into use only when
// it is whole, is the one that the county signed, and can be read to its end. It
// knows no SQL, no HTTP and no stream.
package inbox

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// Store is what taking snapshots needs of the kiosk's database. Each method is
// one transaction.
type Store interface {
	// Held are the contents in use, one of each stream at most.
	Held(ctx context.Context) ([]snapshot.Held, error)

	// Fetched is as much of a content as was fetched so far, from its beginning.
	Fetched(ctx context.Context, m snapshot.Manifest) ([]byte, error)

	// Fetch keeps the next bytes of a content; from is how many are there. It
	// forgets what was fetched for an earlier content of the stream.
	Fetch(ctx context.Context, m snapshot.Manifest, from int64, data []byte) error

	// Activate puts a content into use in place of the last of its stream. plain
	// is nil for the content that is in use already, named by the county in
	// another life. What may not follow on the one in use, and a catalogue whose
	// version another one has, is a [village.Conflict] and changes nothing.
	Activate(ctx context.Context, h snapshot.Held, plain []byte) error

	// Refuse notes why the county's newest content of a stream is not in use, as
	// a message key, and forgets its bytes. What is in use stays.
	Refuse(ctx context.Context, m snapshot.Manifest, problem string) error
}

// County is the other end. Errors are [village.Offline] when trying again later
// can help.
type County interface {
	// Pull hands a signed message over and returns the signed answer.
	Pull(ctx context.Context, envelope []byte) (answer []byte, err error)

	// Content is the bytes of a content from one on, as many as the county cares
	// to hand over at once and at least one.
	Content(ctx context.Context, sum [32]byte, from int64) ([]byte, error)
}

// Lock lets one process of a data folder ask at a time.
type Lock interface {
	Acquire(ctx context.Context) (release func(), err error)
}

// Inbox is one kiosk's way to what its county publishes. It is used by one
// goroutine at a time.
type Inbox struct {
	Store    Store
	County   County
	Lock     Lock
	Identity seal.Identity
	Trusted  func() []ed25519.PublicKey // keys that the county signs with
	Codec    *wire.Codec
	Check    func(stream snapshot.Stream, plain []byte) error // whether this release can use a content
	Now      func() time.Time
	Log      *slog.Logger

	// Keys takes up what the county now wants acts sealed for, the newest last; nil =
	// nothing is taken up.
	Keys func(ctx context.Context, countyKeys [][]byte) error

	refused map[refusal]bool // what this release cannot use: not fetched again
}

// refusal names what was refused, down to its signature.
type refusal struct {
	stream    snapshot.Stream
	version   int64
	sum       [32]byte
	signature string
}

func refusalOf(m snapshot.Manifest) refusal {
	return refusal{m.Stream, m.Version, m.SHA256, string(m.Signature)}
}

// maxPieces bounds what one Take fetches, so that a slow line is given back to
// the queue after a MiB.
const maxPieces = 4

// Taken says what a Take did.
type Taken struct {
	Changed []snapshot.Stream // put into use
	More    bool              // something is still to be fetched
}

// Take asks the county what is newer and takes it. A content that may not be used
// is noted, logged and no error: the one in use stays. An answer that is not the
// county's is [village.Offline], err.sync.not_county, and changes nothing.
func (i *Inbox) Take(ctx context.Context) (out Taken, err error) {
	release, err := i.Lock.Acquire(ctx)
	if err != nil {
		return out, err
	}
	defer release()
	held, err := i.Store.Held(ctx)
	if err != nil {
		return out, err
	}
	raw, asked, err := i.Ask(held)
	if err != nil {
		return out, err
	}
	answer, err := i.County.Pull(ctx, raw)
	if err != nil {
		return out, err
	}
	pulled, err := i.believe(answer, asked)
	if err != nil {
		return out, err
	}
	return i.all(ctx, pulled, held, maxPieces)
}

// all takes what the county named, one after the other, and fetches at most budget
// pieces for it.
func (i *Inbox) all(ctx context.Context, pulled wire.Pulled, held []snapshot.Held, budget int) (out Taken, err error) {
	if i.Keys != nil {
		if err := i.Keys(ctx, pulled.CountyKeys); err != nil {
			return out, err
		}
	}
	for _, named := range pulled.Newest {
		m := named.Snapshot()
		done, err := i.one(ctx, snapshot.Held{Manifest: m, Incarnation: pulled.Incarnation}, find(held, m.Stream), &budget)
		if err != nil {
			return out, err
		}
		switch done {
		case changed:
			out.Changed = append(out.Changed, m.Stream)
		case unfinished:
			out.More = true
		case unchanged:
		}
	}
	return out, nil
}

// Ask is the signed question, and the name by which its answer will call it.
func (i *Inbox) Ask(held []snapshot.Held) (raw []byte, sum wire.Sum, err error) {
	pull := wire.Pull{V: wire.Version, Kiosk: i.Identity.ID, SentMS: i.Now().UnixMilli(), Held: []wire.Held{}}
	for _, h := range held {
		pull.Held = append(pull.Held, wire.Held{Stream: h.Stream, Version: h.Version, SHA256: h.SHA256, Incarnation: h.Incarnation})
	}
	return i.Codec.Seal(i.Identity, wire.PullContext, pull)
}

// believe opens the answer to a question.
func (i *Inbox) believe(answer []byte, asked wire.Sum) (wire.Pulled, error) {
	q := wire.Question{Kiosk: i.Identity.ID, Asked: asked, Trusted: i.Trusted()}
	return wire.Believe[wire.Pulled](i.Codec, q, wire.PulledContext, answer)
}

func find(held []snapshot.Held, stream snapshot.Stream) snapshot.Held {
	for _, h := range held {
		if h.Stream == stream {
			return h
		}
	}
	return snapshot.Held{}
}

// outcome is what became of one named content.
type outcome int

const (
	unchanged outcome = iota
	changed
	unfinished
)

// one takes a content, or goes on with fetching it.
func (i *Inbox) one(ctx context.Context, next, now snapshot.Held, budget *int) (outcome, error) {
	m := next.Manifest
	err := m.Verify(i.Trusted())
	if err == nil {
		err = now.Follows(m, next.Incarnation)
	}
	if err != nil {
		return unchanged, i.refuse(ctx, m, err)
	}
	if now.Same(m) {
		return unchanged, i.Store.Activate(ctx, next, nil)
	}
	if i.refused[refusalOf(m)] {
		return unchanged, nil
	}
	if !m.Stream.Known() {
		return unchanged, i.refuse(ctx, m, &village.Error{Kind: village.Invalid, Key: "err.snapshot.stream"})
	}
	packed, err := i.fetch(ctx, m, budget)
	if err != nil || int64(len(packed)) < m.Size {
		return unfinished, err
	}
	return i.activate(ctx, next, packed)
}

// fetch is a content as far as it is here, after fetching more of it.
func (i *Inbox) fetch(ctx context.Context, m snapshot.Manifest, budget *int) ([]byte, error) {
	have, err := i.Store.Fetched(ctx, m)
	for err == nil && int64(len(have)) < m.Size && *budget > 0 {
		*budget--
		var more []byte
		from := int64(len(have))
		if more, err = i.County.Content(ctx, m.SHA256, from); err != nil {
			break
		}
		if len(more) == 0 || int64(len(more)) > m.Size-from {
			return nil, &village.Error{Kind: village.Offline, Key: "err.sync.not_county", Err: fmt.Errorf("%d bytes of a content after %d of %d", len(more), from, m.Size)}
		}
		if err = i.Store.Fetch(ctx, m, from, more); err == nil {
			have = append(have, more...)
		}
	}
	return have, err
}

// activate puts a whole content into use, if it is what its manifest says and
// this release can read it to its end.
func (i *Inbox) activate(ctx context.Context, next snapshot.Held, packed []byte) (outcome, error) {
	m := next.Manifest
	if sha256.Sum256(packed) != m.SHA256 { // fetched from somebody else, or damaged here: all of it anew
		err := &village.Error{Kind: village.Invalid, Key: "err.snapshot.content", Err: errors.New("not the bytes of its sum")}
		i.log(ctx, m, err)
		return unchanged, i.Store.Refuse(ctx, m, "err.snapshot.content")
	}
	plain, err := wire.UnpackContent(packed)
	if err == nil {
		err = i.Check(m.Stream, plain)
	}
	if err == nil {
		err = i.Store.Activate(ctx, next, plain)
		if kind := village.KindOf(err); err == nil || kind != village.Conflict && kind != village.Invalid {
			return changed, err
		}
	}
	return unchanged, i.refuse(ctx, m, err)
}

// refuse notes that a content is not used, once for each run of the program:
// another release may be able to.
func (i *Inbox) refuse(ctx context.Context, m snapshot.Manifest, cause error) error {
	if i.refused[refusalOf(m)] {
		return nil
	}
	if i.refused == nil {
		i.refused = map[refusal]bool{}
	}
	i.refused[refusalOf(m)] = true
	i.log(ctx, m, cause)
	return i.Store.Refuse(ctx, m, village.Keyed(cause).Key)
}

func (i *Inbox) log(ctx context.Context, m snapshot.Manifest, cause error) {
	i.Log.WarnContext(ctx, "a snapshot is not used", "stream", m.Stream, "version", m.Version,
		"kind", village.KindOf(cause), "key", village.Keyed(cause).Key, "err", cause)
}
