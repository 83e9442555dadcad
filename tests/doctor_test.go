package tests

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// diagnosis is the state of every check of `bianmin doctor`.
func (k kiosk) diagnosis(args ...string) (code int, states map[string]string) {
	k.t.Helper()
	code, out, errs := k.run("", append([]string{"doctor", "--json"}, args...)...)
	states = map[string]string{}
	for line := range strings.Lines(out) {
		var f struct{ Check, State, Message string }
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			k.t.Fatalf("%q: %v%s", line, err, errs)
		}
		if f.Check != "" {
			states[f.Check] = f.State
		}
	}
	return code, states
}

func TestTheDoctorSaysWhatWouldSendPeopleAway(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	if code, states := k.diagnosis(); code != 3 || states["county"] != "bad" || states["database"] != "ok" {
		t.Errorf("not enrolled: exit %d, %v", code, states)
	}
	c.enrol(k)
	if code, states := k.diagnosis("--printer", os.DevNull); code != 0 || states["county"] != "ok" || states["printer"] != "warn" {
		t.Errorf("enrolled: exit %d, %v", code, states)
	}
	c.kill()
	if code, states := k.diagnosis(); code != 0 || states["county"] != "warn" {
		t.Errorf("no line is normal: exit %d, %v", code, states)
	}
	if code, states := k.diagnosis("--printer", "/dev/usb/none"); code != 3 || states["printer"] != "bad" {
		t.Errorf("a printer that is gone: exit %d, %v", code, states)
	}
}

func TestTheDoctorSeesADamagedDatabase(t *testing.T) {
	t.Parallel()
	k := newStation(t)
	for range 3 {
		k.json(good, &struct{}{}, "accept", "--input", "-")
	}
	path := filepath.Join(k.data, "kiosk.db")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := len(raw) / 2; i < len(raw)/2+8192 && i < len(raw); i++ {
		raw[i] = 0x55
	}
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, states := k.diagnosis(); code != 3 || states["database"] != "bad" {
		t.Errorf("exit %d, %v", code, states)
	}
}
