package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

// answers is a county that answers as it is told and notes when it was asked.
type answers struct {
	t     *testing.T
	inner *county
	mu    sync.Mutex
	at    []time.Time
	do    func(wire.Push) (wire.Ack, error) // nil takes everything
	seen  []int64                           // FirstSeq of each push
	count []int                             // records of each push
}

// Push implements outbox.County.
func (a *answers) Push(_ context.Context, raw []byte) ([]byte, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	e, err := a.inner.codec.Envelope(raw)
	var p wire.Push
	if err = errors.Join(err, a.inner.codec.Open(e, storetest.Identity().Public(), wire.PushContext, &p)); err != nil {
		a.t.Fatal(err)
	}
	a.at, a.seen, a.count = append(a.at, time.Now()), append(a.seen, p.FirstSeq), append(a.count, len(p.Records))
	var ack wire.Ack
	if a.do == nil {
		ack = a.inner.take(p, e.Sum())
	} else if ack, err = a.do(p); err != nil {
		return nil, err
	}
	if ack.V == 0 {
		ack.V, ack.Kiosk, ack.Request, ack.Status, ack.Epoch, ack.CompleteSeq = wire.Version, p.Kiosk, e.Sum(), wire.StatusOK, p.Epoch, ack.WantSeq-1
	}
	answer, _, err := a.inner.codec.Seal(a.inner.key, wire.AckContext, ack)
	return answer, err
}

// PutPiece implements outbox.County.
func (a *answers) PutPiece(ctx context.Context, sum [32]byte, data []byte) error {
	return a.inner.PutPiece(ctx, sum, data)
}

// become changes the answers of a county that is being asked.
func (a *answers) become(do func(wire.Push) (wire.Ack, error)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.do = do
}

func (a *answers) asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.at)
}

func lineDown(wire.Push) (wire.Ack, error) { return wire.Ack{}, errLine }

func queue(t *testing.T, records int, a *answers) (*outbox.Queue, *storetest.Memory) {
	t.Helper()
	m := storetest.NewMemory(moment)
	commit(t, m, 1, records)
	a.t, a.inner = t, newCounty(t)
	q := newQueue(m, a, a.inner)
	q.Now = time.Now
	return q, m
}

func commit(t *testing.T, m *storetest.Memory, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		c, r := storetest.SampleCase(n, 60)
		if _, err := m.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
}

func waiting(t *testing.T, m *storetest.Memory) int {
	t.Helper()
	n, err := m.Count(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return n.Waiting
}

func TestDrainSendsBatchesUntilNothingWaits(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 2*wire.MaxRecords+1, a)
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := []int64{1, wire.MaxRecords + 1, 2*wire.MaxRecords + 1}; !slices.Equal(a.seen, want) || waiting(t, m) != 0 {
		t.Errorf("pushes from %v, want %v; %d wait", a.seen, want, waiting(t, m))
	}
}

func TestDrainAsksWhenNothingWaits(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 0, a)
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if at, _ := m.Contact(t.Context()); !slices.Equal(a.seen, []int64{1}) || at.IsZero() {
		t.Errorf("asked from %v, contact %v", a.seen, at)
	}
}

func TestDrainSendsAgainWhatARestoredCountyLost(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 2, a)
	drain(t, q)
	a.inner.backup()
	commit(t, m, 3, 5)
	drain(t, q)
	a.inner.restore()
	a.seen = nil
	drain(t, q)
	if !slices.Equal(a.seen, []int64{6, 3}) || waiting(t, m) != 0 {
		t.Errorf("pushes from %v, %d wait", a.seen, waiting(t, m))
	}
	a.inner.wantEach(5)
}

func drain(t *testing.T, q *outbox.Queue) {
	t.Helper()
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestDrainGivesUpOnACountyThatTakesNothing(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 10, a)
	drain(t, q)
	commit(t, m, 11, 11)
	a.seen, a.do = nil, func(p wire.Push) (wire.Ack, error) {
		return wire.Ack{WantSeq: p.FirstSeq, Head: a.inner.headAt(p.FirstSeq - 1)}, nil
	}
	err := q.Drain(t.Context())
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.sync.stuck" || len(a.seen) > 5 {
		t.Errorf("error = %v after %d pushes, want err.sync.stuck", err, len(a.seen))
	}
}

func TestARecordThatTheCountyCannotReadIsIsolatedAndSentRaw(t *testing.T) {
	for _, kind := range []village.Kind{village.Invalid, village.Internal} {
		a := &answers{}
		q, m := queue(t, 40, a)
		raws := 0
		a.do = func(p wire.Push) (wire.Ack, error) {
			for i := range p.Records {
				if p.FirstSeq+int64(i) == 17 && !p.Raw {
					return wire.Ack{}, &village.Error{Kind: kind, Key: "err.sync.refused"}
				}
			}
			if p.Raw {
				raws++
				if p.FirstSeq != 17 || len(p.Records) != 1 {
					t.Errorf("%d records from %d are sent raw", len(p.Records), p.FirstSeq)
				}
			}
			raw, _, err := a.inner.codec.Seal(storetest.Identity(), wire.PushContext, p)
			e, err2 := a.inner.codec.Envelope(raw)
			return a.inner.take(p, e.Sum()), errors.Join(err, err2)
		}
		drain(t, q)
		if raws != 1 || waiting(t, m) != 0 || len(a.inner.now.records) != 40 {
			t.Errorf("%d raw, %d wait, %d at the county", raws, waiting(t, m), len(a.inner.now.records))
		}
	}
}

// Record 3 is one that this county cannot use anyway.
func Test33ADamagedPhotographHoldsUpNothing(t *testing.T) {
	a := &answers{}
	q, m := queue(t, 0, a)
	for n := 1; n <= 3; n++ {
		c, r := storetest.SampleCase(n, 60)
		r.Parts = []village.Part{storetest.SamplePart(fmt.Sprint("photo", n), 50)}
		if _, err := m.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
	second := storetest.SamplePart("photo2", 50)
	q.Store = damaging{m, [32]byte(second.SHA256)}
	drain(t, q)
	n, err := m.Count(t.Context())
	if err != nil || n.NeedsAttention != 2 || n.Waiting != 0 || len(a.inner.now.pieces) != 2 || !a.inner.lost[[32]byte(second.SHA256)] || len(a.inner.now.records) != 3 {
		t.Errorf("%+v, %d pieces, %v", n, len(a.inner.now.pieces), err)
	}
}

// damaging is a disk on which a bit of one piece has flipped.
type damaging struct {
	outbox.Store
	sum [32]byte
}

func (d damaging) Piece(ctx context.Context, sum [32]byte) ([]byte, error) {
	data, err := d.Store.Piece(ctx, sum)
	if sum == d.sum {
		data = append([]byte{data[0] ^ 1}, data[1:]...)
	}
	return data, err
}

func Test35RunResumesByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &answers{do: lineDown}
		q, m := queue(t, 3, a)
		stop := run(t, q)
		time.Sleep(24 * time.Hour)
		down := a.asked()
		a.become(nil)
		time.Sleep(15*time.Minute + time.Second) // the longest wait
		if waiting(t, m) != 0 {
			t.Error("the queue did not drain after the line came back")
		}
		stop()
		// Full jitter waits 7.5 minutes on average once it has grown: about 192 tries a day.
		if down < 120 || down > 300 {
			t.Errorf("%d tries in a day without a line", down)
		}
		for i := 1; i < down; i++ {
			if wait := a.at[i].Sub(a.at[i-1]); wait > 15*time.Minute || i < 4 && wait > 2*time.Second<<(i-1) {
				t.Errorf("try %d came after %v", i+1, wait)
			}
		}
	})
}

// run starts q and returns a function that stops it and waits.
func run(t *testing.T, q *outbox.Queue) (stop func()) {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- q.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run returned %v", err)
		}
	}
}

func TestRunWakesWhenSomethingIsCommitted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake := make(chan struct{}, 1)
		a := &answers{}
		q, m := queue(t, 0, a)
		q.Wake = wake
		stop := run(t, q)
		time.Sleep(time.Second)
		commit(t, m, 1, 1)
		wake <- struct{}{}
		synctest.Wait()
		if waiting(t, m) != 0 {
			t.Error("not sent at once")
		}
		commit(t, m, 2, 2) // by another process: nobody wakes
		time.Sleep(6 * time.Second)
		if waiting(t, m) != 0 {
			t.Error("what another process committed is not found")
		}
		a.become(lineDown)
		commit(t, m, 3, 3)
		time.Sleep(time.Hour)
		a.become(nil)
		wake <- struct{}{} // the line is back
		synctest.Wait()
		if waiting(t, m) != 0 {
			t.Error("not sent when the line came back")
		}
		stop()
	})
}

type laterError time.Duration

func (l laterError) Error() string             { return fmt.Sprint("again in ", time.Duration(l)) }
func (l laterError) RetryAfter() time.Duration { return time.Duration(l) }

func TestRunObeysRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wake := make(chan struct{}, 1)
		a := &answers{do: func(wire.Push) (wire.Ack, error) {
			return wire.Ack{}, &village.Error{Kind: village.Offline, Err: laterError(10 * time.Minute)}
		}}
		q, _ := queue(t, 1, a)
		q.Wake = wake
		stop := run(t, q)
		time.Sleep(time.Minute)
		wake <- struct{}{} // may not beat what the county asked for
		time.Sleep(3 * time.Hour)
		stop()
		for i := 1; i < len(a.at); i++ {
			if wait := a.at[i].Sub(a.at[i-1]); wait < 10*time.Minute || wait > 15*time.Minute {
				t.Errorf("try %d came after %v, want 10 to 15 minutes", i+1, wait)
			}
		}
		if len(a.at) < 10 {
			t.Errorf("%d tries in three hours", len(a.at))
		}
	})
}

// TestDrainWaitsAsTheCountyAsksWithinBounds: a hostile pace cannot stop a kiosk, nor
// make it run.
func TestDrainWaitsAsTheCountyAsksWithinBounds(t *testing.T) {
	for pace, want := range map[int64]time.Duration{
		0: 0, 250: 250 * time.Millisecond, -1: 0, math.MinInt64: 0, math.MaxInt64: time.Minute, math.MaxInt64 / 1_000_000: time.Minute, 60_001: time.Minute,
	} {
		synctest.Test(t, func(t *testing.T) {
			a := &answers{}
			a.do = func(p wire.Push) (wire.Ack, error) {
				ack := a.inner.take(p, wire.Sum{})
				return wire.Ack{WantSeq: ack.WantSeq, Head: ack.Head, PaceMS: pace, MaxRecords: 1}, nil
			}
			q, m := queue(t, 102, a)
			if err := q.Drain(t.Context()); err != nil || waiting(t, m) != 0 || len(a.at) != 3 {
				t.Fatalf("pace %d: %v, %d pushes", pace, err, len(a.at))
			}
			for i := 1; i < len(a.at); i++ {
				if wait := a.at[i].Sub(a.at[i-1]); wait != want {
					t.Errorf("pace %d: push %d came after %v, want %v", pace, i+1, wait, want)
				}
			}
		})
	}
}

func TestRunAsksOnceAMinuteWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tried := 0
		a := &answers{}
		q, _ := queue(t, 0, a)
		q.Tried = func(err error) {
			if tried++; err != nil {
				t.Error(err)
			}
		}
		stop := run(t, q)
		time.Sleep(10*time.Minute + time.Second)
		stop()
		if len(a.at) != 11 || tried != 11 {
			t.Errorf("%d questions and %d reports in ten minutes, want 11", len(a.at), tried)
		}
	})
}

func TestFileLockLetsOneIn(t *testing.T) {
	path := filepath.Join(t.TempDir(), outbox.LockName)
	first := outbox.FileLock{Path: path, Wait: time.Second}
	release, err := first.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second := outbox.FileLock{Path: path, Wait: 10 * time.Millisecond}
	_, err = second.Acquire(t.Context())
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.sync.running" {
		t.Errorf("error = %v, want err.sync.running", err)
	}
	release()
	release, err = second.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	release()
}
