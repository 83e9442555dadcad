package tests

import (
	"os"
	"strings"
	"testing"
)

// TestAMachineSealsForTheCountysNewKeyAfterItsNextContact: the first key is lost for
// good, so that only what is sealed for the second can be read.
func TestAMachineSealsForTheCountysNewKeyAfterItsNextContact(t *testing.T) {
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	c.kill()
	if err := os.Remove(strings.TrimSuffix(strings.TrimPrefix(c.database, "sqlite:"), ".db") + "-keys/office/county-0001.key"); err != nil {
		t.Fatal(err)
	}
	if code, _, errs := command(t, "", "countyd", "keys", "rotate", "--lost", "--database", c.database); code != 0 {
		t.Fatalf("rotate: %s", errs)
	}
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	var out accepted
	k.json(marked(t), &out, "accept", "--input", "-")
	k.json("", &struct{}{}, "sync", "--once")
	c.shows("/", spaced(out.Code))
}
