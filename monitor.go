package main

import (
	"log/slog"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"bianmin/device/monitor"
)

// fill lets a window that is shown fill the monitor of --monitor. The toolkit has no
// call for it but takes the monitor that the window lies on, so it is moved there
// first. A monitor that is not there, or a system that names none, is logged: the
// window then fills the one that the system chooses, because a kiosk without a window
// helps nobody.
func (r runCommand) fill(w fyne.Window) {
	if r.Monitor == "" {
		return
	}
	if err := r.move(w); err != nil {
		slog.Error("monitor", "monitor", r.Monitor, "err", err)
	}
	w.SetFullScreen(true)
}

func (r runCommand) move(w fyne.Window) (err error) {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return monitor.ErrUnknown
	}
	display := os.Getenv("DISPLAY")
	list, err := monitor.List(display)
	if err != nil {
		return err
	}
	chosen, ok := monitor.Pick(list, r.Monitor)
	if !ok {
		return monitor.Missing(list)
	}
	err = monitor.ErrUnknown
	native.RunNative(func(context any) {
		if x11, ok := context.(driver.X11WindowContext); ok {
			err = monitor.Move(display, x11.WindowHandle, chosen)
		}
	})
	return err
}
