package api_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/wire"
)

// What is pushed at once, and how often.
const (
	samePushRounds = 20
	samePushSize   = 8
	samePushTimes  = 50
)

func TestSamePushFiftyTimesAtOnceIsStoredOnce(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	inserts := func() (n int, err error) {
		err = r.db.EachRecord(t.Context(), func(office.Summary) error { n++; return nil })
		return n, err
	}
	for round := range int64(samePushRounds) {
		if err := r.sameAtOnce(kiosk, round, inserts); err != nil {
			t.Fatal(err)
		}
	}
	r.open()
	page, err := r.db.Cases(t.Context(), office.CaseQuery{PerPage: 100})
	if err != nil || page.Total != samePushRounds*samePushSize*3/4 {
		t.Errorf("%d cases, %v", page.Total, err)
	}
	t.Logf("trials: %d rounds of %d times the same push", samePushRounds, samePushTimes)
}

// TestSamePushAtOnceSeesAStoreThatLooksThenInserts is the negative control: a
// store that looks first and inserts later, with no lock between, is found.
func TestSamePushAtOnceSeesAStoreThatLooksThenInserts(t *testing.T) {
	r := newRig(t)
	kiosk := r.enrolled(1)
	now := func() time.Time { return r.clock }
	loose := &looking{held: storetest.NewCounty(now), pair: make(chan struct{})}
	loose.held.Know(kiosk.Public())
	r.server.Office = &office.Office{Store: loose, Blobs: loose.held, Now: now}
	err := r.sameAtOnce(kiosk, 0, func() (int, error) { return loose.rows, nil })
	if err == nil {
		t.Errorf("%d times the same push did not show that nothing is locked", samePushTimes)
	}
	t.Logf("trials: a store that looks and then inserts is found: %v", err)
}

// sameAtOnce pushes the batch of a round many times at once, and says what is
// wrong with the answers or with the rows that there are then.
func (r *rig) sameAtOnce(kiosk seal.Identity, round int64, inserts func() (int, error)) error {
	batch := countytest.Push(kiosk, countytest.Cases(round*samePushSize+1, (round+1)*samePushSize)...)
	wrong := make([]error, samePushTimes)
	var all sync.WaitGroup
	for i := range wrong {
		all.Go(func() {
			status, key, raw := r.post(kiosk, wire.PushPath, batch)
			ack, err := countytest.ReadAck(raw, r.signer.Public())
			if err != nil || ack.WantSeq != (round+1)*samePushSize+1 {
				wrong[i] = fmt.Errorf("push: %d %s, wants %d, %w", status, key, ack.WantSeq, err)
			}
		})
	}
	all.Wait()
	rows, err := inserts()
	if want := int(round+1) * samePushSize; rows != want {
		err = errors.Join(err, fmt.Errorf("%d rows after round %d, want %d", rows, round+1, want))
	}
	return errors.Join(append(wrong, err)...)
}

// looking is a county that looks at what it has, decides, and inserts without
// looking again: two pushes always look before either inserts.
type looking struct {
	office.Store
	pair chan struct{}

	mu   sync.Mutex
	held *storetest.County
	rows int // inserted
}

// Chain implements office.Store.
func (l *looking) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	l.mu.Lock()
	seen := l.held.Clone()
	l.mu.Unlock()
	select { // who comes alone waits for another one
	case l.pair <- struct{}{}:
	case <-l.pair:
	}
	var added int
	if err := seen.Chain(ctx, kiosk, lifetime, func(tx office.ChainTx) error { return do(tallying{tx, &added}) }); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.held, l.rows = seen, l.rows+added
	return nil
}

// tallying is a transaction that counts what it inserts.
type tallying struct {
	office.ChainTx
	added *int
}

// Append implements office.ChainTx.
func (c tallying) Append(entries []office.Entry) error {
	*c.added += len(entries)
	return c.ChainTx.Append(entries)
}
