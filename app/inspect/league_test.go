package inspect_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"bianmin/app/calendar"
	"bianmin/app/inspect"
	"bianmin/app/village"
	calendardata "bianmin/assets/calendar"
)

func visit(n int, centre village.DivisionCode, at time.Time, rules ...inspect.RuleID) inspect.Row {
	r := inspect.Row{
		Kiosk: "K1", ID: village.RecordID(fmt.Sprintf("01900000-0000-7000-8000-%012d", n)), Centre: centre, Template: "village-centre",
		Version: "2026-1", Subject: inspect.OfCentre, Source: inspect.District, At: at,
	}
	for _, rule := range rules {
		r.Found = append(r.Found, inspect.FoundRow{Rule: rule, Times: 1})
	}
	return r
}

func on(day string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", day+" 10:00", village.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

func folded(t interface {
	Helper()
	Fatal(...any)
}, list []inspect.Template, rows ...inspect.Row) []inspect.Visit {
	t.Helper()
	visits, err := inspect.Fold(list, rows)
	if err != nil {
		t.Fatal(err)
	}
	return visits
}

func TestSectionNeverTakesMoreThanItHolds(t *testing.T) {
	list := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		tpl := rapid.SampledFrom(list).Draw(t, "template")
		var found []inspect.Found
		vetoed := false
		for _, s := range tpl.Sections {
			for _, r := range s.Rules {
				if s.Only == "" && rapid.Bool().Draw(t, "found") {
					found = append(found, inspect.Found{Rule: inspect.RuleID(s.Code + "." + r.Code), Times: rapid.IntRange(1, max(r.Times, 1)).Draw(t, "times"), Repeat: rapid.Bool().Draw(t, "repeat")})
					vetoed = vetoed || s.Kind == inspect.Veto
				}
			}
		}
		score, err := tpl.Score(tpl.Subjects[0], inspect.Province, found)
		if err != nil {
			t.Fatal(err)
		}
		if score.Vetoed != vetoed || score.Points < 0 || score.Points > tpl.Full || vetoed && score.Points != 0 {
			t.Fatalf("%+v of %v", score, found)
		}
		for _, take := range score.Taken {
			for _, s := range tpl.Sections {
				if s.Code == take.Section && take.Points > s.Max {
					t.Fatalf("%s takes %s of %s", s.Code, take.Points, s.Max)
				}
			}
		}
	})
}

func TestBonusCountsForPortalsAboveEightyOnly(t *testing.T) {
	site, _ := inspect.Find(shipped(t), "website", "")
	both := []inspect.Found{{Rule: "extra.open", Times: 1}, {Rule: "design.search", Times: 1}}
	if s, err := site.Score(inspect.Portal, inspect.City, both); err != nil || s.Points != 1050 || s.Bonus != 100 {
		t.Errorf("a good portal has %+v, %v", s, err)
	}
	poor := append(slices.Clone(both), inspect.Found{Rule: "publish.column", Times: 6})
	if s, err := site.Score(inspect.Portal, inspect.City, poor); err != nil || s.Points != 650 || s.Bonus != 0 {
		t.Errorf("a poor portal has %+v, %v", s, err)
	}
	if _, err := site.Score(inspect.Site, inspect.City, both); village.Keyed(err).Field != "findings[0].rule" {
		t.Errorf("a department's site got a bonus: %v", err)
	}
	if s, err := site.Score(inspect.Site, inspect.City, []inspect.Found{{Rule: "veto.unreachable", Times: 1}}); err != nil || !s.Vetoed || s.Passed || s.Points != 0 || s.Band != inspect.Red {
		t.Errorf("a site that cannot be reached has %+v, %v", s, err)
	}
}

func TestCountySeesARepeatAcrossMachinesAndForgetsAStruckOne(t *testing.T) {
	const a, b = village.DivisionCode("445203104202"), village.DivisionCode("445203104203")
	first := visit(1, a, on("2026-01-10"), "duty.absent")
	second := visit(2, a, on("2026-12-20"), "duty.absent", "run.hygiene")
	second.Kiosk = "K2"
	other := visit(3, b, on("2026-12-21"), "duty.absent")
	sameDay := visit(4, a, on("2026-12-20"), "run.hygiene")
	visits := folded(t, shipped(t), other, second, sameDay, first)
	want := []inspect.Points{900, 1000 - 200 - 20, 980, 900}
	for i, v := range visits {
		if v.Score.Points != want[i] {
			t.Errorf("visit %d has %s, want %s", i+1, v.Score.Points, want[i])
		}
	}
	if got := visits[1].Repeats; len(got) != 1 || got[0] != "duty.absent" {
		t.Errorf("repeats %v", got)
	}
	first.Found[0].Struck = true
	if again := folded(t, shipped(t), first, second); again[0].Score.Points != 1000 || again[1].Score.Points != 880 {
		t.Errorf("after the objection: %s and %s", again[0].Score.Points, again[1].Score.Points)
	}
}

func TestI5LeagueRanksComparesAndCovers(t *testing.T) {
	codes := []village.DivisionCode{"445203104201", "445203104202", "445203104203", "445203104204"}
	visits := folded(t, shipped(t),
		visit(1, codes[0], on("2026-11-03"), "run.hygiene", "duty.late"),
		visit(2, codes[0], on("2026-12-03")),
		visit(3, codes[1], on("2026-12-04"), "duty.absent"),
		visit(4, codes[1], on("2026-12-24"), "item.missing", "service.told-once", "wait.seat"),
		visit(5, codes[2], on("2026-12-05"), "veto.fake"),
		visit(6, codes[3], on("2027-01-05")))
	p, err := inspect.ParsePeriod("2026-12")
	if err != nil {
		t.Fatal(err)
	}
	l := inspect.MakeLeague(p, shipped(t), visits, codes)
	if l.Visited != 3 || l.Coverage != "75.00" || l.Visits != 4 || l.Green != 1 || l.Yellow != 1 || l.Red != 1 {
		t.Errorf("league %+v", l)
	}
	best, second, red, none := l.Places[0], l.Places[1], l.Places[2], l.Places[3]
	if best.Centre != codes[0] || best.Rank != 1 || best.Delta == nil || *best.Delta != 40 || best.Band != inspect.Green {
		t.Errorf("best %+v", best)
	}
	if second.Points != (900+895)/2 || second.Rank != 2 || second.Delta != nil || second.Visits != 2 || second.Last != "2026-12-24" {
		t.Errorf("second %+v", second)
	}
	if red.Points != 0 || !red.Vetoed || red.Band != inspect.Red || none.Rank != 0 || none.Band != "" {
		t.Errorf("last %+v, %+v", red, none)
	}
}

func TestEqualPointsAreOneRank(t *testing.T) {
	codes := []village.DivisionCode{"445203104201", "445203104202", "445203104203"}
	p, _ := inspect.ParsePeriod("2026")
	l := inspect.MakeLeague(p, shipped(t), folded(t, shipped(t),
		visit(1, codes[2], on("2026-11-03")), visit(2, codes[1], on("2026-12-03")), visit(3, codes[0], on("2026-12-03"), "duty.late")), codes)
	if got := []int{l.Places[0].Rank, l.Places[1].Rank, l.Places[2].Rank}; !slices.Equal(got, []int{1, 1, 3}) {
		t.Errorf("ranks %v", got)
	}
}

func TestPeriodsHaveTheirOwnLengthBeforeThem(t *testing.T) {
	for text, want := range map[string][3]string{
		"2026-01": {"2025-12-01", "2026-01-01", "2026-02-01"}, "2026Q1": {"2025-10-01", "2026-01-01", "2026-04-01"}, "2026": {"2025-01-01", "2026-01-01", "2027-01-01"},
	} {
		p, err := inspect.ParsePeriod(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := [3]string{p.Before.Format(time.DateOnly), p.From.Format(time.DateOnly), p.To.Format(time.DateOnly)}; got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
	for _, text := range []string{"", "2026-13", "2026Q5", "26", "2026-1"} {
		if _, err := inspect.ParsePeriod(text); err == nil {
			t.Errorf("%q is a period", text)
		}
	}
}

func TestI4ARejectedReplyNeverResetsTheClock(t *testing.T) {
	days, err := calendar.Load(calendardata.WorkingDays())
	if err != nil {
		t.Fatal(err)
	}
	acts := []inspect.RectAct{{Verb: inspect.Opened, At: on("2026-11-02")}, {Verb: inspect.Replied, At: on("2026-11-06")}, {Verb: inspect.Rejected, At: on("2026-11-13")}}
	s := inspect.Stand("2026-11-09", acts, on("2026-11-16"), days)
	if s.State != inspect.RectOpen || s.Due != "2026-11-09" || s.Days != 10 || s.Late != 5 || s.Level != 1 || s.Rounds != 1 {
		t.Errorf("after a rejected reply: %+v", s)
	}
	if s = inspect.Stand("2026-11-09", acts, on("2026-11-24"), days); s.Level != 3 || s.Late != 11 {
		t.Errorf("two weeks late: %+v", s)
	}
	acts = append(acts, inspect.RectAct{Verb: inspect.Replied, At: on("2026-11-16")}, inspect.RectAct{Verb: inspect.Accepted, At: on("2026-11-17")}, inspect.RectAct{Verb: inspect.Rejected, At: on("2026-11-18")})
	if s = inspect.Stand("2026-11-09", acts, on("2027-01-01"), days); s.State != inspect.RectClosed || s.Days != 11 || s.Late != 6 || s.Level != 2 {
		t.Errorf("closed late: %+v", s)
	}
}
