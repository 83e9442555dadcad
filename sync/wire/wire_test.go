package wire_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

var update = flag.Bool("update", false, "write the golden messages anew; only for a new protocol version")

func identity(t testing.TB) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func record() village.Record {
	body, photo := []byte(`{"id":"01936000-0000-7000-8000-000000000001", "n": 1}`), sha256.Sum256([]byte("photo"))
	sum := sha256.Sum256(body)
	return village.Record{
		ID: "01936000-0000-7000-8000-000000000001", Epoch: 2, Seq: 41, Kind: village.RecordCase, Schema: 1, Body: body, Digest: sum[:],
		CreatedAt: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), TimeTrust: village.TimeSynced,
		Parts: []village.Part{{Material: "id-card", Type: "image/jpeg", SHA256: photo[:], Size: 5}},
	}
}

// push is a push of records, whose heads it fills in.
func push(id seal.Identity, records ...village.Record) wire.Push {
	p := wire.Push{
		V: wire.Version, Kiosk: id.ID, Epoch: 2, FirstSeq: 41, Prev: seal.BaseHead(id.ID, 2, seal.Head{}), Incarnation: []byte("0123456789abcdef"),
		RejectsSeen: 3, Lifetime: 77, SentMS: 1764000000000, TimeTrust: village.TimeSynced, Records: wire.NewRecords(records),
		NextSeq: 45, Audit: wire.Audit{Seq: 9, Head: seal.Head{9}, First: 8, Prev: seal.Head{7}, Rows: [][]byte{{1, 2, 3}}},
	}
	head, err := seal.Chain(id.ID, p.Prev, records)
	if err != nil {
		panic(err)
	}
	p.Head = head
	return p
}

func codec(t testing.TB) *wire.Codec {
	t.Helper()
	c, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ack(id seal.Identity) wire.Ack {
	return wire.Ack{
		V: wire.Version, Kiosk: id.ID, Request: sha256.Sum256([]byte("request")), Status: wire.StatusOK, Incarnation: []byte("0123456789abcdef"),
		MaxEpoch: 2, Epoch: 2, WantSeq: 42, Head: seal.Head{1, 2, 3}, CompleteSeq: 40, DurableSeq: 39,
		Rejects: []wire.Reject{{Number: 4, ID: record().ID, Key: "err.county.body"}}, Missing: []wire.Sum{sha256.Sum256([]byte("photo"))},
		ServerMS: 1764000000001, PaceMS: 5, MaxRecords: 50, AuditWant: 9,
	}
}

// TestGoldenMessages holds the messages still: kiosks in the field speak them.
func TestGoldenMessages(t *testing.T) {
	id := identity(t)
	at := time.Date(2026, 11, 23, 1, 31, 0, 0, time.UTC)
	ask, err := wire.NewEnrol("7K3M9QW2XAB", id)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "enrol", ask)
	golden(t, "enrolled", wire.Enrolled{
		Kiosk: id.ID, Village: "445203104203", Centre: "Jiangbin", County: "445203000000", District: "Jiedong", Certificate: []byte{6, 7},
		CountyKeys: [][]byte{{1, 2, 3}}, SigningKeys: [][]byte{{4, 5}}, ServerTime: at,
	})
	golden(t, "problem", wire.Problem{Kind: village.Denied, Key: "err.enrol.code"})
}

// TestGoldenEnvelopes reads messages of protocol v1 as an earlier release wrote
// them. What zstd makes of one may change; what is read from it may not.
func TestGoldenEnvelopes(t *testing.T) {
	id, c := identity(t), codec(t)
	goldenEnvelope(t, "push", wire.PushContext, push(id, record()))
	goldenEnvelope(t, "ask", wire.PushContext, push(id))
	goldenEnvelope(t, "ack", wire.AckContext, ack(id))
	goldenEnvelope(t, "pull", wire.PullContext, pull(id))
	goldenEnvelope(t, "pulled", wire.PulledContext, pulled(id))
	goldenEnvelope(t, "renew", wire.RenewContext, wire.Renew{V: wire.Version, Kiosk: id.ID, Request: []byte{1, 2, 3}, Nonce: []byte("nonce")})
	goldenEnvelope(t, "renewed", wire.RenewedContext, wire.Renewed{
		V: wire.Version, Kiosk: id.ID, Asked: sha256.Sum256([]byte("renew")), Certificate: []byte{4, 5}, ServerMS: 1764000000001,
	})
	raw, sum, err := c.Seal(id, wire.PushContext, push(id))
	if e, err2 := c.Envelope(raw); err != nil || err2 != nil || e.Sum() != sum {
		t.Errorf("an answer would name another push: %v, %v", err, err2)
	}
}

func goldenEnvelope[T any](t *testing.T, name, purpose string, message T) {
	t.Helper()
	id, c := identity(t), codec(t)
	path := filepath.Join("testdata", "v1-"+name+".cbor")
	if *update {
		raw, _, err := c.Seal(id, purpose, message)
		if err == nil {
			err = os.WriteFile(path, raw, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	e, err := c.Envelope(raw)
	if err == nil {
		err = c.Open(e, id.Public(), purpose, &got)
	}
	if err != nil || !reflect.DeepEqual(got, message) {
		t.Errorf("%s is read as %+v, %v; want %+v", name, got, err, message)
	}
}

func golden[T any](t *testing.T, name string, message T) {
	t.Helper()
	path := filepath.Join("testdata", "v1-"+name+".json")
	raw, err := json.MarshalIndent(message, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, '\n')
	if *update {
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(raw, want) {
		t.Errorf("%s is written as\n%s\nwant\n%s", name, raw, want)
	}
	got, err := wire.Decode[T](bytes.NewReader(want), wire.MaxPushBytes)
	if err != nil || !reflect.DeepEqual(got, message) {
		t.Errorf("%s is read as %+v, %v; want %+v", name, got, err, message)
	}
}

func TestRecordTravelsByteForByte(t *testing.T) {
	want := record()
	p := push(identity(t), want)
	got, err := p.Village()
	if err != nil || len(got) != 1 {
		t.Fatal(err)
	}
	want.Hash = p.Head[:]
	got[0].CreatedAt = got[0].CreatedAt.UTC()
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got %+v, want %+v", got[0], want)
	}
}

func TestWhatIsNotTheSendersChainIsRefused(t *testing.T) {
	for name, change := range map[string]func(*wire.Push){
		"body": func(p *wire.Push) { p.Records[0].Body = []byte("x") }, "id": func(p *wire.Push) { p.Records[0].ID += "1" },
		"number": func(p *wire.Push) { p.FirstSeq++ }, "epoch": func(p *wire.Push) { p.Epoch++ }, "before": func(p *wire.Push) { p.Prev[0] ^= 1 },
		"file": func(p *wire.Push) { p.Records[0].Parts[0].SHA256[0] ^= 1 }, "time": func(p *wire.Push) { p.Records[0].CreatedMS++ },
	} {
		p := push(identity(t), record())
		change(&p)
		if _, err := p.Village(); village.KindOf(err) != village.Invalid {
			t.Errorf("another %s: %v", name, err)
		}
	}
}

func TestPushCheck(t *testing.T) {
	refused(t, func() wire.Push { return push(identity(t), record()) }, map[string]func(*wire.Push){
		"v":                func(p *wire.Push) { p.V = 0 },
		"first_seq":        func(p *wire.Push) { p.FirstSeq = 0 },
		"epoch":            func(p *wire.Push) { p.Epoch = 0 },
		"records":          func(p *wire.Push) { p.Records = make([]wire.Record, wire.MaxRecords+1) },
		"records[0].id":    func(p *wire.Push) { p.Records[0].ID = "" },
		"records[0].body":  func(p *wire.Push) { p.Records[0].Body = make([]byte, village.MaxBodyBytes+1) },
		"records[0].parts": func(p *wire.Push) { p.Records[0].Parts = make([]wire.Part, wire.MaxParts+1) },
		"incarnation":      func(p *wire.Push) { p.Incarnation = make([]byte, 17) },
	})
}

func TestASignatureIsForItsPurposeAndItsSigner(t *testing.T) {
	id, c := identity(t), codec(t)
	other, _ := seal.NewIdentity(bytes.Repeat([]byte{8}, 32))
	raw, _, err := c.Seal(id, wire.PushContext, push(id))
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Envelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	var p wire.Push
	for name, open := range map[string]func() error{
		"another purpose": func() error { return c.Open(e, id.Public(), wire.AckContext, &p) },
		"another key":     func() error { return c.Open(e, other.Public(), wire.PushContext, &p) },
		"another payload": func() error {
			x := e
			x.Payload = append([]byte{0}, e.Payload...)
			return c.Open(x, id.Public(), wire.PushContext, &p)
		},
	} {
		if err := open(); village.KindOf(err) != village.Denied {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatIsNoMessageIsRefused(t *testing.T) {
	id, c := identity(t), codec(t)
	sealed := func(v any) []byte {
		raw, _, err := c.Seal(id, wire.PushContext, v)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	deep := any(1)
	for range 20 {
		deep = []any{deep}
	}
	for name, raw := range map[string][]byte{
		"nothing": {}, "text": []byte("hello"), "cut": sealed(push(id))[:40], "something behind": append(sealed(push(id)), 0),
		"too few elements": sealed([]any{1, 2}), "a map": sealed(map[string]int{"v": 1}), "deep": sealed(deep),
		"long": sealed(make([]int, 5000)), "no UTF-8": sealed([]any{1, []byte{0xff}}),
	} {
		var p wire.Push
		e, err := c.Envelope(raw)
		if err == nil {
			err = c.Open(e, id.Public(), wire.PushContext, &p)
		}
		if x, _ := errors.AsType[*village.Error](err); x == nil || x.Kind != village.Invalid || x.Key != "err.push.body" {
			t.Errorf("%s: %v", name, err)
		}
	}
	var p wire.Push
	e, err := c.Envelope(sealed(make([]byte, wire.MaxPlainBytes+100)))
	if err == nil {
		err = c.Open(e, id.Public(), wire.PushContext, &p)
	}
	if x, _ := errors.AsType[*village.Error](err); x == nil || x.Key != "err.push.too_large" {
		t.Errorf("a bomb: %v", err)
	}
}

func TestDecodeTellsABrokenLineFromABadMessage(t *testing.T) {
	_, err := wire.Decode[wire.Problem](brokenLine{}, 100)
	if village.KindOf(err) != village.Offline {
		t.Errorf("error = %v, want offline", err)
	}
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, errors.New("reset") }

func TestEnrolProvesTheKey(t *testing.T) {
	id := identity(t)
	good, err := wire.NewEnrol("7K3M9QW2XAB", id)
	if err != nil {
		t.Fatal(err)
	}
	if key, err := good.Key(); err != nil || !key.Equal(id.Public()) {
		t.Errorf("key %x, %v", key, err)
	}
	for name, change := range map[string]func(*wire.Enrol){
		"code":      func(e *wire.Enrol) { e.Code = "7K3M9QW2XAC" },
		"request":   func(e *wire.Enrol) { e.Request = e.Request[1:] },
		"key":       func(e *wire.Enrol) { e.Request = other(t).Request },
		"signature": func(e *wire.Enrol) { e.Signature = id.Sign(wire.PushContext, []byte("x")) },
	} {
		e := good
		change(&e)
		if _, err := e.Key(); err == nil || village.KindOf(err) != village.Denied {
			t.Errorf("changed %s: error = %v, want denied", name, err)
		}
	}
}

// other is the request of another machine with the same code.
func other(t *testing.T) wire.Enrol {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	e, err := wire.NewEnrol("7K3M9QW2XAB", id)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A record of the largest body that a kiosk accepts fits into one push.
func TestLargestRecordFits(t *testing.T) {
	r, id := record(), identity(t)
	r.Body = make([]byte, village.MaxBodyBytes)
	for i := range r.Body {
		r.Body[i] = byte(i * i >> 3) // does not get smaller
	}
	raw, _, err := codec(t).Seal(id, wire.PushContext, push(id, r))
	if err != nil || len(raw) > wire.MaxPushBytes {
		t.Errorf("push has %d bytes, %v", len(raw), err)
	}
}

// FuzzEnvelope opens whatever a known sender signed: what is read is written in
// one form only.
func FuzzEnvelope(f *testing.F) {
	c, id := seeds(f, func(id seal.Identity) []any { return []any{push(id, record()), push(id), ack(id)} })
	raw, _, err := c.Seal(id, wire.PushContext, push(id))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if _, err := c.Envelope(raw); err != nil && village.KindOf(err) != village.Invalid {
			t.Errorf("envelope: %v", err)
		}
		again(t, c, id, raw, func(p wire.Push) {
			if p.Check() == nil {
				_, _ = p.Village()
			}
		})
	})
}
