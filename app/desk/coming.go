package desk

import (
	"slices"
	"time"

	"bianmin/app/village"
)

// Coming says who comes back with the paper of a case, and who helps. Of a case that an
// agent handed in By is asked; somebody whom the county does not know yet is Behalf, by
// the rules of [Application].
type Coming struct {
	By     village.Comer `json:"by,omitempty"`
	Behalf *BehalfInput  `json:"behalf,omitempty"`
	Helper string        `json:"-"` // as of [Application]
}

// ComingBody is what is sealed of it.
type ComingBody struct {
	By     village.Comer `json:"by,omitempty"`
	Behalf *BehalfBody   `json:"behalf,omitempty"`
	Helper string        `json:"helper,omitempty"`
}

// comes checks who comes; the part is the picture of a new letter.
func (d *Desk) comes(s Status, verb village.FollowVerb, in Coming) (ComingBody, []village.Part, error) {
	out := ComingBody{By: in.By, Helper: in.Helper}
	now, _ := d.Now()
	if in.Behalf != nil {
		if in.By != "" {
			return out, nil, village.Refuse("by", "err.follow.by_twice")
		}
		agent, letter, err := in.another(verb, now)
		out.Behalf = agent
		return out, letter, village.At("behalf", err)
	}
	switch {
	case s.Case.Behalf && !slices.Contains(village.Comers(), in.By):
		return out, nil, village.Refuse("by", "err.follow.by")
	case !s.Case.Behalf && in.By != "" && in.By != village.ComerApplicant:
		return out, nil, village.Refuse("by", "err.follow.by_none")
	case in.By == village.ComerAgent:
		return out, nil, s.Alone(verb, now)
	}
	return out, nil, nil
}

// Alone says why the agent of the case may not do verb now without the applicant; the
// error is [village.Invalid] at "by". A letter never is for taking an application back:
// that is the applicant's own word.
func (s Status) Alone(verb village.FollowVerb, now time.Time) error {
	e := s.Case.Entrust
	switch {
	case e == nil:
		return village.Refuse("by", "err.follow.no_letter")
	case e.ValidTo == "": // by law
		return nil
	case verb == village.Withdraw:
		return village.Refuse("by", "err.follow.withdraw_alone")
	case !slices.Contains(e.Scope, scopeOf(verb)):
		if verb == village.Collect {
			return village.Refuse("by", "err.collect.scope")
		}
		return village.Refuse("by", "err.follow.scope")
	case e.ValidTo < village.DayOf(now):
		return &village.Error{Kind: village.Invalid, Field: "by", Key: "err.follow.entrust_over", Args: map[string]any{"day": string(e.ValidTo)}}
	}
	return nil
}

// scopeOf is what a letter has to be for, so that an agent may do verb alone.
func scopeOf(verb village.FollowVerb) village.EntrustScope {
	if verb == village.Collect {
		return village.EntrustReceive
	}
	return village.EntrustSupplement
}

// another checks somebody who is neither the applicant nor the agent of the case.
func (in Coming) another(verb village.FollowVerb, now time.Time) (*BehalfBody, []village.Part, error) {
	b := *in.Behalf
	for _, field := range behalfFields() {
		err := error(nil)
		switch {
		case verb == village.Withdraw && field == "entrust" && b.NeedsLetter():
			err = village.Refuse("present", "err.follow.withdraw_alone")
		case field == "entrust.scope":
			err = checkScope(b.Entrust, scopeOf(verb))
		default:
			err = checkBehalfField(Application{Behalf: &b, Helper: in.Helper}, field, now)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return b.body(now)
}
