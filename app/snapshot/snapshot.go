// Package snapshot is what a county publishes for every kiosk: numbered, signed
// contents of a few streams. It says which content of a stream may be put into
// use, by the same rules at the county before it is published and at a kiosk
// before it is activated.
package snapshot

import (
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// Stream names what a snapshot is of. A kiosk has at most one content of each
// stream in use.
type Stream string

const (
	Catalogue Stream = "catalogue" // service items (事项目录), a package of app/catalog
	Calendar  Stream = "calendar"  // working days, a file of app/calendar
	Notices   Stream = "notice"    // 通知公告, see [ParseNotices]
	Templates Stream = "template"  // texts of letters (文书模板), see [ParseTemplates]
	Kiosks    Stream = "kiosks"    // every machine with its key, see [Roster]
	Hours     Stream = "hours"     // service hours (服务时间), see [ParseHours]
	Tags      Stream = "tags"      // reasons for a rating (评价详情), [village.RatingTags]
	Helpers   Stream = "staff"     // who may help at the machines (帮办代办员), see [Staff]
	TripItems Stream = "trips"     // items for which people had to come (到现场), see [Trips]
	Serving   Stream = "serving"   // who serves where (人员在岗登记), see [ParseServing]

	Checklists Stream = "checklists" // of spot checks (检查模板), see [inspect.ParseTemplates]
)

// Streams are all that this release knows; it leaves others alone.
func Streams() []Stream {
	return []Stream{Catalogue, Calendar, Notices, Templates, Kiosks, Tags, Helpers, Hours, TripItems, Checklists, Serving}
}

// Made reports whether the county makes the contents of s out of what it knows, again and
// again: the latest of them are enough.
func (s Stream) Made() bool { return s == Kiosks || s == Helpers || s == TripItems || s == Serving }

// Known reports whether this release knows what s is.
func (s Stream) Known() bool { return slices.Contains(Streams(), s) }

// Limits of a content: as it travels, in zstd, and out of it.
const (
	MaxBytes      = 4 << 20
	MaxPlainBytes = 8 << 20
)

// Manifest names one content of a stream. Who holds one that a county signed can
// take the content from anybody.
type Manifest struct {
	Stream    Stream
	Version   int64    // counts the stream's contents from 1, in one life of the county
	SHA256    [32]byte // of the content as it travels
	Size      int64    // bytes of it
	IssuedAt  time.Time
	Signer    seal.KioskID // the county's key, named as a kiosk's is
	Signature []byte
}

// purpose keeps the signature from being used for anything else.
const purpose = "bianmin snapshot v1"

// Signed is m with the county's signature.
func (m Manifest) Signed(county seal.Identity) Manifest {
	m.Signer, m.Signature = county.ID, county.Sign(purpose, m.message())
	return m
}

// Verify refuses a manifest that none of a county's keys signed, and one that
// cannot be: [village.Denied], err.snapshot.signature.
func (m Manifest) Verify(keys []ed25519.PublicKey) error {
	for _, key := range keys {
		if seal.IDOf(key) == m.Signer && seal.Verify(key, purpose, m.message(), m.Signature) && m.possible() {
			return nil
		}
	}
	return &village.Error{Kind: village.Denied, Key: "err.snapshot.signature", Err: fmt.Errorf("%s %d is not signed by the county", m.Stream, m.Version)}
}

func (m Manifest) possible() bool {
	return m.Version >= 1 && m.Size >= 1 && m.Size <= MaxBytes && len(m.Stream) <= 32
}

// message is what is signed: everything but the signature. The name comes last,
// because it alone has no fixed length.
func (m Manifest) message() []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(m.Version)) //nolint:gosec // bits, not a number
	b = append(b, m.SHA256[:]...)
	b = binary.BigEndian.AppendUint64(b, uint64(m.Size))                 //nolint:gosec // the same
	b = binary.BigEndian.AppendUint64(b, uint64(m.IssuedAt.UnixMilli())) //nolint:gosec // the same
	return append(b, m.Stream...)
}

// Same reports whether m and o name the same content under the same number.
func (m Manifest) Same(o Manifest) bool {
	return m.Stream == o.Stream && m.Version == o.Version && m.SHA256 == o.SHA256
}

// Held is what is in use of a stream. Incarnation is the county's life in which
// it was published: numbers of another life say nothing about this one.
type Held struct {
	Manifest
	Incarnation []byte
}

// errNewer is the cause of refusing a lower number, or another content under the
// same one, within one life of the county.
var errNewer = errors.New("the county never takes a number back in one life")

// Follows says whether next, published in a life of the county, may replace h.
// The error is [village.Conflict], err.snapshot.older.
func (h Held) Follows(next Manifest, incarnation []byte) error {
	if h.Version == 0 || !slices.Equal(h.Incarnation, incarnation) || next.Version > h.Version || next.Same(h.Manifest) {
		return nil
	}
	return &village.Error{Kind: village.Conflict, Key: "err.snapshot.older", Err: fmt.Errorf("%s %d after %d: %w", next.Stream, next.Version, h.Version, errNewer)}
}

// Refused is a content of the county that is not in use.
type Refused struct {
	Stream  Stream
	Version int64
	Problem string // message key
	At      time.Time
}
