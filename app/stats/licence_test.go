package stats

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bianmin/app/village"
)

// TestLicencesAreCountedAsByHand: each count is made again by looking through all rows for it
// alone, and together they are all rows.
func TestLicencesAreCountedAsByHand(t *testing.T) {
	rng := rand.New(rand.NewPCG(59, 0))
	first := time.Date(2026, 10, 30, 0, 0, 0, 0, village.Zone)
	var rows []LicenceUse
	for range 2000 {
		states := village.LicenceStates()
		rows = append(rows, LicenceUse{
			Item: village.ItemCode(fmt.Sprint("item-", rng.IntN(3))), Centre: village.DivisionCode(fmt.Sprint("44520310420", rng.IntN(3))),
			ReceivedAt: first.Add(time.Duration(rng.IntN(40*24)) * time.Hour).UTC(), State: states[rng.IntN(len(states))], Asked: rng.IntN(4) == 0,
		})
	}
	total := 0
	for _, c := range Licences(rows) {
		by := func(of func(LicenceUse) bool) (n int) {
			for _, r := range rows {
				local := r.ReceivedAt.Add(8 * time.Hour) // China has one zone and no summer time
				if r.Item == c.Item && r.Centre == c.Centre && fmt.Sprintf("%d-%02d", local.UTC().Year(), local.UTC().Month()) == c.Month && of(r) {
					n++
				}
			}
			return n
		}
		want := LicenceCount{
			Month: c.Month, Centre: c.Centre, Item: c.Item, Displayed: c.Displayed,
			Agreed:   by(func(LicenceUse) bool { return true }),
			Found:    by(func(r LicenceUse) bool { return r.State == "found" }),
			None:     by(func(r LicenceUse) bool { return r.State == "none" }),
			Open:     by(func(r LicenceUse) bool { return r.State != "found" && r.State != "none" }),
			Asked:    by(func(r LicenceUse) bool { return r.Asked }),
			Replaced: by(func(r LicenceUse) bool { return r.State == "found" && !r.Asked }),
		}
		if c != want || c.Displayed != Percent(want.Replaced, want.Agreed) {
			t.Errorf("%+v, want %+v", c, want)
		}
		total += c.Agreed
	}
	if total != len(rows) {
		t.Errorf("%d of %d rows are counted", total, len(rows))
	}
}
