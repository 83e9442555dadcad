package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestEvidenceThatWasCutShortIsWrittenAgain: a file under a sum is what the sum says.
func TestEvidenceThatWasCutShortIsWrittenAgain(t *testing.T) {
	dir, raw := t.TempDir(), []byte("what was seen")
	kept, err := keepEvidence("out", dir, ".png", raw)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, kept.SHA256+".png")
	if err := os.WriteFile(path, raw[:4], 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := keepEvidence("out", dir, ".png", raw); err != nil {
		t.Fatal(err)
	}
	if there, err := os.ReadFile(path); err != nil || !bytes.Equal(there, raw) {
		t.Errorf("there is %q, %v", there, err)
	}
}
