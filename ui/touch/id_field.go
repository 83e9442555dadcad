package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// IDField shows a citizen ID number in its three groups of 6, 8 and 4. A group
// that is full turns to dots when the next one begins, unless the number is
// shown.
type IDField struct {
	press
	value         string
	active, wrong bool
	open          bool
	box           *canvas.Rectangle
	cells         [18]*style.Text
	lines         [18]*canvas.Rectangle
	captions      [3]*style.Text
}

// IDFieldHeight is the height of the box.
const IDFieldHeight = 188

const (
	idCell  = 44
	idPitch = 46
	idPad   = 36
)

// NewIDField is an empty field; captions name the three groups.
func NewIDField(look style.Look, captions [3]string, tap func()) *IDField {
	f := &IDField{}
	f.look, f.OnTap, f.paint = look, tap, f.colour
	f.box = newBox(nil, nil, 2, style.RadiusButton)
	objects := []fyne.CanvasObject{f.box}
	digit := style.Type{Size: 68, Line: 84, Bold: true}
	for i := range f.cells {
		f.cells[i] = style.NewText(digit, look.Ink, "").Align(fyne.TextAlignCenter)
		f.lines[i] = canvas.NewRectangle(look.Hair)
		objects = append(objects, f.cells[i], f.lines[i])
	}
	for i, words := range captions {
		f.captions[i] = style.NewText(look.Caption, look.Ink2, words).Limit(1)
		objects = append(objects, f.captions[i])
	}
	f.Init(f, f.arrange, objects...)
	f.colour()
	f.fillCells()
	return f
}

// SetValue shows up to 18 characters.
func (f *IDField) SetValue(s string) {
	if len(s) > len(f.cells) {
		s = s[:len(f.cells)]
	}
	if f.value != s {
		f.value = s
		f.fillCells()
	}
}

// Frame says that a field which only shows what a keypad fills is no target.
func (f *IDField) Frame() bool { return f.OnTap == nil }

// Value is the number as far as it is typed.
func (f *IDField) Value() string { return f.value }

// SetOpen shows or hides the groups that are full.
func (f *IDField) SetOpen(on bool) {
	f.open = on
	f.fillCells()
}

// Open reports whether the whole number is readable.
func (f *IDField) Open() bool { return f.open }

// SetActive marks the field that the keypad fills.
func (f *IDField) SetActive(on bool) {
	f.active = on
	f.colour()
	f.fillCells()
}

// SetWrong gives the box its red border; the sentence stands elsewhere.
func (f *IDField) SetWrong(on bool) {
	f.wrong = on
	f.colour()
}

// groupOf is the group of a cell and where the group ends.
func groupOf(i int) (group, end int) {
	switch {
	case i < 6:
		return 0, 6
	case i < 14:
		return 1, 14
	}
	return 2, 18
}

func (f *IDField) arrange(s fyne.Size) {
	style.Put(f.box, 0, 0, s.Width, s.Height)
	gap := (s.Width - 2*idPad - 18*idPitch) / 2
	x := float32(idPad)
	last := 0
	for i := range f.cells {
		group, end := groupOf(i)
		if group != last {
			x, last = x+gap, group
		}
		if i == 0 || i == 6 || i == 14 {
			f.captions[group].At(x, s.Height-60, float32(end-i)*idPitch+gap)
		}
		f.cells[i].At(x, 32, idCell)
		style.Put(f.lines[i], x, 102, idCell, 6)
		x += idPitch
	}
}

func (f *IDField) fillCells() {
	for i := range f.cells {
		_, end := groupOf(i)
		shown := ""
		switch {
		case i >= len(f.value):
		case !f.open && len(f.value) > end:
			shown = "•"
		default:
			shown = f.value[i : i+1]
		}
		f.cells[i].SetText(shown)
		show(f.lines[i], i >= len(f.value))
		line := f.look.Hair
		if i == len(f.value) && f.active {
			line = f.look.TealMark
		}
		fill(f.lines[i], line, nil)
	}
}

func (f *IDField) colour() {
	l := f.look
	border, width, ground := l.Edge, l.Border(2), l.Card
	switch {
	case f.wrong:
		border, width = l.RedMark, l.Border(4)
	case f.active:
		border, width = l.TealMark, l.Border(4)
	}
	if f.down {
		ground = l.Sunk
	}
	f.box.StrokeWidth = width
	fill(f.box, ground, border)
}
