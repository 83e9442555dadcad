package touch

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// Figure is one large numeral with its label, unit and reason, and a bar at its
// left.
type Figure struct {
	style.Part
	look                      style.Look
	bar                       *canvas.Rectangle
	label, number, unit, note *style.Text
}

// FigureHeight is the height of the bar: in large letters a figure is a row.
func FigureHeight(look style.Look) float32 {
	if look.Large {
		return 112
	}
	return 168
}

// FigureWords is what a figure says: 最多 / 10 / 个工作日 / 从受理那天算.
type FigureWords struct{ Label, Number, Unit, Note string }

// NewFigure is a figure with its bar in that colour.
func NewFigure(look style.Look, bar color.Color, say FigureWords) *Figure {
	f := &Figure{look: look, bar: newBox(bar, nil, 0, 3)}
	f.label = style.NewText(look.Small.B(), look.Ink, say.Label).Limit(1)
	f.number = style.NewText(style.Type{Size: 84, Line: 88, Bold: true}, look.Ink, say.Number)
	f.unit = style.NewText(look.Body.B(), look.Ink, say.Unit).Limit(1)
	f.note = style.NewText(look.Caption, look.Ink2, say.Note).Limit(1)
	if look.Large {
		f.note.Limit(2)
	}
	f.Init(f, f.arrange, f.bar, f.label, f.number, f.unit, f.note)
	return f
}

// Set changes the words.
func (f *Figure) Set(say FigureWords) {
	f.label.SetText(say.Label)
	f.number.SetText(say.Number)
	f.unit.SetText(say.Unit)
	f.note.SetText(say.Note)
	f.Arrange()
}

func (f *Figure) arrange(s fyne.Size) {
	style.Put(f.bar, 0, 0, 6, s.Height)
	if f.look.Large {
		f.row(s)
		return
	}
	room := s.Width - 24
	y := f.label.At(24, 0, room)
	f.number.At(24, y-4, room)
	used := f.number.InkWidth() + 10
	f.unit.At(24+used, y+26, room-used)
	f.note.At(24, s.Height-f.look.Caption.Line, room)
}

// row puts label, numeral and reason side by side.
func (f *Figure) row(s fyne.Size) {
	number := s.Width * .24
	f.label.At(24, (s.Height-f.look.Small.Line)/2, number-24)
	f.number.At(number, (s.Height-88)/2-4, s.Width*.4)
	unit := number + f.number.InkWidth() + 10
	f.unit.At(unit, (s.Height-88)/2+88-f.look.Body.Line-2, s.Width*.4)
	note := max(s.Width*.56, unit+f.unit.InkWidth()+24)
	f.note.At(note, 0, s.Width-note)
	f.note.At(note, (s.Height-f.note.Height())/2, s.Width-note)
}

// Phase is how far a step of a timeline is.
type Phase int

// The phases of a step.
const (
	Later Phase = iota
	Now
	Passed
)

// TimelineStep is one row: what happens, and the date or 正在办 at the right.
type TimelineStep struct {
	Phase       Phase
	Words, When string
}

// Timeline is a column of steps with dots and a line between them.
type Timeline struct {
	style.Part
	look  style.Look
	steps []TimelineStep
}

const (
	timelineDot = 56
	timelineRow = 82
)

// NewTimeline is a timeline of steps.
func NewTimeline(look style.Look, steps []TimelineStep) *Timeline {
	t := &Timeline{look: look}
	t.Init(t, func(fyne.Size) { t.build() })
	t.steps = steps
	return t
}

// Set replaces the steps.
func (t *Timeline) Set(steps []TimelineStep) {
	t.steps = steps
	t.build()
}

// Height is the room that the steps need.
func (t *Timeline) Height() float32 { return float32(len(t.steps)) * t.row() }

func (t *Timeline) row() float32 {
	if t.look.Large { // the date stands below
		return t.look.Body.Line + t.look.Small.Line + 20
	}
	return max(timelineRow, t.look.Body.Line+24)
}

func (t *Timeline) build() {
	var lines, rest []fyne.CanvasObject
	for i, step := range t.steps {
		y := float32(i) * t.row()
		if i+1 < len(t.steps) {
			line := canvas.NewRectangle(t.look.Edge)
			if t.steps[i+1].Phase != Later {
				line.FillColor = t.look.TealMark
			}
			style.Put(line, timelineDot/2-3, y+timelineDot, 6, t.row()-timelineDot)
			lines = append(lines, line)
		}
		rest = append(rest, t.dot(step.Phase, y)...)
		rest = append(rest, t.words(step, y)...)
	}
	t.SetObjects(append(lines, rest...)...)
}

func (t *Timeline) dot(p Phase, y float32) []fyne.CanvasObject {
	l := t.look
	ring := newBox(l.Card, l.Edge, l.Border(4), timelineDot/2)
	style.Put(ring, 0, y, timelineDot, timelineDot)
	switch p {
	case Passed:
		ring.FillColor, ring.StrokeColor = l.TealMark, l.TealMark
		tick := style.Icon("check", 36, l.OnMark, l.OnMark)
		style.Put(tick, 10, y+10, 36, 36)
		return []fyne.CanvasObject{ring, tick}
	case Now:
		ring.StrokeColor, ring.StrokeWidth = l.TealMark, 6
		core := newBox(l.TealMark, nil, 0, 12)
		style.Put(core, 16, y+16, 24, 24)
		return []fyne.CanvasObject{ring, core}
	}
	return []fyne.CanvasObject{ring}
}

func (t *Timeline) words(step TimelineStep, y float32) []fyne.CanvasObject {
	l, typ, ink := t.look, t.look.Body, t.look.Ink
	switch step.Phase {
	case Now:
		typ = typ.B()
	case Later:
		ink = l.Ink2
	}
	when := style.NewText(l.Small, l.Ink2, step.When).Limit(1).Align(fyne.TextAlignTrailing)
	if step.Phase == Now {
		when.SetColor(l.TealMark)
	}
	width := l.Small.Width(step.When) + 2
	what := style.NewText(typ, ink, step.Words).Limit(1)
	left := float32(timelineDot + 24)
	if l.Large {
		bottom := what.At(left, y+(timelineDot-typ.Line)/2, t.Size().Width-left)
		when.Align(fyne.TextAlignLeading).At(left, bottom, t.Size().Width-left)
		return []fyne.CanvasObject{what, when}
	}
	what.At(left, y+(timelineDot-typ.Line)/2, t.Size().Width-left-width-16)
	when.At(t.Size().Width-width, y+(timelineDot-l.Small.Line)/2, width)
	return []fyne.CanvasObject{what, when}
}
