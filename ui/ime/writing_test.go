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

func TestTheCommonOneOfLookAlikesStandsFirst(t *testing.T) {
	sun := ink.Drawing{Strokes: []ink.Stroke{
		{{X: 90, Y: 50}, {X: 90, Y: 250}}, {{X: 90, Y: 50}, {X: 210, Y: 50}, {X: 210, Y: 250}},
		{{X: 92, Y: 150}, {X: 208, Y: 150}}, {{X: 92, Y: 245}, {X: 208, Y: 245}},
	}, Width: 300, Height: 300}
	if got, err := writing(t).Candidates(sun, InText, 5); err != nil || !slices.Contains(got[:min(3, len(got))], "日") {
		t.Errorf("日 is read as %v, %v", got, err)
	}
	if got, err := writing(t).Candidates(box, InText, 5); err != nil || got[0] != "口" {
		t.Errorf("口 is read as %v, %v", got, err)
	}
}

func TestNamesHoldNoDigits(t *testing.T) {
	w := writing(t)
	text, err := w.Candidates(bar, InText, 10)
	if err != nil || !slices.Contains(text, "1") {
		t.Errorf("in a text a line may be a 1: %v, %v", text, err)
	}
	name, err := w.Candidates(bar, InSurname, 10)
	if err != nil || slices.Contains(name, "1") {
		t.Errorf("in a name it may not: %v, %v", name, err)
	}
}

func TestBadFrequencyListsAreRefused(t *testing.T) {
	for _, list := range []string{"一\t1\t2\n", "一二\t1\t2\t3\t4\t5\n", "一\tx\t2\t3\t4\t5\n", "一\t-1\t2\t3\t4\t5\n"} {
		if _, err := NewCharacters(list, ""); err == nil {
			t.Errorf("%q is taken", list)
		}
	}
}
