package letter

import (
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"bianmin/app/calendar"
)

// Kinds of papers that hand something out.
const (
	Order  Kind = "order"  // 抽查工作令
	Enrol  Kind = "enrol"  // 登记码单
	Badges Kind = "badges" // 工牌
)

// Issue is what an order of a day or the sheet of an enrolment code is made from.
type Issue struct {
	Kind   Kind // Order or Enrol
	From   string
	Number string   // of the order; the code itself of an enrolment
	Holder string   // number of the inspector's badge; "" for an enrolment
	Places []string // names
	At     time.Time
	Until  string // when it ends, in words
	QR     string
}

// ComposeIssue is the paper of i.
func ComposeIssue(i Issue, t calendar.Texts) Letter {
	kind := string(i.Kind)
	l := Letter{
		Kind: i.Kind, Title: t.T("letter." + kind), From: i.From, At: i.At, QR: i.QR,
		Code: i.Number, CodeLabel: t.T("letter." + kind + ".code"), PageText: t.T("letter.page"),
		Foot: []string{t.T("letter." + kind + ".foot")},
	}
	facts := []Fact{{t.T("letter.fact.issued"), dayText(i.At, t)}, {t.T("letter.fact.until"), i.Until}}
	if i.Holder != "" {
		facts = append(facts, Fact{t.T("letter.fact.badge"), i.Holder})
	}
	l.Parts = []Part{{Text: t.T("letter." + kind + ".text")}, {Facts: facts}, {Head: t.T("letter."+kind+".places", "n", len(i.Places))}, {Boxes: i.Places}, {Notice: t.T("letter." + kind + ".notice")}}
	if i.Kind == Order {
		l.Parts = append(l.Parts, Part{Lines: []string{t.T("letter.line.inspector"), t.T("letter.line.date")}})
	}
	return l
}

// Card is the badge of one person on duty, the size of an identity card.
type Card struct {
	Title  string // 工牌
	Name   string
	Number string
	Lines  []string // what they may do, where, until when
	QR     string
}

// Measures of a card and of the sheet that it is cut from, in mm: ISO/IEC 7810 ID-1.
const (
	cardWidth  = 85.6
	cardHeight = 54.0
	cardsWide  = 2
	cardsHigh  = 5
	cardLeft   = 18.0
	cardTop    = 12.0
)

// Cards writes badges, ten on a sheet, with lines to cut along. at is the date of the
// document.
func (s *Setter) Cards(w io.Writer, at time.Time, cards ...Card) error {
	return s.document(w, at, "badges", func(pdf *fpdf.Fpdf) error {
		for n, card := range cards {
			place := n % (cardsWide * cardsHigh)
			p := s.page(pdf, Letter{QR: card.QR})
			if place == 0 {
				p.add()
			}
			p.card(card, cardLeft+float64(place%cardsWide)*(cardWidth+3), cardTop+float64(place/cardsWide)*cardHeight)
			if p.err != nil {
				return p.err
			}
		}
		return nil
	})
}

func (p *page) card(c Card, x, y float64) {
	p.pdf.SetLineWidth(0.2)
	p.pdf.Rect(x, y, cardWidth, cardHeight, "D")
	side := p.qr(x+moduleMM*quiet, y+moduleMM*quiet+4)
	at := x + side + 2*moduleMM*quiet
	width := x + cardWidth - at - 2
	p.y = y + 4
	line := func(text string, st style) {
		for st.size > 9 && p.width(text, st) > width {
			st.size--
		}
		p.print(text, st, at, p.y, p.lineHeight(st))
		p.y += p.lineHeight(st)
	}
	line(c.Title, smallStyle())
	name := style{20, true}
	for name.size > 12 && p.width(c.Name, name) > width {
		name.size--
	}
	for _, row := range p.lines(c.Name, name, width) { // the longest names take two lines
		line(row, name)
	}
	line(c.Number, style{14, true})
	for _, text := range c.Lines {
		for _, row := range p.lines(text, style{10, false}, width) {
			line(row, style{10, false})
		}
	}
}
