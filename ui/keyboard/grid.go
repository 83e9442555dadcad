package keyboard

import (
	"fyne.io/fyne/v2"

	"bianmin/ui/ime"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// grid shows candidates in rows over the keys, page by page.
type grid struct {
	style.Part
	look   style.Look
	pick   func(ime.Candidate)
	cells  [24]*touch.Button
	fold   *touch.Button
	before *touch.Button
	next   *touch.Button
	found  []ime.Candidate
	pages  []int // first candidate of each page so far, the last is in sight
	shown  int
}

const (
	gridRows  = 4 // the last holds the tools
	gridLeast = 120
)

func newGrid(o Options, pick func(ime.Candidate), fold func()) *grid {
	g := &grid{look: o.Look, pick: pick}
	var objects []fyne.CanvasObject
	for i := range g.cells {
		g.cells[i] = touch.NewButton(o.Look, touch.Plain, "", func() { g.tap(i) }).SetType(o.Look.Big.R())
		objects = append(objects, g.cells[i])
	}
	g.fold = touch.NewButton(o.Look, touch.Sunken, o.Text("keyboard.grid.fold"), fold)
	g.before = touch.NewButton(o.Look, touch.Sunken, o.Text("keyboard.grid.before"), func() { g.turn(-1) })
	g.next = touch.NewButton(o.Look, touch.Sunken, o.Text("keyboard.grid.next"), func() { g.turn(1) })
	g.Init(g, func(fyne.Size) { g.fill() }, append(objects, g.fold, g.before, g.next)...)
	g.Hide()
	return g
}

func (g *grid) set(found []ime.Candidate) {
	g.found, g.pages = found, []int{0}
	g.fill()
}

func (g *grid) tap(i int) {
	if i < g.shown {
		g.pick(g.found[g.pages[len(g.pages)-1]+i])
	}
}

func (g *grid) turn(by int) {
	last := len(g.pages) - 1
	if by < 0 && last > 0 {
		g.pages = g.pages[:last]
	} else if first := g.pages[last] + g.shown; by > 0 && first < len(g.found) {
		g.pages = append(g.pages, first)
	}
	g.fill()
}

// fill lays candidates from left to right, each as wide as its words.
func (g *grid) fill() {
	s := g.Size()
	if s.Width == 0 || len(g.pages) == 0 {
		return
	}
	high := (s.Height - (gridRows-1)*keyGap) / gridRows
	first, x, row := g.pages[len(g.pages)-1], float32(0), 0
	g.shown = 0
	for i, cell := range g.cells {
		if first+i >= len(g.found) || g.shown < i {
			cell.Hide()
			continue
		}
		words := g.found[first+i].Text
		w := min(max(g.look.Big.R().Width(words)+44, gridLeast), s.Width)
		if x > 0 && x+w > s.Width {
			x, row = 0, row+1
		}
		if row == gridRows-1 {
			cell.Hide()
			continue
		}
		cell.SetWords(words)
		cell.Place(x, float32(row)*(high+keyGap), w, high)
		cell.Show()
		x += w + keyGap
		g.shown++
	}
	g.tools(s, high)
	g.before.SetEnabled(len(g.pages) > 1)
	g.next.SetEnabled(first+g.shown < len(g.found))
}

func (g *grid) tools(s fyne.Size, high float32) {
	w := (s.Width - 2*keyGap) / 3
	for i, b := range []*touch.Button{g.fold, g.before, g.next} {
		b.Place(float32(i)*(w+keyGap), (gridRows-1)*(high+keyGap), w, high)
	}
}
