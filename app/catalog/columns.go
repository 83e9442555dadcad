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

// Day is a day that a list must say: year, month and day with anything between them, as
// 2026-11-30 or 2026/11/3 10:05, or eight digits.
func (r *Cells) Day(column string) village.Day {
	parts := strings.FieldsFunc(r.Must(column), func(c rune) bool { return c < '0' || c > '9' })
	if len(parts) == 1 && len(parts[0]) == len("20261130") {
		all := parts[0]
		parts = []string{all[:4], all[4:6], all[6:]}
	}
	d := village.Day("")
	if len(parts) >= 3 {
		d = village.Day(fmt.Sprintf("%4s-%02s-%02s", parts[0], parts[1], parts[2]))
	}
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
