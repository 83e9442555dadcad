package flowtest

import (
	"cmp"
	"context"
	"slices"
	"time"

	"bianmin/app/village"
)

// Unprinted implements [desk.WorkBook].
func (s *Store) Unprinted(context.Context, time.Time) ([]village.PrintJob, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.NoPaper, s.Err
}

// CasesInHand implements [desk.WorkBook]: all that there are.
func (s *Store) CasesInHand(context.Context, time.Time, time.Time) (codes []village.ShortCode, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for code := range s.cases {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b village.ShortCode) int { return cmp.Compare(s.cases[b].Seq, s.cases[a].Seq) })
	return codes, s.Err
}
