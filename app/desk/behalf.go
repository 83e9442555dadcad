package desk

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/village"
)

// BehalfInput says that somebody else than the applicant hands in (代办): an agent, or
// the guardian of a child. Its JSON form is that of docs/intake.schema.json.
type BehalfInput struct {
	Relation village.Relation `json:"relation"` // the agent is the applicant's …
	Present  bool             `json:"present,omitempty"`
	Name     string           `json:"name"`
	IDType   village.IDType   `json:"id_type"`
	ID       string           `json:"id"`
	Phone    string           `json:"phone"`
	Entrust  *EntrustInput    `json:"entrust,omitempty"`
}

// EntrustInput is the letter with which an applicant who is not there entrusts the
// agent (代办服务委托书), as a picture or shown at the counter.
type EntrustInput struct {
	Scope    []village.EntrustScope `json:"scope"`
	ValidTo  string                 `json:"valid_to"` // last day, as 2026-12-31
	File     string                 `json:"file,omitempty"`
	Original bool                   `json:"original,omitempty"`
	Data     []byte                 `json:"-"` // the file's bytes, read before [Desk.Accept]
}

// BehalfBody is what is sealed of it.
type BehalfBody struct {
	Relation village.Relation       `json:"relation"`
	Present  bool                   `json:"present"`
	Agent    village.Applicant      `json:"agent"`
	Scope    []village.EntrustScope `json:"scope,omitempty"`
	ValidTo  string                 `json:"valid_to,omitempty"`
}

// EntrustFile is what the picture of the letter is called among the files of a case.
const EntrustFile = "behalf.entrust"

// Ages of a person in years: a child below ofAct is handed in for by a guardian; from
// ofAct to ofAge somebody who lives on his own wages counts as grown up
// (民法典 art. 17, 18), which nobody can see at a machine.
const (
	ofAct = 16
	ofAge = 18
)

// age is how old the holder of a citizen ID is; ok is false for another document.
func age(a village.Applicant, now time.Time) (years int, ok bool) {
	if a.IDType != village.IDResident {
		return 0, false
	}
	return village.ResidentID(a.ID).Age(now), true
}

// behalf checks who hands in for who applies, as far as it is known.
func (c *checked) behalf(in Application, now time.Time) error {
	years, known := age(c.applicant, now)
	child := known && years < ofAge
	if in.Behalf == nil {
		if child && years < ofAct {
			return village.Refuse("applicant.id", "err.minor.guardian")
		}
		if child {
			c.warnings = append(c.warnings, Warning{Key: "warn.minor"})
		}
		return nil
	}
	b, err := checkAgent(*in.Behalf, c.applicant, now)
	if err != nil {
		return village.At("behalf", err)
	}
	switch {
	case child && years < ofAct && b.Relation != village.Guardian:
		return village.Refuse("behalf.relation", "err.minor.guardian")
	case b.Relation == village.OfStaff && in.Helper == "":
		return village.Refuse("behalf.relation", "err.behalf.staff")
	}
	if err := c.entrust(&b, in.Behalf.Entrust, now); err != nil {
		return village.At("behalf", err)
	}
	c.agent = &b
	return nil
}

// checkAgent checks who acts: a grown person with a document, who is not the
// applicant.
func checkAgent(in BehalfInput, applicant village.Applicant, now time.Time) (BehalfBody, error) {
	if !slices.Contains(village.Relations(), in.Relation) {
		return BehalfBody{}, village.Refuse("relation", "err.behalf.relation")
	}
	agent, err := checkApplicant(ApplicantInput{Kind: village.Person, Name: in.Name, IDType: in.IDType, ID: in.ID, Phone: in.Phone}, now)
	if err != nil {
		return BehalfBody{}, err
	}
	if agent.IDType == applicant.IDType && agent.ID == applicant.ID {
		return BehalfBody{}, village.Refuse("id", "err.behalf.same")
	}
	if years, known := age(agent, now); known && years < ofAge {
		return BehalfBody{}, village.Refuse("id", "err.behalf.young")
	}
	return BehalfBody{Relation: in.Relation, Present: in.Present, Agent: agent}, nil
}

// entrust takes the letter. Whose applicant is there needs none, nor does a guardian,
// who acts by law.
func (c *checked) entrust(b *BehalfBody, in *EntrustInput, now time.Time) error {
	if in == nil {
		if b.Present || b.Relation == village.Guardian {
			return nil
		}
		return village.Refuse("entrust", "err.behalf.entrust")
	}
	seen := map[village.EntrustScope]bool{}
	for _, scope := range in.Scope {
		if !slices.Contains(village.EntrustScopes(), scope) || seen[scope] {
			return village.Refuse("entrust.scope", "err.behalf.scope")
		}
		seen[scope] = true
	}
	if !seen[village.EntrustHandIn] {
		return village.Refuse("entrust.scope", "err.behalf.scope_hand")
	}
	day, err := asDate(in.ValidTo, now)
	if err != nil {
		return village.At("entrust.valid_to", err)
	}
	if day.(string) < now.In(village.Zone).Format(time.DateOnly) {
		return village.Refuse("entrust.valid_to", "err.behalf.over")
	}
	if (in.File == "") != in.Original {
		return village.Refuse("entrust.file", "err.behalf.letter")
	}
	if in.File != "" {
		if err := checkFile(MaterialInput{File: in.File, Data: in.Data}); err != nil {
			return village.At("entrust", err)
		}
		c.parts = append(c.parts, newPart(EntrustFile, in.Data))
	}
	b.Scope, b.ValidTo = in.Scope, strings.TrimSpace(in.ValidTo)
	return nil
}
