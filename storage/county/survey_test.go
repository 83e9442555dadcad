package county

import (
	"slices"
	"testing"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestH4WhatThePersonSaysOfAnAnswerStandsWithTheRequest: solved and satisfied apart, by the
// paper at any machine, when the request was answered; before, it comes too early and
// changes nothing. Each time the machine is told.
func TestH4WhatThePersonSaysOfAnAnswerStandsWithTheRequest(t *testing.T) {
	db, k, hotline := requestRig(t)
	two := db.know(t, 2)
	if err := hotline.Register(t.Context()); err != nil {
		t.Fatal(err)
	}
	ticket := countytest.Ticket(2, nil)
	says := func(seq int64, solved, pleased bool) village.Record {
		return countytest.FollowUp(seq, k.ID, ticket, func(b map[string]any) {
			b["verb"], b["materials"], b["solved"], b["pleased"] = village.Survey, []any{}, solved, pleased
		})
	}
	var sent []village.Record
	send := func(r village.Record) {
		t.Helper()
		if _, err := db.take(t, handed(two.ID, sent, r)); err != nil {
			t.Fatal(err)
		}
		sent = append(sent, r)
		if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	send(says(1, true, true))
	before, err := db.Request(t.Context(), k.ID, ticket.ID)
	if err != nil || before.Standing().Followed.Verb != "" {
		t.Fatalf("without an answer: %+v, %v", before.Standing().Followed, err)
	}
	db.units(t, "甲镇")
	for _, d := range []office.RequestDecision{{State: village.Dispatched, Unit: "甲镇"}, {State: village.Answered, Answer: "换好了"}} {
		d.Text, d.Kiosk = before.Order, k.ID
		if _, err := hotline.Decide(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
	send(says(2, true, false))
	after, err := db.Request(t.Context(), k.ID, ticket.ID)
	if err != nil {
		t.Fatal(err)
	}
	said := after.Standing().Followed
	if after.State != village.Answered || said.Verb != office.VerbSurvey || said.Role != office.RoleApplicant || said.Solved != office.SaidYes || said.Pleased != office.SaidNo || said.Tell {
		t.Errorf("after the answer %s: %+v", after.State, said)
	}
	var told []village.OutcomeState
	for _, l := range letters(t, &office.Office{Mailboxes: db, Now: db.now}, two.ID) {
		if o, err := l.Outcome(); err == nil && l.Kind == village.LetterFollow {
			told = append(told, o.State)
		}
	}
	if len(told) != 2 || told[0] != village.OutcomeLate || told[1] != village.OutcomeTaken {
		t.Errorf("the machine was told %v", told)
	}
}

// TestASurveyLocksItsMailboxesInTheOrderOfAll: two openers that keep many records each would
// wait for each other.
func TestASurveyLocksItsMailboxesInTheOrderOfAll(t *testing.T) {
	survey := func(kiosk, of seal.KioskID) office.Opened {
		f := office.FollowUp{Kiosk: kiosk, CaseKiosk: of}
		f.Verb = village.Survey
		return office.Opened{Kiosk: kiosk, FollowUp: &f}
	}
	got := changedBoxes([]office.Opened{survey("k3", "k4"), {Kiosk: "k9"}, survey("k2", "k3"), survey("k1", "k1")})
	if want := []seal.KioskID{"k1", "k2", "k3", "k4"}; !slices.Equal(got, want) {
		t.Errorf("locked %v, want %v", got, want)
	}
}

// TestAFollowUpThatAnEarlierReleaseCouldNotReadIsReadAgain: it did not know the verb. A case
// whose body is no case stays set aside.
func TestAFollowUpThatAnEarlierReleaseCouldNotReadIsReadAgain(t *testing.T) {
	db, k, _ := requestRig(t)
	two := db.know(t, 2)
	survey := countytest.FollowUp(1, k.ID, countytest.Ticket(2, nil), func(b map[string]any) {
		b["verb"], b["materials"], b["solved"], b["pleased"] = village.Survey, []any{}, true, true
	})
	sent := []village.Record{survey, countytest.Raw(2, village.RecordCase, nil)}
	if _, err := db.take(t, handed(two.ID, nil, sent...)); err != nil {
		t.Fatal(err)
	}
	unread := make([]office.Opened, len(sent))
	for i, r := range sent {
		unread[i] = office.Opened{Kiosk: two.ID, Record: r, Problem: "err.county.body"}
	}
	if err := db.SaveOpened(t.Context(), unread); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Reopen(t.Context()); err != nil || n != 1 {
		t.Fatalf("%d looked at again, %v", n, err)
	}
	if err := (&office.Opener{Log: db}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	list, err := db.Quarantine(t.Context(), office.Scope{}, 20)
	if err != nil || slices.ContainsFunc(list, func(q office.Quarantined) bool { return q.ID == survey.ID && q.Kiosk == two.ID }) {
		t.Errorf("set aside %+v, %v", list, err)
	}
}
