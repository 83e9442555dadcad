package api_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
)

// tampering is something that is done to a machine with six cases, all told.
type tampering struct {
	name  string
	do    func(*ledger, *storetest.Memory) *storetest.Memory
	want  []office.AuditAlarmKind
	paper office.PaperAnswer // of the last receipt given out before
}

func tamperings() []tampering {
	rewritten := func(hashed bool, change func([]village.AuditRow) []village.AuditRow) func(*ledger, *storetest.Memory) *storetest.Memory {
		return func(l *ledger, m *storetest.Memory) *storetest.Memory {
			if err := m.RewriteAudit(hashed, change); err != nil {
				l.t.Fatal(err)
			}
			return m
		}
	}
	third := func(rows []village.AuditRow) []village.AuditRow { rows[2].Subject = "of nobody"; return rows }
	cut := func(rows []village.AuditRow) []village.AuditRow { return rows[:4] }
	then := func(a, b func(*ledger, *storetest.Memory) *storetest.Memory) func(*ledger, *storetest.Memory) *storetest.Memory {
		return func(l *ledger, m *storetest.Memory) *storetest.Memory { return b(l, a(l, m)) }
	}
	more := func(n int) func(*ledger, *storetest.Memory) *storetest.Memory {
		return func(l *ledger, m *storetest.Memory) *storetest.Memory { l.work(m, n); return m }
	}
	return []tampering{
		{"nothing", more(1), nil, office.PaperMatch},
		{"a row that was told is changed", rewritten(false, third), nil, office.PaperMatch}, // the machine's own check sees it
		{"the tail is cut", rewritten(true, cut), []office.AuditAlarmKind{office.AuditBackwards}, office.PaperEarlier},
		{"the tail is cut and grows again", then(rewritten(true, cut), more(9)), []office.AuditAlarmKind{office.AuditFork}, office.PaperEarlier},
		{"it is rewritten from the middle", rewritten(true, third), []office.AuditAlarmKind{office.AuditFork}, office.PaperEarlier},
		{"it is rewritten and goes on", then(rewritten(true, third), more(2)), []office.AuditAlarmKind{office.AuditFork}, office.PaperEarlier},
		{"an older image is put back", func(l *ledger, m *storetest.Memory) *storetest.Memory {
			image := m.Clone()
			l.held = l.work(m, 2)[1]
			l.send(m)
			return image
		}, []office.AuditAlarmKind{office.AuditBackwards, office.AuditCount}, office.PaperEarlier},
		{"an older image is put back and goes on", func(l *ledger, m *storetest.Memory) *storetest.Memory {
			image := m.Clone()
			l.held = l.work(m, 2)[1]
			l.send(m)
			l.work(image, 5)
			return image
		}, []office.AuditAlarmKind{office.AuditFork}, office.PaperEarlier},
		{"two machines use one image", func(l *ledger, m *storetest.Memory) *storetest.Memory {
			other := m.Clone()
			l.held = l.work(m, 2)[1]
			l.work(other, 2)
			l.send(m)
			return other
		}, []office.AuditAlarmKind{office.AuditFork}, office.PaperEarlier},
	}
}

// seen is what the county makes of a tampering.
func (x tampering) seen(l *ledger) office.PaperAnswer {
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	l.held = l.work(m, 6)[5]
	l.send(m)
	m = x.do(l, m)
	for range 3 { // a new log is asked for and sent
		l.send(m)
	}
	return l.log().Paper(l.held.Seq, l.held.Head)
}

func TestTamperingIsSeenAtTheCounty(t *testing.T) {
	for _, x := range tamperings() {
		t.Run(x.name, func(t *testing.T) {
			l := newLedger(t)
			paper := x.seen(l)
			if got := l.kinds(); !slices.Equal(got, x.want) || paper != x.paper {
				t.Errorf("alarms %v, the last receipt %s; want %v and %s", got, paper, x.want, x.paper)
			}
			log := l.log()
			if faults := log.Check(); len(faults) > 0 || log.Want != log.Told+1 {
				t.Errorf("the county's copy: %+v, holds up to %d of %d", faults, log.Want-1, log.Told)
			}
			all := 0
			_ = l.county.EachRecord(t.Context(), func(office.Summary) error { all++; return nil })
			if all != l.made {
				t.Errorf("%d of %d records are at the county: an alarm refuses nothing", all, l.made)
			}
		})
	}
}

// numbersOnly is a protocol that would say how many rows there are and no more.
type numbersOnly struct{ outbox.AuditLog }

// AuditTail implements outbox.AuditLog.
func (n numbersOnly) AuditTail(ctx context.Context, from int64, _, _ int) (village.AuditTail, error) {
	tail, err := n.AuditLog.AuditTail(ctx, from, 0, 0)
	none := make([]byte, len(seal.Head{}))
	return village.AuditTail{First: tail.End.Seq + 1, Prev: none, End: village.AuditMark{Seq: tail.End.Seq, Head: none}}, err
}

// TestNumbersAloneMissARewriteAtTheCounty is the control: what only hashes can see
// is not seen without them.
func TestNumbersAloneMissARewriteAtTheCounty(t *testing.T) {
	seen := map[string]int{}
	for _, x := range tamperings() {
		l := newLedger(t)
		l.audit = func(a outbox.AuditLog) outbox.AuditLog { return numbersOnly{a} }
		x.seen(l)
		seen[x.name] = len(l.kinds())
	}
	for name, want := range map[string]int{"it is rewritten from the middle": 0, "two machines use one image": 0, "the tail is cut": 1} {
		if seen[name] != want {
			t.Errorf("%s: %d kinds of alarm, want %d", name, seen[name], want)
		}
	}
}

func TestRowsThatDoNotGiveTheirHeadAreSeen(t *testing.T) {
	l := newLedger(t)
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	l.work(m, 3)
	err := m.RewriteAudit(false, func(rows []village.AuditRow) []village.AuditRow { rows[2].Subject = "of nobody"; return rows })
	if err != nil {
		t.Fatal(err)
	}
	l.send(m)
	l.send(m)
	if got := l.log(); !slices.Equal(l.kinds(), []office.AuditAlarmKind{office.AuditBroken}) || len(got.Alarms) != 1 || got.Want != 1 {
		t.Errorf("%v, %d alarms, holds up to %d", l.kinds(), len(got.Alarms), got.Want-1)
	}
}

// TestClockSetBackHidesNoFork: a second machine with fewer rows, whose clock is set
// back so that it looks like an old message, is known by the rows themselves.
func TestClockSetBackHidesNoFork(t *testing.T) {
	l := newLedger(t)
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	l.work(m, 3)
	l.send(m)
	other := m.Clone()
	l.work(m, 4)
	l.send(m)
	l.work(other, 2)
	q := l.machine(other)
	q.Now = func() time.Time { return storetest.Moment.Add(-time.Hour) }
	if err := q.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := l.kinds(); !slices.Equal(got, []office.AuditAlarmKind{office.AuditFork}) {
		t.Errorf("alarms %v, want a fork", got)
	}
}

// TestClonesFillNoDisk: two machines with one key contradict each other for ever;
// the county stops keeping one log more each time until somebody has looked.
func TestClonesFillNoDisk(t *testing.T) {
	l := newLedger(t)
	m := storetest.NewMemory(func() time.Time { return storetest.Moment })
	l.work(m, 2)
	l.send(m)
	other := m.Clone()
	for range 20 {
		for _, one := range []*storetest.Memory{m, other} {
			l.work(one, 1)
			l.send(one)
		}
	}
	before := l.log()
	if before.Open() < 8 || before.Branch > 9 {
		t.Errorf("%d alarms and %d branches", before.Open(), before.Branch)
	}
	if _, err := l.county.SettleAudit(t.Context(), storetest.Identity().ID); err != nil {
		t.Fatal(err)
	}
	if err := l.county.UnlockKiosk(t.Context(), storetest.Identity().ID); err != nil {
		t.Fatal(err)
	}
	l.send(m)
	l.send(m)
	if after := l.log(); after.Branch < before.Branch || after.Want != after.Told+1 {
		t.Errorf("settled: branch %d after %d, holds up to %d of %d", after.Branch, before.Branch, after.Want-1, after.Told)
	}
}
