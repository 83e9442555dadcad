package snapshot

import (
	"strings"
	"testing"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

func TestANoticeNamesWhoIssuedItAndWhereItIsShown(t *testing.T) {
	notice := func(rest string) []byte {
		return []byte(`{"format":"bianmin-notices/2","notices":[{"id":"1","title":"停电","from":"2026-11-01","to":"2026-11-30"` + rest + `}]}`)
	}
	for name, bad := range map[string]string{
		"nobody issued it":  ``,
		"a place too short": `,"signer":"江滨村民委员会","area":"445203"`,
		"no place":          `,"signer":"江滨村民委员会","area":"江滨村"`,
		"a long signer":     `,"signer":"` + strings.Repeat("长", 31) + `"`,
		"a hidden signer":   `,"signer":"a\u202eb"`,
	} {
		if _, err := ParseNotices(notice(bad)); village.Keyed(err).Key != "err.snapshot.notice" {
			t.Errorf("%s: %v", name, err)
		}
	}
	list, err := ParseNotices(notice(`,"signer":"江滨村民委员会","area":"445203104202"`))
	if err != nil {
		t.Fatal(err)
	}
	if list[0].Signer != "江滨村民委员会" {
		t.Errorf("signed by %q", list[0].Signer)
	}
	old := `{"format":"bianmin-notices/1","notices":[{"id":"1","title":"a","signer":"x","from":"2026-11-01","to":"2026-11-30"}]}`
	if _, err := ParseNotices([]byte(old)); err == nil {
		t.Error("a signer passes in the form that has none")
	}
}

func TestNoticesAreShownInTheirPlace(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, village.Zone)
	for area, shown := range map[village.DivisionCode]bool{
		"": true, "445203104202": true, "445203104000": true, "445203000000": true, "445203104203": false, "445203103000": false,
	} {
		all := []Notice{{ID: "1", Area: area, From: "2026-11-01", To: "2026-11-30"}}
		if got := Current(all, "445203104202", at); (len(got) == 1) != shown {
			t.Errorf("of %q: %v", area, got)
		}
	}
	if got := Current([]Notice{{ID: "1", Area: "445203000000", From: "2026-11-01", To: "2026-11-30"}}, "", at); len(got) != 0 {
		t.Errorf("at a machine without a place: %v", got)
	}
}

func TestACentreHasItsOwnHoursBeforeThoseOfItsTown(t *testing.T) {
	all, err := ParseHours([]byte(`{"format":"bianmin-hours/1","centres":[
		{"area":"445203104202","workdays":["09:00-11:00"]},
		{"area":"445203104000","workdays":["08:00-12:00"],"others":["09:00-10:00"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for place, begins := range map[village.DivisionCode]int{"445203104202": 9 * 60, "445203104203": 8 * 60} {
		if h, ok := all.Of(place); !ok || h.Workdays[0].From != begins {
			t.Errorf("%s: %+v", place, h)
		}
	}
	for _, place := range []village.DivisionCode{"445203103201", "445203000000", ""} {
		if h, ok := all.Of(place); ok {
			t.Errorf("%s has hours: %+v", place, h)
		}
	}
	for name, bad := range map[string]string{
		"twice":       `{"area":"445203104202","workdays":["09:00-11:00"]},{"area":"445203104202","workdays":["09:00-11:00"]}`,
		"no place":    `{"area":"","workdays":["09:00-11:00"]}`,
		"no hours":    `{"area":"445203104202","workdays":[]}`,
		"a long day":  `{"area":"445203104202","workdays":["09:00-25:00"]}`,
		"unknown key": `{"area":"445203104202","workdays":["09:00-11:00"],"phone":"1"}`,
	} {
		if _, err := ParseHours([]byte(`{"format":"bianmin-hours/1","centres":[` + bad + `]}`)); village.Keyed(err).Key != "err.snapshot.hours" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestHoursOfAnEarlierCodeAreThoseOfThePlaceToday, unless it has its own by now.
func TestHoursOfAnEarlierCodeAreThoseOfThePlaceToday(t *testing.T) {
	today := func(c village.DivisionCode) village.DivisionCode {
		return map[village.DivisionCode]village.DivisionCode{"445203104201": "445203104299"}[c]
	}
	old, own := calendar.Hours{Workdays: []calendar.Span{{From: 60, To: 120}}}, calendar.Hours{}
	if by := (ServiceHours{"445203104201": old}).By(today); len(by["445203104299"].Workdays) != 1 || len(by) != 1 {
		t.Errorf("hours of before: %v", by)
	}
	if by := (ServiceHours{"445203104201": old, "445203104299": own}).By(func(c village.DivisionCode) village.DivisionCode {
		return village.DivisionCode("445203104299")
	}); len(by["445203104299"].Workdays) != 0 || len(by) != 1 {
		t.Errorf("hours of its own: %v", by)
	}
}
