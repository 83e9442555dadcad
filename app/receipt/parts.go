package receipt

import (
	"image"
	"strings"
)

// The parts of a receipt, from the top down.

func (s *sheet) head(c Content) {
	s.y = 24
	if !s.layout.wide {
		s.narrowHead(c)
		return
	}
	const square = 84
	top, x := s.y, s.left()+square+20
	s.fill(image.Rect(s.left(), top, s.left()+square, top+square), black)
	for i, text := range c.Mark {
		st := style{35, true}
		s.print(word{text, st, white}, s.left()+(square-s.measure(st)(text))/2, top+4+i*38, 38)
	}
	st := style{s.layout.centre, true}
	for _, line := range s.breaker.balanced(c.Centre, s.right()-x, s.measure(st)) {
		s.print(word{line, st, black}, x, s.y, 48)
		s.y += 48
	}
	s.paragraph(c.Title+"\u3000"+c.Keep, style{s.layout.title, false}, x, s.right()-x, 36)
	s.y = max(s.y, top+square) + 18
}

func (s *sheet) narrowHead(c Content) {
	s.y = 18
	st := style{s.layout.centre, true}
	for _, line := range s.breaker.balanced(c.Centre, s.inner(), s.measure(st)) {
		s.centred(word{line, st, black}, 42)
	}
	small := style{s.layout.title, false}
	for _, line := range s.breaker.lines(c.Title+"\u3000"+c.Keep, s.inner(), s.measure(small)) {
		s.centred(word{line, small, black}, 34)
	}
	s.y += 10
}

// band is the one solid thing on the paper: what the receipt does not promise.
func (s *sheet) band(c Content) {
	l := s.layout
	st := s.shrunk(c.Band, style{l.bandText, true}, s.inner())
	s.fill(image.Rect(0, s.y, l.width, s.y+l.band), black)
	s.centred(word{c.Band, st, white}, l.band)
	s.y += 18
}

// again is the mark of a paper that is not the first, in a frame of its own.
func (s *sheet) again(c Content) {
	if c.Again == "" {
		return
	}
	const line = 4
	st := style{s.layout.heading, true}
	box := image.Rect(s.left(), s.y, s.right(), s.y+st.size+24)
	s.fill(box, black)
	s.fill(box.Inset(line), white)
	s.centred(word{c.Again, st, black}, box.Dy())
	s.y += 14
}

// shrunk is st, smaller when one line of text would not fit.
func (s *sheet) shrunk(text string, st style, width int) style {
	for st.size > 24 && s.measure(st)(text) > width {
		st.size--
	}
	return st
}

func (s *sheet) item(c Content) {
	s.heading(c.Item, style{s.layout.item, true}, s.layout.itemLine)
	s.heading(c.Received, style{s.layout.date, false}, s.layout.date+10)
	if c.Behalf != "" {
		s.heading(c.Behalf, style{s.layout.date, true}, s.layout.date+10)
	}
	s.rule()
}

func (s *sheet) code(c Content, q qrCode) {
	l := s.layout
	s.paragraph(c.CodeLabel, style{l.codeLabel, false}, s.left(), s.inner(), l.codeLabel+8)
	st := s.shrunk(c.Code, style{l.code, true}, s.inner())
	s.print(word{c.Code, st, black}, s.left(), s.y, st.size+8)
	s.y += st.size + 8
	if c.Number.Value != "" {
		s.number(c.Number)
	}
	if l.wide {
		s.wideQR(c, q)
	} else {
		s.narrowQR(c, q)
	}
	s.rule()
}

// number prints a case number of 43 characters in lines of equal length: what
// is read out or copied by hand is easier to keep in step with.
func (s *sheet) number(r Row) {
	st := style{s.layout.foot, false}
	s.paragraph(r.Label, st, s.left(), s.inner(), s.layout.footLine)
	lines := (s.measure(st)(r.Value) + s.inner() - 1) / s.inner()
	each := (len(r.Value) + lines - 1) / lines
	for rest := r.Value; rest != ""; {
		n := min(each, len(rest))
		s.paragraph(rest[:n], st, s.left(), s.inner(), s.layout.footLine)
		rest = rest[n:]
	}
}

// wideQR sets the code at the left margin, where the unprinted edge of the
// paper completes its quiet zone, and words at its right.
func (s *sheet) wideQR(c Content, q qrCode) {
	s.y += 24
	top := s.y
	s.stampQR(q, s.left(), top)
	x := s.left() + q.size() + q.quiet()
	width := s.right() - x
	s.y = top + 4
	s.paragraph(c.UseHeading, s.shrunk(c.UseHeading, style{s.layout.heading, true}, width), x, width, 46)
	for _, use := range c.Uses {
		s.paragraph(use, style{28, false}, x, width, 44)
	}
	s.y += 12
	s.paragraph(c.UseHow, style{s.layout.foot, false}, x, width, s.layout.footLine-1)
	s.y = max(s.y, top+q.size())
}

func (s *sheet) narrowQR(c Content, q qrCode) {
	s.y += 24
	s.stampQR(q, (s.layout.width-q.size())/2, s.y)
	s.y += q.size() + q.quiet()
	st := style{s.layout.title, false}
	for _, line := range s.breaker.lines(c.UseShort, s.inner(), s.measure(st)) {
		s.centred(word{line, st, black}, 34)
	}
}

func (s *sheet) stampQR(q qrCode, x, y int) {
	for row, modules := range q.modules {
		for column, on := range modules {
			if on {
				at := image.Pt(x+column*q.dots, y+row*q.dots)
				s.fill(image.Rectangle{at, at.Add(image.Pt(q.dots, q.dots))}, black)
			}
		}
	}
}

func (s *sheet) materials(c Content) {
	if c.MaterialsHeading == "" {
		return
	}
	l := s.layout
	s.heading(c.MaterialsHeading, style{l.heading, true}, l.heading+14)
	for _, m := range c.Materials {
		s.material(m)
	}
	if c.MaterialsNote != "" {
		s.paragraph(c.MaterialsNote, style{l.list, false}, s.left(), s.inner(), l.listLine)
	}
	s.rule()
}

// material is one row: box, name in as many lines as it needs, state at the
// right of the first.
func (s *sheet) material(m MaterialLine) {
	l := s.layout
	st := style{l.list, m.Mark == MarkOpen}
	x := s.left() + l.box + 12
	stateX := s.right() - s.measure(st)(m.State)
	s.mark(m.Mark, s.left(), s.y+(l.listLine-l.box)/2)
	s.print(word{m.State, st, black}, stateX, s.y, l.listLine)
	lines := s.breaker.balanced(m.Name, stateX-16-x, s.measure(st))
	for i, line := range lines {
		height := l.listLine
		if i < len(lines)-1 {
			height -= 4 // lines of one name stand closer than two names
		}
		s.print(word{line, st, black}, x, s.y, l.listLine)
		s.y += height
	}
	if len(lines) == 0 {
		s.y += l.listLine
	}
}

func (s *sheet) time(c Content) {
	l := s.layout
	s.heading(c.TimeHeading, style{l.heading, true}, l.heading+14)
	st := style{l.sentence, false}
	wider := s.measure(style{st.size, true})(c.Due) - s.measure(st)(c.Due)
	for _, line := range s.breaker.lines(c.Time, s.inner()-max(wider, 0), s.measure(st)) {
		s.dueLine(line, c.Due, st)
		s.y += l.sentenceLine
	}
	s.days(c.Days)
	s.rule()
}

// days are the weeks of a limit, a week a row: frames are counted days, a thick one is
// where the count begins, the solid one is the last day.
func (s *sheet) days(d Days) {
	if len(d.Days) == 0 {
		return
	}
	l := s.layout
	cell, high := s.inner()/7, l.foot+20
	s.y += 10
	for i, head := range d.Heads {
		s.inCell(word{head, style{l.foot, false}, black}, image.Rect(s.left()+i*cell, s.y, s.left()+(i+1)*cell, s.y+l.footLine))
	}
	s.y += l.footLine
	for i, day := range d.Days {
		x, y := s.left()+i%7*cell, s.y+i/7*(high+6)
		s.day(day, image.Rect(x+2, y, x+cell-2, y+high))
	}
	s.y += len(d.Days)/7*(high+6) + 6
	s.paragraph(d.Key, style{l.foot, false}, s.left(), s.inner(), l.footLine)
}

func (s *sheet) day(d CountedDay, at image.Rectangle) {
	edge := map[DayMark]int{DayStart: 6, DayCounted: 3}[d.Mark]
	w := word{d.Label, style{s.layout.list - 2, d.Mark != DayOff}, black}
	switch {
	case d.Mark == DayDue:
		s.fill(at, black)
		w.ink = white
	case edge > 0:
		s.fill(at, black)
		s.fill(at.Inset(edge), white)
	}
	s.inCell(w, at)
}

// inCell sets a word in the middle of a cell, smaller when it would not fit; of 12/1 the
// day alone stays when that is not enough.
func (s *sheet) inCell(w word, at image.Rectangle) {
	w.style = s.shrunk(w.text, w.style, at.Dx()-12)
	if _, day, ok := strings.Cut(w.text, "/"); ok && s.measure(w.style)(w.text) > at.Dx()-12 {
		w.text = day
	}
	s.print(w, at.Min.X+(at.Dx()-s.measure(w.style)(w.text))/2, at.Min.Y, at.Dy())
}

// dueLine prints a line with the last day bold, when the line holds it whole.
func (s *sheet) dueLine(line, due string, st style) {
	before, after, found := line, "", false
	if i := strings.LastIndex(line, due); due != "" && i >= 0 {
		before, after, found = line[:i], line[i+len(due):], true
	}
	x := s.print(word{before, st, black}, s.left(), s.y, s.layout.sentenceLine)
	if found {
		x = s.print(word{due, style{st.size, true}, black}, x, s.y, s.layout.sentenceLine)
		s.print(word{after, st, black}, x, s.y, s.layout.sentenceLine)
	}
}

func (s *sheet) foot(c Content) {
	l := s.layout
	for _, row := range []Row{c.Office, c.Ask} {
		if row.Value != "" {
			s.row(row)
		}
	}
	s.y += 6
	small := style{l.foot, false}
	marks := []string{c.Machine + "\u3000" + c.Sequence}
	if s.measure(small)(marks[0]) > s.inner() {
		marks = []string{c.Machine, c.Sequence}
	}
	for _, note := range append(marks, c.Notes...) {
		s.paragraph(note, small, s.left(), s.inner(), l.footLine)
	}
	s.y += l.bottomSpace
	s.grow(s.y)
}

// row is a label and its value in bold, which keeps to the right of the label.
func (s *sheet) row(r Row) {
	l := s.layout
	x := s.print(word{r.Label, style{l.office, false}, black}, s.left(), s.y, l.officeLine) + 14
	s.paragraph(r.Value, style{l.office, true}, x, s.right()-x, l.officeLine)
}
