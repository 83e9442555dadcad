package wire

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// NewRecords are records as they travel: without the bytes of their files.
func NewRecords(records []village.Record) []Record {
	out := make([]Record, len(records))
	for i, r := range records {
		out[i] = Record{
			ID: r.ID, Kind: r.Kind, Schema: r.Schema, CreatedMS: r.CreatedAt.UnixMilli(), TimeTrust: r.TimeTrust,
			Body: r.Body, Parts: make([]Part, len(r.Parts)),
		}
		for j, p := range r.Parts {
			out[i].Parts[j] = Part{Material: p.Material, Type: p.Type, SHA256: Sum(p.SHA256), Size: p.Size}
		}
	}
	return out
}

// Village are the records with their places, digests and heads, which are made
// anew from the bytes that came: what differs from the sender's chain shows in
// the last head. Call [Push.Check] first.
func (p Push) Village() ([]village.Record, error) {
	out := make([]village.Record, len(p.Records))
	for i, r := range p.Records {
		sum := sha256.Sum256(r.Body)
		v := village.Record{
			ID: r.ID, Epoch: p.Epoch, Seq: p.FirstSeq + int64(i), Kind: r.Kind, Schema: r.Schema, Body: r.Body,
			Digest: sum[:], CreatedAt: time.UnixMilli(r.CreatedMS), TimeTrust: r.TimeTrust,
		}
		for _, part := range r.Parts {
			v.Parts = append(v.Parts, village.Part{Material: part.Material, Type: part.Type, SHA256: part.SHA256[:], Size: part.Size})
		}
		out[i] = v
	}
	head, err := seal.Chain(p.Kiosk, p.Prev, out)
	if err == nil && head != p.Head {
		err = village.Refuse("head", "err.push.digest")
	}
	return out, err
}

// From is the kiosk that the message says it is of.
func (p Push) From() seal.KioskID { return p.Kiosk }

// Check refuses a push that breaks the protocol: nothing of it may be stored.
// The error is [village.Invalid]: err.push.version, err.push.records,
// err.push.seq, or at one record a key of [village.Record.CheckSize].
func (p Push) Check() error {
	switch {
	case p.V != Version:
		return village.Refuse("v", "err.push.version")
	case len(p.Records) > MaxRecords:
		return village.Refuse("records", "err.push.records")
	case p.FirstSeq < 1 || p.FirstSeq > 1<<52:
		return village.Refuse("first_seq", "err.push.seq")
	case p.Epoch < 1 || p.Epoch > 1<<31:
		return village.Refuse("epoch", "err.push.seq")
	case len(p.Lost) > MaxMissing:
		return village.Refuse("lost", "err.push.records")
	case len(p.Audit.Rows) > MaxAuditRows:
		return village.Refuse("audit", "err.push.records")
	case len(p.Incarnation) > 16:
		return village.Refuse("incarnation", "err.push.records")
	}
	for i, r := range p.Records {
		if err := r.check(); err != nil {
			return village.At(fmt.Sprintf("records[%d]", i), err)
		}
	}
	return nil
}

func (r Record) check() error {
	if r.ID == "" || len(r.ID) > 64 || len(r.Kind) > 32 || len(r.TimeTrust) > 32 {
		return village.Refuse("id", "err.push.records")
	}
	if hasNUL(string(r.ID), string(r.Kind), string(r.TimeTrust)) {
		return village.Refuse("id", "err.push.records")
	}
	if len(r.Body) > village.MaxBodyBytes {
		return village.Refuse("body", "err.record.size")
	}
	if len(r.Parts) > MaxParts {
		return village.Refuse("parts", "err.record.parts")
	}
	for _, p := range r.Parts {
		if p.Size < 0 || p.Size > MaxPartBytes || len(p.Material) > 200 || len(p.Type) > 100 || hasNUL(p.Material, p.Type) {
			return village.Refuse("parts", "err.record.part_size")
		}
	}
	return nil
}

// hasNUL reports a byte that PostgreSQL stores in no text.
func hasNUL(texts ...string) bool {
	return slices.ContainsFunc(texts, func(s string) bool { return strings.ContainsRune(s, 0) })
}
