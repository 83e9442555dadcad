package letter

import (
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"bianmin/app/receipt"
	"bianmin/app/village"
)

// Measures of the page in mm.
const (
	left, right  = 22.0, 188.0
	top          = 15.0
	footEnd      = 287.0 // what stands below it no printer reaches
	footGap      = 6.0   // between the letter and its foot
	moduleMM     = 0.75  // six dots of a printer with eight in a mm
	quiet        = 4
	largestCode  = 46.5 // side of a QR code with its quiet zone
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
	how      setting
	pictures []picture // behind the letter
	foot     []string  // its lines
	trial    bool      // only to see how many pages it takes: nothing is written
	y        float64
	first    int // number of its first page in the document
	err      error

	widths map[glyph]float64 // shares of the size
	buffer sfnt.Buffer
}

// glyph is a character of a face.
type glyph struct {
	face *sfnt.Font
	r    rune
}

// unitsEm is the size at which a character is measured.
const unitsEm = 1000

func (p *page) draw() error {
	p.add()
	p.first, p.foot = p.pdf.PageNo(), p.footLines()
	p.head()
	if p.letter.QR != "" || p.letter.Code != "" {
		p.code()
	}
	if p.letter.To != "" {
		p.paragraph(p.letter.To, style{14, true}, left, right-left)
		p.y += p.gap(paragraphGap)
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
	if p.first > 0 {
		p.goesOn()
	}
}

// goesOn heads a further page with what it belongs to: a sheet that was lost from the
// first one is found by the code.
func (p *page) goesOn() {
	l := p.letter
	words := slices.DeleteFunc([]string{l.Title, l.CodeLabel, l.Code, l.Again}, func(s string) bool { return s == "" })
	for _, line := range p.lines(strings.Join(words, "  "), headStyle(), right-left) {
		p.print(line, headStyle(), left, p.y, p.lineHeight(headStyle()))
		p.y += p.lineHeight(headStyle())
	}
	p.pdf.SetLineWidth(0.6)
	p.pdf.Line(left, p.y+1, right, p.y+1)
	p.y += 5
}

// footFrom is where the foot begins, bottom where the letter has to end.
func (p *page) footFrom() float64 { return footEnd - float64(len(p.foot))*p.lineHeight(smallStyle()) }
func (p *page) bottom() float64   { return p.footFrom() - footGap }

// room begins a new page when less than height is left.
func (p *page) room(height float64) {
	if p.y+height > p.bottom() {
		p.add()
	}
}

// together begins a new page when a heading, its sentence and the calendar with them
// do not fit on this one: a calendar alone says nothing.
func (p *page) together(parts []Part) {
	if len(parts) < 2 || parts[0].Head == "" {
		return
	}
	head, text := p.lineHeight(headStyle())+p.gap(3), parts[1].Text
	switch {
	case p.beside(parts[1]):
		p.room(head + p.besideHeight(parts[1]))
	case len(parts) > 2 && parts[2].Strip != nil:
		lines := len(p.lines(text, bodyStyle(), right-left))
		p.room(head + float64(lines)*p.lineHeight(bodyStyle()) + parts[2].Strip.height())
	}
}

// use sets the face and returns the style that text is set in.
func (p *page) use(st style, text string) style {
	st = p.how.sized(p.setter.fitting(st, text))
	face := ""
	if st.bold {
		face = "B"
	}
	if !p.trial {
		p.pdf.SetFont(family, face, st.size)
	}
	return st
}

func (p *page) width(text string, st style) float64 {
	st = p.use(st, text)
	total := 0.0
	for _, r := range p.setter.runs(text) {
		if r.rare != nil {
			total += st.mm()
		} else {
			total += p.advance(r.text, st)
		}
	}
	return total
}

// advance is how wide text without drawn characters is. It is the same whether the
// document has its faces or not.
func (p *page) advance(text string, st style) (total float64) {
	face := p.setter.regular
	if st.bold {
		face = p.setter.bold
	}
	for _, r := range text {
		g := glyph{face, r}
		width, known := p.widths[g]
		if !known {
			if index, err := face.GlyphIndex(&p.buffer, r); err == nil {
				if units, err := face.GlyphAdvance(&p.buffer, index, fixed.I(unitsEm), font.HintingNone); err == nil {
					width = float64(units) / 64 / unitsEm
				}
			}
			p.widths[g] = width
		}
		total += width * st.mm()
	}
	return total
}

// print sets one line with its left edge at x in a line of the given height.
func (p *page) print(text string, st style, x, y, height float64) {
	st = p.use(st, text)
	baseline := y + (height-st.mm())/2 + st.mm()*0.88
	for _, r := range p.setter.runs(text) {
		if r.rare == nil {
			if !p.trial {
				p.pdf.Text(x, baseline, r.text)
			}
			x += p.advance(r.text, st)
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

func (p *page) lineHeight(st style) float64 { return p.how.sized(st).mm() * p.how.leading() }

// gap is a distance that gets smaller as the lines get closer.
func (p *page) gap(mm float64) float64 { return mm * p.how.leading() / wide }

func (p *page) paragraph(text string, st style, x, width float64) {
	st = p.setter.fitting(st, text) // one paragraph never mixes two weights
	for _, line := range p.lines(text, st, width) {
		p.room(p.lineHeight(st))
		p.print(line, st, x, p.y, p.lineHeight(st))
		p.y += p.lineHeight(st)
	}
}

func (p *page) centred(text string, st style) {
	p.print(text, st, (left+right-p.width(text, st))/2, p.y, p.lineHeight(st))
	p.y += p.lineHeight(st)
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
	p.y += p.gap(2)
	p.pdf.SetLineWidth(0.6)
	p.pdf.Line(left, p.y, right, p.y)
	p.y += p.gap(5)
}

// code is the card with what the paper is good for.
func (p *page) code() {
	start := p.y
	x, least := left+6, 0.0
	if p.letter.QR != "" {
		side := p.qr(left+moduleMM*quiet, start+moduleMM*quiet)
		x, least = x+side+moduleMM*quiet, side+2*moduleMM*quiet
	}
	p.print(p.letter.CodeLabel, bodyStyle(), x, start+6, p.lineHeight(bodyStyle()))
	st := codeStyle()
	for st.size > 16 && p.width(p.letter.Code, st) > right-x-4 {
		st.size--
	}
	p.print(p.letter.Code, st, x, start+15, p.lineHeight(st))
	p.y = start + 15 + p.lineHeight(st) + 2
	p.paragraph(p.letter.CodeNote, bodyStyle(), x, right-x-4)
	p.pdf.SetLineWidth(0.4)
	height := max(p.y-start, least)
	p.pdf.Rect(left, start, right-left, height, "D")
	p.y = start + height + p.gap(6)
}

// qr stamps the code and returns its side.
func (p *page) qr(x, y float64) float64 {
	modules, err := receipt.Modules(p.letter.QR)
	if err != nil || float64(len(modules)+2*quiet)*moduleMM > largestCode {
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

// pages is which page of how many one is.
func (p *page) pages(number, of int) string {
	return strings.NewReplacer("{page}", itoa(number), "{pages}", itoa(of)).Replace(p.letter.PageText)
}

// footLines are the lines of the foot; the first leaves room for the number of the page.
func (p *page) footLines() (lines []string) {
	for i, note := range p.letter.Foot {
		room := right - left
		if i == 0 {
			room -= p.width(p.pages(99, 99), smallStyle()) + 4
		}
		lines = append(lines, p.lines(note, smallStyle(), room)...)
	}
	return lines
}

// feet stand on every page, when it is known how many there are.
func (p *page) feet() {
	last, height := p.pdf.PageNo(), p.lineHeight(smallStyle())
	for number := p.first; number <= last; number++ {
		p.pdf.SetPage(number)
		y := p.footFrom()
		p.pdf.SetLineWidth(0.2)
		p.pdf.Line(left, y-2, right, y-2)
		pages := p.pages(number-p.first+1, last-p.first+1)
		p.print(pages, smallStyle(), right-p.width(pages, smallStyle()), y, height)
		for _, line := range p.foot {
			p.print(line, smallStyle(), left, y, height)
			y += height
		}
	}
	p.pdf.SetPage(last)
}
