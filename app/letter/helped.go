package letter

import (
	"time"

	"bianmin/app/village"
)

// helped says that somebody acts for the applicant from now on (帮办代办受理单). Who it is
// and what came with the case is written by hand or stands on the receipt.
func (s Source) helped() Letter {
	t := s.Texts.T
	l := s.formOfHelp(Helped, s.Case.AcceptedAt)
	l.Parts = []Part{
		{Text: t("letter.helped.text", "item", s.itemName())}, s.facts(),
		{Head: t("letter.helped.scope")}, s.scope(),
		{Lines: []string{t("letter.line.helper"), t("letter.line.phone"), t("letter.entrust.until")}},
		{Notice: t("letter.helped.notice")}, s.signed(),
	}
	return l
}

// helpedEnd ends the acting of a case that is over (帮办代办办结（终止）单).
func (s Source) helpedEnd() (Letter, error) {
	if !s.over() {
		return Letter{}, early()
	}
	last, t := s.Steps[len(s.Steps)-1], s.Texts.T
	at := time.UnixMilli(last.AtMS)
	l := s.formOfHelp(HelpedEnd, at)
	facts := []Fact{{t("letter.helped_end.state"), t("state.case." + string(last.State))}, {t("letter.helped_end.at"), s.day(at)}}
	if decided := village.Decision(s.Steps); decided != "" { // what was refused is sent and closed like the rest
		facts = append([]Fact{{t("letter.helped_end.decision"), t("state.case." + string(decided))}}, facts...)
	}
	l.Parts = []Part{
		{Text: t("letter.helped_end.text", "item", s.itemName())}, s.facts(facts...),
		{Head: t("letter.helped_end.given")},
		{Boxes: []string{t("letter.helped_end.result"), t("letter.helped_end.papers"), t("letter.helped_end.none")}},
		{Notice: t("letter.helped_end.notice")}, s.signed(),
	}
	return l, nil
}

// helpedStop stops the acting and not the case (帮办代办中止单).
func (s Source) helpedStop() (Letter, error) {
	if s.over() {
		return Letter{}, late()
	}
	t := s.Texts.T
	l := s.formOfHelp(HelpedStop, s.Case.AcceptedAt)
	l.Parts = []Part{
		{Text: t("letter.helped_stop.text", "item", s.itemName())}, s.facts(),
		{Head: t("letter.helped_stop.why")},
		{Boxes: []string{t("letter.helped_stop.asked"), t("letter.helped_stop.papers"), t("letter.helped_stop.unreached"), t("letter.helped_stop.other")}},
		{Lines: []string{t("letter.line.helper")}},
		{Notice: t("letter.helped_stop.notice")}, s.signed(),
	}
	return l, nil
}

// renewal goes on with a letter of entrustment that is running out (续办委托书).
func (s Source) renewal() (Letter, error) {
	if s.over() {
		return Letter{}, late()
	}
	t := s.Texts.T
	l := s.entrust()
	l.Kind, l.Title = Renewal, t("letter.renewal")
	l.Parts[0] = Part{Text: t("letter.renewal.text", "item", s.itemName())}
	l.Parts[1].Lines = append([]string{t("letter.renewal.earlier")}, l.Parts[1].Lines...)
	return l, nil
}

// formOfHelp is what the forms of help have in common: their names are those of
// DB3205/T 1077-2023, how they are set is our own, which they say.
func (s Source) formOfHelp(kind Kind, at time.Time) Letter {
	l := s.sheet(kind, at)
	l.Foot = append(l.Foot, s.Texts.T("letter.foot.form"))
	return l
}

func (s Source) scope() Part {
	t := s.Texts.T
	return Part{Boxes: []string{t("letter.entrust.hand"), t("letter.entrust.supplement"), t("letter.entrust.receive")}}
}

func (s Source) signed() Part {
	t := s.Texts.T
	return Part{Lines: []string{t("letter.line.applicant"), t("letter.line.sign.helper"), t("letter.line.date")}}
}

func (s Source) over() bool {
	return len(s.Steps) > 0 && s.Steps[len(s.Steps)-1].State.Over()
}

func late() error {
	return &village.Error{Kind: village.Conflict, Field: "kind", Key: "err.letter.late"}
}
