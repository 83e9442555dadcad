package stats_test

import (
	"encoding/json"
	"testing"
	"time"

	"bianmin/app/stats"
)

// TestABulletinOfTheNextDayIsTheSameUntilSomebodyIsLateWhoWasNot: an order that is late by one
// day more is the same order, one that was put right meanwhile is not.
func TestABulletinOfTheNextDayIsTheSameUntilSomebodyIsLateWhoWasNot(t *testing.T) {
	b := stats.Bulletin{Period: "2026Q4", AsOf: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC), Named: []stats.Named{{Number: "ZG1", Late: 12}, {Number: "ZG2", Late: 11}}}
	kept, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	next := func(named ...stats.Named) stats.Bulletin {
		other := b
		other.AsOf, other.Named = b.AsOf.AddDate(0, 0, 1), named
		return other
	}
	if !next(stats.Named{Number: "ZG1", Late: 13}, stats.Named{Number: "ZG2", Late: 12}).Says(kept) {
		t.Error("a day later it is another bulletin")
	}
	for what, other := range map[string]stats.Bulletin{
		"one more":  next(stats.Named{Number: "ZG1", Late: 13}, stats.Named{Number: "ZG2", Late: 12}, stats.Named{Number: "ZG3", Late: 11}),
		"put right": next(stats.Named{Number: "ZG1", Late: 13}, stats.Named{Number: "ZG2", Late: 11, Over: true}),
	} {
		if other.Says(kept) {
			t.Errorf("%s: it is the same bulletin", what)
		}
	}
}
