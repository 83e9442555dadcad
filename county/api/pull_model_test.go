package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/seal"
	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/inbox"
	"bianmin/sync/wire"
)

// puller is one history of one kiosk that pulls from its county.
type puller struct {
	t       *rapid.T
	rng     *rand.Rand
	mutant  pullMutant
	codec   *wire.Codec
	county  *storetest.County
	backups []*storetest.County
	lives   byte
	keeper  *api.Server
	mux     *http.ServeMux
	shelf   *storetest.Shelf
	image   *storetest.Shelf
	inbox   *inbox.Inbox
	made    int
	signed  map[[32]byte]string // what the county ever published, by its sum
	number  map[string]bool     // stream, version and sum that it ever gave, in any life
	seen    map[snapshot.Stream]snapshot.Held
	old     []wire.Pulled
	cut     bool // the power goes at the next write
	healed  bool
}

func newPuller(t *rapid.T, codec *wire.Codec, mutant pullMutant) *puller {
	p := &puller{
		t: t, rng: rand.New(rand.NewPCG(1, 1)), mutant: mutant, codec: codec, county: storetest.NewCounty(func() time.Time { return storetest.Moment }),
		mux: http.NewServeMux(), shelf: storetest.NewShelf(), signed: map[[32]byte]string{}, number: map[string]bool{}, seen: map[snapshot.Stream]snapshot.Held{},
	}
	p.county.Know(storetest.Identity().Public())
	_, _ = p.county.Incarnation(context.Background(), life(0))
	p.keeper = benchServer(nil, livingCounty{p: p})
	p.keeper.Codec, p.keeper.Snapshots = codec, livingCounty{p: p}
	p.keeper.Routes(p.mux)
	p.image = p.shelf.Clone()
	p.restart()
	return p
}

// livingCounty is the county that stands there now.
type livingCounty struct {
	api.Keys
	p *puller
}

func (l livingCounty) KioskKey(context.Context, seal.KioskID) (ed25519.PublicKey, error) {
	return storetest.Identity().Public(), nil
}

func (livingCounty) CountyKeys(context.Context) ([][]byte, error) { return nil, nil }

func (livingCounty) ReplacedAt(context.Context, seal.KioskID) (time.Time, error) {
	return time.Time{}, nil
}

func (l livingCounty) Newest(ctx context.Context) ([]byte, []snapshot.Manifest, error) {
	return l.p.county.Newest(ctx)
}

func (l livingCounty) Content(ctx context.Context, sum [32]byte) ([]byte, error) {
	return l.p.county.Content(ctx, sum)
}

// usable is what this release of the kiosk can read.
func usable(_ snapshot.Stream, plain []byte) error {
	if bytes.Contains(plain, []byte("unusable")) {
		return village.Refuse("", "err.snapshot.notice")
	}
	return nil
}

// restart starts the kiosk's program anew.
func (p *puller) restart() {
	var store inbox.Store = p.shelf
	if p.mutant.store != nil {
		store = p.mutant.store(p.shelf)
	}
	check := usable
	if p.mutant.check != nil {
		check = p.mutant.check
	}
	p.inbox = &inbox.Inbox{
		Store: cutting{store, p}, County: pullWay{p}, Lock: free{}, Identity: storetest.Identity(), Codec: p.codec, Check: check,
		Trusted: func() []ed25519.PublicKey {
			keys := []ed25519.PublicKey{p.keeper.Signer.Public()}
			if p.mutant.trustAll {
				keys = append(keys, countytest.Identity(66).Public())
			}
			return keys
		},
		Now: func() time.Time { return storetest.Moment }, Log: slog.New(slog.DiscardHandler),
	}
}

// cutting is a store whose machine loses power at a write, before or after it.
type cutting struct {
	inbox.Store
	p *puller
}

var errPower = errors.New("the power is gone")

func (c cutting) write(do func() error) error {
	if !c.p.cut {
		return do()
	}
	c.p.cut = false
	if c.p.rng.IntN(2) == 0 {
		_ = do()
	}
	return errPower
}

func (c cutting) Fetch(ctx context.Context, m snapshot.Manifest, from int64, data []byte) error {
	return c.write(func() error { return c.Store.Fetch(ctx, m, from, data) })
}

func (c cutting) Activate(ctx context.Context, h snapshot.Held, plain []byte) error {
	return c.write(func() error { return c.Store.Activate(ctx, h, plain) })
}

func (c cutting) Refuse(ctx context.Context, m snapshot.Manifest, problem string) error {
	return c.write(func() error { return c.Store.Refuse(ctx, m, problem) })
}

// pullWay is the line.
type pullWay struct{ p *puller }

// Pull implements inbox.County.
func (w pullWay) Pull(_ context.Context, raw []byte) ([]byte, error) {
	p := w.p
	answer, err := p.ask(http.MethodPost, wire.PullPath, raw, nil)
	if err != nil || p.healed {
		return answer, err
	}
	chance := p.rng.IntN(8)
	if p.mutant.replays {
		chance %= 2 // one fault is looked for: no time for others
	}
	switch chance {
	case 0:
		if !p.mutant.replays {
			return nil, errLine
		}
	case 1:
		return p.again(raw), nil
	case 2:
		answer[p.rng.IntN(len(answer))] ^= 1 << p.rng.IntN(8)
	case 3:
		return answer[:p.rng.IntN(len(answer))], nil
	case 4:
		return p.forged(raw), nil
	case 5:
		_, _ = p.ask(http.MethodPost, wire.PullPath, raw, nil)
	}
	p.keep(answer)
	return answer, nil
}

// keep notes what the county answered.
func (p *puller) keep(answer []byte) {
	var out wire.Pulled
	if e, err := p.codec.Envelope(answer); err == nil && p.codec.Open(e, p.keeper.Signer.Public(), wire.PulledContext, &out) == nil {
		p.old = append(p.old, out)
	}
}

// again is an earlier answer; of a broken county for this very question.
func (p *puller) again(raw []byte) []byte {
	if len(p.old) == 0 {
		return nil
	}
	out := p.old[p.rng.IntN(len(p.old))]
	if e, err := p.codec.Envelope(raw); err == nil && p.mutant.replays {
		out.Request = e.Sum()
	}
	answer, _, err := p.codec.Seal(p.keeper.Signer, wire.PulledContext, out)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// forged is the answer of somebody else, who offers a content of his own.
func (p *puller) forged(raw []byte) []byte {
	e, err := p.codec.Envelope(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	evil := countytest.Identity(66)
	packed := pack("evil")
	m := snapshot.Manifest{Stream: snapshot.Notices, Version: 1 << 40, SHA256: sha256.Sum256(packed), Size: int64(len(packed)), IssuedAt: storetest.Moment}
	out := wire.Pulled{
		V: wire.Version, Kiosk: storetest.Identity().ID, Request: e.Sum(), Incarnation: life(p.lives), Newest: []wire.Manifest{wire.NewManifest(m.Signed(evil))},
	}
	signer := p.keeper.Signer // of the answer; the manifest stays evil's
	if p.rng.IntN(2) == 0 {
		signer = evil
	}
	answer, _, err := p.codec.Seal(signer, wire.PulledContext, out)
	if err != nil {
		p.t.Fatal(err)
	}
	return answer
}

// Content implements inbox.County: from anybody, in pieces of any size.
func (w pullWay) Content(_ context.Context, sum [32]byte, from int64) ([]byte, error) {
	p := w.p
	part, err := p.ask(http.MethodGet, wire.SnapshotPath+fmt.Sprintf("%x", sum), nil, map[string]string{
		"Range": fmt.Sprintf("bytes=%d-", from), wire.HeaderKiosk: string(storetest.Identity().ID),
		wire.HeaderSignature: base64.StdEncoding.EncodeToString(storetest.Identity().Sign(wire.FetchContext, sum[:])),
	})
	if evil := pack("evil"); sha256.Sum256(evil) == sum {
		return evil[from:], nil
	}
	if err != nil || p.healed {
		return part, err
	}
	switch p.rng.IntN(8) {
	case 0:
		return nil, errLine
	case 1:
		part[p.rng.IntN(len(part))] ^= 1
	case 2:
		return append(part, "more"...), nil
	case 3:
		return []byte{}, nil
	case 4, 5:
		return part[:1+p.rng.IntN(len(part))], nil
	}
	return part, nil
}

// ask is one request to the county's own handlers.
func (p *puller) ask(method, path string, raw []byte, header map[string]string) ([]byte, error) {
	req := httptest.NewRequest(method, path, bytes.NewReader(raw))
	for name, value := range header {
		req.Header.Set(name, value)
	}
	req.TLS = modelLine()
	out := httptest.NewRecorder()
	p.mux.ServeHTTP(out, req)
	if out.Code >= http.StatusBadRequest {
		return nil, &village.Error{Kind: village.Offline, Err: errors.New(out.Body.String())}
	}
	return out.Body.Bytes(), nil
}

// pack is a content as it travels, made once.
func pack(plain string) []byte {
	if have, ok := packed.Load(plain); ok {
		return have.([]byte)
	}
	made, err := wire.PackContent([]byte(plain))
	if err != nil {
		panic(err)
	}
	packed.Store(plain, made)
	return made
}

var packed sync.Map //nolint:gochecknoglobals // an encoder for each is what takes time

// publish publishes something: at times what this release of the kiosk cannot
// use, or what was published before.
func (p *puller) publish() {
	p.made++
	stream := []snapshot.Stream{snapshot.Notices, snapshot.Calendar, snapshot.Kiosks}[p.rng.IntN(3)]
	plain := fmt.Sprintf("%s %d", stream, p.made-p.rng.IntN(3))
	if p.rng.IntN(4) == 0 {
		plain += " unusable"
	}
	packed := pack(plain)
	work := office.Publisher{Store: p.county, Signer: p.keeper.Signer}
	m, err := p.county.Publish(context.Background(), stream, packed, func(version int64) snapshot.Manifest {
		m := snapshot.Manifest{Stream: stream, Version: version, SHA256: sha256.Sum256(packed), Size: int64(len(packed)), IssuedAt: storetest.Moment}
		return m.Signed(work.Signer)
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.signed[m.SHA256] = plain
	p.number[name(m)] = true
}

func name(m snapshot.Manifest) string { return fmt.Sprint(m.Stream, m.Version, m.SHA256) }
