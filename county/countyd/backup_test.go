package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/county"
	"bianmin/storage/postgrestest"
)

// filled is a county that took in records of one kiosk.
func filled(t *testing.T, records int64) *keyHouse {
	t.Helper()
	h := &keyHouse{machine: newMachine(t)}
	h.fill(t, records)
	return h
}

// fill starts the county, hands records over with their files, and stops it.
func (h *keyHouse) fill(t *testing.T, records int64) {
	t.Helper()
	h.start()
	kiosk := countytest.Identity(1)
	h.enrol(kiosk)
	for first := int64(1); first <= records; first += 50 {
		ack, err := h.push(kiosk, countytest.Cases(first, min(first+49, records))...)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			h.pieces(kiosk, countytest.Cases(1, records), ack)
			if ack, err = h.push(kiosk); err != nil {
				t.Fatal(err)
			}
		}
	}
	if ack, err := h.push(kiosk); err != nil || ack.CompleteSeq != records {
		t.Fatalf("the county lacks something: %+v, %v", ack, err)
	}
	h.end(os.Interrupt)
}

func (h *keyHouse) backup(dir string) (file string) {
	h.t.Helper()
	out := h.must(append([]string{"backup", "--database", h.database, "--blobs", h.blobs, "--out", dir}, h.besides...)...)
	files, err := county.ReadShelf(dir).Files()
	if err != nil || len(files) == 0 || !strings.Contains(out, files[len(files)-1]) || !strings.Contains(out, "备份里没有密钥") {
		h.t.Fatalf("%v, %v: %s", files, err, out)
	}
	return filepath.Join(dir, files[len(files)-1])
}

func TestRestoreDrill(t *testing.T) {
	h := filled(t, 60)
	dir := filepath.Join(t.TempDir(), "backups")
	file := h.backup(dir)
	want := h.records()
	addresses := []string{"sqlite:" + filepath.Join(t.TempDir(), "new", "county.db"), postgrestest.Start(t).Database(t)}
	for _, address := range addresses {
		blobs := filepath.Join(t.TempDir(), "blobs")
		if out := h.must("restore", "--from", file, "--database", address, "--blobs", blobs); !strings.Contains(out, "备份里没有密钥") {
			t.Errorf("restore: %s", out)
		}
		h.refuses2(t, "database: ", "restore", "--from", dir, "--database", address, "--blobs", blobs)
		other := &keyHouse{machine: &machine{t: t, binary: h.binary, database: address, blobs: blobs}}
		got := other.records()
		if a, b := mustJSON(got), mustJSON(want); !bytes.Equal(a, b) {
			t.Errorf("%d records came back of %d", len(got), len(want))
		}
		if pieces, err := filepath.Glob(filepath.Join(blobs, "??", "*")); err != nil || len(pieces) != 45 {
			t.Errorf("%d photographs, %v", len(pieces), err)
		}
		if address == addresses[0] {
			other.backup(filepath.Join(t.TempDir(), "of the new one"))
		}
	}
}

// refuses2 is refuses where progress may stand before the refusal.
func (h *keyHouse) refuses2(t *testing.T, says string, args ...string) {
	t.Helper()
	if code, out, complaint := h.run(args...); code != exitRefused || !strings.Contains(complaint, says) || out != "" {
		t.Errorf("countyd %s: %d %q %q", strings.Join(args, " "), code, out, complaint)
	}
}

func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

func TestKeysAndNamesAreInNoBackup(t *testing.T) {
	h := filled(t, 5)
	dir := filepath.Join(t.TempDir(), "backups")
	h.backup(dir)
	keys, err := filepath.Glob(strings.TrimSuffix(strings.TrimPrefix(h.database, "sqlite:"), ".db") + "-keys/*/*")
	if err != nil || len(keys) < 2 {
		t.Fatalf("keys %v, %v", keys, err)
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others may read %s: %v, %v", path, info.Mode(), err)
		}
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		for _, key := range keys {
			if secret, _ := os.ReadFile(key); bytes.Contains(raw, secret[:min(len(secret), 32)]) {
				t.Errorf("%s holds %s", path, key)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestDamagedBackupIsRefusedAndNamed(t *testing.T) {
	h := filled(t, 10)
	dir := filepath.Join(t.TempDir(), "backups")
	file := h.backup(dir)
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/3] ^= 4
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(t.TempDir(), "new.db")
	h.refuses2(t, filepath.Base(file), "restore", "--from", file, "--database", "sqlite:"+target, "--blobs", t.TempDir())
	if _, err := os.Stat(target); err == nil {
		t.Error("a database was made for a damaged backup")
	}
	h.refuses2(t, "from: ", "restore", "--from", t.TempDir(), "--database", "sqlite:"+target, "--blobs", t.TempDir())
	h.refuses2(t, "from: ", "restore", "--from", file+"x", "--database", "sqlite:"+target, "--blobs", t.TempDir())
}

// TestAKilledBackupLeavesNoneThatIsNotWhole kills the real program at random
// moments of a backup. Whatever stands under a backup's name verifies.
func TestAKilledBackupLeavesNoneThatIsNotWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("-seed=%d", s)
	rng := rand.New(rand.NewPCG(s, 0))
	h := filled(t, 200)
	dir := filepath.Join(t.TempDir(), "backups")
	finished := 0
	for range 25 {
		c := exec.CommandContext(t.Context(), h.binary, "backup", "--database", h.database, "--blobs", h.blobs, "--out", dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		kill := time.AfterFunc(time.Duration(rng.IntN(150))*time.Millisecond, func() { _ = c.Process.Kill() })
		if c.Wait() == nil {
			finished++
		}
		kill.Stop()
		files, err := county.ReadShelf(dir).Files()
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if got, err := office.Verify(t.Context(), county.ReadShelf(dir), file); err != nil || got.Records != 200 {
				t.Fatalf("%s: %+v, %v", file, got, err)
			}
		}
	}
	t.Logf("trials: 25 backups killed, %d came to their end, -seed=%d", finished, s)
	h.backup(dir)
	if left, err := filepath.Glob(filepath.Join(dir, "coming-*")); err != nil || len(left) != 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestServeTakesBackupsByItself(t *testing.T) {
	h := filled(t, 8)
	dir := beside(h.database, blobPlace(h.blobs))
	h.start() // takes none anew when the first start has taken one
	defer h.end(os.Interrupt)
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		files, err := county.ReadShelf(dir).Files()
		if err != nil {
			t.Fatal(err)
		}
		if len(files) > 0 {
			if _, err := office.Verify(t.Context(), county.ReadShelf(dir), files[len(files)-1]); err != nil {
				t.Error(err)
			}
			return
		}
		if time.Now().After(end) {
			t.Fatal("no backup")
		}
	}
}
