package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/style"
)

// area is a rectangle to fill.
type area struct{ x, y, w, h float32 }

func (a area) bottom() float32 { return a.y + a.h }

// sheet collects what a page is made of.
type sheet struct {
	stage   Stage
	look    style.Look
	objects []fyne.CanvasObject
	names   map[string]fyne.CanvasObject
	above   float32 // where the page may begin to be read, see [sheet.body]
}

func (sh *sheet) t(key string, pairs ...any) string { return sh.stage.t(key, pairs...) }

func (sh *sheet) add(o ...fyne.CanvasObject) { sh.objects = append(sh.objects, o...) }

// target adds something to press under a name that tests know it by.
func (sh *sheet) target(name string, o fyne.CanvasObject, a area) {
	style.Put(o, a.x, a.y, a.w, a.h)
	sh.names[name] = o
	sh.add(o)
}

// text adds words at (x, y) and returns their lower edge.
func (sh *sheet) text(x *style.Text, a area) float32 {
	bottom := x.At(a.x, a.y, a.w)
	sh.add(x)
	return bottom
}

// rule adds a hair across a at its top.
func (sh *sheet) rule(x, y, w float32) {
	line := canvas.NewRectangle(sh.look.Hair)
	style.Put(line, x, y, w, 2)
	sh.add(line)
}

// box adds a flat rectangle.
func (sh *sheet) box(fill, edge fyneColor, stroke, radius float32, a area) {
	r := &canvas.Rectangle{FillColor: fill, StrokeColor: edge, StrokeWidth: stroke, CornerRadius: radius}
	style.Put(r, a.x, a.y, a.w, a.h)
	sh.add(r)
}

// icon adds an icon with its corner at (x, y).
func (sh *sheet) icon(name string, px, x, y float32) {
	img := sh.look.Sign(name, px)
	img.Move(fyne.NewPos(x, y))
	sh.add(img)
}
