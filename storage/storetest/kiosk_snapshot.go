package storetest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"

	"bianmin/app/snapshot"
	"bianmin/app/village"
)

// InboxStore is a kiosk's database as far as it holds what the county publishes.
type InboxStore interface {
	Held(ctx context.Context) ([]snapshot.Held, error)
	Fetched(ctx context.Context, m snapshot.Manifest) ([]byte, error)
	Fetch(ctx context.Context, m snapshot.Manifest, from int64, data []byte) error
	Activate(ctx context.Context, h snapshot.Held, plain []byte) error
	Refuse(ctx context.Context, m snapshot.Manifest, problem string) error
	Refused(ctx context.Context) ([]snapshot.Refused, error)
	Snapshot(ctx context.Context, stream snapshot.Stream) ([]byte, error)
}

// Inbox runs the contract on stores that open makes, each empty.
func Inbox(t *testing.T, open func(*testing.T) InboxStore) {
	t.Helper()
	for _, part := range []struct {
		name string
		test func(*testing.T, InboxStore)
	}{
		{"what is activated is in use, and nothing else", activated},
		{"a content is fetched piece after piece, without a gap", fetchedPieces},
		{"another content of the stream begins anew", anew},
		{"a lower number is refused in one life of the county and taken in another", lives},
		{"the content in use is named anew in another life", renewed},
		{"a refusal is kept until something is in use", refusal},
		{"a catalogue's version belongs to one list", oneVersion},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open(t)) })
	}
}

// SampleHeld is number version of a stream with a content, in a life of a county.
func SampleHeld(stream snapshot.Stream, version int64, plain string, life byte) snapshot.Held {
	m := snapshot.Manifest{Stream: stream, Version: version, SHA256: sha256.Sum256([]byte(plain)), Size: int64(len(plain)), IssuedAt: Moment}
	return snapshot.Held{Manifest: m.Signed(Identity()), Incarnation: []byte{life}}
}

// SampleCatalogue is a catalogue that breaks no rule, with one item.
func SampleCatalogue(version, item string) []byte {
	return fmt.Appendf(nil, `{"format":"bianmin-catalogue/1","version":%q,"source":"county","example":false,"items":[
{"code":%q,"name":"sample %s","item_type":"","department":"","promised_days":5,"legal_days":10}]}
`, version, item, item)
}

func wantUse(t *testing.T, s InboxStore, stream snapshot.Stream, version int64, plain string) {
	t.Helper()
	held, err := s.Held(t.Context())
	must(t, err)
	for _, h := range held {
		if h.Stream == stream {
			got, err := s.Snapshot(t.Context(), stream)
			must(t, err)
			if h.Version != version || string(got) != plain {
				t.Errorf("%s %d %q is in use, want %d %q", stream, h.Version, got, version, plain)
			}
			return
		}
	}
	t.Errorf("no %s is in use", stream)
}

func activated(t *testing.T, s InboxStore) {
	held, err := s.Held(t.Context())
	if must(t, err); len(held) != 0 {
		t.Errorf("an empty store holds %+v", held)
	}
	_, err = s.Snapshot(t.Context(), snapshot.Notices)
	wantError(t, err, village.NotFound, "")
	_, err = s.Snapshot(t.Context(), snapshot.Catalogue)
	wantError(t, err, village.NotFound, "")

	h := SampleHeld(snapshot.Notices, 3, "notices", 1)
	must(t, s.Activate(t.Context(), h, []byte("notices")))
	must(t, s.Activate(t.Context(), h, []byte("notices"))) // the same again
	list := string(SampleCatalogue("v1", "a"))
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Catalogue, 1, list, 1), []byte(list)))
	wantUse(t, s, snapshot.Notices, 3, "notices")
	wantUse(t, s, snapshot.Catalogue, 1, list)
	held, err = s.Held(t.Context())
	must(t, err)
	if len(held) != 2 || !held[1].Same(h.Manifest) || !held[1].IssuedAt.Equal(Moment) || held[1].Signer != h.Signer ||
		string(held[1].Signature) != string(h.Signature) || string(held[1].Incarnation) != "\x01" || held[1].Size != 7 {
		t.Errorf("held %+v, want %+v", held, h)
	}
}

func fetchedPieces(t *testing.T, s InboxStore) {
	m := SampleHeld(snapshot.Notices, 1, "one two", 1).Manifest
	must(t, s.Fetch(t.Context(), m, 0, []byte("one ")))
	if err := s.Fetch(t.Context(), m, 0, []byte("one ")); village.KindOf(err) != village.Conflict {
		t.Errorf("the same piece twice: %v", err)
	}
	if err := s.Fetch(t.Context(), m, 5, []byte("wo")); village.KindOf(err) != village.Conflict {
		t.Errorf("a piece after a gap: %v", err)
	}
	must(t, s.Fetch(t.Context(), m, 4, []byte("two")))
	got, err := s.Fetched(t.Context(), m)
	if must(t, err); string(got) != "one two" {
		t.Errorf("fetched %q", got)
	}
	must(t, s.Activate(t.Context(), snapshot.Held{Manifest: m, Incarnation: []byte{1}}, []byte("one two")))
	if got, err := s.Fetched(t.Context(), m); err != nil || len(got) != 0 {
		t.Errorf("after activation %q is left, %v", got, err)
	}
}

func anew(t *testing.T, s InboxStore) {
	first, second := SampleHeld(snapshot.Notices, 1, "first", 1).Manifest, SampleHeld(snapshot.Notices, 2, "second", 1).Manifest
	other := SampleHeld(snapshot.Calendar, 1, "other", 1).Manifest
	must(t, s.Fetch(t.Context(), other, 0, []byte("oth")))
	must(t, s.Fetch(t.Context(), first, 0, []byte("fir")))
	must(t, s.Fetch(t.Context(), second, 0, []byte("sec")))
	for _, tt := range []struct {
		m    snapshot.Manifest
		want string
	}{{first, ""}, {second, "sec"}, {other, "oth"}} {
		if got, err := s.Fetched(t.Context(), tt.m); err != nil || string(got) != tt.want {
			t.Errorf("%s %d: %q, %v; want %q", tt.m.Stream, tt.m.Version, got, err, tt.want)
		}
	}
}

func lives(t *testing.T, s InboxStore) {
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 5, "five", 1), []byte("five")))
	for _, h := range []snapshot.Held{SampleHeld(snapshot.Notices, 4, "four", 1), SampleHeld(snapshot.Notices, 5, "other five", 1)} {
		err := s.Activate(t.Context(), h, []byte("x"))
		wantError(t, err, village.Conflict, "")
	}
	wantUse(t, s, snapshot.Notices, 5, "five")
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 4, "four", 2), []byte("four")))
	wantUse(t, s, snapshot.Notices, 4, "four")
}

func renewed(t *testing.T, s InboxStore) {
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 5, "five", 1), []byte("five")))
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 5, "five", 2), nil))
	wantUse(t, s, snapshot.Notices, 5, "five")
	held, err := s.Held(t.Context())
	if must(t, err); string(held[0].Incarnation) != "\x02" {
		t.Errorf("the life is %x", held[0].Incarnation)
	}
	for _, h := range []snapshot.Held{SampleHeld(snapshot.Notices, 6, "six", 2), SampleHeld(snapshot.Calendar, 1, "none", 2)} {
		if err := s.Activate(t.Context(), h, nil); village.KindOf(err) != village.Conflict {
			t.Errorf("%s %d without its content: %v", h.Stream, h.Version, err)
		}
	}
}

func refusal(t *testing.T, s InboxStore) {
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 1, "one", 1), []byte("one")))
	two := SampleHeld(snapshot.Notices, 2, "two", 1)
	must(t, s.Fetch(t.Context(), two.Manifest, 0, []byte("two")))
	for range 2 {
		must(t, s.Refuse(t.Context(), two.Manifest, "err.snapshot.notice"))
	}
	refused, err := s.Refused(t.Context())
	must(t, err)
	if len(refused) != 1 || refused[0].Version != 2 || refused[0].Problem != "err.snapshot.notice" || refused[0].Stream != snapshot.Notices || refused[0].At.IsZero() {
		t.Errorf("refused %+v", refused)
	}
	if left, err := s.Fetched(t.Context(), two.Manifest); err != nil || len(left) != 0 {
		t.Errorf("%q is left of it, %v", left, err)
	}
	wantUse(t, s, snapshot.Notices, 1, "one")
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Notices, 3, "three", 1), []byte("three")))
	if refused, err := s.Refused(t.Context()); err != nil || len(refused) != 0 {
		t.Errorf("still refused: %+v, %v", refused, err)
	}
}

func oneVersion(t *testing.T, s InboxStore) {
	one, other := SampleCatalogue("v1", "a"), SampleCatalogue("v1", "b")
	must(t, s.Activate(t.Context(), SampleHeld(snapshot.Catalogue, 1, string(one), 1), one))
	err := s.Activate(t.Context(), SampleHeld(snapshot.Catalogue, 2, string(other), 1), other)
	wantError(t, err, village.Conflict, "version")
	wantUse(t, s, snapshot.Catalogue, 1, string(one))
}
