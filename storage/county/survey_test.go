package county

import (
	"testing"

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
