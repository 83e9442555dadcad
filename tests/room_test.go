package tests

import (
	"os"
	"path/filepath"
	"testing"
)

// TestTheReserveKeepsAFullMachineWorking fills the disk of a machine that holds a
// reserve: nobody may hand in into it, what is there goes out, and with room again
// it is held again.
func TestTheReserveKeepsAFullMachineWorking(t *testing.T) {
	t.Parallel()
	disk := filepath.Join(t.TempDir(), "disk")
	medium(t, disk, 128)
	c, k := newCounty(t), kiosk{t, filepath.Join(disk, "kiosk")}
	c.enrol(k)
	k.accept()
	if state, says := k.remark("ballast"); state != "ok" {
		t.Fatalf("the reserve is %s: %s", state, says)
	}
	filler := filepath.Join(disk, "filler")
	for size := 1 << 20; size >= 512; size /= 2 {
		for fill(t, filler, size) {
		}
	}
	for range 2 { // the first lets the reserve go
		code, out, errs := k.run(good, "accept", "--input", "-")
		if code != 3 {
			t.Errorf("on a full disk: exit %d %s%s", code, out, errs)
		}
	}
	if state, says := k.remark("ballast"); state != "warn" {
		t.Errorf("the reserve of a full machine is %s: %s", state, says)
	}
	k.json("", &struct{}{}, "sync", "--once")
	if s := k.standing(); s != (standing{Stored: 1}) {
		t.Errorf("what was there stands at %+v", s)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	k.accept()
	if state, says := k.remark("ballast"); state != "ok" {
		t.Errorf("with room again the reserve is %s: %s", state, says)
	}
}
