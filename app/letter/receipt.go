package letter

import (
	"bianmin/app/calendar"
	"bianmin/app/receipt"
)

// ComposeReceipt is the receipt c of the case of s on A4, for a centre whose thermal
// printer has no paper or that has none: the same words, and the days that are counted.
// No person is on it.
func ComposeReceipt(s Source, c receipt.Content) Letter {
	s.Name, s.ID = "", ""
	l := s.sheet(Receipt, s.Case.AcceptedAt)
	t := s.Texts.T
	l.ToLine, l.Again, l.CodeNote = "", c.Again, c.UseHow
	l.Foot = []string{t("letter.foot.seal"), c.Machine + "  " + c.Sequence, c.Ask.Label + " " + c.Ask.Value}
	l.Parts = []Part{{Notice: c.Band}}
	for _, note := range c.Notes {
		switch note {
		case t("receipt.fades"): // this paper does not
		case t("receipt.private"):
			l.Foot[2] += "  " + note
		default:
			l.Parts = append(l.Parts, Part{Text: note})
		}
	}
	l.Parts = append(l.Parts, Part{Facts: []Fact{{t("letter.fact.item"), c.Item}, {t("letter.fact.received"), c.Received}}})
	for _, row := range []receipt.Row{c.Number, c.Office} {
		if row.Value != "" {
			facts := &l.Parts[len(l.Parts)-1].Facts
			*facts = append(*facts, Fact(row))
		}
	}
	l.Parts = append(l.Parts, Part{Head: c.MaterialsHeading})
	if len(c.Materials) > 0 {
		l.Parts = append(l.Parts, Part{Marks: c.Materials})
	}
	if c.MaterialsNote != "" {
		l.Parts = append(l.Parts, Part{Text: c.MaterialsNote})
	}
	l.Parts = append(l.Parts, Part{Head: c.TimeHeading}, Part{Text: c.Time})
	if days := s.expected(); days != nil && c.Due != "" {
		l.Parts = append(l.Parts, Part{Strip: days})
	}
	return l
}

// expected are the days of a case that nobody has accepted yet, as if that were done on
// the next working day; nil when they are not known.
func (s Source) expected() *Strip {
	if s.Case.Item.IsRequest() {
		return nil
	}
	days := s.Item.PromisedDays
	if days == 0 {
		days = s.Item.LegalDays
	}
	e, err := s.Calendar.Explain(s.Calendar.NextWorkday(s.Case.AcceptedAt), calendar.Limit{Days: days, Unit: s.Item.DaysUnit})
	if err != nil {
		return nil
	}
	return strip(e, s.Calendar, s.Texts)
}

// Available are the letters about the case that can be written now, the receipt first.
// Of a request and of an appointment there is the receipt alone.
func Available(s Source) []Kind {
	kinds := []Kind{Receipt}
	if s.Case.Item.IsRequest() {
		return kinds
	}
	for _, kind := range []Kind{Acceptance, Supplement, Deferred, Entrust} {
		if _, err := Compose(kind, s); err == nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
