package flow

import (
	"maps"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Fields of who hands in for somebody else (代办), named as the counter names them.
const (
	FieldBehalf   = "behalf" // answerYes: somebody hands in for the applicant
	FieldRelation = "behalf.relation"
	FieldAgent    = "behalf.name"
	FieldAgentID  = "behalf.id"
	FieldAgentTel = "behalf.phone"
	FieldPresent  = "behalf.present"
	FieldEntrust  = "behalf.entrust"
	FieldScope    = "behalf.entrust.scope"
	FieldValidTo  = "behalf.entrust.valid_to"
)

// Where the letter of entrustment is.
const (
	letterShown = "original"
	letterNone  = "none"
)

// Behalf reports whether somebody hands in for the applicant.
func (f *Form) Behalf() bool { return f.typed[FieldBehalf] == answerYes }

// act makes the form that of somebody who hands in for the applicant.
func (f *Form) act() {
	f.typed[FieldBehalf] = answerYes
	f.asked = f.questions(f.item)
}

// behalfQuestions ask who hands in, and of the letter where one is needed.
func (f *Form) behalfQuestions() []Question {
	if !f.Behalf() {
		return nil
	}
	list := []Question{
		f.behalfQuestion(FieldRelation, village.FieldChoice), f.behalfQuestion(FieldAgent, village.FieldText),
		f.behalfQuestion(FieldAgentID, village.FieldID), f.behalfQuestion(FieldAgentTel, village.FieldPhone),
		f.behalfQuestion(FieldPresent, village.FieldBool),
	}
	for _, r := range village.Relations() {
		list[0].Choices = append(list[0].Choices, Choice{string(r), f.T("behalf.relation." + string(r))})
	}
	list[1].Name = true
	list[4].Choices = []Choice{{answerYes, f.T("behalf.present.yes")}, {answerNo, f.T("behalf.present.no")}}
	if f.typed[FieldPresent] == answerNo && f.behalf().NeedsLetter() {
		list = append(list, f.letterQuestions()...)
	}
	return list
}

func (f *Form) behalfQuestion(field string, t village.FieldType) Question {
	key := "form." + field
	return Question{Field: field, Label: f.T(key), Ask: f.T(key + ".ask"), Why: f.T(key + ".why"), Type: t, Required: true}
}

func (f *Form) letterQuestions() []Question {
	letter, scope := f.behalfQuestion(FieldEntrust, village.FieldChoice), f.behalfQuestion(FieldScope, village.FieldChoice)
	if f.kiosk.Watch != nil {
		letter.Choices = []Choice{{answerPhoto, f.T("behalf.letter.photo")}}
	}
	letter.Choices = append(letter.Choices, Choice{letterShown, f.T("behalf.letter.shown")}, Choice{letterNone, f.T("behalf.letter.none")})
	for _, set := range scopeSets() {
		scope.Choices = append(scope.Choices, Choice{set, f.scopeName(set)})
	}
	return []Question{letter, scope, f.behalfQuestion(FieldValidTo, village.FieldDate)}
}

// scopeSets are what a letter can be for, as one answer each. The last one is not for
// handing in: the counter says what follows from it.
func scopeSets() []string {
	hand, more, fetch := string(village.EntrustHandIn), string(village.EntrustSupplement), string(village.EntrustReceive)
	return []string{hand, hand + " " + more, hand + " " + fetch, hand + " " + more + " " + fetch, more + " " + fetch}
}

func (f *Form) scopeName(set string) string {
	if !strings.HasPrefix(set, string(village.EntrustHandIn)) {
		return f.T("behalf.scope.without")
	}
	var names []string
	for _, scope := range strings.Fields(set) {
		names = append(names, f.T("behalf.scope."+scope))
	}
	return join(names, f.T("confirm.between"))
}

// behalf is who hands in, in the counter's words; nil when it is the applicant.
func (f *Form) behalf() *desk.BehalfInput {
	if !f.Behalf() {
		return nil
	}
	b := &desk.BehalfInput{
		Relation: village.Relation(f.typed[FieldRelation]), Present: f.typed[FieldPresent] == answerYes,
		Name: f.typed[FieldAgent], IDType: village.IDResident, ID: f.typed[FieldAgentID], Phone: f.typed[FieldAgentTel],
	}
	how := f.typed[FieldEntrust]
	if how != answerPhoto && how != letterShown || !b.NeedsLetter() {
		return b
	}
	b.Entrust = &desk.EntrustInput{ValidTo: dashed(f.typed[FieldValidTo]), Original: how == letterShown}
	for _, scope := range strings.Fields(f.typed[FieldScope]) {
		b.Entrust.Scope = append(b.Entrust.Scope, village.EntrustScope(scope))
	}
	if letter := f.pictures[FieldEntrust]; how == answerPhoto && len(letter.Data) > 0 {
		b.Entrust.File, b.Entrust.Data = desk.EntrustFile, letter.Data
	}
	return b
}

// forgetUnasked drops what was answered to questions of the agent or for more pictures of a
// home that are not asked any more, and pictures of what is answered another way.
func (f *Form) forgetUnasked() {
	for _, field := range append([]string{FieldEntrust, FieldScope, FieldValidTo}, morePhotos()...) {
		if !f.asks(field) {
			delete(f.typed, field)
		}
	}
	maps.DeleteFunc(f.pictures, func(field string, _ Picture) bool { return f.typed[field] != answerPhoto })
}

// Agent is who hands in, masked, with what he is to the applicant; "" when it is the
// applicant.
func (f *Form) Agent() string {
	if !f.Behalf() {
		return ""
	}
	name := village.MaskedName(f.typed[FieldAgent], strings.Fields(f.T("letter.surnames")))
	if name == "" {
		return ""
	}
	return f.T("behalf.by", "name", name, "relation", f.T("behalf.relation."+f.typed[FieldRelation]))
}

// CanBehalf reports whether somebody may hand the item in for another person here.
func (g *Guide) CanBehalf() bool { return !g.Item.Code.IsRequest() && !forOrganisations(g.Item) }

// startFor goes on with an item for the person who stands there, for somebody else, or at
// somebody's home, where the form asks for whom. What was typed for the one is not the other's.
func (t *Turn) startFor(other, home bool) {
	if t.Form.AtHome() != home || !home && t.Form.Behalf() != other {
		t.anew(t.Guide.Item)
	}
	switch {
	case other:
		t.Form.act()
	case home:
		t.Form.come()
	}
	t.show(RouteNotice)
}
