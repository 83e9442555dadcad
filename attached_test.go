package main

import (
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"bianmin/app/village"
	"bianmin/device/printer/ipp/ipptest"
	"bianmin/device/speech"
	"bianmin/ui/flow"
)

// TestTheCountyHearsOfCameraAndLoudspeaker: plugged in, pulled out, silent; neither is
// used for being looked after.
func TestTheCountyHearsOfCameraAndLoudspeaker(t *testing.T) {
	dir := t.TempDir()
	saw := filepath.Join(dir, "a.png")
	f, err := os.Create(saw)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(png.Encode(f, image.NewGray(image.Rect(0, 0, 8, 8))), f.Close()); err != nil {
		t.Fatal(err)
	}
	sound := filepath.Join(dir, "speaker")
	if err := os.WriteFile(sound, []byte("#!/bin/sh\ncat >/dev/null\nexit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	mute := &speaker{fit: true}
	mute.voice.Out, _ = speech.FindOutput(sound)
	mute.voice.Now = time.Now
	at := attached{camera: cameraFlag{Camera: dir}.eye(), speaker: mute}
	states := func() (camera, speaker health) {
		for _, f := range at.health(t.Context()) {
			switch f.Check {
			case "camera":
				camera = f.State
			case "speaker":
				speaker = f.State
			}
		}
		return camera, speaker
	}
	if camera, speaker := states(); camera != fine || speaker != fine {
		t.Fatalf("at first %s and %s", camera, speaker)
	}
	if err := mute.saying()(t.Context(), "zh-Hans", []flow.Phrase{{Text: "您好"}}); err == nil {
		t.Fatal("a player that fails was content")
	}
	watch := at.camera.watching(t.Context())
	_ = watch(t.Context(), func(image.Image) { _ = os.Remove(saw) }) // pulled while it is used
	if camera, speaker := states(); camera != uneasy || speaker != uneasy {
		t.Errorf("after their faults %s and %s", camera, speaker)
	}
	gone := cameraFlag{Camera: filepath.Join(dir, "video0")}.eye()
	if got := gone.health(); got != uneasy {
		t.Errorf("a camera that is not there is %s", got)
	}
	stopped, stop := context.WithCancel(t.Context())
	fresh := cameraFlag{Camera: dir}.eye()
	stop()
	_ = fresh.watching(t.Context())(stopped, func(image.Image) {})
	if got := fresh.health(); got != fine {
		t.Errorf("a look that was given up makes it %s", got)
	}
	if none := (attached{speaker: &speaker{}}).health(t.Context()); len(none) != 2 {
		t.Errorf("without a camera: %+v", none)
	}
}

// TestTheOfficePrinterIsLookedAfterAndTried: told to the county, and a page for the
// maintainer that stands in no journal.
func TestTheOfficePrinterIsLookedAfterAndTried(t *testing.T) {
	c := newCentre(t, &hands{wall: spring})
	far := ipptest.Start(t)
	o, err := c.officeAt(far.Address)
	if err != nil {
		t.Fatal(err)
	}
	at := attached{office: o, speaker: &speaker{}}
	state := func() (state health) {
		for _, f := range at.health(t.Context()) {
			if f.Check == "office" {
				state = f.State
			}
		}
		return state
	}
	if got := state(); got != fine {
		t.Errorf("it is %s", got)
	}
	if err := o.trial(t.Context()); err != nil || len(far.Jobs()) != 1 {
		t.Errorf("%d pages, %v", len(far.Jobs()), err)
	}
	far.Say("cover-open", 9)
	if got := state(); got != uneasy {
		t.Errorf("with its cover open it is %s", got)
	}
	if err := o.trial(t.Context()); village.Keyed(err).Key != "printer.state.cover_open" || len(far.Jobs()) != 1 {
		t.Errorf("%d pages, %v", len(far.Jobs()), err)
	}
	if open, err := c.store.OpenPrints(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("the journal has %+v, %v", open, err)
	}
}
