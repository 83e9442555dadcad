package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestDraftsStayAwayFromFoldersOfOthers: whatever somebody put in its place, the
// kiosk keeps nothing there and works on.
func TestDraftsStayAwayFromFoldersOfOthers(t *testing.T) {
	for name, attack := range map[string]func(dir string) error{
		"open to all":      func(dir string) error { return os.Mkdir(dir, 0o755) },
		"a link elsewhere": func(dir string) error { return os.Symlink(t.TempDir(), dir) },
		"a file":           func(dir string) error { return os.WriteFile(dir, nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "drafts")
			if err := attack(dir); err != nil {
				t.Fatal(err)
			}
			k := &kiosk{}
			if err := k.openDrafts(t.Context(), dir); err == nil || k.drafts != nil {
				t.Errorf("drafts are kept there: %v", err)
			}
		})
	}
}

// TestOnlyMemoryCountsAsMemory: a plain folder in the place of the memory is on
// the disk.
func TestOnlyMemoryCountsAsMemory(t *testing.T) {
	if memoryDir == "" {
		t.Skip("no memory for files on this system")
	}
	if inMemory("/proc") {
		t.Error("/proc is taken for memory")
	}
	if inMemory(memoryDir) != (memoryFor(t.TempDir(), "draft-") != "") {
		t.Error("the folder and the memory disagree")
	}
	if a, b := memoryFor("/a", "draft-"), memoryFor("/b", "draft-"); a == b && a != "" {
		t.Errorf("two kiosks share %s", a)
	}
	if uptime() <= 0 {
		t.Error("the machine never started")
	}
}
