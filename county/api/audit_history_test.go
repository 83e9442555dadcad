package api_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var auditHistories = flag.Int("audits", 150, "how many random histories of an honest machine's log are tried")

// TestHonestMachineRaisesNoAlarm tries random histories of one machine whose clock
// goes on: a line that loses, doubles and delays, sticks, a county that is put back
// to an older backup. At the end the county holds every row.
func TestHonestMachineRaisesNoAlarm(t *testing.T) {
	for n := range *auditHistories {
		seed := uint64(n) + 1
		l := newLedger(t)
		l.rng = rand.New(rand.NewPCG(seed, 3))
		m := storetest.NewMemory(func() time.Time { return storetest.Moment })
		backup := l.county.Clone()
		var sticks [][]byte
		for range 30 {
			switch l.rng.IntN(8) {
			case 0:
				backup = l.county.Clone()
			case 1:
				l.county = backup.Reborn([]byte(fmt.Sprintf("life number %04d", l.rng.IntN(9999))))
			case 2:
				if k := len(l.late); k > 0 {
					_, _ = l.take(t.Context(), l.late[l.rng.IntN(k)])
				}
			case 3:
				var stick bytes.Buffer
				if _, err := l.machine(m).Export(t.Context(), &stick, nil); err != nil {
					t.Fatal(err)
				}
				sticks = append(sticks, stick.Bytes())
			case 4:
				if k := len(sticks); k > 0 {
					_, _ = l.keeper.Import(t.Context(), bytes.NewReader(sticks[l.rng.IntN(k)]), &bytes.Buffer{})
				}
			case 5:
				l.work(m, 1+l.rng.IntN(4))
			default:
				_ = l.machine(m).Drain(t.Context())
			}
		}
		l.rng = nil
		l.send(m)
		l.send(m)
		log := l.log()
		tail, err := m.AuditTail(t.Context(), 0, 0, 0)
		if err != nil || len(log.Alarms) > 0 || log.Want != tail.End.Seq+1 || len(log.Check()) > 0 {
			t.Fatalf("seed %d: alarms %+v, holds up to %d of %d, %+v %v", seed, log.Alarms, log.Want-1, tail.End.Seq, log.Check(), err)
		}
	}
	t.Logf("trials: %d histories of a log, seeds 1 to %d: no alarm, every row is held", *auditHistories, *auditHistories)
}

// TestLongLogGoesBehindTheRecords: a machine that was long without a line hands its
// records over first; its log follows in pieces, and all of it arrives.
func TestLongLogGoesBehindTheRecords(t *testing.T) {
	l := newLedger(t)
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	for range 3 * wire.MaxAuditRows {
		if err := m.Note(t.Context(), village.Act{Kind: village.AuditStarted}); err != nil {
			t.Fatal(err)
		}
	}
	l.work(m, 5)
	q := l.machine(m)
	way := &counting{County: q.County, codec: l.keeper.Codec}
	q.County = way
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	log := l.log()
	if log.Want != log.Told+1 || log.Told < 3*wire.MaxAuditRows || len(log.Alarms) > 0 {
		t.Errorf("the county holds up to row %d of %d, %v", log.Want-1, log.Told, log.Alarms)
	}
	if want := []int{5, 0, 0, 0}; !slices.Equal(way.records, want) {
		t.Errorf("records of each push: %v, want %v", way.records, want)
	}
}

// counting is a line that notes how many records each push had.
type counting struct {
	outbox.County
	codec   *wire.Codec
	records []int
}

// Push implements outbox.County.
func (c *counting) Push(ctx context.Context, raw []byte) ([]byte, error) {
	e, err := c.codec.Envelope(raw)
	var p wire.Push
	if err == nil {
		err = c.codec.Open(e, storetest.Identity().Public(), wire.PushContext, &p)
	}
	if err != nil {
		return nil, err
	}
	c.records = append(c.records, len(p.Records))
	return c.County.Push(ctx, raw)
}

// TestLogGoesByStickToo: a machine that never has a line tells of its log in its
// bundles.
func TestLogGoesByStickToo(t *testing.T) {
	l := newLedger(t)
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	for range 2 * wire.MaxAuditRows {
		if err := m.Note(t.Context(), village.Act{Kind: village.AuditStarted}); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		l.work(m, 3)
		var stick, answers bytes.Buffer
		q := l.machine(m)
		out, err := q.Export(t.Context(), &stick, nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.keeper.Import(t.Context(), &stick, &answers); err != nil {
			t.Fatal(err)
		}
		answer, err := answerIn(&answers)
		if err == nil {
			err = q.TakeAnswer(t.Context(), answer, []wire.Sum{out.Last})
		}
		if err != nil {
			t.Fatal(err)
		}
		if log := l.log(); log.Want != log.Told+1 || log.Told < 2*wire.MaxAuditRows+3 || len(log.Alarms) > 0 {
			t.Errorf("the county holds up to row %d of %d, %v", log.Want-1, log.Told, log.Alarms)
		}
	}
	tail, err := m.AuditTail(t.Context(), 0, 1, 1<<20)
	if err != nil || len(tail.Rows) != 0 {
		t.Errorf("after the answer %d rows wait, %v", len(tail.Rows), err)
	}
}
