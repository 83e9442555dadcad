package seal

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/fxamacker/cbor/v2"

	"bianmin/app/village"
)

// SchemaSealed is the schema of a record whose body is a sealed [Body].
const SchemaSealed = 2

// PieceBytes is how much of a file one piece carries, so that it has at most
// 256 KiB when it is sealed, in every suite.
const PieceBytes = 254 << 10

// Clear is what a sealed body says to everybody: where it belongs and what its
// receipt says. It holds no name, number, phone or typed text.
type Clear struct {
	_          struct{} `cbor:",toarray"`
	County     village.DivisionCode
	Village    village.DivisionCode
	Item       village.ItemCode   // "" for a record without an item
	Number     village.CaseNumber // as printed; "" for none
	Form       string             // version of the catalogue that the item was taken from
	ShortCode  village.ShortCode  // of the case, or of the case that is rated
	AcceptedMS int64
	Materials  []ClearMaterial
	Parts      int // pieces of files
}

// ClearMaterial is a [village.HandedIn].
type ClearMaterial struct {
	_    struct{} `cbor:",toarray"`
	Code string
	How  village.MaterialState
}

// Body is the body of a record of schema 2: deterministic CBOR of two elements.
type Body struct {
	_      struct{} `cbor:",toarray"`
	Clear  Clear
	Sealed []byte // of [CountyKey.Seal], part 0
}

// Binding is what piece number part of a record of this clear text is bound to;
// 0 is the sealed text.
func (c Clear) Binding(kiosk KioskID, id village.RecordID, kind village.RecordKind, part int) Binding {
	return Binding{
		County: c.County, Kiosk: kiosk, Record: id, Kind: kind, Item: c.Item, Form: c.Form, Part: part, Parts: c.Parts + 1,
	}
}

// Content is what is sealed of a record.
type Content struct {
	Kiosk  KioskID
	ID     village.RecordID
	Kind   village.RecordKind
	Text   []byte
	Pieces [][]byte // of files; see [Pieces]
}

// SealRecord seals content for the county: the body, and each piece as a part
// that says neither what it is nor whose.
func (k CountyKey) SealRecord(clear Clear, c Content) (body []byte, parts []village.Part, err error) {
	clear.Parts = len(c.Pieces)
	text, err := k.Seal(clear.Binding(c.Kiosk, c.ID, c.Kind, 0), c.Text)
	if err != nil {
		return nil, nil, err
	}
	for i, piece := range c.Pieces {
		data, err := k.Seal(clear.Binding(c.Kiosk, c.ID, c.Kind, i+1), piece)
		if err != nil {
			return nil, nil, err
		}
		sum := sha256.Sum256(data)
		parts = append(parts, village.Part{SHA256: sum[:], Data: data})
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, nil, err
	}
	body, err = mode.Marshal(Body{Clear: clear, Sealed: text})
	return body, parts, err
}

// Pieces cuts a file; the last piece is what is left.
func Pieces(file []byte) [][]byte {
	var out [][]byte
	for len(file) > PieceBytes {
		out, file = append(out, file[:PieceBytes]), file[PieceBytes:]
	}
	return append(out, file)
}

// ParseBody reads a body of schema 2. The error tells what is wrong with its
// form and repeats nothing of its content.
func ParseBody(raw []byte) (Body, error) {
	mode, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		UTF8: cbor.UTF8RejectInvalid, MaxNestedLevels: 6, MaxArrayElements: 1 << 10, MaxMapPairs: 16,
	}.DecMode()
	if err != nil {
		return Body{}, err
	}
	var b Body
	if err := mode.Unmarshal(raw, &b); err != nil {
		return Body{}, fmt.Errorf("read a sealed body: %T", err)
	}
	if b.Clear.Parts < 0 || b.Clear.Parts > village.MaxParts {
		return Body{}, errors.New("read a sealed body: its number of parts cannot be")
	}
	return b, nil
}

// ErrNoSecret is that of what was sealed for a key that is not here: it can be opened elsewhere,
// or later.
var ErrNoSecret = errors.New("the key is not here")

// OpenPart is piece number part of a record, 0 its text, opened with whichever
// of secrets it was sealed for, or [ErrNoSecret].
func OpenPart(secrets []CountySecret, b Binding, sealed []byte) ([]byte, error) {
	_, id, err := SealedFor(sealed)
	if err != nil {
		return nil, err
	}
	for _, secret := range secrets {
		if secret.ID == id {
			return secret.Open(b, sealed)
		}
	}
	return nil, fmt.Errorf("sealed for key %s: %w", id, ErrNoSecret)
}
