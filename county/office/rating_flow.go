package office

import (
	_ "embed"
	"slices"
	"sync"
	"time"

	"bianmin/app/village"
)

//go:embed rating.json
var ratingFile []byte

// RatingFlow is the way of a poor rating; it is in rating.json.
//
//nolint:gochecknoglobals // the embedded definition, parsed once
var RatingFlow = sync.OnceValue(func() *Flow {
	f, err := parseFlow(ratingFile, func(guard string) bool { return ratingGuards[guard] != nil })
	if err != nil {
		panic(err) // a test reads it
	}
	return f
})

// States of a rating that are not the kiosk's: "" before it is poor enough to be
// handled.
const (
	RatingFiled    village.CaseState = "filed" // nothing to put right
	RatingToSign   village.CaseState = "to_sign"
	RatingClosed   village.CaseState = "closed"   // told, called and settled
	RatingExcluded village.CaseState = "excluded" // does not count (排除)
)

// VerbRectify says that a rating's fault was put right.
const VerbRectify Verb = "rectify"

// FirstState is where a rating of that grade begins.
func FirstState(g village.Grade) village.CaseState {
	if g.Poor() {
		return RatingToSign
	}
	return RatingFiled
}

// In reports whether a rating lies in a scope.
func (r RatingCase) In(s Scope) bool { return s.Holds(r.Village, r.Unit) }

// RatingStanding is how far a rating has come, made from its acts alone.
type RatingStanding struct {
	SignedAt time.Time // zero = not yet; clocks of putting right count from here
	Hard     village.CaseReason
	Appeal   RatingAct // the last; zero = none
	CalledAt time.Time // last call after the feedback
	Reached  bool      // by it
	Calls    int       // without reaching anybody since the feedback
	Unsolved bool      // as the last call said
}

// Standing folds the acts in their order. Neither an appeal nor a second try sets a
// clock back.
func (r RatingCase) Standing() (s RatingStanding) {
	for _, a := range r.Acts {
		switch a.Verb {
		case VerbSign:
			s.SignedAt = a.At
		case "uphold":
			s.Hard = a.Reason
		case "appeal":
			s.Appeal = a
		case VerbRectify, "explain", "again":
			s.CalledAt, s.Reached, s.Calls, s.Unsolved = time.Time{}, false, 0, false
		case "call_back":
			s.CalledAt, s.Reached = a.At, s.Reached || a.Reached == SaidYes
			s.Unsolved = a.Solved == SaidNo
			if a.Reached == SaidNo {
				s.Calls++
			}
		}
	}
	return s
}

// DueDay is the last day for what a rating waits for, and the name of that clock; ""
// when none runs.
func (d *RatingDesk) DueDay(r RatingCase) (due village.Day, clock string, err error) {
	s, days := r.Standing(), RatingFlow().Days
	from := s.SignedAt
	switch r.State {
	case RatingToSign:
		from, clock = r.ReceivedAt, "sign"
	case "checking":
		clock = "simple" // until it is known to be complex
	case "rectifying":
		clock = string(s.Hard)
	case "appealed":
		from, clock = s.Appeal.At, "appeal"
	default:
		return "", "", nil
	}
	due, err = d.Due(from, days[clock])
	return due, clock, err
}

// Open are the verbs that by may try, without those that nothing has called for yet.
func (d *RatingDesk) Open(r RatingCase, by Account) []FlowVerb {
	stand := r.Standing()
	return slices.DeleteFunc(RatingFlow().Open(r.State, by.Role), func(v FlowVerb) bool {
		w := ratingWeighing{verb: v, of: r, stand: stand, by: by}
		return slices.ContainsFunc(v.Guards, func(name string) bool { return !ratingAsks[name] && ratingGuards[name](w) != nil })
	})
}

// ratingWeighing is what a guard of a rating judges by.
type ratingWeighing struct {
	deed  RatingDeed
	verb  FlowVerb
	of    RatingCase
	stand RatingStanding
	by    Account
}

// ratingAsks are the guards about what somebody types or chooses.
//
//nolint:gochecknoglobals // a table that never changes
var ratingAsks = map[string]bool{"reason": true, "words": true, "told": true, "reached": true, "survey": true}

// maxCalls is how many calls that reach nobody are enough. A default of ours.
const maxCalls = 3

// ratingGuards are the conditions that rating.json names.
//
//nolint:gochecknoglobals // a table of functions that never changes
var ratingGuards = map[string]func(ratingWeighing) error{
	"reason": func(w ratingWeighing) error {
		return unless(slices.Contains(w.verb.Reasons, w.deed.Reason), village.Refuse("reason", "err.case.reason"))
	},
	"words": func(w ratingWeighing) error {
		return unless(wordsFit(w.deed.Words), village.Refuse("words", "err.ticket.words"))
	},
	"told": func(w ratingWeighing) error {
		return village.Reply{State: village.ReplyDone, Told: w.deed.Told}.Check()
	},
	"reached": func(w ratingWeighing) error {
		return unless(w.deed.Reached == SaidYes || w.deed.Reached == SaidNo, village.Refuse("survey", "err.ticket.survey"))
	},
	"survey": func(w ratingWeighing) error {
		return survey(w.deed.Reached, w.deed.Solved, w.deed.Pleased, w.deed.Words)
	},
	"appealed_never": func(w ratingWeighing) error {
		return unless(w.stand.Appeal.Verb == "", conflict("err.rating.appealed"))
	},
	"another_person": func(w ratingWeighing) error {
		return unless(w.stand.Appeal.Account != w.by.Name, conflict("err.case.another_person"))
	},
	"order_over": func(w ratingWeighing) error { return w.of.Given.over() },
	"unsolved":   func(w ratingWeighing) error { return unless(w.stand.Unsolved, conflict("err.case.order")) },
	"called_back": func(w ratingWeighing) error { // of the centre as a whole nobody is known
		done := w.of.Target == "" || w.stand.Reached && !w.stand.Unsolved || w.stand.Calls >= maxCalls
		return unless(done, conflict("err.rating.called_back"))
	},
}
