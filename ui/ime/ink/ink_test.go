package ink_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"bianmin/app/village"
	assets "bianmin/assets/ime"
	"bianmin/ui/ime/ink"
	"bianmin/ui/ime/ink/inkdata"
)

func reader(t testing.TB) *ink.Recogniser {
	t.Helper()
	r, err := ink.New(assets.Ink())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func line(points ...float64) ink.Stroke {
	var s ink.Stroke
	for i := 0; i < len(points); i += 2 {
		s = append(s, ink.Point{X: points[i], Y: points[i+1]})
	}
	return s
}

// drawn are characters as a person draws them on a pad of 300 × 300.
var drawn = map[string][]ink.Stroke{
	"一": {line(40, 150, 260, 140)},
	"十": {line(40, 140, 260, 135), line(150, 30, 150, 270)},
	"人": {line(150, 40, 130, 140, 40, 260), line(145, 110, 190, 200, 260, 260)},
	"大": {line(40, 110, 260, 105), line(150, 30, 140, 120, 40, 270), line(150, 110, 190, 200, 265, 265)},
	"田": {line(60, 70, 62, 240), line(60, 70, 240, 68, 238, 240), line(62, 152, 236, 150), line(150, 70, 150, 236), line(62, 236, 236, 236)},
	"日": {line(90, 50, 90, 250), line(90, 50, 210, 50, 210, 250), line(92, 150, 208, 150), line(92, 245, 208, 245)},
	"木": {line(40, 110, 260, 105), line(150, 30, 150, 275), line(148, 110, 110, 180, 45, 225), line(152, 110, 195, 180, 260, 225)},
	"王": {line(60, 60, 240, 58), line(70, 150, 230, 148), line(150, 60, 150, 245), line(40, 250, 262, 246)},
}

func among(list []ink.Candidate, text string) bool {
	return slices.ContainsFunc(list, func(c ink.Candidate) bool { return c.Text == text })
}

func TestCharactersDrawnByHandAreRead(t *testing.T) {
	r := reader(t)
	for want, strokes := range drawn {
		got, err := r.Recognise(ink.Drawing{Strokes: strokes, Width: 300, Height: 300}, 5, nil)
		if err != nil || !among(got, want) {
			t.Errorf("%s is read as %v, %v", want, got, err)
		}
	}
}

// TestHandsAreRead holds every kind of bad writing to what the product promises,
// on the digits and characters of this package; the figures are taken on a large
// independent collection (docs/input.md).
func TestHandsAreRead(t *testing.T) {
	r := reader(t)
	const seed = 3
	for _, kind := range inkdata.Hands {
		rng := rand.New(rand.NewPCG(seed, 0))
		found, all := 0, 0
		for want, strokes := range drawn {
			for range 5 {
				all++
				got, err := r.Recognise(kind.Write(rng, strokes), 10, nil)
				if err != nil {
					t.Fatal(err)
				}
				if among(got, want) {
					found++
				}
			}
		}
		t.Logf("%s: %d of %d among the first ten", kind.Name, found, all)
		if found*100 < all*90 {
			t.Errorf("%s, seed %d: only %d of %d", kind.Name, seed, found, all)
		}
	}
}

func TestPlaceSizeAndSpeedDoNotMatter(t *testing.T) {
	r := reader(t)
	for want, strokes := range drawn {
		var far []ink.Stroke
		for _, s := range strokes {
			var slow ink.Stroke
			for i := 1; i < len(s); i++ {
				for k := range 50 {
					at := float64(k) / 50
					slow = append(slow, ink.Point{X: 5000 + 3*(s[i-1].X+(s[i].X-s[i-1].X)*at), Y: -700 + 3*(s[i-1].Y+(s[i].Y-s[i-1].Y)*at)})
				}
			}
			far = append(far, append(slow, ink.Point{X: 5000 + 3*s[len(s)-1].X, Y: -700 + 3*s[len(s)-1].Y}))
		}
		got, err := r.Recognise(ink.Drawing{Strokes: far, Width: 900, Height: 900}, 5, nil)
		if err != nil || !among(got, want) {
			t.Errorf("%s far away is read as %v, %v", want, got, err)
		}
	}
}

func TestATouchIsNoCharacter(t *testing.T) {
	r := reader(t)
	for name, strokes := range map[string][]ink.Stroke{
		"nothing":      nil,
		"empty stroke": {nil, {}},
		"one point":    {line(150, 150)},
		"a small dash": {line(150, 150, 156, 151)},
	} {
		if got, err := r.Recognise(ink.Drawing{Strokes: strokes, Width: 300, Height: 300}, 5, nil); err != nil || len(got) != 0 {
			t.Errorf("%s is read as %v, %v", name, got, err)
		}
	}
}

func TestWhatNobodyCanDrawIsRefused(t *testing.T) {
	r := reader(t)
	many := make([]ink.Stroke, ink.MaxStrokes+1)
	long := make(ink.Stroke, ink.MaxPoints+1)
	for name, tt := range map[string]struct {
		strokes []ink.Stroke
		key     string
	}{
		"not a number":     {[]ink.Stroke{line(0, 0, math.NaN(), 1)}, "err.ink.points"},
		"infinite":         {[]ink.Stroke{line(0, 0, math.Inf(1), 1)}, "err.ink.points"},
		"far off":          {[]ink.Stroke{line(0, 0, 1e300, 1)}, "err.ink.points"},
		"too many strokes": {many, "err.ink.size"},
		"too many points":  {[]ink.Stroke{long}, "err.ink.size"},
	} {
		_, err := r.Recognise(ink.Drawing{Strokes: tt.strokes}, 5, nil)
		var e *village.Error
		if !errors.As(err, &e) || e.Kind != village.Invalid || e.Key != tt.key {
			t.Errorf("%s: %v, want %s", name, err, tt.key)
		}
	}
}

func TestAPriorDecidesBetweenLookAlikes(t *testing.T) {
	r := reader(t)
	never := func(text string) float64 {
		if text == "田" {
			return math.Inf(-1)
		}
		return 0
	}
	got, err := r.Recognise(ink.Drawing{Strokes: drawn["田"], Width: 300, Height: 300}, 10, never)
	if err != nil || among(got, "田") {
		t.Errorf("what may not be offered is: %v, %v", got, err)
	}
}

func TestADamagedModelIsAnError(t *testing.T) {
	good := assets.Ink()
	for name, raw := range map[string][]byte{
		"empty":       nil,
		"other file":  []byte("PK\x03\x04 something else entirely"),
		"cut":         good[:len(good)/2],
		"longer":      append(slices.Clone(good), 0),
		"huge counts": append([]byte("INK1"), slices.Repeat([]byte{255}, 64)...),
	} {
		if _, err := ink.New(raw); err == nil {
			t.Errorf("%s is taken for a model", name)
		}
	}
}

func FuzzModel(f *testing.F) {
	f.Add(assets.Ink()[:4096])
	f.Add([]byte("INK1\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00[\"a\"]"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if r, err := ink.New(raw); err == nil {
			if _, err := r.Recognise(ink.Drawing{Strokes: drawn["田"]}, 3, nil); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzDrawing(f *testing.F) {
	r := reader(f)
	f.Add([]byte{10, 10, 200, 10, 255, 255, 30, 30, 30, 200})
	f.Fuzz(func(t *testing.T, raw []byte) {
		strokes := []ink.Stroke{nil}
		for i := 1; i < min(len(raw), 2000); i += 2 {
			if raw[i-1] == 255 {
				strokes = append(strokes, nil)
				continue
			}
			last := &strokes[len(strokes)-1]
			*last = append(*last, ink.Point{X: float64(raw[i-1]), Y: float64(raw[i])})
		}
		got, err := r.Recognise(ink.Drawing{Strokes: strokes, Width: 255, Height: 255}, 10, nil)
		for _, c := range got {
			if math.IsNaN(c.Odds) || c.Text == "" {
				t.Errorf("%v gives %+v", strokes, c)
			}
		}
		if err != nil && village.KindOf(err) != village.Invalid {
			t.Error(err)
		}
	})
}
