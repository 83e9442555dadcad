package flow

import (
	"errors"

	"bianmin/app/village"
)

// alike reports whether the county found several cases with the code and the last four, and
// asks then where the paper was given out; asked once more, that was somewhere else.
func (e *Elsewhere) alike(four string, err error) bool {
	of, ok := errors.AsType[*village.Error](err)
	if !ok || of.Key != "err.ask.several" && of.Key != "err.ask.place" {
		return false
	}
	switch {
	case of.Key == "err.ask.place":
		e.Problem = e.told("elsewhere.place.none")
	case e.Several: // two machines of one village: rarer than rare
		e.Problem = e.told("elsewhere.place.several")
	}
	e.Several, e.Village, e.four = true, "", four
	return true
}

// Places are the towns; of the town chosen, its own centre and its villages.
func (e *Elsewhere) Places() []village.Division {
	list := e.kiosk.places(e.Town)
	if e.Town == "" {
		return list
	}
	return append([]village.Division{{Code: e.Town, Name: e.T("elsewhere.place.town")}}, list...)
}

// PickTown opens the villages of a town; "" goes back to the towns.
func (e *Elsewhere) PickTown(c village.DivisionCode) {
	if e.Busy {
		return
	}
	e.Town, e.Village, e.Problem, e.Pages = c, "", Problem{}, Pages{}
	e.hush()
	e.Changed()
}

// Pick chooses one of [Elsewhere.Places].
func (e *Elsewhere) Pick(c village.DivisionCode) {
	switch {
	case e.Busy:
	case e.Town == "":
		e.PickTown(c)
	default:
		e.Village, e.Problem = c, Problem{}
		e.Changed()
	}
}

// Down goes on to the page that starts at next.
func (e *Elsewhere) Down(next int) { e.Pages.Down(next); e.hush(); e.Changed() }

// Up goes back one page.
func (e *Elsewhere) Up() { e.Pages.Up(); e.hush(); e.Changed() }

func (e *Elsewhere) aloudPlaces(s *script) []Phrase {
	s.say("elsewhere.place.head", "elsewhere.place.note", map[bool]string{true: "form.town", false: "form.village"}[e.Town == ""], "voice.choices")
	for _, d := range first(e.Places()) {
		s.speak(d.Name)
	}
	return s.phrases
}
