package tests

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// nobody is who programs run as when the tests run as root: root may look into
// everything, and could not see whether others may.
const nobody = 65534

// running is a program in a folder of its own that reads its standard input, with
// core files allowed as far as the machine allows them.
type running struct {
	cmd    *exec.Cmd
	in     io.Writer
	folder string
	uid    uint32
}

func runUncapped(t *testing.T, words ...string) *running {
	t.Helper()
	r := &running{folder: t.TempDir(), uid: uint32(os.Geteuid())}
	script := `ulimit -c unlimited 2>/dev/null || ulimit -c "$(ulimit -H -c)"; exec "$0" "$@"`
	r.cmd = exec.CommandContext(t.Context(), "sh", append([]string{"-c", script}, words...)...)
	r.cmd.Dir, r.cmd.Env = r.folder, append(os.Environ(), "GOTRACEBACK=crash")
	if r.uid == 0 {
		r.uid = nobody
		r.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		for _, path := range []string{build, filepath.Dir(r.folder), r.folder} {
			if err := os.Chmod(path, 0o755); err != nil { //nolint:gosec // programs, and an empty folder
				t.Fatal(err)
			}
		}
		if err := os.Chown(r.folder, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	in, err := r.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.cmd.Process.Kill() })
	r.in = in
	fmt.Fprintln(in, markID)
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line == "" { // it lives, and has read the mark
		t.Fatalf("%v answers %q, %v", words, line, err)
	}
	return r
}

// open says in which ways others can get at what r has in memory.
func (r *running) open(t *testing.T) (ways []string) {
	t.Helper()
	proc := fmt.Sprintf("/proc/%d", r.cmd.Process.Pid)
	var info syscall.Stat_t
	if err := syscall.Stat(proc+"/mem", &info); err != nil {
		t.Fatal(err)
	}
	if info.Uid == r.uid { // what may not be dumped belongs to root there
		ways = append(ways, "a debugger of the same user")
	}
	limits, err := os.ReadFile(proc + "/limits")
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`(?m)^Max core file size +0 +0 `).Match(limits) {
		ways = append(ways, "a core limit")
	}
	return ways
}

// crash ends r as a fault would and says whether a core file is left.
func (r *running) crash(t *testing.T) (left []string) {
	t.Helper()
	_ = r.cmd.Process.Signal(syscall.SIGABRT)
	_ = r.cmd.Wait()
	return append(residue(t, r.folder), matches(t, filepath.Join(r.folder, "core*"))...)
}

func matches(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestWhatIsInMemoryIsNotLeftInACore: neither program can be dumped, by a crash or
// by another program of the same user.
func TestWhatIsInMemoryIsNotLeftInACore(t *testing.T) {
	if _, err := os.Stat("/proc/self/limits"); err != nil {
		t.Skip("needs Linux's /proc")
	}
	for name, words := range map[string][]string{
		"bianmin": {filepath.Join(build, "bianmin"), "tool", "id", "--data", "data"},
		"countyd": {filepath.Join(build, "countyd"), "serve", "--listen", "127.0.0.1:0", "--database", "sqlite:county.db", "--blobs", "blobs", "--keys", "keys"},
	} {
		r := runUncapped(t, words...)
		if ways := r.open(t); len(ways) > 0 {
			t.Errorf("%s is open to %s", name, strings.Join(ways, " and "))
		}
		if left := r.crash(t); len(left) > 0 {
			t.Errorf("%s left %v", name, left)
		}
	}
	t.Log("trials: both programs crashed, and asked by another program of the same user")
	control := runUncapped(t, "cat") // the looking itself must be able to find
	if ways := control.open(t); len(ways) == 0 {
		t.Error("a program that hides nothing is open to nobody: the test sees nothing")
	}
	if pattern, err := os.ReadFile("/proc/sys/kernel/core_pattern"); err == nil && strings.HasPrefix(string(pattern), "core") && len(control.crash(t)) == 0 {
		t.Log("this machine leaves no core file of any program in its folder")
	}
}
