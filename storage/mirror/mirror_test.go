package mirror

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"syscall"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
)

func TestEveryRecordComesBackFromTheCopyAsItWasTaken(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	w := stick(t, dir, owner)
	for range 3 {
		from.take(5, 1000)
		catchUp(t, w, from)
	}
	from.take(4, testSegment) // several segments
	catchUp(t, stick(t, dir, owner), from)
	got, found := read(t, dir, owner)
	wantEntries(t, got, from)
	if found.Damaged != 0 || found.Segments < 2 {
		t.Errorf("segments %+v", found)
	}
	self, err := Look(dir)
	if err != nil || self.Kiosk != owner.ID || self.URL != "https://county" {
		t.Errorf("the copy says it is of %+v, %v", self.Owner, err)
	}
	seed, err := seal.OpenEscrow([]seal.CountySecret{sealtest.Secret()}, self.County, self.Kiosk, self.Escrow)
	if err != nil || !bytes.Equal(seed, bytes.Repeat([]byte{1}, 32)) {
		t.Errorf("the county reads the key as %x, %v", seed, err)
	}
	list, err := Catalogues(dir, owner.Public())
	if err != nil || len(list) != 1 || string(list[0].Body) != "items of v1" {
		t.Errorf("catalogues %+v, %v", list, err)
	}
}

func TestProcessesOfOneMachineAppendInTurn(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	a, b := stick(t, dir, owner), stick(t, dir, owner)
	b.Place.Lock = a.Place.Lock
	for range 6 {
		for _, w := range []*Writer{a, b} {
			from.take(1, 100)
			catchUp(t, w, from)
		}
	}
	got, found := read(t, dir, owner)
	wantEntries(t, got, from)
	if found.Segments != 1 {
		t.Errorf("%d segments: a process did not find where the other ended", found.Segments)
	}
}

func TestAnEmptyMediumInPlaceOfTheFirstGetsEverything(t *testing.T) {
	owner, from := identity(t, 1), &database{}
	w := stick(t, t.TempDir(), owner)
	from.take(3, 100)
	catchUp(t, w, from)
	w.Place.Dir = t.TempDir()
	from.take(1, 100)
	catchUp(t, w, from)
	got, _ := read(t, w.Place.Dir, owner)
	wantEntries(t, got, from)
}

func TestAMediumThatCannotBeUsedIsNamed(t *testing.T) {
	owner := identity(t, 1)
	for name, tt := range map[string]struct {
		key     string
		prepare func(t *testing.T, w *Writer, from *database)
	}{
		"pulled out":           {KeyAbsent, func(t *testing.T, w *Writer, _ *database) { w.Place.Dir = filepath.Join(t.TempDir(), "gone") }},
		"on the same disk":     {KeySameDisk, func(_ *testing.T, w *Writer, _ *database) { w.Place.SameDisk = false }},
		"of another machine":   {KeyOther, func(t *testing.T, w *Writer, from *database) { catchUp(t, stick(t, w.Place.Dir, identity(t, 2)), from) }},
		"ahead of the machine": {KeyAhead, func(t *testing.T, w *Writer, from *database) { catchUp(t, w, from); from.entries = from.entries[:1] }},
		"of another past": {KeyAhead, func(t *testing.T, w *Writer, from *database) {
			catchUp(t, w, from)
			from.entries[2].Record.ID = "01930000-0000-7000-8000-00000000ffff"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			from, w := &database{}, stick(t, t.TempDir(), owner)
			from.take(3, 100)
			tt.prepare(t, w, from)
			through, err := w.CatchUp(t.Context(), from)
			wantKey(t, err, tt.key)
			if through != 0 {
				t.Errorf("claims to hold everything through %d", through)
			}
		})
	}
}

func TestAFailingMediumSaysWhyAndGoesOnWhenItCan(t *testing.T) {
	for key, fault := range map[string]error{KeyFull: syscall.ENOSPC, KeyReadOnly: syscall.EROFS, KeyIO: syscall.EIO, KeyAbsent: syscall.ENODEV} {
		t.Run(key, func(t *testing.T) {
			m, owner, from := newMemory(rand.New(rand.NewPCG(1, 1))), identity(t, 1), &database{}
			w := stick(t, t.TempDir(), owner)
			w.open = func(string, bool) (disk, error) { return m, nil }
			from.take(2, 100)
			catchUp(t, w, from)
			m.fault = &fs.PathError{Op: "write", Path: "x", Err: fault}
			from.take(2, 100)
			through, err := w.CatchUp(t.Context(), from)
			wantKey(t, err, key)
			if through != 2 {
				t.Errorf("holds through %d, want 2", through)
			}
			m.fault = nil
			catchUp(t, w, from)
		})
	}
}

func TestNoChangedByteComesBackAsARecord(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	from.take(2, 20)
	catchUp(t, stick(t, dir, owner), from)
	path := filepath.Join(dir, Folder, segmentName(1, true))
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(raw); i += 3 {
		raw[i] ^= 0x10
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		got, found := read(t, dir, owner)
		if found.Damaged != 1 {
			t.Fatalf("byte %d of %d is changed and the copy passes for whole", i, len(raw))
		}
		for j, e := range got {
			if !reflect.DeepEqual(e, from.entries[j]) {
				t.Fatalf("byte %d is changed and record %d comes back as %+v", i, j+1, e)
			}
		}
		raw[i] ^= 0x10
	}
}

func TestWhatStandsBehindADamagedPlaceIsWrittenAgain(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	from.take(6, 200)
	catchUp(t, stick(t, dir, owner), from)
	path := filepath.Join(dir, Folder, segmentName(1, true))
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	from.take(1, 200)
	catchUp(t, stick(t, dir, owner), from)
	got, found := read(t, dir, owner)
	wantEntries(t, got, from)
	if found.Damaged != 1 || found.Segments != 2 {
		t.Errorf("found %+v", found)
	}
}

func TestWhatAnotherKeySignedIsNotARecord(t *testing.T) {
	dir, from := t.TempDir(), &database{}
	from.take(2, 100)
	forger := identity(t, 2)
	catchUp(t, stick(t, dir, forger), from)
	if got, found := read(t, dir, identity(t, 1)); len(got) != 0 || found.Damaged != 1 {
		t.Errorf("%d forged records come back, %+v", len(got), found)
	}
}

func TestPapersLeaveTheCopyByTheRuleOfTheMachine(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	from.take(2, 100)
	w := stick(t, dir, owner)
	catchUp(t, w, from)
	from.take(2, 2*testSegment) // the first segment is full
	catchUp(t, w, from)
	from.take(2, 100)
	catchUp(t, w, from)
	whole := from.entries
	for _, tt := range []struct {
		erased  int64
		dropped int
	}{{0, 0}, {3, 0}, {4, 1}, {6, 0}} {
		from.erased = tt.erased
		if n, err := w.Drop(t.Context(), from); err != nil || n != tt.dropped {
			t.Fatalf("erased through %d: %d segments lost their papers, %v", tt.erased, n, err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, Folder, segmentName(1, false)))
	if err != nil || bytes.Contains(raw, []byte(paper)) {
		t.Errorf("papers are still there, %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, Folder, segmentName(1, true))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old segment: %v", err)
	}
	got, found := read(t, dir, owner)
	if len(got) != len(whole) || found.Damaged != 0 {
		t.Fatalf("%d of %d records, %+v", len(got), len(whole), found)
	}
	for i, e := range got {
		if e.Erased != (len(e.Record.Body) == 0) || !reflect.DeepEqual(e.Case, whole[i].Case) || !reflect.DeepEqual(e.Rating, whole[i].Rating) || !reflect.DeepEqual(e.FollowUp, whole[i].FollowUp) {
			t.Errorf("what is clear of record %d: %+v", i+1, e)
		}
	}
	catchUp(t, w, from)
	catchUp(t, stick(t, dir, owner), from)
}

func TestNothingOnAMediumLeadsOutOfIt(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	outside := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(outside, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, Folder), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, Folder, segmentName(1, true))); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, Folder, segmentName(2, true)), 0o600); err != nil {
		t.Fatal(err)
	}
	from.take(1, 100)
	_, _ = stick(t, dir, owner).CatchUp(t.Context(), from)
	if raw, err := os.ReadFile(outside); err != nil || string(raw) != "precious" {
		t.Errorf("a file outside holds %q, %v", raw, err)
	}
}

// FuzzSegment reads any bytes as a segment. Whatever is handed over must be what
// the owner signed.
func FuzzSegment(f *testing.F) {
	owner, from := identity(f, 1), &database{}
	from.take(4, 20)
	m := newMemory(rand.New(rand.NewPCG(1, 1)))
	w := stick(f, f.TempDir(), owner)
	w.open = func(string, bool) (disk, error) { return m, nil }
	catchUp(f, w, from)
	name := segmentName(1, true)
	whole := m.seen[name].seen
	f.Add(whole)
	f.Add(whole[:len(whole)-7])
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := newMemory(rand.New(rand.NewPCG(1, 1)))
		m.seen[name] = &memoryFile{disk: m, seen: raw}
		r := reader{public: owner.Public(), take: func(e Entry) error {
			if !reflect.DeepEqual(e, from.entries[e.Place-1]) {
				t.Errorf("record %d reads as %+v", e.Place, e)
			}
			return nil
		}}
		if _, err := r.segment(m, segment{1, true}); err != nil {
			t.Error(err)
		}
		_, _, _ = decodeClear(raw)
	})
}

// TestANewKeyOfTheCountyIsSaidAtOnce: the copy of a machine to which nobody comes any
// more must be one that its county can still open.
func TestANewKeyOfTheCountyIsSaidAtOnce(t *testing.T) {
	dir, owner, from := t.TempDir(), identity(t, 1), &database{}
	w := stick(t, dir, owner)
	catchUp(t, w, from) // nothing was taken in: there is no copy yet
	from.take(3, 100)
	catchUp(t, w, from)
	_, before, err := seal.SealedFor(lookAt(t, dir).Escrow)
	if err != nil {
		t.Fatal(err)
	}
	next, err := seal.NewCountySecret(seal.SuiteX25519, bytes.Repeat([]byte{77}, seal.SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	self := w.Self
	w.Self = func(ctx context.Context) (Owner, error) {
		o, err := self(ctx)
		if err == nil {
			o.Escrow, err = owner.Escrow(o.County, next.CountyKey)
		}
		return o, err
	}
	for range 3 { // and once only
		catchUp(t, w, from)
	}
	found := lookAt(t, dir)
	seed, err := seal.OpenEscrow([]seal.CountySecret{next}, found.County, found.Kiosk, found.Escrow)
	if err != nil || !bytes.Equal(seed, bytes.Repeat([]byte{1}, 32)) || found.Segments != 2 {
		t.Errorf("the new key reads %x in %d segments, %v", seed, found.Segments, err)
	}
	if _, after, err := seal.SealedFor(found.Escrow); err != nil || after == before {
		t.Errorf("sealed for %v as before, %v", after, err)
	}
	from.take(2, 100)
	catchUp(t, w, from)
	catchUp(t, stickAs(t, w, owner), from)
	got, whole := read(t, dir, owner)
	wantEntries(t, got, from)
	if whole.Damaged != 0 || whole.Segments != 2 {
		t.Errorf("%+v", whole)
	}
	if _, err := w.Drop(t.Context(), from); err != nil {
		t.Error(err)
	}
}

func lookAt(t *testing.T, dir string) Found {
	t.Helper()
	found, err := Look(dir)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// stickAs is another process of the machine of w.
func stickAs(t *testing.T, w *Writer, owner seal.Identity) *Writer {
	t.Helper()
	again := stick(t, w.Place.Dir, owner)
	again.Self, again.Place.Lock = w.Self, w.Place.Lock
	return again
}
