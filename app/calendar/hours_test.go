package calendar

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"bianmin/app/village"
	data "bianmin/assets/calendar"
)

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, village.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func hours(t *testing.T, text string) Hours {
	t.Helper()
	var h Hours
	if err := json.Unmarshal([]byte(text), &h); err != nil {
		t.Fatal(err)
	}
	return h
}

func TestACentreSaysWhetherSomebodyIsThereAndUntilWhen(t *testing.T) {
	c, err := Load(data.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	h := hours(t, `{"workdays":["08:30-12:00","14:30-17:30"],"special":[{"day":"2026-11-25","hours":["09:00-11:00"],"why":"停电检修"},{"day":"2026-11-26","why":"下村"}]}`)
	for name, tt := range map[string]struct {
		at, turns string
		open      bool
		why       string
	}{
		"before the day begins":       {"2026-11-23 07:00", "2026-11-23 08:30", false, ""},
		"at the first minute":         {"2026-11-23 08:30", "2026-11-23 12:00", true, ""},
		"at the minute that it ends":  {"2026-11-23 12:00", "2026-11-23 14:30", false, ""},
		"in the afternoon":            {"2026-11-23 15:00", "2026-11-23 17:30", true, ""},
		"in the evening":              {"2026-11-23 20:00", "2026-11-24 08:30", false, ""},
		"over a weekend":              {"2026-11-28 10:00", "2026-11-30 08:30", false, ""},
		"a day with hours of its own": {"2026-11-25 10:00", "2026-11-25 11:00", true, "停电检修"},
		"a day that is closed":        {"2026-11-26 10:00", "2026-11-27 08:30", false, "下村"},
		"a holiday":                   {"2026-10-01 10:00", "2026-10-08 08:30", false, ""},
		"a Saturday that is worked":   {"2026-10-10 10:00", "2026-10-10 12:00", true, ""},
	} {
		o := c.Opening(h, moment(t, tt.at))
		if o.Open != tt.open || !o.Turns.Equal(moment(t, tt.turns)) || o.Why != tt.why {
			t.Errorf("%s: %+v", name, o)
		}
	}
	never := c.Opening(Hours{}, moment(t, "2026-11-23 10:00"))
	if never.Open || !never.Turns.IsZero() {
		t.Errorf("hours that never come: %+v", never)
	}
}

func TestHoursThatCannotBeAreRefused(t *testing.T) {
	for _, text := range []string{"8:30-12:00", "08:30-08:30", "12:00-08:30", "08:60-12:00", "08:30-24:01", "08:30-12:00 ", "08:30", ""} {
		if err := new(Span).UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q passes", text)
		}
	}
	for name, text := range map[string]string{
		"none":       `{"workdays":[]}`,
		"overlap":    `{"workdays":["08:30-12:00","11:00-17:30"]}`,
		"no reason":  `{"workdays":["08:30-12:00"],"special":[{"day":"2026-11-25","why":""}]}`,
		"twice":      `{"workdays":["08:30-12:00"],"special":[{"day":"2026-11-25","why":"a"},{"day":"2026-11-25","why":"b"}]}`,
		"no day":     `{"workdays":["08:30-12:00"],"special":[{"day":"2026-02-30","why":"a"}]}`,
		"one a bell": `{"workdays":["08:00-09:00","09:00-10:00","10:00-11:00","11:00-12:00","13:00-14:00"]}`,
	} {
		if hours(t, text).Check() == nil {
			t.Errorf("%s passes", name)
		}
	}
	if err := hours(t, `{"workdays":["08:30-12:00","12:00-24:00"],"others":["09:00-10:00"]}`).Check(); err != nil {
		t.Error(err)
	}
}

// TestTheWindowCanBeAskedToStayOpenWhenItsHoursEnd: shortly before and just after, never
// into its next hours.
func TestTheWindowCanBeAskedToStayOpenWhenItsHoursEnd(t *testing.T) {
	c, err := Load(data.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	h := hours(t, `{"workdays":["08:30-12:00","13:00-17:30"],"others":["22:00-23:15"]}`)
	for at, want := range map[string]string{
		"2026-11-23 08:29": "", "2026-11-23 10:59": "", "2026-11-23 11:00": "[12:00-12:30 12:00-13:00]", "2026-11-23 13:30": "",
		"2026-11-23 16:29": "", "2026-11-23 16:30": "[17:30-18:00 17:30-18:30 17:30-19:00 17:30-19:30]",
		"2026-11-23 17:59": "[17:30-18:00 17:30-18:30 17:30-19:00 17:30-19:30]", "2026-11-23 18:00": "", "2026-11-28 23:00": "[23:15-23:45]",
	} {
		now := moment(t, at)
		if got := c.Opening(h, now).Longer(now); len(got) > 0 && fmt.Sprint(got) != want || len(got) == 0 && want != "" {
			t.Errorf("%s: %v, want %s", at, got, want)
		}
	}
}
