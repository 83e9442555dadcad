package storetest

import (
	"reflect"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/office"
)

// report is what a machine says of its log: mostly what comes next, at times less,
// late, again, or of another past.
func (w *twins) report(k *sender) office.AuditReport {
	for range w.rng.IntN(3) {
		k.act(w.rng.Int64N(3))
	}
	if w.rng.IntN(12) == 0 && len(k.audit.rows) > 2 { // the tail is cut
		n := 1 + w.rng.IntN(len(k.audit.rows)-1)
		k.audit.rows, k.audit.heads = k.audit.rows[:n:n], k.audit.heads[:n:n]
	}
	end := int64(len(k.audit.rows))
	first := 1 + w.rng.Int64N(end+1)
	k.sent += w.rng.Int64N(3)
	r := office.AuditReport{
		Seq: end, Head: k.audit.headAt(end), First: first, Prev: k.audit.headAt(first - 1),
		Rows: k.audit.rows[first-1:], SentMS: Moment.UnixMilli() - 1000 + k.sent, Next: int64(len(k.records)) + 1,
	}
	switch w.rng.IntN(16) {
	case 0:
		r.Prev[0] ^= 1
	case 1:
		r.Rows = nil
	case 2:
		r.SentMS -= 500
	case 3:
		r.Seq, r.Rows = w.rng.Int64N(end+1), nil
		r.Head = k.audit.headAt(r.Seq)
	case 4:
		r.Base = first - 1
	}
	return r
}

// act adds a row to the machine's log.
func (k *sender) act(kind int64) {
	raw, err := seal.AuditBytes(village.AuditRow{
		Seq: int64(len(k.audit.rows)) + 1, Stamp: village.Stamp{Wall: Moment}, Act: village.Act{Kind: village.AuditStarted, Subject: number(kind)},
	})
	if err != nil {
		panic(err)
	}
	head := k.audit.headAt(int64(len(k.audit.rows))).Audit(raw)
	k.audit.rows, k.audit.heads = append(k.audit.rows, raw), append(k.audit.heads, head)
}

func (w *twins) compareAudit() {
	w.t.Helper()
	for _, k := range w.kiosks {
		left, err1 := w.real.AuditOf(w.t.Context(), k.id)
		right, err2 := w.fake.AuditOf(w.t.Context(), k.id)
		must(w.t, err1)
		must(w.t, err2)
		if left, right := timeless(left), timeless(right); !reflect.DeepEqual(left, right) {
			w.t.Fatalf("logs of %s differ\n%+v\n%+v", k.id, left, right)
		}
		if faults := left.Check(); len(faults) > 0 {
			w.t.Fatalf("the county's copy does not fit in itself: %+v", faults)
		}
	}
}

// timeless is l without the times at which things were told, alarms as a set.
func timeless(l office.AuditLog) (out struct {
	office.AuditLog
	Set map[office.AuditAlarm]bool
}) {
	out.AuditLog, out.Set = l, map[office.AuditAlarm]bool{}
	for _, a := range l.Alarms {
		settled := !a.Settled.IsZero()
		a.ToldAt, a.Settled = time.Time{}, time.Time{}
		out.Set[a] = settled
	}
	out.Alarms, out.Heads, out.Pages = nil, append([]office.AuditHead{}, l.Heads...), append([]office.AuditPage{}, l.Pages...)
	for i := range out.Heads {
		out.Heads[i].ToldAt = time.Time{}
	}
	return out
}
