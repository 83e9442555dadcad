package ime

import (
	"slices"
	"testing"

	assets "bianmin/assets/ime"
	"bianmin/ui/ime/ink"
)

func writing(t testing.TB) *Writing {
	t.Helper()
	w, err := NewWriting(assets.Ink(), characters(t))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// bar and box are a vertical line and a closed square.
var (
	bar = ink.Drawing{Strokes: []ink.Stroke{{{X: 150, Y: 30}, {X: 148, Y: 270}}}, Width: 300, Height: 300}
	box = ink.Drawing{Strokes: []ink.Stroke{
		{{X: 50, Y: 50}, {X: 50, Y: 250}}, {{X: 50, Y: 50}, {X: 250, Y: 50}, {X: 250, Y: 250}}, {{X: 50, Y: 248}, {X: 250, Y: 248}},
	}, Width: 300, Height: 300}
)

func TestPartsOfCharactersAreNotOffered(t *testing.T) {
	w := writing(t)
	for _, d := range []ink.Drawing{bar, box} {
		got, err := w.Candidates(d, InText, 200)
		if err != nil || len(got) != 200 {
			t.Fatalf("%d candidates, %v", len(got), err)
		}
		for _, part := range []string{"丨", "囗", "亅", "⺊"} {
			if slices.Contains(got, part) {
				t.Errorf("%s is offered", part)
			}
		}
	}
}

func TestBadFrequencyListsAreRefused(t *testing.T) {
	for _, list := range []string{"一\t1\t2\n", "一二\t1\t2\t3\t4\t5\n", "一\tx\t2\t3\t4\t5\n", "一\t-1\t2\t3\t4\t5\n"} {
		if _, err := NewCharacters(list, ""); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}
