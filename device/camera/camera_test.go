package camera

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/village"
)

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
