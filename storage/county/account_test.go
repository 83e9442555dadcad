package county

import (
	"crypto/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// doorway is a door over a real database, at a clock of its own.
type doorway struct {
	*office.Door
	t   *testing.T
	db  *DB
	now time.Time
}

func newDoorway(t *testing.T) *doorway {
	t.Helper()
	d := &doorway{t: t, db: openNew(t), now: countytest.At}
	countytest.Unlock(t, d.db)
	d.db.now = func() time.Time { return d.now }
	d.Door = office.NewDoor(d.db, d.db.now, rand.Reader)
	return d
}

// settle makes an account and returns the key of its codes.
func (d *doorway) settle(name string) string {
	d.t.Helper()
	code, err := d.Invite(d.t.Context(), office.Account{Name: name, Person: "陈丽君", Role: office.RoleCounty})
	if err != nil {
		d.t.Fatal(err)
	}
	return d.use(name, code)
}

func (d *doorway) use(name, code string) string {
	d.t.Helper()
	key, err := d.Open(d.t.Context(), name, strings.ToLower(code))
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.Settle(d.t.Context(), name, code, countytest.Password, countytest.Digits(d.t, key.Text, d.now)); err != nil {
		d.t.Fatal(err)
	}
	d.now = d.now.Add(time.Minute)
	return key.Text
}

// in tries to sign in with the digits of now.
func (d *doorway) in(name, password, key string) bool {
	d.t.Helper()
	_, err := d.SignIn(d.t.Context(), name, password, countytest.Digits(d.t, key, d.now))
	if err != nil && village.KindOf(err) != village.Denied {
		d.t.Fatal(err)
	}
	return err == nil
}

func TestACodeOfSixDigitsCountsOnce(t *testing.T) {
	d := newDoorway(t)
	key := d.settle("chen")
	var all sync.WaitGroup
	in := make(chan bool, 4)
	for range 4 { // fewer than lock the account
		all.Go(func() { in <- d.in("chen", countytest.Password, key) })
	}
	all.Wait()
	close(in)
	n := 0
	for ok := range in {
		if ok {
			n++
		}
	}
	if n != 1 {
		t.Errorf("one code let %d in", n)
	}
	d.now = d.now.Add(time.Minute)
	if !d.in("chen", countytest.Password, key) {
		t.Error("the next code is refused")
	}
}

func TestFiveWrongTriesLockAnAccountForAWhile(t *testing.T) {
	d := newDoorway(t)
	key := d.settle("chen")
	for range office.MaxSignInTries {
		if d.in("chen", "not the password", key) {
			t.Fatal("a wrong password lets in")
		}
	}
	if d.in("chen", countytest.Password, key) {
		t.Error("a locked account lets in")
	}
	d.now = d.now.Add(office.LockMinutes*time.Minute - time.Second)
	if d.in("chen", countytest.Password, key) {
		t.Error("a locked account lets in a second too early")
	}
	d.now = d.now.Add(time.Second)
	if !d.in("chen", countytest.Password, key) {
		t.Error("the account stays locked")
	}
	if d.in("nobody", countytest.Password, key) {
		t.Error("nobody is let in")
	}
}

func TestARightTryForgetsTheWrongOnes(t *testing.T) {
	d := newDoorway(t)
	key := d.settle("chen")
	for range 3 {
		for range office.MaxSignInTries - 1 {
			d.in("chen", "not the password", key)
		}
		if !d.in("chen", countytest.Password, key) {
			t.Fatal("four wrong tries lock the account")
		}
		d.now = d.now.Add(time.Minute)
	}
}

func TestASetUpCodeWorksOnceAndNotForEver(t *testing.T) {
	d := newDoorway(t)
	code, err := d.Invite(t.Context(), office.Account{Name: "li", Person: "李", Role: office.RoleUnit, Scope: office.Scope{Unit: "区民政局"}})
	if err != nil {
		t.Fatal(err)
	}
	d.use("li", code)
	if _, err := d.Open(t.Context(), "li", code); village.KindOf(err) != village.Denied {
		t.Errorf("a used code: %v", err)
	}
	again, err := d.Reset(t.Context(), "li")
	if err != nil {
		t.Fatal(err)
	}
	d.now = d.now.Add(office.SetupHours * time.Hour)
	if _, err := d.Open(t.Context(), "li", again); village.KindOf(err) != village.Denied {
		t.Errorf("a code of three days ago: %v", err)
	}
	if _, err := d.Invite(t.Context(), office.Account{Name: "li", Person: "李", Role: office.RoleAdmin}); village.KindOf(err) != village.Conflict {
		t.Errorf("a name that is taken: %v", err)
	}
}

func TestADisabledAccountIsOutUntilItIsReset(t *testing.T) {
	d := newDoorway(t)
	key := d.settle("chen")
	if err := d.Disable(t.Context(), "chen"); err != nil {
		t.Fatal(err)
	}
	if d.in("chen", countytest.Password, key) {
		t.Error("a disabled account lets in")
	}
	code, err := d.Reset(t.Context(), "chen")
	if err != nil {
		t.Fatal(err)
	}
	if d.in("chen", countytest.Password, key) {
		t.Error("the old password lets in after a reset")
	}
	if key = d.use("chen", code); !d.in("chen", countytest.Password, key) {
		t.Error("after the set-up it stays out")
	}
	if err := d.Disable(t.Context(), "nobody"); village.Keyed(err).Key != "err.account.unknown" {
		t.Errorf("disable nobody: %v", err)
	}
}

func TestAnAccountMustSayWhereItWorks(t *testing.T) {
	d := newDoorway(t)
	good := office.Account{Name: "wang", Person: "王", Role: office.RoleTown, Scope: office.Scope{Division: "445203104000"}}
	for field, change := range map[string]func(*office.Account){
		"name": func(a *office.Account) { a.Name = "Wang Er" }, "person": func(a *office.Account) { a.Person = " " },
		"role": func(a *office.Account) { a.Role = "villager" }, "division": func(a *office.Account) { a.Scope.Division = "" },
		"unit": func(a *office.Account) { a.Scope.Unit = "区民政局" },
	} {
		a := good
		change(&a)
		if _, err := d.Invite(t.Context(), a); village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if list, err := d.db.Accounts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("a refused account is kept: %v %v", list, err)
	}
}

func TestARightSetUpCodeIsNoTry(t *testing.T) {
	d := newDoorway(t)
	code, err := d.Invite(t.Context(), office.Account{Name: "chen", Person: "陈", Role: office.RoleCounty})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 * office.MaxSignInTries { // the page is reloaded, the password too short
		if _, err := d.Open(t.Context(), "chen", code); err != nil {
			t.Fatal(err)
		}
		if err := d.Settle(t.Context(), "chen", code, "short", "000000"); village.KindOf(err) != village.Invalid {
			t.Fatal(err)
		}
	}
	for range office.MaxSignInTries { // a wrong one still is
		_, _ = d.Open(t.Context(), "chen", "AAAA")
	}
	if _, err := d.Open(t.Context(), "chen", code); village.KindOf(err) != village.Denied {
		t.Errorf("wrong set-up codes do not lock: %v", err)
	}
}

func TestARequestUnderWayDoesNotBringAnEndedSessionBack(t *testing.T) {
	db := openNew(t)
	s, later := db.Sessions(), countytest.At.Add(time.Hour)
	if err := s.CommitCtx(t.Context(), "token", []byte("chen"), later); err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteCtx(t.Context(), "token"); err != nil {
		t.Fatal(err)
	}
	if err := s.CommitCtx(t.Context(), "token", []byte("chen, seen again"), later); err != nil {
		t.Fatal(err)
	}
	if _, found, err := s.FindCtx(t.Context(), "token"); found || err != nil {
		t.Errorf("it is there again: %v %v", found, err)
	}
}
