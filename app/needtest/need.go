// Package needtest ends tests that a machine cannot run: skipped at a desk, failed
// in continuous integration, where everything has to be there.
package needtest

import (
	"os"
	"os/exec"
	"testing"
)

// Lacks ends a test for which the machine lacks a tool or a right.
func Lacks(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// Tool is the path of a program that the project did not write.
func Tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		Lacks(t, "%s is not installed: scripts/deps.sh test", name)
	}
	return path
}
