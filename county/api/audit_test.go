package api_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/api"
	"bianmin/county/office"
	"bianmin/storage/storetest"
	"bianmin/sync/outbox"
	"bianmin/sync/wire"
)

var auditHistories = flag.Int("audits", 300, "how many random histories of an honest machine's log are tried")

// ledger is a county that takes pushes of one machine, over a line that may lose
// and delay.
type ledger struct {
	t      *testing.T
	clock  time.Time
	county *storetest.County
	keeper *api.Server
	made   int
	held   village.AuditMark // the last receipt that the first machine gave out
	audit  func(outbox.AuditLog) outbox.AuditLog

	rng  *rand.Rand // nil: a good line
	late [][]byte
}

func newLedger(t *testing.T) *ledger {
	l := &ledger{t: t, clock: storetest.Moment, audit: func(a outbox.AuditLog) outbox.AuditLog { return a }}
	now := func() time.Time { return l.clock }
	l.county = storetest.NewCounty(now)
	l.county.Know(storetest.Identity().Public())
	present := ledgerStore{l: l}
	l.keeper = benchServer(&office.Office{Store: present, Blobs: l.county, Now: now}, present)
	l.keeper.Now = now
	return l
}

// ledgerStore is the county as it stands: a restore replaces it.
type ledgerStore struct {
	l *ledger
	office.Store
	api.Keys
}

// Chain implements office.Store.
func (s ledgerStore) Chain(ctx context.Context, kiosk seal.KioskID, lifetime int64, do func(office.ChainTx) error) error {
	return s.l.county.Chain(ctx, kiosk, lifetime, do)
}

// KioskKey implements api.Keys.
func (s ledgerStore) KioskKey(context.Context, seal.KioskID) (ed25519.PublicKey, error) {
	return storetest.Identity().Public(), nil
}

func (l *ledger) machine(store *storetest.Memory) *outbox.Queue {
	return &outbox.Queue{
		Store: store, County: l, Identity: storetest.Identity(), Trusted: trusted(l.keeper.Signer), Codec: l.keeper.Codec,
		Lock: free{}, Audit: l.audit(store), Now: func() time.Time { l.clock = l.clock.Add(time.Second); return l.clock },
	}
}

// Push implements outbox.County, as a bundle of one message would be taken.
func (l *ledger) Push(ctx context.Context, raw []byte) ([]byte, error) {
	way := 9
	if l.rng != nil {
		way = l.rng.IntN(10)
	}
	switch way {
	case 0:
		return nil, errLine
	case 1:
		l.late = append(l.late, raw)
		return nil, errLine
	case 2:
		_, _ = l.take(ctx, raw)
		return nil, errLine
	}
	return l.take(ctx, raw)
}

func (l *ledger) take(ctx context.Context, raw []byte) (answer []byte, err error) {
	var bundle, answers bytes.Buffer
	w, err := wire.NewBundle(&bundle)
	if err = errors.Join(err, w.Add(wire.Frame{Kind: wire.FramePush, Bytes: raw}), w.Close()); err != nil {
		return nil, err
	}
	if _, err := l.keeper.Import(ctx, &bundle, &answers); err != nil {
		return nil, err
	}
	err = wire.ReadBundle(&answers, func(f wire.Frame) error { answer = f.Bytes; return nil })
	return answer, err
}

// PutPiece implements outbox.County.
func (l *ledger) PutPiece(context.Context, [32]byte, []byte) error { return nil }

// work takes n cases in and returns their receipts' marks.
func (l *ledger) work(store *storetest.Memory, n int) (marks []village.AuditMark) {
	l.t.Helper()
	for range n {
		l.made++
		c, r := storetest.SampleCase(l.made, 60)
		saved, err := store.SaveCase(l.t.Context(), c, r, storetest.PlainQR)
		if err != nil {
			l.t.Fatal(err)
		}
		marks = append(marks, village.AuditMark{Seq: saved.Audit.Seq, Head: saved.Audit.Head[:8]})
	}
	return marks
}

func (l *ledger) send(store *storetest.Memory) {
	l.t.Helper()
	if err := l.machine(store).Drain(l.t.Context()); err != nil && village.KindOf(err) != village.Conflict {
		l.t.Fatal(err)
	}
}

func (l *ledger) log() office.AuditLog {
	l.t.Helper()
	log, err := l.county.AuditOf(l.t.Context(), storetest.Identity().ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return log
}

// kinds are the alarms without doubles.
func (l *ledger) kinds() (kinds []office.AuditAlarmKind) {
	for _, a := range l.log().Alarms {
		kinds = append(kinds, a.Kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

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
				if _, err := l.machine(m).Export(t.Context(), &stick); err != nil {
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
	t.Logf("%d histories, seeds 1 to %d: no alarm, every row is held", *auditHistories, *auditHistories)
}
