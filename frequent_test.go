package main

import (
	"testing"

	"bianmin/app/village"
	"bianmin/storage/storetest"
)

// TestK8WhatIsAskedForMostHereStandsFirst: where nothing is searched for, by the number of
// cases of the year, with one trip at most; few cases say nothing.
func TestK8WhatIsAskedForMostHereStandsFirst(t *testing.T) {
	c := newCentre(t, &hands{wall: spring})
	before, err := c.find("", 60)
	if err != nil || c.frequent() != 0 {
		t.Fatalf("%d are frequent on a new machine, %v", c.frequent(), err)
	}
	var twice, often, seldom village.ItemCode
	for _, it := range before[10:] {
		switch {
		case it.Visits != nil && *it.Visits > 1 && twice == "":
			twice = it.Code
		case it.Visits != nil && *it.Visits <= 1 && often == "":
			often = it.Code
		case it.Visits != nil && *it.Visits <= 1 && seldom == "":
			seldom = it.Code
		}
	}
	n := 0
	for item, cases := range map[village.ItemCode]int{twice: frequentLeast + 1, often: frequentLeast, seldom: frequentLeast - 1, village.BookHome: frequentLeast} {
		for range cases {
			n++
			k, r := storetest.SampleCase(n, 100)
			k.Item, k.AcceptedAt, r.CreatedAt = item, c.clock.wall(), c.clock.wall()
			if _, err := c.store.SaveCase(t.Context(), k, r, storetest.PlainQR); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := c.loadEdition(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := c.find("", 60)
	if err != nil || c.frequent() != 1 || after[0].Code != often || after[1].Code != before[0].Code || len(after) != len(before) {
		t.Errorf("%d are frequent, first %s, then %s, %d of %d: %v", c.frequent(), after[0].Code, after[1].Code, len(after), len(before), err)
	}
}
