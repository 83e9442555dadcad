package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// over is a page that lies over every page, hidden until its view-model opens it.
// It swallows what is beside its buttons, so that nothing below is pressed.
type over struct {
	style.Part
	stage Stage
	names map[string]fyne.CanvasObject
}

func (o *over) init(self fyne.Widget, st Stage) {
	o.stage = st
	o.Init(self, nil)
	o.Hide()
}

// close hides the page and forgets what it said.
func (o *over) close() {
	o.Hide()
	o.SetObjects()
	o.names = nil
}

// open shows the page as draw draws it.
func (o *over) open(draw func(*sheet)) {
	sh := &sheet{stage: o.stage, look: o.stage.Look, names: map[string]fyne.CanvasObject{}}
	draw(sh)
	o.names = sh.names
	o.SetObjects(sh.objects...)
	o.ShowReading()
	style.Put(o, 0, 0, o.stage.Size.Width, o.stage.Size.Height)
	o.Show()
}

// ShowReading says on 朗读 whether the page is read.
func (o *over) ShowReading() { o.stage.refreshReading(o.names) }

// Where is the middle of one of its buttons.
func (o *over) Where(name string) (x, y float32, ok bool) {
	if x, y, ok = middle(o.names, name); ok {
		return x, y, ok
	}
	return saying(o, name, fyne.Position{})
}

// Names are the names of its buttons.
func (o *over) Names() []string { return keys(o.names) }

// Frame says that the ground is no target.
func (o *over) Frame() bool { return true }

// MouseDown is for Fyne.
func (o *over) MouseDown(*desktop.MouseEvent) { touch.Elsewhere() }

// MouseUp is for Fyne.
func (o *over) MouseUp(*desktop.MouseEvent) {}

// readButton is 朗读 of what lies over a page; nil where the machine cannot speak.
func (st Stage) readButton() *touch.Button {
	if !st.Turn.Reading.Works() {
		return nil
	}
	icon, words := st.reading()
	return touch.NewButton(st.Look, touch.Secondary, words, func() { st.Turn.Reading.Press(st.Ctx) }).SetIcon(icon, false)
}

// readWide is the width of [Stage.readButton] for the longest of its words.
func (st Stage) readWide() float32 {
	wide := float32(0)
	for _, key := range []string{"tool.read", "tool.read.stop", "tool.read.failed"} {
		wide = max(wide, touch.NewButton(st.Look, touch.Secondary, st.t(key), nil).SetIcon("speak", false).Least())
	}
	return wide
}
