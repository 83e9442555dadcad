package village

import (
	"testing"

	"pgregory.net/rapid"
)

func TestASlotIsReadBackFromItsName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Slot{
			Area: "445203104000", Window: rapid.IntRange(1, 99).Draw(t, "window"), Day: Day("2026-12-01").Add(rapid.IntRange(0, 400).Draw(t, "day")),
			From: rapid.SampledFrom([]string{"0000", "0830", "0930"}).Draw(t, "from"), To: rapid.SampledFrom([]string{"1000", "2359"}).Draw(t, "to"),
		}
		id, err := s.ID()
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := id.Slot(); !ok || got != s {
			t.Fatalf("%s is read as %+v, %v", id, got, ok)
		}
		seat := rapid.IntRange(1, MaxSeats).Draw(t, "seat")
		if slot, n, ok := id.Appointment(seat).Seat(); !ok || slot != id || n != seat {
			t.Fatalf("seat %d is read as %s %d %v", seat, slot, n, ok)
		}
	})
}

func TestWhatIsNoSlotIsRefused(t *testing.T) {
	for field, s := range map[string]Slot{
		"area":   {"4452", 1, "2026-12-01", "0930", "1000"},
		"window": {"445203104000", 0, "2026-12-01", "0930", "1000"},
		"day":    {"445203104000", 1, "2026-02-30", "0930", "1000"},
		"from":   {"445203104000", 1, "2026-12-01", "9:30", "1000"},
		"to":     {"445203104000", 1, "2026-12-01", "0930", "0930"},
	} {
		if _, err := s.ID(); Keyed(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, n := range []CaseNumber{"", "12345", "202612010930100044520310400001000", "202602300930100044520310400001001", "2026120109301000445203104000010x1", "202612010930100044520310400001+01"} {
		if _, _, ok := n.Seat(); ok {
			t.Errorf("%q is taken for an appointment", n)
		}
	}
}

func FuzzSlot(f *testing.F) {
	f.Add("202612010930100044520310400001003")
	f.Fuzz(func(t *testing.T, text string) {
		if id, seat, ok := CaseNumber(text).Seat(); ok && string(id.Appointment(seat)) != text {
			t.Errorf("%q is read as %s %d", text, id, seat)
		}
	})
}
