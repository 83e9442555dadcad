package storetest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"bianmin/app/catalog"
	"bianmin/app/snapshot"
)

// Shelf is what a kiosk holds of its county's publications, in memory, for tests.
// It passes [Inbox], as the real one does.
type Shelf struct {
	mu        sync.Mutex
	held      map[snapshot.Stream]shelved
	fetched   map[snapshot.Stream]fetched
	refused   map[snapshot.Stream]snapshot.Refused
	catalogue map[string][]byte // by version
}

type shelved struct {
	snapshot.Held
	plain []byte
}

type fetched struct {
	sum  [32]byte
	data []byte
}

// NewShelf holds nothing.
func NewShelf() *Shelf {
	return &Shelf{
		held: map[snapshot.Stream]shelved{}, fetched: map[snapshot.Stream]fetched{}, refused: map[snapshot.Stream]snapshot.Refused{},
		catalogue: map[string][]byte{},
	}
}

// Clone is an image of s as it is now.
func (s *Shelf) Clone() *Shelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Shelf{held: maps.Clone(s.held), fetched: maps.Clone(s.fetched), refused: maps.Clone(s.refused), catalogue: maps.Clone(s.catalogue)}
}

// Held implements inbox.Store, as do all that follow.
func (s *Shelf) Held(context.Context) (list []snapshot.Held, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, h := range s.held {
		list = append(list, h.Held)
	}
	slices.SortFunc(list, func(a, b snapshot.Held) int { return strings.Compare(string(a.Stream), string(b.Stream)) })
	return list, nil
}

// Fetched is what was fetched of m.
func (s *Shelf) Fetched(_ context.Context, m snapshot.Manifest) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.fetched[m.Stream]; f.sum == m.SHA256 {
		return bytes.Clone(f.data), nil
	}
	return nil, nil
}

// Fetch keeps more of m.
func (s *Shelf) Fetch(_ context.Context, m snapshot.Manifest, from int64, data []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.fetched[m.Stream]
	if f.sum != m.SHA256 {
		f = fetched{sum: m.SHA256}
	}
	if int64(len(f.data)) != from {
		return conflict("")
	}
	f.data = append(bytes.Clone(f.data), data...)
	s.fetched[m.Stream] = f
	return nil
}

// Activate puts h into use.
func (s *Shelf) Activate(_ context.Context, h snapshot.Held, plain []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.held[h.Stream]
	if err := now.Follows(h.Manifest, h.Incarnation); err != nil {
		return err
	}
	if plain == nil {
		if !now.Same(h.Manifest) {
			return conflict("")
		}
		plain = now.plain
	} else if h.Stream == snapshot.Catalogue {
		list, err := catalog.Load(plain)
		if err != nil {
			return err
		}
		if old, ok := s.catalogue[list.Version]; ok && !bytes.Equal(old, plain) {
			return conflict("version")
		}
		s.catalogue[list.Version] = plain
	}
	s.held[h.Stream] = shelved{h, plain}
	delete(s.fetched, h.Stream)
	delete(s.refused, h.Stream)
	return nil
}

// Refuse notes why m is not in use.
func (s *Shelf) Refuse(_ context.Context, m snapshot.Manifest, problem string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.fetched, m.Stream)
	s.refused[m.Stream] = snapshot.Refused{Stream: m.Stream, Version: m.Version, Problem: problem, At: Moment}
	return nil
}

// Refused are the contents that are not in use.
func (s *Shelf) Refused(context.Context) ([]snapshot.Refused, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.refused), func(a, b snapshot.Refused) int { return strings.Compare(string(a.Stream), string(b.Stream)) }), nil
}

// Snapshot is the content in use of a stream.
func (s *Shelf) Snapshot(_ context.Context, stream snapshot.Stream) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if h, ok := s.held[stream]; ok {
		return h.plain, nil
	}
	return nil, notFound("snapshot")
}
