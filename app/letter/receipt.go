package letter

import (
	"strings"

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
	l.Parts = []Part{{Notice: c.Band}}
	var small []string
	for _, note := range c.Notes {
		switch note {
		case t("receipt.fades"), l.Foot[0]: // this paper does not fade; the other stands there
		case t("receipt.local_only"):
			l.Parts = append(l.Parts, Part{Text: note})
		default:
			small = append(small, note)
		}
	}
	l.Foot = []string{
		l.Foot[0], c.Machine + "  " + c.Sequence + "  " + c.Ask.Label + " " + c.Ask.Value,
		strings.Join(small, t("letter.foot.between")),
	}
	l.Parts = append(l.Parts, Part{Facts: []Fact{{t("letter.fact.item"), c.Item}, {t("letter.fact.received"), c.Received}}})
	for _, row := range []receipt.Row{{Label: t("letter.fact.behalf"), Value: c.Behalf}, c.Number, c.Office} {
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
	l.Parts = append(l.Parts, Part{Head: c.TimeHeading}, Part{Text: c.Time, Days: c.Days})
	return l
}

// Available are the letters about the case that can be written now, the receipt first.
// Of a request and of an appointment there is the receipt alone.
func Available(s Source) []Kind {
	kinds := []Kind{Receipt}
	if s.Case.Item.IsRequest() {
		return kinds
	}
	of := []Kind{Tolerance, Promise, Acceptance, Supplement, Deferred, Entrust}
	if s.Case.Behalf {
		of = append(of, Helped, HelpedEnd, HelpedStop, Renewal)
	}
	for _, kind := range of {
		if _, err := Compose(kind, s); err == nil {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
