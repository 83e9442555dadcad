package stats

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"bianmin/app/village"
)

// Bulletin is what a quarterly bulletin says (运行情况通报), made once and kept: of the
// quarter, and of the year up to its end.
type Bulletin struct {
	Period     string    `json:"period"` // as 2026Q3
	Hash       string    `json:"hash"`   // of its rows, [Data.Hash] and [BulletinPeriod]
	AsOf       time.Time `json:"as_of"`  // when what is open is overdue
	Quarter    []Figure  `json:"quarter"`
	Year       []Figure  `json:"year"`
	Units      []UnitRow `json:"units"` // of the year
	OfQuarter  []UnitRow `json:"of_quarter"`
	Perfect    []string  `json:"perfect"`    // names of the units of the year that closed everything and satisfied everybody
	Categories []Counted `json:"categories"` // of the year
	Late       int       `json:"late"`       // tickets of the year that were open and overdue
	Latest     []Late    `json:"latest"`     // the longest overdue of them
	Problems   []string  `json:"problems"`   // what people wrote
	Measures   []string  `json:"measures"`
	Effects    []Effect  `json:"effects,omitempty"` // of the measures of the quarter before
	Named      []Named   `json:"named,omitempty"`   // orders so late that the bulletin names them
}

// Late is a ticket that is overdue.
type Late struct {
	ID   string    `json:"id"`
	Unit string    `json:"unit"` // its name
	Due  time.Time `json:"due"`
}

// Named is an order to put something right that is so late that everybody hears of it (通报).
type Named struct {
	Number string      `json:"number"`
	Place  string      `json:"place"`  // in words: of the centre, or what runs a website
	Source string      `json:"source"` // a word of app/inspect
	Due    village.Day `json:"due"`
	Late   int         `json:"late"` // working days
	Over   bool        `json:"over"` // it was put right in the quarter
}

// How long the lists of a bulletin are.
const (
	maxCategories = 10
	maxLate       = 30
)

// BulletinPeriod is the time of all rows that the bulletin of a quarter is made from: its year
// up to its end, and the quarter before. The error is that of [Quarter].
func BulletinPeriod(quarter string) (Period, error) {
	of, year, err := Quarter(quarter)
	if before := of.From.AddDate(0, -3, 0); before.Before(year.From) {
		year.From = before
	}
	return year, err
}

// NewBulletin makes the bulletin of a quarter, as 2026Q3, on a day: what is overdue is so at the
// end of the quarter, or that morning while it is not over. The error is that of [Quarter].
func NewBulletin(d Data, period string, now time.Time) (Bulletin, error) {
	quarter, year, err := Quarter(period)
	if err != nil {
		return Bulletin{}, err
	}
	rows, err := BulletinPeriod(period)
	if err != nil {
		return Bulletin{}, err
	}
	d = d.In(rows)
	of, upTo := d.In(quarter), d.In(year)
	b := Bulletin{
		Period: period, Hash: d.Hash(), Quarter: of.Figures(), Year: upTo.Figures(), AsOf: year.To, Perfect: []string{}, Latest: []Late{},
		Categories: upTo.Categories(maxCategories),
	}
	if now.Before(b.AsOf) {
		now = now.In(village.Zone)
		b.AsOf = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, village.Zone)
	}
	b.Units, b.OfQuarter = upTo.UnitTable(b.AsOf), of.UnitTable(b.AsOf)
	for _, r := range b.Units {
		if r.Perfect() {
			b.Perfect = append(b.Perfect, r.Name)
		}
	}
	b.latest(upTo)
	return b, nil
}

// Says reports whether a bulletin that was kept as JSON says what b does. The day on which what
// is open was judged is none of it, nor how late it is by then: as long as nobody is late who
// was not, it is the same.
func (b Bulletin) Says(kept []byte) bool {
	var other Bulletin
	if village.DecodeJSON(kept, &other) != nil {
		return false
	}
	ours, err := json.Marshal(b.undated())
	theirs, otherErr := json.Marshal(other.undated())
	return err == nil && otherErr == nil && bytes.Equal(ours, theirs)
}

// undated is b without the day on which it was made.
func (b Bulletin) undated() Bulletin {
	b.AsOf, b.Named = time.Time{}, slices.Clone(b.Named)
	for i := range b.Named {
		if !b.Named[i].Over {
			b.Named[i].Late = 0
		}
	}
	slices.SortFunc(b.Named, func(a, b Named) int { return cmp.Compare(a.Number, b.Number) })
	return b
}

// latest fills in what waits.
func (b *Bulletin) latest(d Data) {
	names := map[string]string{}
	for _, u := range d.Units {
		names[u.Code] = u.Name
	}
	for _, t := range d.Tickets {
		if t.waits(b.AsOf) {
			name := names[t.Unit]
			if name == "" {
				name = t.Unit
			}
			b.Latest = append(b.Latest, Late{ID: t.ID, Unit: name, Due: t.DueAt})
		}
	}
	slices.SortFunc(b.Latest, func(a, b Late) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	b.Late = len(b.Latest)
	b.Latest = b.Latest[:min(b.Late, maxLate)]
}
