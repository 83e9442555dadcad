package receipt

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"bianmin/app/base45"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Prefix starts the text of every receipt's QR code and names its version.
const Prefix = "BM2:"

const (
	version   = 2
	purpose   = "bianmin receipt v2" // of the signature
	bodySize  = 1 + seal.KeyBytes + 16 + village.PackedShortCode + 4 + 4 + divisionSize + 8 + 4 + 4 + 8
	sealSize  = ed25519.SignatureSize
	totalSize = bodySize + sealSize // 129 bytes, 198 characters with the prefix: version 8-M

	divisionSize = 5
	divisionMax  = 1e12 // 12 digits
)

// Payload is what the QR code of a receipt says: which machine took in which
// case, when and where, and what the machine's log said right after it. It holds
// nothing personal. Its form is fixed: version byte, kiosk 6, record id 16, short
// code 5, item 4, unix seconds 4, village 5, digest 8, lifetime 4, audit row 4,
// audit head 8, then the signature 64; big endian, in base 45 behind [Prefix].
type Payload struct {
	Kiosk      seal.KioskID
	Record     village.RecordID
	ShortCode  village.ShortCode
	Item       [4]byte   // first bytes of SHA-256 of the item's code
	AcceptedAt time.Time // whole seconds, in [village.Zone]
	Village    village.DivisionCode
	Digest     [8]byte // first bytes of the record's digest
	Lifetime   uint32  // records that the machine had accepted with this one, ever
	AuditSeq   uint32  // row of the audit log that tells of the record
	AuditHead  [8]byte // first bytes of the log's head after that row
}

// Signature is the kiosk's signature as [Parse] found it, not yet checked.
type Signature [sealSize]byte

// PayloadOf is what the receipt of c says. An error means that c is not a case
// as the desk makes them.
func PayloadOf(c village.Case, kiosk seal.KioskID) (Payload, error) {
	p := Payload{
		Kiosk: kiosk, Record: c.ID, ShortCode: c.ShortCode, Item: ItemHash(c.Item),
		AcceptedAt: c.AcceptedAt.In(village.Zone).Truncate(time.Second), Village: c.Village,
	}
	if copy(p.Digest[:], c.Digest) != len(p.Digest) {
		return Payload{}, errors.New("the record has no digest")
	}
	if copy(p.AuditHead[:], c.Audit.Head) != len(p.AuditHead) {
		return Payload{}, errors.New("no row of the audit log tells of it")
	}
	if c.Seq < 1 || c.Seq > math.MaxUint32 || c.Audit.Seq < 1 || c.Audit.Seq > math.MaxUint32 {
		return Payload{}, fmt.Errorf("record %d, audit row %d", c.Seq, c.Audit.Seq)
	}
	p.Lifetime, p.AuditSeq = uint32(c.Seq), uint32(c.Audit.Seq)
	return p, nil
}

// Seal is the exact text of the QR code of c's receipt, signed by identity.
func Seal(c village.Case, identity seal.Identity) (string, error) {
	p, err := PayloadOf(c, identity.ID)
	if err != nil {
		return "", village.Failed("seal the receipt", err)
	}
	return Encode(p, identity)
}

// ItemHash is how a receipt names an item.
func ItemHash(code village.ItemCode) [4]byte {
	sum := sha256.Sum256([]byte(code))
	return [4]byte(sum[:4])
}

// Encode is the text of the QR code: p, signed by identity, which must be the
// kiosk that p names.
func Encode(p Payload, identity seal.Identity) (string, error) {
	if p.Kiosk != identity.ID {
		return "", errors.New("seal the receipt: it is another kiosk's")
	}
	body, err := p.marshal()
	if err != nil {
		return "", village.Failed("seal the receipt", err)
	}
	return Prefix + base45.Encode(append(body, identity.Sign(purpose, body)...)), nil
}

// Parse reads the text of a QR code without asking who wrote it. It is strict:
// what [Encode] cannot have written is [village.Invalid], err.receipt.unreadable.
func Parse(text string) (Payload, Signature, error) {
	p, signature, err := parse(text)
	if err != nil {
		return Payload{}, Signature{}, refuse(village.Invalid, "err.receipt.unreadable", err)
	}
	return p, signature, nil
}

// Verify reads the text of a QR code and checks the signature with the key that
// keyOf knows of the machine. The error's key is err.receipt.unreadable,
// err.receipt.unknown_machine ([village.NotFound]) or err.receipt.forged.
func Verify(text string, keyOf func(seal.KioskID) (ed25519.PublicKey, bool)) (Payload, error) {
	p, signature, err := Parse(text)
	if err != nil {
		return Payload{}, err
	}
	key, ok := keyOf(p.Kiosk)
	if !ok {
		return Payload{}, refuse(village.NotFound, "err.receipt.unknown_machine", nil)
	}
	body, err := p.marshal()
	if err != nil || seal.IDOf(key) != p.Kiosk || !seal.Verify(key, purpose, body, signature[:]) {
		return Payload{}, refuse(village.Invalid, "err.receipt.forged", err)
	}
	return p, nil
}

func refuse(kind village.Kind, key string, err error) error {
	return &village.Error{Kind: kind, Field: "receipt", Key: key, Err: err}
}

func parse(text string) (Payload, Signature, error) {
	rest, ok := strings.CutPrefix(text, Prefix)
	if !ok {
		return Payload{}, Signature{}, errors.New("another prefix")
	}
	raw, err := base45.Decode(rest)
	if err != nil {
		return Payload{}, Signature{}, err
	}
	if len(raw) != totalSize || raw[0] != version {
		return Payload{}, Signature{}, errors.New("another length or version")
	}
	p, err := unmarshal(raw[1:bodySize])
	return p, Signature(raw[bodySize:]), err
}

func (p Payload) marshal() ([]byte, error) {
	kiosk, err := p.Kiosk.Bytes()
	if err != nil {
		return nil, err
	}
	record, err := uuid.Parse(string(p.Record))
	if err != nil || record.String() != string(p.Record) {
		return nil, fmt.Errorf("record id %q", p.Record)
	}
	code, err := p.ShortCode.Pack()
	if err != nil {
		return nil, err
	}
	seconds := p.AcceptedAt.Unix()
	if seconds < 0 || seconds > math.MaxUint32 || p.AcceptedAt.Nanosecond() != 0 {
		return nil, fmt.Errorf("time %s", p.AcceptedAt)
	}
	place, err := packDivision(p.Village)
	if err != nil {
		return nil, err
	}
	b := append(make([]byte, 0, totalSize), version)
	b = append(append(append(b, kiosk[:]...), record[:]...), code[:]...)
	b = binary.BigEndian.AppendUint32(append(b, p.Item[:]...), uint32(seconds))
	b = append(append(b, place[:]...), p.Digest[:]...)
	b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, p.Lifetime), p.AuditSeq)
	return append(b, p.AuditHead[:]...), nil
}

// unmarshal reads the body behind the version byte; its length is right.
func unmarshal(b []byte) (Payload, error) {
	take := func(n int) []byte {
		head := b[:n]
		b = b[n:]
		return head
	}
	p := Payload{
		Kiosk:  seal.IDFromBytes([seal.KeyBytes]byte(take(seal.KeyBytes))),
		Record: village.RecordID(uuid.UUID(take(16)).String()),
	}
	var err error
	if p.ShortCode, err = village.UnpackShortCode([village.PackedShortCode]byte(take(village.PackedShortCode))); err != nil {
		return Payload{}, err
	}
	p.Item = [4]byte(take(4))
	p.AcceptedAt = time.Unix(int64(binary.BigEndian.Uint32(take(4))), 0).In(village.Zone)
	if p.Village, err = unpackDivision([divisionSize]byte(take(divisionSize))); err != nil {
		return Payload{}, err
	}
	p.Digest = [8]byte(take(8))
	p.Lifetime, p.AuditSeq = binary.BigEndian.Uint32(take(4)), binary.BigEndian.Uint32(take(4))
	p.AuditHead = [8]byte(take(8))
	return p, nil
}

// packDivision is the number of code; a machine without a village has 0.
func packDivision(code village.DivisionCode) ([divisionSize]byte, error) {
	n := uint64(0)
	if code != "" {
		parsed, err := village.ParseDivisionCode(string(code))
		if err != nil || parsed != code {
			return [divisionSize]byte{}, fmt.Errorf("village %q", code)
		}
		if n, err = strconv.ParseUint(string(code), 10, 64); err != nil {
			return [divisionSize]byte{}, err
		}
	}
	all := binary.BigEndian.AppendUint64(nil, n)
	return [divisionSize]byte(all[8-divisionSize:]), nil
}

func unpackDivision(b [divisionSize]byte) (village.DivisionCode, error) {
	n := binary.BigEndian.Uint64(append(make([]byte, 8-divisionSize, 8), b[:]...))
	switch {
	case n == 0:
		return "", nil
	case n >= divisionMax:
		return "", errors.New("a village of 13 digits")
	}
	return village.ParseDivisionCode(fmt.Sprintf("%012d", n))
}
