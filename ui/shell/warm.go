package shell

import (
	"time"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
)

const (
	// warmEvery is less than the minute after which Fyne forgets the pictures of
	// words that nobody saw.
	warmEvery = 45 * time.Second
	// warmFrames is long enough for a page to be painted twice: Fyne drops the
	// pictures of the first time.
	warmFrames = 150 * time.Millisecond
)

// keepWarm shows, below the lower edge of the window, the pages that a person
// opens from home, so that the pictures of their words are there when a finger
// comes. It does nothing while somebody is on another page.
func (s *Shell) keepWarm() {
	for {
		for _, route := range []Route{flow.RouteSearch, flow.RouteProgress, flow.RouteRating} {
			for range 2 {
				fyne.Do(func() { s.warm(route) })
				goesOn := s.pause(warmFrames)
				fyne.Do(func() { s.cool(route) })
				if !goesOn {
					return
				}
			}
		}
		if !s.pause(warmEvery) {
			return
		}
	}
}

// pause is false when the shell is to end.
func (s *Shell) pause(d time.Duration) bool {
	select {
	case <-s.ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

func (s *Shell) warm(route Route) {
	page := s.page(route)
	if page == nil || s.turn.Route() != flow.RouteHome {
		return
	}
	page.Draw()
	page.Move(fyne.NewPos(0, 2*s.stage.Size.Height))
	page.Show()
	s.warming = route
}

// cool takes a page away again that nobody has opened meanwhile.
func (s *Shell) cool(route Route) {
	if s.warming != route {
		return
	}
	s.warming = ""
	page := s.page(route)
	page.Hide()
	page.Move(fyne.Position{})
	page.Clear()
}
