package desk_test

import (
	"testing"
	"time"

	"bianmin/app/desk"
	"bianmin/app/inspect"
	"bianmin/app/token"
	"bianmin/app/village"
)

// renamedCentre is the code that [ownCentre] has after [rename].
const renamedCentre village.DivisionCode = "445203104299"

// rename gives the centre of the machine another code, and lets three months pass.
func rename(n *desk.Inspections) {
	n.Desk.Village = func() village.DivisionCode { return renamedCentre }
	n.Desk.Now = func() (time.Time, village.TimeTrust) { return monday.AddDate(0, 3, 0), village.TimeSynced }
	n.Today = func(c village.DivisionCode) village.DivisionCode {
		if c == ownCentre {
			return renamedCentre
		}
		return c
	}
}

// lasting is a visit whose papers name a place and are good after [rename] too.
func lasting(t *testing.T, place village.DivisionCode) desk.InspectionInput {
	in := found(t)
	stay := func(p *token.Token) { p.Last = p.First.AddDate(1, 0, 0) }
	in.Centre = place
	in.Inspector = paper(t, func(p *token.Token) { stay(p); p.Places = []village.DivisionCode{place} })
	in.Order = paper(t, func(p *token.Token) {
		stay(p)
		p.Kind, p.Number, p.Role, p.Places = token.DayOrder, "x", "I-3", []village.DivisionCode{place}
	})
	return in
}

// TestAVisitAtARenamedCentreGoesOn: papers of either code are good, it is the machine's own
// centre, and what was found under the old code is found again.
func TestAVisitAtARenamedCentreGoesOn(t *testing.T) {
	n, _ := inspections(t)
	if _, err := n.File(t.Context(), found(t)); err != nil {
		t.Fatal(err)
	}
	rename(n)
	for _, place := range []village.DivisionCode{ownCentre, renamedCentre} {
		in := lasting(t, place)
		for _, named := range []village.DivisionCode{place, ""} { // the order says where
			asked := in
			asked.Centre = named
			b, err := n.Begin(t.Context(), asked)
			if err != nil || b.Centre != renamedCentre || b.Away || b.Facts == nil || len(b.Repeats) != 2 {
				t.Errorf("papers for %s: %+v, %v", place, b, err)
			}
		}
	}
	out, err := n.File(t.Context(), lasting(t, ownCentre))
	if err != nil || out.Presence != inspect.OnMachine || !out.Findings[0].Repeat || out.Findings[0].Taken != 200 {
		t.Errorf("taken in as %+v, %v", out, err)
	}
	if _, err := n.Begin(t.Context(), lasting(t, "445203104203")); err != nil {
		t.Fatal(err)
	}
	elsewhere := lasting(t, "445203104203")
	elsewhere.Centre = ownCentre
	if _, err := n.Begin(t.Context(), elsewhere); village.Keyed(err).Key != "err.check.order_place" {
		t.Errorf("an order for another centre: %v", err)
	}
}

// TestWhoWasOnDutyUnderTheOldCodeDoesNotInspectTheSameCentre, nor who assists there by a badge
// that names it.
func TestWhoWasOnDutyUnderTheOldCodeDoesNotInspectTheSameCentre(t *testing.T) {
	n, _ := inspections(t)
	in := found(t)
	in.Duty.Badge = paper(t, func(p *token.Token) { p.Number, p.Role = "A-7", "assistant" })
	if _, err := n.File(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	rename(n)
	for what, change := range map[string]func(*token.Token){
		"who was on duty": func(p *token.Token) { p.Number = "A-7" },
		"who assists": func(p *token.Token) {
			p.Number, p.Role, p.Places = "A-8", "assistant", []village.DivisionCode{ownCentre}
		},
	} {
		in := lasting(t, renamedCentre)
		in.Witness = paper(t, func(p *token.Token) { change(p); p.Last = p.First.AddDate(1, 0, 0) })
		if _, err := n.Begin(t.Context(), in); village.Keyed(err).Key != "err.check.own_centre" {
			t.Errorf("%s: %v", what, err)
		}
	}
}
