package main

import (
	"encoding/hex"
	"flag"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/storage/postgrestest"
)

var (
	seed  = flag.Uint64("seed", 0, "seed of the kill tests; 0 draws one")
	kills = flag.Int("kills", 50, "how often the county, or the database below it, is struck")
)

// TestCountyStruckInTheMiddleKeepsWhatItAcknowledged kills a real countyd with
// kill -9, or stops its PostgreSQL as a power cut would, in the middle of a stream
// of pushes and files, again and again. What was acknowledged is there after every
// restart, and at the end every record is there once.
func TestCountyStruckInTheMiddleKeepsWhatItAcknowledged(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Run("SQLite", func(t *testing.T) {
		m := newMachine(t)
		struck{m: m, times: *kills / 2, strike: func() { _ = m.process.Process.Kill() }, mend: m.again}.run(t)
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		m, server := newMachine(t), postgrestest.Start(t)
		m.database = server.Database(t)
		mend := func() { server.Up(t) }
		struck{m: m, times: *kills - *kills/2, strike: func() { server.Crash(t) }, mend: mend}.run(t)
	})
}

// again starts what was killed.
func (m *machine) again() {
	m.end(syscall.SIGKILL)
	m.start()
}

// struck is a county to which the same thing happens again and again.
type struck struct {
	m      *machine
	times  int
	strike func() // at a random instant
	mend   func()
}

func (s struck) run(t *testing.T) {
	number := *seed
	if number == 0 {
		number = rand.Uint64()
	}
	rng := rand.New(rand.NewPCG(number, 0))
	m, kiosk := s.m, countytest.Identity(1)
	m.start()
	m.enrol(kiosk)
	var all []village.Record
	want, broken := int64(1), 0
	for range s.times {
		all = append(all, countytest.Cases(int64(len(all))+1, int64(len(all))+12)...)
		hit := make(chan struct{})
		time.AfterFunc(time.Duration(rng.IntN(60))*time.Millisecond, func() { defer close(hit); s.strike() })
		var whole bool
		if want, whole = m.feed(kiosk, all, want, rng); !whole {
			broken++
		}
		<-hit
		s.mend()
		if n := len(m.records()); n < int(want)-1 {
			t.Fatalf("-seed=%d: %d records are there, %d were acknowledged", number, n, want-1)
		}
	}
	for try := 0; want <= int64(len(all)); try++ { // a connection to the old database may fail once more
		if want, _ = m.feed(kiosk, all, want, rng); try == 10 {
			t.Fatalf("-seed=%d: the county takes nothing any more, it wants %d of %d", number, want, len(all))
		}
	}
	m.hand(kiosk, all)
	m.holds(kiosk, all)
	t.Logf("trials: %d strikes, %d of them in the middle of a push or a file, %d records, seed %d", s.times, broken, len(all), number)
	if broken == 0 {
		t.Error("nothing was ever interrupted: the test tests nothing")
	}
}

// feed pushes from want on, as a kiosk would, until all is there or a push fails.
// It returns the number that the last answer wanted.
func (m *machine) feed(kiosk seal.Identity, all []village.Record, want int64, rng *rand.Rand) (now int64, whole bool) {
	for want <= int64(len(all)) {
		ack, err := m.push(kiosk, all[want-1:min(int(want)+rng.IntN(6), len(all))]...)
		if err != nil {
			return want, false
		}
		want = ack.WantSeq
		m.pieces(kiosk, all, ack)
	}
	return want, true
}

// hand hands over the files that are still missing.
func (m *machine) hand(kiosk seal.Identity, all []village.Record) {
	m.t.Helper()
	for last := int64(-1); ; {
		ack, err := m.push(kiosk)
		if err != nil || ack.CompleteSeq == last {
			m.t.Fatalf("no more files come through: %+v, %v", ack, err)
		}
		if last = ack.CompleteSeq; last == int64(len(all)) {
			return
		}
		m.pieces(kiosk, all, ack)
	}
}

func photographs(all []village.Record) (n int) {
	for _, r := range all {
		n += len(r.Parts)
	}
	return n
}

// holds checks that the county has every record once, and every file.
func (m *machine) holds(kiosk seal.Identity, all []village.Record) {
	t := m.t
	t.Helper()
	stored := m.records()
	if len(stored) != len(all) {
		t.Fatalf("%d records, want %d", len(stored), len(all))
	}
	for i, got := range stored {
		if got != (recordLine{ID: all[i].ID, Kiosk: kiosk.ID, Seq: all[i].Seq, Kind: all[i].Kind, Digest: hex.EncodeToString(all[i].Digest)}) {
			t.Errorf("record %d is %+v", i+1, got)
		}
	}
	if files, err := filepath.Glob(filepath.Join(m.blobs, "??", strings.Repeat("?", 64))); err != nil || len(files) != photographs(all) {
		t.Errorf("%d files, %v; want one for each of %d photographs", len(files), err, photographs(all))
	}
}
