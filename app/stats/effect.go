package stats

import (
	"bytes"
	"encoding/csv"
	"time"
)

// Effect is what the tickets of a unit were in the quarter in which it took a measure, and
// in the one after (H6). It says what was, and not that the one came of the other.
type Effect struct {
	Number int64   `json:"number"` // of the measure
	Title  string  `json:"title"`
	Before UnitRow `json:"before"`
	After  UnitRow `json:"after"`
}

// Taken is a measure of a unit, by its code or its name, and when it was put down.
type Taken struct {
	Number int64
	Title  string
	Unit   string
	At     time.Time
}

// TakenTable is measures as CSV, with those of [Data.Tables]: the number, its unit, and when.
func TakenTable(measures []Taken) []byte {
	var b bytes.Buffer
	rows := [][]string{{"number", "title", "unit", "at"}}
	for _, m := range measures {
		rows = append(rows, texts([]any{m.Number, m.Title, m.Unit, m.At}))
	}
	_ = csv.NewWriter(&b).WriteAll(rows) // a buffer takes everything
	return b.Bytes()
}

// Effects are those of the measures that were put down in the quarter before. The error is
// that of [Quarter].
func (d Data) Effects(quarter string, measures []Taken) ([]Effect, error) {
	after, _, err := Quarter(quarter)
	if err != nil {
		return nil, err
	}
	before := Period{From: after.From.AddDate(0, -3, 0), To: after.From}
	was, is := d.In(before).UnitTable(before.To), d.In(after).UnitTable(after.To)
	var list []Effect
	for _, m := range measures {
		if before.Holds(m.At) {
			list = append(list, Effect{Number: m.Number, Title: m.Title, Before: d.rowOf(was, m.Unit), After: d.rowOf(is, m.Unit)})
		}
	}
	return list, nil
}

// rowOf is the row of a unit; one without tickets has a row of zeros.
func (d Data) rowOf(table []UnitRow, unit string) UnitRow {
	for _, r := range table {
		if r.Code == unit || r.Name == unit {
			return r
		}
	}
	for _, u := range d.Units {
		if u.Code == unit || u.Name == unit {
			return UnitRow{Unit: u}
		}
	}
	return UnitRow{Unit: Unit{Code: unit, Name: unit}}
}
