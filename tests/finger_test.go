package tests

import (
	"bufio"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// patience bounds every wait for the window; it is no measure of speed.
const patience = 60 * time.Second

// finger presses on the real window under an X server of its own. It knows
// where to press from the program's probe: lines on its standard input that it
// answers on its standard output.
type finger struct {
	t       *testing.T
	kiosk   kiosk
	x       *xgb.Conn
	root    xproto.Window
	width   uint16
	height  uint16
	display string   // of the X server, as ":7"
	window  string   // its size, as "1080x1920" or "full"
	flags   []string // of the window's program besides the usual ones
	path    string   // "PATH=…" instead of the usual one; or ""
	small   int16    // how many pixels of the design are one of the screen; 0 = one
	still   bool     // it does not tremble, which takes twice as long
	pid     int      // of the window's program
	ask     io.Writer
	answer  *bufio.Scanner
}

// newFinger starts an X server, with flags besides the usual ones, and the
// kiosk's window in it.
func newFinger(t *testing.T, k kiosk, width, height uint16, flags ...string) *finger {
	t.Helper()
	f := newScreen(t, k, width, height, flags...)
	f.window = fmt.Sprintf("%dx%d", width, height)
	f.startWindow()
	return f
}

// newScreen is an X server without the kiosk's window yet.
func newScreen(t *testing.T, k kiosk, width, height uint16, flags ...string) *finger {
	t.Helper()
	display := startX(t, width, height, flags...)
	x, err := xgb.NewConnDisplay(display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.Close)
	if err := xtest.Init(x); err != nil {
		t.Fatal(err)
	}
	return &finger{t: t, kiosk: k, x: x, root: xproto.Setup(x).DefaultScreen(x).Root, width: width, height: height, display: display}
}

// startX is an X server on a free display.
func startX(t *testing.T, width, height uint16, flags ...string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	flags = append(flags, "-displayfd", "3", "-nolisten", "tcp", "-screen", "0", fmt.Sprintf("%dx%dx24", width, height))
	cmd := exec.Command("Xvfb", flags...)
	cmd.ExtraFiles = []*os.File{w}
	if err := cmd.Start(); err != nil {
		t.Fatalf("Xvfb is needed (make deps-test): %v", err)
	}
	w.Close()
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return ":" + strings.TrimSpace(number)
}

// crash kills the window's program as nothing can be done about, and starts it
// again.
func (f *finger) crash() {
	f.t.Helper()
	if err := syscall.Kill(f.pid, syscall.SIGKILL); err != nil {
		f.t.Fatal(err)
	}
	f.startWindow()
	f.screen("home")
}

func (f *finger) startWindow() {
	f.t.Helper()
	flags := append([]string{"run", "--probe", "--window", f.window, "--data", f.kiosk.data}, f.flags...)
	cmd := exec.Command(filepath.Join(build, "bianmin"), flags...)
	cmd.Env = append(os.Environ(), "DISPLAY="+f.display)
	if f.path != "" {
		cmd.Env = append(cmd.Env, f.path)
	}
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	f.pid, f.ask, f.answer = cmd.Process.Pid, in, bufio.NewScanner(out)
	f.until("painted window", f.painted)
}

// painted reports whether the X server shows the window: before that a touch
// reaches nobody, as no finger would touch what it does not see.
func (f *finger) painted() bool {
	r, g, b, _ := f.shot().At(int(f.width)/2, int(f.height)/2).RGBA()
	return r|g|b != 0
}

// probe asks the window one question.
func (f *finger) probe(question string) string {
	f.t.Helper()
	if _, err := fmt.Fprintln(f.ask, question); err != nil {
		f.t.Fatalf("the window is gone: %v", err)
	}
	if !f.answer.Scan() {
		f.t.Fatalf("the window is gone: %v", f.answer.Err())
	}
	return f.answer.Text()
}

// screen waits until the window shows the page called name.
func (f *finger) screen(name string) {
	f.t.Helper()
	f.until("the page "+name, func() bool { return f.probe("current") == name })
}

// until asks again and again; the window answers between two frames.
func (f *finger) until(what string, ok func() bool) {
	f.t.Helper()
	for start := time.Now(); !ok(); {
		if time.Since(start) > patience {
			f.picture("stuck")
			f.t.Fatalf("no %s; the page is %s", what, f.probe("current"))
		}
		f.frame()
	}
}

// frame lets the X server and the window do one round.
func (f *finger) frame() {
	if _, err := xproto.GetInputFocus(f.x).Reply(); err != nil {
		f.t.Fatal(err)
	}
	time.Sleep(5 * time.Millisecond) // yields the core; the loop above has the bound
}

// where is the middle of the thing called name.
func (f *finger) where(name string) (x, y int16, ok bool) {
	var fx, fy float32
	if n, _ := fmt.Sscanf(f.probe("where "+name), "%f %f", &fx, &fy); n != 2 {
		return 0, 0, false
	}
	return int16(fx), int16(fy), true
}

// tap presses the thing called name with a finger that trembles a little.
func (f *finger) tap(name string) {
	f.t.Helper()
	var x, y int16
	f.until("thing called "+name, func() (ok bool) { x, y, ok = f.where(name); return ok })
	f.pressAt(x, y)
}

// pressAt presses where something is, in px of the design.
func (f *finger) pressAt(x, y int16) {
	f.t.Helper()
	if f.still {
		xtest.FakeInput(f.x, xproto.MotionNotify, 0, 0, f.root, f.onScreen(x), f.onScreen(y), 0)
		f.button(xproto.ButtonPress)
		f.button(xproto.ButtonRelease)
		return
	}
	f.move(x-3, y-2)
	f.button(xproto.ButtonPress)
	f.move(x+4, y+3)
	f.button(xproto.ButtonRelease)
}

// drag draws a line from one point to another, in window pixels.
func (f *finger) drag(x1, y1, x2, y2 int16) {
	f.move(x1, y1)
	f.button(xproto.ButtonPress)
	for i := int16(1); i <= 8; i++ {
		f.move(x1+(x2-x1)*i/8, y1+(y2-y1)*i/8)
	}
	f.button(xproto.ButtonRelease)
}

func (f *finger) move(x, y int16) {
	f.send(xtest.FakeInputChecked(f.x, xproto.MotionNotify, 0, 0, f.root, f.onScreen(x), f.onScreen(y), 0))
}

// onScreen is a length of the design on the screen.
func (f *finger) onScreen(n int16) int16 { return n / max(1, f.small) }

func (f *finger) button(kind byte) {
	f.send(xtest.FakeInputChecked(f.x, kind, 1, 0, f.root, 0, 0, 0))
}

func (f *finger) send(c xtest.FakeInputCookie) {
	f.t.Helper()
	if err := c.Check(); err != nil {
		f.t.Fatal(err)
	}
	time.Sleep(look) // as no finger is quicker
	f.frame()
	f.probe("current") // the window has taken the event before the next is sent
}

// look is a little longer than the window takes between two looks for input, of
// which it has 60 a second.
const look = 20 * time.Millisecond

// picture writes what the X server shows when BIANMIN_PICTURES names a folder.
func (f *finger) picture(name string) {
	f.t.Helper()
	dir := os.Getenv("BIANMIN_PICTURES")
	if dir == "" {
		return
	}
	shot := f.shot()
	file, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, shot); err != nil {
		f.t.Fatal(err)
	}
}

// shot is what the X server shows.
func (f *finger) shot() *image.RGBA {
	f.t.Helper()
	reply, err := xproto.GetImage(f.x, xproto.ImageFormatZPixmap, xproto.Drawable(f.root), 0, 0, f.width, f.height, ^uint32(0)).Reply()
	if err != nil {
		f.t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, int(f.width), int(f.height)))
	for i := range int(f.width) * int(f.height) {
		d := reply.Data[4*i:]
		img.SetRGBA(i%int(f.width), i/int(f.width), color.RGBA{d[2], d[1], d[0], 255})
	}
	return img
}
