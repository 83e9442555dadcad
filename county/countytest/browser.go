package countytest

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"bianmin/app/needtest"
)

// Browser is the real Chromium, and the folder of the scripts that use the console in it,
// with what they need installed. root is the way from the test to the repository. Without
// either the test ends as one that a machine cannot run, see needtest.
func Browser(t testing.TB, root string) (chromium, folder string) {
	t.Helper()
	chromium = needtest.Tool(t, "chromium")
	folder = filepath.Join(root, "county/console/browser")
	lock, err := os.Open(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil { // packages are tested side by side
		t.Fatal(err)
	}
	if installed(folder) {
		return chromium, folder
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--no-audit", "--no-fund", "--prefer-offline")
	install.Dir = folder
	if out, err := install.CombinedOutput(); err != nil {
		needtest.Lacks(t, "npm cannot bring playwright-core and axe-core: %v %.300s", err, out)
	}
	return chromium, folder
}

// installed reports whether npm wrote down what it installed after the list of it changed
// last.
func installed(folder string) bool {
	want, err := os.Stat(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		return false
	}
	have, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json"))
	return err == nil && !have.ModTime().Before(want.ModTime())
}
