package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"bianmin/county/office"
)

func TestRatingsLeaveInASignedEnvelope(t *testing.T) {
	dir := t.TempDir()
	database, file := "sqlite:"+filepath.Join(dir, "data", "county.db"), filepath.Join(dir, "out.json")
	var out, complaint bytes.Buffer
	for _, args := range [][]string{{"init"}, {"ratings", "export", "--out", file, "--reason", "check"}} {
		if code := run(t.Context(), append(args, "--database", database), &out, &complaint); code != exitDone {
			t.Fatalf("%v: %s", args, &complaint)
		}
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var e office.Envelope
	if err := json.Unmarshal(raw, &e); err != nil || e.Algorithm != "Ed25519" || len(e.Sign) != 64 || string(e.Params) != "[]" || e.AppMark != "bianmin" {
		t.Errorf("the envelope %s, %v", raw, err)
	}
}
