package keyboard

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/ime/ink"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// writing is the page on which a finger writes: the pad, what it may be, tools.
type writing struct {
	style.Part
	panel *Panel
	pad   *touch.WritingPad
	hint  *style.Text
	cells [12]*touch.Button
	found []string
	tools []*touch.Button
}

func newWriting(p *Panel) *writing {
	o := p.o
	w := &writing{panel: p, pad: touch.NewWritingPad(o.Look)}
	w.hint = style.NewText(o.Look.Body, o.Look.Ink2, o.Text("keyboard.writing.hint"))
	objects := []fyne.CanvasObject{w.pad, w.hint}
	for i := range w.cells {
		w.cells[i] = touch.NewButton(o.Look, touch.Plain, "", func() { w.tap(i) }).SetType(style.Type{Size: 60, Line: 76})
		w.cells[i].Hide()
		objects = append(objects, w.cells[i])
	}
	undo := p.word("keyboard.undo", w.pad.Undo).SetIcon("undo", false)
	again := p.word("keyboard.again", w.pad.Clear).SetIcon("trash", false)
	w.tools = []*touch.Button{undo, again, p.deleteKey(), p.doneKey()}
	for _, b := range w.tools {
		objects = append(objects, b)
	}
	w.pad.Changed = w.read
	w.Init(w, w.arrange, objects...)
	return w
}

// read asks what the ink may be, after each stroke.
func (w *writing) read() {
	w.found = nil
	if e := w.panel.o.Engine; e != nil && !w.pad.Empty() {
		w.found = e.Drawn(w.drawing(), len(w.cells))
	}
	for i, cell := range w.cells {
		if i < len(w.found) {
			cell.SetWords(w.found[i])
			cell.SetFirst(i == 0)
		}
		showPart(cell, i < len(w.found))
	}
	w.hint.SetText(w.panel.o.Text(map[bool]string{true: "keyboard.writing.hint", false: "keyboard.writing.none"}[w.pad.Empty()]))
	showPart(w.hint, len(w.found) == 0)
}

func (w *writing) drawing() ink.Drawing {
	d := ink.Drawing{Width: float64(w.pad.Size().Width), Height: float64(w.pad.Size().Height)}
	for _, points := range w.pad.Strokes() {
		var s ink.Stroke
		for _, p := range points {
			s = append(s, ink.Point{X: float64(p.X), Y: float64(p.Y)})
		}
		d.Strokes = append(d.Strokes, s)
	}
	return d
}

// tap types the i-th character and makes room for the next.
func (w *writing) tap(i int) {
	if i < len(w.found) {
		w.panel.insert(w.found[i])
		w.pad.Clear()
	}
}

// arrange has the pad at the left, characters beside it, tools below; on a low
// screen the tools stand at the right.
func (w *writing) arrange(s fyne.Size) {
	const columns, rows = 3, 4
	tools, high := float32(0), s.Height-108-keyGap
	if wide(s.Width) {
		tools, high = 300, s.Height
	}
	pad := min(high, s.Width/2)
	w.pad.Place(0, 0, pad, high)
	left, room := pad+keyGap, s.Width-pad-keyGap
	if tools > 0 {
		room -= tools + keyGap
	}
	cellWide, cellHigh := (room-(columns-1)*keyGap)/columns, (high-(rows-1)*keyGap)/rows
	for i, cell := range w.cells {
		cell.Place(left+float32(i%columns)*(cellWide+keyGap), float32(i/columns)*(cellHigh+keyGap), cellWide, cellHigh)
	}
	w.hint.At(left+24, high/2-w.panel.o.Look.Body.Line, room-48)
	w.arrangeTools(s, tools, high)
}

func (w *writing) arrangeTools(s fyne.Size, wide, high float32) {
	n := float32(len(w.tools))
	for i, b := range w.tools {
		if wide > 0 {
			each := (high - (n-1)*keyGap) / n
			b.Place(s.Width-wide, float32(i)*(each+keyGap), wide, each)
			continue
		}
		each := (s.Width - (n-1)*keyGap) / n
		b.Place(float32(i)*(each+keyGap), high+keyGap, each, s.Height-high-keyGap)
	}
}
