package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

var _ office.FollowBook = (*DB)(nil)

// settled opens and settles everything that came.
func settled(t *testing.T, db *DB, work *office.Office) {
	t.Helper()
	opener := &office.Opener{Log: db}
	if err := opener.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := work.Settle(t.Context(), db); err != nil {
		t.Fatal(err)
	}
}

// outcomes are the county's words on the follow-ups of a case, in their order.
func outcomes(t *testing.T, db *DB, of village.Record, kiosk office.Kiosk) (all []village.OutcomeState) {
	t.Helper()
	list, err := db.FollowUps(t.Context(), kiosk.ID, of.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range list {
		all = append(all, f.Outcome)
	}
	return all
}

// TestAFollowUpFindsItsCaseAtAnotherMachine: it waits for a case that has not come,
// moves it as far as the flow lets an applicant, and its own machine is told.
func TestAFollowUpFindsItsCaseAtAnotherMachine(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	one, two := db.know(t, 1), db.know(t, 2)
	work := &office.Office{Mailboxes: db, Now: db.now}
	first := countytest.Case(1, nil)
	follow := func(seq int64, verb village.FollowVerb, change func(map[string]any)) village.Record {
		return countytest.FollowUp(seq, one.ID, first, func(b map[string]any) {
			b["verb"] = verb
			if change != nil {
				change(b)
			}
		})
	}
	early := follow(1, village.Supplement, nil)
	if _, err := db.take(t, handed(two.ID, nil, early)); err != nil {
		t.Fatal(err)
	}
	settled(t, db, work)
	if aside, err := db.Quarantine(t.Context(), office.Scope{}, 10); err != nil || len(aside) != 1 || aside[0].Problem != "err.county.no_case" {
		t.Fatalf("without its case: %+v, %v", aside, err)
	}
	if _, err := db.take(t, handed(one.ID, nil, first)); err != nil {
		t.Fatal(err)
	}
	settled(t, db, work)
	settled(t, db, work) // a case came: what waited for it is looked at again
	if aside, err := db.Quarantine(t.Context(), office.Scope{}, 10); err != nil || len(aside) != 0 {
		t.Errorf("with its case: %+v, %v", aside, err)
	}
	if _, err := work.Do(t.Context(), one.ID, first.ID, office.Deed{Verb: office.VerbAsk, Materials: []string{"hukou"}}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
		t.Fatal(err)
	}
	rest := []village.Record{
		follow(2, village.Withdraw, func(b map[string]any) { b["last_four"] = "1234" }),
		follow(3, village.Supplement, nil),
		follow(4, village.Withdraw, func(b map[string]any) { b["last_four"] = "002X" }),
		follow(5, village.Withdraw, func(b map[string]any) { b["last_four"] = "002X" }),
		follow(6, village.Supplement, func(b map[string]any) { b["short_code"] = "Y4TW8XRY" }), // another paper's
	}
	if _, err := db.take(t, handed(two.ID, []village.Record{early}, rest...)); err != nil {
		t.Fatal(err)
	}
	settled(t, db, work)
	want := []village.OutcomeState{village.OutcomeLate, village.OutcomeUnproven, village.OutcomeTaken, village.OutcomeTaken, village.OutcomeLate}
	if got := outcomes(t, db, first, one); !slices.Equal(got, want) {
		t.Errorf("they became %v, want %v", got, want)
	}
	c, err := db.CaseHead(t.Context(), one.ID, first.ID)
	if err != nil {
		t.Fatal(err)
	}
	var verbs []office.Verb
	for _, a := range c.Acts {
		verbs = append(verbs, a.Verb)
	}
	if !slices.Equal(verbs, []office.Verb{office.VerbAsk, office.VerbSupplemented, office.VerbWithdraw}) || c.State != village.Withdrawn {
		t.Errorf("the case went %v to %s", verbs, c.State)
	}
	if h := office.DefaultFlow().Handle(c.Acts, false); h.HandOvers != 0 || h.Steps != 3 {
		t.Errorf("%+v: an applicant is no unit", h)
	}
	var told []village.OutcomeState
	for _, l := range letters(t, work, two.ID) {
		if o, err := l.Outcome(); err == nil && l.Kind == village.LetterFollow {
			told = append(told, o.State)
		}
	}
	if !slices.Equal(told, want) {
		t.Errorf("its machine was told %v", told)
	}
	if n := len(letters(t, work, one.ID)); n != 2 { // asked, withdrawn
		t.Errorf("the case's machine has %d letters", n)
	}
}

// TestDigitsOfAWithdrawalAreNotTriedWithoutEnd: after some wrong ones the right ones
// prove nothing, and a day later they do.
func TestDigitsOfAWithdrawalAreNotTriedWithoutEnd(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	clock := countytest.At
	db.now = func() time.Time { return clock }
	one := db.know(t, 1)
	work := &office.Office{Mailboxes: db, Now: db.now}
	first := countytest.Case(1, nil)
	all := []village.Record{first}
	want := []village.OutcomeState{}
	next := func(four string, becomes village.OutcomeState) {
		all = append(all, countytest.FollowUp(int64(len(all)+1), one.ID, first, func(b map[string]any) {
			b["verb"], b["last_four"] = village.Withdraw, four
		}))
		want = append(want, becomes)
		if _, err := db.take(t, handed(one.ID, all[:len(all)-1], all[len(all)-1])); err != nil {
			t.Fatal(err)
		}
		settled(t, db, work)
	}
	if _, err := db.take(t, handed(one.ID, nil, first)); err != nil {
		t.Fatal(err)
	}
	for range office.WithdrawTries {
		next("1234", village.OutcomeUnproven)
		clock = clock.Add(time.Hour)
	}
	next("002X", village.OutcomeUnproven)
	clock = clock.Add(office.WithdrawSpan)
	next("002X", village.OutcomeTaken)
	if got := outcomes(t, db, first, one); !slices.Equal(got, want) {
		t.Errorf("they became %v, want %v", got, want)
	}
}
