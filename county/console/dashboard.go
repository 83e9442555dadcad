package console

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

type dashboardPage struct {
	Quarter, Before, Behind string // links; "" leads nowhere
	Name, Until             string
	Tiles                   []tile
	Units                   []unitLine
	Total                   unitLine
	waitingPage
	Towns             []townLine
	Chart             chart
	Working, Machines int
	Export, All       string
	Hash              string
}

// tile is one figure at the top.
type tile struct{ Name, Value, Unit, From, Kind, Link string }

type unitLine struct {
	Name                                string
	Dispatched, Closed, Satisfied, Late int
	ClosedRate, SatisfiedRate           string
	ClosedBar, SatisfiedBar             int // px of barWidth
	Poor, Unhappy                       bool
}

type task struct {
	Mark, Kind, Name, Note, Link string
	N                            int
}

type townLine struct {
	Name             string
	All, Well, Quiet int
}

// How the dashboard is drawn. A rate below weakRate is marked: a default of ours.
const (
	barWidth    = 84
	weakRate    = 80
	chartDays   = 21
	chartWidth  = 720
	chartHeight = 190
	shownUnits  = 10
)

// dashboard serves GET /: ?quarter=2026Q4.
func (c *Console) dashboard(v *visit) error {
	if !v.account.Role.May(office.SeeFigures) {
		return c.home(v)
	}
	now := c.Now().In(village.Zone)
	name := v.URL.Query().Get("quarter")
	if name == "" {
		name = quarterOf(now)
	}
	period, _, err := stats.Quarter(name)
	if err != nil {
		return err
	}
	of, err := c.quarter(name, period)
	if err != nil {
		return err
	}
	look, err := c.Book.Overview(v.Context(), v.account.Scope, now, chartDays)
	if err != nil {
		return err
	}
	waits, err := c.waiting(v, look)
	if err != nil {
		return err
	}
	page := dashboardPage{
		Name:  v.view.text.T("county.quarter.name", "year", name[:4], "quarter", v.view.text.T("bulletin.quarter."+name[5:])),
		Until: v.view.text.T("county.quarter.until", "time", v.view.moment(of.at, now)), Tiles: c.tiles(v.view, name, of.figures),
		Before: v.view.link("/", "quarter", quarterOf(period.From.AddDate(0, -1, 0))), waitingPage: waits, Chart: v.view.chart(look.Received),
		Export: v.view.link("/figures.xlsx", "quarter", name), All: v.view.link("/figures", "quarter", name), Hash: of.hash[:16],
	}
	if period.To.Before(now) {
		page.Behind = v.view.link("/", "quarter", quarterOf(period.To))
	}
	page.Units, page.Total = unitLines(v.view, of.units)
	if page.Towns, page.Working, page.Machines, err = c.towns(v, now); err != nil {
		return err
	}
	return c.show(v, "dashboard.html", frame{Active: "dashboard", Title: v.view.text.T("county.menu.dashboard"), Page: page})
}

func quarterOf(t time.Time) string {
	t = t.In(village.Zone)
	return fmt.Sprintf("%04dQ%d", t.Year(), (int(t.Month())+2)/3)
}

// tiles are the figures at the top, each with what it comes from and the way to its rows.
func (c *Console) tiles(v *view, quarter string, made []stats.Figure) []tile {
	figures := map[string]stats.Figure{}
	for _, f := range made {
		figures[f.ID] = f
	}
	var tiles []tile
	for _, shown := range []struct{ id, kind string }{{"K3", ""}, {"K5", "teal"}, {"K6", "teal"}, {"K11", "teal"}, {"K2", ""}, {"K1", ""}} {
		f := figures[shown.id]
		t := tile{Name: v.text.T("county.tile." + f.ID), Value: f.Displayed, Kind: shown.kind, Link: v.link("/figures/"+f.ID, "quarter", quarter)}
		switch {
		case f.Displayed == "":
			t.Value, t.From = "–", v.text.T("county.tile.none")
		case f.Unit == "percent":
			t.Unit, t.From = "%", fmt.Sprintf("%d ÷ %d", f.Numerator, f.Denominator)
		default:
			t.From = v.text.T("county.tile.accepted")
		}
		tiles = append(tiles, t)
	}
	return tiles
}

// unitLines are the units that had tickets, the best first, and all together.
func unitLines(v *view, rows []stats.UnitRow) (lines []unitLine, total unitLine) {
	total.Name = v.text.T("county.units.total")
	for i, r := range rows {
		l := lineOf(r.Name, r.Dispatched, r.Closed, r.Satisfied, r.Overdue+r.Open)
		total.Dispatched, total.Closed, total.Satisfied, total.Late = total.Dispatched+r.Dispatched, total.Closed+r.Closed, total.Satisfied+r.Satisfied, total.Late+r.Overdue+r.Open
		if i < shownUnits {
			lines = append(lines, l)
		}
	}
	return lines, lineOf(total.Name, total.Dispatched, total.Closed, total.Satisfied, total.Late)
}

func lineOf(name string, dispatched, closed, satisfied, late int) unitLine {
	return unitLine{
		Name: name, Dispatched: dispatched, Closed: closed, Satisfied: satisfied, Late: late,
		ClosedRate: stats.Percent(closed, dispatched), SatisfiedRate: stats.Percent(satisfied, closed),
		ClosedBar: closed * barWidth / max(dispatched, 1), SatisfiedBar: satisfied * barWidth / max(closed, 1),
		Poor: closed*100 < dispatched*weakRate, Unhappy: satisfied*100 < closed*weakRate,
	}
}

// tasks are what waits today; what does not wait is not named.
func (c *Console) tasks(v *view, o office.Overview, overMakeUps, lateOrders, refused int) []task {
	var tasks []task
	add := func(n int, mark, kind, key, link string) {
		if n > 0 {
			tasks = append(tasks, task{mark, kind, v.text.T("county.task." + key), v.text.T("county.task." + key + ".note"), link, n})
		}
	}
	add(o.Overdue, "warn", "bad", "overdue", v.link("/cases", "due", "over"))
	add(o.Deemed, "warn", "bad", "deemed", v.link("/cases", "due", "over", "state", village.Received))
	add(lateOrders, "visit", "bad", "late_order", v.link("/orders"))
	add(overMakeUps, "suppl", "bad", "make_up", v.link("/make-ups"))
	add(refused, "warn", "bad", "city", v.link("/city"))
	add(o.Today, "clock", "soon", "today", v.link("/cases", "due", "today"))
	add(o.Poor, "rate", "soon", "poor", v.link("/ratings"))
	return tasks
}

// towns are the machines by town.
func (c *Console) towns(v *visit, now time.Time) (lines []townLine, working, all int, err error) {
	list, err := c.Book.Kiosks(v.Context())
	at := map[village.DivisionCode]int{}
	for _, k := range list {
		if k.Revoked() || !v.account.Scope.Holds(k.Village, v.account.Scope.Unit) {
			continue
		}
		i, known := at[k.Village.Town()]
		if !known {
			i = len(lines)
			at[k.Village.Town()] = i
			lines = append(lines, townLine{Name: c.place(k.Village.Town())})
		}
		_, _, kind := stateOf(k, now)
		lines[i].All++
		all++
		if kind == "done" {
			lines[i].Well++
			working++
		} else {
			lines[i].Quiet++
		}
	}
	return lines, working, all, err
}

// chart is the cases of each day as bars.
type chart struct {
	Bars   []bar
	Lines  []gridLine
	Width  int
	Height int
	Sum    int
}

type bar struct {
	X, Y, W, H int
	Middle     int // of the bar, where its label stands
	Today      bool
	Label      string // of every seventh day
	Title      string // day and number, for who cannot see the bar
}

type gridLine struct {
	Y     int
	Label string
}

// chart draws days on a grid of at most four lines.
func (v *view) chart(days []office.DayCount) chart {
	c := chart{Width: chartWidth + 20, Height: chartHeight + 30}
	most := 4
	for _, d := range days {
		most, c.Sum = max(most, d.Cases), c.Sum+d.Cases
	}
	step := roundUp((most + 3) / 4)
	high := step * ((most + step - 1) / step)
	for n := 0; n <= high; n += step {
		c.Lines = append(c.Lines, gridLine{chartHeight - n*(chartHeight-12)/high, strconv.Itoa(n)})
	}
	const left = 48
	width := (chartWidth - left) / max(len(days), 1)
	for i, d := range days {
		h := d.Cases * (chartHeight - 12) / high
		b := bar{X: left + i*width + width/6, Middle: left + i*width + width/2, Y: chartHeight - h, W: width * 2 / 3, H: h, Today: i == len(days)-1, Title: v.text.T("county.chart.bar", "day", string(d.Day), "n", d.Cases)}
		if i%7 == (len(days)-1)%7 {
			b.Label = string(d.Day)[5:]
		}
		c.Bars = append(c.Bars, b)
	}
	return c
}

// roundUp is the next of 1, 2, 5, 10, 20, 50 …
func roundUp(n int) int {
	for step := 1; ; step *= 10 {
		for _, k := range []int{1, 2, 5} {
			if k*step >= n {
				return k * step
			}
		}
	}
}

// figuresSheet serves GET /figures.xlsx: ?quarter=2026Q4.
func (c *Console) figuresSheet(v *visit) error {
	a, err := c.figuresAsked(v)
	if err != nil {
		return err
	}
	figures, hash, _, err := c.figuresOf(a)
	if err != nil {
		return err
	}
	t := v.view.text.T
	var rows [][]any
	for _, f := range figures {
		rows = append(rows, []any{f.ID, t("stats." + f.ID), f.Displayed, f.Numerator, f.Denominator, f.Filter})
	}
	return c.sheet(v, "figures-"+a.Name, Sheet{
		Title: v.view.joined([]string{a.Name, c.part(v.view, a)}) + " " + t("bulletin.proof.hash", "hash", hash), Rows: rows,
		Head: []string{"ID", t("bulletin.figure"), t("bulletin.of_quarter"), t("county.sheet.numerator"), t("county.sheet.denominator"), t("bulletin.from")},
	})
}

// Sheet is a table that leaves the console as XLSX.
type Sheet struct {
	Title string
	Head  []string
	Rows  [][]any
}

// Forms of a table that leaves the console.
const (
	FormXLSX = "xlsx"
	FormCSV  = "csv"
)

// sheet hands a table out as a file: CSV where the address asks for it, else XLSX.
func (c *Console) sheet(v *visit, name string, s Sheet) error {
	form, media := FormXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if v.URL.Query().Get("form") == FormCSV || strings.HasSuffix(v.URL.Path, "."+FormCSV) {
		form, media = FormCSV, "text/csv; charset=utf-8"
	}
	raw, err := c.Sheets(s, form)
	if err != nil {
		return err
	}
	v.w.Header().Set("Content-Type", media)
	v.w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.`+form+`"`)
	v.w.WriteHeader(http.StatusOK)
	_, err = v.w.Write(raw)
	return err
}
