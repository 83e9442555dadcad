package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/postgrestest"
	"bianmin/sync/wire"
)

// senders push at the same time, each as a kiosk of its own.
const senders = 8

// recordBytes is a sealed body of the size that most have; what is sealed does
// not get smaller on the way.
const recordBytes = 2 << 10

// BenchmarkIngest measures how many records a second the county takes over HTTP:
// signature, unpacking, the hash chain made anew, one transaction a push. The
// store "null" keeps nothing and shows what the protocol costs by itself.
func BenchmarkIngest(b *testing.B) {
	server := sync.OnceValue(func() *postgrestest.Server { return postgrestest.Start(b) })
	for _, batch := range []int{1, 10, 50, 100} {
		rounds := map[int]int{1: 250, 10: 100, 50: 40, 100: 25}[batch]
		loads, size := pushes(b, batch, rounds)
		for store, open := range map[string]func(*testing.B) *api.Server{
			"null":   func(b *testing.B) *api.Server { return benchServer(nothing{}, nothing{}) },
			"sqlite": func(b *testing.B) *api.Server { return onDatabase(b, "sqlite:"+filepath.Join(b.TempDir(), "c.db")) },
			"pg":     func(b *testing.B) *api.Server { return onDatabase(b, server().Database(b)) },
		} {
			b.Run(fmt.Sprintf("%s-%d", store, batch), func(b *testing.B) {
				for range b.N {
					b.StopTimer()
					s := open(b)
					b.StartTimer()
					took := ingest(b, s, loads)
					b.ReportMetric(float64(senders*rounds*batch)/took.Seconds(), "records/s")
					b.ReportMetric(float64(size)/recordBytes, "x-wire")
				}
			})
		}
	}
}

// pushes are what each sender hands over, and how many bytes a record of 2 KB has
// on the line.
func pushes(b *testing.B, batch, rounds int) (loads [senders][][]byte, size int) {
	b.Helper()
	for n, s := range newSenders() {
		loads[n] = s.pushes(b, batch, rounds)
		for _, raw := range loads[n] {
			size += len(raw)
		}
	}
	return loads, size / (senders * rounds * batch)
}

// sender is a kiosk that goes on where it stopped.
type sender struct {
	n    int
	head seal.Head
	log  wire.Audit
	seq  int64 // of its last record
}

func newSenders() (all [senders]*sender) {
	for n := range all {
		all[n] = &sender{n: n, head: seal.BaseHead(countytest.Identity(byte(n+1)).ID, 1, seal.Head{})}
	}
	return all
}

// pushes are its next ones.
func (s *sender) pushes(b *testing.B, batch, rounds int) (load [][]byte) {
	b.Helper()
	kiosk := countytest.Identity(byte(s.n + 1))
	for range rounds {
		var records []village.Record
		for range batch {
			s.seq++
			records = append(records, sealedRecord(s.n, s.seq))
		}
		p := wire.Push{V: wire.Version, Kiosk: kiosk.ID, Epoch: 1, FirstSeq: records[0].Seq, Prev: s.head, Lifetime: s.seq}
		s.log = told(b, s.log, records)
		p.Audit, p.SentMS, p.NextSeq = s.log, countytest.At.UnixMilli()+s.seq, s.seq+1
		var err error
		if s.head, err = seal.Chain(kiosk.ID, s.head, records); err != nil {
			b.Fatal(err)
		}
		p.Head, p.Records = s.head, wire.NewRecords(records)
		load = append(load, countytest.Envelope(kiosk, p))
	}
	return load
}

// told is what a push of records says of its machine's log after before: one row
// a record.
func told(b *testing.B, before wire.Audit, records []village.Record) wire.Audit {
	b.Helper()
	log := wire.Audit{Seq: before.Seq, Head: before.Head, First: before.Seq + 1, Prev: before.Head}
	for _, r := range records {
		log.Seq++
		row, err := seal.AuditBytes(village.AuditRow{
			Seq: log.Seq, Stamp: village.Stamp{Boot: [16]byte{1}, Mono: time.Duration(log.Seq) * time.Second, Wall: r.CreatedAt, Trust: r.TimeTrust},
			Act: village.Act{Kind: village.AuditAccepted, Subject: string(r.ID)},
		})
		if err != nil {
			b.Fatal(err)
		}
		log.Head, log.Rows = log.Head.Audit(row), append(log.Rows, row)
	}
	return log
}

func sealedRecord(sender int, seq int64) village.Record {
	body := make([]byte, recordBytes)
	_, _ = rand.Read(body)
	sum := sha256.Sum256(body)
	return village.Record{
		ID: village.RecordID(fmt.Sprintf("01930000-0000-7000-8%03d-%012x", sender, seq)), Epoch: 1, Seq: seq, Kind: village.RecordCase,
		Schema: seal.SchemaSealed, Body: body, Digest: sum[:], CreatedAt: countytest.At, TimeTrust: village.TimeSynced,
	}
}

func ingest(b *testing.B, s *api.Server, loads [senders][][]byte) time.Duration {
	b.Helper()
	mux := http.NewServeMux()
	s.Routes(mux)
	url := countytest.Serve(b, mux, time.Now)
	var group sync.WaitGroup
	start := time.Now()
	for n, load := range loads {
		group.Go(func() {
			client := countytest.Client(time.Now, countytest.Own(countytest.Identity(byte(n+1)), time.Now()))
			defer client.CloseIdleConnections()
			for _, raw := range load {
				resp, err := client.Post(url+wire.PushPath, wire.MediaType, bytes.NewReader(raw))
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
				if resp.StatusCode != http.StatusOK {
					b.Errorf("status %d", resp.StatusCode)
					return
				}
			}
		})
	}
	group.Wait()
	return time.Since(start)
}

func benchServer(work api.Office, keys api.Keys) *api.Server {
	codec, err := wire.NewCodec()
	if err != nil {
		panic(err)
	}
	return &api.Server{
		Signer: countytest.Identity(200), Codec: codec, Slots: make(chan struct{}, 64), Office: work, Keys: keys, Snapshots: nothing{}, Places: places{},
		Centre: func(p string) string { return p }, Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
}

// onDatabase is a county on a real database that knows every sender.
func onDatabase(b *testing.B, address string) *api.Server {
	b.Helper()
	db, err := county.Open(b.Context(), address, time.Now)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	blobs, err := county.OpenBlobs(filepath.Join(b.TempDir(), "blobs"), countytest.At)
	if err != nil {
		b.Fatal(err)
	}
	work := &office.Office{Store: db, Blobs: blobs, Now: time.Now, Rand: rand.Reader}
	if err := db.KeepCountyKey(b.Context(), sealtest.Secret().CountyKey); err != nil {
		b.Fatal(err)
	}
	for n := range senders {
		code, _, err := work.IssueTicket(b.Context(), "445203104202")
		if err == nil {
			_, err = work.Enrol(b.Context(), code, countytest.Identity(byte(n+1)).Public())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	return benchServer(work, db)
}

// nothing keeps nothing.
type nothing struct{}

func (nothing) Enrol(context.Context, seal.Ticket, ed25519.PublicKey) (village.DivisionCode, error) {
	return "", nil
}

func (nothing) TakePush(_ context.Context, p office.Push) (office.Ack, error) {
	return office.Ack{Verdict: office.ChainOK, Epoch: p.Epoch, Want: p.FirstSeq + int64(len(p.Records))}, nil
}

func (nothing) KeepPiece(context.Context, seal.KioskID, [32]byte, []byte) error { return nil }

func (nothing) Mail(context.Context, office.MailQuestion) (office.MailAnswer, error) {
	return office.MailAnswer{}, nil
}

func (nothing) ReturnKey(context.Context, seal.Ticket, office.Replacement) (office.Replacement, error) {
	return office.Replacement{}, nil
}

func (nothing) ReplacedAt(context.Context, seal.KioskID) (time.Time, error) { return time.Time{}, nil }

func (nothing) KioskKey(_ context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	for n := range senders {
		if k := countytest.Identity(byte(n + 1)); k.ID == id {
			return k.Public(), nil
		}
	}
	return nil, village.Refuse("kiosk", "err.county.kiosk")
}

func (n nothing) CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return n.KioskKey(ctx, id)
}

func (nothing) CountyKeys(context.Context) ([][]byte, error) { return nil, nil }

func (nothing) Newest(context.Context) ([]byte, []snapshot.Manifest, error) { return nil, nil, nil }

func (nothing) Content(context.Context, [32]byte) ([]byte, error) {
	return nil, &village.Error{Kind: village.NotFound}
}
