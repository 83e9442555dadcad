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

// Entry is one record with what the county makes of it. Problem is a message
// key when the record is stored but cannot be used; otherwise one of Case and
// Rating is set.
type Entry struct {
	Record  village.Record
	Problem string
	Case    *Case
	Rating  *Rating
}

// Ack answers a push: everything below Want is stored.
type Ack struct {
	Want    int64
	Rejects []village.Reject
}

// TakePush takes in what a kiosk hands over, and returns after it is stored:
// files first, then all records in one transaction. A record that nobody can
// understand is stored like any other, set aside, and named in the answer; it
// never holds up those behind it.
func (o *Office) TakePush(ctx context.Context, p Push) (Ack, error) {
	at, err := o.Store.Position(ctx, p.Kiosk)
	if err != nil {
		return Ack{}, err
	}
	if p.FirstSeq <= at.Want {
		for i := range p.Entries {
			e := &p.Entries[i]
			e.understand(p.Kiosk, at.Village)
			if e.Record.Seq < at.Want {
				continue // its files were on disk before it was stored
			}
			if err := o.keepFiles(ctx, e.Record.Parts); err != nil {
				return Ack{}, err
			}
		}
	}
	return o.Store.TakePush(ctx, p)
}

func (o *Office) keepFiles(ctx context.Context, parts []village.Part) error {
	for _, part := range parts {
		if err := o.Blobs.Put(ctx, [32]byte(part.SHA256), part.Data); err != nil {
			return village.Failed("keep a file", err)
		}
	}
	return nil
}

// understand reads the record. Digests are made anew from the bytes that came,
// so that what is stored is always true; a claim that differs is a problem that
// whoever read the message has already named. What a kiosk took in before it was
// enrolled names no place: it then belongs to home, where the kiosk stands.
func (e *Entry) understand(kiosk seal.KioskID, home village.DivisionCode) {
	r := &e.Record
	sum := sha256.Sum256(r.Body)
	r.Digest = sum[:]
	for i := range r.Parts {
		sum := sha256.Sum256(r.Parts[i].Data)
		r.Parts[i].SHA256 = sum[:]
	}
	if e.Problem != "" {
		return
	}
	var err error
	switch {
	case r.Kind != village.RecordCase && r.Kind != village.RecordRating:
		e.Problem = "err.county.kind"
	case r.Schema != 1:
		e.Problem = "err.county.schema"
	case r.Kind == village.RecordCase:
		e.Case, err = readCase(kiosk, *r)
	default:
		e.Rating, err = readRating(kiosk, *r)
	}
	switch {
	case err != nil:
		e.Problem = "err.county.body"
	case e.Case != nil && e.Case.Village == "":
		e.Case.Village = home
	case e.Rating != nil && e.Rating.Village == "":
		e.Rating.Village = home
	}
}
