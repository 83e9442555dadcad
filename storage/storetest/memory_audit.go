package storetest

import (
	"context"
	"slices"
	"strconv"

	"bianmin/app/seal"
	"bianmin/app/village"
)

// auditLog is a machine's log of its acts.
type auditLog struct {
	rows  [][]byte
	heads []seal.Head
	want  int64
}

func (l auditLog) clone() auditLog {
	return auditLog{slices.Clip(l.rows), slices.Clip(l.heads), l.want}
}

// headAt is the head after row seq.
func (l auditLog) headAt(seq int64) seal.Head {
	if seq == 0 {
		return seal.Head{}
	}
	return l.heads[seq-1]
}

// note adds a row. The caller holds the lock.
func (m *Memory) note(kind village.AuditKind, subject string, detail village.AuditDetail) (village.AuditMark, error) {
	l := &m.audit
	row := village.AuditRow{
		Seq: int64(len(l.rows)) + 1, Stamp: village.Stamp{Wall: m.now(), Trust: village.TimeUnknown},
		Act: village.Act{Kind: kind, Subject: subject, Detail: detail},
	}
	raw, err := seal.AuditBytes(row)
	if err != nil {
		return village.AuditMark{}, err
	}
	head := l.headAt(row.Seq - 1).Audit(raw)
	l.rows, l.heads = append(l.rows, raw), append(l.heads, head)
	return village.AuditMark{Seq: row.Seq, Head: head[:]}, nil
}

// Note adds a row that tells of something outside of the store.
func (m *Memory) Note(_ context.Context, act village.Act) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	_, err := m.note(act.Kind, act.Subject, act.Detail)
	return err
}

// NotePrint notes that a receipt is handed to a printer.
func (m *Memory) NotePrint(_ context.Context, id village.RecordID) (before int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return 0, m.Err
	}
	found := false
	for _, c := range m.cases {
		found = found || c.ID == id
	}
	if !found {
		return 0, notFound("case")
	}
	before, detail := m.prints[id], village.AuditFirst
	if before > 0 {
		detail = village.AuditAgain
	}
	m.prints[id]++
	_, err = m.note(village.AuditPrint, string(id), detail)
	return before, err
}

// AuditTail implements outbox.AuditLog.
func (m *Memory) AuditTail(_ context.Context, from int64, maxRows, maxBytes int) (village.AuditTail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	l := m.audit
	if from == 0 {
		from = l.want
	}
	first := min(from, int64(len(l.rows))+1)
	prev, end := l.headAt(first-1), l.headAt(int64(len(l.rows)))
	tail := village.AuditTail{First: first, Prev: prev[:], End: village.AuditMark{Seq: int64(len(l.rows)), Head: end[:]}}
	for _, raw := range l.rows[first-1:] {
		if maxBytes -= len(raw); len(tail.Rows) == maxRows || maxBytes < 0 {
			break
		}
		tail.Rows = append(tail.Rows, raw)
	}
	return tail, m.Err
}

// AuditRows calls each for every row of the log.
func (m *Memory) AuditRows(_ context.Context, each func(village.AuditRow) error) error {
	m.mu.Lock()
	rows, err := m.audit.clone().rows, m.Err
	m.mu.Unlock()
	for _, raw := range rows {
		row, err2 := seal.ParseAudit(raw)
		if err == nil {
			err = err2
		}
		if err == nil {
			err = each(row)
		}
	}
	return err
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// RewriteAudit does what somebody who has the disk could do to the log: its rows
// become what change makes of them. hashed: numbered and hashed as they should be;
// otherwise the old heads stay.
func (m *Memory) RewriteAudit(hashed bool, change func([]village.AuditRow) []village.AuditRow) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var rows []village.AuditRow
	for _, raw := range m.audit.rows {
		row, err := seal.ParseAudit(raw)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	old := m.audit
	m.audit = auditLog{want: old.want}
	for i, row := range change(rows) {
		if hashed {
			row.Seq = int64(i + 1)
		}
		raw, err := seal.AuditBytes(row)
		if err != nil {
			return err
		}
		head := m.audit.headAt(int64(i)).Audit(raw)
		if !hashed {
			head = old.heads[i]
		}
		m.audit.rows, m.audit.heads = append(m.audit.rows, raw), append(m.audit.heads, head)
	}
	return nil
}
