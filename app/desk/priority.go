package desk

import (
	_ "embed"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"bianmin/app/village"
)

//go:embed priority.json
var priorityJSON []byte

// priorityRule says who may choose the green channel. Its ID is the class.
type priorityRule struct {
	ID      village.PriorityClass `json:"id"`
	Version int                   `json:"version"`
	FromAge int                   `json:"from_age"` // in years; 0 = of any age
	Reason  bool                  `json:"reason"`   // it is asked for in words
	Booking string                `json:"booking"`  // answer of an appointment's form
}

// priorityRules are those of priority.json.
//
//nolint:gochecknoglobals // a constant that Go cannot express as one
var priorityRules = sync.OnceValue(func() []priorityRule {
	var file struct {
		Note  string         `json:"note"`
		Rules []priorityRule `json:"rules"`
	}
	if err := (village.JSONRules{Depth: 8}).Decode(priorityJSON, &file); err != nil {
		panic("priority.json: " + err.Error())
	}
	return file.Rules
})

// maxPriorityReason is in characters.
const maxPriorityReason = 60

// PriorityInput says that the green channel was chosen (绿色通道), and as who. Nothing
// that proves it is asked for: who helps sees it, or an officer asks.
type PriorityInput struct {
	Class  village.PriorityClass `json:"class"`
	Reason string                `json:"reason,omitempty"` // of what is urgent, and of nothing else
}

// PriorityBody is what is sealed of it, with the rule that let it pass.
type PriorityBody struct {
	Class    village.PriorityClass `json:"class"`
	Version  int                   `json:"version"` // of the rule of that class
	Reason   string                `json:"reason,omitempty"`
	Approved string                `json:"approved_by,omitempty"` // badge of who helped; "" = nobody looked yet
}

// PriorityHint says that an applicant may choose the green channel, and by which rule.
type PriorityHint struct {
	Class   village.PriorityClass `json:"class"`
	Version int                   `json:"version"`
	FromAge int                   `json:"from_age"`
}

// PriorityHint is what the age alone says, of who typed a citizen ID; nil = nothing. The other
// classes are chosen and never guessed.
func (d *Desk) PriorityHint(in ApplicantInput) *PriorityHint {
	now, _ := d.Now()
	years, known := in.age(now)
	for _, r := range priorityRules() {
		if known && r.FromAge > 0 && years >= r.FromAge {
			return &PriorityHint{r.ID, r.Version, r.FromAge}
		}
	}
	return nil
}

// PriorityClasses are those that an applicant may choose as far as he is known, in the order
// of the rules; none for an organisation.
func (d *Desk) PriorityClasses(in ApplicantInput) (list []village.PriorityClass) {
	now, _ := d.Now()
	years, known := in.age(now)
	for _, r := range priorityRules() {
		if in.Kind == village.Person && !(known && years < r.FromAge) {
			list = append(list, r.ID)
		}
	}
	return list
}

// checkPriorityField judges the class, or the reason, of a choice that is being made.
func checkPriorityField(in Application, field string, now time.Time) error {
	a := village.Applicant{Kind: in.Applicant.Kind, IDType: in.Applicant.IDType}
	var err error
	if a.ID, err = parseID(a.IDType, in.Applicant.ID, now); err != nil {
		a.IDType = "" // refused at its own question
	}
	c := checked{applicant: a}
	err = c.prioritise(in, now)
	if err != nil && village.Keyed(err).Field != field {
		return nil
	}
	return err
}

// prioritise takes the choice of the green channel.
func (c *checked) prioritise(in Application, now time.Time) error {
	if in.Priority == nil {
		return nil
	}
	for _, r := range priorityRules() {
		if r.ID != in.Priority.Class {
			continue
		}
		reason := strings.TrimSpace(in.Priority.Reason)
		if err := r.check(c.applicant, reason, now); err != nil {
			return err
		}
		years, known := age(c.applicant, now)
		c.priority = &PriorityBody{Class: r.ID, Version: r.Version, Reason: reason, Approved: in.Helper}
		c.rules = append(c.rules, r.decided(c.applicant, years, known, in.Helper != ""))
		return nil
	}
	return village.Refuse("class", "err.priority.class")
}

// prefer puts the rule behind the answer with which an appointment asked to be served first:
// who helped has seen why, or officers ask at the window.
func (c *checked) prefer(helper string) {
	said, _ := c.form[village.BookPriority].(string)
	if c.item.Code != village.BookWindow || said == "" {
		return
	}
	for _, r := range priorityRules() {
		if r.Booking == said {
			c.priority = &PriorityBody{Class: r.ID, Version: r.Version, Approved: helper}
		}
	}
}

// check refuses whom the rule does not fit. Of a document that says no age, officers judge.
func (r priorityRule) check(a village.Applicant, reason string, now time.Time) error {
	years, known := age(a, now)
	switch n := utf8.RuneCountInString(reason); {
	case a.Kind != village.Person:
		return village.Refuse("class", "err.priority.org")
	case known && years < r.FromAge:
		return &village.Error{Kind: village.Invalid, Field: "class", Key: "err.priority.age", Args: map[string]any{"years": r.FromAge}}
	case r.Reason && (n == 0 || n > maxPriorityReason):
		return &village.Error{Kind: village.Invalid, Field: "reason", Key: "err.priority.reason", Args: map[string]any{"max": maxPriorityReason}}
	case !r.Reason && n > 0:
		return village.Refuse("reason", "err.priority.no_reason")
	}
	return nil
}
