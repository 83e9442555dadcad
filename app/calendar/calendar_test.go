package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/village"
	data "bianmin/assets/calendar"
	"bianmin/assets/lang"
)

func official(t testing.TB) *Calendar {
	t.Helper()
	c, err := Load(data.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(text string) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, text, village.Zone)
	if err != nil {
		panic(err)
	}
	return d
}

func texts(t testing.TB, language string) *lang.Text {
	t.Helper()
	text, err := lang.Load(language)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func Test25Year2026Has248WorkingDays(t *testing.T) {
	want := [12]int{21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23}
	var got [12]int
	total := 0
	for _, d := range official(t).Days(day("2026-01-01"), day("2026-12-31")) {
		if d.Guessed {
			t.Fatalf("%s is guessed", d.Date)
		}
		if d.Worked() {
			got[d.Date.Month()-1]++
			total++
		}
	}
	if got != want || total != 248 {
		t.Errorf("working days by month %v, %d in all", got, total)
	}
}

func TestOnly2026IsKnown(t *testing.T) {
	c := official(t)
	if c.Knows(2025) || !c.Knows(2026) || c.Knows(2027) {
		t.Error("a year is known that no notice was seen of")
	}
}

func Test25AddWorkdays(t *testing.T) {
	tests := []struct {
		start string
		days  int
		want  string
	}{
		{"2026-02-13", 2, "2026-02-24"},
		{"2026-02-13", 10, "2026-03-05"},
		{"2026-04-30", 5, "2026-05-11"},
		{"2026-09-18", 5, "2026-09-24"},
		{"2026-09-30", 2, "2026-10-09"},
		{"2026-09-30", 15, "2026-10-27"},
		{"2026-09-30", 10, "2026-10-20"},
		{"2026-09-24", 10, "2026-10-15"},
		{"2026-06-18", 1, "2026-06-22"},
		{"2026-11-20", 15, "2026-12-11"},
		{"2026-11-24", 10, "2026-12-08"},
	}
	c := official(t)
	for _, tt := range tests {
		got, err := c.AddWorkdays(day(tt.start), tt.days)
		if err != nil || got.Format(time.DateOnly) != tt.want {
			t.Errorf("%s + %d = %s, %v, want %s", tt.start, tt.days, got.Format(time.DateOnly), err, tt.want)
		}
	}
}

func TestDeadlineIsTheEndOfTheLastDay(t *testing.T) {
	got, err := official(t).Deadline(day("2026-11-24").Add(10*time.Hour), Limit{Days: 10})
	if err != nil || !got.Equal(day("2026-12-09")) {
		t.Errorf("deadline %s, %v", got, err)
	}
}

func TestDaysAreThoseOfChina(t *testing.T) {
	evening := time.Date(2026, 11, 23, 17, 0, 0, 0, time.UTC) // 01:00 of the 24th in China
	got, err := official(t).AddWorkdays(evening, 10)
	if err != nil || !got.Equal(day("2026-12-08")) {
		t.Errorf("due %s, %v", got, err)
	}
}

func TestLimitOutsideAYearIsACatalogueFault(t *testing.T) {
	c := official(t)
	for _, limit := range []Limit{{Days: 0}, {Days: -1}, {Days: 366}, {Days: 5, Unit: "小时"}} {
		_, err := c.Deadline(day("2026-11-24"), limit)
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Kind != village.Invalid || e.Key != "err.item.promised_days" {
			t.Errorf("%v: %v", limit, err)
		}
	}
	for _, days := range []int{1, 365} {
		if _, err := c.AddWorkdays(day("2026-01-02"), days); err != nil {
			t.Errorf("%d days: %v", days, err)
		}
	}
}

func TestCalendarDaysMoveOffADayOff(t *testing.T) {
	tests := []struct {
		start string
		days  int
		want  string
		moved bool
	}{
		{"2026-11-24", 10, "2026-12-04", false},
		{"2026-11-24", 12, "2026-12-07", true},  // ends on a Sunday
		{"2026-09-24", 10, "2026-10-08", true},  // ends in the National Day week
		{"2026-09-30", 10, "2026-10-10", false}, // a Saturday that is worked
	}
	for _, tt := range tests {
		e, err := official(t).Explain(day(tt.start), Limit{tt.days, village.CalendarDays})
		if err != nil || e.Due.Format(time.DateOnly) != tt.want || (e.MovedFrom != nil) != tt.moved {
			t.Errorf("%s + %d days = %s, moved from %v, %v", tt.start, tt.days, e.Due.Format(time.DateOnly), e.MovedFrom, err)
		}
	}
}

func TestAnExtensionIsCountedInWorkingDaysAndAPauseInTheUnitOfTheLimit(t *testing.T) {
	c := official(t)
	for _, tt := range []struct {
		limit            Limit
		paused, extended int
		want             string
	}{
		{Limit{Days: 10, Unit: village.CalendarDays}, 0, 4, "2026-12-10"}, // 12-04, then four working days
		{Limit{Days: 10, Unit: village.CalendarDays}, 2, 4, "2026-12-11"}, // 12-06 is a Sunday and moves to 12-07
		{Limit{Days: 10}, 2, 4, "2026-12-16"},
		{Limit{Days: 365, Unit: village.CalendarDays}, 30, 0, "2027-12-24"},
		{Limit{Days: 1}, 400, 0, "2028-06-07"}, // no pause is too long
	} {
		e, err := c.ExplainMoved(day("2026-11-24"), tt.limit, tt.paused, tt.extended)
		if err != nil || e.Due.Format(time.DateOnly) != tt.want {
			t.Errorf("%v, %d paused, %d extended: %s, %v, want %s", tt.limit, tt.paused, tt.extended, e.Due.Format(time.DateOnly), err, tt.want)
		}
	}
	e, _ := c.ExplainMoved(day("2026-11-24"), Limit{Days: 10, Unit: village.CalendarDays}, 0, 4)
	if got := e.Sentence(texts(t, "zh-Hans")); !strings.Contains(got, "10天，再延长4个工作日") {
		t.Errorf("the sentence hides what was added: %s", got)
	}
	counted := 0
	for _, d := range c.Strip(e) {
		if d.Count > 0 {
			counted++
		}
	}
	if counted != 14 {
		t.Errorf("the strip counts %d days", counted)
	}
}

func TestSentence(t *testing.T) {
	tests := []struct {
		name, start string
		limit       Limit
		condition   bool
		want        string
	}{
		{
			"the National Day week and a working Saturday", "2026-09-30", Limit{Days: 10}, false,
			"9月30日受理，10个工作日；10月1日至7日放假不算，10月10日星期六上班算一天，别的星期六、星期日不算，最迟 10月20日",
		},
		{
			"weekends only, on a receipt", "2026-11-24", Limit{Days: 10}, true,
			"如果 11月24日受理，10个工作日，星期六、星期日不算，最迟 12月8日办好",
		},
		{"no day off between", "2026-11-23", Limit{Days: 2}, true, "如果 11月23日受理，2个工作日，最迟 11月25日办好"},
		{
			"calendar days that move", "2026-09-24", Limit{10, village.CalendarDays}, false,
			"9月24日受理，10天；最后一天 10月4日休息，顺延到上班那天，最迟 10月8日",
		},
		{
			"into a year that nobody has published", "2026-12-28", Limit{Days: 10}, true,
			"如果 12月28日受理，10个工作日，星期六、星期日不算，最迟 2027年1月11日办好（本机没有2027年的放假安排，暂按周末推算）",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, err := official(t).Explain(day(tt.start), tt.limit)
			if err != nil {
				t.Fatal(err)
			}
			render := e.Sentence
			if tt.condition {
				render = e.Condition
			}
			if got := render(texts(t, "zh-Hans")); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if got := render(texts(t, "en")); strings.ContainsAny(got, "{}") || strings.Contains(got, "calendar.") {
				t.Errorf("English: %s", got)
			}
		})
	}
}

func Test45ExplanationNamesWhatItSkipped(t *testing.T) {
	e, err := official(t).Explain(day("2026-09-24"), Limit{Days: 10})
	if err != nil {
		t.Fatal(err)
	}
	want := []Skip{
		{day("2026-09-25"), day("2026-09-27"), Holiday, "中秋节"},
		{day("2026-10-01"), day("2026-10-07"), Holiday, "国庆节"},
		{day("2026-10-11"), day("2026-10-11"), Weekend, ""},
	}
	if len(e.Skipped) != len(want) {
		t.Fatalf("skipped %v", e.Skipped)
	}
	for i := range want {
		if e.Skipped[i] != want[i] {
			t.Errorf("skipped %v, want %v", e.Skipped[i], want[i])
		}
	}
	if len(e.WorkingWeekends) != 1 || !e.WorkingWeekends[0].Equal(day("2026-10-10")) {
		t.Errorf("working weekends %v", e.WorkingWeekends)
	}
}

func TestAStartInAnUnknownYearThatDoesNotCountIsNotBlamed(t *testing.T) {
	e, err := official(t).Explain(day("2025-12-31"), Limit{Days: 3})
	if err != nil || len(e.UnknownYears) != 0 || !e.Due.Equal(day("2026-01-06")) {
		t.Errorf("due %s, unknown %v, %v", e.Due, e.UnknownYears, err)
	}
}

func TestDueIsAWorkingDayAndAllAreCounted(t *testing.T) {
	c := official(t)
	rapid.Check(t, func(t *rapid.T) {
		start := day("2025-06-01").AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "day"))
		days := rapid.IntRange(1, 365).Draw(t, "days")
		due, err := c.AddWorkdays(start.Add(time.Duration(rapid.IntRange(0, 86399).Draw(t, "second"))*time.Second), days)
		if err != nil {
			t.Fatal(err)
		}
		if !c.IsWorkday(due) {
			t.Fatalf("%s is no working day", due)
		}
		counted := 0
		for _, d := range c.Days(start.AddDate(0, 0, 1), due) {
			if d.Worked() {
				counted++
			}
		}
		if counted != days {
			t.Fatalf("%d working days in (%s, %s], want %d", counted, start, due, days)
		}
	})
}

func TestLoadRefuses(t *testing.T) {
	const year = `{"year":2026,"notice":"通知","issued":"2025-11-04","holidays":[{"name":"元旦","from":"2026-01-01","to":"2026-01-03"}],"working_weekends":["2026-01-04"]}`
	wrap := func(y string) string { return `{"format":1,"version":"x","years":[` + y + `]}` }
	if _, err := Load([]byte(wrap(year))); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	tests := map[string]string{
		"no JSON":                     `x`,
		"something behind it":         wrap(year) + `{}`,
		"an unknown field":            strings.Replace(wrap(year), `"version"`, `"extra":1,"version"`, 1),
		"a key twice":                 strings.Replace(wrap(year), `"format":1`, `"format":1,"format":1`, 1),
		"a key in another case":       strings.Replace(wrap(year), `"version"`, `"Version"`, 1),
		"another format":              strings.Replace(wrap(year), `"format":1`, `"format":2`, 1),
		"no version":                  strings.Replace(wrap(year), `"version":"x"`, `"version":""`, 1),
		"the year twice":              wrap(year + "," + year),
		"a holiday of another year":   wrap(strings.Replace(year, `"to":"2026-01-03"`, `"to":"2027-01-03"`, 1)),
		"an end before its start":     wrap(strings.Replace(year, `"from":"2026-01-01"`, `"from":"2026-01-04"`, 1)),
		"a day that is none":          wrap(strings.Replace(year, "2026-01-03", "2026-02-30", 1)),
		"a working Monday":            wrap(strings.Replace(year, "2026-01-04", "2026-01-05", 1)),
		"a working weekend on a hol.": wrap(strings.Replace(year, "2026-01-04", "2026-01-03", 1)),
		"no notice":                   wrap(strings.Replace(year, `"通知"`, `""`, 1)),
		"no holidays":                 wrap(strings.Replace(year, `{"name":"元旦","from":"2026-01-01","to":"2026-01-03"}`, ``, 1)),
	}
	for name, raw := range tests {
		_, err := Load([]byte(raw))
		if e, ok := errors.AsType[*village.Error](err); !ok || e.Key != "err.calendar.file" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
