package wire

import (
	"bytes"
	"crypto/sha256"
	"fmt"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// NewPush is the push of records, which are in the order of Seq without a gap.
// nextSeq is the number of the first of them, or of the next to come when
// there are none.
func NewPush(kiosk seal.KioskID, nextSeq int64, records []village.Record) Push {
	p := Push{V: Version, Kiosk: kiosk, FirstSeq: nextSeq, Records: make([]Record, len(records))}
	for i, r := range records {
		p.Records[i] = newRecord(r)
	}
	return p
}

func newRecord(r village.Record) Record {
	w := Record{
		ID: r.ID, Seq: r.Seq, Kind: r.Kind, Schema: r.Schema, CreatedAt: r.CreatedAt.UTC(),
		TimeTrust: r.TimeTrust, Body: r.Body, Digest: r.Digest,
	}
	for _, p := range r.Parts {
		w.Parts = append(w.Parts, Part(p))
	}
	return w
}

// Village is the record without its fate.
func (r Record) Village() village.Record {
	v := village.Record{
		ID: r.ID, Seq: r.Seq, Kind: r.Kind, Schema: r.Schema, CreatedAt: r.CreatedAt,
		TimeTrust: r.TimeTrust, Body: r.Body, Digest: r.Digest,
	}
	for _, p := range r.Parts {
		v.Parts = append(v.Parts, village.Part(p))
	}
	return v
}

// Check refuses a push that breaks the protocol: nothing of it may be stored.
// What a single record says is left to [Record.Check]. The error is
// [village.Invalid]: err.push.version, err.push.records or err.push.seq.
func (p Push) Check() error {
	if p.V != Version {
		return village.Refuse("v", "err.push.version")
	}
	if len(p.Records) > MaxRecords {
		return village.Refuse("records", "err.push.records")
	}
	if p.FirstSeq < 1 {
		return village.Refuse("first_seq", "err.push.seq")
	}
	for i, r := range p.Records {
		if r.Seq != p.FirstSeq+int64(i) {
			return village.Refuse(fmt.Sprintf("records[%d].seq", i), "err.push.seq")
		}
		if r.ID == "" {
			return village.Refuse(fmt.Sprintf("records[%d].id", i), "err.push.records")
		}
	}
	return nil
}

// Check finds what is wrong with one record. Such a record is stored and
// reported as a [Reject] with the error's Key, so that it never blocks those
// behind it: err.push.digest, or a key of [village.Record.CheckSize].
func (r Record) Check() error {
	if sum := sha256.Sum256(r.Body); !bytes.Equal(sum[:], r.Digest) {
		return village.Refuse("digest", "err.push.digest")
	}
	for i, p := range r.Parts {
		if sum := sha256.Sum256(p.Data); !bytes.Equal(sum[:], p.SHA256) {
			return village.Refuse(fmt.Sprintf("parts[%d].sha256", i), "err.push.digest")
		}
	}
	return r.Village().CheckSize()
}
