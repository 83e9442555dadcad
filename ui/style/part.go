package style

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Part is a widget made of objects that are placed by hand, without layouts
// and without minimum sizes. Widgets embed it and call [Part.Init].
type Part struct {
	self    fyne.Widget
	pos     fyne.Position
	size    fyne.Size
	hidden  bool
	objects []fyne.CanvasObject
	arrange func(fyne.Size)
}

// Init names the widget that embeds p, the function that places its objects
// for a new size (may be nil), and the objects, the hindmost first.
func (p *Part) Init(self fyne.Widget, arrange func(fyne.Size), objects ...fyne.CanvasObject) {
	p.self, p.arrange, p.objects = self, arrange, objects
}

// SetObjects replaces what p is made of and draws it anew.
func (p *Part) SetObjects(objects ...fyne.CanvasObject) {
	p.objects = objects
	p.Refresh()
}

// Objects are the objects of p, the hindmost first.
func (p *Part) Objects() []fyne.CanvasObject { return p.objects }

// Place moves and resizes in one call. It returns the right and lower edge.
func (p *Part) Place(x, y, w, h float32) (right, bottom float32) {
	p.self.Move(fyne.NewPos(x, y))
	p.self.Resize(fyne.NewSize(w, h))
	return x + w, y + h
}

// Position is the top left corner within the parent.
func (p *Part) Position() fyne.Position { return p.pos }

// Size is what [Part.Resize] set last.
func (p *Part) Size() fyne.Size { return p.size }

// MinSize is nothing: whoever places p knows its size.
func (p *Part) MinSize() fyne.Size { return fyne.Size{} }

// Visible reports whether p itself is shown.
func (p *Part) Visible() bool { return !p.hidden }

// Move sets the top left corner.
func (p *Part) Move(pos fyne.Position) {
	if p.pos != pos {
		p.pos = pos
		p.Repaint()
	}
}

// Resize sets the size and places the objects.
func (p *Part) Resize(size fyne.Size) {
	if p.size == size {
		return
	}
	p.size = size
	p.Arrange()
	p.Repaint()
}

// Arrange places the objects again for the size that p has.
func (p *Part) Arrange() {
	if p.arrange != nil && p.size.Width > 0 {
		p.arrange(p.size)
	}
}

// Show makes p visible.
func (p *Part) Show() { p.setHidden(false) }

// Hide makes p invisible; hidden things are not pressed either.
func (p *Part) Hide() { p.setHidden(true) }

func (p *Part) setHidden(hidden bool) {
	if p.hidden != hidden {
		p.hidden = hidden
		p.Repaint()
	}
}

// Refresh draws all of p anew. Widgets refresh the one object that changed.
func (p *Part) Refresh() {
	if p.self != nil {
		canvas.Refresh(p.self)
	}
}

// Repaint asks for a frame and keeps the pictures of the texts.
func (p *Part) Repaint() {
	if p.self == nil || fyne.CurrentApp() == nil {
		return
	}
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(p.self); c != nil {
		setDirty(c)
		return
	}
	// Fyne forgets where a thing lies that was hidden for a minute.
	for _, w := range driver.AllWindows() {
		setDirty(w.Canvas())
	}
}

func setDirty(c fyne.Canvas) {
	if d, ok := c.(interface{ SetDirty() }); ok {
		d.SetDirty()
	}
}

// CreateRenderer is for Fyne.
func (p *Part) CreateRenderer() fyne.WidgetRenderer { return renderer{p} }

type renderer struct{ p *Part }

func (r renderer) Destroy()                     {}
func (r renderer) Layout(fyne.Size)             {}
func (r renderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r renderer) Objects() []fyne.CanvasObject { return r.p.objects }
func (r renderer) Refresh()                     {}

// Put moves and resizes any object.
func Put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}
