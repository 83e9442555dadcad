package stats

import (
	"slices"
	"testing"
)

// TestAFigureIsTheSumOfItsRows for every one whose rows are listed, and the rows that are not
// above the line stand first.
func TestAFigureIsTheSumOfItsRows(t *testing.T) {
	d := sliced()
	all := d.Figures()
	for _, id := range Listed() {
		f, lines, ok := d.Lines(id)
		i := slices.IndexFunc(all, func(f Figure) bool { return f.ID == id })
		if !ok || i < 0 || all[i] != f {
			t.Fatalf("%s: %+v, of all figures %d", id, f, i)
		}
		hits, seen := int64(0), map[string]bool{}
		for n, l := range lines {
			if l.Hit {
				hits++
			}
			if seen[l.ID] || n > 0 && lines[n-1].Hit && !l.Hit {
				t.Fatalf("%s: row %d of %s stands twice or behind", id, n, l.ID)
			}
			seen[l.ID] = true
		}
		if f.Unit == "count" {
			f.Denominator = f.Numerator
		}
		if hits != f.Numerator || int64(len(lines)) != f.Denominator || hits == 0 {
			t.Errorf("%s: %d of %d rows, the figure says %d ÷ %d", id, hits, len(lines), f.Numerator, f.Denominator)
		}
	}
	if _, _, ok := d.Lines("K13.steps"); ok {
		t.Error("rows of a median")
	}
}
