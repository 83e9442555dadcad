package style

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Text is words in one type and colour: one line or several, with bold runs,
// placed by the visual line box and not by the box of the font.
type Text struct {
	Part
	typ   Type
	ink   color.Color
	align fyne.TextAlign
	limit int // most lines; 0 = all
	runs  []Run
	lines [][]Run
	width float32
	wide  float32 // of the widest line
	cut   bool    // not all words are shown
}

// NewText is s in one face. A newline in s ends a line.
func NewText(t Type, ink color.Color, s string) *Text {
	x := &Text{typ: t, ink: ink, runs: []Run{{s, t.Bold}}}
	x.Init(x, nil)
	return x
}

// NewMarked is s with its bold runs between double asterisks.
func NewMarked(t Type, ink color.Color, s string) *Text {
	x := NewText(t, ink, "")
	x.runs = Marked(s)
	return x
}

// Align sets where the lines stand within the width.
func (x *Text) Align(a fyne.TextAlign) *Text { x.align = a; return x }

// Limit cuts the text after n lines and ends it with an ellipsis.
func (x *Text) Limit(n int) *Text { x.limit = n; return x }

// At places the text with its top left corner at (x, y), breaks it to width w
// and returns its lower edge.
func (x *Text) At(left, top, w float32) float32 {
	x.layOut(w)
	x.Place(left, top, w, x.Height())
	x.draw()
	return top + x.Height()
}

// SetText replaces the words; the place and the width stay.
func (x *Text) SetText(s string) { x.setRuns([]Run{{s, x.typ.Bold}}) }

// SetMarked is SetText with bold runs between double asterisks.
func (x *Text) SetMarked(s string) { x.setRuns(Marked(s)) }

// SetColor changes the colour of all lines.
func (x *Text) SetColor(ink color.Color) {
	if x.ink == ink {
		return
	}
	x.ink = ink
	for _, o := range x.Objects() {
		o.(*canvas.Text).Color = ink
		canvas.Refresh(o)
	}
}

// Text is the words without their faces, as they are read aloud.
func (x *Text) Text() string { return Plain(x.runs) }

// SetType changes the face or the size.
func (x *Text) SetType(t Type) {
	if x.typ == t {
		return
	}
	x.typ = t
	for i := range x.runs {
		x.runs[i].Bold = t.Bold
	}
	if x.width > 0 {
		x.layOut(x.width)
		x.draw()
	}
}

// Type is the step of the scale.
func (x *Text) Type() Type { return x.typ }

// Height is the number of lines times their height, for the width set last.
func (x *Text) Height() float32 { return x.typ.Line * float32(len(x.lines)) }

// Cut reports whether words are missing behind an ellipsis, for the width set
// last.
func (x *Text) Cut() bool { return x.cut }

// Lines are the words of each line, for the width set last.
func (x *Text) Lines() []string {
	list := make([]string, len(x.lines))
	for i, line := range x.lines {
		list[i] = Plain(line)
	}
	return list
}

// LineCount is the number of lines for the width set last.
func (x *Text) LineCount() int { return len(x.lines) }

// InkWidth is the width of the widest line.
func (x *Text) InkWidth() float32 { return x.wide }

func (x *Text) setRuns(runs []Run) {
	if Plain(runs) == Plain(x.runs) && len(runs) == len(x.runs) {
		return
	}
	x.runs = runs
	if x.width == 0 {
		return // not placed yet
	}
	x.layOut(x.width)
	x.Resize(fyne.NewSize(x.width, x.Height()))
	x.draw()
}

func (x *Text) layOut(w float32) {
	x.width = w
	measure := x.typ.measure
	whole := Break(x.faces(), w, measure)
	x.lines = Shorten(whole, x.limit, w, measure)
	x.cut = x.limit > 0 && len(whole) > x.limit
	x.wide = 0
	for _, line := range x.lines {
		x.wide = max(x.wide, lineWidth(line, measure))
	}
}

// faces is the runs as they are drawn, with every bold run that the Bold face
// does not hold whole turned to Regular.
func (x *Text) faces() []Run {
	runs := make([]Run, len(x.runs))
	for i, r := range x.runs {
		text := shown(r.Text)
		runs[i] = Run{text, BoldFor(text, r.Bold)}
	}
	return runs
}

// draw puts one canvas text per run and face, keeping those it has.
func (x *Text) draw() {
	old := x.Objects()
	objects := make([]fyne.CanvasObject, 0, len(old))
	for i, line := range x.lines {
		left := x.left(line)
		for _, run := range line {
			for more := true; more; more = run.Text != "" {
				t := x.nth(len(objects))
				part, face, rest := leading(run.Text, run.Bold)
				x.set(t, Run{part, run.Bold}, face)
				size := t.MinSize()
				Put(t, left, float32(i)*x.typ.Line+floor((x.typ.Line-size.Height)/2), size.Width, size.Height)
				left += size.Width
				objects, run.Text = append(objects, t), rest
			}
		}
	}
	if len(objects) != len(old) {
		x.SetObjects(objects...)
	}
}

// nth is the canvas text that is there already at place n, or a new one.
func (x *Text) nth(n int) *canvas.Text {
	if old := x.Objects(); n < len(old) {
		return old[n].(*canvas.Text)
	}
	return canvas.NewText("", x.ink)
}

func (x *Text) set(t *canvas.Text, run Run, face fyne.Resource) {
	weight := fyne.TextStyle{Bold: run.Bold}
	if t.Text == run.Text && t.Color == x.ink && t.TextSize == x.typ.Size && t.TextStyle == weight && t.FontSource == face {
		return
	}
	t.Text, t.Color, t.TextSize, t.TextStyle, t.FontSource = run.Text, x.ink, x.typ.Size, weight, face
	canvas.Refresh(t)
}

func (x *Text) left(line []Run) float32 {
	free := x.width - lineWidth(line, x.typ.measure)
	switch x.align {
	case fyne.TextAlignCenter:
		return free / 2
	case fyne.TextAlignTrailing:
		return free
	}
	return 0
}

// floor is on whole pixels: a baseline between two is rounded down the screen.
func floor(y float32) float32 { return float32(math.Floor(float64(y))) }

func (t Type) measure(s string, bold bool) float32 {
	driver, width := fyne.CurrentApp().Driver(), float32(0)
	for more := true; more; more = s != "" {
		part, face, rest := leading(s, bold)
		size, _ := driver.RenderedTextSize(part, t.Size, fyne.TextStyle{Bold: bold}, face)
		width, s = width+size.Width, rest
	}
	return width
}

// Width is the width of s on one line.
func (t Type) Width(s string) float32 {
	s = shown(s)
	return t.measure(s, BoldFor(s, t.Bold))
}
