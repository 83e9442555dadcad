package kiosk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"bianmin/app/village"
	"bianmin/storage/powercuttest"
	"bianmin/storage/sqldb"
	"bianmin/storage/storetest"
)

var powerTrials = flag.Int("trials", 50, "how often the power-cut test starts with a new disk")

func init() { powercuttest.Machine(takeIn) }

// takeIn is a machine that takes cases in, in sessions as the commands and the
// window have them, and prints each when it is stored.
func takeIn(j powercuttest.Job, printed io.Writer) error {
	rng := rand.New(rand.NewPCG(j.Seed, 1))
	for n := j.From; ; {
		db, err := Open(context.Background(), j.Dir, now)
		if err != nil {
			return err
		}
		for range sessionLength(j, rng) {
			if err := db.takeOne(n, paperSize(j, rng), printed); err != nil {
				return err
			}
			n++
		}
		if err := db.Close(); err != nil || j.Once {
			return err
		}
	}
}

func sessionLength(j powercuttest.Job, rng *rand.Rand) int {
	if j.Once {
		return 0
	}
	if j.Size > 0 {
		return 12
	}
	return 1 + rng.IntN(12)
}

func paperSize(j powercuttest.Job, rng *rand.Rand) int {
	switch {
	case j.Size > 0:
		return j.Size
	case rng.IntN(10) == 0:
		return 200_000
	}
	return 6000
}

// takeOne takes a case in, and for some of them what comes later. It also empties the
// write-ahead log now and then, notes what was sent, and takes a catalogue of the county.
func (db *DB) takeOne(n, size int, printed io.Writer) error {
	ctx := context.Background()
	c, r := storetest.SampleCase(n, 2000)
	r.Parts = []village.Part{storetest.SamplePart("photo", size)}
	saved, err := db.SaveCase(ctx, c, r, storetest.PlainQR)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(printed, "%s %x\n", c.ID, c.Digest); err != nil {
		return err
	}
	if err := db.comeBack(n, saved, printed); err != nil {
		return err
	}
	switch n % 12 {
	case 4:
		return db.sql.Erase(ctx)
	case 7:
		return db.MarkSent(ctx, saved.Seq)
	case 9:
		return db.publishOne(n)
	}
	return nil
}

// comeBack rates one case in four, with a recording, and brings a paper for another.
func (db *DB) comeBack(n int, c village.Case, printed io.Writer) (err error) {
	ctx := context.Background()
	var id village.RecordID
	var digest []byte
	switch n % 4 {
	case 1:
		rating, r := storetest.SampleRating(20_000_000+n, c.ShortCode)
		r.Parts = []village.Part{storetest.SamplePart("voice", 6000)}
		id, digest = rating.ID, rating.Digest
		_, err = db.SaveRating(ctx, rating, r)
	case 2:
		f, r := storetest.SampleFollowUp(30_000_000+n, c, 1)
		r.Parts = []village.Part{storetest.SamplePart("photo", 6000)}
		id, digest = f.ID, f.Digest
		_, err = db.SaveFollowUp(ctx, f, r, storetest.PlainQR)
	default:
		return nil
	}
	if err == nil {
		_, err = fmt.Fprintf(printed, "%s %x\n", id, digest)
	}
	return err
}

// trial is one disk. Its machine loses its power twice: at any operation of the
// first start, of an upgrade or of the work, and again soon after.
type trial struct {
	cutter  powercuttest.Cutter
	dir     string
	start   int // operations of the first start
	printed map[string]string
	lives   int
}

func (x *trial) live(t *testing.T, within, size int) {
	t.Helper()
	rng := x.cutter.RNG
	x.lives++
	job := powercuttest.Job{Dir: x.dir, From: 100_000*x.lives + rng.IntN(12), Seed: rng.Uint64(), Size: size}
	for _, line := range x.cutter.Cut(t, job, rng.IntN(within)) {
		id, digest, _ := strings.Cut(line, " ")
		x.printed[id] = digest
	}
}

// Operations that a machine may work before the cut. long is enough to fill the
// write-ahead log with large papers until SQLite begins it anew by itself.
const (
	work  = 600
	long  = 6000
	large = 1 << 20 // bytes
)

func (x *trial) run(t *testing.T) {
	t.Helper()
	switch x.cutter.RNG.IntN(8) {
	case 0, 1, 2:
		x.live(t, x.start, 0)
	case 3:
		x.older(t)
		x.live(t, x.start, 0)
	case 4:
		x.live(t, long, large)
	default:
		x.live(t, x.start+work, 0)
	}
	x.live(t, work, 0)
}

// older makes a database as the first release left it, with two cases.
func (x *trial) older(t *testing.T) {
	t.Helper()
	first, err := migrations.ReadFile("migration/0001_start.sql")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqldb.Open(t.Context(), sqldb.Config{
		Path: filepath.Join(x.dir, FileName), ApplicationID: applicationID, Migrations: fstest.MapFS{"0001_start.sql": {Data: first}},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for n := 1; n <= 2; n++ {
		c, r := storetest.SampleCase(n, 2000)
		part := storetest.SamplePart("photo", 6000)
		err := db.Write(t.Context(), "save case", func(tx *sql.Tx) error {
			_, err := tx.Exec(`INSERT INTO outbox (seq, id, kind, schema, state, created_ms, time_trust, digest, body)
				VALUES (?, ?, ?, 1, 'local', 1, '', ?, ?)`, n, r.ID, r.Kind, r.Digest, r.Body)
			_, err2 := tx.Exec(`INSERT INTO part VALUES (?, 0, 'photo', ?, ?, ?)`, r.ID, part.Type, part.SHA256, part.Data)
			_, err3 := tx.Exec(`INSERT INTO cases VALUES (?, ?, ?, '', 'i', 'v1', 'received', 1, '', '[]', ?, '', '', '', 1, '')`, n, r.ID, c.ShortCode, r.Digest)
			return errors.Join(err, err2, err3)
		})
		if err != nil {
			t.Fatal(err)
		}
		x.printed[string(c.ID)] = fmt.Sprintf("%x", c.Digest)
	}
}

// judge opens the disk with the SQLite that everybody has. lost are printed
// receipts that are not there as they were printed; faults is what else is wrong.
func (x *trial) judge(t *testing.T) (lost int, faults error) {
	t.Helper()
	db, err := Open(t.Context(), x.dir, now)
	if err != nil {
		return len(x.printed), err
	}
	defer db.Close()
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		var answer string
		err := db.sql.Read().QueryRow("PRAGMA " + pragma).Scan(&answer)
		if answer != "ok" && !errors.Is(err, sql.ErrNoRows) {
			faults = errors.Join(faults, fmt.Errorf("%s: %s %v", pragma, answer, err))
		}
	}
	found, err := db.whole()
	faults = errors.Join(faults, err, db.told(t.Context()), db.oneEdition(t.Context()))
	for id, digest := range x.printed {
		if found[id] != digest {
			lost++
		}
	}
	if extra := len(found) - len(x.printed); extra > x.lives {
		faults = errors.Join(faults, fmt.Errorf("%d records for %d printed", len(found), len(x.printed)))
	}
	return lost, errors.Join(faults, db.takeOne(99_999, 6000, io.Discard))
}

// whole are the digests of all records, each with its act and its paper. The
// error says what does not fit together.
func (db *DB) whole() (map[string]string, error) {
	rows, err := db.sql.Read().Query(`SELECT outbox.place, outbox.id, outbox.digest, body, part.sha256, part.data
		FROM outbox LEFT JOIN (SELECT place, id, digest FROM cases UNION ALL SELECT place, id, digest FROM ratings UNION ALL
				SELECT place, id, digest FROM follow_up) act ON act.place = outbox.place AND act.id = outbox.id AND act.digest = outbox.digest
			LEFT JOIN part ON part.record = outbox.id AND act.place IS NOT NULL ORDER BY outbox.place`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]string{}
	for rows.Next() {
		var seq int
		var id string
		var digest, body, sum, data []byte
		if err := rows.Scan(&seq, &id, &digest, &body, &sum, &data); err != nil {
			return found, err
		}
		found[id] = fmt.Sprintf("%x", digest)
		is, paper := sha256.Sum256(body), sha256.Sum256(data)
		if seq != len(found) || !bytes.Equal(is[:], digest) || !bytes.Equal(paper[:], sum) {
			return found, fmt.Errorf("record %s at place %d is not whole, or not the %dth", id, seq, len(found))
		}
	}
	return found, rows.Err()
}

// told says what is wrong when an act is there without its row in the audit log,
// or a row without its act.
func (db *DB) told(ctx context.Context) error {
	fault, _, err := db.CheckAudit(ctx)
	if err != nil || fault.What != "" {
		return fmt.Errorf("audit log: %+v %w", fault, err)
	}
	return db.AuditRows(ctx, func(r village.AuditRow) error {
		if r.Kind != village.AuditAccepted && r.Kind != village.AuditRated {
			return nil
		}
		_, err := db.Standing(ctx, village.RecordID(r.Subject))
		return err
	})
}

type tally struct{ printed, lost, trials int }

// cutPower runs trials from a seed, which alone replays each; under a lie it
// ends with the first loss.
func cutPower(t *testing.T, trials int, cutter powercuttest.Cutter) (sum tally) {
	t.Helper()
	seed := *crashSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	cutter.RNG = rand.New(rand.NewPCG(seed, 0))
	start := cutter.Count(t, powercuttest.Job{Dir: filepath.Join(t.TempDir(), "data"), From: 1})
	for n := range trials {
		cutter.RNG = rand.New(rand.NewPCG(seed, uint64(n)+1))
		x := &trial{cutter: cutter, dir: filepath.Join(t.TempDir(), "data"), start: start, printed: map[string]string{}}
		if err := os.Mkdir(x.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		x.run(t)
		lost, faults := x.judge(t)
		sum.printed, sum.lost, sum.trials = sum.printed+len(x.printed), sum.lost+lost, sum.trials+1
		if cutter.Lie == powercuttest.Honest && (lost > 0 || faults != nil) {
			t.Fatalf("trial %d of -seed=%d: %d of %d receipts lost, %v", n, seed, lost, len(x.printed), faults)
		}
		if err := os.RemoveAll(x.dir); err != nil {
			t.Fatal(err)
		}
		if lost > 0 {
			break
		}
	}
	t.Logf("trials: power cuts on %d disks, %s, %d receipts printed, %d lost, seed %d", sum.trials, cutter.Lie, sum.printed, sum.lost, seed)
	return sum
}

// TestReceiptSurvivesAPowerCut also cuts the first start, an upgrade, and the
// repair after an earlier cut; ratings and papers that come later survive as cases do.
func TestReceiptSurvivesAPowerCut(t *testing.T) {
	if sum := cutPower(t, *powerTrials, powercuttest.Cutter{}); sum.printed < sum.trials {
		t.Error("hardly a receipt was printed: the test tests nothing")
	}
}

// TestPowerCutSeesWhatIsNotSynced are the controls: with a SQLite that syncs
// less than it was told, the same trials must lose receipts.
func TestPowerCutSeesWhatIsNotSynced(t *testing.T) {
	for name, cutter := range map[string]powercuttest.Cutter{
		"synchronous is NORMAL":                     {Lie: powercuttest.Normal},
		"synchronous is set after the journal mode": {Lie: powercuttest.Late, Harsh: true},
	} {
		t.Run(name, func(t *testing.T) {
			if sum := cutPower(t, 50, cutter); sum.lost == 0 {
				t.Error("nothing was lost")
			}
		})
	}
}
