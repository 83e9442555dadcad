package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Test33APieceThatTheCountyLostIsSentAgain: the county notices, asks, and has it as it
// was handed in; until then it says which file of which case is not whole.
func Test33APieceThatTheCountyLostIsSentAgain(t *testing.T) {
	t.Parallel()
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	audit := func() (code int, said string) {
		code, said, _ = command(t, "", "countyd", "audit", "--database", c.database, "--blobs", c.blobs)
		return code, said
	}
	if code, said := audit(); code != 0 {
		t.Fatalf("exit %d: %s", code, said)
	}
	pieces, err := filepath.Glob(filepath.Join(c.blobs, "??", "*"))
	if err != nil || len(pieces) == 0 {
		t.Fatalf("%v, %v", pieces, err)
	}
	good, err := os.ReadFile(pieces[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pieces[0], append([]byte{good[0] ^ 1}, good[1:]...), 0o600); err != nil {
		t.Fatal(err)
	}
	if code, said := audit(); code != 1 || !strings.Contains(said, spaced(out.Code)) || !strings.Contains(said, "正等机器重新送来") {
		t.Errorf("a damaged piece: exit %d: %s", code, said)
	}
	k.json("", &struct{}{}, "sync", "--once")
	if again, err := os.ReadFile(pieces[0]); err != nil || string(again) != string(good) {
		t.Errorf("the piece was not repaired: %v", err)
	}
	if code, said := audit(); code != 0 {
		t.Errorf("after it was repaired: exit %d: %s", code, said)
	}
	if s := k.standing(); s != (standing{Stored: 1}) {
		t.Errorf("the kiosk counts %+v", s)
	}
}
