package receipt_test

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"bianmin/app/needtest"
	"bianmin/app/receipt"
	"bianmin/app/receipt/receipttest"
)

// stamped is a code as a printer makes it, with so many dots a module and its quiet
// zone; 0 is black.
func stamped(t *testing.T, text string, dots int) *image.Gray {
	t.Helper()
	modules, err := receipt.Modules(text)
	if err != nil {
		t.Fatal(err)
	}
	side := (len(modules) + 8) * dots
	g := image.NewGray(image.Rect(0, 0, side, side))
	for i := range g.Pix {
		x, y := i%side/dots-4, i/side/dots-4
		if g.Pix[i] = 255; x >= 0 && y >= 0 && x < len(modules) && y < len(modules) && modules[y][x] {
			g.Pix[i] = 0
		}
	}
	return g
}

// each makes a picture of the same size by a rule for every dot.
func each(g *image.Gray, rule func(x, y int) float64) *image.Gray {
	out := image.NewGray(g.Rect)
	for i := range out.Pix {
		out.Pix[i] = uint8(math.Round(min(255, max(0, rule(i%g.Stride, i/g.Stride)))))
	}
	return out
}

func dot(g *image.Gray, x, y int) float64 {
	if !(image.Point{X: x, Y: y}).In(g.Rect) {
		return 255
	}
	return float64(g.Pix[y*g.Stride+x])
}

// gain lets every black dot run by one to the right and down.
func gain(g *image.Gray) *image.Gray {
	return each(g, func(x, y int) float64 { return min(dot(g, x, y), dot(g, x-1, y), dot(g, x, y-1), dot(g, x-1, y-1)) })
}

// blur is a Gaussian of so many dots.
func blur(g *image.Gray, sigma float64) *image.Gray {
	reach := int(3 * sigma)
	along := func(g *image.Gray, dx, dy int) *image.Gray {
		return each(g, func(x, y int) float64 {
			sum, weight := 0.0, 0.0
			for i := -reach; i <= reach; i++ {
				w := math.Exp(-float64(i*i) / (2 * sigma * sigma))
				sum, weight = sum+w*dot(g, x+i*dx, y+i*dy), weight+w
			}
			return sum / weight
		})
	}
	return along(along(g, 1, 0), 0, 1)
}

func faded(g *image.Gray, r *rand.Rand) *image.Gray {
	return each(g, func(x, y int) float64 { return 150 + dot(g, x, y)/255*50 + r.NormFloat64()*6 })
}

func turned(g *image.Gray, degrees float64) *image.Gray {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	wide := image.NewGray(image.Rect(0, 0, g.Rect.Dx()*3/2, g.Rect.Dy()*3/2))
	mx, my := float64(wide.Rect.Dx())/2, float64(wide.Rect.Dy())/2
	ox, oy := float64(g.Rect.Dx())/2, float64(g.Rect.Dy())/2
	return each(wide, func(x, y int) float64 {
		dx, dy := float64(x)-mx, float64(y)-my
		return dot(g, int(math.Round(ox+dx*cos+dy*sin)), int(math.Round(oy-dx*sin+dy*cos)))
	})
}

// dead are columns that the thermal head no longer burns.
func dead(g *image.Gray, n int, r *rand.Rand) *image.Gray {
	gone := map[int]bool{}
	for range n {
		gone[r.IntN(g.Rect.Dx())] = true
	}
	return each(g, func(x, y int) float64 {
		if gone[x] {
			return 255
		}
		return dot(g, x, y)
	})
}

func gozxingReads(g *image.Gray) string {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(g)
	if err != nil {
		return ""
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		return ""
	}
	return found.GetText()
}

func zbarReads(t *testing.T, g *image.Gray) string {
	t.Helper()
	var raw bytes.Buffer
	if err := png.Encode(&raw, g); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "code.png")
	if err := os.WriteFile(name, raw.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := exec.CommandContext(t.Context(), "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", name).Output() // none found is an error of it
	return strings.TrimSuffix(string(out), "\n")
}

// manyCodes are codes of receipts as machines print them.
func manyCodes(t *testing.T, n int) (codes []string) {
	t.Helper()
	c := receipttest.Sources(t)[0].Case
	for range n {
		c.Seq++
		c.AcceptedAt = c.AcceptedAt.Add(17 * time.Minute)
		text, err := receipt.Seal(c, receipttest.Identity(t))
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, text)
	}
	return codes
}

// TestCodesAreReadFromBadPaper prints the table of what two strangers read of the
// codes that are really printed, at six dots a module, and holds them to 95 % on
// clean paper, with dots that run, and out of focus by 1.5 dots.
func TestCodesAreReadFromBadPaper(t *testing.T) {
	needtest.Tool(t, "zbarimg")
	const dots = 6
	faults := []struct {
		name string
		make func(*image.Gray, *rand.Rand) *image.Gray
		must bool
	}{
		{"clean", func(g *image.Gray, _ *rand.Rand) *image.Gray { return g }, true},
		{"gain of one dot", func(g *image.Gray, _ *rand.Rand) *image.Gray { return gain(g) }, true},
		{"blur of 1.5 dots", func(g *image.Gray, _ *rand.Rand) *image.Gray { return blur(g, 1.5) }, true},
		{"blur of 3 dots", func(g *image.Gray, _ *rand.Rand) *image.Gray { return blur(g, 3) }, false},
		{"faded to 150 and 200", faded, false},
		{"turned by 20 degrees", func(g *image.Gray, _ *rand.Rand) *image.Gray { return turned(g, 20) }, false},
		{"four dead columns", func(g *image.Gray, r *rand.Rand) *image.Gray { return dead(g, 4, r) }, false},
	}
	codes := manyCodes(t, 20)
	for n, fault := range faults {
		read := [2]int{}
		for i, code := range codes {
			g := fault.make(stamped(t, code, dots), rand.New(rand.NewPCG(uint64(n), uint64(i))))
			if gozxingReads(g) == code {
				read[0]++
			}
			if zbarReads(t, g) == code {
				read[1]++
			}
		}
		t.Logf("%-22s gozxing %d/%d, zbar %d/%d", fault.name, read[0], len(codes), read[1], len(codes))
		for _, hits := range read {
			if fault.must && float64(hits) < 0.95*float64(len(codes)) {
				t.Errorf("%s: %d of %d are read", fault.name, hits, len(codes))
			}
		}
	}
}
