package screen

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"bianmin/ui/style"
	"bianmin/ui/touch/touchtest"
)

func TestMain(m *testing.M) {
	touchtest.Start(style.Default())
	os.Exit(m.Run())
}

// TestStory writes every page in every state and both windows into the
// folder that BIANMIN_SCREENS names.
func TestStory(t *testing.T) {
	dir := os.Getenv("BIANMIN_SCREENS")
	if dir == "" {
		t.Skip("BIANMIN_SCREENS names no folder")
	}
	for window, size := range sizes() {
		for _, c := range cases() {
			write(t, filepath.Join(dir, c.name+"-"+window+".png"), touchtest.Picture(drawn(t, c, size), size.Width, size.Height))
		}
	}
}

// goldens are the pages whose pictures are committed.
func goldens() []string {
	return []string{
		"home-tall", "home-wide", "search-found-tall", "guide-tall", "form-id-error-tall",
		"materials-tall", "confirm-signed-tall", "accepted-tall", "accepted-wide", "rating-poor-tall",
		"progress-tall", "guide-longest-tall",
	}
}

// TestPagesLookAsCommitted compares pages with their pictures in testdata. A
// page that differs is written to testdata/failed; "make golden" puts it in
// place after somebody has looked at it.
func TestPagesLookAsCommitted(t *testing.T) {
	byName := map[string]picture{}
	for _, c := range cases() {
		byName[c.name] = c
	}
	for _, name := range goldens() {
		t.Run(name, func(t *testing.T) {
			page, window := name[:len(name)-5], name[len(name)-4:]
			size := sizes()[window]
			got := touchtest.Picture(drawn(t, byName[page], size), size.Width, size.Height)
			want, err := read(filepath.Join("testdata", name+".png"))
			if err == nil && differing(got, want) == 0 {
				return
			}
			failed := filepath.Join("testdata", "failed", name+".png")
			write(t, failed, got)
			if err != nil {
				t.Fatalf("%v; see %s", err, failed)
			}
			t.Errorf("%d pixels differ; see %s", differing(got, want), failed)
		})
	}
}

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
	if err := png.Encode(f, img); err != nil {
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
			r1, g1, b1, _ := a.At(x, y).RGBA()
			r2, g2, b2, _ := b.At(x, y).RGBA()
			if far(r1, r2) || far(g1, g2) || far(b1, b2) {
				n++
			}
		}
	}
	return n
}

func far(a, b uint32) bool { return max(a, b)-min(a, b) > 0x1800 }
