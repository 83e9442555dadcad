package flow

import (
	"slices"
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// addressQuestions are where a result is sent, to whom where that is not the applicant: an
// empty answer is the applicant's; and who pays, of which nothing is presumed.
func (f *Form) addressQuestions() []Question {
	return []Question{
		{
			Field: FieldAddress, Label: f.T("form.address"), Ask: f.T("form.address.ask"), Why: f.T("form.address.why"),
			Type: village.FieldText, Required: true, Place: true,
		},
		{
			Field: FieldReceiver, Label: f.T("form.receiver"), Ask: f.T("form.receiver.ask"), Why: f.T("form.receiver.why"),
			Type: village.FieldText, Name: true,
		},
		{
			Field: FieldReceives, Label: f.T("form.receives"), Ask: f.T("form.receives.ask"), Why: f.T("form.receives.why"),
			Type: village.FieldPhone,
		},
		{
			Field: FieldPayer, Label: f.T("form.payer"), Ask: f.T("form.payer.ask"), Why: f.T("form.payer.why"),
			Type: village.FieldChoice, Required: true, Choices: f.payers(),
		},
	}
}

func (f *Form) payers() (list []Choice) {
	for _, who := range desk.Payers() {
		list = append(list, Choice{string(who), f.T("form.payer." + string(who))})
	}
	return list
}

// sends reports whether a question is about where a result is sent.
func sends(field string) bool {
	return strings.HasPrefix(field, "delivery.")
}

// delivery is where a result is sent, as typed so far.
func (f *Form) delivery() desk.DeliveryInput {
	return desk.DeliveryInput{
		Address: f.typed[FieldAddress], Name: f.typed[FieldReceiver], Phone: f.typed[FieldReceives], Payer: desk.Payer(f.typed[FieldPayer]),
	}
}

// sends is where a result is sent and to whom, as it stands.
func (f *Form) sends() map[string]string {
	now := map[string]string{}
	for _, field := range []string{FieldAddress, FieldReceiver, FieldReceives, FieldPayer} {
		now[field] = f.typed[field]
	}
	return now
}

// addressing reports whether another question about the sending was asked before this one
// in the same correction: Back leads there.
func (f *Form) addressing() bool {
	return f.correcting && sends(f.from) && sends(f.Question().Field) && f.Question().Field != f.from
}

// unsend takes back where a result is sent, and to whom, when the correction of it is.
func (f *Form) unsend() {
	if !sends(f.Question().Field) {
		return
	}
	for field, text := range f.sent {
		f.typed[field] = text
	}
}

// Correcting reports whether one answer is being put right from the summary. To whom a
// result goes is asked behind where, which corrects nothing yet.
func (f *Form) Correcting() bool { return f.correcting && !f.addressing() }

// Place is which question is shown of how many.
func (f *Form) Place() (n, all int) {
	if f.addressing() {
		first := slices.IndexFunc(f.asked, func(q Question) bool { return sends(q.Field) })
		return f.At + 1 - first, len(f.sent)
	}
	return f.At + 1, len(f.asked)
}
