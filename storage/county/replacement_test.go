package county

import (
	"bytes"
	"crypto/rand"
	"database/sql"
	"errors"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/seal/sealtest"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// question is what a replacement of kiosk n asks, and the key that it holds.
func question(t *testing.T, n byte) (office.Replacement, seal.CountySecret) {
	t.Helper()
	kiosk := countytest.Identity(n)
	escrow, err := kiosk.Escrow(sealtest.CountyCode, sealtest.Secret().CountyKey)
	if err != nil {
		t.Fatal(err)
	}
	own, err := seal.NewCountySecret(seal.SuiteX25519, bytes.Repeat([]byte{n + 40}, seal.SeedBytes))
	if err != nil {
		t.Fatal(err)
	}
	return office.Replacement{Kiosk: kiosk.ID, Escrow: escrow, Key: own.Bytes()}, own
}

func wantRefused(t *testing.T, err error, key string) {
	t.Helper()
	if e, ok := errors.AsType[*village.Error](err); !ok || e.Kind != village.Denied || e.Key != key {
		t.Errorf("error = %v, want %s", err, key)
	}
}

func TestAKeyGoesBackToWhoHoldsBothCodeAndCopy(t *testing.T) {
	db := openNew(t)
	k, other := db.know(t, 1), db.know(t, 2)
	o := office.Office{Store: db, Now: db.now, Rand: rand.Reader}
	ticket, _, err := o.ReplaceTicket(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.db.Write(t.Context(), "know its chain", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), `UPDATE kiosk SET epoch = 3, lifetime = 7 WHERE id = $1`, k.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ask, own := question(t, 1)
	foreign, _ := question(t, 2)
	_, err = o.ReturnKey(t.Context(), ticket, foreign)
	wantRefused(t, err, "err.county.replace")
	if _, err = o.Enrol(t.Context(), ticket, other.PublicKey); err == nil {
		t.Error("another machine enrolled with the code of a replacement")
	}
	for range office.MaxTries + 2 { // asking again is no guessing
		if got, err := o.ReturnKey(t.Context(), ticket, ask); err != nil || len(got.Answer) > 0 {
			t.Fatalf("before an office answered: %+v, %v", got, err)
		}
	}
	keys := office.KeyReturner{Book: db, Secrets: []seal.CountySecret{sealtest.Secret()}}
	if err := keys.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := o.ReturnKey(t.Context(), ticket, ask)
	if err != nil || got.Epoch != 3 || got.Lifetime != 7 {
		t.Fatalf("the county knows epoch %d and %d records, %v", got.Epoch, got.Lifetime, err)
	}
	seed, err := seal.TakeKey(own, sealtest.CountyCode, k.ID, got.Answer)
	if identity, err2 := seal.NewIdentity(seed); err != nil || err2 != nil || identity.ID != k.ID {
		t.Errorf("the key that came back is of %s, %v, %v", identity.ID, err, err2)
	}
	again := ask // a second question gets an answer of its own
	again.Key = sealtest.Secret().Bytes()
	if got, err := o.ReturnKey(t.Context(), ticket, again); err != nil || len(got.Answer) > 0 {
		t.Errorf("an answer for another key was handed out: %v", err)
	}
	endsTheOldOne(t, db, o, ticket, k)
}

// endsTheOldOne checks that certificates end when the replacement has enrolled.
func endsTheOldOne(t *testing.T, db *DB, o office.Office, ticket seal.Ticket, k office.Kiosk) {
	t.Helper()
	if at, err := db.ReplacedAt(t.Context(), k.ID); err != nil || !at.IsZero() {
		t.Errorf("replaced at %v before anybody enrolled, %v", at, err)
	}
	if _, err := o.Enrol(t.Context(), ticket, k.PublicKey); err != nil {
		t.Fatal(err)
	}
	if at, err := db.ReplacedAt(t.Context(), k.ID); err != nil || !at.Equal(countytest.At) {
		t.Errorf("replaced at %v, %v; want %v", at, err, countytest.At)
	}
	if asked, err := db.AskedKeys(t.Context()); err != nil || len(asked) != 0 {
		t.Errorf("%d questions are left, %v", len(asked), err)
	}
}

func TestAnEscrowThatNobodyCanOpenIsSaidToBe(t *testing.T) {
	db := openNew(t)
	k := db.know(t, 1)
	o := office.Office{Store: db, Now: db.now, Rand: rand.Reader}
	ticket, _, err := o.ReplaceTicket(t.Context(), k)
	if err != nil {
		t.Fatal(err)
	}
	foreign, _ := question(t, 2)
	ask, _ := question(t, 1)
	ask.Escrow = foreign.Escrow // another machine's key
	if _, err := o.ReturnKey(t.Context(), ticket, ask); err != nil {
		t.Fatal(err)
	}
	keys := office.KeyReturner{Book: db, Secrets: []seal.CountySecret{sealtest.Secret()}}
	if err := keys.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	_, err = o.ReturnKey(t.Context(), ticket, ask)
	wantRefused(t, err, "err.county.escrow")
	if err := db.Revoke(t.Context(), k.ID); err != nil {
		t.Fatal(err)
	}
	good, _ := question(t, 1)
	_, err = o.ReturnKey(t.Context(), ticket, good)
	wantRefused(t, err, "err.county.kiosk") // a machine that was stolen
}
