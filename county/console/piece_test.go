package console

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"bianmin/county/countytest"
)

// TestAFileThatWentBadIsSaidToBe: an officer is told what became of it and that it
// is on its way.
func TestAFileThatWentBadIsSaidToBe(t *testing.T) {
	d := newDesk(t, countytest.Case(1, nil))
	files, err := filepath.Glob(filepath.Join(d.blobs, "??", "*"))
	if err != nil || len(files) != 1 {
		t.Fatalf("%v, %v", files, err)
	}
	if err := os.WriteFile(files[0], []byte("the disk forgot"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.look(1)
	w := d.ask(d.casePath(1) + "/files/1")
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
	wants(t, w.Body.String(), "坏了", "已请机器重新送来")
	lacks(t, w.Body.String(), "county.piece")
	if missed, err := d.db.MissedParts(t.Context()); err != nil || len(missed) != 1 {
		t.Errorf("missed %+v, %v", missed, err)
	}
}
