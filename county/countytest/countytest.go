// Package countytest makes kiosks and what they hand over, for tests of the
// county. Nothing else imports it.
package countytest

import (
	"bytes"
	"crypto/ed25519"
	crand "crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

// At is the time at which every sample was accepted.
var At = time.Date(2026, 11, 23, 10, 3, 0, 0, village.Zone)

// Identity is kiosk number n of a test.
func Identity(n byte) seal.Identity {
	seed := make([]byte, 32)
	seed[0] = n
	identity, err := seal.NewIdentity(seed)
	if err != nil {
		panic(err)
	}
	return identity
}

// Case is the record of a case at a position. Change may alter its body, a JSON
// object, before it is fixed; nil leaves it.
func Case(seq int64, change func(body map[string]any)) village.Record {
	id := ID(seq)
	code := village.NewShortCode(rand.New(rand.NewPCG(uint64(seq), 7)))
	body := map[string]any{
		"id": id, "short_code": code, "catalogue": "demo-1",
		"item": map[string]any{"code": "gaoling-jintie", "name": "80周岁以上老年人高龄津贴", "department": "区民政局"},
		"applicant": map[string]any{
			"kind": "person", "name": "陈惜娟", "id_type": "resident_id", "id": "44522119440315002X", "phone": "13800000000",
		},
		"form": map[string]any{"bank_card": "6228480000000000000", "alone": true},
		"materials": []any{
			map[string]any{"code": "id-front", "name": "身份证正面", "how": "file"},
			map[string]any{"code": "hukou", "name": "户口簿", "how": "licence"},
			map[string]any{"code": "bank", "name": "银行存折", "how": "later"},
		},
		"delivery":    map[string]any{"mode": "express", "address": "某路 1 号", "name": "陈惜娟", "phone": "13800000000"},
		"consent":     map[string]any{"notice": "v1"},
		"accepted_at": At.Format(time.RFC3339), "village": "445203104202", "warnings": []any{},
		"added_by_a_newer_kiosk": map[string]any{"x": 1},
	}
	if change != nil {
		change(body)
	}
	r := record(seq, village.RecordCase, body)
	photo := []byte(fmt.Sprintf("\xff\xd8\xff photo of case %d", seq))
	sum := sha256.Sum256(photo)
	r.Parts = []village.Part{{Material: "id-front", Type: "image/jpeg", SHA256: sum[:], Data: photo}}
	return r
}

// Rating is the record of a poor rating at a position.
func Rating(seq int64, change func(body map[string]any)) village.Record {
	body := map[string]any{
		"id": ID(seq), "target": "", "act": "visit", "grade": 2, "tags": []string{"207"}, "tag_set": "2020",
		"text": "来了三趟", "rated_at": At.Format(time.RFC3339), "village": "445203104202",
	}
	if change != nil {
		change(body)
	}
	return record(seq, village.RecordRating, body)
}

// ID is the id of the record at a position.
func ID(seq int64) village.RecordID {
	return village.RecordID(fmt.Sprintf("01930000-0000-7000-8000-%012x", seq))
}

func record(seq int64, kind village.RecordKind, body map[string]any) village.Record {
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return Raw(seq, kind, raw)
}

// Raw is a record with these bytes.
func Raw(seq int64, kind village.RecordKind, body []byte) village.Record {
	sum := sha256.Sum256(body)
	return village.Record{
		ID: ID(seq), Seq: seq, Kind: kind, Schema: 1, Body: body, Digest: sum[:], CreatedAt: At, TimeTrust: village.TimeSynced,
	}
}

// Cases are records first to last, every fourth of them a rating.
func Cases(first, last int64) []village.Record {
	var all []village.Record
	for seq := first; seq <= last; seq++ {
		if seq%4 == 0 {
			all = append(all, Rating(seq, nil))
		} else {
			all = append(all, Case(seq, nil))
		}
	}
	return all
}

// Message is the push of records that follow on before.
func Message(kiosk seal.KioskID, before []village.Record, records ...village.Record) wire.Push {
	p := wire.Push{V: wire.Version, Kiosk: kiosk, Epoch: 1, FirstSeq: int64(len(before)) + 1, Lifetime: int64(len(before) + len(records))}
	if len(records) > 0 {
		p.FirstSeq = records[0].Seq
	}
	p.Prev = Chain(kiosk, 1, before)
	all := slices.Clone(records)
	var err error
	if p.Head, err = seal.Chain(kiosk, p.Prev, inEpoch(1, all)); err != nil {
		panic(err)
	}
	p.Records = wire.NewRecords(all)
	return p
}

// Chain is the head of an epoch after records.
func Chain(kiosk seal.KioskID, epoch int64, records []village.Record) seal.Head {
	head, err := seal.Chain(kiosk, seal.BaseHead(kiosk, epoch, seal.Head{}), inEpoch(epoch, slices.Clone(records)))
	if err != nil {
		panic(err)
	}
	return head
}

func inEpoch(epoch int64, records []village.Record) []village.Record {
	for i := range records {
		records[i].Epoch, records[i].Parts = epoch, slices.Clone(records[i].Parts)
		for j := range records[i].Parts {
			records[i].Parts[j].Size = int64(len(records[i].Parts[j].Data))
		}
	}
	return records
}

// Push is a push as it goes over the line. Records that do not begin with number
// 1 follow on the records that [Cases] gives.
func Push(kiosk seal.Identity, records ...village.Record) []byte {
	var before []village.Record
	if len(records) > 0 {
		before = Cases(1, records[0].Seq-1)
	}
	return Envelope(kiosk, Message(kiosk.ID, before, records...))
}

// Envelope is message as kiosk signs it.
func Envelope(kiosk seal.Identity, message any) []byte {
	raw, _, err := codec().Seal(kiosk, wire.PushContext, message)
	if err != nil {
		panic(err)
	}
	return raw
}

// ReadAck opens an answer that the county with this key signed.
func ReadAck(raw []byte, key ed25519.PublicKey) (ack wire.Ack, err error) {
	c := codec()
	e, err := c.Envelope(raw)
	if err == nil {
		err = c.Open(e, key, wire.AckContext, &ack)
	}
	return ack, err
}

func codec() *wire.Codec {
	c, err := wire.NewCodec()
	if err != nil {
		panic(err)
	}
	return c
}

// PieceHeaders prove who hands over the piece with this sum.
func PieceHeaders(kiosk seal.Identity, sum []byte) map[string]string {
	return map[string]string{
		wire.HeaderKiosk:     string(kiosk.ID),
		wire.HeaderSignature: base64.StdEncoding.EncodeToString(kiosk.Sign(wire.PieceContext, sum)),
	}
}

// Unlock gives a county database the data key of the tests.
func Unlock(t testing.TB, db interface{ Unlock(key *seal.DataKey) }) {
	t.Helper()
	db.Unlock(DataKey(t))
}

// DataKey is the key of what is hidden in tests.
func DataKey(t testing.TB) *seal.DataKey {
	t.Helper()
	key, err := seal.NewDataKey(bytes.Repeat([]byte{5}, 32), crand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// Sealed is r as a kiosk of this release hands it over: its body and its one
// file are sealed with [sealtest.Secret].
func Sealed(kiosk seal.KioskID, r village.Record) village.Record {
	return SealedFor(sealtest.Secret().CountyKey, kiosk, r)
}

// SealedFor is [Sealed] with the key of a county.
func SealedFor(key seal.CountyKey, kiosk seal.KioskID, r village.Record) village.Record {
	var b struct {
		ShortCode village.ShortCode `json:"short_code"`
		Target    village.ShortCode `json:"target"`
		Item      struct {
			Code village.ItemCode `json:"code"`
		} `json:"item"`
	}
	text := map[string]any{}
	err := errors.Join(json.Unmarshal(r.Body, &b), json.Unmarshal(r.Body, &text))
	var pieces [][]byte
	var files []any
	for _, p := range r.Parts {
		pieces = append(pieces, p.Data)
		files = append(files, map[string]any{
			"material": p.Material, "type": p.Type, "bytes": len(p.Data), "sha256": p.SHA256, "first": len(pieces), "pieces": 1,
		})
	}
	text["files"] = files
	raw, err2 := json.Marshal(text)
	clear := seal.Clear{
		County: sealtest.CountyCode, Item: b.Item.Code, Form: "demo-1", ShortCode: b.ShortCode + b.Target, AcceptedMS: r.CreatedAt.UnixMilli(),
	}
	var err3 error
	r.Body, r.Parts, err3 = key.SealRecord(clear, seal.Content{Kiosk: kiosk, ID: r.ID, Kind: r.Kind, Text: raw, Pieces: pieces})
	if err := errors.Join(err, err2, err3); err != nil {
		panic(err)
	}
	sum := sha256.Sum256(r.Body)
	r.Schema, r.Digest = seal.SchemaSealed, sum[:]
	return r
}

// Ticket is the record of a 12345 request at a position.
func Ticket(seq int64, change func(body map[string]any)) village.Record {
	body := map[string]any{
		"id": ID(seq), "short_code": village.NewShortCode(rand.New(rand.NewPCG(uint64(seq), 7))), "catalogue": "requests-1",
		"item": map[string]any{"code": "12345-help", "name": "12345 求助", "department": "12345政务服务便民热线"},
		"form": map[string]any{
			"place": "445203104202", "content": "路灯坏了", "anonymous": false, "name": "陈惜娟", "phone": "13800000000", "confidential": false, "call_back": true,
		},
		"accepted_at": At.Format(time.RFC3339), "village": "445203104202",
	}
	if change != nil {
		change(body)
	}
	return record(seq, village.RecordTicket, body)
}

// HomeBooking is the record of a home visit that somebody asked for, at a position.
func HomeBooking(seq int64, change func(body map[string]any)) village.Record {
	r := Ticket(seq, func(b map[string]any) {
		b["item"] = map[string]any{"code": string(village.BookHome), "name": "预约上门"}
		b["form"] = map[string]any{
			"place": "445203104202", "reason": "生病", "address": "江滨村一巷2号", "matter": "领津贴", "at_home": "都在", "name": "陈惜娟", "phone": "13800000000", "family_phone": "13900000007",
		}
		if change != nil {
			change(b)
		}
	})
	r.Kind = village.RecordBooking
	return r
}

// LongerHours is the record of a person who asks the window to stay open, at a position.
func LongerHours(seq int64, change func(body map[string]any)) village.Record {
	return HomeBooking(seq, func(b map[string]any) {
		b["item"] = map[string]any{"code": string(village.BookLonger), "name": "请窗口延时"}
		b["form"] = map[string]any{"hours": "17:30-18:00", "matter": "社保还没办完", "name": "陈惜娟", "phone": "13800000000"}
		if change != nil {
			change(b)
		}
	})
}

// FollowUp is the record of a supplement, at a position, for a case that a kiosk took
// in.
func FollowUp(seq int64, kiosk seal.KioskID, of village.Record, change func(body map[string]any)) village.Record {
	var b map[string]any
	if err := json.Unmarshal(of.Body, &b); err != nil {
		panic(err)
	}
	body := map[string]any{
		"id": ID(seq), "case": of.ID, "kiosk": kiosk, "short_code": b["short_code"], "item": b["item"], "catalogue": b["catalogue"], "verb": village.Supplement,
		"materials": []any{map[string]any{"code": "hukou", "name": "户口簿", "how": "file"}}, "filed_at": At.Format(time.RFC3339), "village": "445203104202",
	}
	if change != nil {
		change(body)
	}
	return record(seq, village.RecordFollowUp, body)
}

// Miss is a search without a result as a kiosk tells of it.
func Miss(kiosk seal.KioskID, day village.Day, words string, count int) village.Miss {
	m := village.Miss{Day: day, Tag: seal.MissTag([]byte(day), words), Count: count}
	sealed, err := sealtest.Secret().SealMiss(kiosk, m, words)
	if err != nil {
		panic(err)
	}
	m.Sealed = sealed
	return m
}
