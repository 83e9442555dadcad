package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestDayKeyIsSharedAndChangesDaily(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	one, two := &dayKeys{dir: dir}, &dayKeys{dir: dir}
	keys := map[string]bool{}
	for _, day := range []string{"2026-11-23", "2026-11-24", "2026-11-22"} { // the clock may go back
		a, err := one.key(day)
		b, err2 := two.key(day)
		if err != nil || err2 != nil || !bytes.Equal(a, b) || len(a) != 32 {
			t.Fatalf("%s: %x %x, %v %v", day, a, b, err, err2)
		}
		keys[string(a)] = true
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != 1 || left[0].Name() != day+".key" {
			t.Errorf("%s: left %v, %v", day, left, err)
		}
	}
	if len(keys) != 3 {
		t.Errorf("%d keys for 3 days", len(keys))
	}
}

// TestDayKeyNeverStopsTheCounter: whatever somebody else put in its place, there
// is a key, and it is not theirs.
func TestDayKeyNeverStopsTheCounter(t *testing.T) {
	const day = "2026-11-23"
	known := bytes.Repeat([]byte{7}, 32)
	plant := func(dir string) error { return os.WriteFile(filepath.Join(dir, day+".key"), known, 0o644) }
	for name, attack := range map[string]func(dir string) error{
		"open to all": func(dir string) error {
			if err := os.Mkdir(dir, 0o755); err != nil {
				return err
			}
			return plant(dir)
		},
		"a link elsewhere": func(dir string) error {
			theirs := t.TempDir()
			if err := plant(theirs); err != nil {
				return err
			}
			return os.Symlink(theirs, dir)
		},
		"a file":    func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
		"no folder": func(dir string) error { return os.RemoveAll(filepath.Dir(dir)) },
		"half a key": func(dir string) error {
			if err := os.Mkdir(dir, 0o700); err != nil {
				return err
			}
			return os.WriteFile(filepath.Join(dir, day+".key"), known[:5], 0o600)
		},
		"another's": func(dir string) error {
			if err := os.Mkdir(dir, 0o700); err != nil {
				return err
			}
			if err := plant(dir); err != nil {
				return err
			}
			if os.Chown(dir, 65534, 65534) != nil {
				return os.RemoveAll(dir) // only root can give a folder away
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "keys")
			if err := attack(dir); err != nil {
				t.Fatal(err)
			}
			key, err := (&dayKeys{dir: dir}).key(day)
			if err != nil || len(key) != 32 || bytes.Equal(key, known) {
				t.Errorf("key %x, %v", key, err)
			}
		})
	}
}

func TestDayKeyOfAKilledWriterIsForgotten(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	d := &dayKeys{dir: dir}
	if _, err := d.key("2026-11-23"); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(filepath.Join(dir, "2026-11-23.key"), filepath.Join(dir, "2026-11-23.new-1")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.key("2026-11-24"); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("left %v, %v", left, err)
	}
}
