package county

import (
	"sync"
	"testing"

	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// toClose takes a poor rating to where the next step closes it, and answers with how it stands.
func toClose(t *testing.T, db *DB, k office.Kiosk, id village.RecordID) office.About {
	t.Helper()
	for _, deed := range []office.RatingDeed{
		{Verb: office.VerbSign}, {Verb: "uphold", Reason: "simple", Words: "属实"}, {Verb: office.VerbRectify, Words: "改了", Told: village.ToldByPhone},
		{Verb: "call_back", Reached: office.SaidYes, Solved: office.SaidYes, Pleased: office.SaidYes},
	} {
		if err := closing(t, db, k, id, deed); err != nil {
			t.Fatalf("%s: %v", deed.Verb, err)
		}
	}
	r, err := db.Rating(t.Context(), k.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	about, err := office.AboutRating(r)
	if err != nil {
		t.Fatal(err)
	}
	return about
}

func closing(t *testing.T, db *DB, k office.Kiosk, id village.RecordID, deed office.RatingDeed) error {
	desk := office.RatingDesk{Store: db, Now: db.now}
	return desk.Do(t.Context(), k.ID, id, deed, office.Account{Name: "chen", Role: office.RoleCounty})
}

// TestNoOrderIsGivenAboutWhatWasClosedMeanwhile: what the officer saw was open still.
func TestNoOrderIsGivenAboutWhatWasClosedMeanwhile(t *testing.T) {
	db, k, n := inspected(t, countytest.Rating(1, nil))
	about := toClose(t, db, k, countytest.ID(1))
	if err := closing(t, db, k, countytest.ID(1), office.RatingDeed{Verb: "close"}); err != nil {
		t.Fatal(err)
	}
	if _, err := n.OpenAbout(t.Context(), about, office.Rectification{Severity: inspect.Minor, Text: "x"}, "陈丽君"); village.Keyed(err).Key != "err.rectify.closed" {
		t.Errorf("an order about a closed rating: %v", err)
	}
	if list, err := db.Rectifications(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d orders, %v", len(list), err)
	}
	if _, err := office.AboutTicket(office.Request{RequestHead: office.RequestHead{Order: "12345", State: village.Completed}}); village.Keyed(err).Key != "err.rectify.closed" {
		t.Errorf("an order about a completed request: %v", err)
	}
}

// TestAnOrderThatIsGivenWhileItsRatingIsClosedLeavesOneOfBoth: either the order is refused, or
// the rating stays open.
func TestAnOrderThatIsGivenWhileItsRatingIsClosedLeavesOneOfBoth(t *testing.T) {
	const rounds = 12
	var records []village.Record
	for i := range rounds {
		records = append(records, countytest.Rating(int64(i+1), nil))
	}
	db, k, n := inspected(t, records...)
	for i := range rounds {
		id := records[i].ID
		about := toClose(t, db, k, id)
		var closed, given error
		var both sync.WaitGroup
		both.Go(func() { closed = closing(t, db, k, id, office.RatingDeed{Verb: "close"}) })
		both.Go(func() {
			_, given = n.OpenAbout(t.Context(), about, office.Rectification{Severity: inspect.Minor, Text: "x"}, "陈丽君")
		})
		both.Wait()
		if (closed == nil) == (given == nil) {
			t.Errorf("round %d: closed %v, given %v", i, closed, given)
		}
	}
}
