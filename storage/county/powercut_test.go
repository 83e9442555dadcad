package county

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/powercuttest"
)

var (
	powerSeed   = flag.Uint64("seed", 0, "seed of the power-cut test; 0 draws one")
	powerTrials = flag.Int("trials", 10, "how often the power-cut test starts with a new disk")
)

func init() { powercuttest.Machine(answerPushes) }

func openFolder(ctx context.Context, dir string) (*DB, error) {
	return Open(ctx, "sqlite:"+filepath.Join(dir, "county.db"), func() time.Time { return countytest.At })
}

// answerPushes is a county that learns of a kiosk and takes its pushes, and
// prints each position when it is acknowledged.
func answerPushes(j powercuttest.Job, printed io.Writer) error {
	rng := rand.New(rand.NewPCG(j.Seed, 1))
	for {
		db, err := openFolder(context.Background(), j.Dir)
		if err != nil {
			return err
		}
		for range 1 + rng.IntN(8) {
			if j.Once {
				break
			}
			if err := db.answerOne(rng, printed); err != nil {
				return err
			}
		}
		if err := db.Close(); err != nil || j.Once {
			return err
		}
	}
}

// answerOne takes a push that begins with what was stored already, as when an
// answer was lost.
func (db *DB) answerOne(rng *rand.Rand, printed io.Writer) error {
	ctx := context.Background()
	id := countytest.Identity(1).ID
	want, err := db.wants(ctx, id)
	if village.KindOf(err) == village.Denied {
		want, err = 1, db.learn(ctx)
	}
	if err != nil {
		return err
	}
	all := countytest.Cases(1, want+rng.Int64N(6))
	for i := range all {
		all[i].Parts = nil // files are beside the database
	}
	first := max(1, want-rng.Int64N(3))
	ack, err := (&office.Office{Store: db, Now: db.now}).TakePush(ctx, handed(id, all[:first-1], all[first-1:]...))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(printed, ack.Want)
	return err
}

func (db *DB) learn(ctx context.Context) error {
	identity := countytest.Identity(1)
	err := db.AddEnrolment(ctx, office.Enrolment{Selector: "AAAA", Salt: []byte{1}, Hash: []byte{2}, Village: "445203104202", ExpiresAt: countytest.At})
	if err != nil && village.KindOf(err) != village.Conflict { // the power went between the two
		return err
	}
	return db.Register(ctx, "AAAA", office.Kiosk{ID: identity.ID, PublicKey: identity.Public(), Village: "445203104202", EnrolledAt: countytest.At})
}

// judge opens the disk with the SQLite that everybody has. lost are records
// below the last acknowledged position that are not there as they were sent.
func judge(t *testing.T, dir string, acked int64) (lost int64, faults error) {
	t.Helper()
	db, err := openFolder(t.Context(), dir)
	if err != nil {
		return acked - 1, err
	}
	defer db.Close()
	var answer string
	if err := db.db.Read().QueryRow(`PRAGMA integrity_check`).Scan(&answer); err != nil || answer != "ok" {
		faults = fmt.Errorf("integrity: %s %v", answer, err)
	}
	place := int64(0)
	sent := countytest.Cases(1, acked+20)
	err = db.EachRecord(t.Context(), func(s office.Summary) error {
		place++
		if r := sent[place-1]; s.Seq != place || s.ID != r.ID || string(s.Digest) != string(r.Digest) {
			return fmt.Errorf("record %s is at place %d and was sent at %d", s.ID, s.Seq, place)
		}
		return nil
	})
	faults = errors.Join(faults, err, wantPlace(t.Context(), db, countytest.Identity(1).ID, place+1))
	return max(0, acked-1-place), errors.Join(faults, db.answerOne(rand.New(rand.NewPCG(0, 0)), io.Discard))
}

// wantPlace checks that the county asks for what it does not have.
func wantPlace(ctx context.Context, db *DB, id seal.KioskID, want int64) error {
	asked, err := db.wants(ctx, id)
	if village.KindOf(err) == village.Denied && want == 1 {
		return nil // the power went before the kiosk was known
	}
	if err == nil && asked != want {
		err = fmt.Errorf("asks for %d and should for %d", asked, want)
	}
	return err
}

// wants is the number that the county asks of a kiosk.
func (db *DB) wants(ctx context.Context, id seal.KioskID) (want int64, err error) {
	err = db.db.Read().QueryRowContext(ctx, `SELECT want FROM kiosk WHERE id = $1`, id).Scan(&want)
	return want, failed("read what is wanted", stranger(err))
}

// handed is a push of records that follow on before, in the office's words.
func handed(kiosk seal.KioskID, before []village.Record, records ...village.Record) office.Push {
	m := countytest.Message(kiosk, before, records...)
	list, err := m.Village()
	if err != nil {
		panic(err)
	}
	return office.Push{Kiosk: kiosk, Epoch: m.Epoch, FirstSeq: m.FirstSeq, Prev: m.Prev, Records: list, Lifetime: m.Lifetime}
}

// cutPower runs trials from a seed, which alone replays each; under a lie it
// ends with the first loss. Each trial cuts twice: first in the first start or
// in the work after it.
func cutPower(t *testing.T, trials int, cutter powercuttest.Cutter) (acked, lost int64) {
	t.Helper()
	seed := *powerSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	const work = 600 // operations
	cutter.RNG = rand.New(rand.NewPCG(seed, 0))
	start := cutter.Count(t, powercuttest.Job{Dir: filepath.Join(t.TempDir(), "data")})
	for n := range trials {
		cutter.RNG = rand.New(rand.NewPCG(seed, uint64(n)+1))
		dir := filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		promised := int64(1)
		for _, within := range []int{start + work*min(1, n%3), work} {
			job := powercuttest.Job{Dir: dir, Seed: cutter.RNG.Uint64()}
			for _, line := range cutter.Cut(t, job, cutter.RNG.IntN(within)) {
				var want int64
				if _, err := fmt.Sscan(line, &want); err != nil {
					t.Fatal(err)
				}
				promised = max(promised, want)
			}
		}
		gone, faults := judge(t, dir, promised)
		if cutter.Lie == powercuttest.Honest && (gone > 0 || faults != nil) {
			t.Fatalf("trial %d of -seed=%d: %d of %d records lost, %v", n, seed, gone, promised-1, faults)
		}
		if acked, lost = acked+promised-1, lost+gone; lost > 0 {
			break
		}
	}
	t.Logf("trials: power cuts on up to %d disks, %s, %d records acknowledged, %d lost, seed %d", trials, cutter.Lie, acked, lost, seed)
	return acked, lost
}

func TestAcknowledgementSurvivesAPowerCut(t *testing.T) {
	if postgrestest.OnPostgres() {
		t.Skip("PostgreSQL has its own log")
	}
	if acked, _ := cutPower(t, *powerTrials, powercuttest.Cutter{}); acked < int64(*powerTrials) {
		t.Error("hardly a record was acknowledged: the test tests nothing")
	}
}

// TestPowerCutSeesWhatIsNotSynced is the control: with a SQLite that syncs less
// than it was told, the same trials must lose records.
func TestPowerCutSeesWhatIsNotSynced(t *testing.T) {
	if postgrestest.OnPostgres() {
		t.Skip("PostgreSQL has its own log")
	}
	if _, lost := cutPower(t, 50, powercuttest.Cutter{Lie: powercuttest.Normal}); lost == 0 {
		t.Error("nothing was lost")
	}
}
