package shell

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/screen"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// set is everything that a window shows in one of the modes. It is built once:
// going back to the kiosk at rest, which happens after every person with modes
// of their own, finds its pages as they were.
type set struct {
	stage   screen.Stage
	screens map[Route]*screen.Screen
	order   []fyne.CanvasObject // of screens, the hindmost first
	idle    *screen.Idle
	calling *screen.Calling
	exit    *screen.Pin
	signIn  *screen.Pin
	mark    *screen.Watermark
	toast   *touch.Toast
}

// overlay lies over every page.
type overlay interface {
	Visible() bool
	Where(name string) (x, y float32, ok bool)
	Names() []string
	ShowReading()
}

// overlays are what lies over the page, the topmost first.
func (s *Shell) overlays() []overlay {
	if s.idle == nil {
		return nil // no size yet
	}
	return []overlay{s.exit, s.signIn, s.idle, s.calling}
}

// arrange builds the pages anew when the window has another size.
func (s *Shell) arrange(size fyne.Size) {
	if size == s.stage.Size {
		return
	}
	s.rested = set{}
	s.set = s.newSet(size)
	s.lay()
	s.show(s.turn.Route())
}

func (s *Shell) newSet(size fyne.Size) set {
	m := s.turn.Modes()
	st := screen.Stage{
		Ctx: s.ctx, Turn: s.turn, Look: screen.LookOf(s.o.Look, m), Low: m.Low, Size: size, Engine: s.o.Engine, Every: s.every,
	}
	return set{
		stage: st, screens: map[Route]*screen.Screen{},
		idle: screen.NewIdle(st), calling: screen.NewCalling(st), exit: screen.NewExit(st), signIn: screen.NewSignIn(st), mark: screen.NewWatermark(st), toast: touch.NewToast(st.Look),
	}
}

// lay puts the parts of the set into the window.
func (s *Shell) lay() {
	objects := append([]fyne.CanvasObject{}, s.order...)
	s.SetObjects(append(objects, s.toast, s.calling, s.idle, s.signIn, s.exit, s.mark)...)
}

// styled shows the page in other modes. What the pages of the modes before hold
// of the person is forgotten; the view-models have it.
func (s *Shell) styled(m flow.Modes) {
	if s.idle == nil {
		return
	}
	s.warming = ""
	for _, page := range s.screens {
		page.Hide()
		page.Clear()
	}
	size := s.stage.Size
	if s.rested.idle == nil {
		s.rested = s.set
	}
	if m == (flow.Modes{}) {
		s.set, s.rested = s.rested, set{}
	} else {
		s.set = s.newSet(size)
	}
	s.lay()
	s.show(s.turn.Route())
	s.showIdle()
	s.showExit()
	s.showSignIn()
	if m != (flow.Modes{}) {
		s.say(s.turn.Kiosk().Text.T("modes.until"))
	}
}

// toastSeconds is how long good news stand above the foot.
const toastSeconds = 4

// say shows good news that need no answer.
func (s *Shell) say(words string) {
	width := min(984, s.stage.Size.Width-96)
	bottom := s.stage.Size.Height - 174 - 24
	if s.stage.Low {
		bottom = s.stage.Size.Height / 3 // above what is to be pressed
	}
	height := s.toast.HeightFor(words, width)
	style.Put(s.toast, (s.stage.Size.Width-width)/2, bottom-height, width, height)
	s.toast.Say(words)
	s.toasted = toastSeconds
}

// page is the page of a route, built the first time it is asked for.
func (s *Shell) page(route Route) *screen.Screen {
	if page := s.screens[route]; page != nil || s.stage.Size.Width == 0 {
		return page
	}
	page := screen.New(s.stage, route)
	style.Put(page, 0, 0, s.stage.Size.Width, s.stage.Size.Height)
	page.Hide()
	s.screens[route] = page
	s.order = append(s.order, page)
	s.lay()
	return page
}

func (s *Shell) showIdle() {
	if s.idle != nil {
		s.idle.Update()
	}
}

func (s *Shell) showCalling() {
	if s.calling != nil {
		s.calling.Update()
	}
}

// showReading shows in the header of the page whether something is read.
func (s *Shell) showReading() {
	for _, over := range s.overlays() {
		if over.Visible() {
			over.ShowReading()
			return
		}
	}
	if page := s.screens[s.turn.Route()]; page != nil {
		page.Tick()
	}
}

func (s *Shell) showExit() {
	if s.exit != nil {
		s.exit.Update()
	}
}

func (s *Shell) showSignIn() {
	if s.signIn != nil {
		s.signIn.Update()
	}
}

// helped shows who helps now, and whether it is practice.
func (s *Shell) helped() {
	if s.mark == nil {
		return
	}
	s.mark.Update()
	s.changed(s.turn.Route())
}
