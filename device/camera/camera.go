// Package camera shows what a camera sees. Frames live in memory only.
package camera

import (
	"context"
	"image"
	"time"

	"bianmin/app/village"
)

// Source is an open camera.
type Source interface {
	// Frame waits for the next frame. It is the caller's: the source keeps no hand on
	// it.
	Frame() (image.Image, error)
	Close() error
}

// Camera is a camera that may come and go.
type Camera struct {
	Open  func() (Source, error)
	Stuck time.Duration // without a frame; 0: [StuckAfter]
}

// StuckAfter is how long a camera may be silent: some take two seconds to their first
// frame.
const StuckAfter = 5 * time.Second

type frame struct {
	picture image.Image
	err     error
}

// Watch opens the camera and hands every frame to show until ctx ends. Errors are
// [village.Internal]: err.camera.none when it cannot be opened, err.camera.gone when
// it was pulled, err.camera.stuck when it is silent. show is called on Watch's
// goroutine.
func (c Camera) Watch(ctx context.Context, show func(image.Image)) error {
	source, err := c.Open()
	if err != nil {
		return fault("err.camera.none", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	frames := make(chan frame)
	// A driver that hangs in a read cannot be woken: then this one ends with that read,
	// and closes the camera.
	go pump(ctx, source, frames)
	silence := c.Stuck
	if silence == 0 {
		silence = StuckAfter
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(silence):
			return fault("err.camera.stuck", nil)
		case f := <-frames:
			if f.err != nil {
				return fault("err.camera.gone", f.err)
			}
			show(f.picture)
		}
	}
}

// pump reads frames until one fails or ctx ends.
func pump(ctx context.Context, source Source, frames chan<- frame) {
	defer source.Close() //nolint:errcheck // nobody is left to hear of it
	for {
		picture, err := source.Frame()
		select {
		case <-ctx.Done():
			return
		case frames <- frame{picture, err}:
			if err != nil {
				return
			}
		}
	}
}

// Probe reports whether the camera gives a frame.
func (c Camera) Probe(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	seen := false
	err := c.Watch(ctx, func(image.Image) { seen = true; stop() })
	if seen {
		return nil
	}
	return err
}

func fault(key string, err error) error {
	return &village.Error{Kind: village.Internal, Field: "camera", Key: key, Err: err}
}
