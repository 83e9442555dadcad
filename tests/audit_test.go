package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// genuine is the answer of `bianmin verify`.
type genuine struct {
	OK       bool
	Log      string
	Lifetime int64
}

func (k kiosk) verify(text string) (exit int, g genuine) {
	k.t.Helper()
	exit, out, errs := k.run("", "verify", "--json", text)
	if err := json.Unmarshal([]byte(out), &g); err != nil {
		k.t.Fatalf("exit %d, %q %s: %v", exit, out, errs, err)
	}
	return exit, g
}

// TestPaperContradictsAMachineThatWasPutBack: somebody puts yesterday's disk back
// and goes on; the receipts that people hold say so, and only those.
func TestPaperContradictsAMachineThatWasPutBack(t *testing.T) {
	k := newStation(t)
	first := k.accept()
	image := map[string][]byte{}
	for _, name := range []string{"kiosk.db", "kiosk.db-wal"} {
		if raw, err := os.ReadFile(filepath.Join(k.data, name)); err == nil {
			image[name] = raw
		}
	}
	second := k.accept()
	if exit, g := k.verify(second.QR); exit != 0 || g != (genuine{true, "match", 2}) {
		t.Errorf("before: exit %d, %+v", exit, g)
	}
	for _, name := range []string{"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"} {
		if err := os.Remove(filepath.Join(k.data, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	for name, raw := range image {
		if err := os.WriteFile(filepath.Join(k.data, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if exit, g := k.verify(second.QR); exit != 3 || g != (genuine{true, "missing", 2}) {
		t.Errorf("put back: exit %d, %+v", exit, g)
	}
	third := k.accept()
	if exit, g := k.verify(second.QR); exit != 3 || g != (genuine{true, "differs", 2}) {
		t.Errorf("and gone on: exit %d, %+v", exit, g)
	}
	for name, text := range map[string]string{"first": first.QR, "third": third.QR} {
		if exit, g := k.verify(text); exit != 0 || g.Log != "match" {
			t.Errorf("%s receipt: exit %d, %+v", name, exit, g)
		}
	}
	if _, states := k.diagnosis(); states["audit"] != "ok" {
		t.Errorf("a log that fits in itself: %v", states)
	}
}
