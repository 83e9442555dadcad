package stats

import (
	"slices"
	"time"
)

// Bulletin is what a quarterly bulletin says (运行情况通报), made once and kept: of the
// quarter, and of the year up to its end.
type Bulletin struct {
	Period     string    `json:"period"` // as 2026Q3
	Hash       string    `json:"hash"`   // of all rows, [Data.Hash]
	Quarter    []Figure  `json:"quarter"`
	Year       []Figure  `json:"year"`
	Units      []UnitRow `json:"units"` // of the year
	OfQuarter  []UnitRow `json:"of_quarter"`
	Categories []Counted `json:"categories"` // of the year
	Late       int       `json:"late"`       // tickets of the year that are open and overdue at the end of the quarter
	Latest     []Late    `json:"latest"`     // the longest overdue of them
	Problems   []string  `json:"problems"`   // what people wrote
	Measures   []string  `json:"measures"`
	Effects    []Effect  `json:"effects,omitempty"` // of the measures of the quarter before
}

// Late is a ticket that is overdue.
type Late struct {
	ID   string    `json:"id"`
	Unit string    `json:"unit"` // its name
	Due  time.Time `json:"due"`
}

// How long the lists of a bulletin are.
const (
	maxCategories = 10
	maxLate       = 30
)

// NewBulletin makes the bulletin of a quarter, as 2026Q3. The error is that of
// [Quarter].
func NewBulletin(d Data, period string) (Bulletin, error) {
	quarter, year, err := Quarter(period)
	if err != nil {
		return Bulletin{}, err
	}
	of, upTo := d.In(quarter), d.In(year)
	b := Bulletin{
		Period: period, Hash: d.Hash(), Quarter: of.Figures(), Year: upTo.Figures(),
		Units: upTo.UnitTable(), OfQuarter: of.UnitTable(), Categories: upTo.Categories(maxCategories),
	}
	names := map[string]string{}
	for _, u := range d.Units {
		names[u.Code] = u.Name
	}
	for _, t := range upTo.Tickets {
		if open := !t.closed() || !t.ClosedAt.Before(year.To); open && !t.DueAt.IsZero() && t.DueAt.Before(year.To) {
			b.Latest = append(b.Latest, Late{ID: t.ID, Unit: names[t.Unit], Due: t.DueAt})
		}
	}
	slices.SortFunc(b.Latest, func(a, b Late) int { return a.Due.Compare(b.Due) })
	b.Late = len(b.Latest)
	b.Latest = b.Latest[:min(b.Late, maxLate)]
	return b, nil
}

// Perfect are the names of the units that closed every ticket of the year and
// satisfied everybody.
func (b Bulletin) Perfect() []string {
	var names []string
	for _, r := range b.Units {
		if r.Perfect() {
			names = append(names, r.Name)
		}
	}
	return names
}
