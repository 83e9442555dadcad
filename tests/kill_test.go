package tests

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bianmin/app/receipt"
)

var (
	kills    = flag.Int("kills", 100, "how often the kiosk's program is killed")
	killSeed = flag.Uint64("seed", 0, "seed of the kills; 0 draws one")
)

// ledger is what a person at the kiosk's printer holds in hand: the digests on the
// receipts, by the ids of their records.
type ledger map[string]string

// note reads a receipt. An answer that is cut off was not printed.
func (l ledger) note(t *testing.T, answer string) {
	t.Helper()
	if !strings.HasSuffix(answer, "\n") {
		return
	}
	var printed accepted
	if err := json.Unmarshal([]byte(answer), &printed); err != nil {
		t.Fatalf("the kiosk printed %q: %v", answer, err)
	}
	l.add(t, printed)
}

// add reads the code of a receipt.
func (l ledger) add(t *testing.T, printed accepted) {
	t.Helper()
	says, _, err := receipt.Parse(printed.QR)
	if err != nil {
		t.Fatal(err)
	}
	l[printed.ID] = hex.EncodeToString(says.Digest[:])
}

// faults are receipts that are not at the county once, as they were printed.
func (l ledger) faults(held map[string][]string) (found []string) {
	for id, digest := range l {
		if at := held[id]; len(at) != 1 || !strings.HasPrefix(at[0], digest) {
			found = append(found, fmt.Sprintf("%s was printed with %s and is at the county as %v", id, digest, at))
		}
	}
	return found
}

// digests are what the county holds under each id.
func (c *county) digests() map[string][]string {
	c.t.Helper()
	code, out, errs := command(c.t, "", "countyd", "records", "--database", c.database, "--jsonl")
	if code != 0 {
		c.t.Fatalf("records: %s", errs)
	}
	held := map[string][]string{}
	for line := range strings.Lines(out) {
		var r struct{ ID, Digest string }
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			c.t.Fatal(err)
		}
		held[r.ID] = append(held[r.ID], r.Digest)
	}
	return held
}

// killed runs a command and kills it at an instant, unless it has ended by then.
// It returns what was printed.
func (k kiosk) killed(after time.Duration, stdin string, args ...string) (printed string, ended bool) {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), filepath.Join(build, "bianmin"), append(args, "--data", k.data)...)
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout = strings.NewReader(stdin), &out
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	return out.String(), err == nil
}

// TestKilledKioskLosesNoPrintedReceipt kills the kiosk while it takes people's
// papers in and while it sends them, with kill -9 at random instants. Who holds a
// receipt finds the record at the county once, with the digest on the paper.
func TestKilledKioskLosesNoPrintedReceipt(t *testing.T) {
	t.Parallel()
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	c, k := newCounty(t), newKiosk(t)
	c.enrol(k)
	start := time.Now()
	printed := ledger{}
	first, _ := k.killed(time.Minute, good, "accept", "--input", "-", "--json")
	printed.note(t, first)
	usual := time.Since(start)
	dead := 0
	for n := 0; dead < *kills; n++ {
		if n > 5**kills {
			t.Fatalf("-seed=%d: after %d runs %d kills: the program ends too soon", seed, n, dead)
		}
		instant := time.Duration(rng.Int64N(int64(usual) * 3 / 2))
		var out string
		var ended bool
		if n%4 == 3 {
			_, ended = k.killed(instant, "", "sync", "--once")
		} else {
			out, ended = k.killed(instant, good, "accept", "--input", "-", "--json")
			printed.note(t, out)
		}
		if ended { // how long it lives moves with the load of the machine
			usual -= usual / 12
		} else {
			usual += usual / 24
			dead++
		}
	}
	k.json("", &struct{}{}, "sync", "--once")
	held := c.digests()
	for _, fault := range printed.faults(held) {
		t.Errorf("-seed=%d: %s", seed, fault)
	}
	if extra := len(held) - len(printed); extra < 0 || extra > dead {
		t.Errorf("-seed=%d: %d records for %d receipts and %d kills", seed, len(held), len(printed), dead)
	}
	t.Logf("trials: %d kills of the kiosk, %d receipts printed, %d records at the county, seed %d", dead, len(printed), len(held), seed)
	if len(printed) < *kills/10 {
		t.Error("hardly a receipt was printed: the test tests nothing")
	}
	blind(t, printed, held)
}

// blind is the negative control: a receipt that is lost, doubled or of another
// content is found.
func blind(t *testing.T, printed ledger, held map[string][]string) {
	t.Helper()
	for id := range printed {
		for name, at := range map[string][]string{"lost": nil, "twice": {held[id][0], held[id][0]}, "another content": {strings.Repeat("0", 64)}} {
			wrong := maps.Clone(held)
			wrong[id] = at
			if len(printed.faults(wrong)) != 1 {
				t.Errorf("a receipt is %s and nobody sees it", name)
			}
		}
		t.Log("trials: a receipt that is lost, there twice or of another content is found")
		return
	}
}
