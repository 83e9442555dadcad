package office

import "bianmin/app/village"

// Behalf is who handed a case in instead of its applicant (代办).
type Behalf struct {
	Relation village.Relation       `json:"relation"`
	Present  bool                   `json:"present"` // the applicant stood there
	Agent    village.Applicant      `json:"agent"`
	Scope    []village.EntrustScope `json:"scope"`    // of the letter; none without one
	ValidTo  village.Day            `json:"valid_to"` // its last day
}

func shownBehalf(b *Behalf) *Behalf {
	if b == nil {
		return nil
	}
	out := &Behalf{Relation: shown(b.Relation), Present: b.Present, Agent: shownApplicant(b.Agent), ValidTo: shown(b.ValidTo)}
	for _, scope := range b.Scope[:min(len(b.Scope), maxShownLines)] {
		out.Scope = append(out.Scope, shown(scope))
	}
	return out
}
