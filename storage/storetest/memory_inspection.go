package storetest

import (
	"context"
	"slices"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/seal"
	"bianmin/app/village"
)

// SaveInspection implements desk.InspectionStore.
func (m *Memory) SaveInspection(ctx context.Context, c village.Case, r village.Record, seen desk.Inspected, sign village.SignReceipt) (village.Case, error) {
	saved, err := m.SaveCase(ctx, c, r, sign)
	if err != nil {
		return saved, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	seen.Rules = slices.Clone(seen.Rules)
	m.inspected = append(m.inspected, seen)
	return saved, nil
}

// Inspections implements desk.InspectionStore.
func (m *Memory) Inspections(_ context.Context, since village.Day) ([]desk.Inspected, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	list := slices.DeleteFunc(slices.Clone(m.inspected), func(i desk.Inspected) bool { return i.Day < since })
	slices.SortStableFunc(list, func(a, b desk.Inspected) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return list, m.Err
}

// Facts implements desk.InspectionStore.
func (m *Memory) Facts(_ context.Context, from time.Time) (f inspect.Facts, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.records {
		switch r.State {
		case village.RecordLocal, village.RecordSent, village.RecordPartial:
			if f.Backlog++; f.OldestMS == 0 || r.CreatedAt.UnixMilli() < f.OldestMS {
				f.OldestMS = r.CreatedAt.UnixMilli()
			}
		case village.RecordNeedsAttention:
			f.Attention++
		}
	}
	for _, c := range m.cases {
		if c.AcceptedAt.Before(from) || c.Item.Kind() == village.RecordInspection || c.Item == village.RectificationReply {
			continue
		}
		f.Cases++
		if slices.ContainsFunc(m.ratings, func(r village.Rating) bool { return r.Target == c.ShortCode }) {
			f.Rated++
		}
	}
	if !m.contact.IsZero() {
		f.LastContact = m.contact.UnixMilli()
	}
	var rows []village.AuditRow
	for _, raw := range m.audit.rows {
		row, err := seal.ParseAudit(raw)
		if err != nil {
			return f, err
		}
		rows = append(rows, row)
	}
	f.Opening = []inspect.OpenDay{}
	f.ReadLog(rows, from)
	return f, m.Err
}
