package listfile

import (
	"fmt"
	"strings"

	"bianmin/app/catalog"
)

// line is one line of a table: its number as a spreadsheet counts, and its cells.
type line struct {
	number int
	cells  []string
}

// table collects the lines of a file that are not empty.
type table struct {
	lines []line
}

// add takes a line; more lines than fit are refused.
func (t *table) add(number int, cells []string) error {
	if filled(cells) == 0 {
		return nil
	}
	if len(t.lines) > maxRows+headerRows {
		return tooMany()
	}
	t.lines = append(t.lines, line{number, cells})
	return nil
}

func tooMany() error {
	return refuse("file", "err.list.rows", map[string]any{"limit": maxRows}, nil)
}

func tooWide(row, column int) error {
	return refuse(fmt.Sprintf("row %d, column %d", row, column), "err.list.wide",
		map[string]any{"row": row, "column": column}, nil)
}

// rows puts the cells of each line under the names of the header.
func (t *table) rows() ([]catalog.Row, error) {
	at := t.header()
	if at < 0 {
		return nil, refuse("header", "err.list.header", nil, nil)
	}
	names, err := columnNames(t.lines[at])
	if err != nil {
		return nil, err
	}
	body := t.lines[at+1:]
	if len(body) > maxRows {
		return nil, tooMany()
	}
	rows := make([]catalog.Row, 0, len(body))
	for _, l := range body {
		row := catalog.Row{Number: l.number, Cells: make(map[string]string, len(names))}
		for i, cell := range l.cells {
			switch {
			case i < len(names) && names[i] != "":
				row.Cells[names[i]] = cell
			case strings.TrimSpace(cell) != "":
				return nil, tooWide(l.number, i+1)
			}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// header is the place of the first line that is nearly as full as the fullest
// of the first ten, so that a title above the table is not taken for it.
func (t *table) header() int {
	first := t.lines[:min(headerRows, len(t.lines))]
	widest := 0
	for _, l := range first {
		widest = max(widest, filled(l.cells))
	}
	for i, l := range first {
		if n := filled(l.cells); n > 0 && n*10 >= widest*6 {
			return i
		}
	}
	return -1
}

func columnNames(l line) ([]string, error) {
	names := make([]string, len(l.cells))
	seen := map[string]bool{}
	for i, cell := range l.cells {
		names[i] = strings.Join(strings.Fields(cell), "")
		if names[i] != "" && seen[names[i]] {
			return nil, refuse(fmt.Sprintf("row %d, %s", l.number, names[i]), "err.list.column_twice",
				map[string]any{"row": l.number, "column": names[i]}, nil)
		}
		seen[names[i]] = true
	}
	return names, nil
}

func filled(cells []string) int {
	n := 0
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}
