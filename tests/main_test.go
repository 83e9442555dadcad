// Package tests runs the real programs: the commands, the county, the window
// under an X server of its own. It builds both programs once. Tests with a window run
// alone, a finger needs the cores; after them the others as many at a time as there are cores.
package tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// build is the folder of both programs.
var build string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "bianmin-tests-")
	if err != nil {
		panic(err)
	}
	build = dir
	for name, pkg := range map[string]string{"bianmin": ".", "countyd": "./county/countyd"} {
		cmd := exec.Command("go", "build", "-tags", "migrated_fynedo", "-o", filepath.Join(dir, name), pkg)
		cmd.Dir = ".."
		if out, err := cmd.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build %s: %v\n%s", name, err, out)
			os.Exit(1)
		}
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// kiosk runs `bianmin` in a data folder of its own.
type kiosk struct {
	t    *testing.T
	data string
}

func newKiosk(t *testing.T) kiosk {
	t.Helper()
	return kiosk{t, filepath.Join(t.TempDir(), "kiosk")}
}

// newStation is a kiosk that a county knows, with no line to it.
func newStation(t *testing.T) kiosk {
	t.Helper()
	k, c := newKiosk(t), newCounty(t)
	c.enrol(k)
	c.kill()
	return k
}

// run is one command with stdin; it returns the exit code and both outputs.
func (k kiosk) run(stdin string, args ...string) (int, string, string) {
	k.t.Helper()
	return command(k.t, stdin, "bianmin", append(args, "--data", k.data)...)
}

func command(t *testing.T, stdin, name string, args ...string) (int, string, string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(build, name), args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), out.String(), errs.String()
	}
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return 0, out.String(), errs.String()
}

// json runs a command that must succeed and decodes its answer.
func (k kiosk) json(stdin string, v any, args ...string) {
	k.t.Helper()
	code, out, errs := k.run(stdin, append(args, "--json")...)
	if code != 0 {
		k.t.Fatalf("bianmin %v: exit %d: %s%s", args, code, out, errs)
	}
	if err := json.Unmarshal([]byte(out), v); err != nil {
		k.t.Fatalf("bianmin %v answered %q: %v", args, out, err)
	}
}
