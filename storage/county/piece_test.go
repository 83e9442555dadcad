package county

import (
	"context"
	"crypto/sha256"
	"errors"
	"log/slog"
	"os"
	"slices"
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
)

func minder(db *DB, blobs *BlobDir, spare func([32]byte) ([]byte, error)) *office.Minder {
	return &office.Minder{Book: db, Shop: blobs, Spare: spare, Log: slog.New(slog.DiscardHandler)}
}

func TestPiecesAreLookedAfter(t *testing.T) {
	storetest.Minder(t, func(t *testing.T) storetest.MinderRig {
		store, blobs := openFor(t, storetest.Trusted())
		db, dir := store.(*DB), blobs.(*BlobDir)
		return storetest.MinderRig{Store: db, Pieces: dir, Spoil: func(t *testing.T, sum [32]byte) { spoil(t, dir, sum) }}
	})
}

func spoil(t *testing.T, blobs *BlobDir, sum [32]byte) {
	t.Helper()
	if err := os.WriteFile(blobs.path(sum), []byte("the disk forgot"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func photo(seq int64) [32]byte { return sha256.Sum256(countytest.Case(seq, nil).Parts[0].Data) }

// TestABackupMendsWhatTheCountyLost: a machine may have deleted what a backup holds.
func TestABackupMendsWhatTheCountyLost(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	s.backup()
	spoil(t, s.blobs, photo(7))
	if err := os.Remove(s.blobs.path(photo(3))); err != nil {
		t.Fatal(err)
	}
	if b := s.backup(); b.Absent != 0 || reached(b, one) != 9 {
		t.Errorf("backup %+v", b)
	}
	for _, seq := range []int64{3, 7} {
		if data, err := s.blobs.Read(photo(seq)); err != nil || sha256.Sum256(data) != photo(seq) {
			t.Errorf("photograph %d holds %q, %v", seq, data, err)
		}
	}
}

// TestWhatIsMissedNamesCaseAndPart: an operator has to find the person.
func TestWhatIsMissedNamesCaseAndPart(t *testing.T) {
	s := newStock(t)
	one, two := s.fill()
	spoil(t, s.blobs, photo(7)) // of the first machine only
	spoil(t, s.blobs, photo(3)) // both took it
	if _, err := minder(s.db, s.blobs, nil).Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	missed, err := s.db.MissedParts(t.Context())
	if err != nil || len(missed) != 3 {
		t.Fatalf("%+v, %v", missed, err)
	}
	for _, p := range missed {
		if !p.Asked || p.Part != 1 || p.ShortCode == "" || !p.MissedAt.Equal(countytest.At) {
			t.Errorf("%+v", p)
		}
	}
	if err := s.db.Revoke(t.Context(), two.ID); err != nil {
		t.Fatal(err)
	}
	lost := handed(one.ID, countytest.Cases(1, 9))
	lost.Lost = [][32]byte{photo(7)}
	o := office.Office{Store: s.db, Blobs: s.blobs, Now: clock}
	if _, err := o.TakePush(t.Context(), lost); err != nil {
		t.Fatal(err)
	}
	missed, err = s.db.MissedParts(t.Context())
	asked := slices.Collect(func(yield func(bool) bool) {
		for _, p := range missed {
			yield(p.Asked)
		}
	})
	if err != nil || !slices.Equal(asked, wantAsked(missed, one)) {
		t.Errorf("asked %v of %+v, %v", asked, missed, err)
	}
	err = errors.Join(s.db.SettleMissed(t.Context(), one.ID), o.KeepPiece(t.Context(), one.ID, photo(3), countytest.Case(3, nil).Parts[0].Data))
	if missed, err2 := s.db.MissedParts(t.Context()); err != nil || err2 != nil || len(missed) != 0 {
		t.Errorf("settled and repaired, and still %+v, %v, %v", missed, err, err2)
	}
}

// wantAsked: only the trusted machine can be asked, and not for what it said it lost.
func wantAsked(missed []office.MissedPart, trusted office.Kiosk) (want []bool) {
	for _, p := range missed {
		want = append(want, p.Kiosk == trusted.ID && p.SHA256 == photo(3))
	}
	return want
}

func TestAnOfficerWhoOpensADamagedFileGetsTheBackupsOrLetsItBeAskedFor(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	s.backup()
	open := func(spare func([32]byte) ([]byte, error)) ([]byte, error) {
		files := office.Files{Book: s.db, Pieces: minder(s.db, s.blobs, spare)}
		c, err := s.db.Case(t.Context(), one.ID, countytest.ID(7))
		if err != nil {
			t.Fatal(err)
		}
		return files.File(context.WithoutCancel(t.Context()), c, 1)
	}
	spoil(t, s.blobs, photo(7))
	if data, err := open(s.shelf.Piece); err != nil || sha256.Sum256(data) != photo(7) {
		t.Errorf("with a backup: %q, %v", data, err)
	}
	spoil(t, s.blobs, photo(7))
	_, err := open(nil)
	if e := village.Keyed(err); e.Kind != village.NotFound || e.Key != "err.county.piece" {
		t.Errorf("without one: %v", err)
	}
	if missed, err := s.db.MissedParts(t.Context()); err != nil || len(missed) != 1 || missed[0].Record != countytest.ID(7) {
		t.Errorf("missed %+v, %v", missed, err)
	}
}
