package tests

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"bianmin/app/seal"
	"bianmin/storage/mirror"
)

// TestAMachineSealsForTheCountysNewKeyAfterItsNextContact: the first key is lost for
// good, so that only what is sealed for the second can be read.
func TestAMachineSealsForTheCountysNewKeyAfterItsNextContact(t *testing.T) {
	t.Parallel()
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
	c.shows("/cases", spaced(out.Code))
}

// TestACopyIsForTheCountysNewKeyAfterTheNextContact: no record follows, and the copy
// of a machine that burns that night can be opened with the new key.
func TestACopyIsForTheCountysNewKeyAfterTheNextContact(t *testing.T) {
	t.Parallel()
	c, k, stick := newCounty(t), newKiosk(t), t.TempDir()
	c.enrol(k)
	if _, at := k.acceptCopy("--mirror", stick, "--mirror-same-disk"); at != "mirrored" {
		t.Fatalf("the copy is %q", at)
	}
	sealedFor := func() string {
		found, err := mirror.Look(stick)
		if err != nil {
			t.Fatal(err)
		}
		_, key, err := seal.SealedFor(found.Escrow)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(key)
	}
	k.json("", &struct{}{}, "sync", "--once")
	before := sealedFor()
	c.kill()
	c.admin("keys", "rotate")
	c.start()
	k.json("", &struct{}{}, "sync", "--once")
	if sealedFor() == before {
		t.Error("the copy is sealed for the old key")
	}
}
