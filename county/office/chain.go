package office

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Push is what a kiosk hands over: records with the numbers from FirstSeq on,
// with the heads that follow from Prev and their bytes.
type Push struct {
	Kiosk       seal.KioskID
	Epoch       int64
	FirstSeq    int64
	Prev        seal.Head
	Records     []village.Record // without the bytes of their parts
	Raw         bool             // keep without looking: it failed again and again
	Incarnation []byte           // of the county that the kiosk heard last
	RejectsSeen int64            // highest number of a reject of that county that it noted
	Lifetime    int64
	Lost        [][sha256.Size]byte // pieces that it does not have
	Audit       AuditReport
	Carried     bool // somebody brought it on a stick: a revoked machine's is taken too, for review
}

// Verdict is what the county makes of a kiosk's chain.
type Verdict string

const (
	ChainOK     Verdict = "ok"
	ChainStale  Verdict = "stale"
	ChainFork   Verdict = "fork"
	ChainCloned Verdict = "cloned"
)

// Ack answers a push after its COMMIT: everything of Epoch below Want is stored.
type Ack struct {
	Verdict     Verdict
	Incarnation []byte
	MaxEpoch    int64
	Epoch       int64
	Want        int64
	Head        seal.Head // at Want-1; zero when Want is 1
	Complete    int64
	Durable     int64
	Rejects     []village.Reject
	Missing     [][sha256.Size]byte
	AuditWant   int64 // first row of the machine's log that the county would like
	Revoked     bool  // the machine is not trusted: what came of it now is under review
}

// Entry is one record with its place in the epoch. Problem is a message key when
// it is set aside as it comes.
type Entry struct {
	Record  village.Record
	Present []bool // which of its parts are on disk already
	Problem string
}

// Chain is how far the county has come with a kiosk.
type Chain struct {
	Epoch        int64 // 0 = none yet
	Want         int64
	Base, Head   seal.Head
	DurableEpoch int64
	DurableSeq   int64
	EpochsSince  time.Time // when the first of Epochs began
	Epochs       int       // begun since then
	Cloned       bool
	Revoked      bool
}

// ChainTx is one push in its transaction, which holds the lock of its kiosk.
type ChainTx interface {
	AuditTx

	Chain() Chain

	// Heads are the heads of the epoch from number first to last.
	Heads(first, last int64) ([]seal.Head, error)

	// Open begins an epoch. since and count are of the epochs begun lately.
	Open(epoch int64, base seal.Head, since time.Time, count int) error

	// Alarm notes that two machines seem to use the kiosk's key.
	Alarm() error

	// Append stores what follows: each record once by its id, its place always.
	// Pieces of one that is here and were said to be lost are waited for again:
	// the kiosk holds it.
	Append(entries []Entry) error

	// Lose notes pieces that the kiosk cannot hand over: nobody waits for them
	// any more, and their records are set aside, err.push.piece, unless they are
	// already. A piece that is here stays.
	Lose(sums [][sha256.Size]byte) error

	// Rest is what else an answer says: rejects that the kiosk has not noted,
	// pieces that are missing of records of its epoch, and up to where every
	// record has all its pieces. Pieces of others only another disk can have.
	// The numbers of rejects are those of one incarnation: what the kiosk noted
	// of another one does not count.
	Rest(incarnation []byte, rejectsSeen, want int64) (Rest, error)
}

// Rest is the part of an answer that says what is open.
type Rest struct {
	Rejects     []village.Reject
	Missing     [][sha256.Size]byte
	Complete    int64
	Incarnation []byte
}

// Durable says up to where a verified backup contains a kiosk's records.
type Durable struct {
	Kiosk seal.KioskID
	Epoch int64
	Seq   int64
}

// Epochs that may begin within a window before two machines are suspected.
const (
	epochWindow = 24 * time.Hour
	maxEpochs   = 3
)

// TakePush takes in what a kiosk hands over and returns after it is stored, all
// of it in one transaction and without looking into any. What the records say is
// read afterwards, by an [Opener]; what nobody can use never holds up those
// behind it. Pieces of files follow by themselves; see [Office.KeepPiece]. A machine
// that is not trusted is [village.Denied], err.county.kiosk, on the line; what
// somebody carried from it is kept and set aside, err.county.review.
func (o *Office) TakePush(ctx context.Context, p Push) (Ack, error) {
	entries, err := o.entries(ctx, p)
	if err != nil {
		return Ack{}, err
	}
	var ack Ack
	err = o.Store.Chain(ctx, p.Kiosk, p.Lifetime, func(tx ChainTx) error {
		t := taking{tx: tx, push: p, chain: tx.Chain(), now: o.Now()}
		if t.chain.Revoked && !p.Carried {
			return &village.Error{Kind: village.Denied, Key: "err.county.kiosk", Err: errors.New("revoked")}
		}
		var err error
		if ack, err = t.take(entries); err != nil {
			return err
		}
		ack.AuditWant, err = takeAudit(tx, p, ack, t.now)
		return err
	})
	if err != nil {
		return Ack{}, err
	}
	if len(p.Records) > 0 && o.Taken != nil {
		o.Taken()
	}
	return ack, nil
}

func (o *Office) entries(ctx context.Context, p Push) ([]Entry, error) {
	entries := make([]Entry, len(p.Records))
	for i, r := range p.Records {
		e := Entry{Record: r, Present: make([]bool, len(r.Parts))}
		if p.Raw {
			e.Problem = "err.push.raw"
		}
		for j, part := range r.Parts {
			there, err := o.Blobs.Has(ctx, [sha256.Size]byte(part.SHA256))
			if err != nil {
				return nil, village.Failed("look for a piece", err)
			}
			e.Present[j] = there
		}
		entries[i] = e
	}
	return entries, nil
}

// taking is one push inside its transaction.
type taking struct {
	tx    ChainTx
	push  Push
	chain Chain
	now   time.Time
}

func (t *taking) take(entries []Entry) (Ack, error) {
	if t.chain.Cloned {
		return t.answer(ChainCloned)
	}
	if t.push.Epoch < t.chain.Epoch {
		return t.answer(ChainStale)
	}
	if t.push.Epoch > t.chain.Epoch {
		if t.push.FirstSeq != 1 || len(entries) == 0 {
			return t.answer(ChainOK)
		}
		if suspicious, err := t.open(); err != nil || suspicious {
			if err != nil {
				return Ack{}, err
			}
			return t.answer(ChainCloned)
		}
	}
	if t.push.FirstSeq > t.chain.Want {
		return t.answer(ChainOK) // a gap: nothing of it is taken
	}
	same, err := t.same()
	if err != nil {
		return Ack{}, err
	}
	if !same {
		return t.answer(ChainFork)
	}
	if err := t.tx.Lose(t.push.Lost); err != nil {
		return Ack{}, err
	}
	if fresh := entries[min(int64(len(entries)), t.chain.Want-t.push.FirstSeq):]; len(fresh) > 0 {
		t.review(fresh)
		if err := t.tx.Append(fresh); err != nil {
			return Ack{}, err
		}
		t.chain.Want += int64(len(fresh))
		t.chain.Head = seal.Head(fresh[len(fresh)-1].Record.Hash)
	}
	return t.answer(ChainOK)
}

// open begins the epoch of the push, unless too many began lately.
func (t *taking) open() (suspicious bool, err error) {
	since, count := t.chain.EpochsSince, t.chain.Epochs
	if t.chain.Epoch > 0 {
		if t.now.Sub(since) > epochWindow {
			since, count = t.now, 0
		}
		if count++; count > maxEpochs {
			return true, t.tx.Alarm()
		}
	}
	t.chain.Epoch, t.chain.Want, t.chain.Base, t.chain.Head = t.push.Epoch, 1, t.push.Prev, t.push.Prev
	return false, t.tx.Open(t.push.Epoch, t.push.Prev, since, count)
}

// same reports whether what the push repeats is what is stored, and what is
// before it too.
func (t *taking) same() (bool, error) {
	first, repeated := t.push.FirstSeq, min(int64(len(t.push.Records)), t.chain.Want-t.push.FirstSeq)
	before := t.chain.Base
	heads, err := t.tx.Heads(max(first-1, 1), first+repeated-1)
	if err != nil {
		return false, err
	}
	if first > 1 {
		before, heads = heads[0], heads[1:]
	}
	if before != t.push.Prev {
		return false, nil
	}
	for i, h := range heads {
		if h != seal.Head(t.push.Records[i].Hash) {
			return false, nil
		}
	}
	return true, nil
}

func (t *taking) answer(v Verdict) (Ack, error) {
	ack := Ack{Verdict: v, MaxEpoch: t.chain.Epoch, Epoch: t.push.Epoch, Want: 1, Revoked: t.chain.Revoked}
	if t.push.Epoch == t.chain.Epoch {
		ack.Want = t.chain.Want
	}
	if ack.Want > 1 {
		ack.Head = t.chain.Head
	}
	rest, err := t.tx.Rest(t.push.Incarnation, t.push.RejectsSeen, ack.Want)
	if err != nil {
		return Ack{}, err
	}
	ack.Rejects, ack.Incarnation = rest.Rejects, rest.Incarnation
	if t.push.Epoch == t.chain.Epoch {
		ack.Missing, ack.Complete = rest.Missing, min(rest.Complete, ack.Want-1)
	}
	if t.chain.DurableEpoch == t.push.Epoch {
		ack.Durable = min(t.chain.DurableSeq, ack.Complete)
	}
	return ack, nil
}

// KeepPiece stores a piece of a file that some record of this kiosk names, any
// number of times. Bytes that are not those of sum are [village.Invalid],
// err.push.digest; a piece that nobody waits for is [village.NotFound].
func (o *Office) KeepPiece(ctx context.Context, kiosk seal.KioskID, sum [sha256.Size]byte, data []byte) error {
	if sha256.Sum256(data) != sum {
		return village.Refuse("sha256", "err.push.digest")
	}
	wanted, err := o.Store.PieceWanted(ctx, kiosk, sum)
	if err != nil {
		return err
	}
	if !wanted {
		return &village.Error{Kind: village.NotFound, Field: "sha256", Key: "err.county.call"}
	}
	if err := o.Blobs.Put(ctx, sum, data); err != nil {
		return village.Failed("keep a piece", err)
	}
	return o.Store.PiecePresent(ctx, sum)
}
