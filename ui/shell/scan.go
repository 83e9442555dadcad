package shell

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/touch"
)

// Scanned takes what a scanner has read, from any goroutine.
func (s *Shell) Scanned(text string) {
	fyne.Do(func() { s.scanned(text) })
}

// scanned ends a press that is under way: what the code brings may be another person's.
func (s *Shell) scanned(text string) {
	touch.Elsewhere()
	s.turn.Scanned(s.ctx, text)
}

// TypedRune takes a character of a physical keyboard, or of a scanner that is one.
func (s *Shell) TypedRune(r rune) {
	s.touched()
	held := s.wedge.Held()
	s.typed(s.wedge.Key(r, s.turn.Kiosk().Now()))
	if !held && s.wedge.Held() {
		s.giveBack()
	}
}

// TypedKey takes another key of a physical keyboard; Enter ends what a scanner has
// typed.
func (s *Shell) TypedKey(e *fyne.KeyEvent) {
	s.touched()
	if s.wedge.Held() {
		if e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter {
			if s.heard(s.wedge.End(s.turn.Kiosk().Now())) {
				return
			}
		} else {
			s.typed(s.wedge.Release())
		}
	}
	s.typedKey(e)
}

// giveBack ends the wait for a key that does not come.
func (s *Shell) giveBack() {
	var stop func()
	stop = s.every(flow.HoldFor, func() {
		code, typed, ok := s.wedge.Stale(s.turn.Kiosk().Now())
		if ok {
			stop()
			s.heard(code, typed)
		}
	})
}

// heard gives a code to the turn and a person's keys to the page; it reports whether
// it was a code.
func (s *Shell) heard(code string, typed []rune) bool {
	s.typed(typed)
	if code != "" {
		s.scanned(code)
	}
	return code != ""
}

func (s *Shell) typed(runes []rune) {
	for _, r := range runes {
		s.typedRune(r)
	}
}
