package flow

import (
	"strings"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// summary are the answers as the owner reads them once more: numbers of
// documents masked, everything else in full.
func (f *Form) summary() []Answer {
	rows := []Answer{{"", f.T("confirm.item"), f.item.Name}}
	if about := f.aboutText(); about != "" {
		rows = append(rows, Answer{"", f.T("confirm.about"), about})
	}
	if f.typed[fieldBookItem] != "" {
		rows = append(rows, Answer{"", f.T("booking.matter"), f.typed[fieldBookMatter]})
	}
	for _, q := range f.withoutOffer() {
		if sends(q.Field) {
			continue
		}
		value := f.written(q)
		if value == "" {
			value = f.T("confirm.empty")
		}
		if q.Field == FieldID && f.Card.State == CardTaken {
			value += f.T("card.mark")
		}
		rows = append(rows, Answer{q.Field, q.Label, value})
	}
	return append(rows, f.priorityOffer()...)
}

func (f *Form) written(q Question) string {
	text := f.typed[q.Field]
	if q.Field == FieldVisitSecond || text == "" {
		return text
	}
	switch q.Type {
	case village.FieldID:
		return masked(text)
	case village.FieldBool, village.FieldChoice:
		for _, c := range q.Choices {
			if c.Value == text {
				return c.Label
			}
		}
		return ""
	case village.FieldDivision:
		return f.kiosk.Divisions.Path(village.DivisionCode(text))
	case village.FieldDate:
		return dashed(text)
	case village.FieldList:
		return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == '\n' }), f.T("confirm.between"))
	case village.FieldBank:
		return maskedBank(text)
	case village.FieldPhoto:
		return f.T("form.photo.taken")
	}
	if q.Field == FieldID {
		return masked(text)
	}
	return Written(q.Type, text)
}

// masked hides the middle of a document's number.
func masked(text string) string {
	if len(text) == 18 {
		return text[:6] + " **** **** " + text[14:]
	}
	if n := len(text); n > 4 {
		return strings.Repeat("*", n-4) + text[n-4:]
	}
	return text
}

func maskedBank(text string) string {
	if n := len(text); n > 4 {
		return "**** " + text[n-4:]
	}
	return text
}

// deliveryName says how the result comes, with the address when it is sent.
func (f *Form) deliveryName(m desk.DeliveryMode) string {
	name := f.T("confirm.delivery." + string(m))
	if address := f.typed[FieldAddress]; m == desk.Express && address != "" {
		name += f.T("confirm.colon") + address
		for _, to := range []string{f.typed[FieldReceiver], f.typed[FieldReceives]} {
			if to != "" {
				name += f.T("precheck.between") + to
			}
		}
		if who := f.typed[FieldPayer]; who != "" {
			name += f.T("precheck.between") + f.T("form.payer."+who)
		}
	}
	return name
}

// application is everything typed in this turn.
func (t *Turn) application() desk.Application {
	a := t.Form.application()
	a.ID = t.draft.id
	a.Materials = t.Materials.declared()
	t.Form.dateCard(a.Materials)
	a.Consent, a.Helper, a.Practice = t.Notice.Consent, t.Helper.Acting(), t.Practice.On
	a.Tolerance, a.Promise = t.Tolerance.signed(), t.Promise.signed()
	t.Confirm.complete(&a)
	return a
}
