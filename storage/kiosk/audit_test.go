package kiosk

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// logged is a machine with cases 1 to n, and their marks as their receipts have
// them.
func logged(t *testing.T, dir string, n int) (*DB, []village.AuditMark) {
	t.Helper()
	db := openAt(t, dir)
	var marks []village.AuditMark
	for i := range n {
		c, r := storetest.SampleCase(i+1, 100)
		saved, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR)
		if err != nil {
			t.Fatal(err)
		}
		marks = append(marks, village.AuditMark{Seq: saved.Audit.Seq, Head: saved.Audit.Head[:8]})
	}
	return db, marks
}

// tamper does to the database what somebody with the disk in his hands could.
func tamper(t *testing.T, db *DB, steps ...string) {
	t.Helper()
	err := db.sql.Write(t.Context(), "tamper", func(tx *sql.Tx) (err error) {
		for _, step := range append([]string{`DROP TRIGGER audit_is_not_changed`, `DROP TRIGGER audit_is_not_shortened`}, steps...) {
			_, err2 := tx.Exec(step)
			err = errors.Join(err, err2)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rewrite forgets that case 2 was ever taken in and makes every later row and head
// anew, as they would be had it never been.
func rewrite(t *testing.T, db *DB) {
	t.Helper()
	var kept []village.AuditRow
	if err := db.AuditRows(t.Context(), func(r village.AuditRow) error { kept = append(kept, r); return nil }); err != nil {
		t.Fatal(err)
	}
	c, _ := storetest.SampleCase(2, 100)
	kept = slices.DeleteFunc(kept, func(r village.AuditRow) bool { return r.Subject == string(c.ID) })
	kept = append(kept, kept[len(kept)-1]) // as long as before
	kept[len(kept)-1].Subject = "of no case"
	tamper(t, db, `DELETE FROM audit`, `DELETE FROM cases WHERE place = 2`, `DELETE FROM outbox WHERE place = 2`)
	head := seal.Head{}
	for i, r := range kept {
		r.Seq = int64(i + 1)
		raw, err := seal.AuditBytes(r)
		if err != nil {
			t.Fatal(err)
		}
		head = head.Audit(raw)
		err = db.sql.Write(t.Context(), "tamper", func(tx *sql.Tx) error {
			_, err := tx.Exec(`INSERT INTO audit VALUES (?, ?, ?)`, r.Seq, raw, head[:])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestTamperingIsSeenHereOrOnPaper(t *testing.T) {
	const five = 5
	differs, missing := AuditDiffers, AuditMissing
	for _, tt := range []struct {
		name  string
		do    func(*testing.T, *DB)
		here  string        // fault that the machine's own check finds; "" = none
		paper []AuditAnswer // what the five receipts say, the oldest first
	}{
		{"nothing", func(*testing.T, *DB) {}, "", slices.Repeat([]AuditAnswer{AuditMatch}, five)},
		{"a row is changed", func(t *testing.T, db *DB) {
			tamper(t, db, `UPDATE audit SET row = (SELECT row FROM audit WHERE seq = 4) WHERE seq = 3`)
		}, "row", []AuditAnswer{AuditMatch, differs, differs, differs, differs}},
		{"a row is changed and its own head with it", func(t *testing.T, db *DB) {
			row, _ := seal.AuditBytes(village.AuditRow{Seq: 3, Act: village.Act{Kind: village.AuditStarted}})
			tamper(t, db, fmt.Sprintf(`UPDATE audit SET row = x'%x' WHERE seq = 3`, row))
		}, "head", []AuditAnswer{AuditMatch, differs, differs, differs, differs}},
		{"a row is deleted", func(t *testing.T, db *DB) {
			tamper(t, db, `DELETE FROM audit WHERE seq = 3`)
		}, "gap", []AuditAnswer{AuditMatch, missing, differs, differs, differs}},
		{"the tail is cut, the cases stay", func(t *testing.T, db *DB) {
			tamper(t, db, `DELETE FROM audit WHERE seq > 4`)
		}, "act", []AuditAnswer{AuditMatch, AuditMatch, AuditMatch, missing, missing}},
		{"the tail is cut and the cases with it", func(t *testing.T, db *DB) {
			tamper(t, db, `DELETE FROM audit WHERE seq > 4`, `DELETE FROM cases WHERE place > 3`, `DELETE FROM outbox WHERE place > 3`)
		}, "", []AuditAnswer{AuditMatch, AuditMatch, AuditMatch, missing, missing}},
		{"it is rewritten from the middle with the right hashes", rewrite, "", []AuditAnswer{AuditMatch, differs, differs, differs, differs}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			db, marks := logged(t, t.TempDir(), five)
			tt.do(t, db)
			fault, answers, err := db.CheckAudit(t.Context(), marks...)
			if err != nil || fault.What != tt.here || !slices.Equal(answers, tt.paper) {
				t.Errorf("here %+v, on paper %v, %v; want %q and %v", fault, answers, err, tt.here, tt.paper)
			}
		})
	}
}

// TestNumbersAloneMissARewrite is the control: a check that asks only how many
// rows there are finds nothing wrong in a log that was rewritten with care.
func TestNumbersAloneMissARewrite(t *testing.T) {
	db, marks := logged(t, t.TempDir(), 5)
	before, err := db.AuditTail(t.Context(), 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	rewrite(t, db)
	after, err := db.AuditTail(t.Context(), 0, 0, 0)
	if err != nil || before.End.Seq != after.End.Seq || after.End.Seq != marks[4].Seq {
		t.Errorf("rows end at %d and at %d, %v: numbers alone would see it", before.End.Seq, after.End.Seq, err)
	}
	if bytes.Equal(before.End.Head, after.End.Head) {
		t.Error("the heads are the same")
	}
}

// TestRestoredImageIsSeenOnPaper puts an image back that lacks the last receipts,
// and works on: first they are missing, then something else stands in their place.
func TestRestoredImageIsSeenOnPaper(t *testing.T) {
	dir := t.TempDir()
	db, _ := logged(t, dir, 3)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	image, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	db = openAt(t, dir)
	c, r := storetest.SampleCase(4, 100)
	late, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR)
	if err = errors.Join(err, db.Close(), os.WriteFile(filepath.Join(dir, FileName), image, 0o600)); err != nil {
		t.Fatal(err)
	}
	restored := openAt(t, dir)
	for _, want := range []AuditAnswer{AuditMissing, AuditDiffers} {
		fault, answers, err := restored.CheckAudit(t.Context(), late.Audit)
		if err != nil || fault.What != "" || answers[0] != want {
			t.Errorf("here %+v, on paper %v, %v; want %s", fault, answers, err, want)
		}
		c, r := storetest.SampleCase(5, 100)
		if _, err := restored.SaveCase(t.Context(), c, r, storetest.PlainQR); want == AuditMissing && err != nil {
			t.Fatal(err)
		}
	}
}

func TestLogIsOnlyAddedTo(t *testing.T) {
	db, _ := logged(t, t.TempDir(), 2)
	for _, step := range []string{`UPDATE audit SET head = zeroblob(32)`, `DELETE FROM audit WHERE seq = 3`} {
		err := db.sql.Write(t.Context(), "tamper", func(tx *sql.Tx) error { _, err := tx.Exec(step); return err })
		if err == nil {
			t.Errorf("%s was done", step)
		}
	}
}

func TestClockThatJumpsLeavesARow(t *testing.T) {
	db := openAt(t, t.TempDir())
	boot := [16]byte{1}
	at := func(boot [16]byte, up, wall time.Duration) village.Stamp {
		return village.Stamp{Boot: boot, Mono: up, Wall: now().Add(wall), Trust: village.TimeSynced}
	}
	for _, tt := range []struct {
		name  string
		stamp village.Stamp
		want  string // the row before the act; "" = none
	}{
		{"first row of this boot", at(boot, time.Hour, time.Hour), ""},
		{"clock and boot agree", at(boot, 2*time.Hour, 2*time.Hour), ""},
		{"a time service moved it a little", at(boot, 3*time.Hour, 3*time.Hour+time.Minute), ""},
		{"it was set forward", at(boot, 4*time.Hour, 10*time.Hour), "21540 forward"},
		{"it was set back", at(boot, 5*time.Hour, 3*time.Hour), "28800 backward"},
		{"off for a week", at([16]byte{2}, time.Minute, 200*time.Hour), ""},
		{"started with a dead battery", at([16]byte{3}, time.Minute, 0), "720000 backward"},
	} {
		db.Stamp = func() village.Stamp { return tt.stamp }
		if err := db.Note(t.Context(), village.Act{Kind: village.AuditStarted}); err != nil {
			t.Fatal(err)
		}
		var rows []village.AuditRow
		if err := db.AuditRows(t.Context(), func(r village.AuditRow) error { rows = append(rows, r); return nil }); err != nil {
			t.Fatal(err)
		}
		before, got := rows[len(rows)-2], ""
		if before.Kind == village.AuditClock && before.Wall.Equal(tt.stamp.Wall) {
			got = before.Subject + " " + string(before.Detail)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestSettingsThatChangeLeaveARow(t *testing.T) {
	db := openAt(t, t.TempDir())
	e := Enrolment{URL: "u", Village: "445203104203", County: "445203000000", EnrolledAt: now(), CountyKeys: [][]byte{{1}}}
	elsewhere := e
	elsewhere.Village = "445203104202"
	keys := elsewhere
	keys.CountyKeys = [][]byte{{1}, {2}}
	moved := keys
	moved.URL = "v"
	for _, step := range []Enrolment{e, e, elsewhere, keys, moved} {
		if err := db.SaveEnrolment(t.Context(), step, now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.SaveCertificate(t.Context(), nil, []byte("a certificate"), now()); err != nil {
		t.Fatal(err)
	}
	for _, version := range []string{"v1", "v2"} {
		if err := db.SaveCatalogue(t.Context(), version, "list.csv", version == "v1", []byte(version)); err != nil {
			t.Fatal(err)
		}
	}
	var got []village.Act
	if err := db.AuditRows(t.Context(), func(r village.AuditRow) error { got = append(got, r.Act); return nil }); err != nil {
		t.Fatal(err)
	}
	want := []village.Act{
		{Kind: village.AuditNamed, Subject: string(storetest.Identity().ID)},
		{Kind: village.AuditEnrolled, Subject: "445203104203", Detail: village.AuditFirst},
		{Kind: village.AuditEnrolled, Subject: "445203104202", Detail: village.AuditAgain},
		{Kind: village.AuditKeys, Subject: "445203000000"},
		{Kind: village.AuditCertificate, Subject: "81acd762140fa692"},
		{Kind: village.AuditCatalogue, Subject: "v1", Detail: village.AuditExample}, {Kind: village.AuditCatalogue, Subject: "v2"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("the log says %v, want %v", got, want)
	}
}

func TestReplacementGoesOnBehindThePaper(t *testing.T) {
	_, marks := logged(t, t.TempDir(), 3)
	last := marks[2]
	var ends [][]byte
	for range 2 {
		db := openNameless(t, t.TempDir())
		if err := db.ContinueAudit(t.Context(), last); err != nil {
			t.Fatal(err)
		}
		tail, err := db.AuditTail(t.Context(), 0, 10, 1000)
		if err != nil || tail.Base != last.Seq || tail.First != last.Seq+1 || tail.End.Seq != last.Seq+1 {
			t.Fatalf("%+v, %v", tail, err)
		}
		fault, answers, err := db.CheckAudit(t.Context(), marks...)
		if err != nil || fault.What != "" || !slices.Equal(answers, slices.Repeat([]AuditAnswer{AuditEarlier}, 3)) {
			t.Errorf("%+v %v %v", fault, answers, err)
		}
		if err := db.ContinueAudit(t.Context(), last); village.KindOf(err) != village.Conflict {
			t.Errorf("a log that has begun: %v, want a conflict", err)
		}
		ends = append(ends, tail.End.Head)
	}
	if !bytes.Equal(ends[0], ends[1]) {
		t.Error("two machines that continue one paper have two logs")
	}
}
