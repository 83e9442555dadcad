package kiosk

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/storage/mirror"
	"bianmin/storage/storetest"
)

// copyOf is the writer of a machine's copy in dir.
func copyOf(t testing.TB, dir string) *mirror.Writer {
	t.Helper()
	owner := storetest.Identity()
	return &mirror.Writer{
		Place: mirror.Place{Dir: dir, Data: dir, SameDisk: true, Lock: filepath.Join(t.TempDir(), "mirror.lock")}, Owner: owner,
		Self: func(context.Context) (mirror.Owner, error) {
			escrow, err := owner.Escrow(sealtest.CountyCode, sealtest.Secret().CountyKey)
			return mirror.Owner{Kiosk: owner.ID, Public: owner.Public(), County: sealtest.CountyCode, Escrow: escrow}, err
		},
	}
}

func restoreFrom(t testing.TB, stick, dir string, known Restored) error {
	t.Helper()
	seed, err := storetest.Seed()
	if err != nil {
		t.Fatal(err)
	}
	public := storetest.Identity().Public()
	list, err := mirror.Catalogues(stick, public)
	if err != nil {
		t.Fatal(err)
	}
	return Restore(t.Context(), dir, Restored{
		Seed: seed, Lifetime: known.Lifetime, Epoch: known.Epoch, Catalogues: list, Now: now, Mark: markOf,
		Entries: func(take func(mirror.Entry) error) error { _, err := mirror.Read(stick, public, take); return err },
	})
}

// auditQR is a receipt that names its row of the audit log.
func auditQR(c village.Case) (string, error) {
	return fmt.Sprintf("%d %x", c.Audit.Seq, c.Audit.Head[:8]), nil
}

func markOf(c village.Case) (mark village.AuditMark, ok bool) {
	n, _ := fmt.Sscanf(c.QR, "%d %x", &mark.Seq, &mark.Head)
	return mark, n == 2
}

// sampleNumber was given out of a lease that is gone with the machine.
const sampleNumber = "11445203MB2C1234565000000000000202611230042"

// busyMachine is a machine with papers of every age: erased, in a backup, waiting.
func busyMachine(t testing.TB, dir string) *DB {
	t.Helper()
	db := openAt(t, dir)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(db.SaveCatalogue(ctx, "v1", "test", true, []byte("items")))
	for n := 1; n <= 6; n++ {
		c, r := storetest.SampleCase(n, 60)
		r.KeepDays, r.Parts = n-1, []village.Part{storetest.SamplePart("photo", 50+n)}
		_, err := db.SaveCase(ctx, c, r, auditQR)
		must(err)
	}
	c, _ := storetest.SampleCase(6, 60)
	rating, r := storetest.SampleRating(7, c.ShortCode)
	_, err := db.SaveRating(ctx, rating, r)
	must(err)
	must(db.sql.Write(ctx, "number a case", func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE cases SET number = ? WHERE place = 6`, sampleNumber)
		return err
	}))
	must(db.MarkSent(ctx, 7))
	must(db.Acknowledge(ctx, village.Ack{Epoch: 1, WantSeq: 5, CompleteSeq: 4, DurableSeq: 3, At: now(), CountyTime: now(), Incarnation: []byte("c")}))
	_, err = db.Purge(ctx, now()) // the first, which may stay for no day
	must(err)
	return db
}

func TestAMachineComesBackFromItsCopyInANewEpoch(t *testing.T) {
	stick, old := t.TempDir(), busyMachine(t, filepath.Join(t.TempDir(), "old"))
	if through, err := copyOf(t, stick).CatchUp(t.Context(), old); err != nil || through != 7 {
		t.Fatalf("copied through %d, %v", through, err)
	}
	dir := filepath.Join(t.TempDir(), "new", "data")
	if err := restoreFrom(t, stick, dir, Restored{Lifetime: 9}); err != nil {
		t.Fatal(err)
	}
	db := openAt(t, dir)
	at, err := db.OutboxState(t.Context())
	if err != nil || at.Epoch != 2 || at.Want != 1 || at.Next != 7 || at.Lifetime != 9 {
		t.Errorf("stands at %+v, %v", at, err)
	}
	var states []village.RecordState
	err = db.Records(t.Context(), func(r village.Record) error { states = append(states, r.State); return nil })
	want := append([]village.RecordState{village.RecordPruned}, slices.Repeat([]village.RecordState{village.RecordLocal}, 6)...)
	if err != nil || !slices.Equal(states, want) {
		t.Errorf("records are %v, %v", states, err)
	}
	sameCases(t, old, db)
	prev, records, err := db.Batch(t.Context(), 1, 100, 1<<20)
	if err != nil || len(records) != 6 {
		t.Fatalf("%d records wait, %v", len(records), err)
	}
	if head, err := seal.Chain(storetest.Identity().ID, seal.Head(prev), slices.Clone(records)); err != nil || !slices.Equal(head[:], at.Head) {
		t.Errorf("the new chain does not hold: %v", err)
	}
	if err := db.Check(t.Context()); err != nil {
		t.Error(err)
	}
	last, err := db.CaseByCode(t.Context(), lastCode())
	if err != nil {
		t.Fatal(err)
	}
	mark, _ := markOf(last)
	if tail, err := db.AuditTail(t.Context(), 0, 10, 1<<20); err != nil || tail.Base != mark.Seq || tail.End.Seq != mark.Seq+1 {
		t.Errorf("the log goes on at %+v behind row %d, %v", tail, mark.Seq, err)
	}
	if fault, _, err := db.CheckAudit(t.Context()); err != nil || fault.What != "" {
		t.Errorf("the log: %+v, %v", fault, err)
	}
	goesOn(t, db, stick)
}

func lastCode() village.ShortCode {
	c, _ := storetest.SampleCase(6, 60)
	return c.ShortCode
}

func sameCases(t *testing.T, old, db *DB) {
	t.Helper()
	for n := 1; n <= 6; n++ {
		c, _ := storetest.SampleCase(n, 60)
		was, err := old.CaseByCode(t.Context(), c.ShortCode)
		is, err2 := db.CaseByCode(t.Context(), c.ShortCode)
		was.Tag, was.TagDay = 0, "" // its key was in the memory of the machine that is gone
		if err != nil || err2 != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("case %d was %+v and is %+v, %v, %v", n, was, is, err, err2)
		}
	}
	var numbers int
	if err := db.sql.Read().QueryRow(`SELECT count(*) FROM issued_number WHERE serial = 42`).Scan(&numbers); err != nil || numbers != 1 {
		t.Errorf("%d of 1 number that was given out is known, %v", numbers, err)
	}
	if body, err := db.CatalogueVersion(t.Context(), "v1"); err != nil || string(body) != "items" {
		t.Errorf("the catalogue is %q, %v", body, err)
	}
}

// goesOn takes more in: no code, no act and no number a second time, and the copy
// follows.
func goesOn(t *testing.T, db *DB, stick string) {
	t.Helper()
	ctx := t.Context()
	c, _ := storetest.SampleCase(1, 60)
	again, r := storetest.SampleCase(50, 60)
	again.ShortCode = c.ShortCode
	if _, err := db.SaveCase(ctx, again, r, auditQR); village.KindOf(err) != village.Conflict {
		t.Errorf("a code of the old machine was given out again: %v", err)
	}
	last, _ := storetest.SampleCase(6, 60)
	rating, rec := storetest.SampleRating(51, last.ShortCode)
	if _, err := db.SaveRating(ctx, rating, rec); village.KindOf(err) != village.Conflict {
		t.Errorf("an act was rated again: %v", err)
	}
	fresh, r := storetest.SampleCase(52, 60)
	saved, err := db.SaveCase(ctx, fresh, r, auditQR)
	if err != nil || saved.Seq != 10 {
		t.Errorf("the next record has place %d, want 10: %v", saved.Seq, err)
	}
	if through, err := copyOf(t, stick).CatchUp(ctx, db); err != nil || through != 10 {
		t.Errorf("copied through %d, %v", through, err)
	}
}

// TestAReplacementHasNoLeaseOfTheMachineThatIsGone: the old machine began an epoch
// that its copy never heard of, and printed a number out of that epoch's lease while
// the stick was away.
func TestAReplacementHasNoLeaseOfTheMachineThatIsGone(t *testing.T) {
	ctx, stick, dir := t.Context(), t.TempDir(), filepath.Join(t.TempDir(), "data")
	old := busyMachine(t, filepath.Join(t.TempDir(), "old"))
	if _, err := copyOf(t, stick).CatchUp(ctx, old); err != nil {
		t.Fatal(err)
	}
	lease, err := village.NewLetter(village.LetterLease, now(), village.Lease{Epoch: 2, Lo: 1000, Hi: 1019, From: "2026-11-23", To: "2026-12-23"})
	if err != nil {
		t.Fatal(err)
	}
	lease.Seq, lease.Head = 1, make([]byte, 32)
	get := func(db *DB) village.CaseNumber {
		t.Helper()
		from, err := db.MailState(ctx)
		if err == nil {
			err = db.TakeLetters(ctx, from, village.MailState{Seq: 1, Head: lease.Head}, []village.Letter{lease})
		}
		if err != nil {
			t.Fatal(err)
		}
		number, err := db.NextNumber(ctx, village.ItemCode(sampleNumber[:31]), "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		return number
	}
	if err := old.NewEpoch(ctx, 2); err != nil {
		t.Fatal(err)
	}
	if printed := get(old); printed == "" {
		t.Fatal("the old machine has no number")
	}
	if err := restoreFrom(t, stick, dir, Restored{Lifetime: 9, Epoch: 2}); err != nil {
		t.Fatal(err)
	}
	if number := get(openAt(t, dir)); number != "" {
		t.Errorf("the replacement would print %s too", number)
	}
}

func TestRestoreLeavesAFolderThatHoldsSomethingAlone(t *testing.T) {
	stick := t.TempDir()
	if _, err := copyOf(t, stick).CatchUp(t.Context(), busyMachine(t, filepath.Join(t.TempDir(), "old"))); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := restoreFrom(t, stick, dir, Restored{}); err != nil { // an empty folder is as good as none
		t.Fatal(err)
	}
	err := restoreFrom(t, stick, dir, Restored{})
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Kind != village.Invalid || e.Key != "err.restore.not_empty" {
		t.Errorf("error = %v", err)
	}
	if _, err := os.Stat(dir + ".restoring"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something is left behind: %v", err)
	}
}
