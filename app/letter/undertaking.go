package letter

import (
	"strings"

	"bianmin/app/village"
)

// Kinds of what a person undertook, for the person to keep: a machine prints what it keeps
// in clear of it, and never the signature, which is sealed.
const (
	Tolerance Kind = "tolerance" // 容缺受理承诺书
	Promise   Kind = "promise"   // 告知承诺书
)

// undertaking is what was signed on the screen, word for word. It needs a case in which
// papers follow, or are declared instead.
func (s Source) undertaking(kind Kind) (Letter, error) {
	t := s.Texts.T
	how, basis := village.Deferred, s.Item.ToleranceBasis
	if kind == Promise {
		how, basis = village.Promised, ""
	}
	var papers []string
	for _, h := range s.Case.Materials {
		if h.How != how {
			continue
		}
		name := s.material(h.Code)
		if m, ok := s.Item.Material(h.Code); ok && kind == Promise && m.Promise != nil {
			name, basis = t("promise.text.paper", "paper", m.Name, "text", m.Promise.Text), m.Promise.Basis
		}
		papers = append(papers, name)
	}
	if len(papers) == 0 {
		return Letter{}, early()
	}
	l := s.sheet(kind, s.Case.AcceptedAt)
	l.Parts = []Part{{Text: s.point(kind, "1", len(papers))}}
	for _, paper := range papers {
		l.Parts = append(l.Parts, Part{Text: t("letter.undertaking.paper", "paper", paper)})
	}
	for _, n := range []string{"2", "3", "4"} {
		if n == "2" && kind == Tolerance && s.Item.MakeUpDays() == 0 {
			n = "2.unknown"
		}
		l.Parts = append(l.Parts, Part{Text: s.point(kind, n, len(papers))})
	}
	var more []Fact
	if basis != "" {
		more = []Fact{{t("letter.deferred.basis"), basis}}
	}
	l.Parts = append(l.Parts, s.facts(more...), Part{Notice: t("letter.undertaking.signed")},
		Part{Lines: []string{t("letter.line.applicant"), t("letter.line.date")}})
	return l, nil
}

// point is one sentence of what was signed.
func (s Source) point(kind Kind, n string, papers int) string {
	unit := "guide.days.working"
	if s.Item.DaysUnit == village.CalendarDays {
		unit = "guide.days.calendar"
	}
	words := s.Texts.T(string(kind)+".text."+n, "item", s.itemName(), "n", papers, "days", s.Item.MakeUpDays(), "unit", s.Texts.T(unit))
	return strings.ReplaceAll(words, "**", "")
}
