package office

import (
	"testing"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

// TestP2AListOfIntakesNamesKnownUnitsAndPlacesAlone: free text could be a person's name.
func TestP2AListOfIntakesNamesKnownUnitsAndPlacesAlone(t *testing.T) {
	names := map[village.DivisionCode]string{"445203104202": "锡场镇江滨村", "445203104000": "锡场镇", "445203000000": "揭东区", "445203199202": "锡场镇江滨村"}
	for _, tt := range []struct{ unit, place, key string }{
		{"区民政局", "", ""},
		{"区民政局", "445203104202", ""},
		{"区民政局", "445203104000", ""},
		{"区民政局", "445203199202", ""}, // an earlier code
		{"区民政局", "445203104", "err.intake.list.place"},
		{"区民政局", "445203000000", "err.intake.list.place"}, // the district itself is left empty
		{"区民政局", "445203104999", "err.intake.list.place"},
		{"区民政局", "陈惜娟", "err.intake.list.place"},
		{"陈惜娟", "", "err.intake.list.unit"},
	} {
		row := catalog.Row{Number: 2, Cells: map[string]string{"channel": "gdzwfw", "outside": "A1", "unit": tt.unit, "item": "gaoling", "day": "2026-11-03", "place": tt.place}}
		l := IntakeList{Rows: []catalog.Row{row}, Units: []string{"区民政局"}, Place: func(c village.DivisionCode) string { return names[c] }, At: village.Day("2026-11-30").Begins()}
		if _, err := IntakesFromRows(l); (err == nil) != (tt.key == "") || err != nil && village.Keyed(err).Key != tt.key {
			t.Errorf("%s at %q: %v, want %q", tt.unit, tt.place, err, tt.key)
		}
	}
	typed := Intake{Channel: "window", Unit: "区民政局", Item: "gaoling", Day: "2026-11-03", Place: "陈惜娟", At: village.Day("2026-11-30").Begins()}
	if err := typed.Check(); village.Keyed(err).Field != "place" {
		t.Errorf("a place that is no code: %v", err)
	}
}
