package stats

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"bianmin/app/village"
)

// TestTheGreenChannelIsCountedAsByHand: each count is made again by looking through all rows
// for it alone.
func TestTheGreenChannelIsCountedAsByHand(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 0))
	var rows []PriorityUse
	for range 2000 {
		r := PriorityUse{Centre: village.DivisionCode(fmt.Sprint("44520310420", rng.IntN(4))), Chosen: rng.IntN(3) == 0}
		if r.Chosen {
			r.First, r.Helper = rng.IntN(2) == 0, []string{"", "B-1", "B-2"}[rng.IntN(3)]
		}
		rows = append(rows, r)
	}
	by := func(of func(PriorityUse) bool) (n int) {
		for _, r := range rows {
			if of(r) {
				n++
			}
		}
		return n
	}
	centres, helpers := Priorities(rows)
	if len(centres) != 4 || len(helpers) != 2 {
		t.Fatalf("%d centres, %d helpers", len(centres), len(helpers))
	}
	total := 0
	for _, c := range centres {
		at := func(r PriorityUse) bool { return r.Centre == c.Centre }
		want := PriorityCount{
			Centre: c.Centre, Cases: by(at), Chosen: by(func(r PriorityUse) bool { return at(r) && r.Chosen }),
			First: by(func(r PriorityUse) bool { return at(r) && r.Chosen && r.First }),
		}
		want.Displayed = Percent(want.Chosen, want.Cases)
		if c != want {
			t.Errorf("%+v, want %+v", c, want)
		}
		total += c.Cases
	}
	for _, h := range helpers {
		want := PriorityCount{
			Helper: h.Helper, Chosen: by(func(r PriorityUse) bool { return r.Helper == h.Helper }),
			First: by(func(r PriorityUse) bool { return r.Helper == h.Helper && r.First }),
		}
		if h != want {
			t.Errorf("%+v, want %+v", h, want)
		}
	}
	if total != len(rows) {
		t.Errorf("%d of %d cases are counted", total, len(rows))
	}
}
