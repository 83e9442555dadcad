package flow

import (
	"context"
	"slices"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Fields of a home visit (上门办), named as the counter names them.
const (
	FieldVisit        = "home_visit" // answerYes: two helpers are at the applicant's home
	FieldVisitSecond  = "home_visit.second"
	FieldVisitBooking = "home_visit.booking"
	FieldVisitReason  = "home_visit.reason"
	FieldVisitAddress = "home_visit.address"
	FieldVisitPhotos  = "home_visit.photos"
)

// morePhotos are the fields of the pictures that may be taken besides the first, in their order.
func morePhotos() []string { return []string{FieldVisitPhotos + ".2", FieldVisitPhotos + ".3"} }

// ofVisit reports whether a field is answered by a picture of a home visit.
func ofVisit(field string) bool {
	return field == FieldVisitPhotos || slices.Contains(morePhotos(), field)
}

// AtHome reports whether the application is taken at somebody's home.
func (f *Form) AtHome() bool { return f.typed[FieldVisit] == answerYes }

// come makes the form that of a home visit.
func (f *Form) come() {
	f.typed[FieldVisit] = answerYes
	f.asked = f.questions(f.item)
}

// visitQuestions ask who comes, why, where, for photographs, and whether the applicant acts
// alone: whoever cannot leave the bed, or is a child, has somebody at the side. Who the second
// person is is answered by a badge and a PIN alone.
func (f *Form) visitQuestions() []Question {
	if !f.AtHome() {
		return nil
	}
	booking, reason := f.behalfQuestion(FieldVisitBooking, village.FieldText), f.behalfQuestion(FieldVisitReason, village.FieldChoice)
	address, alone := f.behalfQuestion(FieldVisitAddress, village.FieldText), f.behalfQuestion(FieldBehalf, village.FieldChoice)
	booking.Required, address.Place = false, true
	alone.Choices = []Choice{{answerNo, f.T("home_visit.alone")}, {answerYes, f.T("home_visit.behalf")}}
	if it, ok := f.kiosk.Item(village.BookHome); ok {
		for _, field := range it.Fields {
			if field.Key == village.BookReason {
				for _, c := range field.Choices {
					reason.Choices = append(reason.Choices, Choice{c, c})
				}
			}
		}
	}
	list := []Question{f.behalfQuestion(FieldVisitSecond, village.FieldChoice), booking, reason, address}
	return append(append(list, f.photoQuestions()...), alone)
}

// photoQuestions ask for the first picture, and after each for one more that may be left out.
func (f *Form) photoQuestions() []Question {
	first := f.behalfQuestion(FieldVisitPhotos, village.FieldChoice)
	first.Choices = []Choice{{answerPhoto, f.T("home_visit.photo.take")}}
	list := []Question{first}
	for i, field := range morePhotos() {
		if len(f.pictures[list[i].Field].Data) == 0 {
			break
		}
		more := f.behalfQuestion(FieldVisitPhotos+".more", village.FieldChoice)
		more.Field, more.Required, more.Choices = field, false, first.Choices
		list = append(list, more)
	}
	return list
}

// visit is the home visit in the counter's words; nil when the applicant came here.
func (f *Form) visit() *desk.HomeVisitInput {
	if !f.AtHome() {
		return nil
	}
	v := &desk.HomeVisitInput{
		Second: f.typed[FieldVisitSecond], Booking: f.typed[FieldVisitBooking], Reason: f.typed[FieldVisitReason], Address: f.typed[FieldVisitAddress],
	}
	for _, field := range append([]string{FieldVisitPhotos}, morePhotos()...) {
		if home := f.pictures[field]; len(home.Data) > 0 {
			v.Photos = append(v.Photos, desk.PhotoInput{File: desk.HomeVisitPhoto, Data: home.Data})
		}
	}
	return v
}

// CanVisit reports whether who helps may take the item in at somebody's home here.
func (g *Guide) CanVisit() bool {
	return g.Acting() != "" && !g.Item.Code.IsRequest() && !forOrganisations(g.Item) && g.kiosk.SignSecond != nil && g.kiosk.Watch != nil
}

// PressCode adds a character of the booking's code.
func (f *Form) PressCode(key string) {
	if len(f.Value()) < CodeLen {
		f.Set(f.Value() + key)
	}
}

// EraseCode takes its last character back.
func (f *Form) EraseCode() {
	if text := f.Value(); text != "" {
		f.Set(text[:len(text)-1])
	}
}

// homeScanned takes what a home visit asks for under the scanner: the badge of the
// second person, or the paper of the booking.
func (t *Turn) homeScanned(text string) bool {
	if t.route != RouteForm || t.Busy() || t.Exit.Open {
		return false
	}
	switch t.Form.Question().Field {
	case FieldVisitSecond:
		if t.Helper.Acting() == "" { // whoever handed over comes back first
			return false
		}
		return t.Helper.ScanSecond(text)
	case FieldVisitBooking:
		if t.kiosk.ReadCode == nil {
			return false
		}
		code, err := t.kiosk.ReadCode(text)
		if err == nil {
			t.Form.Set(string(code))
		}
		return err == nil
	}
	return false
}

// ScanSecond takes the badge of the second person of a home visit and asks for the PIN.
// It reports whether text is a badge at all.
func (h *Helper) ScanSecond(text string) bool {
	if h.kiosk.Badge == nil || h.kiosk.SignSecond == nil {
		return false
	}
	badge, err := h.kiosk.Badge(text)
	if !badge || h.Busy {
		return badge
	}
	h.ask()
	h.second, h.scanned, h.Problem = true, text, h.problem(err, "signin.failed")
	h.Changed()
	return true
}

// judgeSecond asks the machine, off the UI goroutine.
func (h *Helper) judgeSecond(ctx context.Context, pin string) (err error) {
	h.number, err = h.kiosk.SignSecond(ctx, h.scanned, pin)
	return err
}

// seconded answers who the second person is.
func (t *Turn) seconded(number string) {
	t.Helper.visited = true
	if t.route == RouteForm && t.Form.Question().Field == FieldVisitSecond {
		t.Form.Set(number)
		t.Form.Next()
	}
}

// endVisit ends the help of the second person with the turn.
func (t *Turn) endVisit() {
	if t.Helper.visited && t.kiosk.SecondOut != nil {
		t.kiosk.Run(t.kiosk.SecondOut, func() {})
	}
	t.Helper.visited = false
}
