//go:build (linux || windows) && cgo

package camera

import (
	"errors"
	"image"
	"image/draw"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pion/mediadevices/pkg/driver"
	"github.com/pion/mediadevices/pkg/driver/camera"
	"github.com/pion/mediadevices/pkg/io/video"
	"github.com/pion/mediadevices/pkg/prop"
)

// device is a camera of the system: V4L2 on Linux, DirectShow on Windows.
type device struct {
	driver driver.Driver
	read   video.Reader
}

var errNoCamera = errors.New("no such camera")

// openDevice opens the camera whose label begins with the last part of name, with the
// largest frames up to 1920 px.
func openDevice(name string) (Source, error) {
	d, err := find(filepath.Base(name))
	if err != nil {
		return nil, err
	}
	if err := d.Open(); err != nil {
		return nil, err
	}
	forms := d.Properties()
	if len(forms) == 0 {
		return nil, errors.Join(errNoCamera, d.Close())
	}
	recorder, ok := d.(driver.VideoRecorder)
	if !ok {
		return nil, errors.Join(errNoCamera, d.Close())
	}
	read, err := recorder.VideoRecord(slices.MaxFunc(forms, func(a, b prop.Media) int { return worth(a) - worth(b) }))
	if err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return &device{d, read}, nil
}

// find looks among the cameras that are known, and once more among those that were
// plugged in since.
func find(name string) (driver.Driver, error) {
	for range 2 {
		for _, d := range driver.GetManager().Query(driver.FilterVideoRecorder()) {
			if strings.HasPrefix(d.Info().Label, name+camera.LabelSeparator) || d.Info().Label == name {
				return d, nil
			}
		}
		camera.Initialize()
	}
	return nil, errNoCamera
}

// worth is how well a form suits papers: large, but no slower than 15 frames a second
// where that is said.
func worth(p prop.Media) int {
	if p.Width > 1920 || p.FrameRate > 0 && p.FrameRate < 15 {
		return 0
	}
	return p.Width * p.Height
}

// Frame implements [Source].
func (d *device) Frame() (image.Image, error) {
	picture, release, err := d.read.Read()
	if err != nil {
		return nil, err
	}
	defer release()
	copied := image.NewRGBA(picture.Bounds()) // the driver uses its memory again
	draw.Draw(copied, copied.Bounds(), picture, picture.Bounds().Min, draw.Src)
	return copied, nil
}

// Close implements [Source].
func (d *device) Close() error { return d.driver.Close() }
