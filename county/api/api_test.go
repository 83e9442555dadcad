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
	t      testing.TB
	url    string
	db     *county.DB
	blobs  *county.BlobDir
	office *office.Office
	signer seal.Identity
	server *api.Server
	log    *bytes.Buffer
	clock  time.Time

	mu    sync.Mutex
	lines map[seal.KioskID]*http.Client // the one of "" shows no certificate
}

type places struct{}

func (places) Path(c village.DivisionCode) string {
	return map[village.DivisionCode]string{"445203104202": "锡场镇江滨村", "445203000000": "揭东区"}[c]
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, clock: countytest.At.Add(time.Hour), log: &bytes.Buffer{}, lines: map[seal.KioskID]*http.Client{}}
	now := func() time.Time { return r.clock }
	dir := t.TempDir()
	var err error
	if r.db, err = county.Open(t.Context(), postgrestest.Prepared(t, county.Open), now); err != nil {
		t.Fatal(err)
	}
	if r.blobs, err = county.OpenBlobs(filepath.Join(dir, "blobs"), countytest.At); err != nil {
		t.Fatal(err)
	}
	countytest.Unlock(t, r.db)
	if err := r.db.KeepCountyKey(t.Context(), sealtest.Secret().CountyKey); err != nil {
		t.Fatal(err)
	}
	r.office = &office.Office{Store: r.db, Blobs: r.blobs, Mailboxes: r.db, Now: now, Rand: rand.Reader}
	r.signer = countytest.Identity(200)
	if _, err := r.db.Incarnation(t.Context(), []byte("this life of it!")); err != nil {
		t.Fatal(err)
	}
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	r.server = &api.Server{
		Signer: r.signer, Codec: codec, Slots: make(chan struct{}, 64),
		Office: r.office, Keys: r.db, Snapshots: r.db, Healths: r.db, Misses: r.db, Authority: countytest.Authority(), Places: places{}, Centre: func(p string) string { return p + "党群服务中心" },
		Log: slog.New(slog.NewJSONHandler(r.log, nil)), Now: now,
	}
	r.server.Routes(mux)
	t.Cleanup(func() {
		if err := r.db.Close(); err != nil {
			t.Error(err)
		}
	})
	r.url = countytest.Serve(t, mux, now)
	return r
}

// line is kiosk's, or a browser's for the zero identity.
func (r *rig) line(kiosk seal.Identity) *http.Client {
	r.mu.Lock()
	defer r.mu.Unlock()
	client := r.lines[kiosk.ID]
	if client == nil {
		now := func() time.Time { return r.clock }
		if client = countytest.Client(now); kiosk.ID != "" {
			client = countytest.Client(now, countytest.Own(kiosk, r.clock))
		}
		r.lines[kiosk.ID] = client
	}
	return client
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
	code, _, err := r.office.IssueTicket(r.t.Context(), "445203104202")
	if err != nil {
		r.t.Fatal(err)
	}
	return string(code)
}

// post answers the status, the problem's key and the raw answer.
func (r *rig) post(kiosk seal.Identity, path string, body []byte) (int, string, []byte) {
	return r.ask(kiosk, http.MethodPost, path, body, nil)
}

// nobody has no certificate.
var nobody seal.Identity

func (r *rig) ask(kiosk seal.Identity, method, path string, body []byte, header map[string]string) (int, string, []byte) {
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, bytes.NewReader(body))
	if err != nil {
		r.t.Error(err)
		return 0, "", nil
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	res, err := r.line(kiosk).Do(req)
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
	ask, err := wire.NewEnrol(seal.Ticket(code), kiosk)
	if err != nil {
		r.t.Error(err)
	}
	body, err := json.Marshal(ask)
	if err != nil {
		r.t.Error(err)
	}
	return r.post(nobody, wire.EnrolPath, body)
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
	status, key, raw := r.post(kiosk, wire.PushPath, countytest.Push(kiosk, records...))
	if status != http.StatusOK {
		return status, key, wire.Ack{}
	}
	ack, err := countytest.ReadAck(raw, r.signer.Public())
	if err != nil {
		r.t.Error(err)
	}
	return status, key, ack
}

// pieces hands over the files of records.
func (r *rig) pieces(kiosk seal.Identity, records ...village.Record) {
	r.t.Helper()
	for _, record := range records {
		for _, p := range record.Parts {
			if status, key := r.put(kiosk, p.SHA256, p.Data); status != http.StatusNoContent {
				r.t.Errorf("piece of %d: %d %s", record.Seq, status, key)
			}
		}
	}
}

func (r *rig) put(kiosk seal.Identity, sum, data []byte) (int, string) {
	r.t.Helper()
	status, key, _ := r.ask(kiosk, http.MethodPut, wire.BlobPath+hex.EncodeToString(sum), data, countytest.PieceHeaders(kiosk, sum))
	return status, key
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
	if ack := r.taken(kiosk, records...); ack.WantSeq != 5 || len(ack.Rejects) != 0 || ack.ServerMS != r.clock.UnixMilli() || ack.Status != wire.StatusOK ||
		len(ack.Incarnation) != 16 || ack.Head != countytest.Chain(kiosk.ID, 1, records) {
		t.Errorf("ack %+v", ack)
	}
	stored := r.stored()
	for _, want := range records {
		if stored[want.Seq] != hex.EncodeToString(want.Digest) {
			t.Errorf("record %d has digest %s", want.Seq, stored[want.Seq])
		}
	}
	r.pieces(kiosk, records...)
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

func Test37PushWithAGapTakesNothing(t *testing.T) {
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

func TestUnknownCallIsAnsweredAsAProblem(t *testing.T) {
	r := newRig(t)
	if status, key, _ := r.post(nobody, "/v1/dance", nil); status != http.StatusNotFound || key != "err.county.call" {
		t.Errorf("answer %d %s", status, key)
	}
}

func TestLogHoldsNothingPersonal(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	r.taken(kiosk, countytest.Case(1, nil), countytest.Raw(2, village.RecordCase, []byte(`{"applicant":{"name":"陈惜娟"}}`)))
	body := countytest.Push(kiosk, countytest.Case(3, nil))
	r.post(kiosk, wire.PushPath, append(body, '!'))
	for _, secret := range []string{"陈惜娟", "44522119440315002X", "13800000000"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("the log holds %s: %s", secret, r.log)
		}
	}
	if !strings.Contains(r.log.String(), "err.push.body") {
		t.Errorf("the log lacks the bad message: %s", r.log)
	}
}
