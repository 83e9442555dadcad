package county

import (
	"testing"

	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestM9TripsOfTheLastCasesOfAnItemAreCounted, and those of older ones are not.
func TestM9TripsOfTheLastCasesOfAnItemAreCounted(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	trips := func(last int) []office.ItemTrips {
		t.Helper()
		list, err := s.db.ItemTrips(t.Context(), last)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := trips(office.TripCases); len(list) != 0 {
		t.Fatalf("nobody came: %+v", list)
	}
	var item village.ItemCode
	for range 2 {
		err := s.db.Step(t.Context(), one.ID, countytest.ID(1), func(c office.CaseHead) (office.Act, error) {
			item = c.Item
			return office.Act{Verb: office.VerbCame, State: c.State, At: countytest.At, Account: "chen", Role: office.RoleCounty}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if list := trips(office.TripCases); len(list) != 1 || list[0].Item != item || list[0].Came != 1 || list[0].Trips != 2 || list[0].Cases < 7 {
		t.Errorf("in the last cases %+v", list)
	}
	if list := trips(1); len(list) != 0 { // of the first record of the machine
		t.Errorf("in the last case %+v", list)
	}
}
