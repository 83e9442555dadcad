package screen

import (
	"image/color"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

type fyneColor = color.Color

// Measures of a page in px (visual.md sections 4 and 5).
const (
	redBar     = 12
	strip      = 60
	headRow    = 136
	stepsBar   = 114
	footTall   = 174
	footWide   = 144
	headWide   = 148
	marginWide = 56
	toolSide   = 104
	toolGap    = 12
	gap        = 24
)

// lowFrom is the part of a portrait window above which nothing is to be pressed
// in low position: 720 of 1920.
const lowFrom = 0.375

// margin is the clear edge at the left and right.
func (sh *sheet) margin() float32 {
	if sh.stage.landscape() {
		return marginWide
	}
	return sh.look.Margin
}

// body is the room between header and foot. In low position it begins where a
// seated person reaches.
func (sh *sheet) body(h *header) area {
	m := sh.margin()
	top, bottom := h.bottom+32, h.lower()-16
	sh.above = top
	if sh.stage.Low {
		top = max(top, sh.stage.Size.Height*lowFrom)
	}
	return area{m, top, sh.stage.Size.Width - 2*m, bottom - top}
}

// readable is the room of a page on which nothing is pressed but what stands at
// the bottom: in low position it may be read from the top on.
func (sh *sheet) readable(h *header) area {
	a := sh.body(h)
	a.h, a.y = a.bottom()-h.bottom-32, h.bottom+32
	return a
}

// upper is the room of what is only read above a keyboard that begins at
// bottom: it stands close to the keys in low position.
func (sh *sheet) upper(h *header, bottom, need float32) area {
	a := sh.body(h)
	a.y = h.bottom + 32
	if sh.stage.Low {
		a.y = max(a.y, bottom-need)
	}
	a.h = bottom - a.y
	return a
}

// columns splits a into two columns in landscape and leaves it whole in
// portrait.
func (sh *sheet) columns(a area) []area {
	if !sh.stage.landscape() {
		return []area{a}
	}
	w := (a.w - 2*gap) / 2
	return []area{{a.x, a.y, w, a.h}, {a.x + w + 2*gap, a.y, w, a.h}}
}

// act is one button of the foot.
type act struct {
	Name, Words, Icon string
	Width             float32 // 0 takes the rest
	Kind              touch.Kind
	Why               string // not empty: disabled, and this is why
	Tap               func()
}

// foot draws the buttons at the bottom, the way on at the right, and returns
// them.
func (sh *sheet) foot(acts ...act) []*touch.Button {
	l, w, m := sh.look, sh.stage.Size.Width, sh.margin()
	high, top, tall := float32(footTall), float32(24), float32(120)
	if sh.stage.landscape() {
		high, top, tall = footWide, 18, 108
	}
	y := sh.stage.Size.Height - high
	sh.box(l.Card, nil, 0, 0, area{0, y, w, high})
	sh.rule(0, y, w)
	buttons, widths := sh.footButtons(acts, w-2*m)
	x := m
	for i, b := range buttons {
		sh.target(acts[i].Name, b, area{x, y + 2 + top, widths[i], tall})
		x += widths[i] + gap
	}
	return buttons
}

// running puts a bar that runs along the upper edge of the foot, in its clear room, and
// returns it; n is how many seconds it has run.
func (sh *sheet) running(h *header, n int) *touch.Bar {
	b := touch.NewBar(sh.look)
	b.Set(runningParts(n))
	style.Put(b, 0, h.lower(), sh.stage.Size.Width, 8)
	sh.add(b)
	return b
}

// runningParts is how much of the bar is filled in the n-th second. It says that
// something goes on, not how much of it is done: it starts again.
func runningParts(n int) float32 { return float32(n%5+1) / 6 }

// footButtons are the buttons for acts in the largest type in which all of them
// fit into room, and their widths.
func (sh *sheet) footButtons(acts []act, room float32) ([]*touch.Button, []float32) {
	l := sh.look
	var buttons []*touch.Button
	var widths []float32
	for _, typ := range []style.Type{l.Head.B(), l.Title.B(), l.Body.B(), l.Small.B(), l.Caption.B()} {
		buttons, widths = nil, nil
		rest, open := room-gap*float32(len(acts)-1), -1
		for i, a := range acts {
			b := a.button(l).SetType(typ)
			width := float32(0)
			if a.Width > 0 {
				width = max(a.Width, b.Least())
			} else {
				open = i
			}
			rest -= width
			buttons, widths = append(buttons, b), append(widths, width)
		}
		if open < 0 { // no act asks for the rest: the last one gets it
			open = len(acts) - 1
			rest += widths[open]
		}
		widths[open] = rest
		if rest >= buttons[open].Least() {
			break
		}
	}
	return buttons, widths
}

func (a act) button(l style.Look) *touch.Button {
	b := touch.NewButton(l, a.Kind, a.Words, a.Tap)
	if a.Icon != "" && a.Why == "" { // the icon is of the act, not of what keeps from it
		b.SetIcon(a.Icon, a.Kind == touch.Primary)
	}
	if a.Why != "" {
		b.Disable(a.Why)
	}
	return b
}

// block is a part of a page that stays whole.
type block struct {
	height float32
	count  int  // entries of the list that it is; 0 for a heading
	keep   bool // never stands last on a page
	reads  bool // is only read: in low position it may stand above what is to be pressed
	draw   func(area)
}

// pager is the place in a list, kept by the view-model.
type pager struct {
	at   flow.Pages
	down func(next int)
	up   func()
}

const pagerBar = 104

// list draws the blocks that fit into the columns, from where the person
// stands, and the buttons to the rest.
func (sh *sheet) list(p pager, cols []area, blocks []block) {
	if sh.stage.Low {
		cols = sh.lift(cols, blocks[min(p.at.First(), len(blocks)):])
	}
	sh.listIn(p, cols, blocks)
}

// listIn is list exactly in cols, whatever is only read.
func (sh *sheet) listIn(p pager, cols []area, blocks []block) {
	if end := layOut(cols, blocks, 0, nil); p.at.First() == 0 && end == len(blocks) {
		layOut(cols, blocks, 0, drawBlock)
		return
	}
	last := cols[len(cols)-1]
	bar := area{last.x, last.bottom() - pagerBar, last.w, pagerBar}
	sh.listBeside(p, cols, blocks, bar)
}

// lift begins the columns higher by what is only read before the first thing to press,
// as far as the header lets it: in low position that leaves all the room within reach
// to what is pressed.
func (sh *sheet) lift(cols []area, blocks []block) []area {
	high := float32(0)
	for _, b := range blocks {
		if !b.reads {
			top := max(cols[0].y-high, min(sh.above, cols[0].y))
			return []area{{cols[0].x, top, cols[0].w, cols[0].bottom() - top}}
		}
		high += b.height
	}
	return cols
}

// listBeside is list with its buttons in bar, wherever that is.
func (sh *sheet) listBeside(p pager, cols []area, blocks []block, bar area) {
	reserve := float32(0)
	if last := cols[len(cols)-1]; bar.x == last.x && bar.bottom() == last.bottom() {
		reserve = pagerBar + 12
	}
	first := min(p.at.First(), len(blocks))
	end := first + layOut(cols, blocks[first:], reserve, nil)
	layOut(cols, blocks[first:end], reserve, drawBlock)
	sh.pagerButtons(p, blocks, first, end, bar)
}

// pagerButtons lead to what stands before first and from end on.
func (sh *sheet) pagerButtons(p pager, blocks []block, first, end int, a area) {
	if first > 0 {
		words := sh.t("list.up", "n", count(blocks[:first]))
		if count(blocks[:first]) == 0 {
			words = sh.t("list.top")
		}
		up := touch.NewButton(sh.look, touch.Plain, words, p.up).SetIcon("up", false)
		width := a.w
		if end < len(blocks) {
			width = (a.w - gap) / 2
		}
		sh.target("list.up", up, area{a.x, a.y, width, a.h})
		a.x, a.w = a.x+width+gap, a.w-width-gap
	}
	if end < len(blocks) {
		words := sh.t("list.more", "n", count(blocks[end:]))
		if count(blocks[end:]) == 0 { // a notice is no entry
			words = sh.t("list.down")
		}
		more := touch.NewButton(sh.look, touch.Plain, words, func() { p.down(end) }).SetIcon("down", false)
		sh.target("list.more", more, a)
	}
}

func drawBlock(b block, a area) { b.draw(a) }

// layOut runs the blocks down the columns and returns how many fit.
func layOut(cols []area, blocks []block, reserve float32, visit func(block, area)) int {
	c, y := 0, cols[0].y
	var placed []area
	for _, b := range blocks {
		for c < len(cols) && y+b.height > limit(cols, c, reserve) && y > cols[c].y {
			if c++; c < len(cols) {
				y = takeHeadings(cols[c], blocks, placed)
			}
		}
		if c == len(cols) {
			break
		}
		placed = append(placed, area{cols[c].x, y, cols[c].w, b.height})
		y += b.height
	}
	n := len(placed)
	for n > 1 && n < len(blocks) && blocks[n-1].keep {
		n--
	}
	for i := range n {
		if visit != nil {
			visit(blocks[i], placed[i])
		}
	}
	return n
}

// takeHeadings moves the headings that would stand last in their column to the
// top of the next one, and returns where it goes on.
func takeHeadings(col area, blocks []block, placed []area) float32 {
	first := len(placed)
	for first > 1 && blocks[first-1].keep && placed[first-1].x == placed[len(placed)-1].x {
		first--
	}
	y := col.y
	for i := first; i < len(placed); i++ {
		placed[i] = area{col.x, y, col.w, placed[i].h}
		y += placed[i].h
	}
	return y
}

// limit is the lower edge of column c; the last one keeps room for the buttons.
func limit(cols []area, c int, reserve float32) float32 {
	if c == len(cols)-1 {
		return cols[c].bottom() - reserve
	}
	return cols[c].bottom()
}

func count(blocks []block) int {
	n := 0
	for _, b := range blocks {
		n += b.count
	}
	return n
}
