package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"bianmin/app/seal"
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

// last is the highest number of the epoch. The caller holds the lock, as for all
// that follows in small letters.
func (m *Memory) last() (seq int64) {
	for _, r := range m.records {
		if r.Epoch == m.chain.epoch {
			seq = max(seq, r.Seq)
		}
	}
	return seq
}

func (m *Memory) at(seq int64) *village.Record {
	i := slices.IndexFunc(m.records, func(r village.Record) bool { return r.Epoch == m.chain.epoch && r.Seq == seq })
	if i < 0 {
		return nil
	}
	return &m.records[i]
}

func (m *Memory) headAt(seq int64) seal.Head {
	if seq == 0 {
		return m.chain.base
	}
	return seal.Head(m.at(seq).Hash)
}

// OutboxState implements outbox.Store.
func (m *Memory) OutboxState(context.Context) (village.OutboxState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := m.chain
	s := village.OutboxState{
		Epoch: c.epoch, Want: c.want, Next: m.last() + 1, Lifetime: int64(len(m.records)), Incarnation: c.incarnation, RejectsSeen: c.rejectsSeen,
		ToldAt: m.countyTime,
	}
	head := m.headAt(s.Next - 1)
	s.Head = head[:]
	s.Open = s.Next
	for _, r := range m.records {
		if r.Epoch != c.epoch {
			continue
		}
		if erased(r) {
			s.Pruned = max(s.Pruned, r.Seq)
		}
		if r.State == village.RecordLocal || r.State == village.RecordSent || r.State == village.RecordPartial {
			s.Open = min(s.Open, r.Seq)
		}
	}
	return s, m.Err
}

// Batch implements outbox.Store.
func (m *Memory) Batch(_ context.Context, from int64, maxRecords, maxBytes int) (prev []byte, list []village.Record, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	head := m.headAt(from - 1)
	for seq := from; len(list) < maxRecords; seq++ {
		r := m.at(seq)
		if r == nil || erased(*r) || len(list) > 0 && len(r.Body) > maxBytes {
			break
		}
		out := *r
		out.Parts = slices.Clone(r.Parts)
		for i := range out.Parts {
			out.Parts[i].Data = nil
		}
		list, maxBytes = append(list, out), maxBytes-len(r.Body)
	}
	return head[:], list, m.Err
}

// HeadAt implements outbox.Store.
func (m *Memory) HeadAt(_ context.Context, seq int64) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if seq != 0 && m.at(seq) == nil {
		return nil, notFound("number")
	}
	head := m.headAt(seq)
	return head[:], m.Err
}

// Piece implements outbox.Store.
func (m *Memory) Piece(_ context.Context, sum [32]byte) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records {
		for _, p := range r.Parts {
			if [32]byte(p.SHA256) == sum && !erased(r) {
				return p.Data, m.Err
			}
		}
	}
	return nil, notFound("piece")
}

// RefusePiece implements outbox.Store.
func (m *Memory) RefusePiece(_ context.Context, sum [32]byte, problem string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, r := range m.records {
		if !erased(r) && slices.ContainsFunc(r.Parts, func(p village.Part) bool { return [32]byte(p.SHA256) == sum }) {
			m.records[i].State, m.records[i].Problem = village.RecordNeedsAttention, problem
		}
	}
	return m.Err
}

// MarkSent implements outbox.Store.
func (m *Memory) MarkSent(_ context.Context, through int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return m.Err
	}
	for i := range m.records {
		if r := &m.records[i]; r.Epoch == m.chain.epoch && r.Seq <= through && r.State == village.RecordLocal {
			r.State = village.RecordSent
		}
	}
	m.chain.sent = max(m.chain.sent, through)
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
	c := &m.chain
	if a.Epoch != c.epoch || a.WantSeq < 1 || a.WantSeq > c.sent+1 || a.CompleteSeq >= a.WantSeq || a.DurableSeq > a.CompleteSeq {
		return &village.Error{Kind: village.Conflict, Key: "err.sync.ahead"}
	}
	for i := range m.records {
		if r := &m.records[i]; r.Epoch == c.epoch && !erased(*r) {
			r.State, r.Problem = reached(*r, a), problemAfter(*r, a)
			m.back(*r, a)
		}
	}
	if !bytes.Equal(c.incarnation, a.Incarnation) {
		c.rejectsSeen = 0
	}
	c.want, c.incarnation = a.WantSeq, a.Incarnation
	for _, reject := range a.Rejects {
		r := m.find(reject.ID)
		if r != nil && r.Epoch == c.epoch && r.Seq >= a.WantSeq && !erased(*r) {
			break
		}
		m.aside(r, a.WantSeq, reject.Key)
		c.rejectsSeen = max(c.rejectsSeen, reject.Number)
	}
	m.countyTime = a.CountyTime
	if a.AuditWant > 0 {
		m.audit.want = a.AuditWant
	}
	m.contact = a.At.Truncate(time.Millisecond).In(village.Zone)
	return nil
}

// back notes since when a backup holds r.
func (m *Memory) back(r village.Record, a village.Ack) {
	_, known := m.backed[r.ID]
	switch {
	case r.Seq > a.DurableSeq:
		delete(m.backed, r.ID)
	case !known:
		m.backed[r.ID] = a.CountyTime
	}
}

// Purge deletes papers that a backup has held for as long as they may stay.
func (m *Memory) Purge(_ context.Context, now time.Time) (n int64, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.countyTime.After(now) {
		now = m.countyTime
	}
	for i := range m.records {
		r := &m.records[i]
		since, backed := m.backed[r.ID]
		if m.Err == nil && backed && !erased(*r) && !since.AddDate(0, 0, r.KeepDays).After(now) {
			r.Body, r.Parts = nil, nil
			n++
		}
	}
	if n > 0 {
		_, err = m.note(village.AuditPurged, number(n), "")
	}
	return n, errors.Join(err, m.Err)
}

// Gone reports whether the papers of a record were deleted.
func (m *Memory) Gone(id village.RecordID) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	r := m.find(id)
	return r != nil && erased(*r)
}

// erased tells that r's papers were deleted: no record is without a body before.
func erased(r village.Record) bool { return len(r.Body) == 0 }

// aside takes a reject of r, or its withdrawal.
func (m *Memory) aside(r *village.Record, want int64, key string) {
	aside := village.RecordNeedsAttention
	switch {
	case r == nil || r.Epoch != m.chain.epoch || r.Seq >= want || r.State == village.RecordLocal:
	case key == "" && r.State == aside:
		r.State, r.Problem = village.RecordStored, ""
	case key != "" && r.State != aside:
		r.State, r.Problem = aside, key
	}
}

// reached is the state of a record after an answer, before its rejects.
func reached(r village.Record, a village.Ack) village.RecordState {
	switch {
	case r.Seq >= a.WantSeq:
		return village.RecordLocal
	case r.State == village.RecordNeedsAttention:
		return r.State
	case r.Seq > a.CompleteSeq && len(r.Parts) > 0:
		return village.RecordPartial
	case r.Seq <= a.DurableSeq:
		return village.RecordDurable
	}
	return village.RecordStored
}

func problemAfter(r village.Record, a village.Ack) string {
	if r.Seq >= a.WantSeq {
		return ""
	}
	return r.Problem
}

// NewEpoch implements outbox.Store.
func (m *Memory) NewEpoch(_ context.Context, epoch int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	c := &m.chain
	if m.Err != nil {
		return m.Err
	}
	if epoch <= c.epoch {
		return conflict("")
	}
	base := seal.BaseHead(c.name, epoch, m.headAt(m.last()))
	c.epoch, c.base, c.want, c.sent, c.rejectsSeen = epoch, base, 1, 0, 0
	seq := int64(0)
	head := base
	for i := range m.records {
		r := &m.records[i]
		if erased(*r) {
			continue
		}
		seq++
		r.Epoch, r.Seq, r.State, r.Problem = epoch, seq, village.RecordLocal, ""
		delete(m.backed, r.ID)
		one := []village.Record{*r}
		var err error
		if head, err = seal.Chain(c.name, head, one); err != nil {
			return err
		}
		r.Hash = one[0].Hash
	}
	_, err := m.note(village.AuditEpoch, number(epoch), "")
	return err
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
		if erased(r) && r.State == village.RecordDurable {
			r.State = village.RecordPruned
		}
		r.Body, r.Parts, r.Hash = nil, nil, nil
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
		case village.RecordPartial:
			c.Waiting, c.Partial = c.Waiting+1, c.Partial+1
		case village.RecordStored:
			c.Stored++
		case village.RecordDurable:
			c.Durable++
		case village.RecordNeedsAttention:
			c.NeedsAttention++
		}
	}
	c.Lifetime = int64(len(m.records))
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
