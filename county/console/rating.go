package console

import (
	"slices"
	"strconv"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

type ratingsPage struct {
	Grade  int
	State  village.CaseState
	States []choice
	Rate   string // satisfaction of what counts, with its fraction; "" = nothing counts
	Left   string // what does not count, in words; ""
	Bursts []string
	Total  int
	All    int
	Grades []gradeCount
	Rows   []ratingRow
	Pager  pager
}

type gradeCount struct {
	Grade  village.Grade
	Count  int
	Share  int // width of the bar, 0–84 px
	Link   string
	Chosen bool
	Poor   bool
}

type ratingRow struct {
	Grade                          village.Grade
	Poor                           bool
	Target, Link, Act, Text, Place string
	Tags                           []string
	At, Received                   string
	Chip                           chip
	Open                           string // its own page
	Default                        bool
}

// ratings serves GET /ratings: ?grade= &state= &page=.
func (c *Console) ratings(v *visit) error {
	in := v.URL.Query()
	state := village.CaseState(in.Get("state"))
	if !slices.Contains(ratingStates(), state) {
		state = ""
	}
	grade, _ := strconv.Atoi(in.Get("grade"))
	if !village.Grade(grade).Valid() {
		grade = 0
	}
	number := pageNumber(in.Get("page"))
	found, err := c.Book.Ratings(v.Context(), office.RatingQuery{
		Scope: v.account.Scope, Grade: village.Grade(grade), State: state, Page: number, PerPage: perPage,
	})
	if err != nil {
		return err
	}
	page := ratingsPage{Grade: grade, State: state, Total: found.Total, Pager: newPager(number, found.Total, func(n int) string {
		return v.view.link("/ratings", "grade", grade, "state", state, "page", n)
	})}
	page.tally(v.view, found.Tally)
	if page.Bursts, err = c.bursts(v); err != nil {
		return err
	}
	for _, s := range ratingStates() {
		page.States = append(page.States, choice{Value: string(s), Text: v.view.text.T("county.rating.state." + string(s)), Chosen: s == state})
	}
	for _, n := range found.Grades {
		page.All += n
	}
	for g := village.Grade(5); g >= 1; g-- {
		n := found.Grades[g]
		page.Grades = append(page.Grades, gradeCount{
			Grade: g, Count: n, Share: n * 84 / max(page.All, 1), Poor: g.Poor(),
			Link: v.view.link("/ratings", "grade", int(g)), Chosen: int(g) == grade,
		})
	}
	for _, r := range found.Ratings {
		page.Rows = append(page.Rows, c.ratingRow(v, r))
	}
	return c.show(v, "ratings.html", frame{Active: "ratings", Title: v.view.text.T("county.ratings.title"), Page: page})
}

// burstsShown is how many minutes are asked about at a time.
const burstsShown = 5

// bursts says in which minutes a machine was given more ratings than people make. Who works
// for one unit only is not asked: machines are no unit's.
func (c *Console) bursts(v *visit) (list []string, err error) {
	if v.account.Scope.Unit != "" {
		return nil, nil
	}
	now := c.Now()
	found, err := c.Book.RatingBursts(v.Context(), v.account.Scope, now.Add(-office.BurstSince), office.BurstOver, burstsShown)
	for _, b := range found {
		list = append(list, v.view.text.T("county.ratings.burst", "place", c.place(b.Village), "kiosk", b.Kiosk, "time", v.view.moment(b.Minute, now), "n", b.Ratings, "best", b.Best))
	}
	return list, err
}

// tally says how many are satisfied of those that count: what nobody said and what was
// excluded counts neither above nor below the line.
func (p *ratingsPage) tally(v *view, t office.RatingTally) {
	if t.Counted > 0 {
		p.Rate = v.text.T("county.ratings.rate", "rate", stats.Percent(t.Satisfied, t.Counted), "n", t.Satisfied, "of", t.Counted)
	}
	if t.Defaults+t.Excluded > 0 {
		p.Left = v.text.T("county.ratings.left", "defaults", t.Defaults, "excluded", t.Excluded)
	}
}

func ratingStates() []village.CaseState {
	list := []village.CaseState{office.RatingFiled}
	for _, s := range office.RatingFlow().States {
		list = append(list, s.Name)
	}
	return list
}

func (c *Console) ratingRow(v *visit, r office.Rating) ratingRow {
	text := v.view.text
	row := ratingRow{
		Chip: ratingChip(r.State), Open: v.view.link(ratingPath(r)), Received: v.view.moment(r.ReceivedAt, c.Now()), Default: r.Default, Grade: r.Grade, Poor: r.Grade.Poor(), Text: r.Text, At: v.view.moment(r.RatedAt, c.Now()),
		Act: v.view.known("county.act.", r.Act), Place: c.place(r.Village), Target: text.T("county.ratings.centre"),
	}
	if r.Target != "" {
		row.Target = r.Item
		if row.Target == "" {
			row.Target = r.Target.Spaced()
		}
	}
	if r.CaseID != "" {
		row.Link = v.view.link("/cases/" + string(r.Kiosk) + "/" + string(r.CaseID))
	}
	for _, code := range r.Tags {
		words := c.Names.Tag(code)
		if words == "" {
			words = code
		}
		row.Tags = append(row.Tags, words)
	}
	return row
}
