package receipt

import (
	"image"
	"time"

	"bianmin/app/calendar"
	"bianmin/app/village"
)

// Slip is the paper of a person who leaves to come back (先离开): the code and what
// it is good for. It is no receipt, says so, and holds nothing personal.
type Slip struct {
	Code   village.ResumeCode
	Item   string // its name
	Until  time.Time
	Centre string
}

// PaintSlip draws s as [Painter.Paint] draws a receipt.
func (p *Painter) PaintSlip(s Slip, t calendar.Texts, paper Paper) (*image.Paletted, error) {
	l, err := layoutOf(paper)
	if err != nil {
		return nil, err
	}
	until := s.Until.In(village.Zone)
	day, clock := until, until.Format("15:04")
	if clock == "00:00" {
		day, clock = until.AddDate(0, 0, -1), "24:00"
	}
	c := Content{
		Mark: [2]string{t.T("receipt.mark.top"), t.T("receipt.mark.bottom")}, Centre: s.Centre,
		Title: t.T("slip.title"), Band: t.T("slip.band"), Item: s.Item,
		Received:  t.T("slip.until", "date", calendar.DateText(t, day), "clock", clock),
		CodeLabel: t.T("slip.code"), Code: s.Code.Spaced(),
		Notes: []string{t.T("slip.how"), t.T("slip.number"), t.T("slip.power")},
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	sh := newSheet(p, l)
	c = c.printable(sh.printable)
	sh.head(c)
	sh.band(c)
	sh.item(c)
	sh.slip(c)
	return sh.picture, nil
}

// slip is the code and how to use it.
func (s *sheet) slip(c Content) {
	l := s.layout
	s.paragraph(c.CodeLabel, style{l.codeLabel, false}, s.left(), s.inner(), l.codeLabel+8)
	st := s.shrunk(c.Code, style{l.code, true}, s.inner())
	s.print(word{c.Code, st, black}, s.left(), s.y, st.size+8)
	s.y += st.size + 8
	s.rule()
	for _, note := range c.Notes {
		s.paragraph(note, style{l.sentence, false}, s.left(), s.inner(), l.sentenceLine)
	}
	s.grow(s.y + l.bottomSpace)
}
