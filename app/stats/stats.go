// Package stats computes the indicators of a district (K1 to K15) from rows, one
// function each. Every figure keeps its numerator and denominator, and all of them a
// hash of the rows that they were made from, so that anybody can make them again.
package stats

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"bianmin/app/village"
)

// Data is everything that figures are made from. Nothing in it is personal.
type Data struct {
	Units   []Unit
	Items   []Item
	Cases   []Case
	Tickets []Ticket
	Visits  []Visit
	Told    []Toll
	Centres int // service centres of the district
}

// Unit is one that has moved into the centre (进驻单位).
type Unit struct{ Code, Name string }

// Item is a service item of the register. Visits is how often one has to come (-1 =
// not known); Online: it can be applied for online (可网办).
type Item struct {
	Code, Unit, Type                            string
	Visits                                      int
	Online, OneWindow, MustEnter, Exempt, Enter bool
}

// Case is an accepted case. Channel is where it came in: window, gdzwfw, kiosk,
// assisted, home_visit, hotline or mobile. Came is how often the person came (-1 = not
// recorded); Place where, "" = not known.
type Case struct {
	ID, Unit, Item, Channel string
	Place                   village.DivisionCode
	AcceptedAt              time.Time
	Came, Steps, HandOvers  int
	OneWindow               bool // taken at a comprehensive window
}

// Ticket is a dispatched request of the 12345 hotline. Zero times have not come; Place is
// where it came in, "" = not known.
type Ticket struct {
	ID, Unit, Category                      string
	Place                                   village.DivisionCode
	DispatchedAt, SignedAt, DueAt, ClosedAt time.Time
	Surveyed, Satisfied                     bool
	Returns, Reopens                        int
}

// Visit is one spot check of a centre: points out of Full, in tenths of a point.
type Visit struct {
	Centre       string
	At           time.Time
	Points, Full int
}

// Toll is what a finding that no visit made takes from the points of a centre, with the moment
// of the visit of its month. Of a section no more is taken than Max for each visit; 0 = no limit.
type Toll struct {
	Centre, Section string
	At              time.Time
	Points, Max     int
}

// Period is from its first moment to before its last; the zero value is all time.
type Period struct{ From, To time.Time }

// Holds reports whether t lies in the period.
func (p Period) Holds(t time.Time) bool {
	return p.To.IsZero() && p.From.IsZero() || !t.Before(p.From) && t.Before(p.To)
}

// quarterText has one writing for each quarter: its issues are counted by it.
var quarterText = regexp.MustCompile(`^20[0-9]{2}Q[1-4]$`)

// Quarter is a quarter of a year in the zone of the county, and the year up to its end.
// Text is as 2026Q3. The error is [village.Invalid] at "quarter".
func Quarter(text string) (quarter, year Period, err error) {
	if !quarterText.MatchString(text) {
		return quarter, year, village.Refuse("quarter", "err.stats.quarter")
	}
	n, _ := strconv.Atoi(text[:4])
	k := int(text[5] - '0')
	first := time.Date(n, time.January, 1, 0, 0, 0, 0, village.Zone)
	quarter = Period{From: first.AddDate(0, 3*(k-1), 0), To: first.AddDate(0, 3*k, 0)}
	return quarter, Period{From: first, To: quarter.To}, nil
}

// In is the data of a period: cases by their acceptance, tickets by their dispatch,
// spot checks by their day. Registers are as they stand now.
func (d Data) In(p Period) Data {
	d.Cases = slices.DeleteFunc(slices.Clone(d.Cases), func(c Case) bool { return !p.Holds(c.AcceptedAt) })
	d.Tickets = slices.DeleteFunc(slices.Clone(d.Tickets), func(t Ticket) bool { return !p.Holds(t.DispatchedAt) })
	d.Visits = slices.DeleteFunc(slices.Clone(d.Visits), func(v Visit) bool { return !p.Holds(v.At) })
	d.Told = slices.DeleteFunc(slices.Clone(d.Told), func(t Toll) bool { return !p.Holds(t.At) })
	return d
}

// Figure is one indicator. Displayed is what is printed: a percentage is cut after two
// decimals and not rounded, as the district's reports do; it is "" when the
// denominator is 0.
type Figure struct {
	ID          string `json:"id"`
	Numerator   int64  `json:"numerator"`
	Denominator int64  `json:"denominator"` // 0 of a count: there is none
	Unit        string `json:"unit"`        // percent, count, hours, steps, points
	Rounding    string `json:"rounding"`    // truncate-2, or none
	Filter      string `json:"filter"`      // what is counted, in one line
	Displayed   string `json:"displayed"`
}

const truncated = "truncate-2"

// Shown is the value with its unit; a dash when there is nothing to divide by.
func (f Figure) Shown() string {
	switch {
	case f.Displayed == "":
		return "–"
	case f.Unit == "percent":
		return f.Displayed + " %"
	}
	return f.Displayed
}

func ratio(id, filter string, n, of int) Figure {
	return Figure{ID: id, Numerator: int64(n), Denominator: int64(of), Unit: "percent", Rounding: truncated, Filter: filter, Displayed: Percent(n, of)}
}

func count(id, filter string, n int) Figure {
	return Figure{ID: id, Numerator: int64(n), Unit: "count", Rounding: "none", Filter: filter, Displayed: strconv.Itoa(n)}
}

// Percent is n of total in percent, cut after two decimals: 2823 of 3617 is 78.04. It
// is "" for a total of 0.
func Percent(n, total int) string { return cut(int64(n)*100, int64(total)) }

// cut is n ÷ of, cut after two decimals.
func cut(n, of int64) string {
	if of <= 0 {
		return ""
	}
	hundredths := n * 100 / of
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// Tables are the rows as CSV by the name of their table, in a fixed order: what
// somebody else needs to make the figures again, and what [Hash] is of. Times are
// seconds since 1970, 0 = not come. Where nothing was told of centres there is no table of it:
// the rows of before have the hash that they had.
func (d Data) Tables() map[string][]byte {
	tables := map[string][][]string{
		"units":   {{"code", "name"}},
		"items":   {{"code", "unit", "type", "visits", "online", "one_window", "must_enter", "exempt", "entered"}},
		"cases":   {{"id", "unit", "item", "channel", "accepted_at", "came", "steps", "hand_overs", "one_window", "village", "town"}},
		"tickets": {{"id", "unit", "category", "dispatched_at", "signed_at", "due_at", "closed_at", "surveyed", "satisfied", "returns", "reopens", "village", "town"}},
		"visits":  {{"centre", "at", "points", "full"}},
		"centres": {{"count"}, {strconv.Itoa(d.Centres)}},
	}
	add := func(name string, values ...any) { tables[name] = append(tables[name], texts(values)) }
	for _, u := range d.Units {
		add("units", u.Code, u.Name)
	}
	for _, i := range d.Items {
		add("items", i.Code, i.Unit, i.Type, i.Visits, i.Online, i.OneWindow, i.MustEnter, i.Exempt, i.Enter)
	}
	for _, c := range d.Cases {
		add("cases", c.ID, c.Unit, c.Item, c.Channel, c.AcceptedAt, c.Came, c.Steps, c.HandOvers, c.OneWindow, c.Place, c.Place.Town())
	}
	for _, t := range d.Tickets {
		add("tickets", t.ID, t.Unit, t.Category, t.DispatchedAt, t.SignedAt, t.DueAt, t.ClosedAt, t.Surveyed, t.Satisfied, t.Returns, t.Reopens, t.Place, t.Place.Town())
	}
	for _, v := range d.Visits {
		add("visits", v.Centre, v.At, v.Points, v.Full)
	}
	for _, t := range d.Told {
		add("told", t.Centre, t.At, t.Section, t.Points, t.Max)
	}
	if told := tables["told"]; told != nil {
		tables["told"] = slices.Insert(told, 0, []string{"centre", "at", "section", "points", "max"})
	}
	out := map[string][]byte{}
	for name, rows := range tables {
		slices.SortFunc(rows[1:], slices.Compare)
		var b bytes.Buffer
		_ = csv.NewWriter(&b).WriteAll(rows) // a buffer takes everything
		out[name] = b.Bytes()
	}
	return out
}

func texts(values []any) []string {
	out := make([]string, len(values))
	for i, v := range values {
		switch v := v.(type) {
		case time.Time:
			if out[i] = "0"; !v.IsZero() {
				out[i] = strconv.FormatInt(v.Unix(), 10)
			}
		case bool:
			if out[i] = "0"; v {
				out[i] = "1"
			}
		default:
			out[i] = fmt.Sprint(v)
		}
	}
	return out
}

// Hash names the rows that figures were made from: SHA-256, in hex, of the tables one
// after another in the order of their names, each behind its name and a line feed.
func (d Data) Hash() string {
	tables := d.Tables()
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		h.Write([]byte(name + "\n"))
		h.Write(tables[name])
	}
	return hex.EncodeToString(h.Sum(nil))
}
