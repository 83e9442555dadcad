package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/mailbox"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// district is one history of several kiosks and their county: the real code of
// both sides over stores in memory that keep the contract of the real ones. The
// county's clock goes forward only; those of kiosks say what they like.
type district struct {
	t      *rapid.T
	rng    *rand.Rand
	broken fault
	clock  time.Time

	county  *storetest.County
	server  http.Handler
	keeper  *api.Server
	work    *office.Office
	backups []*storetest.County
	lives   byte
	stands  []*stand
	replies [][]byte
	healed  bool

	made    int
	books   bool // people make appointments, as long as there are seats
	cases   map[village.RecordID]village.Case
	printed map[village.CaseNumber][]print
	told    map[village.CaseNumber]village.RecordID // numbers that the county assigned, in any of its lives
}

// stand is a kiosk with the disks that run under its key.
type stand struct {
	identity seal.Identity
	line     *tls.ConnectionState
	disks    []*till
	image    *till
	sticks   [][]byte
	answers  []carried
}

// till is one running disk. met is what the county held of its kiosk whenever the
// disk had handed everything over.
type till struct {
	stand *stand
	store *storetest.Memory
	queue *outbox.Queue
	box   *mailbox.Box
	met   map[village.RecordID]bool
	read  map[seal.Head]bool // letters that it ever had
	mail  village.MailState  // where its mailbox stood last

	bundles []wire.Sum // the last messages of those that it put on sticks
}

// print is a case whose receipt bears a number.
type print struct {
	record village.RecordID
	at     *stand
}

func newDistrict(t *rapid.T, codec *wire.Codec, broken fault) *district {
	m := &district{
		t: t, rng: rand.New(rand.NewPCG(1, 1)), broken: broken, clock: storetest.Moment, cases: map[village.RecordID]village.Case{},
		printed: map[village.CaseNumber][]print{}, told: map[village.CaseNumber]village.RecordID{},
	}
	now := func() time.Time { return m.clock }
	m.books = rapid.Bool().Draw(t, "books")
	m.county = storetest.NewCounty(now)
	_, _ = m.county.Incarnation(context.Background(), life(0))
	m.work = &office.Office{Store: hall{m: m}, Blobs: hall{m: m}, Mailboxes: hall{m: m}, Now: now}
	m.keeper = benchServer(m.broken.office(m, m.work), hall{m: m})
	m.keeper.Codec, m.keeper.Now = codec, now
	mux := http.NewServeMux()
	m.keeper.Routes(mux)
	m.server = mux
	for n := range byte(3) {
		s := &stand{identity: countytest.Identity(n + 1), line: standLines()[n]}
		m.county.Know(s.identity.Public())
		s.disks = []*till{m.newTill(s, storetest.NewMemoryOf(s.identity.ID, now))}
		s.image = s.disks[0].copied(m)
		m.stands = append(m.stands, s)
	}
	m.backups = []*storetest.County{m.county.Clone()}
	return m
}

func (m *district) newTill(s *stand, store *storetest.Memory) *till {
	d := &till{stand: s, store: store, met: map[village.RecordID]bool{}, read: map[seal.Head]bool{}}
	now := func() time.Time { return m.clock.Add(time.Duration(m.rng.Int64N(1<<60)) - 1<<59) }
	d.queue = &outbox.Queue{
		Store: store, County: post{m, s.line}, Identity: s.identity, Trusted: trusted(m.keeper.Signer), Codec: m.keeper.Codec, Lock: free{}, Now: now, Rand: m.rng,
	}
	d.box = &mailbox.Box{
		Store: m.broken.kiosk(store), County: post{m, s.line}, Identity: s.identity, Trusted: trusted(m.keeper.Signer), Codec: m.keeper.Codec, Lock: free{}, Now: now,
	}
	return d
}

// copied is another disk with the same content.
func (d *till) copied(m *district) *till {
	out := m.newTill(d.stand, d.store.Clone())
	out.met, out.read, out.mail, out.bundles = maps.Clone(d.met), maps.Clone(d.read), d.mail, slices.Clone(d.bundles)
	return out
}

// post is the line: questions and answers get lost, doubled, late.
type post struct {
	m    *district
	line *tls.ConnectionState
}

// standLines are the lines of the kiosks in all histories.
var standLines = sync.OnceValue(func() (lines []*tls.ConnectionState) {
	for n := range byte(3) {
		lines = append(lines, countytest.Shown(countytest.Identity(n+1), storetest.Moment))
	}
	return lines
})

// Push implements outbox.County.
func (p post) Push(_ context.Context, raw []byte) ([]byte, error) { return p.send(wire.PushPath, raw) }

// Mail implements mailbox.County.
func (p post) Mail(_ context.Context, raw []byte) ([]byte, error) { return p.send(wire.MailPath, raw) }

// PutPiece implements outbox.County.
func (p post) PutPiece(context.Context, [32]byte, []byte) error { return errLine }

func (p post) send(path string, raw []byte) ([]byte, error) {
	m := p.m
	if m.healed {
		return p.ask(path, raw)
	}
	switch m.rng.IntN(12) {
	case 0:
		return nil, errLine
	case 1:
		_, _ = p.ask(path, raw)
	case 2:
		if answer, err := p.ask(path, raw); err == nil {
			m.replies = append(m.replies, answer)
		}
		return nil, errLine
	case 3:
		if n := len(m.replies); n > 0 {
			_, _ = p.ask(path, raw)
			return m.replies[m.rng.IntN(n)], nil
		}
	}
	return p.ask(path, raw)
}

func (p post) ask(path string, raw []byte) ([]byte, error) {
	out, req := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, path, bytes.NewReader(raw))
	req.TLS = p.line
	p.m.server.ServeHTTP(out, req)
	if out.Code >= http.StatusBadRequest {
		return nil, &village.Error{Kind: kindOf(out.Code), Err: errors.New(out.Body.String())}
	}
	return out.Body.Bytes(), nil
}

// hand takes a case in on the day of a clock that may be wrong, and prints its
// receipt.
func (m *district) hand(d *till) {
	m.made++
	c, r := storetest.SampleCase(m.made, 60)
	c.Item = storetest.Item
	on := village.DayOf(m.clock)
	if m.rng.IntN(4) == 0 {
		on = on.Add(m.rng.IntN(80) - 40)
	}
	c.Number, _ = d.store.NextNumber(context.Background(), c.Item, on)
	if left, _ := d.store.Slots(context.Background(), on); len(left) > 0 && m.books {
		s := left[m.rng.IntN(len(left))]
		c.Number = s.Slot.Appointment(s.Next)
	}
	if _, err := d.store.SaveCase(context.Background(), c, r, storetest.PlainQR); err != nil {
		m.t.Fatal(err)
	}
	m.cases[c.ID] = c
	if c.Number == "" {
		return
	}
	for _, before := range m.printed[c.Number] {
		if before.at != d.stand || d.met[before.record] {
			m.t.Fatalf("%s is on the receipts of %s and %s", c.Number, before.record, c.ID)
		}
	}
	m.printed[c.Number] = append(m.printed[c.Number], print{c.ID, d.stand})
}

// openSlot opens a slot of some day to come, with few seats, so that machines come
// after the same ones.
func (m *district) openSlot() {
	day := village.DayOf(m.clock).Add(1 + m.rng.IntN(35))
	id, err := village.Slot{Area: "445203104000", Window: 1 + m.rng.IntN(2), Day: day, From: "0900", To: "0930"}.ID()
	if err == nil { // one that the county forgot may be opened again
		_ = m.county.OpenSlot(context.Background(), office.SlotOffer{Slot: id, Seats: 1 + m.rng.IntN(6), Share: 1})
	}
}

// speak hands everything over and takes letters in, as far as the line allows.
func (m *district) speak(d *till) error {
	if err := d.queue.Drain(context.Background()); err != nil {
		return err
	}
	for _, id := range m.heldOf(d.stand) {
		d.met[id] = true
	}
	return d.box.Fetch(context.Background())
}

func (m *district) heldOf(s *stand) (ids []village.RecordID) {
	_ = m.county.EachRecord(context.Background(), func(r office.Summary) error {
		if r.Kiosk == s.identity.ID {
			ids = append(ids, r.ID)
		}
		return nil
	})
	return ids
}

// open is the county's opener, and gives numbers to what came without.
func (m *district) open() {
	_ = m.county.EachRecord(context.Background(), func(r office.Summary) error {
		c := m.cases[r.ID]
		return m.county.KeepCase(context.Background(), office.Case{
			Kiosk: r.Kiosk, ID: r.ID, ShortCode: c.ShortCode, Item: c.Item, State: village.Received, Printed: c.Number,
		})
	})
	if err := m.work.Number(context.Background()); err != nil {
		m.t.Fatal(err)
	}
}

// decide takes some case on, when it may go on.
func (m *district) decide() {
	ids := slices.Sorted(maps.Keys(m.cases))
	if len(ids) == 0 {
		return
	}
	d := office.Decision{Text: string(m.cases[ids[m.rng.IntN(len(ids))]].ShortCode)}
	switch m.rng.IntN(4) {
	case 0:
		d.State, d.Materials = village.SupplementAsked, []string{"hkb"}
	case 1:
		d.State, d.Reason, d.Words = village.NotAccepted, village.ReasonTwice, "交过"
	case 2:
		d.State = village.Completed
	default:
		d.State = village.CaseAccepted
	}
	_, _ = m.work.Decide(context.Background(), d)
}

func (m *district) restore(age int) {
	if n := len(m.backups); n >= age {
		m.lives++
		m.clock = m.clock.Add(time.Minute)
		m.county = m.backups[n-age].Reborn(life(m.lives))
	}
}

// hall is the county as it stands: restores replace it.
type hall struct {
	m *district
	office.Store
	office.Mailboxes
	api.Keys
}

// Chain implements office.Store.
func (h hall) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return h.m.county.Chain(ctx, kiosk, lifetime, do)
}

// Put implements office.Blobs.
func (h hall) Put(context.Context, [sha256.Size]byte, []byte) error { return nil }

// Has implements office.Blobs.
func (h hall) Has(context.Context, [sha256.Size]byte) (bool, error) { return true, nil }

// CarriedKey implements api.Keys.
func (h hall) CarriedKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return h.m.county.CarriedKey(ctx, id)
}

// KioskKey implements api.Keys.
func (h hall) KioskKey(ctx context.Context, id seal.KioskID) (ed25519.PublicKey, error) {
	return h.m.county.KioskKey(ctx, id)
}

func (hall) CountyKeys(context.Context) ([][]byte, error) { return nil, nil }

// ReplacedAt implements api.Keys.
func (h hall) ReplacedAt(ctx context.Context, id seal.KioskID) (time.Time, error) {
	return h.m.county.ReplacedAt(ctx, id)
}

// Mail implements office.Mailboxes, as do all that follow.
func (h hall) Mail(ctx context.Context, kiosk seal.KioskID, do func(office.MailTx) error) error {
	return h.m.county.Mail(ctx, kiosk, func(tx office.MailTx) error { return do(h.m.broken.county(tx)) })
}

func (h hall) FindCases(ctx context.Context, text string) ([]office.CaseHead, error) {
	return h.m.county.FindCases(ctx, text)
}

func (h hall) Step(ctx context.Context, kiosk seal.KioskID, id village.RecordID, decide func(office.CaseHead) (office.Act, error)) error {
	return h.m.county.Step(ctx, kiosk, id, decide)
}

func (h hall) Unnumbered(ctx context.Context, limit int) ([]office.CaseHead, error) {
	return h.m.county.Unnumbered(ctx, limit)
}

func (h hall) AssignNumber(ctx context.Context, c office.CaseHead, day village.Day, last int) (bool, error) {
	return h.m.broken.assign(h.m, ctx, c, day, last)
}
