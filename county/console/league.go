package console

import (
	"strconv"
	"strings"
	"time"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

type leagueRow struct {
	Rank                       int
	Place, Points, Delta, Last string
	Visits                     int
	Chip                       chip
	Down                       bool
	Told                       int
	Trend                      trend
}

// trend is the points of a centre by month as columns.
type trend struct {
	Words         string // what is drawn
	Width, Height int
	Bars          []trendBar
}

type trendBar struct {
	X, Y, Width, Height int
	Weak                bool // red
}

// How a trend is drawn.
const (
	trendMonths = 12
	trendHeight = 24
	trendBarAt  = 8 // px from one month to the next
	trendWide   = 6 // px
)

// lastOf is the last moment of a period, or now while it goes on.
func lastOf(p inspect.Period, now time.Time) time.Time {
	if last := p.To.Add(-1); last.Before(now) {
		return last
	}
	return now
}

// leads are the ways from a period to the one before, the one behind, and to month, quarter
// and year.
func (p *inspectionsPage) leads(v *view, period inspect.Period, now time.Time) {
	to := func(at time.Time, months int) string {
		return v.link("/inspections", "period", inspect.PeriodText(at, months))
	}
	p.Before = to(period.Before, period.Span())
	if period.To.Before(now) {
		p.Behind = to(period.To, period.Span())
	}
	for _, months := range inspect.Spans() {
		p.Spans = append(p.Spans, choice{Value: to(lastOf(period, now), months), Text: v.text.T("county.league.span." + strconv.Itoa(months)), Chosen: months == period.Span()})
	}
}

func (v *view) leagueTiles(l inspect.League) []tile {
	t := v.text.T
	return []tile{
		{Name: t("county.league.coverage"), Value: l.Coverage, Unit: "%", From: t("county.league.of", "n", l.Visited, "of", l.Centres)},
		{Name: t("check.band.green"), Value: strconv.Itoa(l.Green), From: t("county.league.green")},
		{Name: t("check.band.yellow"), Value: strconv.Itoa(l.Yellow), From: t("county.league.yellow")},
		{Name: t("check.band.red"), Value: strconv.Itoa(l.Red), From: t("county.league.red")},
	}
}

// leagueRows are the centres that were visited in the period.
func (c *Console) leagueRows(v *view, l inspect.League, trends map[village.DivisionCode][]inspect.Month) (rows []leagueRow) {
	for _, p := range l.Places {
		if p.Visits == 0 {
			continue
		}
		row := leagueRow{Rank: p.Rank, Place: c.place(p.Centre), Points: p.Points.String(), Visits: p.Visits, Told: p.Told, Chip: bandChip(p.Band), Last: v.day(p.Last)}
		row.Delta, row.Down = deltaText(p.Delta)
		row.Trend = v.trend(trends[p.Centre])
		rows = append(rows, row)
	}
	return rows
}

// trend draws months; one without a visit is a gap.
func (v *view) trend(months []inspect.Month) trend {
	t := trend{Width: trendMonths*trendBarAt - trendBarAt + trendWide, Height: trendHeight}
	var words []string
	for n, m := range months {
		if m.Visits == 0 {
			continue
		}
		high := max(2, int(m.Points*trendHeight/max(m.Full, 1)))
		t.Bars = append(t.Bars, trendBar{n * trendBarAt, trendHeight - high, trendWide, high, m.Band == inspect.Red})
		words = append(words, v.text.T("county.league.month", "month", m.Text, "points", m.Points.String()))
	}
	t.Words = strings.Join(words, v.text.T("county.comma"))
	return t
}
