// Package powercuttest cuts the power of a machine that writes to an SQLite
// database, at an operation that chance names, and leaves on its disk what a
// real one might keep. It is linked into tests only.
//
// A machine is the test's own program, started again; see [Job] and [Cutter.Cut].
// Its SQLite writes down every write, truncation, sync and deletion of database,
// journal and log, with their bytes; the disk is then made anew from these notes
// alone:
//   - what was synced is there;
//   - of what came later, each sector of 512 bytes is there with a chance of 0,
//     50 or 90 %, so that writes are torn and come out of order;
//   - a name that was made or deleted is there or not, unless its folder was
//     synced since. Half of the disks are harsher than the standard asks: when
//     SQLite syncs a folder together with a new file, only that file's name is
//     saved, and a deletion beside it may still be undone.
//
// What programs do to files beside SQLite, as creating an empty database or a
// key, is not in the notes: it is taken as done and synced.
package powercuttest

/*
#include <stdlib.h>
int powercut_install(const char *log, long after, int how);
*/
import "C"

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	_ "github.com/mattn/go-sqlite3" // the SQLite whose files are watched
)

// Lie is what SQLite does instead of what the program asked it for. It answers
// that all is as asked. Lies are the controls: under them receipts must be lost,
// or the tests see nothing.
type Lie int

const (
	Honest Lie = iota // as in vfs.c
	Normal            // synchronous is NORMAL
	Late              // synchronous is NORMAL until journal_mode has changed, as in a DSN of the driver
)

func (l Lie) String() string {
	return [...]string{"synced as asked", "synchronous is NORMAL", "synchronous comes after the journal mode"}[l]
}

// Job is what a machine is started for.
type Job struct {
	Dir  string // its data folder; the machine may make it
	From int    // the first number of what it takes in
	Seed uint64 // of whatever it does at random
	Size int    // bytes of what it takes in; 0 leaves it to the machine
	Once bool   // it only starts and ends, to be counted; its power stays on
}

type order struct {
	Job   Job
	Log   string
	After int // operations until the power goes; -1: it stays
	Lie   Lie
}

const variable = "BIANMIN_TEST_POWERCUT"

// Machine turns the test's own program into a machine when it was started as
// one: it runs work and ends. Call it first, from an init function.
func Machine(work func(j Job, printed io.Writer) error) {
	text := os.Getenv(variable)
	if text == "" {
		return
	}
	var o order
	err := json.Unmarshal([]byte(text), &o)
	if err == nil {
		err = install(o)
	}
	if err == nil {
		err = work(o.Job, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func install(o order) error {
	log := C.CString(o.Log)
	defer C.free(unsafe.Pointer(log))
	if C.powercut_install(log, C.long(o.After), C.int(o.Lie)) != 0 {
		return errors.New("SQLite's files cannot be watched")
	}
	return nil
}

// Cutter cuts the power of machines. The same RNG cuts in the same way again.
type Cutter struct {
	RNG   *rand.Rand
	Lie   Lie
	Harsh bool // every disk is a harsh one, not each second
}

// Count is how many operations it is when the machine of j only starts and ends.
func (c Cutter) Count(t *testing.T, j Job) int {
	t.Helper()
	j.Once = true
	log := filepath.Join(t.TempDir(), "log")
	c.run(t, order{j, log, -1, c.Lie})
	d, err := load(j.Dir, c.RNG)
	count := 0
	if err == nil {
		count, err = d.replay(log)
	}
	if err != nil || count == 0 {
		t.Fatalf("%d operations, %v", count, err)
	}
	return count
}

// Cut runs a machine until the power goes before one of its operations, and
// leaves in its folder what the disk kept. It returns the lines that the
// machine had printed by then.
func (c Cutter) Cut(t *testing.T, j Job, after int) []string {
	t.Helper()
	d, err := load(j.Dir, c.RNG)
	if err != nil {
		t.Fatal(err)
	}
	d.harsh = d.harsh || c.Harsh
	log := filepath.Join(t.TempDir(), "log")
	printed := c.run(t, order{j, log, after, c.Lie})
	count, err := d.replay(log)
	if err == nil && count != after && c.Lie == Honest {
		err = fmt.Errorf("%d operations of %d", count, after)
	}
	if err == nil {
		err = d.restore(j.Dir)
	}
	if err = errors.Join(err, os.RemoveAll(log)); err != nil {
		t.Fatal(err)
	}
	return printed
}

// run starts a machine and reads what it prints until its end. A last line
// without its end was not printed.
func (c Cutter) run(t *testing.T, o order) (printed []string) {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), variable+"="+string(text))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for r := bufio.NewReader(out); ; {
		line, err := r.ReadString('\n')
		if err != nil {
			break
		}
		printed = append(printed, strings.TrimSuffix(line, "\n"))
	}
	err = cmd.Wait()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	cut := status.Signaled() && status.Signal() == syscall.SIGKILL
	if o.After >= 0 && !cut && o.Lie == Honest || o.After < 0 && err != nil { // a lie may leave what does not start again
		t.Fatalf("the machine ended by itself or too early: %v", err)
	}
	return printed
}
