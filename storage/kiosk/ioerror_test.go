package kiosk

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"bianmin/app/needtest"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

var ioTries = flag.Int("iotries", 120, "how many acceptances the test of I/O errors tries")

// troubleEnv makes the test binary a machine on a bad disk: "COUNT DIR"; it prints
// the id and digest of each case whose COMMIT returned, and "no KEY" for others.
const troubleEnv = "BIANMIN_TEST_IO"

func init() {
	job := os.Getenv(troubleEnv)
	if job == "" {
		return
	}
	if err := onABadDisk(job); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func onABadDisk(job string) error {
	words := strings.SplitN(job, " ", 2)
	count, err := strconv.Atoi(words[0])
	if err != nil {
		return err
	}
	ctx := context.Background()
	for n := 1; n <= count; n++ {
		db, err := Open(ctx, words[1], now)
		if err != nil {
			fmt.Println("no", village.Keyed(err).Key)
			continue
		}
		for range 4 { // a command opens anew, the window stays
			c, r := storetest.SampleCase(n, 2000)
			r.Parts = []village.Part{storetest.SamplePart("photo", 20_000)}
			if _, err := db.SaveCase(ctx, c, r, storetest.PlainQR); err != nil {
				fmt.Println("no", village.Keyed(err).Key)
			} else {
				fmt.Printf("%s %x\n", c.ID, c.Digest)
			}
			n++
		}
		_ = db.Close() // on a bad disk it may fail too
	}
	return nil
}

// TestAnIOErrorGivesNoReceiptWithoutARow lets the C library fail 2 % of SQLite's
// writes and syncs with EIO, through libfiu.
func TestAnIOErrorGivesNoReceiptWithoutARow(t *testing.T) {
	printed, refused, dir := badDisk(t, "0.02")
	db, err := Open(t.Context(), dir, now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	found, err := db.whole()
	if err != nil {
		t.Error(err)
	}
	for id, digest := range printed {
		if found[id] != digest {
			t.Errorf("receipt %s has no row", id)
		}
	}
	t.Logf("trials: 2 %% of writes fail: %d receipts, %d refused, %d rows", len(printed), refused, len(found))
	if len(printed) == 0 || refused == 0 {
		t.Error("nothing failed, or nothing succeeded: the test tests nothing")
	}
	c, r := storetest.SampleCase(99_999, 2000)
	if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
		t.Errorf("on a good disk again: %v", err)
	}
}

// badDisk runs a machine under libfiu and returns what it printed.
func badDisk(t *testing.T, chance string) (printed map[string]string, refused int, dir string) {
	t.Helper()
	fiu := needtest.Tool(t, "fiu-run")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(t.TempDir(), "data")
	db, err := Open(t.Context(), dir, now) // a machine that was provisioned
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	args := []string{"-x"}
	for _, point := range []string{"posix/io/rw/pwrite", "posix/io/sync/fsync", "posix/io/sync/fdatasync"} {
		args = append(args, "-c", "enable_random name="+point+",probability="+chance+",failinfo=5")
	}
	cmd := exec.CommandContext(t.Context(), fiu, append(args, self)...)
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %s", troubleEnv, *ioTries, dir))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, bytes.TrimSpace(out))
	}
	printed = map[string]string{}
	for line := range strings.Lines(string(out)) {
		id, digest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if id == "no" {
			if digest != "err.store.io" && digest != "err.store.full" && digest != "err.internal" && digest != "err.store.damaged" {
				t.Errorf("refused with %s", digest)
			}
			refused++
			continue
		}
		printed[id] = digest
	}
	return printed, refused, dir
}
