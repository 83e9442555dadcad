package kiosk

import (
	"testing"

	"bianmin/app/snapshot"
	"bianmin/app/village"
	"bianmin/storage/storetest"
)

func TestSnapshotsKeepTheContract(t *testing.T) {
	storetest.Inbox(t, func(t *testing.T) storetest.InboxStore { return openAt(t, t.TempDir()) })
}

func TestWhereTheCountyPublishesTheCatalogueNobodyElseMay(t *testing.T) {
	db := openAt(t, t.TempDir())
	if err := db.SaveCatalogue(t.Context(), "own", "own.csv", false, storetest.SampleCatalogue("own", "x")); err != nil {
		t.Fatal(err)
	}
	list := storetest.SampleCatalogue("v1", "a")
	if err := db.Activate(t.Context(), storetest.SampleHeld(snapshot.Catalogue, 1, string(list), 1), list); err != nil {
		t.Fatal(err)
	}
	if version, _, err := db.Catalogue(t.Context()); err != nil || version != "v1" {
		t.Errorf("in use is %s, %v", version, err)
	}
	err := db.SaveCatalogue(t.Context(), "own", "own.csv", false, storetest.SampleCatalogue("own", "x"))
	if e := village.Keyed(err); village.KindOf(err) != village.Conflict || e.Key != "err.items.county" {
		t.Errorf("an import: %v", err)
	}
	if taken, err := db.SaveExample(t.Context(), "example", "county", storetest.SampleCatalogue("example", "y")); err != nil || taken {
		t.Errorf("the example: %v, %v", taken, err)
	}
	if version, _, err := db.Catalogue(t.Context()); err != nil || version != "v1" {
		t.Errorf("in use is %s, %v", version, err)
	}
	if _, err := db.CatalogueVersion(t.Context(), "own"); err != nil {
		t.Errorf("cases of the own list: %v", err)
	}
}

func TestAnotherCountyBeginsWithNothingOfTheFirst(t *testing.T) {
	db := openAt(t, t.TempDir())
	list := storetest.SampleCatalogue("v1", "a")
	enrol := func(county village.DivisionCode) {
		t.Helper()
		if err := db.SaveEnrolment(t.Context(), Enrolment{County: county, Village: "445203104202"}, now()); err != nil {
			t.Fatal(err)
		}
	}
	enrol("445203000000")
	if err := db.Activate(t.Context(), storetest.SampleHeld(snapshot.Catalogue, 9, string(list), 1), list); err != nil {
		t.Fatal(err)
	}
	enrol("445203000000") // once more with the same one
	if held, err := db.Held(t.Context()); err != nil || len(held) != 1 {
		t.Errorf("the same county: %v, %v", held, err)
	}
	enrol("445202000000")
	if held, err := db.Held(t.Context()); err != nil || len(held) != 0 {
		t.Errorf("another county: %v, %v", held, err)
	}
	if err := db.SaveCatalogue(t.Context(), "own", "own.csv", false, storetest.SampleCatalogue("own", "x")); err != nil {
		t.Errorf("an import: %v", err)
	}
}
