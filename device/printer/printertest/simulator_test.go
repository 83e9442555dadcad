package printertest_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/needtest"
	"bianmin/device/printer/printertest"
)

// witness is the folder of receiptio, a client that the project did not write. It
// is fetched once; where that cannot be done the test is skipped, but never in
// continuous integration.
func witness(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		needtest.Lacks(t, "no folder for caches: %v", err)
	}
	dir := filepath.Join(cache, "bianmin-tests", "receiptio-2.1.2")
	if _, err := os.Stat(filepath.Join(dir, "node_modules", "receiptio", "package.json")); err == nil {
		return dir
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"package.json", "package-lock.json"} {
		raw, err := os.ReadFile(filepath.Join("npm", name))
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	npm := exec.CommandContext(t.Context(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		needtest.Lacks(t, "npm: %v %s", err, out)
	}
	return dir
}

// ask is what receiptio says of the printer after a question or a job.
func ask(t *testing.T, dir, options string) string {
	t.Helper()
	const script = `require('receiptio').print('{code:hello}', process.argv[1]).then(r => { console.log(r); process.exit(0) })`
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "-e", script, "--", options)
	node.Dir = dir
	out, err := node.CombinedOutput()
	if err != nil {
		t.Errorf("receiptio: %v %s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestAStrangerBelievesTheSimulator: another program's client reads from the
// simulator's bytes what was set.
func TestAStrangerBelievesTheSimulator(t *testing.T) {
	dir := witness(t)
	l, err := net.Listen("tcp", "127.0.0.77:9100") // the client knows no other port
	if err != nil {
		t.Skipf("the port is taken: %v", err)
	}
	s := printertest.New(576)
	s.On(t, l)
	tests := []struct {
		sensors   printertest.Sensors
		said, job string
	}{
		{printertest.Sensors{}, "online", "success"},
		{printertest.Sensors{NearEnd: true}, "online", "success"},
		{printertest.Sensors{Open: true}, "coveropen", "coveropen"},
		{printertest.Sensors{End: true}, "paperempty", "paperempty"},
		{printertest.Sensors{Error: true}, "error", "error"},
	}
	for _, tt := range tests {
		s.Set(tt.sensors)
		if got := ask(t, dir, "-d 127.0.0.77 -p escpos -q printer -t 5"); got != tt.said {
			t.Errorf("%+v: receiptio reads %q, want %q", tt.sensors, got, tt.said)
		}
		if got := ask(t, dir, "-d 127.0.0.77 -p escpos -t 5"); got != tt.job {
			t.Errorf("%+v: receiptio's job ends with %q, want %q", tt.sensors, got, tt.job)
		}
	}
}
