package tests

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	restores    = flag.Int("restores", 30, "how often a kiosk's disk is destroyed")
	restoreSeed = flag.Uint64("restoreseed", 0, "seed of when disks are destroyed; 0 draws one")
)

// replaceCode is a code for the replacement of a kiosk.
func (c *county) replaceCode(kiosk string) string {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", "kiosks", "replace", kiosk, "--database", c.database, "--json")
	var issued struct{ Code string }
	if err := json.Unmarshal([]byte(out), &issued); code != 0 || err != nil {
		c.t.Fatalf("kiosks replace: %d %s%s", code, out, errs)
	}
	return issued.Code
}

// name is the machine's, as its doctor says it.
func (k kiosk) name() string {
	_, name := k.remark("key")
	return name
}

type restored struct {
	Kiosk                      string
	Records, Waiting, Lifetime int
	Damaged                    int
}

// replacement is the machine made again from stick, in a folder of its own.
func (c *county) replacement(name, stick string) (kiosk, restored) {
	c.t.Helper()
	k := kiosk{c.t, filepath.Join(c.t.TempDir(), "replacement")}
	var out restored
	k.json("", &out, "restore", "--from", stick, "--mirror-same-disk", "--code", c.replaceCode(name))
	return k, out
}

func (c *county) holdsOnce(ids ...string) {
	c.t.Helper()
	got := c.records()
	slices.Sort(got)
	slices.Sort(ids)
	if !slices.Equal(got, ids) {
		c.t.Errorf("the county holds %v, want each once of %v", got, ids)
	}
}

func TestAMachineWhoseDiskIsGoneComesBackFromItsSecondMedium(t *testing.T) {
	t.Parallel()
	c, k, stick := newCounty(t), newKiosk(t), t.TempDir()
	c.enrol(k)
	first, _ := k.acceptCopy("--mirror", stick, "--mirror-same-disk")
	k.json("", &struct{}{}, "sync", "--once")
	second, at := k.acceptCopy()
	if at != "mirrored" {
		t.Fatalf("the copy is %q", at)
	}
	var rated struct{ ID string }
	k.json(`{"target":"`+first.Code+`","grade":5}`, &rated, "rate", "--input", "-")
	name := k.name()
	if err := os.RemoveAll(k.data); err != nil {
		t.Fatal(err)
	}
	k.mustFail(1, "code", "err.restore.code", "restore", "--from", stick)
	k.mustFail(1, "from", "err.mirror.none", "restore", "--from", t.TempDir(), "--code", "x")
	k.mustFail(1, "code", "err.county.replace", "restore", "--from", stick, "--code", c.code("445203104202"))
	if _, err := os.Stat(k.data); err == nil {
		t.Error("a refusal left a data folder")
	}

	again, out := c.replacement(name, stick)
	if out != (restored{Kiosk: name, Records: 3, Waiting: 3, Lifetime: 3}) {
		t.Errorf("restored %+v", out)
	}
	again.mustFail(1, "data", "err.restore.not_empty", "restore", "--from", stick, "--code", c.replaceCode(name))
	again.json("", &struct{}{}, "sync", "--once")
	c.holdsOnce(first.ID, second.ID, rated.ID)

	third, at := again.acceptCopy()
	if at != "mirrored" || third.Code == first.Code || third.Code == second.Code {
		t.Errorf("the next one is %+v, %q", third, at)
	}
	again.json("", &struct{}{}, "sync", "--once")
	c.holdsOnce(first.ID, second.ID, rated.ID, third.ID)
	again.goesOnFor(second)
	if code, _, errs := again.run(`{"target":"`+first.Code+`","grade":4}`, "rate", "--input", "-"); code != 1 {
		t.Errorf("an act was rated again: exit %d %s", code, errs)
	}
}

// goesOnFor checks that an old receipt is printed, found and proved as before.
func (k kiosk) goesOnFor(old accepted) {
	k.t.Helper()
	var status struct{ Record string }
	if k.json("", &status, "status", old.Code); status.Record != "stored" {
		k.t.Errorf("the old case is %q", status.Record)
	}
	paper := filepath.Join(k.t.TempDir(), "r.png")
	k.json("", &struct{}{}, "receipt", old.Code, "--out", paper)
	if code, out, errs := k.run("", "verify", paper); code != 0 {
		k.t.Errorf("the old receipt: exit %d %s%s", code, out, errs)
	}
	if code, states := k.diagnosis(); code != 0 || states["audit"] == "bad" {
		k.t.Errorf("the doctor: exit %d, %v", code, states)
	}
}

func TestTheOldMachineThatComesBackIsHeardOnceOnAStick(t *testing.T) {
	t.Parallel()
	c, k, stick := newCounty(t), newKiosk(t), t.TempDir()
	c.enrol(k)
	first, _ := k.acceptCopy("--mirror", stick, "--mirror-same-disk")
	alone, at := k.acceptCopy("--mirror", "off") // only its own disk has this one
	if at != "" {
		t.Fatalf("the copy is %q", at)
	}
	again, _ := c.replacement(k.name(), stick)
	again.json("", &struct{}{}, "sync", "--once")
	second := again.accept()
	again.json("", &struct{}{}, "sync", "--once")
	c.holdsOnce(first.ID, second.ID)

	k.mustFail(1, "", "err.county.replaced", "sync", "--once") // the line is the replacement's
	file, answer := filepath.Join(stick, "old.bmc"), filepath.Join(stick, "answer.bmc")
	for range 2 { // the first answer tells it that its epoch is past
		k.json("", &struct{}{}, "courier", "export", file)
		if code, _, errs := c.carried(file, answer); code != 0 {
			t.Fatalf("import: %d %s", code, errs)
		}
		k.json("", &struct{}{}, "courier", "import", answer)
	}
	c.holdsOnce(first.ID, alone.ID, second.ID)
	third := again.accept()
	again.json("", &struct{}{}, "sync", "--once")
	c.holdsOnce(first.ID, alone.ID, second.ID, third.ID)
}

// TestEveryReceiptIsAtTheCountyOnceAfterADiskWasDestroyed kills a kiosk at any
// instant of its acceptances and pushes, destroys its disk, and makes it again
// from the second medium. The parent keeps the ledger of what was printed.
func TestEveryReceiptIsAtTheCountyOnceAfterADiskWasDestroyed(t *testing.T) {
	t.Parallel()
	seed := *restoreSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-restoreseed=%d", seed)
	c := newCounty(t)
	var ledger struct {
		sync.Mutex
		printed, alone int
	}
	t.Run("disks", func(t *testing.T) { // ends when all of them have
		for n := range *restores {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				printed, alone := c.destroyed(t, rand.New(rand.NewPCG(seed, uint64(n))))
				ledger.Lock()
				defer ledger.Unlock()
				ledger.printed, ledger.alone = ledger.printed+printed, ledger.alone+alone
			})
		}
	})
	t.Logf("trials: %d disks destroyed, %d receipts printed, all at the county once; %d said 仅存本机, -restoreseed=%d", *restores, ledger.printed, ledger.alone, seed)
	if ledger.printed <= *restores {
		t.Error("hardly a receipt was printed: the test tests nothing")
	}
}

// destroyed is one kiosk and its end.
func (c *county) destroyed(t *testing.T, rng *rand.Rand) (receipts, alone int) {
	t.Helper()
	mine := *c
	mine.t = t
	k, stick := kiosk{t, filepath.Join(t.TempDir(), "data")}, t.TempDir()
	var known struct{ Kiosk string }
	k.json("", &known, "enrol", "--county", c.url(), "--code", mine.code("445203104202"))
	first, at := k.acceptCopy("--mirror", stick, "--mirror-same-disk")
	if at != "mirrored" {
		t.Fatalf("the copy is %q", at)
	}
	printed := ledger{}
	printed.add(t, first)
	alone = k.untilKilled(rng, printed)
	if err := os.RemoveAll(k.data); err != nil {
		t.Fatal(err)
	}
	again, _ := mine.replacement(known.Kiosk, stick)
	again.json("", &struct{}{}, "sync", "--once")
	held := mine.digests()
	for _, fault := range printed.faults(held) {
		t.Error(fault)
	}
	if !t.Failed() {
		blind(t, printed, held)
	}
	return len(printed), alone
}

// untilKilled accepts and pushes until it is killed, and notes the receipts that
// came out whole. Those that said that only this machine has them are counted, and
// not owed.
func (k kiosk) untilKilled(rng *rand.Rand, printed ledger) (alone int) {
	k.t.Helper()
	note := func(a accepted, at string) {
		if at == "mirrored" {
			printed.add(k.t, a)
		} else {
			alone++
		}
	}
	for range rng.IntN(3) {
		note(k.acceptCopy())
	}
	args := []string{"accept", "--input", "-", "--json", "--data", k.data}
	if rng.IntN(4) == 0 {
		args = []string{"sync", "--once", "--json", "--data", k.data}
	}
	cmd := exec.CommandContext(k.t.Context(), filepath.Join(build, "bianmin"), args...)
	cmd.Stdin = strings.NewReader(good)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(time.Duration(rng.Int64N(int64(150*time.Millisecond))), func() { _ = cmd.Process.Kill() })
	line, _ := bufio.NewReader(out).ReadString('\n')
	_, _ = io.Copy(io.Discard, out)
	_ = cmd.Wait() // killed or not
	timer.Stop()
	var a struct {
		accepted
		Copy string
	}
	if strings.HasSuffix(line, "\n") && json.Unmarshal([]byte(line), &a) == nil && a.ID != "" {
		note(a.accepted, a.Copy)
	}
	return alone
}

// TestTheLedgerSeesACopyThatWasNotMade is the control: of a medium that lost its last
// segment's end the ledger finds the one receipt that is missing.
func TestTheLedgerSeesACopyThatWasNotMade(t *testing.T) {
	t.Parallel()
	c, k, stick := newCounty(t), newKiosk(t), t.TempDir()
	c.enrol(k)
	first, _ := k.acceptCopy("--mirror", stick, "--mirror-same-disk")
	last, _ := k.acceptCopy()
	printed := ledger{}
	printed.add(t, first)
	printed.add(t, last)
	name := k.name()
	files, err := filepath.Glob(filepath.Join(stick, "*", "*-papers.bmm"))
	if err != nil || len(files) != 1 {
		t.Fatalf("segments %v, %v", files, err)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[0], bytes.Clone(raw[:len(raw)-10]), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(k.data); err != nil {
		t.Fatal(err)
	}
	again, out := c.replacement(name, stick)
	again.json("", &struct{}{}, "sync", "--once")
	if found := printed.faults(c.digests()); len(found) != 1 || !strings.HasPrefix(found[0], last.ID) {
		t.Errorf("of the receipt %s that was cut off the medium the ledger says %q", last.ID, found)
	}
	if out.Damaged != 1 {
		t.Errorf("nobody was told: %+v", out)
	}
	t.Logf("trials: a copy that was not made is found in a ledger of %d", len(printed))
}
