package village

import "testing"

func TestDivisionCodeRollsUp(t *testing.T) {
	c, err := ParseDivisionCode("445203104203")
	if err != nil {
		t.Fatal(err)
	}
	if c.Town() != "445203104000" || c.County() != "445203000000" || c.County().Town() != "" {
		t.Errorf("%s: town %s, county %s", c, c.Town(), c.County())
	}
	for _, bad := range []string{"", "44520310420", "4452031042033", "44520310420x", "045203104203"} {
		if _, err := ParseDivisionCode(bad); keyOf(err) != "err.division.format" {
			t.Errorf("ParseDivisionCode(%q) = %v", bad, err)
		}
	}
}

func TestDivisionPathNamesTheTownFirst(t *testing.T) {
	d := Divisions{
		County:   Division{Code: "445203000000", Name: "揭东区"},
		Towns:    []Division{{Code: "445203104000", Name: "锡场镇"}},
		Villages: []Division{{Code: "445203104202", Name: "江滨村"}},
	}
	if got := d.Path("445203104202"); got != "锡场镇江滨村" {
		t.Errorf("village: %q", got)
	}
	if got := d.Path("445203104000"); got != "锡场镇" {
		t.Errorf("town: %q", got)
	}
	if got := d.Path("445203999999"); got != "" {
		t.Errorf("unknown: %q", got)
	}
}

// TestAVillageThatWasRenamedIsFoundUnderItsOldCode by the name that it has now; a code that
// somebody else has now is theirs.
func TestAVillageThatWasRenamedIsFoundUnderItsOldCode(t *testing.T) {
	d := Divisions{
		County: Division{Code: "445203000000", Name: "揭东区"}, Towns: []Division{{Code: "445203104000", Name: "锡场镇", Former: []DivisionCode{"445203199000"}}},
		Villages: []Division{{Code: "445203104202", Name: "江滨村", Former: []DivisionCode{"445203199202", "445203104203"}}, {Code: "445203104203", Name: "新村"}},
	}
	for code, want := range map[DivisionCode]string{
		"445203104202": "锡场镇江滨村", "445203199202": "锡场镇江滨村", "445203199000": "锡场镇", "445203104203": "锡场镇新村", "445203104299": "", "445203000000": "揭东区",
	} {
		if got := d.Path(code); got != want {
			t.Errorf("%s is %q, want %q", code, got, want)
		}
	}
	for code, want := range map[DivisionCode]DivisionCode{"445203199202": "445203104202", "445203104203": "445203104203", "445203104299": "445203104299"} {
		if got := d.Today(code); got != want {
			t.Errorf("%s is %s today, want %s", code, got, want)
		}
	}
	if got := d.Renamed(); len(got) != 2 || got["445203199202"] != "445203104202" || got["445203199000"] != "445203104000" {
		t.Errorf("renamed are %v", got)
	}
}
