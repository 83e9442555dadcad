package flow

import (
	"cmp"
	"encoding/base64"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Fields that are asked besides those of an item's own form, named as the
// counter names them.
const (
	FieldName      = "applicant.name"
	FieldIDType    = "applicant.id_type"
	FieldID        = "applicant.id"
	FieldPhone     = "applicant.phone"
	FieldAddress   = "delivery.address"
	FieldReceiver  = "delivery.name"
	FieldReceives  = "delivery.phone"
	FieldPayer     = "delivery.payer"
	FieldMode      = "delivery.mode"
	FieldMaterials = "materials"
	FieldConsent   = "consent"
)

// Question is one page of the form.
type Question struct {
	Field    string // "applicant.id", "form.home_division" …
	Label    string // as it stands in the summary: 身份证号
	Ask      string // as it is asked: 您的身份证号是多少
	Why      string
	Type     village.FieldType
	Required bool
	Choices  []Choice
	Name     bool // a person's name
	Place    bool // where something is
	Few      bool // a small whole number
	Picture  village.PictureKind
}

// Choice is one answer to choose from.
type Choice struct{ Value, Label string }

const (
	answerYes = "yes"
	answerNo  = "no"

	answerPhoto = "photo" // a picture was taken, see [Form.Photograph]
)

// questions are the pages of it: the applicant first, then those of the item's own
// fields that are asked of whom answered as far as it is typed. The signature is given at the end.
func (f *Form) questions(it village.ServiceItem) []Question {
	var list []Question
	if !it.Code.IsRequest() {
		list = append(list, f.applicantQuestion(FieldName, village.FieldText),
			f.applicantQuestion(FieldID, f.idType()), f.applicantQuestion(FieldPhone, village.FieldPhone))
		list = append(append(f.visitQuestions(), list...), f.behalfQuestions()...)
		list = append(list, f.priorityQuestions()...)
	}
	answers := map[string]any{}
	for _, field := range it.Form() {
		if field.Type == village.FieldSignature || desk.AskedBeside(field.Key) || !f.kiosk.canAsk(field) || !field.Asked(answers) || f.chosen(field) {
			continue
		}
		if answer := f.answer(field); answer != nil {
			answers[field.Key] = answer
		}
		q := Question{
			Field: "form." + field.Key, Label: field.Label, Ask: field.Label, Why: field.Purpose,
			Type: field.Type, Required: field.Required,
			Name:  field.Type == village.FieldText && (field.Key == village.TicketName || strings.Contains(field.Label, "姓名")),
			Place: field.Type == village.FieldText && isPlace(field.Label), Few: few(field), Picture: cmp.Or(field.Picture, village.PictureCard),
		}
		if about := f.aboutText(); about != "" && field.Key == village.TicketContent {
			q.Why = about
		}
		for _, c := range field.Choices {
			q.Choices = append(q.Choices, Choice{c, f.choiceName(field, c)})
		}
		if field.Type == village.FieldBool {
			q.Choices = []Choice{{answerYes, f.T("form.yes")}, {answerNo, f.T("form.no")}}
		}
		list = append(list, q)
	}
	return list
}

// isPlace reports whether a label asks where something is.
func isPlace(label string) bool {
	for _, word := range []string{"地址", "地点", "位置", "坐落"} {
		if strings.Contains(label, word) {
			return true
		}
	}
	return false
}

// choiceName is how a choice is shown: a slot as its day, time and place, longer hours as their end.
func (f *Form) choiceName(field village.FormField, choice string) string {
	if field.Key == village.BookSlot && f.item.Code == village.BookWindow {
		return f.kiosk.slotText(village.SlotID(choice))
	}
	if field.Key == village.BookHours && f.item.Code == village.BookLonger {
		return f.T("booking.longer.until", "clock", choice[strings.Index(choice, "-")+1:])
	}
	return choice
}

func (f *Form) applicantQuestion(field string, t village.FieldType) Question {
	key := "form." + field
	switch {
	case f.Behalf() && field == FieldID && f.document != village.IDResident:
		key = "form.for.other." + field
	case f.Behalf():
		key = "form.for." + field
	case f.kind == village.Organisation:
		key = "form.org." + field
	case field == FieldID && f.document != village.IDResident:
		key = "form.other." + field
	}
	return Question{
		Field: field, Label: f.T(key), Ask: f.T(key + ".ask"), Why: f.T(key + ".why"), Type: t, Required: true,
		Name: field == FieldName && f.kind == village.Person,
	}
}

// idType is how the number of the document is typed: citizen IDs in their
// cells, all others as text.
func (f *Form) idType() village.FieldType {
	if f.document == village.IDResident {
		return village.FieldID
	}
	return village.FieldText
}

// documents are the kinds of document that a person can show.
func (f *Form) documents() []Choice {
	var list []Choice
	for _, t := range []village.IDType{
		village.IDResident, village.IDHKMacao, village.IDTaiwan, village.IDForeignPRC, village.IDPassport,
	} {
		list = append(list, Choice{string(t), f.T("form.document." + string(t))})
	}
	return list
}

func (f *Form) documentQuestion() Question {
	q := f.applicantQuestion(FieldIDType, village.FieldChoice)
	q.Choices = f.documents()
	return q
}

// application is what was typed so far, in the counter's words.
func (f *Form) application() desk.Application {
	a := desk.Application{Item: f.item.Code, Form: map[string]any{}, Delivery: f.delivery(), About: f.aboutCode()}
	if !f.item.Code.IsRequest() {
		a.Applicant, a.Behalf, a.HomeVisit, a.Priority = f.applicant(), f.behalf(), f.visit(), f.priority()
	}
	for _, field := range f.item.Form() {
		if answer := f.answer(field); answer != nil {
			a.Form[field.Key] = answer
		}
	}
	return a
}

// applicant is who applies, as typed so far.
func (f *Form) applicant() desk.ApplicantInput {
	return desk.ApplicantInput{
		Kind: f.kind, IDType: f.document,
		Name: f.typed[FieldName], ID: f.typed[FieldID], Phone: f.typed[FieldPhone],
		ByCard: f.Card.State == CardTaken,
	}
}

// answer is what was typed for field, in the counter's words; nil without one.
func (f *Form) answer(field village.FormField) any {
	text := f.typed["form."+field.Key]
	switch {
	case text == "":
		return nil
	case field.Type == village.FieldBool:
		return text == answerYes
	case field.Type == village.FieldDate:
		return dashed(text)
	case field.Type == village.FieldPhoto:
		return base64.StdEncoding.EncodeToString(f.pictures["form."+field.Key].Data)
	}
	return text
}

// dashed is a date typed as digits in its written form: 20261123 is 2026-11-23.
func dashed(digits string) string {
	if len(digits) != 8 {
		return digits
	}
	return digits[:4] + "-" + digits[4:6] + "-" + digits[6:]
}
