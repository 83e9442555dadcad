package port

import (
	"os"
	"path/filepath"
	"testing"
)

// open opens what an address names.
func open(t *testing.T, address string) error {
	t.Helper()
	opener, err := Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	line, err := opener(t.Context())
	if err != nil {
		return err
	}
	_, err = line.Write([]byte("x"))
	if err != nil {
		t.Error(err)
	}
	return line.Close()
}

func TestADeviceThatIsGoneIsNotReplacedByAFile(t *testing.T) {
	gone := "/dev/bianmin-no-printer"
	if open(t, gone) == nil {
		_ = os.Remove(gone)
		t.Error("a receipt went into a file in place of the printer")
	}
	file := filepath.Join(t.TempDir(), "out.bin")
	for range 2 {
		if err := open(t, file); err != nil {
			t.Fatal(err)
		}
	}
	if raw, err := os.ReadFile(file); err != nil || string(raw) != "xx" {
		t.Errorf("%q, %v", raw, err)
	}
}

func TestLookingMakesNoFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.bin")
	opener, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	line, err := opener(t.Context())
	if err != nil || line.Close() != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !os.IsNotExist(err) {
		t.Errorf("a file is there: %v", err)
	}
}
