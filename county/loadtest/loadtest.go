// Package loadtest plays the machines of a district or of a province: their real queues
// through their real clients, on stores in memory, so that what is measured is the county.
// Only tests and figures use it.
package loadtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	mrand "math/rand/v2"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/authority"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/storetest"
	"bianmin/storage/vault"
	"bianmin/sync/client"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// County is where the machines send to.
type County struct {
	url       string
	authority *authority.Authority
	papers    seal.CountyKey
	signer    ed25519.PublicKey
	codec     *wire.Codec
}

// Register makes the keys of n machines known to a county that `countyd init` has made, and
// which serves at url, now or later. The way of a code and its tries is left out: it is
// slow on purpose, and 26,842 machines do not come on one day.
func Register(t testing.TB, url, database, keys string, n int) *County {
	t.Helper()
	c := &County{url: url}
	held := vault.Open(keys)
	raw, err := held.Authority(nil)
	fatal(t, err)
	c.authority, err = authority.Decode(raw, rand.Reader)
	fatal(t, err)
	seed, err := held.Signing(nil)
	fatal(t, err)
	signer, err := seal.NewIdentity(seed)
	fatal(t, err)
	c.signer = signer.Public()
	secrets, err := held.CountySecrets()
	fatal(t, err)
	c.papers = secrets[len(secrets)-1].CountyKey
	c.codec, err = wire.NewCodec()
	fatal(t, err)

	db, err := county.Open(t.Context(), database, time.Now)
	fatal(t, err)
	defer db.Close()
	for i := range n {
		selector := fmt.Sprintf("load-%d", i)
		fatal(t, db.AddEnrolment(t.Context(), office.Enrolment{
			Selector: selector, Salt: []byte{}, Hash: []byte{}, Village: Village, ExpiresAt: time.Now().Add(time.Hour),
		}))
		id := identity(t, i)
		fatal(t, db.Register(t.Context(), selector, office.Kiosk{ID: id.ID, PublicKey: id.Public(), Village: Village, EnrolledAt: time.Now()}))
	}
	return c
}

// Village is where every machine stands.
const Village village.DivisionCode = "445203104202"

func identity(t testing.TB, n int) seal.Identity {
	t.Helper()
	seed := make([]byte, seal.SeedBytes)
	binary.BigEndian.PutUint32(seed, uint32(n)+1)
	id, err := seal.NewIdentity(seed)
	fatal(t, err)
	return id
}

// Station is one machine.
type Station struct {
	Queue *outbox.Queue
	store *storetest.Memory
	line  *client.Client
}

// Station is machine number n of those that were registered, with so many records of 2 KB
// in its queue, none with files.
func (c *County) Station(t testing.TB, n, records int) *Station {
	t.Helper()
	id := identity(t, n)
	request, err := id.CertificateRequest()
	fatal(t, err)
	certificate, _, err := c.authority.Kiosk(request, time.Now())
	fatal(t, err)
	s := &Station{store: c.full(t, id.ID, records)}
	s.line, err = client.New(client.Line{
		URL: c.url, Identity: id, Authority: c.authority.Certificate().Raw, Certificate: certificate.Raw, Time: time.Now,
	})
	fatal(t, err)
	t.Cleanup(s.line.Close)
	s.Queue = &outbox.Queue{
		Store: s.store, County: s.line, Identity: id, Codec: c.codec, Lock: noLock{}, Now: time.Now,
		Trusted: func() []ed25519.PublicKey { return []ed25519.PublicKey{c.signer} },
		Rand:    mrand.New(mrand.NewPCG(uint64(n), 1)),
	}
	return s
}

// Left is what is not at the county yet.
func (s *Station) Left(ctx context.Context) (int, error) {
	n, err := s.store.Count(ctx)
	return n.Waiting + n.NeedsAttention, err
}

type noLock struct{}

func (noLock) Acquire(context.Context) (func(), error) { return func() {}, nil }

// full is the store of a machine in which records wait, of 2 KB each when they are sealed.
func (c *County) full(t testing.TB, kiosk seal.KioskID, records int) *storetest.Memory {
	t.Helper()
	const filling = 740 // bytes that do not get smaller, in base64; the rest is the case
	m := storetest.NewMemoryOf(kiosk, func() time.Time { return countytest.At })
	for n := range records {
		noise := make([]byte, filling)
		_, err := rand.Read(noise)
		fatal(t, err)
		record := countytest.Case(int64(n)+1, func(body map[string]any) {
			body["form"] = map[string]any{"text": base64.StdEncoding.EncodeToString(noise)}
		})
		record.Parts = nil
		record = countytest.SealedFor(c.papers, kiosk, record)
		sample, _ := storetest.SampleCase(n+1, 60)
		sample.ID, sample.Digest = record.ID, record.Digest
		_, err = m.SaveCase(t.Context(), sample, record, storetest.PlainQR)
		fatal(t, err)
	}
	return m
}

func fatal(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
