package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/receipt"
	"bianmin/app/village"
	"bianmin/assets/lang"
	store "bianmin/storage/kiosk"
	"bianmin/storage/storetest"
)

// TestADraftWhoseRecordIsStoredIsDestroyed with the real files and the real
// database: a window that dies between the commit and the end of the draft must
// not let the next one hand it in again.
func TestADraftWhoseRecordIsStoredIsDestroyed(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "data"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Identity(t.Context(), storetest.Seed); err != nil {
		t.Fatal(err)
	}
	window := func() *kiosk { // the next run of the program
		k := &kiosk{store: db, clock: newClock()}
		if err := k.openDrafts(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { k.shelf.Close() })
		return k
	}
	c, r := storetest.SampleCase(1, 100)
	first := window()
	first.drafts.NewID = func() (village.RecordID, error) { return c.ID, nil }
	d := desk.Draft{ID: first.drafts.Begin(), Item: c.Item, Applicant: desk.ApplicantInput{
		Kind: village.Person, IDType: village.IDResident, ID: "11010519491231002X", Phone: "13800000000",
	}}
	if err := first.drafts.Save(d); err != nil {
		t.Fatal(err)
	}
	if o := window().drafts.Offer(); o.ID != c.ID {
		t.Fatalf("before the commit it is not offered: %+v", o)
	}
	if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
	if o := window().drafts.Offer(); o.ID != "" {
		t.Errorf("offered after the commit: %+v", o)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestASlipGoesTheWayOfReceipts(t *testing.T) {
	text, err := lang.Load(lang.Default)
	if err != nil {
		t.Fatal(err)
	}
	k := &kiosk{text: text, painter: newPainter}
	k.enrolment.Store(&store.Enrolment{Centre: "江滨村党群服务中心"})
	slip := receipt.Slip{Code: "K7M4TA", Item: "高龄津贴", Until: time.Date(2026, 11, 24, 0, 0, 0, 0, village.Zone)}
	paper := filepath.Join(t.TempDir(), "paper.bin")
	print := func(address string, mm int) error {
		p, err := k.paperAt(address, mm)
		if err != nil {
			t.Fatal(err)
		}
		came, err := p.slip(t.Context(), slip)
		if came {
			t.Error("a file said that the paper came out")
		}
		return err
	}
	for _, mm := range []int{58, 80} {
		if err := print(paper, mm); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(paper); err != nil || info.Size() < 2000 {
		t.Errorf("two slips are %v, %v", info, err)
	}
	for path, want := range map[string]string{"": "err.printer.none", "/dev/bianmin-no-printer": "err.printer.offline"} {
		if e := village.Keyed(print(path, 80)); e.Key != want {
			t.Errorf("%q gives %s, want %s", path, e.Key, want)
		}
	}
}

// TestDraftsStayAwayFromFoldersOfOthers: whatever somebody put in its place, the
// kiosk keeps nothing there and works on.
func TestDraftsStayAwayFromFoldersOfOthers(t *testing.T) {
	for name, attack := range map[string]func(dir string) error{
		"open to all":      func(dir string) error { return os.Mkdir(dir, 0o755) },
		"a link elsewhere": func(dir string) error { return os.Symlink(t.TempDir(), dir) },
		"a file":           func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "drafts")
			if err := attack(dir); err != nil {
				t.Fatal(err)
			}
			k := &kiosk{}
			if err := k.openDrafts(t.Context(), dir); err == nil || k.drafts != nil {
				t.Errorf("drafts are kept there: %v", err)
			}
		})
	}
}

// TestOnlyMemoryCountsAsMemory: a plain folder in the place of the memory is on
// the disk.
func TestOnlyMemoryCountsAsMemory(t *testing.T) {
	if memoryDir == "" {
		t.Skip("no memory for files on this system")
	}
	if inMemory("/proc") {
		t.Error("/proc is taken for memory")
	}
	if inMemory(memoryDir) != (memoryFor(t.TempDir(), "draft-") != "") {
		t.Error("the folder and the memory disagree")
	}
	if a, b := memoryFor("/a", "draft-"), memoryFor("/b", "draft-"); a == b && a != "" {
		t.Errorf("two kiosks share %s", a)
	}
	if uptime() <= 0 {
		t.Error("the machine never started")
	}
}
