package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	mrand "math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/assets/lang"
	"bianmin/county/api"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	store "bianmin/storage/kiosk"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

var (
	clockSeed   = flag.Uint64("clockseed", 0, "replay the clocks of one seed; 0 takes new ones")
	clockRounds = flag.Int("clocks", 3, "rounds of jumping clocks, 24 jumps each")
)

// district is a county with its real calls on a real database, over TLS, whose
// time a test sets.
type district struct {
	t      *testing.T
	url    string
	db     *county.DB
	office *office.Office
	clock  atomic.Int64 // milliseconds
}

func (d *district) now() time.Time { return time.UnixMilli(d.clock.Load()) }

func newDistrict(t *testing.T) *district {
	t.Helper()
	d := &district{t: t}
	d.clock.Store(spring.UnixMilli())
	dir := t.TempDir()
	db, err := county.Open(t.Context(), "sqlite:"+filepath.Join(dir, "county.db"), d.now)
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := county.OpenBlobs(filepath.Join(dir, "blobs"), d.now())
	codec, err2 := wire.NewCodec()
	err3 := db.KeepCountyKey(t.Context(), sealtest.Secret().CountyKey)
	_, err4 := db.Incarnation(t.Context(), []byte("this life of it!"))
	if err := errors.Join(err, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	d.db, d.office = db, &office.Office{Store: db, Blobs: blobs, Mailboxes: db, Now: d.now, Rand: rand.Reader}
	mux := http.NewServeMux()
	(&api.Server{
		Office: d.office, Keys: db, Snapshots: db, Healths: db, Misses: db, Authority: countytest.Authority(), Places: village.Divisions{}, Centre: func(string) string { return "centre" },
		Signer: countytest.Identity(200), Codec: codec, Slots: make(chan struct{}, 8), Log: slog.New(slog.DiscardHandler), Now: d.now,
	}).Routes(mux)
	t.Cleanup(func() { _ = db.Close() })
	d.url = countytest.Serve(t, mux, d.now)
	return d
}

func (d *district) code() string {
	d.t.Helper()
	ticket, _, err := d.office.IssueTicket(d.t.Context(), "445203104202")
	if err != nil {
		d.t.Fatal(err)
	}
	return seal.EnrolmentCode{Ticket: ticket, Authority: countytest.Authority().Fingerprint()}.String()
}

// centre is a kiosk with a clock that a test turns.
type centre struct {
	*kiosk
	t     *testing.T
	dir   string
	hands *hands
	said  []time.Time // when each case was handed in, by the machine's clock
}

func newCentre(t *testing.T, h *hands) *centre {
	t.Helper()
	c := &centre{t: t, dir: t.TempDir(), hands: h}
	c.open()
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// open starts the program: what it heard of the time is in its database only.
func (c *centre) open() {
	c.t.Helper()
	text, err := lang.Load("en")
	if err != nil {
		c.t.Fatal(err)
	}
	c.kiosk, err = openKiosk(&call{Context: c.t.Context(), cli: &cli{Data: c.dir}, text: text})
	if err != nil {
		c.t.Fatal(err)
	}
	turned := c.hands.clock()
	c.clock.read, c.clock.synced, c.clock.running, c.clock.up = turned.read, turned.synced, turned.running, turned.up
	c.clock.learnt = c.hands.running
}

func (c *centre) restart() {
	c.t.Helper()
	if err := c.Close(); err != nil {
		c.t.Fatal(err)
	}
	c.open()
}

// handIn commits one case at what the machine takes for now.
func (c *centre) handIn() {
	c.t.Helper()
	c.said = append(c.said, c.clock.wall())
	k, r := storetest.SampleCase(len(c.said), 200)
	k.AcceptedAt, r.CreatedAt = c.said[len(c.said)-1], c.said[len(c.said)-1]
	if _, err := c.store.SaveCase(c.t.Context(), k, r, storetest.PlainQR); err != nil {
		c.t.Fatal(err)
	}
}

// enrolled is the enrolment as the database has it.
func (c *centre) enrolled() *store.Enrolment {
	c.t.Helper()
	if err := c.refresh(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
	return c.enrolment.Load()
}

// until is the end of the machine's certificate.
func (c *centre) until() time.Time {
	c.t.Helper()
	own, err := x509.ParseCertificate(c.enrolled().Certificate)
	if err != nil {
		c.t.Fatal(err)
	}
	return own.NotAfter
}

// turn is what happens to a clock in the field.
type turn struct {
	name string
	of   func(*hands, *mrand.Rand)
}

func turns() []turn {
	set := func(at time.Time, synced bool) func(*hands, *mrand.Rand) {
		return func(h *hands, _ *mrand.Rand) { h.wall, h.synced = at, synced }
	}
	by := func(years func(*mrand.Rand) int) func(*hands, *mrand.Rand) {
		return func(h *hands, r *mrand.Rand) { h.wall = h.wall.AddDate(years(r), 0, 0) }
	}
	return []turn{
		{"1970", set(dead, false)},
		{"2100", set(future, false)},
		{"2100 by a time service", set(future, true)},
		{"an hour back", func(h *hands, _ *mrand.Rand) { h.wall = h.wall.Add(-time.Hour) }},
		{"years back", by(func(r *mrand.Rand) int { return -1 - r.IntN(30) })},
		{"years on", by(func(r *mrand.Rand) int { return 1 + r.IntN(50) })},
	}
}

// naive reports whether a line that judges certificates at what the machine's
// clock says would come about: the control.
func (c *centre) naive(d *district) bool {
	conn, err := tls.DialWithDialer(&net.Dialer{Timeout: 10 * time.Second}, "tcp", strings.TrimPrefix(d.url, "https://"), &tls.Config{
		MinVersion: tls.VersionTLS13, RootCAs: countytest.Authority().Pool(), Time: func() time.Time { return c.hands.wall },
	})
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// TestClocksThatJumpShutNobodyOutAndLoseNoPlace turns the clocks of machines while
// they hand over, renew and enrol again, with the county's time going its way.
// Each machine's records are at the county once, in their order, in the first
// epoch; every certificate is renewed in time; a kiosk that was away for longer
// than its certificate comes back by itself.
func TestClocksThatJumpShutNobodyOutAndLoseNoPlace(t *testing.T) {
	seed := *clockSeed
	if seed == 0 {
		seed = mrand.Uint64()
	}
	rng := mrand.New(mrand.NewPCG(seed, 0))
	jumps, refused, renewed, enrolled, mixed := 0, 0, 0, 0, 0
	for range *clockRounds {
		d, c := newDistrict(t), newCentre(t, &hands{wall: spring})
		if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
			t.Fatalf("seed %d: enrol: %v", seed, err)
		}
		for _, turn := range turns() {
			for step := range 4 {
				away := time.Duration(1+rng.IntN(200*24)) * time.Hour // the county never says the same moment twice
				c.hands.pass(away)
				d.clock.Add(away.Milliseconds())
				turn.of(c.hands, rng)
				if rng.IntN(2) == 0 {
					c.restart()
				}
				jumps++
				if !c.naive(d) {
					refused++
				}
				c.handIn()
				what, before := "push", c.until()
				if step == 3 && !c.hands.synced { // a machine that believes a wrong time service asks for a right one first
					what, enrolled = "enrol and push", enrolled+1
					if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
						t.Fatalf("seed %d, %s: enrol: %v", seed, turn.name, err)
					}
				}
				if err := c.syncOnce(t.Context()); err != nil {
					t.Fatalf("seed %d, %s %v later, county %v, machine %v: %s: %v", seed, turn.name, away, d.now(), c.hands.wall, what, err)
				}
				if c.until().After(before) {
					renewed++
				}
			}
		}
		if held := c.atCounty(d); c.inOrder(c.byClock(held)) != nil {
			mixed++
		}
	}
	t.Logf("trials: seed %d: %d jumps, %d certificates renewed, %d enrolments; the clock alone would have refused the county %d times and mixed the records of %d machines of %d", seed, jumps, renewed, enrolled, refused, mixed, *clockRounds)
	if jumps < 50 || refused == 0 || renewed == 0 || mixed == 0 {
		t.Error("too little happened")
	}
}

// atCounty wants each record of c once, in its order, in the first epoch. It answers
// the records.
func (c *centre) atCounty(d *district) (held []office.Summary) {
	c.t.Helper()
	err := d.db.EachRecord(c.t.Context(), func(s office.Summary) error {
		if s.Kiosk == c.identity.ID {
			held = append(held, s)
		}
		return nil
	})
	at, err2 := c.store.OutboxState(c.t.Context())
	if err := errors.Join(err, err2, c.inOrder(held)); err != nil || at.Epoch != 1 || at.Want != int64(len(held))+1 {
		c.t.Errorf("%d records, state %+v: %v", len(held), at, err)
	}
	if past := c.clock.past(); past.Sub(d.now()).Abs() > time.Minute {
		c.t.Errorf("judges at %v, the county's time is %v", past, d.now())
	}
	return held
}

// inOrder says which record of c is missing, doubled or in another's place.
func (c *centre) inOrder(held []office.Summary) error {
	if len(held) != len(c.said) {
		return fmt.Errorf("%d records, %d were handed in", len(held), len(c.said))
	}
	for n, s := range held {
		if _, want := storetest.SampleCase(n+1, 200); s.ID != want.ID || s.Seq != int64(n+1) {
			return fmt.Errorf("record %d is %s at %d", n+1, s.ID, s.Seq)
		}
	}
	return nil
}

// byClock is held as a queue that went by the machine's clock would have left it: the
// control of the order.
func (c *centre) byClock(held []office.Summary) []office.Summary {
	order := slices.Clone(held)
	slices.SortStableFunc(order, func(a, b office.Summary) int { return c.said[a.Seq-1].Compare(c.said[b.Seq-1]) })
	for n := range order {
		order[n].Seq = int64(n + 1)
	}
	return order
}

func TestAMachineEnrolsWhateverItsClockSays(t *testing.T) {
	d := newDistrict(t)
	for name, wall := range map[string]time.Time{"1970": dead, "2100": future, "right": d.now(), "a year behind": d.now().AddDate(-1, 0, 0)} {
		c := newCentre(t, &hands{wall: wall})
		if c.naive(d) != (name == "right") {
			t.Errorf("%s: the control says %v", name, name != "right")
		}
		if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		c.enrolled()
		if past := c.clock.past(); past.Sub(d.now()).Abs() > time.Minute {
			t.Errorf("%s: judges at %v after the county said %v", name, past, d.now())
		}
	}
}

// TestAMachineWhoseTimeServiceIsWrongSaysSo: before it ever met the county it has
// nothing else to go by.
func TestAMachineWhoseTimeServiceIsWrongSaysSo(t *testing.T) {
	d := newDistrict(t)
	c := newCentre(t, &hands{wall: future, synced: true})
	if _, err := c.enrol(t.Context(), d.url, d.code()); err == nil || village.Keyed(err).Key != "err.sync.expired" {
		t.Errorf("error = %v", err)
	}
}

// TestACountyThatToldAWrongTimeIsBelievedAgain: one hour of a wrong clock in the
// county must not cut a district off for ever.
func TestACountyThatToldAWrongTimeIsBelievedAgain(t *testing.T) {
	d := newDistrict(t)
	c := newCentre(t, &hands{wall: spring})
	if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
		t.Fatal(err)
	}
	if err := c.store.SaveEnrolment(t.Context(), *c.enrolled(), spring.AddDate(10, 0, 0)); err != nil {
		t.Fatal(err)
	}
	c.restart()
	c.handIn()
	if err := c.syncOnce(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.atCounty(d)
}

func TestARevokedMachineGetsNoOtherCertificate(t *testing.T) {
	d := newDistrict(t)
	c := newCentre(t, &hands{wall: spring})
	if _, err := c.enrol(t.Context(), d.url, d.code()); err != nil {
		t.Fatal(err)
	}
	if err := d.db.Revoke(t.Context(), c.identity.ID); err != nil {
		t.Fatal(err)
	}
	before := c.until()
	for _, later := range []time.Duration{0, 250 * 24 * time.Hour, 400 * 24 * time.Hour} { // good, to be renewed, expired
		d.clock.Store(spring.Add(later).UnixMilli())
		c.hands.wall = spring.Add(later)
		c.handIn()
		if err := c.syncOnce(context.WithoutCancel(t.Context())); village.KindOf(err) != village.Denied || village.Keyed(err).Key != "err.county.kiosk" {
			t.Errorf("after %v: %v", later, err)
		}
		if _, err := c.enrol(t.Context(), d.url, d.code()); village.KindOf(err) != village.Denied {
			t.Errorf("after %v it enrolled: %v", later, err)
		}
	}
	if !c.until().Equal(before) {
		t.Error("it has another certificate")
	}
}
