package main

import (
	"encoding/hex"
	"flag"
	"fmt"
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
	"bianmin/sync/wire"
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
	push   func(seal.Identity, ...village.Record) (wire.Ack, error) // of m, or of what stands before it

	all    []village.Record // what the kiosk committed
	want   int64            // what the last answer wanted
	broken int              // strikes in the middle of a push or a file
}

func (s struck) run(t *testing.T) {
	number := drawn()
	rng := rand.New(rand.NewPCG(number, 0))
	m, kiosk := s.m, countytest.Identity(1)
	s.push, s.want = m.push, 1
	m.start()
	m.enrol(kiosk)
	if err := s.feedAndStrike(kiosk, rng); err != nil {
		t.Fatalf("-seed=%d: %v", number, err)
	}
	for try := 0; s.want <= int64(len(s.all)); try++ { // a connection to the old database may fail once more
		if s.feed(kiosk, rng); try == 10 {
			t.Fatalf("-seed=%d: the county takes nothing any more, it wants %d of %d", number, s.want, len(s.all))
		}
	}
	m.hand(kiosk, s.all)
	m.holds(kiosk, s.all)
	t.Logf("trials: %d strikes, %d of them in the middle of a push or a file, %d records, seed %d", s.times, s.broken, len(s.all), number)
	if s.broken == 0 {
		t.Error("nothing was ever interrupted: the test tests nothing")
	}
}

// drawn is the seed that was asked for, or a new one.
func drawn() uint64 {
	if *seed != 0 {
		return *seed
	}
	return rand.Uint64()
}

// feedAndStrike says what was acknowledged and is not there after a strike.
func (s *struck) feedAndStrike(kiosk seal.Identity, rng *rand.Rand) error {
	for strike := range s.times {
		s.all = append(s.all, countytest.Cases(int64(len(s.all))+1, int64(len(s.all))+12)...)
		hit := make(chan struct{})
		time.AfterFunc(time.Duration(rng.IntN(60))*time.Millisecond, func() { defer close(hit); s.strike() })
		if !s.feed(kiosk, rng) {
			s.broken++
		}
		<-hit
		s.mend()
		if n := len(s.m.records()); n < int(s.want)-1 {
			return fmt.Errorf("after strike %d %d records are there, %d were acknowledged", strike+1, n, s.want-1)
		}
	}
	return nil
}

// feed pushes from what is wanted on, as a kiosk would, until all is there or a push fails.
func (s *struck) feed(kiosk seal.Identity, rng *rand.Rand) (whole bool) {
	for s.want <= int64(len(s.all)) {
		ack, err := s.push(kiosk, s.all[s.want-1:min(int(s.want)+rng.IntN(6), len(s.all))]...)
		if err != nil {
			return false
		}
		s.want = ack.WantSeq
		s.m.pieces(kiosk, s.all, ack)
	}
	return true
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
