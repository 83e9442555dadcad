// Package storetest holds the contract of the kiosk's store and the fake that
// passes it, so that tests above need no disk.
package storetest

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"bianmin/app/desk"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// Memory is a kiosk's store in memory, for tests. It passes [Kiosk], as the
// real one does.
type Memory struct {
	mu         sync.Mutex
	now        func() time.Time
	records    []village.Record // in the order in which they were accepted
	chain      chain
	cases      map[village.ShortCode]village.Case
	ratings    []village.Rating
	followUps  []village.FollowUp
	contact    time.Time
	backed     map[village.RecordID]time.Time // since when a backup holds it
	countyTime time.Time
	audit      auditLog
	prints     map[village.RecordID]int
	jobs       []village.PrintJob
	mail       kioskMail
	inspected  []desk.Inspected

	Err      error // when set, every method fails with it
	AnyEpoch bool  // a fault: leases of numbers outlive their epoch
}

// chain is where the queue stands.
type chain struct {
	name        seal.KioskID
	epoch, want int64
	sent        int64
	base        seal.Head
	incarnation []byte
	rejectsSeen int64
}

// NewMemory is an empty store of the machine [Identity].
func NewMemory(now func() time.Time) *Memory { return NewMemoryOf(Identity().ID, now) }

// NewMemoryOf is an empty store of another machine.
func NewMemoryOf(name seal.KioskID, now func() time.Time) *Memory {
	m := &Memory{
		audit: auditLog{want: 1}, prints: map[village.RecordID]int{}, mail: newKioskMail(),
		now: now, cases: map[village.ShortCode]village.Case{}, backed: map[village.RecordID]time.Time{},
		chain: chain{name: name, epoch: 1, want: 1, base: seal.BaseHead(name, 1, seal.Head{})},
	}
	if _, err := m.note(village.AuditNamed, string(name), ""); err != nil {
		panic(err)
	}
	return m
}

// Clone is an image of the store as it is now.
func (m *Memory) Clone() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Memory{
		now: m.now, records: slices.Clone(m.records), chain: m.chain, cases: maps.Clone(m.cases), ratings: slices.Clone(m.ratings), followUps: slices.Clone(m.followUps), contact: m.contact,
		backed: maps.Clone(m.backed), countyTime: m.countyTime, audit: m.audit.clone(), prints: maps.Clone(m.prints), mail: m.mail.clone(),
		inspected: slices.Clip(m.inspected),
	}
}

func conflict(field string) error {
	return &village.Error{Kind: village.Conflict, Field: field, Err: errors.New("is there already")}
}

func notFound(what string) error {
	return &village.Error{Kind: village.NotFound, Err: errors.New("no such " + what)}
}

// enqueue gives r its place. The caller holds the lock.
func (m *Memory) enqueue(id village.RecordID, r village.Record) (int64, error) {
	if r.ID != id || len(r.Body) == 0 || !fits(r) {
		return 0, &village.Error{Kind: village.Internal, Err: errors.New("record is not what it says")}
	}
	if err := r.CheckSize(); err != nil {
		return 0, err
	}
	if m.find(id) != nil {
		return 0, conflict("")
	}
	r.Epoch, r.Seq, r.State, r.Problem = m.chain.epoch, m.last()+1, village.RecordLocal, ""
	r.CreatedAt = r.CreatedAt.Truncate(time.Millisecond).In(village.Zone)
	r.Parts = slices.Clone(r.Parts)
	for i := range r.Parts {
		r.Parts[i].Size = int64(len(r.Parts[i].Data))
	}
	linked := []village.Record{r}
	if _, err := seal.Chain(m.chain.name, m.headAt(r.Seq-1), linked); err != nil {
		return 0, err
	}
	m.records = append(m.records, linked[0])
	return int64(len(m.records)), nil
}

func (m *Memory) find(id village.RecordID) *village.Record {
	i := slices.IndexFunc(m.records, func(r village.Record) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &m.records[i]
}

// SaveCase implements desk.Store.
func (m *Memory) SaveCase(_ context.Context, c village.Case, r village.Record, sign village.SignReceipt) (village.Case, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return village.Case{}, m.Err
	}
	if _, taken := m.cases[c.ShortCode]; taken || c.ShortCode == "" {
		return village.Case{}, conflict("short_code")
	}
	if c.Number != "" && !m.free(c.Number) {
		return village.Case{}, conflict("number")
	}
	seq, err := m.enqueue(c.ID, r)
	if err != nil {
		return village.Case{}, err
	}
	c.Seq = seq
	before := len(m.audit.rows)
	if c.Helper != "" {
		_, err = m.note(village.AuditHelped, village.HelperSubject(c.ShortCode, c.Helper), "")
	}
	if err == nil {
		c.Audit, err = m.note(village.AuditAccepted, string(c.ID), "")
	}
	if err == nil {
		c.QR, err = sign(c)
	}
	if err != nil { // as a transaction that is rolled back
		m.records, m.audit.rows, m.audit.heads = m.records[:seq-1], m.audit.rows[:before], m.audit.heads[:before]
		return village.Case{}, err
	}
	if c.Number != "" {
		m.mail.issued[c.Number] = true
	}
	kept := c
	kept.Audit, kept.Helper, kept.Print = village.AuditMark{}, "", false
	kept.AcceptedAt = c.AcceptedAt.Truncate(time.Millisecond).In(village.Zone)
	m.cases[c.ShortCode] = kept
	if c.Print {
		m.waitForPrinter(c, village.PaperReceipt)
	}
	return c, nil
}

// SaveRating implements desk.Store.
func (m *Memory) SaveRating(_ context.Context, r village.Rating, rec village.Record) (village.Rating, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return village.Rating{}, m.Err
	}
	if r.Target != "" && slices.ContainsFunc(m.ratings, func(o village.Rating) bool { return o.Target == r.Target && o.Act == r.Act }) {
		return village.Rating{}, conflict("target")
	}
	seq, err := m.enqueue(r.ID, rec)
	if err != nil {
		return village.Rating{}, err
	}
	r.Seq = seq
	kept := r
	kept.Helper = ""
	m.ratings = append(m.ratings, kept)
	if r.Helper != "" {
		if _, err = m.note(village.AuditHelped, village.HelperSubject(r.Target, r.Helper), ""); err != nil {
			return r, err
		}
	}
	_, err = m.note(village.AuditRated, string(r.ID), "")
	return r, err
}

// CaseByCode implements desk.Store.
func (m *Memory) CaseByCode(_ context.Context, code village.ShortCode) (village.Case, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Err != nil {
		return village.Case{}, m.Err
	}
	c, ok := m.cases[code]
	if !ok {
		return village.Case{}, notFound("case")
	}
	return c, nil
}

// TagSeen implements desk.Store.
func (m *Memory) TagSeen(_ context.Context, tag uint32, day string) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.cases {
		if c.Tag == tag && c.TagDay == day {
			return true, m.Err
		}
	}
	return false, m.Err
}
