package console

import (
	"slices"
	"strconv"
	"time"

	"bianmin/app/stats"
	"bianmin/app/village"
	"bianmin/county/office"
)

type ratingsPage struct {
	Grade  int
	State  village.CaseState
	States []choice
	Rate   string   // satisfaction of what counts, with its fraction; "" = nothing counts
	Left   string   // what does not count, in words; ""
	Asked  []string // which ratings look made, in words
	Small  string   // why there are no figures; ""
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
	Grade                    village.Grade
	Poor                     bool
	Target, Link, Act, Place string
	Wrote, Spoke             bool // something; it opens on the rating's page for a reason
	Tags                     []string
	At, Received             string
	Chip                     chip
	Open                     string // its own page
	Default                  bool
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
		Scope: v.account.Scope, Now: c.Now(), Grade: village.Grade(grade), State: state, Page: number, PerPage: perPage,
	})
	if err != nil {
		return err
	}
	page := ratingsPage{Grade: grade, State: state, Total: found.Total, Pager: newPager(number, found.Total, func(n int) string {
		return v.view.link("/ratings", "grade", grade, "state", state, "page", n)
	})}
	if rules := office.RatingDefaults(); v.account.Scope.Near() && found.Small(rules) {
		page.Small, found.Grades = v.view.text.T("county.ratings.small", "n", rules.SmallGroup, "least", rules.Delay.Least, "most", rules.Delay.Most), nil
	} else {
		page.tally(v.view, found.Tally)
	}
	if page.Asked, err = c.anomalies(v); err != nil {
		return err
	}
	for _, s := range ratingStates() {
		page.States = append(page.States, choice{Value: string(s), Text: v.view.text.T("county.rating.state." + string(s)), Chosen: s == state})
	}
	page.grades(v.view, found.Grades)
	for _, r := range found.Ratings {
		page.Rows = append(page.Rows, c.ratingRow(v, r))
	}
	return c.show(v, "ratings.html", frame{Active: "ratings", Title: v.view.text.T("county.ratings.title"), Page: page})
}

// grades counts the ratings of each grade.
func (p *ratingsPage) grades(v *view, counts map[village.Grade]int) {
	for _, n := range counts {
		p.All += n
	}
	for g := village.Grade(5); g >= 1; g-- {
		n := counts[g]
		p.Grades = append(p.Grades, gradeCount{
			Grade: g, Count: n, Share: n * 84 / max(p.All, 1), Poor: g.Poor(),
			Link: v.link("/ratings", "grade", int(g)), Chosen: int(g) == p.Grade,
		})
	}
}

// anomaliesShown is how many questions are asked at a time.
const anomaliesShown = 8

// anomalies says which ratings look made, and by which rule. Who is near the people who
// were rated is not asked.
func (c *Console) anomalies(v *visit) (list []string, err error) {
	if v.account.Scope.Near() {
		return nil, nil
	}
	now, rules := c.Now(), office.RatingDefaults()
	found, err := c.Book.RatingAnomalies(v.Context(), v.account.Scope, rules, now.AddDate(0, 0, -rules.Days))
	for _, a := range found[:min(len(found), anomaliesShown)] {
		t := v.view.text.T
		list = append(list, t("county.ratings.anomaly."+a.Rule, "place", c.place(a.Village), "kiosk", a.Kiosk, "time", v.view.moment(a.From, now), "until", v.view.moment(a.To, now),
			"n", a.Ratings, "best", a.Best)+t("county.ratings.anomaly.rule", "rule", a.Rule, "version", a.Version, "sum", a.Sum()))
	}
	if more := len(found) - anomaliesShown; more > 0 {
		list = append(list, v.view.text.T("county.ratings.anomaly.more", "n", more))
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

// ratedAct is a service act in words.
func (v *view) ratedAct(act string) string {
	kind, n, ok := village.ActNth(act)
	if !ok || n == 1 {
		return v.known("county.act.", act)
	}
	return v.text.T("rating.act.nth", "act", v.known("county.act.", kind), "n", n)
}

func (c *Console) ratingRow(v *visit, r office.Rating) ratingRow {
	text := v.view.text
	row := ratingRow{
		Chip: ratingChip(r.State), Open: v.view.link(ratingPath(r)), Received: c.ratingTime(v, r.ReceivedAt), Default: r.Default, Grade: r.Grade, Poor: r.Grade.Poor(), Wrote: r.Text != "", Spoke: len(r.Parts) > 0, At: c.ratingTime(v, r.RatedAt),
		Act: v.view.ratedAct(r.Act), Place: c.place(r.Village), Target: text.T("county.ratings.centre"),
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

// ratingTime is a moment of a rating; who is near the people who were rated sees its day
// alone, because the minute tells who stood there.
func (c *Console) ratingTime(v *visit, at time.Time) string {
	if v.account.Scope.Near() {
		return v.view.dayText(village.DayOf(at))
	}
	return v.view.moment(at, c.Now())
}
