package touch

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
)

// Scroll is a window onto something higher. A finger drags it from anywhere, a
// wheel turns it, and a page button moves it by a page. It clips what it holds.
type Scroll struct {
	style.Part
	Moved func()           // after each change of the offset
	Now   func() time.Time // for the glide after a flick; nil means no glide

	content fyne.CanvasObject
	height  float32 // of the content
	offset  float32
	holding bool
	started bool
	first   float32
	flick   flick
	glide   *fyne.Animation
	resized func() // a list gives its rows new places
}

// glideTime is how long a flick runs on: nothing moves longer than 150 ms.
const glideTime = 150 * time.Millisecond

// NewScroll shows content, which is height px high. Things to press inside it
// hand a wandering finger on to it.
func NewScroll(content fyne.CanvasObject, height float32) *Scroll {
	s := &Scroll{content: content, height: height}
	s.Init(s, func(fyne.Size) { s.place() }, content)
	adopt(content, s)
	return s
}

// adopt tells everything under o that it lies in a list.
func adopt(o fyne.CanvasObject, s scroller) {
	if p, ok := o.(inScroll); ok {
		p.setScroller(s)
	}
	switch c := o.(type) {
	case *fyne.Container:
		for _, child := range c.Objects {
			adopt(child, s)
		}
	case interface{ Objects() []fyne.CanvasObject }:
		for _, child := range c.Objects() {
			adopt(child, s)
		}
	}
}

// SetHeight changes the height of the content and keeps the offset inside.
func (s *Scroll) SetHeight(h float32) {
	s.height = h
	s.ScrollTo(s.offset)
}

// Adopt must be called after things to press were added to the content.
func (s *Scroll) Adopt() { adopt(s.content, s) }

// Offset is how far the content is moved up.
func (s *Scroll) Offset() float32 { return s.offset }

// Most is the largest offset.
func (s *Scroll) Most() float32 { return max(s.height-s.Size().Height, 0) }

// ScrollTo moves the content to an offset, as far as it goes.
func (s *Scroll) ScrollTo(offset float32) {
	offset = min(max(offset, 0), s.Most())
	if offset == s.offset {
		return
	}
	s.offset = offset
	s.place()
	s.Repaint()
	if s.Moved != nil {
		s.Moved()
	}
}

// Page moves by a page down (1) or up (-1), less a bit that stays in sight.
func (s *Scroll) Page(direction float32) {
	s.stop()
	s.ScrollTo(s.offset + direction*(s.Size().Height-48))
}

// Frame says that the window itself is no target.
func (s *Scroll) Frame() bool { return true }

// Scrolled is for Fyne: a wheel turns.
func (s *Scroll) Scrolled(e *fyne.ScrollEvent) {
	s.stop()
	s.ScrollTo(s.offset - e.Scrolled.DY*3)
}

// MouseDown is for Fyne: a finger comes down between the things to press.
func (s *Scroll) MouseDown(e *desktop.MouseEvent) {
	Elsewhere()
	s.stop()
	s.holding, s.started, s.first = true, false, e.Position.Y
	s.flick = flick{}
}

// MouseUp is for Fyne.
func (s *Scroll) MouseUp(*desktop.MouseEvent) { s.DragEnd() }

// Dragged is for Fyne.
func (s *Scroll) Dragged(e *fyne.DragEvent) {
	switch {
	case !s.holding:
	case s.started:
		s.dragBy(e.Dragged.DY)
	case abs(e.Position.Y-s.first) > style.Slop:
		s.started = true
		s.dragBy(e.Position.Y - s.first)
	}
}

// DragEnd is for Fyne.
func (s *Scroll) DragEnd() {
	if s.holding {
		s.holding = false
		s.dragEnd()
	}
}

func (s *Scroll) dragBy(dy float32) {
	s.stop()
	if s.Now != nil {
		s.flick.add(dy, s.Now())
	}
	s.ScrollTo(s.offset - dy)
}

func (s *Scroll) dragEnd() {
	if s.Now == nil {
		return
	}
	run := s.flick.run(s.Now())
	s.flick = flick{}
	if abs(run) < 8 {
		return
	}
	from := s.offset
	s.glide = fyne.NewAnimation(glideTime, func(part float32) { s.ScrollTo(from - run*part) })
	s.glide.Curve = fyne.AnimationEaseOut
	s.glide.Start()
}

func (s *Scroll) stop() {
	if s.glide != nil {
		s.glide.Stop()
		s.glide = nil
	}
}

func (s *Scroll) place() {
	s.content.Move(fyne.NewPos(0, -s.offset))
	s.content.Resize(fyne.NewSize(s.Size().Width, max(s.height, 1)))
	if s.resized != nil {
		s.resized()
	}
}

// flick remembers the last moves of a finger.
type flick struct {
	at [3]struct {
		dy float32
		t  time.Time
	}
}

func (f *flick) add(dy float32, now time.Time) {
	f.at[0], f.at[1] = f.at[1], f.at[2]
	f.at[2].dy, f.at[2].t = dy, now
}

// run is how far a finger that left at now would go on: its speed over the
// last 60 ms for the time of a glide, halved, because it slows down.
func (f *flick) run(now time.Time) float32 {
	var sum float32
	var oldest time.Time
	for _, m := range f.at {
		if now.Sub(m.t) > 60*time.Millisecond {
			continue
		}
		if oldest.IsZero() {
			oldest = m.t
		}
		sum += m.dy
	}
	took := now.Sub(oldest)
	if oldest.IsZero() || took < 8*time.Millisecond {
		return 0
	}
	return sum / float32(took.Seconds()) * float32(glideTime.Seconds()) * 2
}
