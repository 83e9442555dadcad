package presence

import (
	"fmt"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"
)

// Watch is a connection to the X server of one display.
type Watch struct {
	conn *xgb.Conn
	root xproto.Drawable
}

// Open connects to display, as ":0". Without its extension MIT-SCREEN-SAVER
// there is no answer.
func Open(display string) (*Watch, error) {
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("connect to the X server: %w", err)
	}
	if err := screensaver.Init(conn); err != nil {
		conn.Close()
		return nil, fmt.Errorf("ask for MIT-SCREEN-SAVER: %w", err)
	}
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	return &Watch{conn, xproto.Drawable(root)}, nil
}

// Since is the time from the last touch until now.
func (w *Watch) Since() (time.Duration, error) {
	info, err := screensaver.QueryInfo(w.conn, w.root).Reply()
	if err != nil {
		return 0, fmt.Errorf("ask the X server for its idle time: %w", err)
	}
	return time.Duration(info.MsSinceUserInput) * time.Millisecond, nil
}

// Close ends the connection.
func (w *Watch) Close() { w.conn.Close() }
