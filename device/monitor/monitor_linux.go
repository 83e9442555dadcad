package monitor

import (
	"fmt"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/randr"
	"github.com/jezek/xgb/xproto"
)

// List are the monitors of an X display, as ":0".
func List(display string) ([]Monitor, error) {
	conn, root, err := connect(display)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := randr.Init(conn); err != nil {
		return nil, fmt.Errorf("ask for RANDR: %w", err)
	}
	resources, err := randr.GetScreenResourcesCurrent(conn, root).Reply()
	if err != nil {
		return nil, fmt.Errorf("ask for the monitors: %w", err)
	}
	var list []Monitor
	for _, output := range resources.Outputs {
		out, err := randr.GetOutputInfo(conn, output, resources.ConfigTimestamp).Reply()
		if err != nil || out.Crtc == 0 { // not in use
			continue
		}
		at, err := randr.GetCrtcInfo(conn, out.Crtc, resources.ConfigTimestamp).Reply()
		if err != nil {
			return nil, fmt.Errorf("ask where %s lies: %w", out.Name, err)
		}
		list = append(list, Monitor{string(out.Name), int(at.X), int(at.Y), int(at.Width), int(at.Height)})
	}
	return list, nil
}

// Move puts the middle of a window on the middle of m. Full screen then opens
// there: the toolkit takes the monitor that the window's middle lies on.
func Move(display string, window uintptr, m Monitor) error {
	conn, root, err := connect(display)
	if err != nil {
		return err
	}
	defer conn.Close()
	id := xproto.Window(window)
	size, err := xproto.GetGeometry(conn, xproto.Drawable(id)).Reply()
	if err != nil {
		return fmt.Errorf("ask for the window's size: %w", err)
	}
	x, y := m.X+(m.Width-int(size.Width))/2, m.Y+(m.Height-int(size.Height))/2
	const place = xproto.ConfigWindowX | xproto.ConfigWindowY
	if err := xproto.ConfigureWindowChecked(conn, id, place, []uint32{uint32(int32(x)), uint32(int32(y))}).Check(); err != nil {
		return fmt.Errorf("move the window to %s: %w", m.Name, err)
	}
	at, err := xproto.TranslateCoordinates(conn, id, root, 0, 0).Reply()
	if err != nil {
		return fmt.Errorf("ask where the window lies: %w", err)
	}
	if int(at.DstX) != x || int(at.DstY) != y {
		return fmt.Errorf("the window lies at %d,%d instead of %d,%d: a window manager keeps it", at.DstX, at.DstY, x, y)
	}
	return nil
}

func connect(display string) (*xgb.Conn, xproto.Window, error) {
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, 0, fmt.Errorf("connect to the X server: %w", err)
	}
	return conn, xproto.Setup(conn).DefaultScreen(conn).Root, nil
}
