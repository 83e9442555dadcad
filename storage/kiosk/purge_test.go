package kiosk

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"bianmin/app/village"
	"bianmin/storage/storetest"
)

func TestPurgedPapersLeaveNoByteInTheFiles(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	c, r := storetest.SampleCase(1, 9000) // more than a page
	r.Parts = []village.Part{storetest.SamplePart("photo", 200_000)}
	if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
		t.Fatal(err)
	}
	marks := [][]byte{r.Body[len(r.Body)-32:], r.Parts[0].Data[100_000:100_032]}
	for _, mark := range marks {
		if !inFiles(t, dir, mark) {
			t.Fatal("the search does not find what is there")
		}
	}
	if err := db.MarkSent(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	ack := village.Ack{Epoch: 1, WantSeq: 2, CompleteSeq: 1, DurableSeq: 1, At: now(), CountyTime: now(), Incarnation: []byte("c")}
	if err := db.Acknowledge(t.Context(), ack); err != nil {
		t.Fatal(err)
	}
	counted := func(cleared int) {
		t.Helper()
		if c, err := db.Count(t.Context()); err != nil || c.Durable != 1 || c.Pruned != cleared {
			t.Errorf("counted %+v, %v", c, err)
		}
	}
	counted(0)
	if n, err := db.Purge(t.Context(), now()); err != nil || n != 1 {
		t.Fatalf("purged %d, %v", n, err)
	}
	counted(1)
	for i, mark := range marks {
		if inFiles(t, dir, mark) {
			t.Errorf("mark %d is still in the files", i)
		}
	}
}

func inFiles(t *testing.T, dir string, mark []byte) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		found = found || bytes.Contains(raw, mark)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
