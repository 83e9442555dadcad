package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"golang.org/x/image/draw"

	"bianmin/app/needtest"
	"bianmin/app/village"
)

var kinds = append(village.PictureKinds(), village.PictureScene)

// blurred is a frame out of focus: every pixel the mean of a box around it.
func blurred(frame *image.RGBA, radius int) image.Image {
	g := grey(frame)
	sums, w, h := integral(g), g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(g.Rect)
	for y := range h {
		for x := range w {
			l, r, top, bottom := max(0, x-radius), min(w, x+radius+1), max(0, y-radius), min(h, y+radius+1)
			sum := sums[bottom*(w+1)+r] - sums[top*(w+1)+r] - sums[bottom*(w+1)+l] + sums[top*(w+1)+l]
			out.Pix[y*out.Stride+x] = byte(sum / ((r - l) * (bottom - top)))
		}
	}
	return out
}

func TestOnlyWhatCanBeReadIsSharp(t *testing.T) {
	text, _ := page(t, 1700, 1400, 30)
	sheet := image.NewRGBA(image.Rect(0, 0, 2000, 1500))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	draw.Draw(sheet, image.Rect(150, 50, 1850, 1450), text, image.Point{}, draw.Src)
	empty := image.NewRGBA(sheet.Rect)
	draw.Draw(empty, empty.Rect, image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	line := image.NewRGBA(sheet.Rect) // a few lines of text on an empty sheet
	draw.Draw(line, line.Rect, empty, image.Point{}, draw.Src)
	draw.Draw(line, image.Rect(200, 600, 1800, 840), sheet, image.Pt(200, 600), draw.Src)
	for name, c := range map[string]struct {
		frame image.Image
		sharp bool
	}{
		"in focus":         {sheet, true},
		"a little soft":    {blurred(sheet, 2), true},
		"out of focus":     {blurred(sheet, 8), false},
		"a hand that runs": {blurred(sheet, 16), false},
		"an empty sheet":   {empty, false},
		"a few lines":      {line, true},
	} {
		p, err := Develop(c.frame, "", false)
		if err != nil || p.Sharp != c.sharp {
			t.Errorf("%s: sharp %v with %.0f, %v", name, p.Sharp, sharpness(c.frame), err)
		}
	}
}

// TestEveryPictureIsSmallEnoughForTheLine whatever the camera saw, and large enough to be
// read.
func TestEveryPictureIsSmallEnoughForTheLine(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	frames := withoutSheet(t)
	noise := image.NewRGBA(image.Rect(0, 0, 1300, 1100))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32()) | byte(255*inside(i%4 == 3))
	}
	frames["noise in colours"] = noise
	frames["dense text"], _ = page(t, 1200, 1600, 16)
	frames["a tiny frame"] = shrink(noise, 2*leastSide)
	for name, frame := range frames {
		for _, kind := range village.PictureKinds() {
			p, err := Develop(frame, kind, false)
			if err != nil || len(p.Data) == 0 || len(p.Data) > MaxBytes {
				t.Errorf("%s as %q: %d bytes, %v", name, kind, len(p.Data), err)
				continue
			}
			got, coding, err := image.DecodeConfig(bytes.NewReader(p.Data))
			want := map[bool]string{true: "png", false: "jpeg"}[kind.Text()]
			t.Logf("%s as %q: %d by %d px, %d bytes", name, kind, got.Width, got.Height, len(p.Data))
			if err != nil || coding != want {
				t.Errorf("%s as %q is %q: %v", name, kind, coding, err)
			}
			if long := max(got.Width, got.Height); long < min(640, max(frame.Rect.Dx(), frame.Rect.Dy())) || long > textSides[0] {
				t.Errorf("%s as %q: %d px long", name, kind, long)
			}
			if v := p.View.Bounds(); max(v.Dx(), v.Dy()) > viewSide || max(p.Small.Bounds().Dx(), p.Small.Bounds().Dy()) > smallSide {
				t.Errorf("%s as %q: shown at %v", name, kind, v)
			}
		}
	}
	if _, err := Develop(image.NewRGBA(image.Rect(0, 0, 3, 3)), "", false); err == nil {
		t.Error("a frame of nine pixels is a paper")
	}
}

// TestColoursStayWhereTheyCount: of a card they are on the picture, of text they are not.
func TestColoursStayWhereTheyCount(t *testing.T) {
	card := image.NewRGBA(image.Rect(0, 0, 856, 540))
	draw.Draw(card, card.Rect, image.NewUniform(color.RGBA{190, 215, 240, 255}), image.Point{}, draw.Src)
	draw.Draw(card, image.Rect(560, 80, 780, 360), image.NewUniform(color.RGBA{200, 120, 90, 255}), image.Point{}, draw.Src)
	frame := shot{angle: -7, scale: 0.5, w: 1200, h: 900, ground: flat(50)}.of(card)
	for _, kind := range kinds {
		p, err := Develop(frame, kind, false)
		if err != nil {
			t.Fatal(err)
		}
		shown, _, err := image.Decode(bytes.NewReader(p.Data))
		if err != nil {
			t.Fatal(err)
		}
		coloured := false
		for y := range shown.Bounds().Dy() {
			for x := range shown.Bounds().Dx() {
				r, _, b, _ := shown.At(x, y).RGBA()
				coloured = coloured || r > b+0x4000
			}
		}
		if coloured == kind.Text() || kind == village.PictureCard && !p.Cut || kind == village.PictureScene && p.Cut {
			t.Errorf("as %q: in colours %v, found %v", kind, coloured, p.Cut)
		}
	}
}

// TestASlantedPaperIsReadAsWellAsAStraightOne by another program, from the picture that
// is handed in.
func TestASlantedPaperIsReadAsWellAsAStraightOne(t *testing.T) {
	needtest.Tool(t, "tesseract")
	sheet, text := page(t, 560, 320, 30)
	for name, s := range map[string]shot{
		"turned and aslant": {angle: 8, scale: 1.2, tilt: 0.1, w: 900, h: 700, ground: grained(90)},
	} {
		frame := s.of(sheet)
		p, err := Develop(frame, "", false)
		if err != nil || !p.Cut {
			t.Fatalf("%s: found %v, %v", name, p.Cut, err)
		}
		var before bytes.Buffer
		if err := png.Encode(&before, frame); err != nil {
			t.Fatal(err)
		}
		was, is := readBack(t, before.Bytes(), text), readBack(t, p.Data, text)
		t.Logf("%s: %.2f of the letters are read off the frame, %.2f off the picture", name, was, is)
		if is < was || is < 0.9 {
			t.Errorf("%s: %.2f of the letters are read off the frame, %.2f off the picture", name, was, is)
		}
	}
}

// readBack is the share of text that tesseract reads off a picture, letter by letter in
// its order.
func readBack(t *testing.T, data []byte, text string) float64 {
	t.Helper()
	name := filepath.Join(t.TempDir(), "paper")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	reader := exec.CommandContext(t.Context(), "tesseract", name, "-", "-l", "chi_sim", "--psm", "6")
	reader.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := reader.Output()
	if err != nil {
		t.Fatal(err)
	}
	read, hits := []rune(string(out)), 0
	for _, want := range text { // a reader that loses its place is given the next lines
		for i := range min(len(read), 40) {
			if read[i] == want {
				hits, read = hits+1, read[i+1:]
				break
			}
		}
	}
	return float64(hits) / float64(len([]rune(text)))
}
