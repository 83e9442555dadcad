package office

import (
	"slices"
	"testing"

	"bianmin/app/village"
)

// TestM4WhoDidNotComeIsCountedByMonthAndCentre: the month of the appointment counts, and
// what lies behind the last day does not.
func TestM4WhoDidNotComeIsCountedByMonthAndCentre(t *testing.T) {
	state := func(day village.Day, area village.DivisionCode, u SlotUse) (s SlotState) {
		id, err := village.Slot{Area: area, Window: 1, Day: day, From: "0900", To: "0930"}.ID()
		if err != nil {
			t.Fatal(err)
		}
		s.Slot, s.Seats, s.SlotUse = id, 4, u
		return s
	}
	const town, county = village.DivisionCode("445203104000"), village.DivisionCode("445203000000")
	got := SlotMonths([]SlotState{
		state("2026-11-30", town, SlotUse{Booked: 2, Came: 1, Missed: 1}), state("2026-12-01", town, SlotUse{Booked: 1, Missed: 1}),
		state("2026-12-02", town, SlotUse{Booked: 3, Came: 1, Moved: 1, Withdrawn: 2}), state("2026-12-02", county, SlotUse{CalledOff: 1}),
		state("2026-12-03", town, SlotUse{Booked: 4}),
	}, "2026-12-02")
	want := []SlotMonth{
		{"2026-11", town, 4, SlotUse{Booked: 2, Came: 1, Missed: 1}}, {"2026-12", county, 4, SlotUse{CalledOff: 1}},
		{"2026-12", town, 8, SlotUse{Booked: 4, Came: 1, Missed: 1, Moved: 1, Withdrawn: 2}},
	}
	if !slices.Equal(got, want) || got[2].Open() != 2 {
		t.Errorf("counted %+v, want %+v", got, want)
	}
}
