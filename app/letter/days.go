package letter

import (
	"strings"

	"bianmin/app/receipt"
)

// Measures in mm of days beside their sentence.
const (
	daysFrom = 106.0 // left edge of the first column
	daysGap  = 5.0   // to the sentence at its left
)

// beside reports whether part is a sentence with squares of days at its right.
func (p *page) beside(part Part) bool { return len(part.Days.Days) > 0 && !p.how.plain }

func (p *page) sentence(part Part) []string {
	return p.lines(part.Text, bodyStyle(), daysFrom-daysGap-left)
}

func (p *page) weekHeight() float64 { return p.lineHeight(bodyStyle()) + 0.8 }

func (p *page) besideHeight(part Part) float64 {
	small, d := p.lineHeight(smallStyle()), part.Days
	squares := small + float64(len(d.Days)/7)*p.weekHeight() + small*float64(len(p.lines(d.Key, smallStyle(), right-daysFrom)))
	return max(squares, float64(len(p.sentence(part)))*p.lineHeight(bodyStyle()))
}

// days are a sentence and at its right the squares of how it is counted, as on the
// thermal receipt: frames are counted days, a thick one is where the count begins, the
// solid one is the last day.
func (p *page) days(part Part) {
	end := p.besideHeight(part)
	p.room(end)
	end += p.y
	top, body, small := p.y, p.lineHeight(bodyStyle()), p.lineHeight(smallStyle())
	for _, line := range p.sentence(part) {
		p.print(line, bodyStyle(), left, p.y, body)
		p.y += body
	}
	p.y = top
	cell := (right - daysFrom) / 7
	for i, head := range part.Days.Heads {
		p.inCell(head, smallStyle(), daysFrom+float64(i)*cell, [2]float64{cell, small})
	}
	p.y += small
	for i, day := range part.Days.Days {
		p.day(day, daysFrom+float64(i%7)*cell, [2]float64{cell, p.weekHeight()})
		if i%7 == 6 {
			p.y += p.weekHeight()
		}
	}
	p.paragraph(part.Days.Key, smallStyle(), daysFrom, right-daysFrom)
	p.y = end + p.gap(paragraphGap)
}

// day is one square with its left edge at x.
func (p *page) day(d receipt.CountedDay, x float64, size [2]float64) {
	const edge = 0.6
	how, frame := "D", 0.2
	switch d.Mark {
	case receipt.DayDue:
		how = "F"
		p.pdf.SetTextColor(255, 255, 255)
	case receipt.DayStart:
		frame = 1
	}
	p.pdf.SetLineWidth(frame)
	if d.Mark != receipt.DayOff {
		p.pdf.Rect(x+edge, p.y+edge, size[0]-2*edge, size[1]-2*edge, how)
	}
	p.inCell(d.Label, style{bodyStyle().size, d.Mark != receipt.DayOff}, x, size)
	p.pdf.SetTextColor(0, 0, 0)
}

// inCell sets a word in the middle of a cell; of 12/1 the day alone stays when it is too
// wide.
func (p *page) inCell(text string, st style, x float64, size [2]float64) {
	const edge = 1.6
	if _, day, ok := strings.Cut(text, "/"); ok && p.width(text, st) > size[0]-edge {
		text = day
	}
	p.print(text, st, x+(size[0]-p.width(text, st))/2, p.y, size[1])
}
