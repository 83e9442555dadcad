package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// onePackage is a database that took in a case of two parts, the second behind the first.
func onePackage(t *testing.T, changes ...func(*office.Case)) (*DB, office.Case) {
	t.Helper()
	db := openNew(t)
	k := db.know(t, 1)
	countytest.Unlock(t, db)
	if _, err := db.Incarnation(t.Context(), []byte("one life of many")); err != nil {
		t.Fatal(err)
	}
	limit := func(days int) calendar.Limit { return calendar.Limit{Days: days, Unit: village.WorkingDays} }
	c := office.Case{
		Kiosk: k.ID, ID: countytest.ID(1), ShortCode: codeOf(1), Item: "pack", ItemName: "一件事", Village: "445203104202", Department: "牵头", State: village.Received,
		AcceptedAt: db.now(), Limit: limit(6), Subs: []office.SubCase{
			{N: 1, Item: "one", Name: "甲", Unit: "税务局", Days: 1, Limit: limit(1), State: village.Received, Materials: []string{"a"}},
			{N: 2, Item: "two", Name: "乙", Unit: "住建局", Days: 5, Limit: limit(6), After: []int{1}, State: village.Received, Later: 1},
		},
	}
	for _, change := range changes {
		change(&c)
	}
	db.keepOpened(t, c)
	return db, c
}

// TestM14TheWholeIsDueWithItsLatestPart and a unit finds its own parts alone, what is due
// first before what is not.
func TestM14TheWholeIsDueWithItsLatestPart(t *testing.T) {
	db, c := onePackage(t)
	o := &office.Office{Mailboxes: db, Now: db.now}
	if err := o.Wind(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	by := office.Account{Name: "li", Role: office.RoleCounty}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbAccept}, by); err != nil {
		t.Fatal(err)
	}
	dues := func() (whole, one, two time.Time) {
		t.Helper()
		got, err := db.Case(t.Context(), c.Kiosk, c.ID)
		if err != nil || len(got.Subs) != 2 {
			t.Fatalf("%+v, %v", got.Subs, err)
		}
		return got.Due, got.Subs[0].Due, got.Subs[1].Due
	}
	whole, one, two := dues()
	if one.IsZero() || !one.Before(two) || !whole.Equal(two) {
		t.Errorf("due %s, its parts %s and %s", whole, one, two)
	}
	for _, verb := range []office.Verb{office.VerbReview, "approve"} {
		if err := o.DoSub(t.Context(), c.Kiosk, c.ID, 1, office.Deed{Verb: verb}, by); err != nil {
			t.Fatal(err)
		}
	}
	if err := o.DoSub(t.Context(), c.Kiosk, c.ID, 2, office.Deed{Verb: office.VerbReview}, by); err != nil {
		t.Fatal(err)
	}
	whole, one, _ = dues()
	if !whole.Equal(one) { // ten days to hand over what was decided are later than the rest of the limit
		t.Errorf("due %s, the decided part %s", whole, one)
	}
	for unit, want := range map[string]int{"": 2, "税务局": 1, "住建局": 1, "牵头": 0} {
		list, total, err := db.SubCases(t.Context(), office.Scope{Unit: unit}, 1, 10)
		if err != nil || len(list) != want || total != want {
			t.Errorf("%q sees %d parts, %v", unit, len(list), err)
		}
	}
	list, total, err := db.SubCases(t.Context(), office.Scope{Division: "445203104000"}, 1, 10)
	if err != nil || total != 2 || len(list) != 2 || list[0].N != 2 || list[0].Whole != "一件事" || list[0].After[0] != 1 || list[1].Materials[0] != "a" {
		t.Errorf("a town sees %+v, %v", list, err)
	}
	if next, total, err := db.SubCases(t.Context(), office.Scope{}, 2, 1); err != nil || total != 2 || len(next) != 1 || next[0].N != list[1].N {
		t.Errorf("the second page of one is %+v of %d, %v", next, total, err)
	}
	if n, err := o.FindCase(t.Context(), string(c.ShortCode), ""); err != nil || n.Unit != "牵头" { // one case, once
		t.Errorf("found %+v, %v", n, err)
	}
}

// TestK13PartsThatAreDecidedSideBySideAreNoHandOvers: the window took in and handed over.
func TestK13PartsThatAreDecidedSideBySideAreNoHandOvers(t *testing.T) {
	db, c := onePackage(t)
	o := &office.Office{Mailboxes: db, Now: db.now}
	by := func(unit string) office.Account {
		return office.Account{Name: "li", Role: office.RoleUnit, Scope: office.Scope{Unit: unit}}
	}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbAccept}, by("牵头")); err != nil {
		t.Fatal(err)
	}
	for i, unit := range []string{"税务局", "住建局"} {
		for _, verb := range []office.Verb{office.VerbReview, "reject", office.VerbDeliver} {
			deed := office.Deed{Verb: verb}
			if verb == "reject" {
				deed.Words = "不符合 " + unit
			}
			if err := o.DoSub(t.Context(), c.Kiosk, c.ID, i+1, deed, by(unit)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: "complete"}, by("牵头")); err != nil {
		t.Fatal(err)
	}
	head, err := db.CaseHead(t.Context(), c.Kiosk, c.ID)
	if err != nil || head.Subs[0].Acts[1].Words != "不符合 税务局" || head.Subs[1].Acts[1].Words != "不符合 住建局" {
		t.Errorf("each unit's reason: %+v, %v", head.Subs, err)
	}
	var sealed, rows int
	if err := db.db.Read().QueryRowContext(t.Context(), `SELECT COUNT(*), SUM(LENGTH(hidden)) FROM case_words`).Scan(&rows, &sealed); err != nil || rows != 2 || sealed < 2*28 {
		t.Errorf("%d reasons of %d bytes are kept, %v", rows, sealed, err)
	}
	d, err := db.Registers(t.Context(), stats.Period{})
	if err != nil || len(d.Cases) != 1 || d.Cases[0].HandOvers != 0 || d.Cases[0].Steps != 4 {
		t.Errorf("%+v, %v", d.Cases, err)
	}
}

// TestM14TheLastDayOfAPartThatWaitsMovesWithThePartBefore, also the one that is kept.
func TestM14TheLastDayOfAPartThatWaitsMovesWithThePartBefore(t *testing.T) {
	db, c := onePackage(t)
	head, err := db.CaseHead(t.Context(), c.Kiosk, c.ID)
	if err != nil {
		t.Fatal(err)
	}
	now := head.ReceivedAt
	o := &office.Office{Mailboxes: db, Now: func() time.Time { return now }}
	by := office.Account{Name: "li", Role: office.RoleCounty}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbAccept}, by); err != nil {
		t.Fatal(err)
	}
	due := func() time.Time {
		t.Helper()
		list, _, err := db.SubCases(t.Context(), office.Scope{Unit: "住建局"}, 1, 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		return list[0].Due
	}
	promised := due()
	do := func(deed office.Deed, by office.Account) {
		t.Helper()
		if err := o.DoSub(t.Context(), c.Kiosk, c.ID, 1, deed, by); err != nil {
			t.Fatal(err)
		}
	}
	do(office.Deed{Verb: office.VerbReview}, by)
	unit := office.Account{Name: "shui", Role: office.RoleUnit, Scope: office.Scope{Unit: "税务局"}}
	do(office.Deed{Verb: office.VerbAskExtension, Days: 5, Words: "等鉴定"}, unit)
	do(office.Deed{Verb: office.VerbExtend}, by)
	if want := promised.AddDate(0, 0, 7); !due().Equal(want) {
		t.Errorf("after five working days more: %s, want %s", due(), want)
	}
	do(office.Deed{Verb: office.VerbPause, Kind: "test"}, by)
	if !due().IsZero() {
		t.Errorf("while a special procedure runs it is due %s", due())
	}
	now = now.AddDate(0, 0, 7)
	do(office.Deed{Verb: office.VerbResume}, by)
	if want := promised.AddDate(0, 0, 14); !due().Equal(want) {
		t.Errorf("after a week of pause: %s, want %s", due(), want)
	}
}

// TestM3PapersThatFollowAreListedForThePartWhoseUnitMayEndIt, and no more when it ended.
func TestM3PapersThatFollowAreListedForThePartWhoseUnitMayEndIt(t *testing.T) {
	db, c := onePackage(t, func(c *office.Case) {
		c.MakeUpDays, c.Materials = 3, []office.Material{{Code: "a", How: village.Original}, {Code: "b", How: village.Deferred}, {Code: "c", How: village.Deferred}}
		c.Subs = append(c.Subs, office.SubCase{N: 3, Item: "three", Name: "丙", Unit: "住建局", Days: 5, Limit: c.Limit, State: village.Received, Later: 1})
	})
	now := db.now()
	o := &office.Office{Mailboxes: db, Now: func() time.Time { return now }}
	by := office.Account{Name: "li", Role: office.RoleCounty}
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbAccept}, by); err != nil {
		t.Fatal(err)
	}
	lists := func(s office.Scope) (parts []int) {
		t.Helper()
		list, err := o.MakeUps(t.Context(), db, s)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			parts = append(parts, f.Sub)
			if f.Over != (now.Sub(db.now()) > 0) || f.Last == "" || f.ItemName == "一件事" {
				t.Errorf("%+v", f)
			}
		}
		return parts
	}
	check := func(want map[string][]int) {
		t.Helper()
		for unit, parts := range want {
			if got := lists(office.Scope{Unit: unit}); !slices.Equal(got, parts) {
				t.Errorf("%q sees parts %v, want %v", unit, got, parts)
			}
		}
	}
	check(map[string][]int{"": {2, 3}, "住建局": {2, 3}, "牵头": {2, 3}, "税务局": nil, "民政局": nil})
	if got := lists(office.Scope{Division: "445203105000"}); got != nil {
		t.Errorf("another town sees %v", got)
	}
	now = now.AddDate(0, 0, 10)
	check(map[string][]int{"住建局": {2, 3}})
	if err := o.DoSub(t.Context(), c.Kiosk, c.ID, 2, office.Deed{Verb: office.VerbEnd, Reason: village.ReasonNotMadeUp, Words: "没有补来"}, by); err != nil {
		t.Fatal(err)
	}
	check(map[string][]int{"": {3}, "住建局": {3}, "牵头": {3}})
	if _, err := o.Do(t.Context(), c.Kiosk, c.ID, office.Deed{Verb: office.VerbMadeUp}, by); err != nil {
		t.Fatal(err)
	}
	check(map[string][]int{"": nil, "住建局": nil})
}
