package touch

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/style"
)

// Dialog is a question on a scrim. It lies over everything as a canvas overlay,
// so that nothing behind it can be pressed. It is never for errors in a field.
type Dialog struct {
	style.Part
	OnScrim func() // a tap beside the card; nil does nothing

	look    style.Look
	scrim   *canvas.Rectangle
	card    *canvas.Rectangle
	title   *style.Text
	body    *style.Text
	content fyne.CanvasObject
	height  float32 // of the content
	buttons []*Button
	beside  *Button // at the left of the last of buttons; may be nil
	wide    float32 // of beside
	shown   fyne.Canvas
}

const (
	dialogWidth   = 984
	dialogPadding = 56
)

// NewDialog has a title, body words with bold runs between double asterisks,
// and buttons from top to bottom, the primary first.
func NewDialog(look style.Look, title, body string, buttons ...*Button) *Dialog {
	d := &Dialog{look: look, buttons: buttons}
	d.scrim = canvas.NewRectangle(look.Scrim)
	d.card = newBox(look.Paper, look.Ink, look.MinBorder, style.RadiusDialog)
	d.title = style.NewText(look.H1, look.Ink, title).Align(fyne.TextAlignCenter)
	d.body = style.NewMarked(look.Body, look.Ink, body).Align(fyne.TextAlignCenter)
	objects := []fyne.CanvasObject{d.scrim, d.card, d.title, d.body}
	for _, b := range buttons {
		objects = append(objects, b)
	}
	d.Init(d, d.arrange, objects...)
	return d
}

// SetContent puts an object of that height between title and words.
func (d *Dialog) SetContent(o fyne.CanvasObject, height float32) {
	d.content, d.height = o, height
	d.SetObjects(append(d.Objects(), o)...)
	d.Arrange()
}

// SetBeside puts another button, w px wide, at the left of the last one.
func (d *Dialog) SetBeside(b *Button, w float32) {
	d.beside, d.wide = b, w
	d.SetObjects(append(d.Objects(), b)...)
	d.Arrange()
}

// SetBody changes the words under the title.
func (d *Dialog) SetBody(marked string) { d.body.SetMarked(marked) }

// ShowOn lays the dialog over a canvas.
func (d *Dialog) ShowOn(c fyne.Canvas) {
	if d.shown != nil {
		return
	}
	d.shown = c
	d.Resize(c.Size())
	d.Arrange()
	c.Overlays().Add(d)
}

// Close takes the dialog away.
func (d *Dialog) Close() {
	if d.shown != nil {
		d.shown.Overlays().Remove(d)
		d.shown = nil
	}
}

// Shown reports whether it lies over a canvas.
func (d *Dialog) Shown() bool { return d.shown != nil }

// Frame says that the scrim is no target of its own.
func (d *Dialog) Frame() bool { return true }

// MouseDown is for Fyne: the scrim swallows what is beside the card.
func (d *Dialog) MouseDown(*desktop.MouseEvent) { Elsewhere() }

// MouseUp is for Fyne.
func (d *Dialog) MouseUp(*desktop.MouseEvent) {
	if d.OnScrim != nil {
		d.OnScrim()
	}
}

// MouseIn is for Fyne: a finger over the scrim is none over what lies below, so
// that moving it does not take the question away before it comes down.
func (d *Dialog) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is for Fyne.
func (d *Dialog) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is for Fyne.
func (d *Dialog) MouseOut() {}

func (d *Dialog) arrange(s fyne.Size) {
	style.Put(d.scrim, 0, 0, s.Width, s.Height)
	width := min(dialogWidth, s.Width-2*d.look.Margin)
	x, room := (s.Width-width)/2, width-2*dialogPadding
	height := d.lay(0, 0, room)
	top := max((s.Height-height)/2, 0)
	style.Put(d.card, x, top, width, height)
	d.lay(x+dialogPadding, top, room)
}

// lay places the parts from top down and returns the height of the card.
func (d *Dialog) lay(x, top, room float32) float32 {
	y := d.title.At(x, top+dialogPadding, room) + 24
	if d.content != nil {
		style.Put(d.content, x, y, room, d.height)
		y += d.height + 24
	}
	y = d.body.At(x, y, room) + 40
	for i, b := range d.buttons {
		h := float32(128)
		if i == 0 && len(d.buttons) > 1 {
			h = 176
		}
		left, w := x, room
		if d.beside != nil && i == len(d.buttons)-1 {
			right, _ := d.beside.Place(x, y, d.wide, h)
			left, w = right+style.Gutter, room-d.wide-style.Gutter
		}
		_, y = b.Place(left, y, w, h)
		y += style.Gutter
	}
	return y - style.Gutter + dialogPadding - top
}

// Toast is good news that needs no answer, above the foot. Its owner hides it
// after 4 s and has it read aloud.
type Toast struct {
	style.Part
	look  style.Look
	box   *canvas.Rectangle
	icon  *canvas.Image
	words *style.Text
}

const toastIcon = 44

// NewToast is a hidden toast.
func NewToast(look style.Look) *Toast {
	t := &Toast{look: look}
	t.box = newBox(look.Ink, nil, 0, style.RadiusCard)
	t.icon = style.Icon("check", toastIcon, look.OnInk, look.OnInk)
	t.words = style.NewText(look.Body, look.OnInk, "").Limit(2)
	t.Init(t, t.arrange, t.box, t.icon, t.words)
	t.Hide()
	return t
}

// Say shows the toast with these words.
func (t *Toast) Say(words string) {
	t.words.SetText(words)
	t.Arrange()
	t.Show()
}

// HeightFor is the height that the words need at a width: one line or two.
func (t *Toast) HeightFor(words string, width float32) float32 {
	text := style.NewText(t.look.Body, t.look.OnInk, words).Limit(2)
	return text.At(0, 0, width-132) + 48
}

func (t *Toast) arrange(s fyne.Size) {
	style.Put(t.box, 0, 0, s.Width, s.Height)
	style.Put(t.icon, 32, (s.Height-toastIcon)/2, toastIcon, toastIcon)
	t.words.At(100, 0, s.Width-132)
	t.words.At(100, (s.Height-t.words.Height())/2, s.Width-132)
}

// Bar is a running bar: how much of something is done.
type Bar struct {
	style.Part
	ground, done *canvas.Rectangle
	part         float32
}

// NewBar is an empty bar; 12 px high looks like the step bar.
func NewBar(look style.Look) *Bar {
	b := &Bar{ground: newBox(look.Rest(), nil, 0, 6), done: newBox(look.TealMark, nil, 0, 6)}
	b.Init(b, func(s fyne.Size) {
		style.Put(b.ground, 0, 0, s.Width, s.Height)
		style.Put(b.done, 0, 0, s.Width*b.part, s.Height)
	}, b.ground, b.done)
	return b
}

// Set shows part of the whole, from 0 to 1.
func (b *Bar) Set(part float32) {
	b.part = min(max(part, 0), 1)
	b.Arrange()
}
