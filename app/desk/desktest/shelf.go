// Package desktest is what tests of the counter share: the contract of its shelf of
// drafts, and a shelf in memory that keeps it.
package desktest

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Shelf runs the contract of [desk.DraftShelf] on shelves that open makes, each
// empty.
func Shelf(t *testing.T, open func(*testing.T) desk.DraftShelf) {
	t.Helper()
	const one, two = village.RecordID("01936000-0000-7000-8000-000000000001"), village.RecordID("01936000-0000-7000-8000-000000000002")
	for _, part := range []struct {
		name string
		test func(*testing.T, desk.DraftShelf)
	}{
		{"a draft comes back as it was last put", func(t *testing.T, s desk.DraftShelf) {
			must(t, s.Put(one, []byte("first")))
			must(t, s.Put(two, []byte("other")))
			must(t, s.Put(one, []byte("second")))
			wantShelf(t, s, map[village.RecordID]string{one: "second", two: "other"})
		}},
		{"tries are counted one by one and begin anew with another put", func(t *testing.T, s desk.DraftShelf) {
			must(t, s.Put(one, []byte("x")))
			for want := 1; want <= 3; want++ {
				if n, body, err := s.Try(one); err != nil || n != want || string(body) != "x" {
					t.Fatalf("try %d: %d, %q, %v", want, n, body, err)
				}
			}
			must(t, s.Each(func(_ village.RecordID, _ []byte, tries int) {
				if tries != 3 {
					t.Errorf("%d tries are told", tries)
				}
			}))
			must(t, s.Put(one, []byte("y")))
			if n, _, err := s.Try(one); err != nil || n != 1 {
				t.Errorf("after another put: %d, %v", n, err)
			}
		}},
		{"what is dropped is gone and cannot be tried", func(t *testing.T, s desk.DraftShelf) {
			must(t, s.Put(one, []byte("x")))
			must(t, s.Put(two, []byte("y")))
			must(t, s.Drop(one))
			must(t, s.Drop(one))
			_, _, err := s.Try(one)
			if village.KindOf(err) != village.NotFound {
				t.Errorf("tried with %v", err)
			}
			wantShelf(t, s, map[village.RecordID]string{two: "y"})
		}},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open(t)) })
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantShelf(t *testing.T, s desk.DraftShelf, want map[village.RecordID]string) {
	t.Helper()
	got := map[village.RecordID]string{}
	must(t, s.Each(func(id village.RecordID, body []byte, _ int) { got[id] = string(body) }))
	if !maps.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
}

// MemoryShelf is a [desk.DraftShelf] that is gone with its process.
type MemoryShelf struct {
	mu    sync.Mutex
	kept  map[village.RecordID][]byte
	tries map[village.RecordID]int
}

// NewShelf is an empty one.
func NewShelf() *MemoryShelf {
	return &MemoryShelf{kept: map[village.RecordID][]byte{}, tries: map[village.RecordID]int{}}
}

// Put implements [desk.DraftShelf].
func (s *MemoryShelf) Put(id village.RecordID, body []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept[id], s.tries[id] = bytes.Clone(body), 0
	return nil
}

// Try implements [desk.DraftShelf].
func (s *MemoryShelf) Try(id village.RecordID) (n int, body []byte, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, ok := s.kept[id]
	if !ok {
		return 0, nil, &village.Error{Kind: village.NotFound}
	}
	s.tries[id]++
	return s.tries[id], bytes.Clone(body), nil
}

// Drop implements [desk.DraftShelf].
func (s *MemoryShelf) Drop(id village.RecordID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.kept, id)
	delete(s.tries, id)
	return nil
}

// Each implements [desk.DraftShelf].
func (s *MemoryShelf) Each(visit func(id village.RecordID, body []byte, tries int)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(s.kept)) {
		visit(id, bytes.Clone(s.kept[id]), s.tries[id])
	}
	return nil
}
