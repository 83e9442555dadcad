package catalog

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"bianmin/app/village"
)

// Columns are the names under which lists have each column of a register, and what stands
// for yes and for no in their cells.
type Columns struct {
	Columns map[string][]string `json:"columns"`
	Yes     []string            `json:"yes"`
	No      []string            `json:"no"`
}

// Cells reads one row of a register and keeps the first thing that is wrong with it.
type Cells struct {
	Err   error
	row   Row
	names Columns
}

// Of reads a row.
func (c Columns) Of(row Row) *Cells { return &Cells{row: row, names: c} }

// Wrong is what is wrong with a column: [village.Invalid] at the row and column, as
// "row 12, visits".
func (r *Cells) Wrong(column, key string) error {
	return &village.Error{Kind: village.Invalid, Field: fmt.Sprintf("row %d, %s", r.row.Number, column), Key: key, Args: map[string]any{"text": r.Text(column)}}
}

// Refuse keeps what is wrong with a column unless something was wrong before.
func (r *Cells) Refuse(column, key string) {
	if r.Err == nil {
		r.Err = r.Wrong(column, key)
	}
}

// Text is a cell without spaces around it; "" where the list has no such column.
func (r *Cells) Text(column string) string {
	for _, name := range r.names.Columns[column] {
		if cell, ok := r.row.Cells[name]; ok {
			return strings.TrimSpace(cell)
		}
	}
	return ""
}

// Must is a cell that says something.
func (r *Cells) Must(column string) string {
	s := r.Text(column)
	if s == "" {
		r.Refuse(column, "err.register.missing")
	}
	return s
}

// Day is a day that a list must say, as 2026-11-30, 2026/11/30 or 20261130.
func (r *Cells) Day(column string) village.Day {
	s := strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "").Replace(r.Must(column))
	s, _, _ = strings.Cut(s, " ") // a time behind it
	if len(s) == 8 && !strings.Contains(s, "-") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if parts := strings.Split(s, "-"); len(parts) == 3 {
		for i, part := range parts {
			if len(part) == 1 {
				parts[i] = "0" + part
			}
		}
		s = strings.Join(parts, "-")
	}
	d := village.Day(s)
	if !d.Real() {
		r.Refuse(column, "err.register.day")
		return ""
	}
	return d
}

// Count is a number from 0 to most; -1 is not known.
func (r *Cells) Count(column string, most int) int {
	s := r.Text(column)
	if s == "" {
		return -1
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > most {
		r.Refuse(column, "err.register.number")
	}
	return n
}

// Yes reads yes or no; a cell that says nothing is no.
func (r *Cells) Yes(column string) bool {
	s := strings.ToLower(r.Text(column))
	is := slices.Contains(r.names.Yes, s)
	if !is && !slices.Contains(r.names.No, s) {
		r.Refuse(column, "err.register.yes")
	}
	return is
}
