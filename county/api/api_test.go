package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/postgrestest"
	"bianmin/sync/wire"
)

// rig is a county with a real database and real HTTP.
type rig struct {
	t      *testing.T
	url    string
	db     *county.DB
	blobs  *county.BlobDir
	office *office.Office
	log    *bytes.Buffer
	clock  time.Time
}

type places struct{}

func (places) Path(c village.DivisionCode) string {
	return map[village.DivisionCode]string{"445203104202": "锡场镇江滨村", "445203000000": "揭东区"}[c]
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, clock: countytest.At.Add(time.Hour), log: &bytes.Buffer{}}
	now := func() time.Time { return r.clock }
	dir := t.TempDir()
	var err error
	if r.db, err = county.Open(t.Context(), postgrestest.Address(t), now); err != nil {
		t.Fatal(err)
	}
	if r.blobs, err = county.OpenBlobs(filepath.Join(dir, "blobs"), countytest.At); err != nil {
		t.Fatal(err)
	}
	countytest.Unlock(t, r.db)
	if err := r.db.KeepCountyKey(t.Context(), sealtest.Secret().CountyKey); err != nil {
		t.Fatal(err)
	}
	r.office = &office.Office{Store: r.db, Blobs: r.blobs, Now: now, Rand: rand.Reader}
	mux := http.NewServeMux()
	s := &api.Server{
		Office: r.office, Keys: r.db, Places: places{}, Centre: func(p string) string { return p + "党群服务中心" },
		Log: slog.New(slog.NewJSONHandler(r.log, nil)), Now: now,
	}
	s.Routes(mux)
	server := httptest.NewServer(mux)
	r.url = server.URL
	t.Cleanup(func() {
		server.Close()
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// open looks into what was taken in.
func (r *rig) open() {
	r.t.Helper()
	opener := office.Opener{Log: r.db, Secrets: []seal.CountySecret{sealtest.Secret()}}
	if err := opener.Drain(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) code() string {
	r.t.Helper()
	code, _, err := r.office.IssueCode(r.t.Context(), "445203104202")
	if err != nil {
		r.t.Fatal(err)
	}
	return string(code)
}

// post answers the status, the problem's key and the raw answer.
func (r *rig) post(path string, body []byte, header map[string]string) (int, string, []byte) {
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodPost, r.url+path, bytes.NewReader(body))
	if err != nil {
		r.t.Error(err)
		return 0, "", nil
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		r.t.Error(err)
		return 0, "", nil
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		r.t.Error(err)
	}
	var p wire.Problem
	_ = json.Unmarshal(raw, &p)
	return res.StatusCode, p.Key, raw
}

func (r *rig) enrol(code string, kiosk seal.Identity) (int, string, []byte) {
	body, err := json.Marshal(wire.NewEnrol(code, kiosk))
	if err != nil {
		r.t.Fatal(err)
	}
	return r.post(wire.EnrolPath, body, nil)
}

func (r *rig) enrolled(n byte) seal.Identity {
	r.t.Helper()
	kiosk := countytest.Identity(n)
	if status, key, _ := r.enrol(r.code(), kiosk); status != http.StatusOK {
		r.t.Fatalf("enrol: %d %s", status, key)
	}
	return kiosk
}

func (r *rig) push(kiosk seal.Identity, records ...village.Record) (int, string, wire.Ack) {
	body, header := countytest.Push(kiosk, records...)
	status, key, raw := r.post(wire.PushPath, body, header)
	var ack wire.Ack
	_ = json.Unmarshal(raw, &ack)
	return status, key, ack
}

// taken pushes and wants success.
func (r *rig) taken(kiosk seal.Identity, records ...village.Record) wire.Ack {
	r.t.Helper()
	status, key, ack := r.push(kiosk, records...)
	if status != http.StatusOK {
		r.t.Fatalf("push: %d %s", status, key)
	}
	return ack
}

// stored are the digests of what the county has, by number.
func (r *rig) stored() map[int64]string {
	r.t.Helper()
	all := map[int64]string{}
	err := r.db.EachRecord(context.WithoutCancel(r.t.Context()), func(s office.Summary) error {
		all[s.Seq] = hex.EncodeToString(s.Digest)
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

func TestPushStoresRecordsAndFiles(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	records := countytest.Cases(1, 4)
	if ack := r.taken(kiosk, records...); ack.WantSeq != 5 || len(ack.Rejects) != 0 || !ack.ServerTime.Equal(r.clock) {
		t.Errorf("ack %+v", ack)
	}
	stored := r.stored()
	for _, want := range records {
		if stored[want.Seq] != hex.EncodeToString(want.Digest) {
			t.Errorf("record %d has digest %s", want.Seq, stored[want.Seq])
		}
	}
	r.open()
	k, err := r.db.Case(t.Context(), kiosk.ID, countytest.ID(1))
	if err != nil || k.Applicant.Name != "陈惜娟" || k.Answers != 2 || len(k.Materials) != 3 || len(k.Parts) != 1 {
		t.Fatalf("case %+v, %v", k, err)
	}
	f, err := r.blobs.Open(k.Parts[0].SHA256)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if raw, err := io.ReadAll(f); err != nil || !bytes.Equal(raw, records[0].Parts[0].Data) {
		t.Errorf("file %q, %v", raw, err)
	}
}

func TestSamePushFiftyTimesAtOnceIsStoredOnce(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if status, key, ack := r.push(kiosk, countytest.Cases(1, 8)...); status != http.StatusOK || ack.WantSeq != 9 {
				t.Errorf("push: %d %s, wants %d", status, key, ack.WantSeq)
			}
		})
	}
	wg.Wait()
	r.open()
	page, err := r.db.Cases(t.Context(), office.CaseQuery{PerPage: 100})
	if err != nil || page.Total != 6 || len(page.Cases) != 6 {
		t.Errorf("cases %d of %d, %v; want 6", len(page.Cases), page.Total, err)
	}
	if n := len(r.stored()); n != 8 {
		t.Errorf("%d records, want 8", n)
	}
}

func TestPushAfterALostAnswerAddsOnlyWhatIsNew(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	records := countytest.Cases(1, 10)
	r.taken(kiosk, records[:5]...) // the answer is lost
	if ack := r.taken(kiosk, records[:8]...); ack.WantSeq != 9 {
		t.Errorf("wants %d after the repeat, want 9", ack.WantSeq)
	}
	if ack := r.taken(kiosk); ack.WantSeq != 9 {
		t.Errorf("an empty push is told %d, want 9", ack.WantSeq)
	}
	if n := len(r.stored()); n != 8 {
		t.Errorf("%d records, want 8", n)
	}
}

func TestPushWithAGapTakesNothing(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Cases(1, 2)...)
	if ack := r.taken(kiosk, countytest.Cases(4, 5)...); ack.WantSeq != 3 {
		t.Errorf("wants %d, want 3", ack.WantSeq)
	}
	if n := len(r.stored()); n != 2 {
		t.Errorf("%d records, want 2", n)
	}
}

func TestForkIsAConflictAndStoresNothing(t *testing.T) {
	other := func(body map[string]any) { body["catalogue"] = "another" }
	moved := countytest.Case(4, nil)
	moved.ID = countytest.ID(1) // stored under number 1
	tests := map[string][]village.Record{
		"same number, other body":             {countytest.Case(2, other), countytest.Case(3, nil)},
		"same body under another id":          {func() village.Record { x := countytest.Case(2, nil); x.ID = countytest.ID(99); return x }()},
		"known id under a number that is new": {countytest.Case(3, nil), moved},
	}
	for name, records := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			kiosk := r.enrolled(1)
			r.taken(kiosk, countytest.Cases(1, 2)...)
			if status, key, _ := r.push(kiosk, records...); status != http.StatusConflict || key != "err.county.fork" {
				t.Errorf("answer %d %s", status, key)
			}
			if n := len(r.stored()); n != 2 {
				t.Errorf("%d records, want 2: a push is stored whole or not at all", n)
			}
			if ack := r.taken(kiosk, countytest.Case(3, nil)); ack.WantSeq != 4 {
				t.Errorf("wants %d afterwards, want 4", ack.WantSeq)
			}
		})
	}
}

func TestPushIsRefusedFromWhoCannotProveToBeAnEnrolledKiosk(t *testing.T) {
	r := newRig(t)
	kiosk, stranger := r.enrolled(1), countytest.Identity(9)
	body, header := countytest.Push(kiosk, countytest.Case(1, nil))
	_, strangers := countytest.Push(stranger, countytest.Case(1, nil))
	forged := map[string]string{wire.HeaderKiosk: string(kiosk.ID), wire.HeaderSignature: strangers[wire.HeaderSignature]}
	foreign, _ := countytest.Push(stranger, countytest.Case(1, nil))
	tests := []struct {
		name   string
		body   []byte
		header map[string]string
		key    string
	}{
		{"unknown kiosk", body, strangers, "err.county.kiosk"},
		{"no headers", body, nil, "err.county.kiosk"},
		{"another's signature", body, forged, "err.county.signature"},
		{"one byte changed", append([]byte(" "), body...), header, "err.county.signature"},
		{"another kiosk named inside", foreign, countytest.Signed(kiosk, foreign), "err.county.signature"},
	}
	for _, tt := range tests {
		if status, key, _ := r.post(wire.PushPath, tt.body, tt.header); status != http.StatusForbidden || key != tt.key {
			t.Errorf("%s: %d %s", tt.name, status, key)
		}
	}
	if err := r.db.Revoke(t.Context(), kiosk.ID); err != nil {
		t.Fatal(err)
	}
	if status, key, _ := r.post(wire.PushPath, body, header); status != http.StatusForbidden || key != "err.county.kiosk" {
		t.Errorf("revoked: %d %s", status, key)
	}
	if status, _, _ := r.enrol(r.code(), kiosk); status != http.StatusForbidden {
		t.Errorf("a revoked kiosk enrolled again: %d", status)
	}
	if n := len(r.stored()); n != 0 {
		t.Errorf("%d records were stored", n)
	}
}

func TestPushLimits(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	tests := []struct {
		name, key string
		body      []byte
	}{
		{"too large", "err.push.too_large", bytes.Repeat([]byte(" "), wire.MaxPushBytes+1)},
		{"no JSON", "err.push.body", []byte("hello")},
		{"too many records", "err.push.records", first(countytest.Push(kiosk, countytest.Cases(1, wire.MaxRecords+1)...))},
		{"numbers out of order", "err.push.seq", first(countytest.Push(kiosk, countytest.Case(1, nil), countytest.Case(3, nil)))},
	}
	for _, tt := range tests {
		status, key, _ := r.post(wire.PushPath, tt.body, countytest.Signed(kiosk, tt.body))
		if status != http.StatusBadRequest || key != tt.key {
			t.Errorf("%s: %d %s", tt.name, status, key)
		}
	}
}

func TestUnknownCallIsAnsweredAsAProblem(t *testing.T) {
	r := newRig(t)
	if status, key, _ := r.post("/v1/dance", nil, nil); status != http.StatusNotFound || key != "err.county.call" {
		t.Errorf("answer %d %s", status, key)
	}
}

func first(body []byte, _ map[string]string) []byte { return body }

func TestLogHoldsNothingPersonal(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil), countytest.Raw(2, village.RecordCase, []byte(`{"applicant":{"name":"陈惜娟"}}`)))
	r.push(kiosk, countytest.Case(1, func(b map[string]any) { b["catalogue"] = "x" }))
	for _, secret := range []string{"陈惜娟", "44522119440315002X", "13800000000"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("the log holds %s: %s", secret, r.log)
		}
	}
	if !strings.Contains(r.log.String(), "err.county.fork") {
		t.Errorf("the log lacks the conflict: %s", r.log)
	}
}
