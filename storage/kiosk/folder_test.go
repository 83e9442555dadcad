package kiosk

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"bianmin/app/needtest"
)

var (
	madeName    = regexp.MustCompile(`(?:mkdir|mkdirat|link|linkat|rename|renameat|renameat2)\(.*"([^"]+)"[^"]*\) += 0`)
	openedName  = regexp.MustCompile(`openat\(.*"([^"]+)", [A-Z_|]*O_CREAT[A-Z_|]*, \d+\) += \d`)
	deletedName = regexp.MustCompile(`(?:unlink|unlinkat)\(.*"([^"]+)"[^"]*\) += 0`)
	syncedName  = regexp.MustCompile(`(?:fsync|fdatasync)\(\d+<([^>]+)>\) += 0`)
	resumedCall = regexp.MustCompile(`^(\d+) +<\.\.\. \w+ resumed>`)
)

// TestFirstReceiptFindsEveryNameOnTheDisk reads the system calls of a first
// start, because folders are made beside SQLite and no cut of its files loses them:
// when the first receipt is printed, the folder of every name that was made by
// then has been synced after it.
func TestFirstReceiptFindsEveryNameOnTheDisk(t *testing.T) {
	tracer := needtest.Tool(t, "strace")
	root := t.TempDir()
	log := filepath.Join(t.TempDir(), "calls")
	self := child(t, "1 1 "+filepath.Join(root, "new", "data"))
	cmd := exec.CommandContext(t.Context(), tracer, "-f", "-y", "-s", "300", "-o", log,
		"-e", "trace=mkdir,mkdirat,openat,link,linkat,rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync,write", self.Path)
	cmd.Env = self.Env
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	calls, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	before, _, printed := strings.Cut(string(calls), `"01936000-0000-7000-8000-000000000001\n"`)
	if !printed {
		t.Fatal("no receipt was printed")
	}
	made, loose := looseNames(before, root)
	if made < 4 { // two folders, lock and database
		t.Errorf("only %d names were made: the test reads nothing", made)
	}
	for _, name := range loose {
		if !strings.HasSuffix(name, ".lock") && !strings.HasSuffix(name, "-shm") { // a new one does as well
			t.Errorf("%s may be gone after a power cut", name)
		}
	}
}

// looseNames are the names below root that calls made and whose folder was not
// synced since.
func looseNames(calls, root string) (made int, loose []string) {
	there, begun := map[string]bool{}, map[string]string{}
	for line := range strings.Lines(calls) {
		if start, cut := strings.CutSuffix(line, " <unfinished ...>\n"); cut { // another thread speaks in between
			id, _, _ := strings.Cut(line, " ")
			begun[id] = start
			continue
		}
		if m := resumedCall.FindStringSubmatch(line); m != nil {
			line = begun[m[1]] + strings.TrimPrefix(line, m[0])
		}
		if m := syncedName.FindStringSubmatch(line); m != nil {
			loose = slices.DeleteFunc(loose, func(name string) bool { return filepath.Dir(name) == m[1] })
		}
		if m := deletedName.FindStringSubmatch(line); m != nil {
			delete(there, m[1])
			loose = slices.DeleteFunc(loose, func(name string) bool { return name == m[1] })
		}
		m := madeName.FindStringSubmatch(line)
		if m == nil {
			m = openedName.FindStringSubmatch(line)
		}
		if m != nil && strings.HasPrefix(m[1], root+"/") && !there[m[1]] {
			made++
			there[m[1]] = true
			loose = append(loose, m[1])
		}
	}
	return made, loose
}
