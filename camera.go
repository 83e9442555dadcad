package main

import (
	"context"
	"image"
	"sync/atomic"

	"bianmin/app/picture"
	"bianmin/app/village"
	"bianmin/device/camera"
	"bianmin/ui/flow"
)

// cameraFlag names the camera for papers.
type cameraFlag struct {
	Camera string `help:"Camera for papers, as /dev/video0, or a folder of pictures in its place." placeholder:"PATH"`
}

// eye is the camera of the window. A nil one is of a machine without a camera.
type eye struct {
	name   string
	failed atomic.Bool // when it was last looked through
}

func (f cameraFlag) eye() *eye {
	if f.Camera == "" {
		return nil
	}
	return &eye{name: f.Camera}
}

// watching shows what the camera sees, until life ends; nil without a camera.
func (e *eye) watching(life context.Context) func(context.Context, func(image.Image)) error {
	if e == nil {
		return nil
	}
	return func(ctx context.Context, see func(image.Image)) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(life, stop)()
		err := camera.Named(e.name).Watch(ctx, see)
		e.failed.Store(err != nil && ctx.Err() == nil)
		return err
	}
}

// probe waits for a frame.
func (e *eye) probe(ctx context.Context) error {
	err := camera.Named(e.name).Probe(ctx)
	e.failed.Store(err != nil && ctx.Err() == nil)
	return err
}

// health is whether the camera is plugged in and showed something when it was last used.
// It is not opened for that: its light would go on each minute.
func (e *eye) health() health {
	if e.failed.Load() || !camera.There(e.name) {
		return uneasy // people can hand over the original
	}
	return fine
}

// develop makes a picture of a frame.
func develop(frame image.Image, kind village.PictureKind, whole bool) (flow.Picture, error) {
	p, err := picture.Develop(frame, kind, whole)
	return flow.Picture(p), err
}

// camera waits for a frame. Without a camera people hand over the original.
func (f cameraFlag) camera(c *call) finding {
	if f.Camera == "" {
		return finding{"camera", uneasy, c.text.T("doctor.camera.none")}
	}
	if err := camera.Named(f.Camera).Probe(c); err != nil {
		return finding{"camera", uneasy, c.text.T("doctor.camera.absent", "path", f.Camera)}
	}
	return finding{"camera", fine, c.text.T("doctor.camera.fine", "path", f.Camera)}
}
