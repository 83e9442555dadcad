package catalog

import (
	"slices"
	"strings"
)

// Texts are the sentences of assets/lang.
type Texts interface {
	Map(key string, args map[string]any) string
}

// Text is the problem as a sentence; of a list of rows it says in which row and column.
func (p Problem) Text(t Texts) string {
	says := t.Map(p.Key, p.Args)
	switch {
	case p.Row > 0 && p.Column != "":
		return t.Map("catalog.lint.at", map[string]any{"row": p.Row, "column": p.Column, "says": says})
	case p.Row > 0:
		return t.Map("catalog.lint.at_row", map[string]any{"row": p.Row, "says": says})
	}
	return says
}

// LintRows is [Lint] of what [FromRows] made of rows: a problem names the row of its item,
// and the column where the list has one for the field.
func LintRows(rows []Row, c Catalogue) []Problem {
	w := vocabulary()
	columns := knownColumns(w, rows)
	named := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return strings.TrimSpace(r.Cells[columns["name"]]) == "" })
	return lint(c, func(item int, p *Problem) {
		field, _, _ := strings.Cut(p.Field, ".")
		field, _, _ = strings.Cut(field, "[")
		p.Row, p.Column = named[item].Number, columns[field]
	})
}
