package kiosk

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"bianmin/app/needtest"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// smallDisk is a file system of so many bytes.
func smallDisk(t *testing.T, bytes int) string {
	t.Helper()
	dir := t.TempDir()
	needtest.Disk(t, dir, fmt.Sprintf("size=%d", bytes))
	return dir
}

const page = 4 << 10

// fillUp leaves room for so many pages.
func fillUp(t *testing.T, filler string, pages int) {
	t.Helper()
	f, err := os.Create(filler)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	size, err := io.Copy(f, &endless{})
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("filled %d bytes: %v", size, err)
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(max(0, end/page-int64(pages)) * page); err != nil {
		t.Fatal(err)
	}
}

type endless struct{}

func (*endless) Read(b []byte) (int, error) { return len(b), nil }

// unkept are the printed receipts that have no whole row.
func unkept(t *testing.T, db *DB, printed map[string]string) (lost []string) {
	t.Helper()
	found, err := db.whole()
	if err != nil {
		t.Fatal(err)
	}
	for id, digest := range printed {
		if found[id] != digest {
			lost = append(lost, id)
		}
	}
	if len(found) != len(printed) {
		t.Errorf("%d rows for %d receipts", len(found), len(printed))
	}
	return lost
}

// TestADiskThatFillsUpAtAnyStepOfOneAcceptanceGivesNoReceiptWithoutARow leaves room
// for no page, one, two … until the acceptance fits, with an empty log and with
// one that is in use. Each time there is room again the machine goes on.
func TestADiskThatFillsUpAtAnyStepOfOneAcceptanceGivesNoReceiptWithoutARow(t *testing.T) {
	for name, emptied := range map[string]bool{"with an empty log": true, "with a log in use": false} {
		t.Run(name, func(t *testing.T) {
			disk := smallDisk(t, 8<<20)
			dir, filler := filepath.Join(disk, "data"), filepath.Join(disk, "filler")
			printed, fits, refused, n := map[string]string{}, 0, 0, 0
			take := func(db *DB) error {
				n++
				c, r := storetest.SampleCase(n, 2000)
				r.Parts = []village.Part{storetest.SamplePart("photo", 20_000)}
				_, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR)
				if err == nil {
					printed[string(c.ID)] = fmt.Sprintf("%x", c.Digest)
				}
				return err
			}
			for pages := 0; fits < 3; pages++ {
				db, err := Open(t.Context(), dir, now)
				if err != nil {
					t.Fatal(err)
				}
				if err := take(db); err != nil {
					t.Fatalf("with room: %v", err)
				}
				if emptied {
					if err := db.sql.Erase(t.Context()); err != nil {
						t.Fatal(err)
					}
				}
				fillUp(t, filler, pages)
				switch err := take(db); {
				case err == nil:
					fits++
				case village.Keyed(err).Key != "err.store.full" && village.Keyed(err).Key != "err.store.io":
					t.Errorf("with %d pages: %v", pages, err)
				default:
					refused, fits = refused+1, 0
				}
				if err := os.Remove(filler); err != nil {
					t.Fatal(err)
				}
				if err := take(db); err != nil {
					t.Fatalf("after room was made again: %v", err)
				}
				if err := db.Check(t.Context()); err != nil {
					t.Errorf("with %d pages: %v", pages, err)
				}
				if lost := unkept(t, db, printed); len(lost) > 0 {
					t.Fatalf("with %d pages: receipts without a row: %v", pages, lost)
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				if pages%16 == 15 { // a new disk keeps the test within its own
					printed = map[string]string{}
					if err := os.RemoveAll(dir); err != nil {
						t.Fatal(err)
					}
				}
			}
			t.Logf("trials: refused at %d steps of 4 KiB, then it fitted", refused)
			if refused == 0 {
				t.Error("the disk was never full: the test tests nothing")
			}
		})
	}
}

// TestTheCheckOfAFullDiskSeesAReceiptWithoutARow is the control.
func TestTheCheckOfAFullDiskSeesAReceiptWithoutARow(t *testing.T) {
	db := openAt(t, t.TempDir())
	c, r := storetest.SampleCase(1, 2000)
	r.Parts = []village.Part{storetest.SamplePart("photo", 100)}
	if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
	other, _ := storetest.SampleCase(2, 2000)
	if lost := unkept(t, db, map[string]string{string(other.ID): fmt.Sprintf("%x", other.Digest)}); len(lost) != 1 {
		t.Errorf("a receipt without a row passes: %v", lost)
	}
	t.Log("trials: a receipt without a row is found")
}
