package desk

import (
	"maps"
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

// asInput is who acts, as an applicant is typed.
func (b BehalfInput) asInput() ApplicantInput {
	return ApplicantInput{Kind: village.Person, Name: b.Name, IDType: b.IDType, ID: b.ID, Phone: b.Phone}
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

// age is how old who typed a is; ok is false while the number is none, and for
// another document.
func (a ApplicantInput) age(now time.Time) (years int, ok bool) {
	id, err := parseID(a.IDType, a.ID, now)
	if err != nil {
		return 0, false
	}
	return age(village.Applicant{IDType: a.IDType, ID: id}, now)
}

// age is how old the holder of a citizen ID is; ok is false for another document.
func age(a village.Applicant, now time.Time) (years int, ok bool) {
	if a.IDType != village.IDResident {
		return 0, false
	}
	return village.ResidentID(a.ID).Age(now), true
}

// behalf checks who hands in for who applies, field by field.
func (c *checked) behalf(in Application, now time.Time) error {
	if in.Behalf == nil {
		if years, known := age(c.applicant, now); known && years >= ofAct && years < ofAge {
			c.warnings = append(c.warnings, Warning{Key: "warn.minor"})
			c.rules = append(c.rules, decidedAlone(c.item.Code, years))
		}
		return village.At("applicant", checkAlone(in, now))
	}
	for _, field := range behalfFields() {
		if err := checkBehalfField(in, field, now); err != nil {
			return village.At("behalf", err)
		}
	}
	agent, letter, err := in.Behalf.body(now)
	c.agent, c.parts = agent, append(c.parts, letter...)
	return village.At("behalf", err)
}

// body is what is sealed of who acts, with the picture of the letter if there is one.
func (b BehalfInput) body(now time.Time) (*BehalfBody, []village.Part, error) {
	agent, err := checkApplicant(b.asInput(), now)
	if err != nil {
		return nil, nil, err
	}
	out := &BehalfBody{Relation: b.Relation, Present: b.Present, Agent: agent}
	e := b.Entrust
	if e == nil {
		return out, nil, nil
	}
	out.Scope, out.ValidTo = e.Scope, strings.TrimSpace(e.ValidTo)
	if e.File == "" {
		return out, nil, nil
	}
	return out, []village.Part{newPart(EntrustFile, e.Data)}, nil
}

// entrustment is what the machine keeps of it, for when the agent comes back alone.
func (b *BehalfBody) entrustment() *village.Entrustment {
	switch {
	case b == nil:
		return nil
	case b.Relation == village.Guardian:
		return &village.Entrustment{Scope: village.EntrustScopes()}
	case len(b.Scope) == 0:
		return nil
	}
	return &village.Entrustment{Scope: b.Scope, ValidTo: village.Day(b.ValidTo)}
}

// behalfFields are the fields of who acts, in the order in which they are asked.
func behalfFields() []string {
	return []string{"relation", "name", "id_type", "id", "phone", "entrust", "entrust.scope", "entrust.valid_to"}
}

// checkAlone refuses a child who applies without anybody.
func checkAlone(in Application, now time.Time) error {
	if years, known := in.Applicant.age(now); known && years < ofAct {
		return village.Refuse("id", "err.minor.guardian")
	}
	return nil
}

// checkBehalfField checks one field of who acts: a grown person with a document, who
// is not the applicant, and the letter.
func checkBehalfField(in Application, field string, now time.Time) error {
	b := in.Behalf
	switch field {
	case "relation":
		return checkRelation(in, now)
	case "name", "id_type", "phone":
		return checkApplicantField(b.asInput(), field, now)
	case "id":
		return checkAgentID(in, now)
	case "entrust":
		return checkEntrust(*b)
	case "entrust.scope":
		return checkScope(b.Entrust, village.EntrustHandIn)
	case "entrust.valid_to":
		return checkLastDay(b.Entrust, now)
	}
	return nil
}

func checkRelation(in Application, now time.Time) error {
	years, known := in.Applicant.age(now)
	switch b := in.Behalf; {
	case !slices.Contains(village.Relations(), b.Relation):
		return village.Refuse("relation", "err.behalf.relation")
	case known && years < ofAct && b.Relation != village.Guardian:
		return village.Refuse("relation", "err.minor.guardian")
	case b.Relation == village.OfStaff && in.Helper == "":
		return village.Refuse("relation", "err.behalf.staff")
	}
	return nil
}

func checkAgentID(in Application, now time.Time) error {
	agent := in.Behalf.asInput()
	if err := checkApplicantField(agent, "id", now); err != nil {
		return err
	}
	if years, known := agent.age(now); known && years < ofAge {
		return village.Refuse("id", "err.behalf.young")
	}
	mine, _ := parseID(agent.IDType, agent.ID, now) // checked above
	if theirs, err := parseID(in.Applicant.IDType, in.Applicant.ID, now); err == nil && agent.IDType == in.Applicant.IDType && mine == theirs {
		return village.Refuse("id", "err.behalf.same")
	}
	return nil
}

// NeedsLetter reports whether the applicant has to have signed one. Whose applicant is
// there needs none, nor does a guardian, who acts by law.
func (b BehalfInput) NeedsLetter() bool { return !b.Present && b.Relation != village.Guardian }

// checkEntrust looks whether the letter is there: as a picture or shown, one of the two.
func checkEntrust(b BehalfInput) error {
	switch in := b.Entrust; {
	case in == nil && b.NeedsLetter():
		return village.Refuse("entrust", "err.behalf.entrust")
	case in == nil:
		return nil
	case (in.File == "") != in.Original:
		return village.Refuse("entrust.file", "err.behalf.letter")
	case in.File != "":
		return village.At("entrust", checkFile(MaterialInput{File: in.File, Data: in.Data}))
	}
	return nil
}

// checkScope looks whether the letter is for what is done now.
func checkScope(in *EntrustInput, needs village.EntrustScope) error {
	if in == nil {
		return nil
	}
	seen := map[village.EntrustScope]bool{}
	for _, scope := range in.Scope {
		if !slices.Contains(village.EntrustScopes(), scope) || seen[scope] {
			return village.Refuse("entrust.scope", "err.behalf.scope")
		}
		seen[scope] = true
	}
	switch {
	case seen[needs]:
		return nil
	case needs == village.EntrustSupplement:
		return village.Refuse("entrust.scope", "err.behalf.scope_supplement")
	case needs == village.EntrustReceive:
		return village.Refuse("entrust.scope", "err.behalf.scope_receive")
	}
	return village.Refuse("entrust.scope", "err.behalf.scope_hand")
}

func checkLastDay(in *EntrustInput, now time.Time) error {
	if in == nil {
		return nil
	}
	day, err := asDate(in.ValidTo, now)
	if err != nil {
		return village.At("entrust.valid_to", err)
	}
	if day.(string) < now.In(village.Zone).Format(time.DateOnly) {
		return village.Refuse("entrust.valid_to", "err.behalf.over")
	}
	return nil
}

// Keys by which packages ask who hands in. The counter asks that by itself, so nobody is asked
// twice: what was said there is written here.
const (
	agentName     = "agent_name"
	agentID       = "agent_id"
	agentRelation = "agent_relation"
)

// AskedBeside reports whether a field of an item asks what the counter asks by itself.
func AskedBeside(key string) bool { return key == agentName || key == agentID || key == agentRelation }

// formOf is the form of in, with who hands in where the item asks for that too.
func (in Application) formOf(item village.ServiceItem, now time.Time) map[string]any {
	if in.Behalf == nil {
		return in.Form
	}
	form := maps.Clone(in.Form)
	say := func(key, value string) {
		asks := slices.ContainsFunc(item.Fields, func(f village.FormField) bool { return f.Key == key })
		if _, said := form[key]; asks && !said && value != "" {
			if form == nil {
				form = map[string]any{}
			}
			form[key] = value
		}
	}
	say(agentName, strings.TrimSpace(in.Behalf.Name))
	if id, err := village.ParseResidentID(in.Behalf.ID, now); err == nil && in.Behalf.IDType == village.IDResident { // else its own check says what is wrong
		say(agentID, string(id))
	}
	return form
}
