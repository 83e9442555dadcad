package flow

import (
	"bianmin/app/desk"
	"bianmin/app/village"
)

// canAsk reports whether the window can ask a field here: a photograph that nobody has to
// hand in is not asked for where there is no camera.
func (k *Kiosk) canAsk(f village.FormField) bool {
	return f.Type != village.FieldPhoto || f.Required || k.Watch != nil
}

// photographs reports whether a photograph is, or can be, the answer to a question.
func (f *Form) photographs(q Question) bool {
	return q.Type == village.FieldPhoto || q.Field == FieldEntrust || ofVisit(q.Field)
}

// unshot reports whether the question shown is to be answered by a photograph that is not
// taken yet.
func (f *Form) unshot() bool {
	q := f.Question()
	return f.photographs(q) && f.Value() == answerPhoto && len(f.pictures[q.Field].Data) == 0
}

// CanPhotograph reports whether there is a camera.
func (f *Form) CanPhotograph() bool { return f.kiosk.Watch != nil }

// Photograph opens the camera for the question shown, also where a picture is there: the
// new one takes its place.
func (f *Form) Photograph() {
	if !f.CanPhotograph() {
		return
	}
	q := f.Question()
	paper := village.Material{Code: q.Field, Name: q.Ask, Picture: q.Picture}
	switch {
	case q.Field == FieldEntrust:
		paper = village.Material{Code: desk.EntrustFile, Name: f.T("behalf.letter")}
	case ofVisit(q.Field):
		paper = village.Material{Code: desk.HomeVisitPhoto, Name: f.T("home_visit.photo"), Picture: village.PictureScene}
	}
	f.Shoot(paper)
}

// how are the message keys of how the question shown is photographed, and of what to do
// where the camera shows nothing; "" of a paper, whose original can be shown.
func (f *Form) how() (how, instead string) {
	q := f.Question()
	if q.Type != village.FieldPhoto {
		return "photo.how", ""
	}
	how, instead = "form.photo.how", "form.photo.trouble"
	if q.Picture == village.PictureScene {
		how = "finding.shoot.how"
	}
	switch {
	case len(f.Picture().Data) > 0:
		instead = "form.photo.trouble.there"
	case q.Required:
		instead = "form.photo.trouble.required"
	}
	return how, instead
}

// Picture is what was photographed for the question shown; its Data is empty before.
func (f *Form) Picture() Picture { return f.pictures[f.Question().Field] }

// attach answers the question shown with a picture.
func (f *Form) attach(p Picture) {
	f.keep(p)
	f.typed[f.Question().Field], f.Problem = answerPhoto, Problem{}
}

// keep is attach without an answer.
func (f *Form) keep(p Picture) {
	if len(p.Data) == 0 {
		delete(f.pictures, f.Question().Field)
		return
	}
	f.pictures[f.Question().Field] = p
}

// RemovePicture takes the picture of the question shown away.
func (f *Form) RemovePicture() {
	f.keep(Picture{})
	f.Set("")
}

// retakes takes back the answers whose pictures are not there, and goes back to the first
// of them; lost reports whether there are any.
func (f *Form) retakes() (lost bool) {
	for i, q := range f.asked {
		if f.photographs(q) && f.typed[q.Field] == answerPhoto && len(f.pictures[q.Field].Data) == 0 {
			delete(f.typed, q.Field)
			f.At, lost = min(f.At, i), true
		}
	}
	return lost
}

// Unphotographed is what the item cannot do without and nobody can photograph here, as it
// is asked; "" when nothing is in the way.
func (g *Guide) Unphotographed() string {
	for _, f := range g.Item.Form() {
		if f.Type == village.FieldPhoto && f.Required && f.When == nil && g.kiosk.Watch == nil {
			return f.Label
		}
	}
	return ""
}

// Pictures is how many questions and papers were photographed in this turn.
func (t *Turn) Pictures() int { return len(t.Form.pictures) + t.Materials.Pictures() }
