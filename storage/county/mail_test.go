package county

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/postgrestest"
	"bianmin/storage/storetest"
)

// TestLettersKeepTheContract: on SQLite here, on PostgreSQL by
// [TestOnPostgresToo].
func TestLettersKeepTheContract(t *testing.T) {
	storetest.CountyLetters(t, func(t *testing.T) storetest.MailRig {
		clock := storetest.Moment
		db, err := Open(t.Context(), postgrestest.Prepared(t, Open), func() time.Time { return clock })
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		countytest.Unlock(t, db)
		if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
			t.Fatal(err)
		}
		for n, key := range storetest.MailKeys() {
			e := office.Enrolment{Selector: fmt.Sprint("AAA", n), Salt: []byte{1}, Hash: []byte{2}, Village: "445203104202", ExpiresAt: clock}
			if err := db.AddEnrolment(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if err := db.Register(t.Context(), e.Selector, office.Kiosk{ID: seal.IDOf(key), PublicKey: key, Village: e.Village, EnrolledAt: clock}); err != nil {
				t.Fatal(err)
			}
		}
		return storetest.MailRig{
			Store: db, Clock: &clock, KeepCase: func(t *testing.T, c office.Case) { db.keepOpened(t, c) },
			Restored: func(t *testing.T) {
				if err := db.db.Write(t.Context(), "restore", func(tx *sql.Tx) error { return noteRestored(t.Context(), tx, clock) }); err != nil {
					t.Fatal(err)
				}
			},
		}
	})
}

// keepOpened keeps a case with the record that it was opened from.
func (db *DB) keepOpened(t *testing.T, c office.Case) {
	t.Helper()
	err := db.db.Write(t.Context(), "keep a record", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(t.Context(), `UPDATE kiosk SET kept = kept + 1 WHERE id = $1 RETURNING kept`, c.Kiosk).Scan(&c.Seq)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(t.Context(), `
			INSERT INTO record (kiosk, seq, id, kind, schema, body, digest, created_ms, time_trust, received_ms)
			VALUES ($1, $2, $3, 'case', 2, $4, $4, 0, 'synced', $2)`, c.Kiosk, c.Seq, c.ID, []byte{1})
		return err
	})
	if err == nil {
		err = db.SaveOpened(t.Context(), []office.Opened{{Kiosk: c.Kiosk, Record: village.Record{ID: c.ID, Seq: c.Seq}, Case: &c}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

var _ office.Mailboxes = (*DB)(nil)

// TestTwoGatewaysGrantNoSerialTwice asks for a lease in the name of eight kiosks
// at once.
func TestTwoGatewaysGrantNoSerialTwice(t *testing.T) {
	db := openNew(t)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	work := &office.Office{Mailboxes: db, Now: db.now}
	var kiosks []seal.KioskID
	for n := byte(1); n <= 8; n++ {
		kiosks = append(kiosks, db.know(t, n).ID)
	}
	ended := make(chan error)
	for _, kiosk := range kiosks {
		go func() {
			_, err := work.Mail(context.WithoutCancel(t.Context()), office.MailQuestion{Kiosk: kiosk, Head: seal.MailBase(kiosk), Epoch: 1, Next: 1})
			ended <- err
		}()
	}
	for range kiosks {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	var blocks, different int
	err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*), COUNT(DISTINCT lo) FROM lease`).Scan(&blocks, &different)
	if err != nil || blocks != len(kiosks) || different != blocks {
		t.Errorf("%d leases of %d blocks, %v", blocks, different, err)
	}
}

// TestARestoredCountyKnowsThatItWas: without that it would give out again what it
// has forgotten.
func TestARestoredCountyKnowsThatItWas(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	when := func(db *DB) (at time.Time) {
		err := db.Mail(t.Context(), one.ID, func(tx office.MailTx) error { at = tx.Mailbox().RestoredAt; return nil })
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	if at := when(s.db); !at.IsZero() {
		t.Errorf("a new county says that it was restored at %v", at)
	}
	b := s.backup()
	for name, address := range targets(t) {
		db, _ := s.restored(b.File, address)
		if at := when(db); !at.Equal(clock()) {
			t.Errorf("%s: restored at %v, says %v", name, clock(), at)
		}
	}
}
