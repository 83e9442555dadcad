package picture

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
	"sync"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	assets "bianmin/assets/font"
)

// lines is what stands on the test sheets, over and over.
const lines = "申请人居民身份证复印件应当加盖与原件一致的印章并由经办人签字村民委员会证明材料"

var regular = sync.OnceValues(func() (*opentype.Font, error) { return opentype.Parse(assets.Regular()) })

// page is a sheet of paper full of lines of text, w by h px with letters of that many px.
func page(t testing.TB, w, h int, letters float64) (*image.RGBA, string) {
	t.Helper()
	parsed, err := regular()
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: letters, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	d := font.Drawer{Dst: out, Src: image.NewUniform(color.Gray{30}), Face: face}
	words, at := []rune(lines), 0
	var text []rune
	for y := 0.09*float64(h) + letters; y < 0.92*float64(h); y += letters * 1.8 {
		for x := 0.1 * float64(w); x < 0.9*float64(w)-letters; x += letters {
			d.Dot = fixed.P(int(x), int(y))
			d.DrawString(string(words[at%len(words)]))
			text = append(text, words[at%len(words)])
			at++
		}
	}
	return out, string(text)
}

// shot is how a camera sees a sheet: turned by angle degrees, with scale px for each of
// the sheet's, looking down aslant by tilt, on the ground.
type shot struct {
	angle, scale, tilt float64
	w, h               int
	ground             func(x, y int) color.Gray
}

func flat(v byte) func(int, int) color.Gray {
	return func(int, int) color.Gray { return color.Gray{v} }
}

// grained is a ground with the grain of wood and a light that falls off to one side.
func grained(v byte) func(int, int) color.Gray {
	return func(x, y int) color.Gray {
		grain := 9 * math.Sin(float64(y)/7+3*math.Sin(float64(x)/90))
		return color.Gray{byte(min(255, max(0, float64(v)+grain+float64(x)/60)))}
	}
}

// to is where the point (x, y) of the sheet, from its middle on, lies in the frame.
func (s shot) to(x, y float64) point {
	sin, cos := math.Sincos(s.angle * math.Pi / 180)
	x, y = s.scale*(x*cos-y*sin), s.scale*(x*sin+y*cos)
	far := 1 + s.tilt*y/float64(s.h)
	return point{float64(s.w)/2 + x/far, float64(s.h)/2 + y/far}
}

// from is the other way round.
func (s shot) from(p point) (x, y float64) {
	x, y = p.x-float64(s.w)/2, p.y-float64(s.h)/2
	far := 1 / (1 - s.tilt*y/float64(s.h))
	x, y = x*far/s.scale, y*far/s.scale
	sin, cos := math.Sincos(-s.angle * math.Pi / 180)
	return x*cos - y*sin, x*sin + y*cos
}

// of is the frame, each pixel the mean of four points.
func (s shot) of(sheet *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, s.w, s.h))
	midX, midY := float64(sheet.Rect.Dx())/2, float64(sheet.Rect.Dy())/2
	for y := range s.h {
		for x := range s.w {
			var sum [3]int
			for i := range 4 {
				sx, sy := s.from(point{float64(x) + (float64(i%2)+0.5)/2, float64(y) + (float64(i/2)+0.5)/2})
				at := image.Pt(int(math.Floor(sx+midX)), int(math.Floor(sy+midY)))
				c := sheet.RGBAAt(at.X, at.Y)
				if !at.In(sheet.Rect) {
					g := s.ground(x, y).Y
					c = color.RGBA{g, g, g, 255}
				}
				sum[0], sum[1], sum[2] = sum[0]+int(c.R), sum[1]+int(c.G), sum[2]+int(c.B)
			}
			out.SetRGBA(x, y, color.RGBA{byte(sum[0] / 4), byte(sum[1] / 4), byte(sum[2] / 4), 255})
		}
	}
	return out
}

// corners are those of the sheet in the frame.
func (s shot) corners(sheet *image.RGBA) corners {
	x, y := float64(sheet.Rect.Dx())/2, float64(sheet.Rect.Dy())/2
	return corners{s.to(-x, -y), s.to(x, -y), s.to(x, y), s.to(-x, y)}
}

// TestASheetIsFoundWhereItLies: corners within a hundredth of the sheet, the angle within
// half a degree, on whatever table, also aslant.
func TestASheetIsFoundWhereItLies(t *testing.T) {
	upright, _ := page(t, 495, 700, 12)
	lying, _ := page(t, 700, 495, 12)
	dark := image.NewRGBA(upright.Rect)
	draw.Draw(dark, dark.Rect, image.NewUniform(color.Gray{120}), image.Point{}, draw.Src)
	random := rand.New(rand.NewPCG(7, 11))
	for i := range 16 {
		sheet, s := upright, shot{
			angle: random.Float64()*40 - 20, scale: 0.55 + 0.15*random.Float64(), tilt: random.Float64()*0.24 - 0.12,
			w: 800, h: 600, ground: flat(70),
		}
		switch i % 4 {
		case 1:
			s.ground = grained(110)
		case 2:
			sheet, s.ground = lying, grained(60)
		case 3:
			sheet, s.ground = dark, flat(225)
		}
		t.Run(fmt.Sprintf("%d turned %.1f aslant %.2f", i, s.angle, s.tilt), func(t *testing.T) {
			want := s.corners(sheet)
			got, found := findPage(s.of(sheet), leastPart(""))
			if !found {
				t.Fatal("not found")
			}
			got = got.inset(-rim) // what is cut off on purpose
			_, high := want.size()
			for i := range want {
				if d := got[i].minus(want[i]).long(); d > 0.01*high {
					t.Errorf("corner %d is %.1f px off: %v, want %v", i, d, got[i], want[i])
				}
			}
			if d := math.Abs(got.angle() - want.angle()); d > 0.5 {
				t.Errorf("turned by %.2f°, want %.2f°", got.angle(), want.angle())
			}
		})
	}
}

// TestLinesOfTextTellHowAPictureIsTurned where no edge of the paper is in the frame.
func TestLinesOfTextTellHowAPictureIsTurned(t *testing.T) {
	sheet, _ := page(t, 1200, 1000, 22)
	for _, angle := range []float64{-9.5, -2, 0.7, 5.2, 9.4} {
		s := shot{angle: angle, scale: 1, w: 700, h: 500, ground: flat(70)}
		frame := s.of(sheet)
		if at, found := findPage(frame, leastPart("")); found {
			t.Errorf("turned %.1f: a sheet at %v", angle, at)
		}
		if got, found := textAngle(frame); !found || math.Abs(got-angle) > 0.5 {
			t.Errorf("turned by %.2f°, want %.2f° (%v)", got, angle, found)
		}
	}
	if got, found := textAngle(shot{scale: 1, w: 700, h: 500}.of(sheet)); found {
		t.Errorf("a straight page is turned by %.2f°", got)
	}
}

// TestAPictureWithoutASheetStaysWhole also where something on it has four sides.
func TestAPictureWithoutASheetStaysWhole(t *testing.T) {
	for name, frame := range withoutSheet(t) {
		for _, kind := range kinds {
			if at, cut := place(frame, kind, false); cut {
				t.Errorf("%s as %q: cut at %v", name, kind, at)
			}
		}
	}
	sheet, _ := page(t, 495, 700, 12)
	frame := shot{angle: 5, scale: 0.6, w: 800, h: 600, ground: flat(70)}.of(sheet)
	if at, cut := place(frame, "", true); cut || at != cornersOf(frame.Rect) {
		t.Errorf("somebody wants it whole: %v, %v", at, cut)
	}
}

func withoutSheet(t *testing.T) map[string]*image.RGBA {
	t.Helper()
	bounds := image.Rect(0, 0, 800, 600)
	drawn := func(pixel func(x, y int) color.Color) *image.RGBA {
		out := image.NewRGBA(bounds)
		for y := range bounds.Dy() {
			for x := range bounds.Dx() {
				out.Set(x, y, pixel(x, y))
			}
		}
		return out
	}
	random := rand.New(rand.NewPCG(3, 4))
	full, _ := page(t, 800, 600, 18)
	for i := range 5 { // a table is printed on a page that fills the frame
		draw.Draw(full, image.Rect(100, 100+i*100, 700, 102+i*100), image.Black, image.Point{}, draw.Src)
		draw.Draw(full, image.Rect(100+i*150, 100, 102+i*150, 502), image.Black, image.Point{}, draw.Src)
	}
	return map[string]*image.RGBA{
		"noise":      drawn(func(int, int) color.Color { return color.Gray{byte(random.Uint32())} }),
		"one colour": drawn(func(int, int) color.Color { return color.Gray{200} }),
		"a portrait": drawn(func(x, y int) color.Color { return color.RGBA{byte(x / 4), byte(y / 3), 120, 255} }),
		"a round plate": drawn(func(x, y int) color.Color {
			return color.Gray{byte(60 + 150*inside(math.Hypot(float64(x-400), float64(y-300)) < 200))}
		}),
		"a wide stripe":  drawn(func(x, y int) color.Color { return color.Gray{byte(60 + 150*inside(x > 250 && x < 550))} }),
		"a printed page": full,
	}
}

func inside(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
