package stats

import (
	"slices"
	"strconv"
	"testing"
	"time"
)

// TestAFigureIsTheSumOfItsRows for every figure that is a count or a share of rows; those that
// are not above the line stand first.
func TestAFigureIsTheSumOfItsRows(t *testing.T) {
	d := sliced()
	for _, f := range d.Figures() {
		got, lines, ok := d.Lines(f.ID)
		if !ok || got != f {
			t.Fatalf("%s: %+v", f.ID, got)
		}
		hits, seen := int64(0), map[string]bool{}
		for n, l := range lines {
			if l.Hit {
				hits++
			}
			if l.Kind == "" || seen[l.ID] && l.Kind != RowVisit || n > 0 && lines[n-1].Hit && !l.Hit {
				t.Fatalf("%s: row %d, %s, has no kind, stands twice or behind", f.ID, n, l.ID)
			}
			seen[l.ID] = true
		}
		under := f.Denominator
		switch {
		case slices.Contains([]string{"K13.steps", "K13.hand_overs", "K14.sign", "K15.score"}, f.ID):
			continue // no shares of rows
		case f.ID == "K15.coverage":
			under = hits // centres that nobody visited have no row
		case f.Unit == "count":
			under = f.Numerator
		}
		if hits != f.Numerator || int64(len(lines)) != under {
			t.Errorf("%s: %d of %d rows, the figure says %d ÷ %d", f.ID, hits, len(lines), f.Numerator, f.Denominator)
		}
	}
	if _, _, ok := d.Lines("K16"); ok {
		t.Error("rows of no figure")
	}
}

// TestAMedianIsTheMiddleOfItsRows, each of which says what it brings.
func TestAMedianIsTheMiddleOfItsRows(t *testing.T) {
	at := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	d := Data{Cases: []Case{{ID: "a", Steps: 5, HandOvers: 1}, {ID: "b", Steps: 3}, {ID: "c"}, {ID: "d", Steps: 9}}, Tickets: []Ticket{
		{ID: "x", DispatchedAt: at, SignedAt: at.Add(3 * time.Hour)}, {ID: "y", DispatchedAt: at},
	}}
	for id, want := range map[string][]string{"K13.steps": {"5", "3", "9"}, "K13.hand_overs": {"1", "0", "0"}, "K14.sign": {"3"}} {
		f, lines, _ := d.Lines(id)
		var got []string
		for _, l := range lines {
			got = append(got, l.Value)
		}
		values := slices.Clone(got)
		slices.Sort(values)
		middle, _ := strconv.ParseInt(values[len(values)/2], 10, 64)
		if !slices.Equal(got, want) || f.Numerator != 2*middle {
			t.Errorf("%s: %v, %+v", id, got, f)
		}
	}
}
