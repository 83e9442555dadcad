package stats

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bianmin/app/village"
)

// sliced is the demo with places.
func sliced() Data {
	d := demo()
	for i := range d.Cases {
		d.Cases[i].Place = village.DivisionCode(fmt.Sprintf("44520310%d20%d", i%3, i%5))
	}
	for i := range d.Tickets {
		d.Tickets[i].Place = village.DivisionCode(fmt.Sprintf("44520310%d20%d", i%2, i%5))
	}
	for i := range d.Visits {
		d.Visits[i].Centre = fmt.Sprintf("44520310%d20%d", i%3, i%5)
	}
	return d
}

// TestP6TheSlicesOfASideAreTheWholeOnce for every side: each row stands in one of them.
func TestP6TheSlicesOfASideAreTheWholeOnce(t *testing.T) {
	d := sliced()
	sides := map[string][]Slice{}
	for _, u := range d.Units {
		sides["unit by code"] = append(sides["unit by code"], Slice{Unit: u.Code})
		sides["unit by name"] = append(sides["unit by name"], Slice{Unit: u.Name})
	}
	for _, i := range d.Items {
		sides["item"] = append(sides["item"], Slice{Item: i.Code})
	}
	for _, c := range Channels() {
		sides["channel"] = append(sides["channel"], Slice{Channel: c})
	}
	for n := range 3 {
		town := village.DivisionCode(fmt.Sprintf("44520310%d000", n))
		sides["town"] = append(sides["town"], Slice{Town: town})
		for k := range 5 {
			sides["village"] = append(sides["village"], Slice{Village: town[:9] + village.DivisionCode(fmt.Sprintf("20%d", k))})
		}
	}
	for side, list := range sides {
		var got Data
		for _, s := range list {
			if err := s.Check(); err != nil {
				t.Fatal(side, err)
			}
			of := d.Of(s)
			got.Cases, got.Tickets, got.Visits = append(got.Cases, of.Cases...), append(got.Tickets, of.Tickets...), append(got.Visits, of.Visits...)
		}
		want := Data{Cases: d.Cases}
		if side != "item" && side != "channel" {
			want.Tickets = d.Tickets
		}
		if side == "town" || side == "village" {
			want.Visits = d.Visits
		}
		if got.Hash() != want.Hash() {
			t.Errorf("slices by %s hold %d of %d cases, %d of %d tickets, %d of %d visits", side,
				len(got.Cases), len(want.Cases), len(got.Tickets), len(want.Tickets), len(got.Visits), len(want.Visits))
		}
	}
}

// TestTwoSidesOfASliceHoldBoth and a slice of a unit has neither centres nor items of others.
func TestTwoSidesOfASliceHoldBoth(t *testing.T) {
	d := sliced()
	both := d.Of(Slice{Unit: "U01", Channel: "window", Town: "445203101000"})
	if len(both.Cases) == 0 || slices.ContainsFunc(both.Cases, func(c Case) bool { return c.Unit != "U01" || c.Channel != "window" || c.Place.Town() != "445203101000" }) {
		t.Errorf("%d cases", len(both.Cases))
	}
	if both.Centres != 0 || K15(both)[1].Displayed != "" || len(both.Units) != 1 || slices.ContainsFunc(both.Items, func(i Item) bool { return i.Unit != "U01" }) {
		t.Errorf("%d centres, %d units, %d items", both.Centres, len(both.Units), len(both.Items))
	}
	if whole := d.Of(Slice{}); whole.Hash() != d.Hash() {
		t.Error("a slice without sides is not the whole")
	}
	for _, s := range []Slice{{Channel: "x"}, {Town: "445203101201"}, {Town: "4"}, {Village: "445203101000"}, {Village: "x"}} {
		if err := s.Check(); village.KindOf(err) != village.Invalid {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

func TestAMonthHasItsOwnRowsAndOneWriting(t *testing.T) {
	p, err := Month("2019-03")
	if err != nil || !p.From.Equal(time.Date(2019, 3, 1, 0, 0, 0, 0, village.Zone)) || !p.To.Equal(time.Date(2019, 4, 1, 0, 0, 0, 0, village.Zone)) {
		t.Errorf("%+v, %v", p, err)
	}
	for _, text := range []string{"2019-13", "2019-3", "1919-03", "2019", "", "2019-03-01"} {
		if _, err := Month(text); village.Keyed(err).Field != "month" {
			t.Errorf("%q: %v", text, err)
		}
	}
}
