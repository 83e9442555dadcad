package office

import "bianmin/app/village"

// How a case of a machine came in; the words are those of app/stats.
const (
	SourceKiosk     = "kiosk"      // by the applicant alone
	SourceAssisted  = "assisted"   // somebody helped at the machine
	SourceHomeVisit = "home_visit" // two people went to somebody's home
)

// Source is how c came in.
func (c Case) Source() string {
	switch {
	case c.HomeVisit != nil:
		return SourceHomeVisit
	case c.Helper != "":
		return SourceAssisted
	}
	return SourceKiosk
}

// Handling is what figures count of the acts of a case (K13, K1; ADR 0076).
type Handling struct {
	Steps     int // acts that took the case on: no note, no request inside the office
	HandOvers int // how often the next step was another unit's, see [Flow.Handle]
	Came      int // visits that were noted
}

// Handle counts the acts of a case in their order. The county's window, which has no unit, is
// one too. Neither what applicants do nor, in a whole with parts, what follows from a part
// hands anything over: units that work side by side do not (ADR 0062).
func (f *Flow) Handle(acts []Act, parts bool) Handling {
	var h handling
	for _, a := range acts {
		h.add(f, a, parts)
	}
	return h.Handling
}

// Trips are the visits of a case in a state; -1 = not known yet: nobody noted one, and one
// may still come.
func (f *Flow) Trips(h Handling, state village.CaseState) int {
	if h.Came == 0 && !f.Final(state) {
		return -1
	}
	return h.Came
}

// handling is a [Handling] on its way through the acts.
type handling struct {
	Handling
	unit  string // of the step before
	begun bool   // there was one
}

func (h *handling) add(f *Flow, a Act, parts bool) {
	verb, _ := f.verb(a.Verb)
	if a.Verb == VerbCame {
		h.Came++
	}
	if verb.To == "" {
		return
	}
	h.Steps++
	if a.Role == RoleApplicant || verb.Part && parts {
		return
	}
	if h.begun && a.Unit != h.unit {
		h.HandOvers++
	}
	h.unit, h.begun = a.Unit, true
}
