package camera

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"bianmin/app/village"
	assets "bianmin/assets/font"
)

// page is a sheet full of text on a grey table, 2000 by 1500 px.
func page(t testing.TB, letters float64) *image.RGBA {
	t.Helper()
	parsed, err := opentype.Parse(assets.Regular())
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: letters, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	out := image.NewRGBA(image.Rect(0, 0, 2000, 1500))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	draw.Draw(out, image.Rect(150, 50, 1850, 1450), image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	d := font.Drawer{Dst: out, Src: image.NewUniform(color.Gray{30}), Face: face}
	words := []rune("申请人居民身份证复印件应当加盖与原件一致的印章并由经办人签字村民委员会证明材料")
	random := rand.New(rand.NewPCG(1, 2))
	for y := 120.0; y < 1400; y += letters * 1.5 {
		for x := 200.0; x < 1800-letters; x += letters {
			d.Dot = fixed.P(int(x), int(y))
			d.DrawString(string(words[random.IntN(len(words))]))
		}
	}
	return out
}

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
	sheet := page(t, 30)
	empty := image.NewRGBA(sheet.Bounds())
	draw.Draw(empty, empty.Bounds(), image.NewUniform(color.Gray{235}), image.Point{}, draw.Src)
	line := image.NewRGBA(sheet.Bounds()) // one line of text on an empty sheet
	draw.Draw(line, line.Bounds(), empty, image.Point{}, draw.Src)
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
		p, err := Develop(c.frame)
		if err != nil || p.Sharp != c.sharp {
			t.Errorf("%s: sharp %v with %.0f, %v", name, p.Sharp, sharpness(c.frame), err)
		}
	}
}

func TestEveryPictureIsSmallEnoughForTheLine(t *testing.T) {
	noise := image.NewRGBA(image.Rect(0, 0, 2000, 1500))
	random := rand.New(rand.NewPCG(3, 4))
	for i := range noise.Pix {
		noise.Pix[i] = byte(random.Uint32())
	}
	face := image.NewRGBA(image.Rect(0, 0, 2000, 1500)) // no edges, as a portrait
	for y := range 1500 {
		for x := range 2000 {
			face.SetRGBA(x, y, color.RGBA{byte(x / 8), byte(y / 6), 120, 255})
		}
	}
	for name, c := range map[string]struct {
		frame image.Image
		kind  string
	}{"dense text": {page(t, 22), "png"}, "noise": {noise, "png"}, "a portrait": {face, "jpeg"}} {
		p, err := Develop(c.frame)
		if err != nil || len(p.Data) == 0 || len(p.Data) > MaxBytes {
			t.Errorf("%s: %d bytes, %v", name, len(p.Data), err)
			continue
		}
		_, kind, err := image.DecodeConfig(bytes.NewReader(p.Data))
		t.Logf("%s: %d bytes of %s", name, len(p.Data), kind)
		if err != nil || kind != c.kind {
			t.Errorf("%s is %q, want %s: %v", name, kind, c.kind, err)
		}
	}
	if _, err := Develop(image.NewRGBA(image.Rect(0, 0, 3, 3))); err == nil {
		t.Error("a frame of nine pixels is a paper")
	}
}

// folderOf is a folder with pictures.
func folderOf(t testing.TB, frames ...image.Image) string {
	t.Helper()
	dir := t.TempDir()
	for i, frame := range frames {
		var b bytes.Buffer
		if err := png.Encode(&b, frame); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, string(rune('a'+i))+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAFolderShowsItsPicturesAtFifteenFramesASecond(t *testing.T) {
	dir := folderOf(t, image.NewGray(image.Rect(0, 0, 64, 48)), image.NewGray(image.Rect(0, 0, 48, 64)))
	ctx, stop := context.WithCancel(t.Context())
	widths, begun := []int{}, time.Now()
	err := Named(dir).Watch(ctx, func(p image.Image) {
		if widths = append(widths, p.Bounds().Dx()); len(widths) == 30 {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) || widths[0] != 64 || widths[1] != 48 || widths[2] != 64 {
		t.Errorf("%v, %v", widths, err)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("30 frames took %s", took)
	}
}

// stubborn is a camera whose driver does not come back.
type stubborn struct{ release chan struct{} }

func (s stubborn) Frame() (image.Image, error) {
	<-s.release
	return nil, errors.New("gone")
}
func (s stubborn) Close() error { return nil }

// TestFaultsOfTheCamera is the table of what can go wrong: each fault has its
// sentence, and none holds the program.
func TestFaultsOfTheCamera(t *testing.T) {
	pulled := folderOf(t, image.NewGray(image.Rect(0, 0, 64, 48)))
	garbage := folderOf(t)
	if err := os.WriteFile(filepath.Join(garbage, "a.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	hung := stubborn{make(chan struct{})}
	t.Cleanup(func() { close(hung.release) })
	for name, c := range map[string]struct {
		camera Camera
		key    string
	}{
		"absent":              {Named(filepath.Join(t.TempDir(), "video0")), "err.camera.none"},
		"nothing in it":       {Folder(t.TempDir()), "err.camera.none"},
		"pulled while it ran": {Folder(pulled), "err.camera.gone"},
		"garbage":             {Folder(garbage), "err.camera.gone"},
		"stuck":               {Camera{Open: func() (Source, error) { return hung, nil }, Stuck: 20 * time.Millisecond}, "err.camera.stuck"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.camera.Watch(t.Context(), func(image.Image) { _ = os.RemoveAll(pulled) })
			if e := village.Keyed(err); e.Key != c.key || e.Kind != village.Internal {
				t.Errorf("%v", err)
			}
		})
	}
}

// late is a camera that takes its time for each frame.
type late struct{ pause time.Duration }

func (l late) Frame() (image.Image, error) {
	time.Sleep(l.pause)
	return image.NewGray(image.Rect(0, 0, 64, 48)), nil
}
func (l late) Close() error { return nil }

// TestASlowCameraIsShown: each frame counts anew, so that many slow ones are no silence.
func TestASlowCameraIsShown(t *testing.T) {
	c := Camera{Open: func() (Source, error) { return late{60 * time.Millisecond}, nil }, Stuck: 200 * time.Millisecond}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	seen := 0
	err := c.Watch(ctx, func(image.Image) {
		if seen++; seen == 5 {
			stop()
		}
	})
	if seen != 5 || !errors.Is(err, context.Canceled) {
		t.Errorf("%d frames, %v", seen, err)
	}
}

func TestACameraIsProbedByItsFirstFrame(t *testing.T) {
	if err := Named(folderOf(t, image.NewGray(image.Rect(0, 0, 64, 48)))).Probe(t.Context()); err != nil {
		t.Error(err)
	}
	if err := Named("/dev/video-none").Probe(t.Context()); village.Keyed(err).Key != "err.camera.none" {
		t.Error(err)
	}
}
