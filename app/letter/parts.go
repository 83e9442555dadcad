package letter

import (
	"strconv"

	"bianmin/app/receipt"
)

func itoa(n int) string { return strconv.Itoa(n) }

// part sets one piece of the letter.
func (p *page) part(part Part) {
	switch {
	case p.beside(part):
		p.days(part)
	case part.Text != "":
		p.paragraph(part.Text, bodyStyle(), left, right-left)
		p.y += p.gap(paragraphGap)
	case part.Head != "":
		p.room(p.lineHeight(headStyle()) + 3*p.lineHeight(bodyStyle())) // never alone at the end of a page
		p.y += p.gap(2)
		p.paragraph(part.Head, headStyle(), left, right-left)
		p.y += p.gap(1)
	case len(part.Facts) > 0:
		p.facts(part.Facts)
	case len(part.Boxes) > 0:
		p.boxes(part.Boxes)
	case len(part.Marks) > 0:
		p.marks(part.Marks)
	case part.Strip != nil:
		p.strip(part.Strip)
	case part.Notice != "":
		p.notice(part.Notice)
	default:
		p.toFill(part.Lines)
	}
}

// facts are labels with values at their right.
func (p *page) facts(list []Fact) {
	for _, f := range list {
		label, value := style{13, false}, style{14, true}
		p.room(p.lineHeight(value))
		before, sheet := p.y, p.pdf.PageNo()
		p.print(f.Label, label, left, p.y, p.lineHeight(value))
		p.paragraph(f.Value, value, left+labelWidth, right-left-labelWidth)
		if p.pdf.PageNo() == sheet && p.y == before {
			p.y += p.lineHeight(value)
		}
	}
	p.y += p.gap(paragraphGap)
}

// boxes are entries behind empty boxes.
func (p *page) boxes(list []string) {
	const side = 4.6
	for _, text := range list {
		height := p.lineHeight(bodyStyle())
		p.room(height)
		p.pdf.SetLineWidth(0.5)
		p.pdf.Rect(left+1, p.y+(height-side)/2, side, side, "D")
		p.paragraph(text, bodyStyle(), left+9, right-left-9)
		p.y += p.gap(1)
	}
	p.y += p.gap(paragraphGap)
}

// marks are papers with what became of each: a tick, a slash or an empty box before
// it and the word behind it. What is still to come is bold.
func (p *page) marks(list []receipt.MaterialLine) {
	const side = 4.6
	for _, m := range list {
		st := style{bodyStyle().size, m.Mark == receipt.MarkOpen}
		height := p.lineHeight(st)
		p.room(height)
		x, y := left+1, p.y+(height-side)/2
		p.pdf.SetLineWidth(0.5)
		p.pdf.Rect(x, y, side, side, "D")
		switch m.Mark {
		case receipt.MarkThere:
			p.pdf.SetLineWidth(0.8)
			p.pdf.Line(x+0.9, y+2.4, x+2, y+3.6)
			p.pdf.Line(x+2, y+3.6, x+3.9, y+1)
		case receipt.MarkNotNeeded:
			p.pdf.Line(x, y+side, x+side, y)
		}
		word := p.width(m.State, st)
		p.print(m.State, st, right-word, p.y, height)
		p.paragraph(m.Name, st, left+9, right-left-9-word-4)
		p.y += p.gap(1)
	}
	p.y += p.gap(paragraphGap)
}

// notice stands in a frame.
func (p *page) notice(text string) {
	st := style{14, true}
	lines := p.lines(text, st, right-left-12)
	pad := p.gap(3)
	height := float64(len(lines))*p.lineHeight(st) + 2*pad
	p.room(height + p.gap(4))
	p.pdf.SetLineWidth(0.8)
	p.pdf.Rect(left, p.y, right-left, height, "D")
	y := p.y + pad
	for _, line := range lines {
		p.print(line, st, left+6, y, p.lineHeight(st))
		y += p.lineHeight(st)
	}
	p.y += height + p.gap(4)
}

// toFill are lines for a pen.
func (p *page) toFill(labels []string) {
	height := 13 * p.gap(p.gap(1)) // at least 9.7: what a pen needs
	for _, label := range labels {
		p.room(height)
		p.print(label, bodyStyle(), left, p.y+3, height-4)
		x := left + max(p.width(label, bodyStyle())+4, 50)
		p.pdf.SetLineWidth(0.3)
		p.pdf.Line(x, p.y+height-1, right, p.y+height-1)
		p.y += height
	}
	p.y += p.gap(paragraphGap)
}

// Measures of a calendar in mm.
const (
	stripCell = 23.0
	stripRow  = 11.0
	stripHead = 7.0
)

func (s *Strip) height() float64 { return stripHead + float64(len(s.Days)/7)*stripRow + 12 }

// strip is the calendar, a week a row.
func (p *page) strip(s *Strip) {
	const cell, row, header = stripCell, stripRow, stripHead
	weeks := float64(len(s.Days) / 7)
	p.room(s.height())
	for i, head := range s.Heads {
		x := left + float64(i)*cell
		p.print(head, smallStyle(), x+(cell-p.width(head, smallStyle()))/2, p.y, header)
	}
	p.y += header
	for i, day := range s.Days {
		p.square(day, left+float64(i%7)*cell, p.y+float64(i/7)*row, [2]float64{cell, row})
	}
	p.y += weeks*row + 1
	x := left
	for _, note := range s.Notes {
		p.print(note, smallStyle(), x, p.y, p.lineHeight(smallStyle()))
		x += p.width(note, smallStyle()) + 6
	}
	p.y += p.lineHeight(smallStyle()) + 2
}

func (p *page) square(day StripDay, x, y float64, size [2]float64) {
	p.pdf.SetLineWidth(0.2)
	how := "D"
	switch day.Mark {
	case Due:
		how = "F"
	case Start:
		p.pdf.SetLineWidth(0.9)
	}
	if day.Mark != Outside {
		p.pdf.Rect(x+0.6, y+0.6, size[0]-1.2, size[1]-1.2, how)
	}
	grey := 0
	switch day.Mark {
	case Due:
		grey = 255
	case Outside:
		grey = 150
	case Off:
		grey = 90
	}
	p.pdf.SetTextColor(grey, grey, grey)
	st := style{14, day.Mark == Counted || day.Mark == Due || day.Mark == Start}
	p.print(day.Label, st, x+2, y, size[1])
	if day.Word != "" {
		p.print(day.Word, smallStyle(), x+size[0]-2-p.width(day.Word, smallStyle()), y, size[1])
	}
	p.pdf.SetTextColor(0, 0, 0)
}
