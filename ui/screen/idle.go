package screen

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Idle is the question whether anybody is still there, over every page.
type Idle struct {
	*touch.Dialog
	stage Stage
	ring  *touch.CountdownRing
	names map[string]fyne.CanvasObject
}

// NewIdle is the hidden question.
func NewIdle(st Stage) *Idle {
	stay := touch.NewButton(st.Look, touch.Primary, st.t("idle.stay"), st.Turn.Stay).SetType(st.Look.Big)
	leave := touch.NewButton(st.Look, touch.Secondary, st.t("idle.leave"), st.Turn.Finish)
	d := &Idle{
		Dialog: touch.NewDialog(st.Look, st.t("idle.head"), "", stay, leave),
		stage:  st, ring: touch.NewCountdownRing(st.Look),
		names: map[string]fyne.CanvasObject{"idle.stay": stay, "idle.leave": leave},
	}
	if read := st.readButton(); read != nil {
		d.SetBeside(read, st.readWide())
		d.names[readTool] = read
	}
	d.OnScrim = st.Turn.Stay
	ring := float32(420)
	if st.landscape() { // the card keeps clear of the edges
		ring = 360
	}
	d.SetContent(d.ring, ring)
	d.Refresh()
	d.Hide()
	return d
}

// Update shows the seconds left, or hides the question.
func (d *Idle) Update() {
	i := d.stage.Turn.Idle
	if !i.Warning {
		d.Hide()
		return
	}
	d.ShowReading()
	d.ring.Set(i.Left, int(flow.IdleWarning/time.Second), strconv.Itoa(i.Left))
	body := d.stage.t("idle.text", "n", i.Left)
	if !d.stage.landscape() {
		body += "\n" + d.stage.t("idle.note")
	}
	d.SetBody(body)
	d.Arrange()
	style.Put(d, 0, 0, d.stage.Size.Width, d.stage.Size.Height)
	d.Show()
}

// ShowReading says on 朗读 whether the question is read.
func (d *Idle) ShowReading() { d.stage.refreshReading(d.names) }

// Where is the middle of one of its buttons.
func (d *Idle) Where(name string) (x, y float32, ok bool) {
	if !d.Visible() {
		return 0, 0, false
	}
	return middle(d.names, name)
}

// Names are the names of its buttons.
func (d *Idle) Names() []string { return keys(d.names) }

// middle is the middle of the object called name.
func middle(names map[string]fyne.CanvasObject, name string) (x, y float32, ok bool) {
	o, ok := names[name]
	if !ok {
		return 0, 0, false
	}
	pos, size := o.Position(), o.Size()
	return pos.X + size.Width/2, pos.Y + size.Height/2, true
}

func keys(names map[string]fyne.CanvasObject) []string { return slices.Collect(maps.Keys(names)) }
