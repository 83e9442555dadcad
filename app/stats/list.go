package stats

import (
	_ "embed"
	"sync"

	"bianmin/app/catalog"
	"bianmin/app/village"
)

//go:embed columns.json
var columnsFile []byte

//nolint:gochecknoglobals // the embedded table, parsed once
var columnNames = sync.OnceValue(func() (c catalog.Columns) {
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
		r := names.Of(row)
		it := Item{
			Code: r.Must("code"), Unit: r.Must("unit"), Type: r.Text("type"), Visits: r.Count("visits", maxVisits), Online: r.Yes("online"),
			OneWindow: r.Yes("one_window"), MustEnter: r.Yes("must_enter"), Exempt: r.Yes("exempt"), Enter: r.Yes("entered"),
		}
		switch {
		case r.Err != nil:
			return nil, nil, r.Err
		case seen[it.Code]:
			return nil, nil, r.Wrong("code", "err.register.twice")
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

// maxVisits is more than anybody has to come.
const maxVisits = 99
