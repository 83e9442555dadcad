package letter

import (
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"bianmin/app/receipt"
	"bianmin/app/village"
)

// Measures of the page in mm.
const (
	left, right  = 22.0, 188.0
	top, bottom  = 20.0, 262.0
	footFrom     = 268.0
	moduleMM     = 0.75 // six dots of a printer with eight in a mm
	quiet        = 4
	codeCard     = 46.5 // height of the card with code and QR code
	labelWidth   = 34.0
	paragraphGap = 2.5
)

// The styles of a page: never below 11 points, the text of people at 14.
func titleStyle() style { return style{24, true} }
func headStyle() style  { return style{16, true} }
func bodyStyle() style  { return style{14, false} }
func smallStyle() style { return style{11, false} }
func codeStyle() style  { return style{34, true} }

// page is the letter while it is set; y is where the next thing goes.
type page struct {
	setter   *Setter
	pdf      *fpdf.Fpdf
	letter   Letter
	pictures []picture // behind the letter
	y        float64
	first    int // number of its first page in the document
	err      error
}

func (p *page) draw() error {
	p.add()
	p.first = p.pdf.PageNo()
	p.head()
	if p.letter.QR != "" || p.letter.Code != "" {
		p.code()
	}
	if p.letter.To != "" {
		p.paragraph(p.letter.To, style{14, true}, left, right-left)
		p.y += paragraphGap
	} else if p.letter.ToLine != "" {
		p.toFill([]string{p.letter.ToLine})
	}
	for i, part := range p.letter.Parts {
		p.together(p.letter.Parts[i:])
		p.part(part)
	}
	for _, pic := range p.pictures {
		p.show(pic)
	}
	p.feet()
	return p.err
}

func (p *page) add() {
	p.pdf.AddPage()
	p.pdf.SetDrawColor(0, 0, 0)
	p.pdf.SetTextColor(0, 0, 0)
	p.pdf.SetFillColor(0, 0, 0)
	p.y = top
}

// room begins a new page when less than height is left.
func (p *page) room(height float64) {
	if p.y+height > bottom {
		p.add()
	}
}

// together begins a new page when a heading, its sentence and the calendar behind them
// do not fit on this one: a calendar alone says nothing.
func (p *page) together(parts []Part) {
	if len(parts) < 3 || parts[0].Head == "" || parts[2].Strip == nil {
		return
	}
	lines := len(p.lines(parts[1].Text, bodyStyle(), right-left))
	p.room(lineHeight(headStyle()) + float64(lines)*lineHeight(bodyStyle()) + parts[2].Strip.height() + 8)
}

// use sets the face and returns the style that text can be set in.
func (p *page) use(st style, text string) style {
	st = p.setter.fitting(st, text)
	face := ""
	if st.bold {
		face = "B"
	}
	p.pdf.SetFont(family, face, st.size)
	return st
}

func (p *page) width(text string, st style) float64 {
	st = p.use(st, text)
	total := 0.0
	for _, r := range p.setter.runs(text) {
		if r.rare != nil {
			total += st.mm()
		} else {
			total += p.pdf.GetStringWidth(r.text)
		}
	}
	return total
}

// print sets one line with its left edge at x in a line of the given height.
func (p *page) print(text string, st style, x, y, height float64) {
	st = p.use(st, text)
	baseline := y + (height-st.mm())/2 + st.mm()*0.88
	for _, r := range p.setter.runs(text) {
		if r.rare == nil {
			p.pdf.Text(x, baseline, r.text)
			x += p.pdf.GetStringWidth(r.text)
			continue
		}
		if err := outline(p.pdf, r.rare, []rune(r.text)[0], [3]float64{x, baseline, st.mm()}); err != nil && p.err == nil {
			p.err = village.Failed("draw a character", err)
		}
		x += st.mm()
	}
}

// lines cuts text for a width in mm.
func (p *page) lines(text string, st style, width float64) []string {
	const fine = 1000
	return p.setter.rule.Lines(text, int(width*fine), func(s string) int { return int(p.width(s, st)*fine) + 1 })
}

func lineHeight(st style) float64 { return st.mm() * 1.5 }

func (p *page) paragraph(text string, st style, x, width float64) {
	st = p.setter.fitting(st, text) // one paragraph never mixes two weights
	for _, line := range p.lines(text, st, width) {
		p.room(lineHeight(st))
		p.print(line, st, x, p.y, lineHeight(st))
		p.y += lineHeight(st)
	}
}

func (p *page) centred(text string, st style) {
	p.print(text, st, (left+right-p.width(text, st))/2, p.y, lineHeight(st))
	p.y += lineHeight(st)
}

func (p *page) head() {
	for _, line := range p.lines(p.letter.From, headStyle(), right-left) {
		p.centred(line, headStyle())
	}
	for _, line := range p.lines(p.letter.Title, titleStyle(), right-left) {
		p.centred(line, titleStyle())
	}
	if p.letter.Copy != "" {
		p.centred(p.letter.Copy, bodyStyle())
	}
	if p.letter.Again != "" {
		p.centred(p.letter.Again, headStyle())
	}
	p.y += 2
	p.pdf.SetLineWidth(0.6)
	p.pdf.Line(left, p.y, right, p.y)
	p.y += 5
}

// code is the card with what the paper is good for.
func (p *page) code() {
	start := p.y
	x := left + 6
	if p.letter.QR != "" {
		x += p.qr(left+moduleMM*quiet, start+moduleMM*quiet) + moduleMM*quiet
	}
	p.print(p.letter.CodeLabel, bodyStyle(), x, start+6, lineHeight(bodyStyle()))
	st := codeStyle()
	for st.size > 16 && p.width(p.letter.Code, st) > right-x-4 {
		st.size--
	}
	p.print(p.letter.Code, st, x, start+15, lineHeight(st))
	p.y = start + 15 + lineHeight(st) + 2
	p.paragraph(p.letter.CodeNote, bodyStyle(), x, right-x-4)
	p.pdf.SetLineWidth(0.4)
	height := max(p.y-start, codeCard)
	p.pdf.Rect(left, start, right-left, height, "D")
	p.y = start + height + 6
}

// qr stamps the code and returns its side.
func (p *page) qr(x, y float64) float64 {
	modules, err := receipt.Modules(p.letter.QR)
	if err != nil || float64(len(modules)+2*quiet)*moduleMM > codeCard {
		p.err = &village.Error{Kind: village.Invalid, Field: "qr", Key: "err.letter.qr", Err: err}
		return 0
	}
	for row, line := range modules {
		for from := 0; from < len(line); {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from {
				p.pdf.Rect(x+float64(from)*moduleMM, y+float64(row)*moduleMM, float64(to-from)*moduleMM, moduleMM, "F")
			}
			from = to + 1
		}
	}
	return float64(len(modules)) * moduleMM
}

// feet stand on every page, when it is known how many there are.
func (p *page) feet() {
	last := p.pdf.PageNo()
	for number := p.first; number <= last; number++ {
		p.pdf.SetPage(number)
		y := footFrom
		p.pdf.SetLineWidth(0.2)
		p.pdf.Line(left, y-2, right, y-2)
		pages := strings.NewReplacer("{page}", itoa(number-p.first+1), "{pages}", itoa(last-p.first+1)).Replace(p.letter.PageText)
		width := p.width(pages, smallStyle())
		p.print(pages, smallStyle(), right-width, y, lineHeight(smallStyle()))
		for i, note := range p.letter.Foot {
			room := right - left
			if i == 0 {
				room -= width + 4
			}
			for _, line := range p.lines(note, smallStyle(), room) {
				p.print(line, smallStyle(), left, y, lineHeight(smallStyle()))
				y += lineHeight(smallStyle())
			}
		}
	}
	p.pdf.SetPage(last)
}
