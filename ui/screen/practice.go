package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewPractice draws the end of a practised turn.
func NewPractice(st Stage) *Screen {
	p := st.Turn.Practice
	head := newHeader(st, head{Title: st.t("practice.title"), Home: true})
	return newScreen(st, head, func(sh *sheet) {
		if p.Note == "" {
			p.Note = "practice.done"
		}
		blocks := []block{sh.title(sh.t(p.Note), ""), sh.paragraph(sh.t(p.Note + ".note"))}
		switch {
		case p.Problem.Text != "":
			blocks = append(blocks, sh.problem(p.Problem.Text))
		case p.Paper == flow.PrintUnsure:
			blocks = append(blocks, sh.note(touch.Quiet, "printer", sh.t("leave.print.unsure")))
		case p.Paper == flow.Printed:
			blocks = append(blocks, sh.note(touch.Quiet, "printer", sh.t("practice.printed")))
		}
		sh.list(pager{}, sh.columns(sh.body(head)), blocks)
		print := act{Name: "print", Words: sh.t("practice.print"), Icon: "printer", Width: 360, Kind: touch.Secondary, Tap: func() { p.Print(st.Ctx) }}
		if p.Paper == flow.Printing {
			print.Why = sh.t("practice.printing")
		}
		sh.foot(print, act{Name: "home", Words: sh.t("practice.home"), Kind: touch.Primary, Tap: p.Home})
	})
}

// homePractice lets who helps practise, and end it.
func homePractice(sh *sheet) block {
	words, button := sh.t("practice.offer"), sh.t("practice.start")
	if sh.stage.Turn.Practice.On {
		words, button = sh.t("practice.on"), sh.t("practice.end")
	}
	if sh.stage.Turn.HasOrders() || sh.stage.Turn.HasToday() {
		return homeHelp(sh, button)
	}
	l := sh.look
	start := touch.NewButton(l, touch.Secondary, button, sh.stage.Turn.Switch).SetType(l.Body.B())
	width := max(224, start.Least())
	return block{height: max(112, 2*l.Small.Line+24), draw: func(a area) {
		sh.box(l.AmberTint, l.AmberMark, l.ChipBorder, style.RadiusCard, a)
		text := style.NewText(l.Small.B(), l.Ink, words).Limit(2)
		text.At(0, 0, a.w-36-width-8-gap)
		sh.text(text, area{a.x + 36, a.y + (a.h-text.Height())/2, a.w - 36 - width - 8 - gap, 0})
		sh.target("practice", start, area{a.x + a.w - width - 8, a.y + (a.h-96)/2, width, 96})
	}}
}

// homeHelp is what only a helper does, side by side.
func homeHelp(sh *sheet, practice string) block {
	l, turn := sh.look, sh.stage.Turn
	return block{height: 112, draw: func(a area) {
		sh.box(l.AmberTint, l.AmberMark, l.ChipBorder, style.RadiusCard, a)
		var list []act
		if turn.HasToday() {
			list = append(list, act{Name: "today", Words: sh.t("today.open"), Tap: func() { turn.OpenToday(sh.stage.Ctx) }})
		}
		if turn.HasOrders() {
			list = append(list, act{Name: "orders", Words: sh.t("orders.open"), Tap: func() { turn.OpenOrders(sh.stage.Ctx) }})
		}
		list = append(list, act{Name: "practice", Words: practice, Tap: turn.Switch})
		w := (a.w - 16 - gap*float32(len(list)-1)) / float32(len(list))
		for i, o := range list {
			button := touch.NewButton(l, touch.Secondary, o.Words, o.Tap).SetType(l.Body.B())
			sh.target(o.Name, button, area{a.x + 8 + float32(i)*(w+gap), a.y + (a.h-96)/2, w, 96})
		}
	}}
}

// Watermark lies over every page while somebody practises. It is no target: what is
// below it is pressed.
type Watermark struct {
	style.Part
	stage Stage
}

// NewWatermark is the hidden mark; st has the size of the window.
func NewWatermark(st Stage) *Watermark {
	w := &Watermark{stage: st}
	w.Init(w, nil)
	w.Update()
	return w
}

// Update shows the mark or hides it.
func (w *Watermark) Update() {
	if !w.stage.Turn.Practice.On {
		w.Hide()
		w.SetObjects()
		return
	}
	size, colour := w.stage.Size, w.stage.Look.RedMark
	colour.A = 0x38
	const side = 300
	var marks []fyne.CanvasObject
	for row, y := 0, float32(220); y < size.Height-side; row, y = row+1, y+side+60 {
		for x := float32(40 + row%2*180); x < size.Width-side; x += 2 * side {
			mark := style.NewText(style.Type{Size: 132, Line: 160, Bold: true}, colour, w.stage.t("practice.mark"))
			mark.At(x, y, 2*side)
			marks = append(marks, mark)
		}
	}
	frame := &canvas.Rectangle{StrokeColor: w.stage.Look.RedMark, StrokeWidth: 12}
	style.Put(frame, 0, 0, size.Width, size.Height)
	w.SetObjects(append(marks, frame)...)
	style.Put(w, 0, 0, size.Width, size.Height)
	w.Show()
}
