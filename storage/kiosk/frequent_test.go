package kiosk

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// TestK8WhatManyAskedForHereIsCountedAndWhatFewDidIsNot.
func TestK8WhatManyAskedForHereIsCountedAndWhatFewDidIsNot(t *testing.T) {
	db := openAt(t, t.TempDir())
	for n, item := range []village.ItemCode{"few", "some", "some", "many", "many", "many", "old", "old"} {
		c, r := storetest.SampleCase(n+1, 100)
		c.Item, c.AcceptedAt = item, storetest.Moment
		if item == "old" {
			c.AcceptedAt = storetest.Moment.AddDate(-2, 0, 0)
		}
		if _, err := db.SaveCase(t.Context(), c, r, storetest.PlainQR); err != nil {
			t.Fatal(err)
		}
	}
	got, err := db.FrequentItems(t.Context(), storetest.Moment.Add(-24*time.Hour), 2)
	if want := []village.ItemCode{"many", "some"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("most asked for are %v, %v; want %v", got, err, want)
	}
}
