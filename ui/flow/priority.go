package flow

import (
	"slices"

	"bianmin/app/desk"
	"bianmin/app/village"
)

// Fields of the green channel (绿色通道), named as the counter names them.
const (
	FieldPriority = "priority.class" // answerNo: the usual order
	FieldUrgent   = "priority.reason"
)

// CanPrioritise reports whether the applicant may choose the green channel.
func (f *Form) CanPrioritise() bool { return len(f.priorityClasses()) > 0 }

func (f *Form) priorityClasses() []village.PriorityClass {
	if f.kiosk.Priorities == nil || f.item.Code.IsRequest() || f.item.Code == "" {
		return nil
	}
	classes, _ := f.kiosk.Priorities(f.applicant())
	return classes
}

// priorityQuestions are asked of who chose from the summary to say it: nobody is asked by
// himself, and nothing is presumed.
func (f *Form) priorityQuestions() []Question {
	if !f.has(FieldPriority) {
		return nil
	}
	list := []Question{f.priorityQuestion()}
	if f.typed[FieldPriority] == string(village.PriorityUrgent) {
		q := f.behalfQuestion(FieldUrgent, village.FieldText)
		list = append(list, q)
	}
	return list
}

func (f *Form) priorityQuestion() Question {
	q := f.behalfQuestion(FieldPriority, village.FieldChoice)
	if badge := f.Acting(); badge != "" {
		q.Ask = f.T("form.priority.class.helped", "badge", badge)
	}
	for _, c := range f.priorityClasses() {
		q.Choices = append(q.Choices, Choice{string(c), f.T("priority.class." + string(c))})
	}
	q.Choices = append(q.Choices, Choice{answerNo, f.T("priority.class.none")})
	return q
}

// offerPriority puts the question among those asked, for who chose it on the summary.
func (f *Form) offerPriority() {
	if f.CanPrioritise() && !f.asks(FieldPriority) {
		f.asked = append(f.asked, f.priorityQuestion())
	}
}

// priorityOffer is the line of the summary on which the channel is chosen.
func (f *Form) priorityOffer() []Answer {
	if f.has(FieldPriority) || !f.CanPrioritise() {
		return nil
	}
	value := f.T("priority.offer")
	if _, hint := f.kiosk.Priorities(f.applicant()); hint != nil {
		value = f.T("priority.offer.age", "years", hint.FromAge)
	}
	return []Answer{{FieldPriority, f.T("form.priority.class"), value}}
}

// priority is what was chosen, in the counter's words; nil = the usual order.
func (f *Form) priority() *desk.PriorityInput {
	class := f.typed[FieldPriority]
	if class == "" || class == answerNo || !f.CanPrioritise() {
		return nil
	}
	in := &desk.PriorityInput{Class: village.PriorityClass(class)}
	if in.Class == village.PriorityUrgent {
		in.Reason = f.typed[FieldUrgent]
	}
	return in
}

// forgetPriority drops what was answered to questions of the channel that are not asked any
// more.
func (f *Form) forgetPriority() {
	for _, field := range []string{FieldPriority, FieldUrgent} {
		if !f.asks(field) {
			delete(f.typed, field)
		}
	}
}

// unreasoned takes back an urgent matter (急事) whose reason nobody gave, for what stood there
// before: the counter would refuse all of it.
func (f *Form) unreasoned() {
	if f.typed[FieldPriority] == string(village.PriorityUrgent) && f.typed[FieldUrgent] == "" {
		if delete(f.typed, FieldPriority); f.class != "" && f.class != string(village.PriorityUrgent) {
			f.typed[FieldPriority] = f.class
		}
		f.asked = f.questions(f.item)
	}
}

// withoutOffer are the questions as a summary lists them: one that was opened from there and
// left again is still an offer.
func (f *Form) withoutOffer() []Question {
	return slices.DeleteFunc(slices.Clone(f.asked), func(q Question) bool { return q.Field == FieldPriority && !f.has(FieldPriority) })
}
