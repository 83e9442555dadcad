package flow

import (
	"slices"
	"strings"
	"time"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Form asks the applicant and the item's own questions, one a page.
type Form struct {
	page
	At      int // index of the question shown
	Problem Problem
	Shown   bool                 // the digits of a number are not masked
	Town    village.DivisionCode // town chosen, its village not yet
	Pages   Pages                // of a list of choices
	Letters string               // pinyin on the keyboard that is no word yet
	Digits  bool                 // a date is typed instead of chosen
	Card    cardReading          // what the card reader does
	Done    func(corrected bool) // all answered, or the one answer corrected
	Leave   func()               // back from a correction
	Shoot   func(village.Material)
	Acting  func() string // badge of who helps now

	item       village.ServiceItem
	kind       village.ApplicantKind
	document   village.IDType
	asked      []Question
	typed      map[string]string  // by field; list entries a line each
	correcting bool               // came from the summary for this one answer
	before     string             // what stood there before the correction
	from       string             // the answer that is corrected
	sent       map[string]string  // where to and to whom, before one of these was corrected
	class      string             // of the green channel, before an urgent matter was chosen
	pictures   map[string]Picture // by field, of the questions that a photograph answers
	earlier    Picture            // what was there before the correction
	month      time.Time          // first day of the month turned to; zero: see monthShown
}

// Question is the page shown.
func (f *Form) Question() Question {
	if f.At < 0 || f.At >= len(f.asked) {
		return Question{}
	}
	return f.asked[f.At]
}

// Count is how many questions there are.
func (f *Form) Count() int { return len(f.asked) }

// Item is what is applied for.
func (f *Form) Item() village.ItemCode { return f.item.Code }

// Document is the kind of document whose number is asked.
func (f *Form) Document() village.IDType { return f.document }

// CanChooseDocument reports whether another document than the citizen ID can
// be shown here.
func (f *Form) CanChooseDocument() bool {
	return f.kind == village.Person && f.Question().Field == FieldID
}

// Value is what stands in the question shown.
func (f *Form) Value() string { return f.typed[f.Question().Field] }

// Set replaces what stands in the question shown.
func (f *Form) Set(text string) {
	if f.numbered() {
		text = strings.ToUpper(text)
	}
	f.overCard(f.Question().Field, text)
	f.typed[f.Question().Field], f.Problem = text, Problem{}
	f.Changed()
}

// Choose answers the question shown with one of its choices.
func (f *Form) Choose(value string) {
	if f.Question().Field == FieldIDType {
		f.chooseDocument(village.IDType(value))
		return
	}
	f.Set(value)
	if f.photographs(f.Question()) && value == answerPhoto {
		f.Photograph()
	}
}

// OtherDocument asks which document the person has instead of a citizen ID.
func (f *Form) OtherDocument() {
	f.asked = slices.Insert(f.asked, f.At, f.documentQuestion())
	f.typed[FieldIDType], f.Problem = string(f.document), Problem{}
	f.turned()
}

func (f *Form) chooseDocument(t village.IDType) {
	if t != f.document {
		f.overCard(FieldID, "")
		f.document, f.typed[FieldID] = t, ""
	}
	f.asked = slices.Delete(f.asked, f.At, f.At+1)
	delete(f.typed, FieldIDType)
	f.asked[f.At] = f.applicantQuestion(FieldID, f.idType())
	f.turned()
}

// Show masks the digits or shows them.
func (f *Form) Show(shown bool) { f.Shown = shown; f.Changed() }

// PickTown opens the villages of a town; "" goes back to the towns.
func (f *Form) PickTown(c village.DivisionCode) {
	f.Town, f.Pages = c, Pages{}
	f.hush()
	f.Changed()
}

// Places are the towns, or the villages of the town chosen.
func (f *Form) Places() []village.Division {
	return f.kiosk.places(f.Town)
}

// places are the towns, or the villages of town; the place of the kiosk stands first.
func (k *Kiosk) places(town village.DivisionCode) []village.Division {
	here := village.DivisionCode(k.Centre().Village)
	if place, ok := k.Divisions.Find(here); ok { // the machine was perhaps enrolled under an old code
		here = place.Code
	}
	list := k.Divisions.Towns
	if town != "" {
		list = slices.DeleteFunc(slices.Clone(k.Divisions.Villages), func(d village.Division) bool { return d.Code.Town() != town })
	}
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b village.Division) int { return homeFirst(here, a) - homeFirst(here, b) })
	return list
}

func homeFirst(here village.DivisionCode, d village.Division) int {
	if d.Code == here || d.Code == here.Town() && here != "" {
		return 0
	}
	return 1
}

// Pick answers with a place of [Form.Places].
func (f *Form) Pick(c village.DivisionCode) {
	if f.Town == "" {
		f.PickTown(c)
		return
	}
	f.Set(string(c))
}

// Compose keeps the letters that are no word yet: until they are one, the
// answer is not complete.
func (f *Form) Compose(letters string) {
	if letters != f.Letters {
		f.Letters = letters
		f.Changed()
	}
}

// Filled reports whether something stands in the question shown.
func (f *Form) Filled() bool { return strings.TrimSpace(f.Value()) != "" }

// Next checks the question shown and goes on, or says what is wrong with it.
// An optional question may stay empty.
func (f *Form) Next() {
	q := f.Question()
	if f.Letters != "" {
		return
	}
	if f.unshot() {
		f.Photograph()
		return
	}
	if q.Required || f.Filled() {
		if err := f.kiosk.Check(f.checked(), q.Field); err != nil {
			f.Problem = f.wrong(err)
			f.Changed()
			return
		}
	}
	more := f.reask()
	if f.correcting {
		f.corrected(q, more)
		return
	}
	if f.At+1 >= len(f.asked) {
		f.Done(false)
		return
	}
	f.At++
	f.turned()
}

// corrected goes on from one answer that was corrected: to what it brought up, to whom
// behind where, or back to the summary. more is that of [Form.reask].
func (f *Form) corrected(q Question, more bool) {
	if next := f.lacking(); more && next >= 0 {
		if q.Field == FieldPriority {
			f.class = f.before
		}
		f.At = next
		f.remember()
		f.turned()
		return
	}
	if sends(q.Field) && f.At+1 < len(f.asked) { // to whom, behind the address
		f.At++
		f.remember()
		f.turned()
		return
	}
	f.correcting, f.before, f.earlier = false, "", Picture{}
	f.Done(true)
}

// reask asks what follows from the answers as they are now. What was answered to a
// question that is not asked any more is gone. It reports whether any question
// depends on an answer.
func (f *Form) reask() bool {
	if !f.Behalf() && !f.AtHome() && !f.asks(FieldPriority) && !slices.ContainsFunc(f.item.Fields, func(field village.FormField) bool { return field.When != nil }) {
		return false
	}
	shown, address := f.Question().Field, f.asks(FieldAddress)
	f.asked = f.questions(f.item)
	if address {
		f.asked = append(f.asked, f.addressQuestions()...)
	}
	for _, field := range f.item.Form() {
		if !f.asks("form." + field.Key) {
			delete(f.typed, "form."+field.Key)
		}
	}
	f.forgetUnasked()
	f.forgetPriority()
	f.At = max(0, slices.IndexFunc(f.asked, func(q Question) bool { return q.Field == shown }))
	return true
}

// lacking is the first question that must be answered and is not, as one that a
// correction brought up; -1 when there is none. Where a result is sent is asked one after the
// other, and stays asked when it is not sent after all.
func (f *Form) lacking() int {
	return slices.IndexFunc(f.asked, func(q Question) bool { return q.Required && !sends(q.Field) && !f.has(q.Field) })
}

// checked is the application as the counter checks it, with the address that
// is being typed.
func (f *Form) checked() desk.Application {
	a := f.application()
	a.Helper = f.Acting()
	if sends(f.Question().Field) {
		a.Delivery.Mode = desk.Express
	}
	return a
}

// previous goes one question back. On the first it reports false.
func (f *Form) previous() bool {
	switch {
	case f.Question().Field == FieldIDType:
		f.chooseDocument(f.document)
	case f.Town != "":
		f.PickTown("")
	case f.addressing(): // to the address before it
		f.typed[f.Question().Field] = f.sent[f.Question().Field] // half a number would stop the question before it
		f.At--
		f.before = f.sent[f.Question().Field]
		f.turned()
	case f.correcting:
		f.typed[f.Question().Field] = f.before
		f.unsend()
		f.keep(f.earlier)
		f.correcting, f.before, f.earlier, f.Problem = false, "", Picture{}, Problem{}
		f.unreasoned()
		f.Leave()
	case f.At == 0:
		return false
	default:
		f.At--
		f.turned()
	}
	return true
}

// Down goes on to the page of choices that starts at next.
func (f *Form) Down(next int) { f.Pages.Down(next); f.Changed() }

// Up goes back one page of choices.
func (f *Form) Up() { f.Pages.Up(); f.Changed() }

// turned is another question: nothing of the last one stays open.
func (f *Form) turned() {
	f.Problem, f.Shown, f.Town, f.Pages, f.Letters = Problem{}, false, "", Pages{}, ""
	f.Digits, f.month = false, time.Time{}
	f.hush()
	f.watchCard()
	f.Changed()
}

// correct opens the question of field for one correction, with what is wrong.
func (f *Form) correct(field string, p Problem) bool {
	if field == FieldAddress && !f.asks(field) {
		f.asked = append(f.asked, f.addressQuestions()...)
	}
	if field == FieldPriority {
		f.offerPriority()
	}
	if !f.asks(field) {
		return false
	}
	f.At = slices.IndexFunc(f.asked, func(q Question) bool { return q.Field == field })
	f.correcting = true
	f.turned()
	f.Problem = p
	f.remember()
	f.from, f.sent = field, f.sends()
	return true
}

// remember keeps what stands in the question shown for whoever takes a correction back.
func (f *Form) remember() {
	f.before, f.earlier = f.Value(), f.pictures[f.Question().Field]
}

// FieldAbout is the case that a request to 12345 is about. It is not asked: it comes with the
// paper.
const FieldAbout = "about"

func (f *Form) about(code string) {
	f.typed[FieldAbout] = code
	f.asked = f.questions(f.item)
}

// aboutCode is the case that is handed in with it. Who stays anonymous names none: the case
// says whose it is.
func (f *Form) aboutCode() string {
	if f.typed["form."+village.TicketAnonymous] == "yes" {
		return ""
	}
	return f.typed[FieldAbout]
}

// aboutText names the case that it is about; "" = none.
func (f *Form) aboutText() string {
	code := f.aboutCode()
	if code == "" {
		return ""
	}
	return f.T("form.about", "code", village.ShortCode(code).Spaced())
}

func (f *Form) has(field string) bool { return strings.TrimSpace(f.typed[field]) != "" }

func (f *Form) asks(field string) bool {
	return slices.ContainsFunc(f.asked, func(q Question) bool { return q.Field == field })
}

func (f *Form) open(it village.ServiceItem) {
	f.wipe()
	f.item, f.typed, f.pictures = it, map[string]string{}, map[string]Picture{}
	f.kind, f.document = village.Person, village.IDResident
	if forOrganisations(it) {
		f.kind, f.document = village.Organisation, village.IDCredit
	}
	f.asked = f.questions(it)
}

// CanBePerson reports whether a person may apply instead of an organisation
// here: one that is only being founded has no code yet.
func (f *Form) CanBePerson() bool {
	return f.kind == village.Organisation && f.Question().Field == FieldID && !f.correcting
}

// BePerson asks the person at the kiosk instead of the organisation, from the
// name on: the name of an organisation is not the name of a person.
func (f *Form) BePerson() {
	f.kind, f.document = village.Person, village.IDResident
	delete(f.typed, FieldName)
	delete(f.typed, FieldID)
	f.asked, f.At = f.questions(f.item), 0
	f.turned()
}

// forOrganisations reports whether only organisations apply for it.
func forOrganisations(it village.ServiceItem) bool {
	return strings.Contains(it.Audience, "法人") && !strings.Contains(it.Audience, "个人") &&
		!strings.Contains(it.Audience, "自然人")
}

func (f *Form) wipe() {
	f.stopCard()
	*f = Form{page: f.page, Done: f.Done, Leave: f.Leave, Shoot: f.Shoot, Acting: f.Acting, typed: map[string]string{}}
}
