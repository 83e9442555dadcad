package mirror

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
)

func identity(t testing.TB, n byte) seal.Identity {
	t.Helper()
	i, err := seal.NewIdentity(bytes.Repeat([]byte{n}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return i
}

var day = time.Date(2026, 11, 28, 9, 30, 0, 0, village.Zone)

// paper is what only sealed bytes may hold.
const paper = "SEALED-PAPER"

func entry(n int, size int) Entry {
	body := []byte(fmt.Sprintf("%s %d %s", paper, n, strings.Repeat("x", size)))
	piece := []byte(fmt.Sprintf("%s piece %d", paper, n))
	digest, sum := sha256.Sum256(body), sha256.Sum256(piece)
	id := village.RecordID(fmt.Sprintf("01930000-0000-7000-8000-%012x", n))
	e := Entry{Place: int64(n), Record: village.Record{
		ID: id, Epoch: 1, Seq: int64(n), Hash: digest[:], Kind: village.RecordCase, Schema: 2, Body: body, Digest: digest[:],
		CreatedAt: day, TimeTrust: village.TimeSynced, KeepDays: 7, Parts: []village.Part{{SHA256: sum[:], Size: int64(len(piece)), Data: piece}},
	}}
	if n%4 == 0 {
		e.Record.Kind = village.RecordRating
		e.Rating = &village.Rating{ID: id, Seq: int64(n), Target: "K7M49TA2", Act: "receive", RatedAt: day, Digest: digest[:]}
		return e
	}
	if n%4 == 3 {
		e.Record.Kind = village.RecordFollowUp
		e.FollowUp = &village.FollowUp{
			ID: id, Of: "01930000-0000-7000-8000-000000000001", Machine: "KX", Code: "K7M49TA2", Item: "demo", Verb: village.Supplement, Nth: 1,
			Materials: []village.HandedIn{{Code: "id", How: village.Photographed}}, FiledAt: day, TimeTrust: village.TimeSynced, Village: "445203104202",
			Digest: digest[:], Seq: int64(n), QR: "BM2:X",
		}
		if n%8 == 3 {
			e.FollowUp.Verb, e.FollowUp.Number, e.FollowUp.Left = village.Move, "202612020930100044520310400001001", "202612010930100044520310400001002"
		}
		return e
	}
	e.Case = &village.Case{
		ID: id, Seq: int64(n), ShortCode: village.NewShortCode(rand.New(rand.NewPCG(uint64(n), 1))), Item: "demo", Catalogue: "v1",
		State: village.Received, AcceptedAt: day, TimeTrust: village.TimeSynced, Digest: digest[:], Village: "445203104202", Centre: "江滨村",
		Machine: "KX", QR: "BM1:X", Materials: []village.HandedIn{{Code: "id", How: village.Photographed}}, Behalf: n%4 == 2,
	}
	if n%8 == 2 {
		e.Case.Entrust = &village.Entrustment{Scope: village.EntrustScopes(), ValidTo: "2026-12-31"}
	}
	return e
}

// database is a source that holds entries.
type database struct {
	entries []Entry
	erased  int64 // everything up to it
}

func (d *database) take(n, size int) {
	for range n {
		d.entries = append(d.entries, entry(len(d.entries)+1, size))
	}
}

func (d *database) MirrorEntries(_ context.Context, after int64, limit int) (list []Entry, _ error) {
	for _, e := range d.entries {
		if e.Place > after && limit > 0 {
			list, limit = append(list, e), limit-len(e.Record.Body)
		}
	}
	return list, nil
}

func (d *database) RecordAt(_ context.Context, place int64) (village.RecordID, error) {
	for _, e := range d.entries {
		if e.Place == place {
			return e.Record.ID, nil
		}
	}
	return "", &village.Error{Kind: village.NotFound}
}

func (d *database) ErasedThrough(_ context.Context, _, through int64) (bool, error) {
	return through <= d.erased, nil
}

func (d *database) MirrorCatalogue(_ context.Context, version string) (Catalogue, error) {
	return Catalogue{Version: version, Source: "test", Place: 1, Body: []byte("items of " + version)}, nil
}

// testSegment is small, so that a test fills several.
const testSegment = 8 << 10

// stick is a writer for a folder that stands for a second medium.
func stick(t testing.TB, dir string, owner seal.Identity) *Writer {
	t.Helper()
	secret := sealtest.Secret()
	return &Writer{
		limit: testSegment,
		Place: Place{Dir: dir, Data: dir, SameDisk: true, Lock: filepath.Join(t.TempDir(), "mirror.lock")}, Owner: owner,
		Self: func(context.Context) (Owner, error) {
			escrow, err := owner.Escrow(sealtest.CountyCode, secret.CountyKey)
			return Owner{Kiosk: owner.ID, Public: owner.Public(), URL: "https://county", County: sealtest.CountyCode, Escrow: escrow}, err
		},
	}
}

func catchUp(t testing.TB, w *Writer, from *database) {
	t.Helper()
	through, err := w.CatchUp(t.Context(), from)
	if err != nil || through != int64(len(from.entries)) {
		t.Fatalf("caught up through %d of %d: %v", through, len(from.entries), err)
	}
}

func read(t testing.TB, dir string, owner seal.Identity) (list []Entry, found Found) {
	t.Helper()
	found, err := Read(dir, owner.Public(), func(e Entry) error { list = append(list, e); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return list, found
}

func wantEntries(t testing.TB, got []Entry, from *database) {
	t.Helper()
	if len(got) != len(from.entries) {
		t.Fatalf("%d records come back, want %d", len(got), len(from.entries))
	}
	for i, e := range got {
		if !reflect.DeepEqual(e, from.entries[i]) {
			t.Fatalf("record %d comes back as\n%+v, want\n%+v", i+1, e, from.entries[i])
		}
	}
}

func wantKey(t testing.TB, err error, key string) {
	t.Helper()
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != key {
		t.Errorf("error = %v, want %s", err, key)
	}
}
