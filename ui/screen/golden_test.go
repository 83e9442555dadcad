package screen

import (
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/image/draw"
)

// half is a picture at half its size: a quarter of the bytes, and every change
// that a person would see is still in it.
func half(pic image.Image) *image.RGBA {
	size := pic.Bounds().Size().Div(2)
	small := image.NewRGBA(image.Rectangle{Max: size})
	draw.BiLinear.Scale(small, small.Bounds(), pic, pic.Bounds(), draw.Src, nil)
	return small
}

// fewColours is pic in its 256 most frequent colours; any other becomes the
// nearest of them.
func fewColours(pic image.Image) *image.Paletted {
	count := map[color.Color]int{}
	b := pic.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			count[pic.At(x, y)]++
		}
	}
	colours := slices.SortedFunc(maps.Keys(count), func(a, c color.Color) int {
		return cmp.Or(count[c]-count[a], int(grey(a))-int(grey(c)))
	})
	few := image.NewPaletted(b, spread(colours))
	draw.Draw(few, b, pic, b.Min, draw.Src)
	return few
}

// spread takes the most frequent colours, leaving out those too like one that
// is there.
func spread(colours []color.Color) color.Palette {
	const near = 0x0a00
	var list color.Palette
	for _, c := range colours {
		if len(list) == 256 {
			break
		}
		if len(list) == 0 || distant(c, list.Convert(c), near) {
			list = append(list, c)
		}
	}
	return list
}

func grey(c color.Color) uint32 { r, g, b, _ := c.RGBA(); return r + g + b }

func read(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return png.Decode(f)
}

func write(t *testing.T, path string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	how := png.Encoder{CompressionLevel: png.BestSpeed}
	if _, kept := img.(*image.Paletted); kept {
		how.CompressionLevel = png.DefaultCompression
	}
	if err := how.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}

// differing counts pixels that an eye would see to differ.
func differing(a, b image.Image) int {
	if a.Bounds() != b.Bounds() {
		return a.Bounds().Dx() * a.Bounds().Dy()
	}
	n := 0
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if distant(a.At(x, y), b.At(x, y), 0x1800) {
				n++
			}
		}
	}
	return n
}

// distant reports whether one part of two colours differs by more than limit of
// 0xffff.
func distant(a, b color.Color, limit uint32) bool {
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return far(r1, r2, limit) || far(g1, g2, limit) || far(b1, b2, limit)
}

func far(a, b, limit uint32) bool { return max(a, b)-min(a, b) > limit }
