package main

import (
	"math/rand/v2"
	"sync"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/storage/postgrestest"
	"bianmin/sync/wire"
)

// rash stands before a real county and answers a push before the county has
// committed it: the negative control of the strikes.
type rash struct {
	m    *machine
	line chan func()
	wait sync.WaitGroup // for what was acknowledged and is not committed
}

func newRash(m *machine) *rash {
	r := &rash{m: m, line: make(chan func(), 100)}
	go func() {
		for commit := range r.line {
			commit()
		}
	}()
	m.t.Cleanup(func() { close(r.line) })
	return r
}

// push says that the county has the records and hands them over after that, in
// their order.
func (r *rash) push(kiosk seal.Identity, records ...village.Record) (wire.Ack, error) {
	r.wait.Add(1)
	r.line <- func() { defer r.wait.Done(); _, _ = r.m.push(kiosk, records...) }
	return wire.Ack{WantSeq: records[len(records)-1].Seq + 1}, nil
}

// TestACountyThatAcknowledgesBeforeItCommitsIsCaught is the negative control of
// [TestCountyStruckInTheMiddleKeepsWhatItAcknowledged]: the same loop finds what
// was acknowledged and never committed, and finds nothing where nothing strikes.
func TestACountyThatAcknowledgesBeforeItCommitsIsCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	t.Run("SQLite", func(t *testing.T) {
		m := newMachine(t)
		r := newRash(m)
		caught(t, r, struck{m: m, strike: func() { _ = m.process.Process.Kill() }, mend: func() { r.wait.Wait(); m.again() }})
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		m, server := newMachine(t), postgrestest.Start(t)
		m.database = server.Database(t)
		r := newRash(m)
		caught(t, r, struck{m: m, strike: func() { server.Crash(t) }, mend: func() { r.wait.Wait(); server.Up(t) }})
	})
}

func caught(t *testing.T, r *rash, s struck) {
	t.Helper()
	number := drawn()
	rng := rand.New(rand.NewPCG(number, 0))
	kiosk := countytest.Identity(1)
	s.m.start()
	s.m.enrol(kiosk)
	calm := struck{m: s.m, times: 2, strike: func() {}, mend: r.wait.Wait, push: r.push, want: 1}
	if err := calm.feedAndStrike(kiosk, rng); err != nil {
		t.Fatalf("-seed=%d: with no strike: %v", number, err)
	}
	s.times, s.push, s.all, s.want = 30, r.push, calm.all, calm.want
	err := s.feedAndStrike(kiosk, rng)
	if err == nil {
		t.Errorf("-seed=%d: a county that acknowledges first came through %d strikes", number, s.times)
	}
	t.Logf("trials: a county that acknowledges first is found: %v, seed %d", err, number)
}
