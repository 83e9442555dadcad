package flow

import (
	"slices"

	"bianmin/app/inspect"
	"bianmin/app/village"
)

const (
	// noteMost is the length of a note, in characters.
	noteMost = 200
	// VisitPhotos is how many pictures a visit can have: one file is left for the
	// signature.
	VisitPhotos = village.MaxFiles - 1
)

// Finding is what was found at one rule: how often, how grave, in words and in pictures.
// It is kept with each touch.
type Finding struct {
	page
	ID      inspect.RuleID
	Note    Writing
	Writing bool // the keyboard is open
	Pages   Pages

	Done  func()
	Shoot func(village.Material)

	visit *Visit
}

// Row is the rule with what was found.
func (f *Finding) Row() Row {
	s, r, _ := f.visit.Begun.Template.Rule(f.ID)
	return f.visit.row(s, r)
}

// Kind is what the rule's section does.
func (f *Finding) Kind() inspect.SectionKind {
	s, _, _ := f.visit.Begun.Template.Rule(f.ID)
	return s.Kind
}

// Takes is what the finding takes, before the section's maximum.
func (f *Finding) Takes() inspect.Points {
	row := f.Row()
	return row.Rule.Takes(f.visit.Source, row.Times, f.Doubled())
}

// Doubled reports whether the finding repeats one of the last twelve months.
func (f *Finding) Doubled() bool { return f.Kind() == inspect.Deduct && f.visit.Repeats(f.ID) }

// Visit is the visit that it belongs to.
func (f *Finding) Visit() *Visit { return f.visit }

// Due is the last day for putting it right; "" for a rule that asks for nothing.
func (f *Finding) Due() village.Day {
	if f.Kind() == inspect.Bonus {
		return ""
	}
	return f.visit.Begun.Due[f.Row().Severity]
}

// Fact is what the machine knows about it.
func (f *Finding) Fact() string { return f.visit.Fact(f.Row().Rule.Fact) }

// Severities are those that can be chosen: the rule's and graver ones.
func (f *Finding) Severities() []inspect.Severity {
	all := inspect.Severities()
	return all[max(slices.Index(all, f.Row().Rule.Severity), 0):]
}

// Grade says how grave it is; nothing milder than the rule says.
func (f *Finding) Grade(s inspect.Severity) {
	if slices.Contains(f.Severities(), s) {
		f.change(func(o *Observation) { o.Severity = s })
	}
}

// Most is how often the rule counts.
func (f *Finding) Most() int { return max(f.Row().Rule.Times, 1) }

// Step counts one less (-1) or one more (1).
func (f *Finding) Step(by int) {
	if n := f.Row().Times + by; n >= 1 && n <= f.Most() {
		f.change(func(o *Observation) { o.Times = n })
	}
}

// Write opens or closes the keyboard for the note.
func (f *Finding) Write(open bool) {
	f.Writing = open
	f.Changed()
}

// Cameras reports whether pictures can be taken at this machine.
func (f *Finding) Cameras() bool { return f.kiosk.Watch != nil }

// Full reports whether no further picture can be taken.
func (f *Finding) Full() bool { return f.visit.photos() >= VisitPhotos }

// Photograph opens the camera.
func (f *Finding) Photograph() {
	if f.Cameras() && !f.Full() {
		f.Shoot(village.Material{Code: string(f.ID), Name: f.Row().Rule.Text})
	}
}

// attach keeps a picture.
func (f *Finding) attach(p Picture) {
	f.change(func(o *Observation) { o.Photos = append(slices.Clone(o.Photos), p) })
}

// Unshoot drops the last picture.
func (f *Finding) Unshoot() {
	f.change(func(o *Observation) { o.Photos = o.Photos[:max(len(o.Photos)-1, 0)] })
}

// Drop says that the rule is kept after all.
func (f *Finding) Drop() {
	f.visit.found[f.ID] = Observation{}
	f.Done()
}

// Lacks is the key of what is still missing, or "".
func (f *Finding) Lacks() string {
	switch row := f.Row(); {
	case !row.Lacks():
		return ""
	case !f.Cameras():
		return "finding.no_camera"
	}
	return "finding.lacks.photo"
}

func (f *Finding) change(do func(*Observation)) {
	o := f.visit.found[f.ID]
	do(&o)
	f.visit.found[f.ID] = o
	f.Changed()
}

// Down goes on to the page that starts at next.
func (f *Finding) Down(next int) { f.Pages.Down(next); f.Changed() }

// Up goes back one page.
func (f *Finding) Up() { f.Pages.Up(); f.Changed() }

func (f *Finding) open(id inspect.RuleID) {
	f.wipe()
	f.ID = id
	f.Note.Text = f.Row().Note
}

// noted keeps the note with each key.
func (f *Finding) noted() {
	if f.ID != "" {
		f.change(func(o *Observation) { o.Note = f.Note.Text })
	}
}

func (f *Finding) wipe() {
	*f = Finding{page: f.page, Done: f.Done, Shoot: f.Shoot, visit: f.visit}
	f.Note = Writing{Most: noteMost, changed: f.noted}
}

func (f *Finding) aloud() []Phrase {
	s := f.script("finding.title")
	row := f.Row()
	s.speak(row.Rule.Text, f.Fact())
	if key := f.Lacks(); key != "" {
		s.say(key)
	}
	s.say("voice.next.finding")
	return s.phrases
}
