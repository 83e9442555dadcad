package office

import (
	"context"
	"crypto/sha256"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Push is what a kiosk hands over: records in the order of their numbers,
// without a gap, from FirstSeq on.
type Push struct {
	Kiosk    seal.KioskID
	FirstSeq int64
	Entries  []Entry
}

// Entry is one record as it came. Problem is a message key when it is not what
// it claims to be: it is stored then and set aside.
type Entry struct {
	Record  village.Record
	Problem string
}

// Ack answers a push: everything below Want is stored.
type Ack struct {
	Want    int64
	Rejects []village.Reject
}

// TakePush takes in what a kiosk hands over, and returns after it is stored:
// files first, then all records in one transaction, without looking into any.
// What they say is read afterwards, by an [Opener]; what nobody can use never
// holds up those behind it.
func (o *Office) TakePush(ctx context.Context, p Push) (Ack, error) {
	at, err := o.Store.Position(ctx, p.Kiosk)
	if err != nil {
		return Ack{}, err
	}
	if p.FirstSeq <= at.Want {
		for i := range p.Entries {
			r := &p.Entries[i].Record
			measure(r)
			if r.Seq < at.Want {
				continue // its files were on disk before it was stored
			}
			if err := o.keepFiles(ctx, r.Parts); err != nil {
				return Ack{}, err
			}
		}
	}
	ack, err := o.Store.TakePush(ctx, p)
	if err == nil && len(p.Entries) > 0 && o.Taken != nil {
		o.Taken()
	}
	return ack, err
}

func (o *Office) keepFiles(ctx context.Context, parts []village.Part) error {
	for _, part := range parts {
		if err := o.Blobs.Put(ctx, [32]byte(part.SHA256), part.Data); err != nil {
			return village.Failed("keep a file", err)
		}
	}
	return nil
}

// measure makes the digests of r anew from the bytes that came, so that what is
// stored is always true; a claim that differs is a problem that whoever read
// the message has already named.
func measure(r *village.Record) {
	sum := sha256.Sum256(r.Body)
	r.Digest = sum[:]
	for i := range r.Parts {
		sum := sha256.Sum256(r.Parts[i].Data)
		r.Parts[i].SHA256 = sum[:]
	}
}
