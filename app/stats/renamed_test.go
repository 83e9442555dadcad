package stats

import "testing"

func TestAUnitThatGotAnotherNameStandsWithItsFiguresOfBefore(t *testing.T) {
	d := Data{
		Units:   []Unit{{Code: "u1", Name: "区老干部局"}, {Code: "u2", Name: "区民政局"}},
		Items:   []Item{{Code: "a", Unit: "u1"}},
		Cases:   []Case{{ID: "1", Unit: "区老干部局"}, {ID: "2", Unit: "区民政局"}, {ID: "3", Unit: "u1"}},
		Tickets: []Ticket{{ID: "4", Unit: "u1"}},
	}
	got := d.Renamed(func(name string) string {
		if name == "区老干部局" {
			return "区民政局"
		}
		return name
	})
	if len(got.Units) != 1 || got.Units[0].Code != "u2" || got.Items[0].Unit != "u2" || got.Tickets[0].Unit != "u2" || got.Cases[0].Unit != "u2" || got.Cases[2].Unit != "u2" {
		t.Errorf("got %+v", got)
	}
	if d.Units[0].Code != "u1" || d.Cases[0].Unit != "区老干部局" {
		t.Error("the rows of before were changed")
	}
}

func TestK8TheListOfFrequentItemsNamesRankUnitAndVisits(t *testing.T) {
	d := Data{Items: []Item{{Code: "b", Unit: "u", Visits: 1}, {Code: "c", Unit: "u", Visits: 2}}}
	for _, item := range []string{"b", "b", "c", "a", "a", "a"} {
		d.Cases = append(d.Cases, Case{Item: item})
	}
	list := d.Frequents()
	want := []Frequent{{1, "a", "", 3, -1}, {2, "b", "u", 2, 1}, {3, "c", "u", 1, 2}}
	if len(list) != 3 || list[0] != want[0] || list[1] != want[1] || list[2] != want[2] || list[0].Once() || !list[1].Once() || list[2].Once() {
		t.Errorf("got %+v", list)
	}
}
