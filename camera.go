package main

import (
	"context"
	"image"

	"bianmin/device/camera"
	"bianmin/ui/flow"
)

// cameraFlag names the camera for papers.
type cameraFlag struct {
	Camera string `help:"Camera for papers, as /dev/video0, or a folder of pictures in its place." placeholder:"PATH"`
}

// watch shows what the camera sees, until life ends; nil without a camera.
func (f cameraFlag) watch(life context.Context) func(context.Context, func(image.Image)) error {
	if f.Camera == "" {
		return nil
	}
	return func(ctx context.Context, see func(image.Image)) error {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		defer context.AfterFunc(life, stop)()
		return camera.Named(f.Camera).Watch(ctx, see)
	}
}

// develop makes a picture of a frame.
func develop(frame image.Image) (flow.Picture, error) {
	p, err := camera.Develop(frame)
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
