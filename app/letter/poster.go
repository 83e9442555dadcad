package letter

import (
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"bianmin/app/calendar"
)

// Poster is the sheet on the wall beside a machine: how it is used, whom to ask.
type Poster struct {
	Centre, Title, Sub string
	Steps              []Fact // what to press or do, and a line more
	AskTitle           string
	Ask                []string
	Foot               string
	At                 time.Time // date of the document
}

// posterSteps is how many steps stand on the sheet: as many as a person remembers.
const posterSteps = 5

// ComposePoster is the sheet of a centre. phone is that of the person on duty; ""
// when there is none.
func ComposePoster(centre, phone string, at time.Time, t calendar.Texts) Poster {
	say := func(key string) string { // buttons are named as they stand on the screen
		return t.T(key, "apply", t.T("home.apply"), "large", t.T("tool.mode.large"), "read", t.T("tool.read"),
			"submit", t.T("confirm.submit"), "call", t.T("tool.call"), "hotline", t.T("home.hotline"))
	}
	p := Poster{
		Centre: centre, Title: say("poster.title"), Sub: say("poster.sub"), At: at,
		AskTitle: say("poster.ask"), Ask: []string{say("poster.ask.call"), say("poster.ask.hotline")}, Foot: say("poster.foot"),
	}
	for n := range posterSteps {
		key := "poster.step." + strconv.Itoa(n+1)
		p.Steps = append(p.Steps, Fact{say(key), say(key + ".note")})
	}
	if phone != "" {
		p.Ask = append(p.Ask, t.T("poster.ask.phone", "phone", phone))
	}
	return p
}

// Measures of the poster in mm: it is read from two metres away.
const (
	posterLeft   = 16.0
	posterRight  = 194.0
	posterSquare = 22.0
	posterStep   = 31.5
)

// Poster writes the sheet as PDF.
func (s *Setter) Poster(w io.Writer, poster Poster) error {
	return s.document(w, poster.At, poster.Title, func(pdf *fpdf.Fpdf) error {
		p := s.page(pdf, Letter{})
		p.add()
		p.poster(poster)
		return p.err
	})
}

func (p *page) poster(of Poster) {
	p.pdf.SetFillColor(163, 22, 33) // the red of the house, as on the screen
	p.pdf.Rect(0, 0, 210, 5, "F")
	p.y = 13
	p.large(of.Centre, style{22, true}, posterLeft, posterRight-posterLeft)
	p.y += 2
	p.large(of.Title, style{58, true}, posterLeft, posterRight-posterLeft)
	p.large(of.Sub, style{24, false}, posterLeft, posterRight-posterLeft)
	p.y += 5
	for n, step := range of.Steps {
		p.posterStep(n+1, step)
	}
	p.y += 1
	start := p.y
	p.y += 4
	p.large(of.AskTitle, style{28, true}, posterLeft+6, posterRight-posterLeft-12)
	for _, line := range of.Ask {
		p.large(line, style{21, false}, posterLeft+6, posterRight-posterLeft-12)
	}
	p.pdf.SetLineWidth(1)
	p.pdf.RoundedRect(posterLeft, start, posterRight-posterLeft, p.y-start+3, 3, "1234", "D")
	p.y += 9
	foot := style{14, false}
	for _, line := range p.lines(of.Foot, foot, posterRight-posterLeft) {
		p.large(line, foot, posterLeft, posterRight-posterLeft)
	}
}

func (p *page) posterStep(n int, step Fact) {
	top := p.y
	p.pdf.RoundedRect(posterLeft, top+1, posterSquare, posterSquare, 2.5, "1234", "F")
	digit := style{46, true}
	number := strconv.Itoa(n)
	p.pdf.SetTextColor(255, 255, 255)
	p.print(number, digit, posterLeft+(posterSquare-p.width(number, digit))/2, top+1, posterSquare)
	p.pdf.SetTextColor(0, 0, 0)
	x := posterLeft + posterSquare + 8
	p.large(step.Label, style{38, true}, x, posterRight-x)
	p.large(step.Value, style{21, false}, x, posterRight-x)
	p.y = top + posterStep
}

// large sets one line, smaller where it would be wider than width.
func (p *page) large(text string, st style, x, width float64) {
	for st.size > 11 && p.width(text, st) > width {
		st.size--
	}
	const line = 1.22 // of large type that stands alone
	p.print(text, st, x, p.y, st.mm()*line)
	p.y += st.mm() * line
}
