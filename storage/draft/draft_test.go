package draft

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bianmin/app/desk"
	"bianmin/app/desk/desktest"
	"bianmin/app/village"
)

const id = village.RecordID("01936000-0000-7000-8000-000000000001")

// shelf is an empty one with keys that differ.
func shelf(t *testing.T, dir string) *Shelf {
	t.Helper()
	n := byte(0)
	s, err := Open(dir, func() ([]byte, error) { n++; return bytes.Repeat([]byte{n}, 32), nil })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestFilesKeepTheContract(t *testing.T) {
	desktest.Shelf(t, func(t *testing.T) desk.DraftShelf { return shelf(t, t.TempDir()) })
}

// TestNoFileShowsTheDraft: not even the files beside the key do so in clear.
func TestNoFileShowsTheDraft(t *testing.T) {
	const mark = "郝标记 11010519491231002X"
	dir := t.TempDir()
	if err := shelf(t, dir).Put(id, []byte(mark)); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir, mark); len(found) != 0 {
		t.Errorf("%v show it", found)
	}
	if err := os.WriteFile(filepath.Join(dir, "planted"), []byte("x"+mark), 0o600); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir, mark); len(found) != 1 {
		t.Errorf("a planted mark is found in %v", found)
	}
}

func holding(t *testing.T, dir, mark string) (found []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v", e.Name(), info.Mode(), err)
		}
		if bytes.Contains(raw, []byte(mark)) {
			found = append(found, e.Name())
		}
	}
	return found
}

func TestADraftSurvivesItsProgram(t *testing.T) {
	dir := t.TempDir()
	first := shelf(t, dir)
	if err := first.Put(id, []byte("kept")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := first.Try(id); err != nil {
		t.Fatal(err)
	}
	if n, body, err := shelf(t, dir).Try(id); err != nil || n != 2 || string(body) != "kept" {
		t.Errorf("the next program finds %q after %d tries, %v", body, n, err)
	}
}

// TestTheKeyIsOverwrittenBeforeItGoes: a file that another program holds open
// shows what its pages hold after the drop.
func TestTheKeyIsOverwrittenBeforeItGoes(t *testing.T) {
	dir := t.TempDir()
	s := shelf(t, dir)
	if err := s.Put(id, []byte("x")); err != nil {
		t.Fatal(err)
	}
	held, err := os.Open(filepath.Join(dir, string(id)+keyFile))
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	if err := s.Drop(id); err != nil {
		t.Fatal(err)
	}
	key := make([]byte, 64)
	if n, _ := held.ReadAt(key, 0); n != 32 || !bytes.Equal(key[:n], make([]byte, 32)) {
		t.Errorf("%d bytes of the key are %x", n, key[:n])
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// TestWhatCannotBeReadIsDestroyed, also what a writer left that was killed.
func TestWhatCannotBeReadIsDestroyed(t *testing.T) {
	for name, harm := range map[string]func(dir string) error{
		"a byte turned": func(dir string) error {
			path := filepath.Join(dir, string(id)+sealedFile)
			raw, err := os.ReadFile(path)
			if err == nil {
				raw[len(raw)-1] ^= 1
				err = os.WriteFile(path, raw, 0o600)
			}
			return err
		},
		"no key":      func(dir string) error { return os.Remove(filepath.Join(dir, string(id)+keyFile)) },
		"half a key":  func(dir string) error { return os.Truncate(filepath.Join(dir, string(id)+keyFile), 5) },
		"a key alone": func(dir string) error { return os.Remove(filepath.Join(dir, string(id)+sealedFile)) },
		"sealed cut":  func(dir string) error { return os.Truncate(filepath.Join(dir, string(id)+sealedFile), 5) },
		"under another id": func(dir string) error {
			other := strings.Replace(string(id), "1", "2", 1)
			for _, end := range []string{keyFile, sealedFile} {
				if err := os.Rename(filepath.Join(dir, string(id)+end), filepath.Join(dir, other+end)); err != nil {
					return err
				}
			}
			return nil
		},
		"a killed writer": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, string(id)+sealedFile)),
				os.WriteFile(filepath.Join(dir, string(id)+sealedFile+newFile), []byte("half"), 0o600))
		},
		"a stranger": func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, string(id)+sealedFile)), os.WriteFile(filepath.Join(dir, "..x"), nil, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := shelf(t, dir)
			if err := s.Put(id, []byte("x")); err != nil {
				t.Fatal(err)
			}
			if err := harm(dir); err != nil {
				t.Fatal(err)
			}
			err := s.Each(func(village.RecordID, []byte, int) { t.Error("it was read") })
			if left, e := os.ReadDir(dir); err != nil || e != nil || len(left) != 0 {
				t.Errorf("left %v, %v %v", left, err, e)
			}
		})
	}
}

func TestANameThatIsNoRecordsLeadsNowhere(t *testing.T) {
	s := shelf(t, t.TempDir())
	for _, bad := range []village.RecordID{"", "../x", "a/b", "01936000-0000-7000-8000-00000000000", village.RecordID(strings.ToUpper("01936000-0000-7000-8000-00000000000a"))} {
		if s.Put(bad, nil) == nil || s.Drop(bad) == nil {
			t.Errorf("%q is taken", bad)
		}
		if _, _, err := s.Try(bad); err == nil {
			t.Errorf("%q is tried", bad)
		}
	}
}
