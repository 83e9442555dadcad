package flow

import "bianmin/app/village"

// AsksWho reports whether the page still asks who comes: an agent handed the case in, and
// may do alone only what the letter says.
func (f *FollowUp) AsksWho() bool { return f.Status.Case.Behalf && f.By == "" && !f.Done() }

// ComesAs says who comes. An agent whose letter is not for this, or is over, is told what
// to do instead.
func (f *FollowUp) ComesAs(who village.Comer) {
	f.Problem = Problem{}
	var err error
	if who == village.ComerAgent {
		err = f.Status.Alone(f.Verb, f.kiosk.Now())
	}
	if err == nil {
		f.By = who
	} else {
		f.Problem = f.problem(err, "follow.failed")
	}
	f.hush()
	f.Changed()
}

// Entrusted says what the agent of the case is entrusted with, and until when.
func (f *FollowUp) Entrusted() string {
	e := f.Status.Case.Entrust
	switch {
	case e == nil:
		return f.T("follow.by.no_letter")
	case e.ValidTo == "":
		return f.T("follow.by.guardian")
	}
	var names []string
	for _, scope := range e.Scope {
		names = append(names, f.T("behalf.scope."+string(scope)))
	}
	return f.T("follow.by.letter", "scope", join(names, f.T("confirm.between")), "day", e.ValidTo)
}
