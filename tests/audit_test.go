package tests

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
	t.Parallel()
	k := newStation(t)
	first := k.accept()
	img := k.disk()
	second := k.accept()
	if exit, g := k.verify(second.QR); exit != 0 || g != (genuine{true, "match", 2}) {
		t.Errorf("before: exit %d, %+v", exit, g)
	}
	k.putBack(img)
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

// disk is the database as it lies there.
type disk map[string][]byte

func (k kiosk) disk() disk {
	k.t.Helper()
	img := disk{}
	for _, name := range []string{"kiosk.db", "kiosk.db-wal"} {
		if raw, err := os.ReadFile(filepath.Join(k.data, name)); err == nil {
			img[name] = raw
		}
	}
	return img
}

func (k kiosk) putBack(img disk) {
	k.t.Helper()
	for _, name := range []string{"kiosk.db", "kiosk.db-wal", "kiosk.db-shm"} {
		if err := os.Remove(filepath.Join(k.data, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			k.t.Fatal(err)
		}
	}
	for name, raw := range img {
		if err := os.WriteFile(filepath.Join(k.data, name), raw, 0o600); err != nil {
			k.t.Fatal(err)
		}
	}
}

// audited is a machine in the answer of `countyd audit`.
type audited struct {
	OK                                 bool
	Rows, Told, Branch, Lifetime, Held int64
	Tally                              string
	Alarms                             []struct{ Kind string }
}

func (c *county) audit(args ...string) (exit int, a audited) {
	c.t.Helper()
	exit, out, errs := command(c.t, "", "countyd", append([]string{"audit", "--database", c.database, "--json"}, args...)...)
	line, _, _ := strings.Cut(out, "\n")
	if err := json.Unmarshal([]byte(line), &a); err != nil {
		c.t.Fatalf("audit: %d %s%s: %v", exit, out, errs, err)
	}
	return exit, a
}

// confirms is the answer of `countyd audit --receipt`.
func (c *county) confirms(qr string) (exit int, record, log string) {
	c.t.Helper()
	exit, out, errs := command(c.t, "", "countyd", "audit", "--database", c.database, "--json", "--receipt", qr)
	var p struct{ Record, Log string }
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		c.t.Fatalf("audit --receipt: %d %s%s: %v", exit, out, errs, err)
	}
	return exit, p.Record, p.Log
}

// TestCountyContradictsAMachineThatWasPutBack: the machine hands in, is put back to
// an older disk and goes on. The county takes what it hands in, and says what does
// not fit until somebody has looked.
func TestCountyContradictsAMachineThatWasPutBack(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	first := k.accept()
	if exit, record, log := c.confirms(first.QR); exit != 1 || record != "missing" || log != "not_told" {
		t.Errorf("before it was sent: exit %d, record %s, log %s", exit, record, log)
	}
	img := k.disk()
	second := k.accept()
	k.json("", &struct{}{}, "sync", "--once")
	exit, a := c.audit()
	if exit != 0 || !a.OK || a.Rows != a.Told || a.Rows < 4 || a.Lifetime != 2 || a.Held != 2 || a.Tally != "fits" {
		t.Errorf("an honest machine: exit %d, %+v", exit, a)
	}
	for _, r := range []accepted{first, second} {
		if exit, record, log := c.confirms(r.QR); exit != 0 || record != "held" || log != "match" {
			t.Errorf("exit %d, record %s, log %s", exit, record, log)
		}
	}
	k.putBack(img)
	third := k.accept()
	k.json("", &struct{}{}, "sync", "--once")
	if exit, a = c.audit(); exit != 1 || a.OK || len(a.Alarms) == 0 || a.Branch != 2 || a.Rows != a.Told || a.Held != 3 || a.Tally != "fewer" {
		t.Errorf("put back: exit %d, %+v", exit, a)
	}
	for name, tt := range map[string]struct{ qr, log string }{
		"first": {first.QR, "match"}, "second": {second.QR, "earlier"}, "third": {third.QR, "match"},
	} {
		if _, record, log := c.confirms(tt.qr); record != "held" || log != tt.log {
			t.Errorf("%s: record %s, log %s, want %s", name, record, log, tt.log)
		}
	}
	var machines struct {
		Kiosk, Tally string
		Alarms       int
	}
	_, out, _ := command(t, "", "countyd", "kiosks", "list", "--database", c.database, "--json")
	if err := json.Unmarshal([]byte(out), &machines); err != nil || machines.Alarms == 0 || machines.Tally != "fewer" {
		t.Errorf("kiosks list: %s %v", out, err)
	}
	c.shows("/kiosks", "流水对不上")
	if exit, a = c.audit("--kiosk", machines.Kiosk, "--settle"); exit != 0 || !a.OK {
		t.Errorf("settled: exit %d, %+v", exit, a)
	}
	if exit, record, _ := c.confirms(first.QR[:len(first.QR)-2]); exit != 1 || record != "" {
		t.Errorf("a receipt that is cut: exit %d, %s", exit, record)
	}
}
