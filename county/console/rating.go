package console

import (
	"strconv"

	"bianmin/app/village"
	"bianmin/county/office"
)

type ratingsPage struct {
	Grade  int
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
	At                             string
}

// ratings serves GET /ratings: ?grade= &page=.
func (c *Console) ratings(v *visit) error {
	in := v.URL.Query()
	grade, _ := strconv.Atoi(in.Get("grade"))
	if !village.Grade(grade).Valid() {
		grade = 0
	}
	number := pageNumber(in.Get("page"))
	found, err := c.Book.Ratings(v.Context(), office.RatingQuery{
		Scope: v.account.Scope, Grade: village.Grade(grade), Page: number, PerPage: perPage,
	})
	if err != nil {
		return err
	}
	page := ratingsPage{Grade: grade, Total: found.Total, Pager: newPager(number, found.Total, func(n int) string {
		return v.view.link("/ratings", "grade", grade, "page", n)
	})}
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

func (c *Console) ratingRow(v *visit, r office.Rating) ratingRow {
	text := v.view.text
	row := ratingRow{
		Grade: r.Grade, Poor: r.Grade.Poor(), Text: r.Text, At: v.view.moment(r.RatedAt, c.Now()),
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
