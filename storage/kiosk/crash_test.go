package kiosk

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
)

var (
	crashSeed   = flag.Uint64("seed", 0, "seed of the crash test; 0 draws one")
	crashTrials = flag.Int("crashes", 20, "how often the crash test kills")
)

// helperEnv makes the test binary a machine that takes cases in: "FROM COUNT
// DIR"; it prints the id of each after its COMMIT. COUNT 0 never ends.
const helperEnv = "BIANMIN_TEST_COMMIT"

func TestMain(m *testing.M) {
	if job := os.Getenv(helperEnv); job != "" {
		if err := commitLoop(job, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func commitLoop(job string, printed io.Writer) error {
	words := strings.SplitN(job, " ", 3)
	from, err := strconv.Atoi(words[0])
	count, err2 := strconv.Atoi(words[1])
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	ctx := context.Background()
	db, err := Open(ctx, words[2], now)
	if err != nil {
		return err
	}
	for n := from; count == 0 || n < from+count; n++ {
		c, r := storetest.SampleCase(n, 2000)
		r.Parts = []village.Part{storetest.SamplePart("photo", 20_000)}
		if _, err := db.SaveCase(ctx, c, r, storetest.PlainQR); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(printed, c.ID); err != nil {
			return err
		}
	}
	return db.Close()
}

func child(t *testing.T, job string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), helperEnv+"="+job)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestKilledAtAnyInstantKeepsWhatWasPrinted kills a machine that takes cases
// in, the first start included. What it had printed by then is there, once.
func TestKilledAtAnyInstantKeepsWhatWasPrinted(t *testing.T) {
	seed := *crashSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	total := 0
	for trial := range *crashTrials {
		dir := filepath.Join(t.TempDir(), "data")
		var printed []village.RecordID
		for start := range 2 { // the second finds what the first left
			ids := killed(t, fmt.Sprintf("%d 0 %s", 1+100_000*start, dir), rng)
			printed = append(printed, ids...)
		}
		wantPrinted(t, dir, printed)
		total += len(printed)
		if t.Failed() {
			t.Fatalf("trial %d of -seed=%d", trial, seed)
		}
	}
	t.Logf("trials: %d kills at the database, %d printed, all there once, seed %d", 2**crashTrials, total, seed)
	if total == 0 {
		t.Error("nothing was ever printed: the test tests nothing")
	}
}

// killed runs a child, kills it at a random instant and returns what it had
// printed. A last line without its end was not printed. Half of the instants
// are counted from the start, half from the first line: how long a start takes
// is the machine's affair.
func killed(t *testing.T, job string, rng *rand.Rand) []village.RecordID {
	t.Helper()
	cmd := child(t, job)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	instant, fromStart := time.Duration(rng.Int64N(int64(250*time.Millisecond))), rng.IntN(2) == 0
	wait := time.Minute // one that never prints ends too
	if fromStart {
		wait = instant
	}
	timer := time.AfterFunc(wait, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	var ids []village.RecordID
	for r := bufio.NewReader(out); ; {
		text, err := r.ReadString('\n')
		if err != nil {
			break
		}
		if ids = append(ids, village.RecordID(strings.TrimSpace(text))); !fromStart && len(ids) == 1 {
			timer.Reset(instant)
		}
	}
	if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("child ended by itself: %v", err)
	}
	return ids
}

// wantPrinted checks that every printed id is there once, that at most one
// unprinted case stands behind each run of them, and that no place is skipped.
func wantPrinted(t *testing.T, dir string, printed []village.RecordID) {
	t.Helper()
	db, err := Open(t.Context(), dir, now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var check string
	if err := db.sql.Read().QueryRow(`PRAGMA integrity_check`).Scan(&check); err != nil || check != "ok" {
		t.Errorf("integrity: %s, %v", check, err)
	}
	var found []village.RecordID
	err = db.Records(t.Context(), func(r village.Record) error {
		if found = append(found, r.ID); r.Seq != int64(len(found)) {
			return fmt.Errorf("place %d follows %d", r.Seq, len(found)-1)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	for _, id := range printed {
		if n := len(found) - len(slices.DeleteFunc(slices.Clone(found), func(f village.RecordID) bool { return f == id })); n != 1 {
			t.Errorf("%s was printed and is there %d times", id, n)
		}
	}
	if extra := len(found) - len(printed); extra < 0 || extra > 2 {
		t.Errorf("%d records for %d printed", len(found), len(printed))
	}
	if err := db.told(t.Context()); err != nil {
		t.Error(err)
	}
	var whole int
	err = db.sql.Read().QueryRow(`SELECT count(*) FROM outbox JOIN cases USING (place) JOIN part ON part.record = outbox.id`).Scan(&whole)
	if err != nil || whole != len(found) {
		t.Errorf("%d of %d records have case and paper, %v", whole, len(found), err)
	}
}

func TestFourProcessesShareOneFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var running []*exec.Cmd
	for p := range 4 {
		cmd := child(t, fmt.Sprintf("%d 25 %s", 1+1000*p, dir))
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	for p, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v", p, err)
		}
	}
	var want []village.RecordID
	for p := range 4 {
		for n := range 25 {
			c, _ := storetest.SampleCase(1+1000*p+n, 2000)
			want = append(want, c.ID)
		}
	}
	wantPrinted(t, dir, want)
}
