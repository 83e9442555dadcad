package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/county/office"
)

// keptRosters is how many lists of machines keep their content.
const keptRosters = 3

// published is a snapshot at the county.
type published struct {
	snapshot.Manifest
	content []byte
}

// Newest implements office.Snapshots.
func (c *County) Newest(context.Context) (incarnation []byte, list []snapshot.Manifest, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, all := range c.snapshots {
		list = append(list, all[len(all)-1].Manifest)
	}
	slices.SortFunc(list, func(a, b snapshot.Manifest) int { return strings.Compare(string(a.Stream), string(b.Stream)) })
	return c.incarnation, list, nil
}

// Publish implements office.Snapshots.
func (c *County) Publish(_ context.Context, stream snapshot.Stream, content []byte, sign func(int64) snapshot.Manifest) (snapshot.Manifest, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := c.snapshots[stream]
	m := sign(int64(len(all)) + 1)
	if m.Version == 0 {
		return m, conflict("last")
	}
	if n := len(all); n > 0 && all[n-1].SHA256 == m.SHA256 && all[n-1].Signer == m.Signer {
		return all[n-1].Manifest, nil
	}
	all = append(slices.Clip(all), published{m, content})
	if old := len(all) - 1 - keptRosters; stream.Made() && old >= 0 {
		all = slices.Clone(all)
		all[old].content = nil
	}
	c.snapshots[stream] = all
	return m, nil
}

// Content implements office.Snapshots.
func (c *County) Content(_ context.Context, sum [32]byte) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, all := range c.snapshots {
		for _, p := range all {
			if p.SHA256 == sum && p.content != nil {
				return p.content, nil
			}
		}
	}
	return nil, notFound("snapshot")
}

// KeepEdition keeps a catalogue by its version.
func (c *County) KeepEdition(_ context.Context, version string, plain []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, ok := c.editions[version]; ok && !bytes.Equal(old, plain) {
		return conflict("version")
	}
	c.editions[version] = plain
	return nil
}

// Edition implements office.Editions.
func (c *County) Edition(_ context.Context, version string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if plain, ok := c.editions[version]; ok {
		return plain, nil
	}
	return nil, notFound("catalogue")
}

// Editions implements office.Editions.
func (c *County) Editions(context.Context) (list []string, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for version := range c.editions {
		list = append(list, version)
	}
	return list, nil
}

// SnapshotStore is a county's database as far as it publishes.
type SnapshotStore interface {
	office.Snapshots
	office.Editions
	KeepEdition(ctx context.Context, version string, plain []byte) error
	Incarnation(ctx context.Context, fresh []byte) ([]byte, error)
}

// Snapshots runs the contract of publishing on stores that open makes, each empty.
func Snapshots(t *testing.T, open func(*testing.T) SnapshotStore) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, SnapshotStore)
	}{
		{"a stream counts its contents from 1, and names the newest", numbered},
		{"what is the newest already is not published again", publishedOnce},
		{"every content stays, but for old lists of machines", kept},
		{"of two that publish at once both have a number of their own, or one is told", atOnce},
		{"a catalogue keeps its version for ever", editions},
	} {
		t.Run(part.name, func(t *testing.T) {
			s := open(t)
			_, err := s.Incarnation(t.Context(), []byte("one life of many"))
			must(t, err)
			part.test(t, s)
		})
	}
}

// Publish publishes content as the machine [Identity].
func Publish(ctx context.Context, s office.Snapshots, stream snapshot.Stream, content []byte) (snapshot.Manifest, error) {
	return s.Publish(ctx, stream, content, func(version int64) snapshot.Manifest {
		m := snapshot.Manifest{Stream: stream, Version: version, SHA256: sha256.Sum256(content), Size: int64(len(content)), IssuedAt: Moment}
		return m.Signed(Identity())
	})
}

func publish(t *testing.T, s SnapshotStore, stream snapshot.Stream, content string) snapshot.Manifest {
	t.Helper()
	m, err := Publish(t.Context(), s, stream, []byte(content))
	must(t, err)
	return m
}

func numbered(t *testing.T, s SnapshotStore) {
	publish(t, s, snapshot.Calendar, "one")
	publish(t, s, snapshot.Notices, "a notice")
	want := publish(t, s, snapshot.Calendar, "two")
	incarnation, list, err := s.Newest(t.Context())
	must(t, err)
	if string(incarnation) != "one life of many" || len(list) != 2 || want.Version != 2 {
		t.Fatalf("incarnation %q, %+v", incarnation, list)
	}
	got := list[0]
	if !got.Same(want) || got.Size != 3 || !got.IssuedAt.Equal(Moment) || !bytes.Equal(got.Signature, want.Signature) || got.Signer != Identity().ID {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if list[1].Stream != snapshot.Notices || list[1].Version != 1 {
		t.Errorf("notices: %+v", list[1])
	}
}

func publishedOnce(t *testing.T, s SnapshotStore) {
	first := publish(t, s, snapshot.Calendar, "one")
	if again := publish(t, s, snapshot.Calendar, "one"); !again.Same(first) {
		t.Errorf("again it is %+v", again)
	}
	publish(t, s, snapshot.Calendar, "two")
	if back := publish(t, s, snapshot.Calendar, "one"); back.Version != 3 {
		t.Errorf("the first content once more has number %d, want 3", back.Version)
	}
}

func kept(t *testing.T, s SnapshotStore) {
	for n := range 6 {
		publish(t, s, snapshot.Calendar, fmt.Sprint("calendar ", n))
		publish(t, s, snapshot.Kiosks, fmt.Sprint("kiosks ", n))
	}
	for n := range 6 {
		got, err := s.Content(t.Context(), sha256.Sum256([]byte(fmt.Sprint("calendar ", n))))
		if must(t, err); string(got) != fmt.Sprint("calendar ", n) {
			t.Errorf("calendar %d is %q", n, got)
		}
		_, err = s.Content(t.Context(), sha256.Sum256([]byte(fmt.Sprint("kiosks ", n))))
		if n < 3 {
			wantError(t, err, village.NotFound, "")
		} else {
			must(t, err)
		}
	}
}

func atOnce(t *testing.T, s SnapshotStore) {
	const writers = 8
	done := make(chan error, writers)
	for n := range writers {
		go func() {
			_, err := Publish(t.Context(), s, snapshot.Calendar, []byte(fmt.Sprint("of writer ", n)))
			done <- err
		}()
	}
	published := 0
	for range writers {
		if err := <-done; err == nil {
			published++
		} else if village.KindOf(err) != village.Conflict {
			t.Error(err)
		}
	}
	_, list, err := s.Newest(t.Context())
	must(t, err)
	if published == 0 || list[0].Version != int64(published) {
		t.Errorf("%d were published, the newest has number %d", published, list[0].Version)
	}
}

func editions(t *testing.T, s SnapshotStore) {
	_, err := s.Edition(t.Context(), "v1")
	wantError(t, err, village.NotFound, "")
	must(t, s.KeepEdition(t.Context(), "v1", []byte("items")))
	must(t, s.KeepEdition(t.Context(), "v1", []byte("items")))
	wantError(t, s.KeepEdition(t.Context(), "v1", []byte("other items")), village.Conflict, "version")
	must(t, s.KeepEdition(t.Context(), "v2", []byte("other items")))
	got, err := s.Edition(t.Context(), "v1")
	if must(t, err); string(got) != "items" {
		t.Errorf("v1 is %q", got)
	}
	all, err := s.Editions(t.Context())
	if slices.Sort(all); err != nil || !slices.Equal(all, []string{"v1", "v2"}) {
		t.Error(all, errors.Join(err))
	}
}
