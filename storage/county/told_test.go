package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// leagueOf is how the inspected centre stands in the month of the tests.
func leagueOf(t *testing.T, n *office.Inspectorate) inspect.Place {
	t.Helper()
	_, scored, err := n.Visits(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	p, err := inspect.ParsePeriod("2026-11")
	if err != nil {
		t.Fatal(err)
	}
	return inspect.MakeLeague(p, countytest.Checklists(), scored, []village.DivisionCode{countytest.InspectedCentre}).Places[0]
}

// TestAnOrderByARuleCountsAsAFindingDoes, whoever told of it: it takes points, is repeated by
// what comes later, is not milder than its rule, and takes nothing when it was struck.
func TestAnOrderByARuleCountsAsAFindingDoes(t *testing.T) {
	db, _, n := inspected(t, countytest.Inspection(1, nil, nil))
	before := leagueOf(t, n)
	order := office.Rectification{Centre: countytest.InspectedCentre, Source: inspect.City, Rule: "duty.absent", Text: "市里来时没有人"}
	milder := order
	milder.Severity = inspect.Minor
	for field, r := range map[string]office.Rectification{"severity": milder, "rule": {Centre: order.Centre, Source: order.Source, Rule: "duty.asleep", Severity: inspect.Urgent, Text: "x"}} {
		if _, err := n.Open(t.Context(), r, "市里"); err == nil || village.Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	r, err := n.Open(t.Context(), order, "市里")
	if err != nil || r.Severity != inspect.Serious || r.Template != "village-centre" || r.Version == "" || r.Due != "2026-11-30" {
		t.Fatalf("%+v, %v", r, err)
	}
	with := leagueOf(t, n)
	if with.Points != before.Points-200 || with.Told != 1 || with.Visits != before.Visits {
		t.Errorf("%+v, before it %+v", with, before)
	}
	if _, err := n.Act(t.Context(), r.Number, office.RectAct{Verb: inspect.Struck, By: "领导小组", Text: "有通知"}); err != nil {
		t.Fatal(err)
	}
	if struck := leagueOf(t, n); struck.Points != before.Points || struck.Told != 0 {
		t.Errorf("struck: %+v", struck)
	}
	list, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range list {
		if of := office.RepeatOf(list, o); of != "" {
			t.Errorf("%s repeats %s of the same day", o.Number, of)
		}
	}
}

// TestARepeatIsKnownAtCentresAndSites: the same rule at the same thing on a later day within a
// year, by the last order that was not struck.
func TestARepeatIsKnownAtCentresAndSites(t *testing.T) {
	db, _, n := inspected(t)
	at := db.now()
	n.Now = func() time.Time { return at }
	open := func(r office.Rectification) office.Rectification {
		t.Helper()
		r.Source, r.Text = inspect.Province, "x"
		opened, err := n.Open(t.Context(), r, "省里")
		if err != nil {
			t.Fatal(err)
		}
		return opened
	}
	site, _ := inspect.Find(countytest.Checklists(), "website", "")
	i := slices.IndexFunc(site.Sections, func(s inspect.Section) bool { return s.Kind == inspect.Deduct })
	id := site.Sections[i].ID(site.Sections[i].Rules[0])
	first := []office.Rectification{open(office.Rectification{Centre: countytest.InspectedCentre, Rule: "run.hygiene"}), open(office.Rectification{Ref: "s1", Template: site.ID, Rule: id})}
	other := open(office.Rectification{Ref: "s2", Template: site.ID, Rule: id})
	at = at.AddDate(0, 6, 0)
	again := []office.Rectification{open(office.Rectification{Centre: countytest.InspectedCentre, Rule: "run.hygiene"}), open(office.Rectification{Ref: "s1", Template: site.ID, Rule: id})}
	list, err := db.Rectifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		if of := office.RepeatOf(list, again[i]); of != first[i].Number {
			t.Errorf("%s repeats %q, want %s", again[i].Number, of, first[i].Number)
		}
	}
	if of := office.RepeatOf(list, other); of != "" {
		t.Errorf("another site repeats %s", of)
	}
	found, err := n.Again(t.Context(), "s2", site, []inspect.Found{{Rule: id, Times: 1}})
	if err != nil || !found[0].Repeat {
		t.Errorf("of a site half a year later: %+v, %v", found, err)
	}
	at = at.AddDate(0, -6, 0)
	if found, err = n.Again(t.Context(), "s2", site, found); err != nil || found[0].Repeat {
		t.Errorf("on the day of the order: %+v, %v", found, err)
	}
	at = at.AddDate(0, 6, 0)
	at = at.AddDate(0, 0, 1)
	if found, err = n.Again(t.Context(), "s1", site, found); err != nil || !found[0].Repeat {
		t.Errorf("a day later: %+v, %v", found, err)
	}
	at = at.AddDate(0, 12, 1)
	if found, err = n.Again(t.Context(), "s1", site, found); err != nil || found[0].Repeat {
		t.Errorf("after more than a year: %+v, %v", found, err)
	}
}
