package office

import (
	"slices"

	"bianmin/app/village"
)

// tell fills in how a case stands: the acts that the person is told of, the last one with its
// last day as of today, the way of the result, and until when papers may follow.
func (o *Office) tell(a *Asked, head CaseHead) error {
	for _, act := range head.Told() {
		a.Steps = append(a.Steps, act.step(head))
	}
	for _, act := range head.Acts {
		if verb, _ := DefaultFlow().verb(act.Verb); verb.Delivery != "" {
			a.Delivered = append(a.Delivered, act.delivered(head, verb.Delivery))
		}
	}
	stand, err := o.Standing(head)
	if n := len(a.Steps); n > 0 && !stand.Due.IsZero() {
		a.Steps[n-1].Due = lastDay(stand.Due)
	}
	a.FollowBy = stand.MakeUpDay()
	return err
}

// bring fills in which papers are still to be brought; what was handed in later, at whichever
// machine, is here.
func (a *Asked) bring(c Case, head CaseHead, list []FollowUp) {
	list = slices.DeleteFunc(slices.Clone(list), func(f FollowUp) bool {
		return f.Outcome == village.OutcomeLate || f.Outcome == village.OutcomeUnproven
	})
	if head.State == village.SupplementAsked {
		for _, code := range head.asked() {
			if !brought(list, code, village.Supplement, village.MakeUp) {
				a.Wanted = append(a.Wanted, c.paper(code))
			}
		}
	}
	for _, m := range c.Materials {
		if undecided(head.State) && m.later() && !brought(list, m.Code, village.MakeUp) {
			a.Follow = append(a.Follow, m)
		}
	}
	if len(a.Follow) == 0 {
		a.FollowBy = ""
	}
}

// asked are the codes of the papers that the case asked for last.
func (c CaseHead) asked() []string {
	for _, a := range slices.Backward(c.Acts) {
		if a.Verb == VerbAsk {
			return a.Materials
		}
	}
	return nil
}

// paper is a paper of the case by its code; one that the case does not know is named by it.
func (c Case) paper(code string) Material {
	for _, m := range c.Materials {
		if m.Code == code {
			return m
		}
	}
	return Material{Code: code, Name: code}
}

// brought reports whether a paper is among what was handed in later by one of verbs.
func brought(list []FollowUp, code string, verbs ...village.FollowVerb) bool {
	return slices.ContainsFunc(list, func(f FollowUp) bool {
		return slices.Contains(verbs, f.Verb) && slices.ContainsFunc(f.Materials, func(m Material) bool { return m.Code == code })
	})
}
