package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"

	"bianmin/app/village"
)

// Head is the hash at one place of a kiosk's outbox chain: it stands for
// everything that the kiosk committed up to there.
type Head [sha256.Size]byte

func (h Head) String() string { return hex.EncodeToString(h[:]) }

// Link is what one record adds to the chain.
type Link struct {
	Epoch     int64
	Seq       int64
	ID        village.RecordID
	Kind      village.RecordKind
	Schema    int
	CreatedMS int64
	Body      [sha256.Size]byte   // SHA-256 of the body as it travels
	Parts     [][sha256.Size]byte // SHA-256 of each file, in any order
}

// BaseHead is the head of a new epoch of a kiosk before its first record; old
// is where the epoch before it ended, zero for the first.
func BaseHead(kiosk KioskID, epoch int64, old Head) Head {
	h := field([]byte("bianmin epoch v1"), []byte(kiosk))
	h = binary.BigEndian.AppendUint64(h, uint64(epoch))
	return sha256.Sum256(append(h, old[:]...))
}

// Next is the head after link. Every field stands with its length, so that no
// two links give the same bytes.
func (h Head) Next(kiosk KioskID, l Link) Head {
	b := field([]byte("bianmin chain v1"), []byte(kiosk))
	b = binary.BigEndian.AppendUint64(b, uint64(l.Epoch))
	b = binary.BigEndian.AppendUint64(b, uint64(l.Seq))
	b = append(b, h[:]...)
	b = field(b, []byte(l.ID))
	b = field(b, []byte(l.Kind))
	b = binary.BigEndian.AppendUint64(b, uint64(l.Schema))
	b = binary.BigEndian.AppendUint64(b, uint64(l.CreatedMS))
	b = append(b, l.Body[:]...)
	parts := slices.Clone(l.Parts)
	slices.SortFunc(parts, func(x, y [sha256.Size]byte) int { return slices.Compare(x[:], y[:]) })
	b = binary.BigEndian.AppendUint32(b, uint32(len(parts)))
	for _, p := range parts {
		b = append(b, p[:]...)
	}
	return sha256.Sum256(b)
}

// LinkOf is what r adds to the chain. The error names a digest that is none.
func LinkOf(r village.Record) (Link, error) {
	l := Link{
		Epoch: r.Epoch, Seq: r.Seq, ID: r.ID, Kind: r.Kind, Schema: r.Schema, CreatedMS: r.CreatedAt.UnixMilli(),
		Parts: make([][sha256.Size]byte, len(r.Parts)),
	}
	if copy(l.Body[:], r.Digest) != len(l.Body) || len(r.Digest) != len(l.Body) {
		return l, fmt.Errorf("record %d has a digest of %d bytes", r.Seq, len(r.Digest))
	}
	for i, p := range r.Parts {
		if len(p.SHA256) != sha256.Size {
			return l, fmt.Errorf("part %d of record %d has a digest of %d bytes", i, r.Seq, len(p.SHA256))
		}
		l.Parts[i] = [sha256.Size]byte(p.SHA256)
	}
	return l, nil
}

// Chain gives records their heads, from prev on, and returns the last. Epoch,
// Seq and Digest of each must stand.
func Chain(kiosk KioskID, prev Head, records []village.Record) (Head, error) {
	for i := range records {
		link, err := LinkOf(records[i])
		if err != nil {
			return prev, err
		}
		prev = prev.Next(kiosk, link)
		records[i].Hash = append([]byte(nil), prev[:]...)
	}
	return prev, nil
}

// field appends v with its length before it.
func field(b, v []byte) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(v)))
	return append(b, v...)
}
