package mirror

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// ownerFrame is the clear part of a segment's first frame. Place and ID are of the
// last record before the segment.
type ownerFrame struct {
	_      struct{} `cbor:",toarray"`
	Kiosk  seal.KioskID
	Public []byte
	URL    string
	County village.DivisionCode
	Escrow []byte
	Prev   []byte
	Place  int64
	ID     village.RecordID
}

// recordFrame is the clear part of a record: what the kiosk's database holds in
// clear, without the hint of the day, whose key is gone with the machine.
type recordFrame struct {
	_         struct{} `cbor:",toarray"`
	Place     int64
	Erased    bool
	Epoch     int64
	Seq       int64
	Hash      []byte
	ID        village.RecordID
	Kind      village.RecordKind
	Schema    int
	Digest    []byte
	CreatedMS int64
	TimeTrust village.TimeTrust
	KeepDays  int
	Parts     []partFrame
	Case      *caseFrame
	Rating    *ratingFrame

	behalf  bool                 // see behalfFrame
	entrust *village.Entrustment // see entrustFrame
}

type partFrame struct {
	_        struct{} `cbor:",toarray"`
	Material string
	Type     string
	SHA256   []byte
	Size     int64
}

type caseFrame struct {
	_          struct{} `cbor:",toarray"`
	ShortCode  village.ShortCode
	Number     village.CaseNumber
	Item       village.ItemCode
	Catalogue  string
	State      village.CaseState
	AcceptedMS int64
	Materials  []materialFrame
	Village    village.DivisionCode
	Centre     string
	Example    bool
	Machine    string
	QR         string
}

type materialFrame struct {
	_    struct{} `cbor:",toarray"`
	Code string
	How  village.MaterialState
}

type ratingFrame struct {
	_       struct{} `cbor:",toarray"`
	Target  village.ShortCode
	Act     string
	RatedMS int64
}

// followFrame is the clear part of a record that follows up a case.
type followFrame struct {
	_         struct{} `cbor:",toarray"`
	Record    recordFrame
	Of        village.RecordID
	Machine   string
	Code      village.ShortCode
	Item      village.ItemCode
	Verb      village.FollowVerb
	Nth       int
	Materials []materialFrame
	Village   village.DivisionCode
	QR        string
}

// seatFrame is the clear part of an appointment that was moved or withdrawn.
type seatFrame struct {
	_      struct{} `cbor:",toarray"`
	Follow followFrame
	Number village.CaseNumber
	Left   village.CaseNumber
}

// behalfFrame is the clear part of a case that somebody handed in for another person.
type behalfFrame struct {
	_      struct{} `cbor:",toarray"`
	Record recordFrame
	Behalf bool
}

// entrustFrame is one of which it is known why the agent may come alone.
type entrustFrame struct {
	_       struct{} `cbor:",toarray"`
	Record  recordFrame
	Scope   []village.EntrustScope
	ValidTo village.Day
}

// papersFrame is what a record carries sealed.
type papersFrame struct {
	_     struct{} `cbor:",toarray"`
	Body  []byte
	Parts [][]byte
}

func encode(v any) ([]byte, error) {
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	return mode.Marshal(v)
}

// decode reads what encode wrote and nothing else: the same bytes must come out
// again.
func decode(raw []byte, v any) error {
	mode, err := cbor.DecOptions{
		DupMapKey: cbor.DupMapKeyEnforcedAPF, IndefLength: cbor.IndefLengthForbidden, TagsMd: cbor.TagsForbidden,
		UTF8: cbor.UTF8RejectInvalid, MaxNestedLevels: 6, MaxArrayElements: 1 << 10, MaxMapPairs: 16,
	}.DecMode()
	if err != nil {
		return err
	}
	if err := mode.Unmarshal(raw, v); err != nil {
		return fmt.Errorf("read a frame: %T", err) // its text may repeat what stands there
	}
	again, err := encode(v)
	if err == nil && !bytes.Equal(again, raw) {
		err = errors.New("read a frame: not in the one form")
	}
	return err
}

func prevOf(clear []byte) (Head, error) {
	var o ownerFrame
	err := decode(clear, &o)
	if err == nil && len(o.Prev) != len(Head{}) {
		err = errTail
	}
	if err != nil {
		return Head{}, err
	}
	return Head(o.Prev), nil
}

// encodeEntry is an entry's clear part and its papers.
func encodeEntry(e Entry) (clear, papers []byte, err error) {
	r := e.Record
	f := recordFrame{
		Place: e.Place, Erased: e.Erased, Epoch: r.Epoch, Seq: r.Seq, Hash: r.Hash, ID: r.ID, Kind: r.Kind, Schema: r.Schema,
		Digest: r.Digest, CreatedMS: r.CreatedAt.UnixMilli(), TimeTrust: r.TimeTrust, KeepDays: r.KeepDays,
	}
	p := papersFrame{Body: r.Body}
	for _, part := range r.Parts {
		f.Parts = append(f.Parts, partFrame{Material: part.Material, Type: part.Type, SHA256: part.SHA256, Size: int64(len(part.Data))})
		p.Parts = append(p.Parts, part.Data)
	}
	if c := e.Case; c != nil {
		f.Case = &caseFrame{
			ShortCode: c.ShortCode, Number: c.Number, Item: c.Item, Catalogue: c.Catalogue, State: c.State,
			AcceptedMS: c.AcceptedAt.UnixMilli(), Village: c.Village, Centre: c.Centre, Example: c.Example, Machine: c.Machine, QR: c.QR,
		}
		for _, m := range c.Materials {
			f.Case.Materials = append(f.Case.Materials, materialFrame{Code: m.Code, How: m.How})
		}
	}
	if rated := e.Rating; rated != nil {
		f.Rating = &ratingFrame{Target: rated.Target, Act: rated.Act, RatedMS: rated.RatedAt.UnixMilli()}
	}
	if e.Case != nil {
		f.behalf, f.entrust = e.Case.Behalf, e.Case.Entrust
	}
	if clear, err = encodeClear(f, e.FollowUp); err != nil || e.Erased {
		return clear, nil, err
	}
	papers, err = encode(p)
	return clear, papers, err
}

// encodeClear is a record with what it follows up, if it does.
func encodeClear(f recordFrame, follow *village.FollowUp) ([]byte, error) {
	switch {
	case f.entrust != nil:
		return encode(entrustFrame{Record: f, Scope: f.entrust.Scope, ValidTo: f.entrust.ValidTo})
	case f.behalf:
		return encode(behalfFrame{Record: f, Behalf: true})
	case follow == nil:
		return encode(f)
	}
	out := followFrame{
		Record: f, Of: follow.Of, Machine: follow.Machine, Code: follow.Code, Item: follow.Item, Verb: follow.Verb, Nth: follow.Nth,
		Village: follow.Village, QR: follow.QR,
	}
	for _, m := range follow.Materials {
		out.Materials = append(out.Materials, materialFrame{Code: m.Code, How: m.How})
	}
	if follow.Left != "" {
		return encode(seatFrame{Follow: out, Number: follow.Number, Left: follow.Left})
	}
	return encode(out)
}

// decodeClear reads what encodeClear wrote. A record that follows up nothing, handed in
// by whom it is about, has the form that it always had.
func decodeClear(raw []byte) (f recordFrame, follow *village.FollowUp, err error) {
	if err = decode(raw, &f); err == nil {
		return f, nil, nil
	}
	var behalf behalfFrame
	if decode(raw, &behalf) == nil && behalf.Behalf && behalf.Record.Case != nil {
		f = behalf.Record
		f.behalf = true
		return f, nil, nil
	}
	var entrust entrustFrame
	if decode(raw, &entrust) == nil && entrust.Record.Case != nil {
		f = entrust.Record
		f.behalf, f.entrust = true, &village.Entrustment{Scope: entrust.Scope, ValidTo: entrust.ValidTo}
		return f, nil, nil
	}
	var seat seatFrame
	if decode(raw, &seat) != nil || seat.Left == "" {
		if seat = (seatFrame{}); decode(raw, &seat.Follow) != nil {
			return f, nil, err
		}
	}
	in := seat.Follow
	f = in.Record
	follow = &village.FollowUp{
		Number: seat.Number, Left: seat.Left,
		ID: f.ID, Of: in.Of, Machine: in.Machine, Code: in.Code, Item: in.Item, Verb: in.Verb, Nth: in.Nth, Village: in.Village, QR: in.QR,
		FiledAt: time.UnixMilli(f.CreatedMS).In(village.Zone), TimeTrust: f.TimeTrust, Digest: f.Digest, Seq: f.Place,
	}
	for _, m := range in.Materials {
		follow.Materials = append(follow.Materials, village.HandedIn{Code: m.Code, How: m.How})
	}
	return f, follow, nil
}

// decodeEntry is the entry of a frame; one whose papers were dropped is erased.
func decodeEntry(f frame) (Entry, error) {
	clear, follow, err := decodeClear(f.clear)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{FollowUp: follow, Place: clear.Place, Erased: clear.Erased || f.dropped, Record: village.Record{
		ID: clear.ID, Epoch: clear.Epoch, Seq: clear.Seq, Hash: clear.Hash, Kind: clear.Kind, Schema: clear.Schema,
		Digest: clear.Digest, CreatedAt: time.UnixMilli(clear.CreatedMS).In(village.Zone), TimeTrust: clear.TimeTrust, KeepDays: clear.KeepDays,
	}}
	for _, p := range clear.Parts {
		e.Record.Parts = append(e.Record.Parts, village.Part{Material: p.Material, Type: p.Type, SHA256: p.SHA256, Size: p.Size})
	}
	clear.acts(&e)
	if e.Erased {
		return e, nil
	}
	return e, papersOf(f, &e.Record)
}

// acts fills in the case or the rating.
func (f recordFrame) acts(e *Entry) {
	if c := f.Case; c != nil {
		e.Case = &village.Case{
			ID: f.ID, Seq: f.Place, ShortCode: c.ShortCode, Number: c.Number, Item: c.Item, Catalogue: c.Catalogue, State: c.State,
			AcceptedAt: time.UnixMilli(c.AcceptedMS).In(village.Zone), TimeTrust: f.TimeTrust, Digest: f.Digest, Village: c.Village,
			Centre: c.Centre, Example: c.Example, Machine: c.Machine, QR: c.QR, Behalf: f.behalf, Entrust: f.entrust,
		}
		for _, m := range c.Materials {
			e.Case.Materials = append(e.Case.Materials, village.HandedIn{Code: m.Code, How: m.How})
		}
	}
	if r := f.Rating; r != nil {
		e.Rating = &village.Rating{
			ID: f.ID, Seq: f.Place, Target: r.Target, Act: r.Act, RatedAt: time.UnixMilli(r.RatedMS).In(village.Zone), Digest: f.Digest,
		}
	}
}

// papersOf fills in body and parts, which must be what the clear part says.
func papersOf(f frame, r *village.Record) error {
	var p papersFrame
	if err := decode(f.papers, &p); err != nil {
		return err
	}
	if sum := sha256.Sum256(p.Body); !bytes.Equal(sum[:], r.Digest) || len(p.Parts) != len(r.Parts) {
		return errTail
	}
	r.Body = p.Body
	for i, data := range p.Parts {
		if sum := sha256.Sum256(data); !bytes.Equal(sum[:], r.Parts[i].SHA256) {
			return errTail
		}
		r.Parts[i].Data = data
	}
	return nil
}
