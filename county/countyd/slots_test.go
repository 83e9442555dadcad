package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/county/office"
	"bianmin/storage/county"
)

// TestM4ASlotThatACommandClosesIsKeptAsAChange, like one that an officer closes.
func TestM4ASlotThatACommandClosesIsKeptAsAChange(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "county.db")
	do := func(code int, args ...string) {
		t.Helper()
		var out, complaint bytes.Buffer
		if got := run(t.Context(), append(args, "--database", database), &out, &complaint); got != code {
			t.Fatalf("%v: %d %s%s", args, got, &out, &complaint)
		}
	}
	day := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	slot := strings.ReplaceAll(day, "-", "") + "09301000" + "445203104000" + "01"
	do(exitDone, "init")
	do(exitDone, "slots", "open", "--area", "445203104000", "--day", day, "--from", "0930", "--to", "1000", "--seats", "3")
	do(exitRefused, "slots", "close", "1")
	do(exitDone, "slots", "close", slot)
	db, err := county.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if acts, err := db.SlotActs(t.Context(), office.Scope{}, 9); err != nil || len(acts) != 1 || acts[0].Verb != office.SlotClose || acts[0].Account != "" {
		t.Errorf("kept is %+v, %v", acts, err)
	}
}
