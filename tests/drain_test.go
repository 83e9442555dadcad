package tests

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	mrand "math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/storage/storetest"
	"bianmin/sync/client"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// A district after a day without a line.
var (
	stations = flag.Int("stations", 217, "kiosks of the district whose backlog is drained")
	backlog  = flag.Int("backlog", 200, "records that wait in each")
)

// TestFigureDrain lets every kiosk of a district come back at once, each with a
// day's records of 2 KB and none with files: the real queues through the real
// clients, over TLS, to a real countyd that also opens what comes in.
func TestFigureDrain(t *testing.T) {
	measuring(t)
	c := newCounty(t)
	var district []*station
	for n := range *stations {
		district = append(district, newStationOf(t, c, n))
	}
	start := time.Now()
	var group sync.WaitGroup
	for _, s := range district {
		group.Go(func() { s.drain(t) })
	}
	group.Wait()
	wall, total := time.Since(start), *stations**backlog
	if n := len(c.records()); n != total {
		t.Errorf("%d records at the county, want %d", n, total)
	}
	figure(fmt.Sprintf("a district's day drained, %d kiosks × %d records", *stations, *backlog), wall.Seconds(), "s", "")
	figure("  records a second, with the waiting that the county asks for", float64(total)/wall.Seconds(), "/s", "")
	figure("  peak memory of countyd (RSS)", peak(t, c.cmd.Process.Pid), "MB", "<=300")
}

// peak is the highest RSS of a process so far, in MB.
func peak(t *testing.T, pid int) float64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(raw)
	if found == nil {
		t.Fatal("no peak in its status")
	}
	kb, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return kb / 1024
}

// station is a kiosk of the district in this process, on a store in memory: what
// is measured is the county.
type station struct {
	queue *outbox.Queue
	line  *client.Client
}

func newStationOf(t *testing.T, c *county, n int) *station {
	t.Helper()
	seed := make([]byte, 32)
	binary.BigEndian.PutUint32(seed, uint32(n)+1)
	identity, err := seal.NewIdentity(seed)
	if err != nil {
		t.Fatal(err)
	}
	code, err := seal.ParseEnrolmentCode(c.code("445203104202"))
	if err != nil {
		t.Fatal(err)
	}
	line := client.Line{URL: c.url(), Identity: identity, Time: time.Now}
	known, authority := enrolLater(t, line, code)
	line.Authority, line.Certificate = authority, known.Certificate
	s := &station{}
	if s.line, err = client.New(line); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.line.Close)
	codec, err := wire.NewCodec()
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.ParseCountyKey(known.CountyKeys[len(known.CountyKeys)-1])
	if err != nil {
		t.Fatal(err)
	}
	s.queue = &outbox.Queue{
		Store: fullOf(t, identity.ID, key), County: s.line, Identity: identity, Codec: codec, Lock: noLock{}, Now: time.Now,
		Trusted: func() []ed25519.PublicKey { return []ed25519.PublicKey{known.SigningKeys[0]} },
		Rand:    mrand.New(mrand.NewPCG(uint64(n), 1)),
	}
	return s
}

// enrolLater enrols, as late as the county asks for: a whole district comes from one
// address here.
func enrolLater(t *testing.T, line client.Line, code seal.EnrolmentCode) (wire.Enrolled, []byte) {
	t.Helper()
	for {
		known, authority, err := client.Enrol(t.Context(), line, code)
		later, ok := errors.AsType[*client.LaterError](err)
		switch {
		case ok:
			time.Sleep(later.After)
		case err != nil:
			t.Fatal(err)
		default:
			return known, authority
		}
	}
}

type noLock struct{}

func (noLock) Acquire(context.Context) (func(), error) { return func() {}, nil }

// fullOf is the store of a kiosk in which a day's records wait, of 2 KB each when
// they are sealed.
func fullOf(t *testing.T, kiosk seal.KioskID, key seal.CountyKey) *storetest.Memory {
	t.Helper()
	const filling = 740 // bytes that do not get smaller, in base64; the rest is the case
	m := storetest.NewMemoryOf(kiosk, func() time.Time { return countytest.At })
	for n := range *backlog {
		noise := make([]byte, filling)
		if _, err := rand.Read(noise); err != nil {
			t.Fatal(err)
		}
		record := countytest.Case(int64(n)+1, func(body map[string]any) {
			body["form"] = map[string]any{"text": base64.StdEncoding.EncodeToString(noise)}
		})
		record.Parts = nil
		record = countytest.SealedFor(key, kiosk, record)
		c, _ := storetest.SampleCase(n+1, 60)
		c.ID, c.Digest = record.ID, record.Digest
		if _, err := m.SaveCase(t.Context(), c, record, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// drain runs the queue as a kiosk does, with its pauses, until nothing waits.
func (s *station) drain(t *testing.T) {
	ctx, done := context.WithCancel(t.Context())
	defer done()
	s.queue.Tried = func(err error) {
		if err == nil {
			done()
		}
	}
	if err := s.queue.Run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a queue ended with %v", err)
	}
	n, err := s.queue.Store.(*storetest.Memory).Count(context.WithoutCancel(t.Context()))
	if err != nil || n.Waiting != 0 || n.NeedsAttention != 0 {
		t.Errorf("the kiosk says %+v, %v", n, err)
	}
}
