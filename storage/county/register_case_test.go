package county

import (
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestK15AVisitOfACentreIsAmongThoseOfTheFigures with the score that counts: what was struck
// takes nothing.
func TestK15AVisitOfACentreIsAmongThoseOfTheFigures(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	points := func() stats.Figure {
		t.Helper()
		d, err := db.Registers(t.Context(), stats.Period{})
		if err != nil {
			t.Fatal(err)
		}
		visits, _, err := n.Checked(t.Context())
		if err != nil || len(visits) != 1 || visits[0].Centre != string(countytest.InspectedCentre) || !visits[0].At.Equal(countytest.At) {
			t.Fatalf("%+v, %v", visits, err)
		}
		d.Visits, d.Centres = append(d.Visits, visits...), 217
		if f := stats.K15(d)[1]; f.Numerator != 1 || f.Denominator != 217 {
			t.Errorf("covered %+v", f)
		}
		return stats.K15(d)[0]
	}
	if f := points(); f.Displayed != "88.00" || f.Numerator != 880 || f.Denominator != 1000 {
		t.Errorf("%+v", f)
	}
	visits, _, err := n.Visits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	number := inspect.OrderNumber(visits[0].Record.ShortCode, 1)
	if _, err := n.Act(t.Context(), number, office.RectAct{Verb: inspect.Struck, By: "郑检查", Text: "在镇里开会"}); err != nil {
		t.Fatal(err)
	}
	if f := points(); f.Numerator <= 880 {
		t.Errorf("after an objection %+v", f)
	}
}

// sourced is a county with three cases: by the applicant, with help, at home.
func sourced(t *testing.T) (*DB, *office.Office) {
	t.Helper()
	db := openNew(t)
	countytest.Unlock(t, db)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	db.hand(t, db.know(t, 1), nil, countytest.Case(1, nil), countytest.Case(2, func(b map[string]any) { b["helper"] = "B-1" }), atHome(3, ""))
	return db, &office.Office{Mailboxes: db, Now: db.now}
}

// TestK3ACaseIsCountedByTheWayInWhichItCame: a machine alone, with help, at home; so is it
// told to the city, and cases of before are looked at again.
func TestK3ACaseIsCountedByTheWayInWhichItCame(t *testing.T) {
	db, o := sourced(t)
	for n := range 3 {
		if _, err := o.Do(t.Context(), countytest.Identity(1).ID, countytest.ID(int64(n+1)), office.Deed{Verb: office.VerbAccept}, office.Account{Name: "x", Role: office.RoleCounty}); err != nil {
			t.Fatal(err)
		}
	}
	counted := func() map[string]string {
		t.Helper()
		d, err := db.Registers(t.Context(), stats.Period{From: countytest.At, To: countytest.At.Add(time.Hour)})
		if err != nil || len(d.Cases) != 3 || d.Cases[0].Place != "445203104202" {
			t.Fatalf("%+v, %v", d.Cases, err)
		}
		got := map[string]string{}
		for _, f := range append(stats.K3(d), stats.K11(d)) {
			got[f.ID] = f.Displayed
		}
		return got
	}
	want := func(got map[string]string, kiosk, assisted, home string) {
		t.Helper()
		if got["K3"] != "3" || got["K3.kiosk"] != kiosk || got["K3.assisted"] != assisted || got["K3.home_visit"] != home || got["K11"] != "100.00" {
			t.Errorf("%v", got)
		}
	}
	want(counted(), "1", "1", "1")
	if err := db.exec(t, `UPDATE office_case SET source = 'kiosk', derived = 0, number = 'no' || id`); err != nil { // as an upgrade does
		t.Fatal(err)
	}
	want(counted(), "3", "0", "0")
	if _, err := db.Derive(t.Context(), 10); err != nil {
		t.Fatal(err)
	}
	want(counted(), "1", "1", "1")
	told := map[string]int{}
	if _, err := db.EachCityEvent(t.Context(), time.Time{}, false, func(e office.CityEvent) error { told[e.Channel]++; return nil }); err != nil {
		t.Fatal(err)
	}
	if told["kiosk"] != 2 || told["assisted"] != 2 || told["home_visit"] != 2 {
		t.Errorf("the city is told %v", told)
	}
}

// TestK1TripsThatWereNotedAreVisits of a case; one that is over without a note had none, and
// of one that goes on nobody knows yet.
func TestK1TripsThatWereNotedAreVisits(t *testing.T) {
	db, o := sourced(t)
	by := office.Account{Name: "x", Role: office.RoleCounty}
	for n, verbs := range [][]office.Verb{{office.VerbAccept}, {office.VerbAccept, office.VerbCame, office.VerbCame}, {office.VerbAccept, office.VerbWithdraw}} {
		for _, verb := range verbs {
			if _, err := o.Do(t.Context(), countytest.Identity(1).ID, countytest.ID(int64(n+1)), office.Deed{Verb: verb}, by); err != nil {
				t.Fatal(verb, err)
			}
		}
	}
	d, err := db.Registers(t.Context(), stats.Period{})
	if err != nil || len(d.Cases) != 3 {
		t.Fatalf("%+v, %v", d.Cases, err)
	}
	d.Items = []stats.Item{{Code: "gaoling-jintie", Type: "01"}}
	for i, want := range []int{-1, 2, 0} {
		if d.Cases[i].Came != want {
			t.Errorf("case %d: %d visits, want %d", i+1, d.Cases[i].Came, want)
		}
	}
	if f := stats.K1(d)[1]; f.Numerator != 1 || f.Denominator != 2 || d.Cases[1].Steps != 1 {
		t.Errorf("%+v, %d steps", f, d.Cases[1].Steps)
	}
}

// TestK13StepsAndHandOversOfARegisterAreThoseOfTheFlow on both databases.
func TestK13StepsAndHandOversOfARegisterAreThoseOfTheFlow(t *testing.T) {
	db, o := sourced(t)
	for _, step := range []struct {
		verb office.Verb
		unit string
	}{{office.VerbAccept, "甲"}, {office.VerbReview, "乙"}, {office.VerbAskExtension, "丙"}, {"reject", "甲"}} {
		by := office.Account{Name: step.unit, Role: office.RoleUnit, Scope: office.Scope{Unit: step.unit}}
		deed := office.Deed{Verb: step.verb}
		if step.verb == office.VerbAskExtension {
			deed.Days = 3
		}
		if err := o.Mailboxes.Step(t.Context(), countytest.Identity(1).ID, countytest.ID(1), func(c office.CaseHead) (office.Act, error) {
			a := office.Act{Verb: deed.Verb, State: c.State, At: db.now(), Account: by.Name, Role: by.Role, Unit: step.unit, Days: deed.Days}
			for _, v := range office.DefaultFlow().Verbs {
				if v.Name == deed.Verb && v.To != "" {
					a.State = v.To
				}
			}
			return a, nil
		}); err != nil {
			t.Fatal(step, err)
		}
	}
	d, err := db.Registers(t.Context(), stats.Period{})
	if err != nil || len(d.Cases) != 1 || d.Cases[0].Steps != 3 || d.Cases[0].HandOvers != 2 || d.Cases[0].ID != string(countytest.ID(1)) {
		t.Errorf("%+v, %v", d.Cases, err)
	}
	c, err := db.CaseHead(t.Context(), countytest.Identity(1).ID, countytest.ID(1))
	if err != nil || c.State != village.Refused {
		t.Errorf("%+v, %v", c, err)
	}
}
