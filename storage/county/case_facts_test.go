package county

import (
	"slices"
	"testing"
	"time"

	"bianmin/app/seal"
	"bianmin/app/village"
	"bianmin/county/countytest"
	"bianmin/county/office"
)

// TestWhatIsClearOfCasesHasEveryActOnce: each case once with its acts, in the order
// of arrival.
func TestWhatIsClearOfCasesHasEveryActOnce(t *testing.T) {
	s := newStock(t)
	one, _ := s.fill()
	due := countytest.At.AddDate(0, 0, 20)
	acts := []office.Act{
		{Verb: "ask", State: village.SupplementAsked, At: countytest.At.Add(time.Millisecond), Account: "chen", Role: office.RoleCounty, Materials: []string{"hukou"}, Due: due},
		{Verb: "refuse", State: village.NotAccepted, At: countytest.At.Add(2 * time.Millisecond), Account: "chen", Role: office.RoleCounty, Reason: village.CaseReasons()[0], Due: due},
	}
	for _, act := range acts {
		err := s.db.Step(t.Context(), one.ID, countytest.ID(2), func(office.CaseHead) (office.Act, error) { return act, nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	seen := map[seal.KioskID][]village.RecordID{}
	err := s.db.EachCase(t.Context(), func(c office.CaseFacts) error {
		seen[c.Kiosk] = append(seen[c.Kiosk], c.ID)
		if c.Kiosk != one.ID || c.ID != countytest.ID(2) {
			if c.State != village.Received || len(c.Acts) != 0 {
				t.Errorf("nobody did anything with %+v", c)
			}
			return nil
		}
		if c.State != village.NotAccepted || !c.Due.Equal(due) || len(c.Acts) != 2 {
			t.Fatalf("%+v", c)
		}
		for i, a := range c.Acts {
			if a.Verb != acts[i].Verb || a.State != acts[i].State || !a.At.Equal(acts[i].At) || a.Reason != acts[i].Reason || a.Account != "" || len(a.Materials) != 0 {
				t.Errorf("act %d is %+v", i, a)
			}
		}
		return nil
	})
	if err != nil || len(seen) != 2 || len(seen[one.ID]) != 7 || len(slices.Compact(slices.Sorted(slices.Values(seen[one.ID])))) != 7 {
		t.Errorf("cases %v, %v", seen, err)
	}
}
