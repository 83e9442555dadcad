package county

import (
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
	"bianmin/storage/storetest"
)

func TestPublishingKeepsTheContract(t *testing.T) {
	storetest.Snapshots(t, func(t *testing.T) storetest.SnapshotStore { return openNew(t) })
}

// TestCasesThatWaitForTheirCatalogueAreLookedIntoAgain: only those.
func TestCasesThatWaitForTheirCatalogueAreLookedIntoAgain(t *testing.T) {
	db := openNew(t)
	countytest.Unlock(t, db)
	k := db.know(t, 1)
	push := countytest.Message(k.ID, nil, countytest.Cases(1, 2)...)
	records, err := push.Village()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.take(t, office.Push{Kiosk: k.ID, Epoch: 1, FirstSeq: 1, Prev: push.Prev, Records: records}); err != nil {
		t.Fatal(err)
	}
	waiting, err := db.Unopened(t.Context(), 10)
	if err != nil || len(waiting) != 2 {
		t.Fatal(waiting, err)
	}
	var opened []office.Opened
	for i, problem := range []string{"err.county.edition", "err.county.item"} {
		opened = append(opened, office.Opened{Kiosk: k.ID, Record: waiting[i].Record, Problem: problem})
	}
	if err := db.SaveOpened(t.Context(), opened); err != nil {
		t.Fatal(err)
	}
	if err := db.KeepEdition(t.Context(), "v1", []byte("items")); err != nil {
		t.Fatal(err)
	}
	again, err := db.Unopened(t.Context(), 10)
	if err != nil || len(again) != 1 || again[0].Record.ID != opened[0].Record.ID {
		t.Errorf("looked into again: %+v, %v", again, err)
	}
	if err := db.KeepEdition(t.Context(), "v1", []byte("others")); village.KindOf(err) != village.Conflict {
		t.Errorf("other items under one version: %v", err)
	}
}
