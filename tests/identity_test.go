package tests

import (
	"os"
	"path/filepath"
	"testing"
)

func TestKioskWithoutItsKeyTakesNoNewName(t *testing.T) {
	t.Parallel()
	k, other := newStation(t), newStation(t)
	receipt := k.accept()
	other.accept()
	key := filepath.Join(k.data, "kiosk.key")
	kept, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	k.mustFail(3, "", "err.store.key_missing", "outbox")
	if _, err := os.Stat(key); err == nil {
		t.Error("a new key was made")
	}
	foreign, err := os.ReadFile(filepath.Join(other.data, "kiosk.key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, foreign, 0o600); err != nil {
		t.Fatal(err)
	}
	k.mustFail(3, "", "err.store.key_other", "outbox")
	if err := os.WriteFile(key, kept, 0o600); err != nil {
		t.Fatal(err)
	}
	var got struct{ OK bool }
	if k.json("", &got, "verify", receipt.QR); !got.OK {
		t.Error("with its key back, the kiosk does not know its receipt")
	}
}
