package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"slices"
	"time"

	"bianmin/app/village"
)

func fits(r village.Record) bool {
	sum := sha256.Sum256(r.Body)
	for _, p := range r.Parts {
		if part := sha256.Sum256(p.Data); !bytes.Equal(part[:], p.SHA256) {
			return false
		}
	}
	return bytes.Equal(sum[:], r.Digest)
}

// Pending implements outbox.Store.
func (m *Memory) Pending(_ context.Context, maxRecords, maxBytes int) ([]village.Record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []village.Record
	for _, r := range m.records {
		if r.State != village.RecordLocal && r.State != village.RecordSent {
			continue
		}
		size := len(r.Body)
		for _, p := range r.Parts {
			size += len(p.Data)
		}
		if len(list) == maxRecords || len(list) > 0 && (size > maxBytes || list[len(list)-1].Seq+1 != r.Seq) {
			break
		}
		list, maxBytes = append(list, r), maxBytes-size
	}
	return list, m.Err
}

// NextSeq implements outbox.Store.
func (m *Memory) NextSeq(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.records)) + 1, m.Err
}

// MarkSent implements outbox.Store.
func (m *Memory) MarkSent(_ context.Context, through int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	for i := range m.records {
		if r := &m.records[i]; r.Seq <= through && r.State == village.RecordLocal {
			r.State = village.RecordSent
		}
	}
	m.sent = max(m.sent, through)
	return nil
}

// MarkUnanswered implements outbox.Store.
func (m *Memory) MarkUnanswered(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	for i := range m.records {
		if r := &m.records[i]; r.State == village.RecordSent {
			r.State = village.RecordLocal
		}
	}
	return nil
}

// Acknowledge implements outbox.Store.
func (m *Memory) Acknowledge(_ context.Context, a village.Ack) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	if a.WantSeq < 1 || a.WantSeq > m.sent+1 {
		return &village.Error{Kind: village.Conflict, Key: "err.sync.ahead"}
	}
	for i := range m.records {
		r := &m.records[i]
		switch waits := r.State == village.RecordLocal || r.State == village.RecordSent; {
		case r.Seq < a.WantSeq && waits:
			r.State = village.RecordStored
		case r.Seq >= a.WantSeq && r.State != village.RecordPruned:
			r.State, r.Problem = village.RecordLocal, ""
		}
	}
	for _, reject := range a.Rejects {
		if r := m.find(reject.ID); r != nil && r.Seq == reject.Seq && r.Seq < a.WantSeq {
			r.State, r.Problem = village.RecordNeedsAttention, reject.Key
		}
	}
	m.contact = a.At.Truncate(time.Millisecond).In(village.Zone)
	return nil
}

// Records lists the queue without bodies and parts.
func (m *Memory) Records(_ context.Context, each func(village.Record) error) error {
	m.mu.Lock()
	list, err := slices.Clone(m.records), m.Err
	m.mu.Unlock()
	for _, r := range list {
		if err != nil {
			break
		}
		r.Body, r.Parts = nil, nil
		err = each(r)
	}
	return err
}

// Count is the queue in figures.
func (m *Memory) Count(context.Context) (village.OutboxCount, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var c village.OutboxCount
	for _, r := range m.records {
		switch r.State {
		case village.RecordLocal:
			c.Waiting++
		case village.RecordSent:
			c.Waiting, c.Sent = c.Waiting+1, c.Sent+1
		case village.RecordStored:
			c.Stored++
		case village.RecordDurable, village.RecordPruned:
			c.Durable++
		case village.RecordNeedsAttention:
			c.NeedsAttention++
		}
	}
	if at := m.contact; !at.IsZero() {
		c.LastContact = &at
	}
	return c, m.Err
}

// Contact is when the county last answered; the zero time when it never did.
func (m *Memory) Contact(context.Context) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.contact, m.Err
}
