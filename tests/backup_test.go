package tests

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// standing are the counts of `outbox --json` that a record passes through.
type standing struct{ Waiting, Stored, Durable int64 }

func (k kiosk) standing() (s standing) {
	k.json("", &s, "outbox")
	return s
}

func Test36RecordsInABackupAreSaidToBeAndComeBackAfterTheCountyIsLost(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var first, second accepted
	k.json(marked(t), &first, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.standing(); s != (standing{Stored: 1}) {
		t.Fatalf("before a backup: %+v", s)
	}
	backups := filepath.Join(t.TempDir(), "backups")
	if code, _, errs := command(t, "", "countyd", "backup", "--database", c.database, "--blobs", c.blobs, "--out", backups); code != 0 {
		t.Fatalf("backup: %s", errs)
	}
	k.json("", &struct{}{}, "sync", "--once")
	k.json(marked(t), &second, "accept", "--input", "-") // the backup does not have it
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.standing(); s != (standing{Stored: 1, Durable: 1}) {
		t.Fatalf("after a backup: %+v", s)
	}

	held := c.records()
	c.lose()
	if code, _, errs := command(t, "", "countyd", "restore", "--from", backups, "--database", c.database, "--blobs", c.blobs); code != 0 {
		t.Fatalf("restore: %s", errs)
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	back := c.records()
	slices.Sort(held)
	slices.Sort(back)
	if !slices.Equal(held, back) || len(back) != 2 {
		t.Errorf("the county held %v and holds %v", held, back)
	}
	c.shows("/cases", spaced(first.Code))
	c.shows("/cases", spaced(second.Code))
}

// lose takes the county's database and papers away; its keys are kept elsewhere.
func (c *county) lose() {
	c.t.Helper()
	c.kill()
	file := strings.TrimPrefix(c.database, "sqlite:")
	for _, path := range []string{file, file + "-wal", file + "-shm", c.blobs} {
		if err := os.RemoveAll(path); err != nil {
			c.t.Fatal(err)
		}
	}
}

func TestACountySaysWhenItsBackupsLieBesideItsDatabase(t *testing.T) {
	t.Parallel()
	c := newCounty(t)
	c.kill()
	var log bytes.Buffer
	c.log = &log
	c.start()
	c.kill()
	if !strings.Contains(log.String(), "--backups") {
		t.Errorf("the log says nothing of it: %s", log.String())
	}
}
