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
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/sync/wire"
)

var update = flag.Bool("update", false, "write the golden messages anew; only for a new protocol version")

func identity(t *testing.T) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func record() village.Record {
	body, photo := []byte(`{"id":"01936000-0000-7000-8000-000000000001", "n": 1}`), []byte("\xff\xd8photo")
	sum, photoSum := sha256.Sum256(body), sha256.Sum256(photo)
	return village.Record{
		ID: "01936000-0000-7000-8000-000000000001", Seq: 41, Kind: village.RecordCase, Schema: 1, Body: body, Digest: sum[:],
		CreatedAt: time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC), TimeTrust: village.TimeSynced,
		Parts: []village.Part{{Material: "id-card", Type: "image/jpeg", SHA256: photoSum[:], Data: photo}},
	}
}

// TestGoldenMessages holds version 0 still: kiosks in the field speak it.
func TestGoldenMessages(t *testing.T) {
	id := identity(t)
	at := time.Date(2026, 11, 23, 1, 31, 0, 0, time.UTC)
	golden(t, "enrol", wire.NewEnrol("ABCD-1234", id))
	golden(t, "enrolled", wire.Enrolled{Kiosk: id.ID, Village: "445203104203", Centre: "Jiangbin", County: "445203000000", District: "Jiedong", CountyKeys: [][]byte{{1, 2, 3}}, ServerTime: at})
	golden(t, "push", wire.NewPush(id.ID, 41, []village.Record{record()}))
	golden(t, "ask", wire.NewPush(id.ID, 42, nil))
	golden(t, "ack", wire.Ack{WantSeq: 42, ServerTime: at, Rejects: []wire.Reject{{Seq: 41, ID: record().ID, Key: "err.push.digest"}}})
	golden(t, "problem", wire.Problem{Kind: village.Denied, Key: "err.enrol.code"})
}

func golden[T any](t *testing.T, name string, message T) {
	t.Helper()
	path := filepath.Join("testdata", "v0-"+name+".json")
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
	got := wire.NewPush("K", 41, []village.Record{want}).Records[0]
	if err := got.Check(); err != nil {
		t.Error(err)
	}
	if !reflect.DeepEqual(got.Village(), want) {
		t.Errorf("got %+v, want %+v", got.Village(), want)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	const rest = `"rejects":[],"server_time":"2026-11-23T01:31:00Z"`
	tests := []struct{ name, in, wantKey string }{
		{"as agreed", `{"want_seq":1,` + rest + "} \n", ""},
		{"unknown key", `{"want_seq":1,"more":1,` + rest + `}`, "err.push.body"},
		{"same key twice", `{"want_seq":1,"want_seq":9,` + rest + `}`, "err.push.body"},
		{"same key twice further in", `{"want_seq":1,"rejects":[{"seq":1,"seq":2,"id":"","key":""}],"server_time":"2026-11-23T01:31:00Z"}`, "err.push.body"},
		{"key in capitals", `{"Want_seq":1,` + rest + `}`, "err.push.body"},
		{"key escaped to look alike", `{"want_\u017feq":1,` + rest + `}`, "err.push.body"},
		{"something behind", `{"want_seq":1,` + rest + `} {}`, "err.push.body"},
		{"bracket behind", `{"want_seq":1,` + rest + `}]`, "err.push.body"},
		{"cut off", `{"want_seq":1,`, "err.push.body"},
		{"empty", ``, "err.push.body"},
		{"wrong type", `{"want_seq":"1",` + rest + `}`, "err.push.body"},
		{"no UTF-8", "{\"want_seq\":1,\"rejects\":[{\"seq\":1,\"id\":\"\xff\",\"key\":\"\"}]}", "err.push.body"},
		{"deep", strings.Repeat("[", 100000), "err.push.body"},
		{"large", `{"want_seq":1,` + strings.Repeat(" ", 1000) + rest + `}`, "err.push.too_large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			limit := int64(1000)
			if tt.name == "deep" {
				limit = 1 << 20
			}
			_, err := wire.Decode[wire.Ack](strings.NewReader(tt.in), limit)
			e, _ := errors.AsType[*village.Error](err)
			if tt.wantKey == "" && err != nil || tt.wantKey != "" && (e == nil || e.Key != tt.wantKey || e.Kind != village.Invalid) {
				t.Errorf("error = %v, want %q", err, tt.wantKey)
			}
		})
	}
}

func TestDecodeTellsABrokenLineFromABadMessage(t *testing.T) {
	_, err := wire.Decode[wire.Ack](brokenLine{}, 100)
	if village.KindOf(err) != village.Offline {
		t.Errorf("error = %v, want offline", err)
	}
}

type brokenLine struct{}

func (brokenLine) Read([]byte) (int, error) { return 0, errors.New("reset") }

func TestPushCheck(t *testing.T) {
	for name, change := range map[string]func(*wire.Push){
		"v":              func(p *wire.Push) { p.V = 1 },
		"first_seq":      func(p *wire.Push) { p.FirstSeq = 0 },
		"records":        func(p *wire.Push) { p.Records = make([]wire.Record, wire.MaxRecords+1) },
		"records[0].seq": func(p *wire.Push) { p.FirstSeq = 40 },
		"records[1].seq": func(p *wire.Push) { p.Records[1].Seq = 44 },
		"records[1].id":  func(p *wire.Push) { p.Records[1].ID = "" },
	} {
		next := record()
		next.Seq = 42
		p := wire.NewPush("K", 41, []village.Record{record(), next})
		if err := p.Check(); err != nil {
			t.Fatal(err)
		}
		change(&p)
		if e, _ := errors.AsType[*village.Error](p.Check()); e == nil || e.Field != name {
			t.Errorf("%s: error = %v", name, e)
		}
	}
}

func TestRecordCheckFindsWhatWasChanged(t *testing.T) {
	for field, change := range map[string]func(*wire.Record){
		"digest":          func(r *wire.Record) { r.Body = append([]byte(" "), r.Body...) },
		"parts[0].sha256": func(r *wire.Record) { r.Parts[0].Data = []byte("another") },
		"materials":       func(r *wire.Record) { r.Parts = slicesOf(r.Parts[0], wire.MaxParts+1) },
	} {
		r := wire.NewPush("K", 41, []village.Record{record()}).Records[0]
		change(&r)
		if e, _ := errors.AsType[*village.Error](r.Check()); e == nil || e.Field != field {
			t.Errorf("%s: error = %v", field, e)
		}
	}
}

func slicesOf(p wire.Part, n int) []wire.Part {
	list := make([]wire.Part, n)
	for i := range list {
		list[i] = p
	}
	return list
}

func TestEnrolProvesTheKey(t *testing.T) {
	id := identity(t)
	if err := wire.NewEnrol("ABCD-1234", id).Check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*wire.Enrol){
		"code":      func(e *wire.Enrol) { e.Code = "ABCD-1235" },
		"kiosk":     func(e *wire.Enrol) { e.Kiosk = "KABCDEFGHIJ" },
		"key":       func(e *wire.Enrol) { e.PublicKey = e.PublicKey[1:] },
		"signature": func(e *wire.Enrol) { e.Signature = id.Sign(wire.PushContext, []byte("x")) },
	} {
		e := wire.NewEnrol("ABCD-1234", id)
		change(&e)
		if err := e.Check(); err == nil || village.KindOf(err) != village.Denied {
			t.Errorf("changed %s: error = %v, want denied", name, err)
		}
	}
}

// A record of the largest size that a kiosk accepts fits into one push.
func TestLargestRecordFits(t *testing.T) {
	r := record()
	r.Parts = nil
	for left := village.MaxRecordBytes - len(r.Body); left > 0; {
		size := min(left, village.MaxPartBytes)
		r.Parts = append(r.Parts, village.Part{Material: "id-card", Type: "image/jpeg", Data: make([]byte, size), SHA256: make([]byte, 32)})
		left -= size
	}
	if err := r.CheckSize(); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(wire.NewPush("KABCDEFGHIJ", 41, []village.Record{r}))
	if err != nil || len(raw) > wire.MaxPushBytes-100*1024 {
		t.Errorf("push has %d bytes, %v", len(raw), err)
	}
}

func FuzzDecodePush(f *testing.F) {
	for _, name := range []string{"push", "ask", "ack"} {
		raw, err := os.ReadFile(filepath.Join("testdata", "v0-"+name+".json"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := wire.Decode[wire.Push](bytes.NewReader(raw), 1<<16)
		if err != nil {
			return
		}
		_ = p.Check()
		again, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		q, err := wire.Decode[wire.Push](bytes.NewReader(again), 1<<20)
		if err != nil {
			t.Fatalf("what was written is not read: %v\n%s", err, again)
		}
		third, err := json.Marshal(q)
		if err != nil || !bytes.Equal(again, third) {
			t.Errorf("written as\n%s\nthen as\n%s", again, third)
		}
		for _, r := range p.Records {
			_ = r.Check()
		}
	})
}
