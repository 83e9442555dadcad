package stats

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

//go:embed columns.json
var columnsFile []byte

// columns are the names under which a list may have each of our columns, and what stands
// for yes and for no.
type columns struct {
	Columns map[string][]string `json:"columns"`
	Yes     []string            `json:"yes"`
	No      []string            `json:"no"`
}

//nolint:gochecknoglobals // the embedded table, parsed once
var columnNames = sync.OnceValue(func() (c columns) {
	if err := village.DecodeJSON(columnsFile, &c); err != nil {
		panic(err) // a test reads it
	}
	return c
})

// FromRows reads the register of items and of the units that have them (进驻事项). A unit
// is called as its cases call it. What a list does not say is not so; visits that it does
// not say are not known. The error is [village.Invalid] at the row and column, as
// "row 12, visits".
func FromRows(rows []catalog.Row) (units []Unit, items []Item, err error) {
	names := columnNames()
	seen, known := map[string]bool{}, map[string]bool{}
	for _, row := range rows {
		r := listRow{row: row, names: names}
		it := Item{
			Code: r.text("code"), Unit: r.text("unit"), Type: r.text("type"), Visits: r.count("visits"), Online: r.yes("online"),
			OneWindow: r.yes("one_window"), MustEnter: r.yes("must_enter"), Exempt: r.yes("exempt"), Enter: r.yes("entered"),
		}
		switch {
		case r.err != nil:
			return nil, nil, r.err
		case it.Code == "":
			return nil, nil, r.wrong("code", "err.register.missing")
		case it.Unit == "":
			return nil, nil, r.wrong("unit", "err.register.missing")
		case seen[it.Code]:
			return nil, nil, r.wrong("code", "err.register.twice")
		}
		seen[it.Code] = true
		items = append(items, it)
		if !known[it.Unit] {
			known[it.Unit] = true
			units = append(units, Unit{Code: it.Unit, Name: it.Unit})
		}
	}
	if len(items) == 0 {
		return nil, nil, village.Refuse("file", "err.items.empty")
	}
	return units, items, nil
}

// listRow reads one row and keeps the first thing that is wrong with it.
type listRow struct {
	row   catalog.Row
	names columns
	err   error
}

func (r *listRow) wrong(column, key string) error {
	return &village.Error{Kind: village.Invalid, Field: fmt.Sprintf("row %d, %s", r.row.Number, column), Key: key, Args: map[string]any{"text": r.text(column)}}
}

func (r *listRow) text(column string) string {
	for _, name := range r.names.Columns[column] {
		if cell, ok := r.row.Cells[name]; ok {
			return strings.TrimSpace(cell)
		}
	}
	return ""
}

// count is a number of visits; -1 is not known.
func (r *listRow) count(column string) int {
	s := r.text(column)
	if s == "" {
		return -1
	}
	n, err := strconv.Atoi(s)
	if (err != nil || n < 0 || n > maxVisits) && r.err == nil {
		r.err = r.wrong(column, "err.register.number")
	}
	return n
}

// maxVisits is more than anybody has to come.
const maxVisits = 99

func (r *listRow) yes(column string) bool {
	s := strings.ToLower(r.text(column))
	is := slices.Contains(r.names.Yes, s)
	if !is && !slices.Contains(r.names.No, s) && r.err == nil {
		r.err = r.wrong(column, "err.register.yes")
	}
	return is
}
