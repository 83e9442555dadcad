package storetest

import (
	"context"
	"time"

	"bianmin/app/village"
)

// SaveFollowUp implements desk.Store.
func (m *Memory) SaveFollowUp(_ context.Context, f village.FollowUp, r village.Record, sign village.SignReceipt) (village.FollowUp, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return village.FollowUp{}, m.Err
	}
	if len(m.followUpsOf(f.Of)) >= f.Nth {
		return village.FollowUp{}, conflict("code")
	}
	if f.Number != "" && !m.free(f.Number) {
		return village.FollowUp{}, conflict("number")
	}
	seq, err := m.enqueue(f.ID, r)
	if err != nil {
		return village.FollowUp{}, err
	}
	f.Seq = seq
	before := len(m.audit.rows)
	if f.Helper != "" {
		_, err = m.note(village.AuditHelped, village.HelperSubject(f.Code, f.Helper), "")
	}
	var mark village.AuditMark
	if err == nil {
		mark, err = m.note(village.AuditAccepted, string(f.ID), "")
	}
	if err == nil {
		f.QR, err = sign(f.Receipt(mark))
	}
	if err != nil { // as a transaction that is rolled back
		m.records, m.audit.rows, m.audit.heads = m.records[:seq-1], m.audit.rows[:before], m.audit.heads[:before]
		return village.FollowUp{}, err
	}
	if f.Number != "" {
		m.mail.issued[f.Number] = true
	}
	m.giveBack(f.Left)
	kept := f
	kept.Helper = ""
	kept.FiledAt = f.FiledAt.Truncate(time.Millisecond).In(village.Zone)
	m.followUps = append(m.followUps, kept)
	return f, nil
}

// followUpsOf are those of a case. The caller holds the lock.
func (m *Memory) followUpsOf(id village.RecordID) (list []village.FollowUpAt) {
	for _, f := range m.followUps {
		if f.Of != id {
			continue
		}
		r := m.find(f.ID)
		var letters []village.Letter
		for _, l := range m.mail.letters {
			if o, err := l.Outcome(); l.Kind == village.LetterFollow && err == nil && o.Record == f.ID {
				letters = append(letters, l)
			}
		}
		list = append(list, village.FollowUpAt{FollowUp: f, Record: r.State, Problem: r.Problem, Outcome: village.ReadOutcome(letters)})
	}
	return list
}
