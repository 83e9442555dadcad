package office

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"bianmin/app/village"
)

// MaxDispatchRows is how many rows a table has at most. A default of ours.
const MaxDispatchRows = 10_000

// DispatchTable says which unit usually gets which requests to 12345 (派单表). It is local, so
// it is data with its document; a county that has none gives requests out by hand. An officer
// decides: the table only fills the form in and names the row.
type DispatchTable struct {
	Version  string        `json:"version"`
	Document string        `json:"document"` // that says so, with its number
	Rows     []DispatchRow `json:"rows"`
	Account  string        `json:"-"` // who put it in; "" = by command
	At       time.Time     `json:"-"`
}

// DispatchRow is one row: what a request must be, and who gets it.
type DispatchRow struct {
	Type  village.TicketType   `json:"type,omitempty"`  // "" = every type
	Place village.DivisionCode `json:"place,omitempty"` // a town, or a village; "" = everywhere
	Unit  string               `json:"unit"`
	Co    []string             `json:"co,omitempty"` // that help
}

// ParseDispatchTable reads a table and refuses one that could not be followed: a unit that is
// not among units, a type or a place that there is not, two rows for the same. The error is
// [village.Invalid] at "table", or at the field of a row, as "rows.3.unit".
func ParseDispatchTable(raw []byte, units []string, known func(village.DivisionCode) bool) (DispatchTable, error) {
	var t DispatchTable
	if err := (village.JSONRules{Depth: 5}).Decode(raw, &t); err != nil {
		return t, village.At("table", err)
	}
	if strings.TrimSpace(t.Version) == "" || utf8.RuneCountInString(t.Version) > 40 || utf8.RuneCountInString(t.Document) > 200 ||
		len(t.Rows) == 0 || len(t.Rows) > MaxDispatchRows {
		return t, village.Refuse("table", "err.dispatch.table")
	}
	type when struct {
		of village.TicketType
		in village.DivisionCode
	}
	seen := map[when]bool{}
	for i, r := range t.Rows {
		row, key := "rows."+strconv.Itoa(i+1)+".", when{r.Type, r.Place}
		all := append([]string{r.Unit}, r.Co...)
		strange := func(u string) bool { return !slices.Contains(units, u) }
		switch {
		case r.Type != "" && !slices.Contains(village.TicketTypes(), r.Type):
			return t, village.Refuse(row+"type", "err.dispatch.type")
		case r.Place != "" && !known(r.Place):
			return t, village.Refuse(row+"place", "err.dispatch.place")
		case slices.ContainsFunc(all, strange) || len(r.Co) > MaxCoUnits || slices.Contains(r.Co, r.Unit):
			return t, village.Refuse(row+"unit", "err.dispatch.unit")
		case seen[key]:
			return t, village.Refuse(row+"place", "err.dispatch.twice")
		}
		seen[key] = true
	}
	return t, nil
}

// For is the row, from 1, for a request of a type from a place: one of its village goes before
// one of its town, that before one for everywhere, and of two for the same place the one that
// names the type. 0 = none.
func (t DispatchTable) For(of village.TicketType, place village.DivisionCode) (n int, row DispatchRow) {
	best := -1
	for i, r := range t.Rows {
		if r.Type != "" && r.Type != of {
			continue
		}
		weight := 0
		switch {
		case r.Place == place && r.Place != "":
			weight = 4
		case r.Place != "" && r.Place == place.Town():
			weight = 2
		case r.Place != "":
			continue
		}
		if r.Type != "" {
			weight++
		}
		if weight > best {
			best, n, row = weight, i+1, r
		}
	}
	return n, row
}
