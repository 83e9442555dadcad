// Package shell holds the pages together in one window: it shows the page of
// the route, keeps the others, moves the clock and wipes everything when nobody
// is there. It is the only place that hands work to the UI goroutine.
package shell

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Route names a page; routes are compared with ==.
type Route = flow.Route

// Options are what the shell needs besides the kiosk.
type Options struct {
	Look   style.Look
	Engine keyboard.Suggester // words for pinyin; nil: none are proposed
	// Since is how long nobody has touched screen or keyboard, as the system under
	// the window counts it; nil where it does not say.
	Since func() (time.Duration, error)
}

func (o Options) since() (time.Duration, bool) {
	if o.Since == nil {
		return 0, false
	}
	d, err := o.Since()
	return d, err == nil
}

// Shell is the content of the kiosk's window.
type Shell struct {
	style.Part
	OnShown func(Route) // after a page was put on the screen; may be nil

	ctx     context.Context
	turn    *flow.Turn
	o       Options
	set         // the pages in the modes of the person who stands here
	rested  set // those of the kiosk at rest, while somebody has other modes
	toasted int // seconds that the toast still shows
	ticking bool
	stale   bool // the page has changed under a finger and is drawn when that is gone
	press   int  // that was down at the last second, by its number; 0 for none
	leaning int  // seconds that it has been down
	wedge   flow.Wedge
	warming Route // painted where nobody sees it; "" for none
	workers sync.WaitGroup
}

// New is a shell that shows the home page as soon as it has a size. ctx ends
// what the pages have under way. Unless k brings its own, work is run in the
// background.
func New(ctx context.Context, k flow.Kiosk, o Options) *Shell {
	s := &Shell{ctx: ctx, o: o}
	if k.Run == nil {
		k.Run = s.background
	}
	s.turn = flow.NewTurn(k)
	s.turn.Moved, s.turn.Styled = s.show, s.styled
	t := s.turn
	for route, changed := range map[Route]*func(){
		flow.RouteHome: &t.Home.Changed, flow.RouteSearch: &t.Search.Changed, flow.RouteBrowse: &t.Browse.Changed, flow.RouteGuide: &t.Guide.Changed,
		flow.RouteNotice: &t.Notice.Changed, flow.RouteForm: &t.Form.Changed, flow.RouteMaterials: &t.Materials.Changed,
		flow.RoutePrecheck: &t.Precheck.Changed, flow.RouteTolerance: &t.Tolerance.Changed, flow.RoutePromise: &t.Promise.Changed,
		flow.RouteConfirm: &t.Confirm.Changed, flow.RouteAccepted: &t.Accepted.Changed,
		flow.RouteRating: &t.Rating.Changed, flow.RouteProgress: &t.Progress.Changed,
		flow.RouteLeave: &t.Leave.Changed, flow.RouteResume: &t.Resume.Changed, flow.RouteMachine: &t.Machine.Changed,
		flow.RouteHotline: &t.Hotline.Changed, flow.RouteBooking: &t.Booking.Changed, flow.RoutePractice: &t.Practice.Changed, flow.RouteBoard: &t.Board.Changed, flow.RoutePhoto: &t.Photo.Changed, flow.RouteDevices: &t.Devices.Changed,
		flow.RouteLetters: &t.Letters.Changed, flow.RouteFollowUp: &t.FollowUp.Changed,
		flow.RouteVisit: &t.Visit.Changed, flow.RouteChecklist: &t.Checklist.Changed, flow.RouteFinding: &t.Finding.Changed, flow.RouteVerdict: &t.Verdict.Changed, flow.RoutePresence: &t.Presence.Changed,
		flow.RouteOrders: &t.Orders.Changed, flow.RouteRectify: &t.Rectify.Changed, flow.RouteToday: &t.Today.Changed,
	} {
		*changed = func() { s.changed(route) }
	}
	t.Idle.Changed, t.Calling.Changed, t.Exit.Changed, t.Helper.Changed = s.showIdle, s.showCalling, s.showExit, s.showSignIn
	t.Helper.Renewed = s.helped
	t.FollowUp.Papers.Changed, t.Progress.Elsewhere.Changed = t.FollowUp.Changed, t.Progress.Changed
	t.Reading.Changed = s.showReading
	s.Init(s, s.arrange)
	return s
}

// Content is what the window shows.
func (s *Shell) Content() fyne.CanvasObject { return s }

// Turn is the turn of the person at the kiosk.
func (s *Shell) Turn() *flow.Turn { return s.turn }

// Current is the name of the page shown.
func (s *Shell) Current() string { return string(s.turn.Route()) }

// Where is the middle of the target with that name on the page shown, in px of
// the window.
func (s *Shell) Where(name string) (x, y float32, ok bool) {
	for _, over := range s.overlays() {
		if over.Visible() {
			return over.Where(name)
		}
	}
	page := s.screens[s.turn.Route()]
	if page == nil {
		return 0, 0, false
	}
	return page.Where(name)
}

// Names are the names of the targets on the page shown.
func (s *Shell) Names() []string {
	for _, over := range s.overlays() {
		if over.Visible() {
			return over.Names()
		}
	}
	if page := s.screens[s.turn.Route()]; page != nil {
		return page.Names()
	}
	return nil
}

// Start moves the clock once a second, builds the pages that are not shown yet,
// one at a time, and warms those that the home page leads to. It returns at
// once; [Shell.Wait] waits for its end.
func (s *Shell) Start() {
	s.workers.Go(func() {
		for _, route := range flow.Routes() {
			if !s.pause(50 * time.Millisecond) {
				return
			}
			fyne.Do(func() { s.page(route) })
		}
		s.keepWarm()
	})
	s.workers.Go(func() {
		second := time.NewTicker(time.Second)
		defer second.Stop()
		for {
			select {
			case <-s.ctx.Done():
				return
			case <-second.C:
				fyne.Do(s.Tick)
			}
		}
	})
}

// Wait waits until everything that was started has ended.
func (s *Shell) Wait() { s.workers.Wait() }

// Tick is the second hand. It runs on the UI goroutine.
func (s *Shell) Tick() {
	if since, ok := s.o.since(); ok && since < 2*time.Second && !s.turn.Idle.Warning {
		s.touched() // a finger that no page has heard of; the warning hears all of them
	}
	s.ticking = true
	s.turn.Tick()
	s.ticking = false
	if s.toasted--; s.toasted == 0 {
		s.toast.Hide()
	}
	if held := touch.Held(); held != s.press {
		s.press, s.leaning = held, 0
	}
	s.leaning++
	if page := s.screens[s.turn.Route()]; page != nil && !s.underFinger() {
		if s.stale {
			page.Draw()
			s.stale = false
		}
		page.Tick()
	}
}

// longestPress is how many seconds a finger may be down. What lies on the screen for
// longer, as a bag, keeps no page from being drawn.
const longestPress = 3

// underFinger reports whether somebody is pressing something. A page that is drawn anew in
// that moment loses the press: the release goes to a button that has not seen it begin.
func (s *Shell) underFinger() bool {
	held := touch.Held()
	return held != 0 && (held != s.press || s.leaning < longestPress)
}

// typedRune is a character that a person typed.
func (s *Shell) typedRune(r rune) {
	switch {
	case s.turn.Exit.Open:
		s.exit.TypedRune(r)
		return
	case s.turn.Helper.Open:
		s.signIn.TypedRune(r)
		return
	}
	if page := s.screens[s.turn.Route()]; page != nil {
		page.TypedRune(r)
	}
}

// typedKey is another key that a person typed.
func (s *Shell) typedKey(e *fyne.KeyEvent) {
	switch {
	case s.turn.Exit.Open:
		s.exit.TypedKey(e)
		return
	case s.turn.Helper.Open:
		s.signIn.TypedKey(e)
		return
	}
	if page := s.screens[s.turn.Route()]; page != nil {
		page.TypedKey(e)
	}
}

// Frame says that the window as a whole is no target.
func (s *Shell) Frame() bool { return true }

// MouseDown is for Fyne: a finger where nothing is to press.
func (s *Shell) MouseDown(*desktop.MouseEvent) {
	touch.Elsewhere()
	s.touched()
}

// MouseUp is for Fyne.
func (s *Shell) MouseUp(*desktop.MouseEvent) {}

// MouseIn is for Fyne: a finger anywhere, also on what lies above.
func (s *Shell) MouseIn(*desktop.MouseEvent) { s.touched() }

// MouseMoved is for Fyne.
func (s *Shell) MouseMoved(*desktop.MouseEvent) { s.touched() }

// MouseOut is for Fyne.
func (s *Shell) MouseOut() {}

// touched is any sign of a person.
func (s *Shell) touched() { s.turn.Touch() }

// background runs work off the UI goroutine and then on it.
func (s *Shell) background(work, then func()) {
	s.workers.Go(func() {
		work()
		fyne.Do(then)
	})
}

// every calls f again and again on the UI goroutine until stop.
func (s *Shell) every(d time.Duration, f func()) (stop func()) {
	ctx, cancel := context.WithCancel(s.ctx)
	s.workers.Go(func() {
		beat := time.NewTicker(d)
		defer beat.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-beat.C:
				fyne.Do(func() {
					if ctx.Err() == nil {
						f()
					}
				})
			}
		}
	})
	return cancel
}

// show puts a page on the screen. Going home forgets what all pages show.
func (s *Shell) show(route Route) {
	page := s.page(route)
	if page == nil {
		return // no size yet
	}
	if !s.ticking {
		s.touched()
	}
	for r, other := range s.screens {
		if r != route {
			other.Hide()
		}
		if route == flow.RouteHome || s.over(route) && r != route {
			other.Clear()
		}
	}
	page.Draw()
	s.stale = false
	if route == s.warming {
		s.warming = ""
		page.Move(fyne.Position{})
	}
	page.Show()
	s.showCalling()
	s.showExit()
	s.showSignIn()
	if s.OnShown != nil {
		s.OnShown(route)
	}
}

// over reports whether the turn is over on the page: what the others still show
// is of a person who is done with them.
func (s *Shell) over(route Route) bool {
	return route == flow.RouteAccepted || route == flow.RouteLeave && s.turn.Leave.Gone()
}

// changed draws a page again, if it is the one shown, or lets [Shell.Tick] do it.
func (s *Shell) changed(route Route) {
	if !s.ticking {
		s.touched()
	}
	page := s.screens[route]
	switch {
	case page == nil || route != s.turn.Route():
	case s.underFinger():
		s.stale = true
	default:
		page.Draw()
		s.stale = false
	}
}
