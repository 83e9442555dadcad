package snapshot

import (
	"testing"

	"bianmin/app/village"
)

func TestTripsAreReadAsTheyWereWritten(t *testing.T) {
	raw, err := EncodeTrips([]village.ItemCode{"b-2", "a-1"})
	if err != nil {
		t.Fatal(err)
	}
	trips, err := ParseTrips(raw)
	if err != nil || len(trips) != 2 || !trips["a-1"] || trips["c"] {
		t.Errorf("%v, %v", trips, err)
	}
	again, err := EncodeTrips([]village.ItemCode{"a-1", "b-2"})
	if err != nil || string(again) != string(raw) {
		t.Errorf("the same list is %s and %s", raw, again)
	}
	for _, bad := range []string{`{}`, `{"format":"bianmin-trips/2","items":[]}`, `{"format":"bianmin-trips/1","items":[""]}`, `{"format":"bianmin-trips/1","items":["a","a"]}`, `[]`} {
		if err := Check(TripItems, []byte(bad)); village.Keyed(err).Key != "err.snapshot.trips" {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
