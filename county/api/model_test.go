package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// model is one history of one kiosk and its county: the real code of both sides,
// over stores in memory that keep the contract of the real ones, with a line,
// disks, backups and clocks that do what they like.
type model struct {
	t      *rapid.T
	rng    *rand.Rand
	mutant mutant
	clock  time.Time // of the county; a kiosk's may be anything

	county  *storetest.County
	server  http.Handler
	line    *tls.ConnectionState // the kiosk's
	keeper  *api.Server
	backups []*storetest.County // verified, the newest last
	lives   byte
	disks   []*disk
	image   *storetest.Memory

	late      [][]byte // pushes under way
	replies   [][]byte // answers that got lost
	sticks    [][]byte
	answers   [][]byte
	bundles   []wire.Sum
	made      int
	committed map[village.RecordID][]byte // digests of everything ever handed in
	ever      map[village.RecordID]bool   // was at the county
	backed    map[village.RecordID]bool   // is in the newest backup
	lost      map[village.RecordID]bool   // the county came back from a backup without it
	purged    map[village.RecordID]bool   // a disk deleted it
	rotten    bool                        // a piece was spoiled at the county
	healed    bool
	pace      int64 // that answers ask for, also out of all bounds
}

// disk is a running kiosk.
type disk struct {
	store *storetest.Memory
	queue *outbox.Queue
}

func newModel(t *rapid.T, codec *wire.Codec, mutant mutant) *model {
	m := &model{
		t: t, mutant: mutant, rng: rand.New(rand.NewPCG(1, 1)), clock: storetest.Moment, committed: map[village.RecordID][]byte{},
		ever: map[village.RecordID]bool{}, backed: map[village.RecordID]bool{}, lost: map[village.RecordID]bool{},
		purged: map[village.RecordID]bool{},
	}
	now := func() time.Time { return m.clock }
	m.county = storetest.NewCounty(now)
	m.county.Know(storetest.Identity().Public())
	_, _ = m.county.Incarnation(context.Background(), life(0))
	present := houseNow{m: m}
	work := &office.Office{Store: present, Blobs: present, Now: now}
	m.keeper = benchServer(m.mutant.office(m, work), present)
	m.keeper.Codec, m.keeper.Now = codec, now
	m.line = modelLine()
	mux := http.NewServeMux()
	m.keeper.Routes(mux)
	m.server = mux
	m.disks = []*disk{m.newDisk(storetest.NewMemory(now))}
	m.image = m.disks[0].store.Clone()
	return m
}

// modelLine is the machine's in all histories.
var modelLine = sync.OnceValue(func() *tls.ConnectionState { return countytest.Shown(storetest.Identity(), storetest.Moment) })

func life(n byte) []byte { return bytes.Repeat([]byte{n + 1}, 16) }

func (m *model) newDisk(store *storetest.Memory) *disk {
	d := &disk{store: store}
	d.queue = &outbox.Queue{
		Store: m.mutant.kiosk(store), County: way{m, d}, Identity: storetest.Identity(), Trusted: trusted(m.keeper.Signer), Codec: m.keeper.Codec,
		Lock: free{}, Pause: m.pause, Now: func() time.Time { return m.clock.Add(time.Duration(m.rng.Int64N(1<<60)) - 1<<59) }, Rand: m.rng,
	}
	return d
}

type free struct{}

func (free) Acquire(context.Context) (func(), error) { return func() {}, nil }

// way is the line: requests and answers get lost, doubled, late.
type way struct {
	m *model
	d *disk
}

var errLine = &village.Error{Kind: village.Offline, Key: "err.sync.offline", Err: errors.New("the line")}

// Push implements outbox.County.
func (w way) Push(_ context.Context, raw []byte) ([]byte, error) {
	answer, err := w.push(raw)
	return w.m.mutant.answer(w.m, w.d, w.m.pressed(answer)), err
}

// pressed is an answer of a county that asks for the pace of the history.
func (m *model) pressed(raw []byte) []byte {
	if m.pace == 0 || m.healed || raw == nil {
		return raw
	}
	slow := mutant{change: func(_ *disk, ack *wire.Ack) { ack.PaceMS, ack.MaxRecords = m.pace, int(m.pace%7) }}
	return slow.answer(m, nil, raw)
}

// pause is the kiosk's wait, which takes no time here.
func (m *model) pause(_ context.Context, d time.Duration) {
	if d <= 0 || d > time.Minute || m.pace <= 0 && !m.healed {
		m.t.Fatalf("a kiosk waits %v at a pace of %d ms", d, m.pace)
	}
}

func (w way) push(raw []byte) ([]byte, error) {
	m := w.m
	if m.healed {
		return m.ask(http.MethodPost, wire.PushPath, raw, nil)
	}
	switch m.rng.IntN(8) {
	case 0:
		return nil, errLine
	case 1:
		m.late = append(m.late, raw)
		return nil, errLine
	case 2:
		_, _ = m.ask(http.MethodPost, wire.PushPath, raw, nil)
	case 3:
		answer, err := m.ask(http.MethodPost, wire.PushPath, raw, nil)
		if err == nil {
			m.replies = append(m.replies, answer)
		}
		return nil, errLine
	case 4:
		if n := len(m.replies); n > 0 {
			_, _ = m.ask(http.MethodPost, wire.PushPath, raw, nil)
			return m.replies[m.rng.IntN(n)], nil
		}
	}
	return m.ask(http.MethodPost, wire.PushPath, raw, nil)
}

// PutPiece implements outbox.County.
func (w way) PutPiece(_ context.Context, sum [32]byte, data []byte) error {
	m := w.m
	lose := !m.healed && m.rng.IntN(3) == 0
	if lose && m.rng.IntN(2) == 0 {
		return errLine
	}
	_, err := m.ask(http.MethodPut, wire.BlobPath+fmt.Sprintf("%x", sum), data, countytest.PieceHeaders(storetest.Identity(), sum[:]))
	if lose {
		return errLine
	}
	return err
}

// ask is one request to the county's own handlers.
func (m *model) ask(method, path string, raw []byte, header map[string]string) ([]byte, error) {
	req := httptest.NewRequest(method, path, bytes.NewReader(raw))
	for name, value := range header {
		req.Header.Set(name, value)
	}
	req.TLS = m.line
	out := httptest.NewRecorder()
	m.server.ServeHTTP(out, req)
	m.see()
	if out.Code >= http.StatusBadRequest {
		return nil, &village.Error{Kind: kindOf(out.Code), Err: errors.New(out.Body.String())}
	}
	return out.Body.Bytes(), nil
}

func kindOf(status int) village.Kind {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return village.Invalid
	case http.StatusForbidden, http.StatusUnauthorized:
		return village.Denied
	}
	return village.Offline
}

// see notes what the county has, and that nothing in it was ever changed.
func (m *model) see() {
	_ = m.county.EachRecord(context.Background(), func(r office.Summary) error {
		if want := m.committed[r.ID]; !bytes.Equal(want, r.Digest) && !strings.Contains(string(r.ID), "!") {
			m.t.Fatalf("the county has %s with another content", r.ID)
		}
		m.ever[r.ID] = true
		return nil
	})
}

func (m *model) held() map[village.RecordID]int {
	all := map[village.RecordID]int{}
	_ = m.county.EachRecord(context.Background(), func(r office.Summary) error { all[r.ID]++; return nil })
	return all
}

// commit hands something in: every third has a photograph, every tenth is such
// that the county cannot use it.
func (m *model) commit(d *disk) {
	m.made++
	cs, r := storetest.SampleCase(m.made, 60)
	if !poisonous(r.ID) {
		r.Body = countytest.Case(int64(m.made), func(b map[string]any) { b["id"], b["files"] = r.ID, nil }).Body
		sum := sha256.Sum256(r.Body)
		r.Digest, cs.Digest = sum[:], sum[:]
	}
	if m.made%3 == 0 {
		r.Parts = []village.Part{storetest.SamplePart(fmt.Sprint("photo", m.made), 50)}
	}
	if _, err := d.store.SaveCase(context.Background(), cs, r, storetest.PlainQR); err != nil {
		m.t.Fatal(err)
	}
	m.committed[r.ID] = r.Digest
}

// poisonous reports whether the record is the sample as it is, which is no case.
func poisonous(id village.RecordID) bool { return strings.HasSuffix(string(id), "5") }

// look is the opener of the county.
func (m *model) look() {
	if err := (&office.Opener{Log: m.county}).Drain(context.Background()); err != nil {
		m.t.Fatal(err)
	}
}

// gapless: the places of every epoch at the county are 1, 2, 3 … as they came.
func (m *model) gapless() {
	last := map[int64]int64{}
	for _, p := range m.county.Positions(storetest.Identity().ID) {
		if p[1] != last[p[0]]+1 {
			m.t.Fatalf("a gap: epoch %d has number %d after %d", p[0], p[1], last[p[0]])
		}
		last[p[0]] = p[1]
	}
}

// backup is one that was verified: what it holds is durable.
func (m *model) backup() {
	kiosk := storetest.Identity().ID
	copied := m.county.Clone()
	var reach office.Durable
	err := copied.Chain(context.Background(), kiosk, 0, func(tx office.ChainTx) error {
		at := tx.Chain()
		rest, err := tx.Rest(nil, 0, max(at.Want, 1))
		reach = office.Durable{Kiosk: kiosk, Epoch: at.Epoch, Seq: rest.Complete}
		return err
	})
	if err != nil {
		m.t.Fatal(err)
	}
	m.backups, m.backed = append(m.backups, copied), map[village.RecordID]bool{}
	for id := range m.held() {
		m.backed[id] = true
	}
	_ = m.county.MarkDurable(context.Background(), []office.Durable{reach})
}

// rot: a disk of the county changes what lies on it.
func (m *model) rot() {
	pieces, err := m.county.Pieces(context.Background(), nil, 1<<10)
	if err != nil {
		m.t.Fatal(err)
	}
	if n := len(pieces); n > 0 {
		m.rotten = true
		m.county.Spoil(pieces[m.rng.IntN(n)].Sum)
	}
}

// mind is the look at all pieces, with the newest backup at hand.
func (m *model) mind() {
	minder := office.Minder{Book: m.county, Shop: houseNow{m: m}, Log: slog.New(slog.DiscardHandler)}
	if n := len(m.backups); n > 0 {
		minder.Spare = m.backups[n-1].Read
	}
	if _, err := minder.Check(context.Background()); err != nil {
		m.t.Fatal(err)
	}
}

// restore puts a backup back.
func (m *model) restore(b *storetest.County) {
	before := m.held()
	m.lives++
	m.county = b.Reborn(life(m.lives))
	after := m.held()
	for id := range before {
		if after[id] == 0 {
			m.lost[id] = true
		}
	}
}

func (m *model) export(d *disk) {
	var stick bytes.Buffer
	out, err := d.queue.Export(context.Background(), &stick, nil)
	if err != nil {
		m.t.Fatal(err)
	}
	m.sticks, m.bundles = append(m.sticks, stick.Bytes()), append(m.bundles, out.Last)
}

func (m *model) carry(stick []byte) {
	var answer bytes.Buffer
	_, _ = m.keeper.Import(context.Background(), bytes.NewReader(stick), &answer)
	m.see()
	_ = wire.ReadBundle(&answer, func(f wire.Frame) error {
		if f.Kind == wire.FrameAnswer {
			m.answers = append(m.answers, f.Bytes)
		}
		return nil
	})
}

// houseNow is the county as it stands: restores replace it.
type houseNow struct {
	m *model
	office.Store
	api.Keys
}

// Chain implements office.Store.
func (h houseNow) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return h.m.county.Chain(ctx, kiosk, lifetime, func(tx office.ChainTx) error { return do(h.m.mutant.county(tx)) })
}

// PieceWanted implements office.Store.
func (h houseNow) PieceWanted(ctx context.Context, kiosk seal.KioskID, sum [32]byte) (bool, error) {
	return h.m.county.PieceWanted(ctx, kiosk, sum)
}

// PiecePresent implements office.Store.
func (h houseNow) PiecePresent(ctx context.Context, sum [32]byte) error {
	return h.m.county.PiecePresent(ctx, sum)
}

// Put implements office.Blobs.
func (h houseNow) Put(ctx context.Context, sum [sha256.Size]byte, data []byte) error {
	return h.m.mutant.put(ctx, h.m.county, sum, data)
}

// Read implements office.PieceShop.
func (h houseNow) Read(sum [sha256.Size]byte) ([]byte, error) { return h.m.county.Read(sum) }

// Has implements office.Blobs.
func (h houseNow) Has(ctx context.Context, sum [sha256.Size]byte) (bool, error) {
	return h.m.county.Has(ctx, sum)
}

// KioskKey implements api.Keys.
func (h houseNow) KioskKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return h.m.county.KioskKey(ctx, id)
}

// CarriedKey implements api.Keys.
func (h houseNow) CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return h.m.county.CarriedKey(ctx, id)
}

func (houseNow) CountyKeys(context.Context) ([][]byte, error) { return nil, nil }

// ReplacedAt implements api.Keys.
func (h houseNow) ReplacedAt(ctx context.Context, id seal.KioskID) (time.Time, error) {
	return h.m.county.ReplacedAt(ctx, id)
}
