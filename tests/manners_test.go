package tests

import (
	"strings"
	"testing"
	"time"

	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"

	"bianmin/device/presence"
)

// Keys as X names them (X11/keysymdef.h).
const (
	keyF1      = xproto.Keysym(0xffbe)
	keyF12     = xproto.Keysym(0xffc9)
	keyEscape  = xproto.Keysym(0xff1b)
	keyTab     = xproto.Keysym(0xff09)
	keyDelete  = xproto.Keysym(0xffff)
	keyControl = xproto.Keysym(0xffe3)
	keyAlt     = xproto.Keysym(0xffe9)
	keySuper   = xproto.Keysym(0xffeb)
)

// TestAPasserByFindsNoWayOut tries at the real window what people try at such
// machines; then the maintainer closes it with the PIN.
func TestAPasserByFindsNoWayOut(t *testing.T) {
	k := newStation(t)
	if code, _, stderr := k.run("830274\n", "pin", "set"); code != 0 {
		t.Fatalf("pin set: exit %d: %s", code, stderr)
	}
	f := newScreen(t, k, 1080, 1920)
	f.window = "full"
	f.startWindow()
	f.screen("home")
	f.keysOfAPasserBy()
	for _, button := range []byte{2, 3} { // middle and right, with a long press
		f.hold(button, 400)
		f.until("the home page", func() bool { return f.probe("current") == "home" })
	}
	f.closeByTheWindowManager()
	f.until("the question for the PIN", func() bool { return strings.Contains(f.probe("names"), "exit.try") })
	f.tap("exit.close")
	for range 5 {
		f.tap("mark")
	}
	f.pin("111222")
	f.until("a refusal", func() bool { return strings.Contains(f.probe("names"), "exit.try") })
	f.pin("830274")
	f.screen("machine")
	f.says("累计收件")
	f.picture("machine")
	x, y, _ := f.where("machine.quit")
	f.move(x, y)
	f.button(xproto.ButtonPress)
	if err := xtest.FakeInputChecked(f.x, xproto.ButtonRelease, 1, 0, f.root, 0, 0, 0).Check(); err != nil {
		t.Fatal(err)
	}
	for f.answer.Scan() { // until the window is gone
	}
}

// keysOfAPasserBy presses what closes or leaves other windows.
func (f *finger) keysOfAPasserBy() {
	f.t.Helper()
	for key := keyF1; key <= keyF12; key++ {
		f.chord(key)
		f.chord(keyAlt, key)
	}
	for _, chord := range [][]xproto.Keysym{
		{keyEscape}, {keySuper}, {keyAlt, keyTab}, {keyControl, keyAlt, keyDelete},
		{keyControl, 'q'}, {keyControl, 'w'}, {keyControl, 'c'}, {keyControl, 'v'}, {keyControl, 'o'}, {keyControl, 'p'},
	} {
		f.chord(chord...)
	}
	if at := f.probe("current"); at != "home" {
		f.t.Errorf("keys led to %s", at)
	}
}

// chord presses keys together.
func (f *finger) chord(keys ...xproto.Keysym) {
	f.t.Helper()
	for _, key := range keys {
		f.send(xtest.FakeInputChecked(f.x, xproto.KeyPress, f.code(key), 0, f.root, 0, 0, 0))
	}
	for _, key := range keys {
		f.send(xtest.FakeInputChecked(f.x, xproto.KeyRelease, f.code(key), 0, f.root, 0, 0, 0))
	}
}

// code is the key of this server's keyboard that has the symbol.
func (f *finger) code(symbol xproto.Keysym) byte {
	f.t.Helper()
	setup := xproto.Setup(f.x)
	first, count := setup.MinKeycode, byte(setup.MaxKeycode-setup.MinKeycode+1)
	m, err := xproto.GetKeyboardMapping(f.x, first, count).Reply()
	if err != nil {
		f.t.Fatal(err)
	}
	for i, s := range m.Keysyms {
		if s == symbol {
			return byte(first) + byte(i/int(m.KeysymsPerKeycode))
		}
	}
	f.t.Fatalf("this keyboard has no key %x", symbol)
	return 0
}

// hold presses a button of the mouse on a tile for that many milliseconds.
func (f *finger) hold(button byte, ms uint32) {
	f.t.Helper()
	x, y, ok := f.where("tile.1")
	if !ok {
		f.t.Fatal("no tile")
	}
	f.move(x, y)
	f.send(xtest.FakeInputChecked(f.x, xproto.ButtonPress, button, 0, f.root, 0, 0, 0))
	f.send(xtest.FakeInputChecked(f.x, xproto.ButtonRelease, button, ms, f.root, 0, 0, 0))
}

// closeByTheWindowManager asks every window to close, as Alt-F4 and the cross
// of a title bar do (ICCCM 4.2.8.1).
func (f *finger) closeByTheWindowManager() {
	f.t.Helper()
	protocols, wish := f.atom("WM_PROTOCOLS"), f.atom("WM_DELETE_WINDOW")
	tree, err := xproto.QueryTree(f.x, f.root).Reply()
	if err != nil {
		f.t.Fatal(err)
	}
	for _, w := range tree.Children {
		e := xproto.ClientMessageEvent{Format: 32, Window: w, Type: protocols, Data: xproto.ClientMessageDataUnionData32New([]uint32{uint32(wish), 0, 0, 0, 0})}
		if err := xproto.SendEventChecked(f.x, false, w, 0, string(e.Bytes())).Check(); err != nil {
			f.t.Fatal(err)
		}
	}
}

func (f *finger) atom(name string) xproto.Atom {
	f.t.Helper()
	reply, err := xproto.InternAtom(f.x, false, uint16(len(name)), name).Reply()
	if err != nil {
		f.t.Fatal(err)
	}
	return reply.Atom
}

func (f *finger) pin(digits string) {
	f.t.Helper()
	f.until("the keypad", func() bool { return strings.Contains(f.probe("names"), "exit.try") })
	for _, r := range digits {
		f.tap(string(r))
	}
	f.tap("exit.try")
}

// TestTheServerSaysWhenItWasTouched asks the X server itself.
func TestTheServerSaysWhenItWasTouched(t *testing.T) {
	f := newScreen(t, kiosk{t: t}, 640, 480)
	w, err := presence.Open(f.display)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	since := func() time.Duration {
		d, err := w.Since()
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for start := time.Now(); since() < 50*time.Millisecond; f.frame() {
		if time.Since(start) > patience {
			t.Fatal("the idle time does not grow")
		}
	}
	before := since()
	if err := xtest.FakeInputChecked(f.x, xproto.MotionNotify, 0, 0, f.root, 20, 20, 0).Check(); err != nil {
		t.Fatal(err)
	}
	if after := since(); after >= before {
		t.Errorf("after a touch the server says %v, before it %v", after, before)
	}
}
