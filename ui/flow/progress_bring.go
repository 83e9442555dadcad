package flow

import (
	"slices"

	"bianmin/app/village"
)

// Bring is what a person has still to bring, and how: the page and the voice say the same.
type Bring struct {
	Head   string
	Papers []string
	Notes  []Phrase // what to do, then until when
}

// ToBring is what is still to come of the case found: what the county asked for first,
// then what was to follow, then what nobody can hand in here without the staff.
func (p *Progress) ToBring() (all []Bring) {
	s := p.Status
	add := func(key string, codes []string, notes ...Phrase) {
		if len(codes) > 0 {
			all = append(all, Bring{p.T(key, "n", len(codes)), s.Names(codes), notes})
		}
	}
	asked, rest := s.Left(), []string{}
	if p.Can(village.Supplement) {
		add("progress.asked", asked, p.said("progress.supplement.note")...)
	}
	follows := slices.DeleteFunc(s.ToFollow(), func(code string) bool { return slices.Contains(asked, code) })
	if p.Can(village.MakeUp) {
		add("progress.missing", follows, p.makeUpNotes()...)
	}
	for _, h := range s.Case.Materials {
		known := slices.Contains(asked, h.Code) || slices.Contains(s.ToFollow(), h.Code)
		if _, ok := s.Item.Material(h.Code); ok && !known && !h.How.There() && !s.Brought(h.Code) {
			rest = append(rest, h.Code)
		}
	}
	if !s.Case.State.Over() && len(s.Asked()) == 0 {
		add("progress.missing", rest, p.said("progress.missing.note")...)
	}
	return all
}

// makeUpNotes say how papers that were to follow are handed in, and by when where the
// person signed for that.
func (p *Progress) makeUpNotes() []Phrase {
	notes := p.said("progress.make_up.note")
	switch s := p.Status; {
	case s.MakeUpBy != "":
		return append(notes, spoken(p.T("progress.make_up.by", "day", p.DayText(s.MakeUpBy)))...)
	case s.SignedToFollow() && s.Case.State == village.Received:
		return append(notes, p.said("progress.make_up.later")...)
	}
	return notes
}

// bring says what is to be brought.
func (s *script) bring(list []Bring) {
	for _, bring := range list {
		s.speak(bring.Head)
		s.speak(bring.Papers...)
		s.phrases = append(s.phrases, bring.Notes...)
	}
}
