package screen

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

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
	stepsLeft  = 470 // of the step bar in landscape
	toolSide   = 104
	gap        = 24
)

// margin is the clear edge at the left and right.
func (sh *sheet) margin() float32 {
	if sh.stage.landscape() {
		return marginWide
	}
	return sh.look.Margin
}

// header is the top of a page: where one is, the way back, the tools.
type header struct {
	style.Part
	stage   Stage
	clock   *style.Text
	line    *style.Text
	cloud   *canvas.Image
	offline *canvas.Image
	lineAt  func()
	names   map[string]fyne.CanvasObject
	bottom  float32
}

// head says what a header says.
type head struct {
	Title string
	Step  int  // 1 to 5; 0 for none
	Home  bool // 首页 instead of 返回
}

func newHeader(st Stage, say head) *header {
	h := &header{stage: st, names: map[string]fyne.CanvasObject{}}
	sh := &sheet{stage: st, look: st.Look, names: h.names}
	l := st.Look
	w := st.Size.Width
	h.clock = style.NewText(l.Caption.B(), l.Ink, "").Align(fyne.TextAlignTrailing)
	h.line = style.NewText(l.Caption, l.Ink2, "")
	h.cloud = style.Icon("online", 32, l.Ink2, l.Ink2)
	h.offline = style.Icon("offline", 32, l.Ink2, l.Ink2)
	if st.landscape() {
		h.drawWide(sh, say)
	} else {
		h.drawTall(sh, say)
	}
	sh.add(h.clock, h.line, h.cloud, h.offline)
	h.Init(h, nil, sh.objects...)
	h.Place(0, 0, w, h.bottom)
	return h
}

func (h *header) drawTall(sh *sheet, say head) {
	l, w, m := sh.look, h.stage.Size.Width, sh.margin()
	bottom := float32(redBar + strip + headRow)
	if say.Step > 0 {
		bottom += stepsBar
	}
	sh.box(l.Card, nil, 0, 0, area{0, redBar, w, bottom - redBar})
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	sh.rule(0, redBar+strip-2, w)
	sh.rule(0, redBar+strip+headRow, w)
	name := style.NewText(l.Caption.B(), l.Ink, h.stage.Turn.Kiosk().Centre().Name).Limit(1)
	sh.text(name, area{m, redBar + 11, 430, 0})
	h.clock.At(w-m-100, redBar+11, 100)
	h.lineAt = func() {
		words := l.Caption.Width(h.line.Text()) + 2
		h.line.At(w-m-112-words, redBar+11, words)
		for _, img := range []*canvas.Image{h.cloud, h.offline} {
			img.Move(fyne.NewPos(w-m-112-words-42, redBar+14))
		}
	}
	y := float32(redBar + strip + 16)
	h.tools(sh, say, y, w-m)
	if say.Step > 0 {
		sh.rule(0, bottom, w)
		bar := h.stepBar(sh, say.Step)
		style.Put(bar, m, redBar+strip+headRow+26, w-2*m, 70)
	}
	h.bottom = bottom + 2
}

func (h *header) drawWide(sh *sheet, say head) {
	l, w, m := sh.look, h.stage.Size.Width, sh.margin()
	sh.box(l.Card, nil, 0, 0, area{0, redBar, w, headWide - redBar})
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	sh.rule(0, headWide, w)
	y := float32(redBar + 16)
	right := h.tools(sh, say, y, w-m)
	h.clock.At(right-gap-120, y+8, 120)
	h.lineAt = func() {
		words := l.Caption.Width(h.line.Text()) + 2
		h.line.At(right-gap-words, y+56, words)
		for _, img := range []*canvas.Image{h.cloud, h.offline} {
			img.Move(fyne.NewPos(right-gap-words-42, y+59))
		}
	}
	if say.Step > 0 {
		bar := h.stepBar(sh, say.Step)
		style.Put(bar, stepsLeft, redBar+36, 920, 70)
	}
	h.bottom = headWide + 2
}

// tools are the way back, the title and 叫人; the left edge of the tools is
// returned.
func (h *header) tools(sh *sheet, say head, y, right float32) float32 {
	l, m := sh.look, sh.margin()
	words, icon, name, act := h.stage.t("tool.back"), "back", "back", h.stage.Turn.Back
	if say.Home {
		words, icon, name, act = h.stage.t("tool.home"), "visit", "home", h.stage.Turn.GoHome
	}
	back := touch.NewButton(l, touch.Secondary, words, act).SetType(l.Body.B()).SetIcon(icon, false)
	sh.target(name, back, area{m, y, 182, 104})
	title := style.NewText(l.Head, l.Ink, say.Title).Limit(1)
	room := float32(420)
	if sh.stage.landscape() && say.Step > 0 {
		room = stepsLeft - (m + 182 + gap) - 12
	}
	sh.text(title, area{m + 182 + gap, y + (104-l.Head.Line)/2, room, 0})
	if call := h.stage.Turn.Kiosk().Call; call != nil {
		right -= toolSide
		tool := touch.NewTool(l, touch.Call, "call", h.stage.t("tool.call"), call)
		sh.target("call", tool, area{right, y, toolSide, toolSide})
	}
	return right
}

func (h *header) stepBar(sh *sheet, step int) *touch.StepBar {
	var names []string
	for _, key := range []string{"steps.1", "steps.2", "steps.3", "steps.4", "steps.5"} {
		names = append(names, h.stage.t(key))
	}
	bar := touch.NewStepBar(sh.look, names)
	bar.SetCurrent(step - 1)
	sh.add(bar)
	return bar
}

// refresh brings clock and line up to date.
func (h *header) refresh() {
	k := h.stage.Turn.Kiosk()
	h.clock.SetText(flow.ClockOf(k.Now()))
	words, online := lineWords(h.stage)
	if h.line.Text() != words || h.line.Size().Width == 0 {
		h.line.SetText(words)
		h.lineAt()
	}
	h.cloud.Hidden, h.offline.Hidden = !online, online
}

func lineWords(st Stage) (string, bool) {
	if !st.Turn.Kiosk().Centre().Enrolled {
		return st.t("line.unregistered"), false
	}
	if st.Turn.Kiosk().Line().Online {
		return st.t("line.online"), true
	}
	return st.t("line.offline"), false
}

// body is the room between header and foot.
func (sh *sheet) body(h *header) area {
	m, foot := sh.margin(), float32(footTall)
	if sh.stage.landscape() {
		foot = footWide
	}
	top := h.bottom + 32
	return area{m, top, sh.stage.Size.Width - 2*m, sh.stage.Size.Height - foot - 16 - top}
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
	rest := w - 2*m
	for i, a := range acts {
		rest -= a.Width
		if i > 0 {
			rest -= gap
		}
	}
	var buttons []*touch.Button
	x := m
	for _, a := range acts {
		b := touch.NewButton(l, a.Kind, a.Words, a.Tap)
		if a.Icon != "" {
			b.SetIcon(a.Icon, a.Kind == touch.Primary)
		}
		if a.Why != "" {
			b.Disable(a.Why)
		}
		width := a.Width
		if width == 0 {
			width = rest
		}
		sh.target(a.Name, b, area{x, y + 2 + top, width, tall})
		x += width + gap
		buttons = append(buttons, b)
	}
	return buttons
}

// block is a part of a page that stays whole.
type block struct {
	height float32
	count  int  // entries of the list that it is; 0 for a heading
	keep   bool // never stands last on a page
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
	if end := layOut(cols, blocks, 0, nil); p.at.First() == 0 && end == len(blocks) {
		layOut(cols, blocks, 0, drawBlock)
		return
	}
	last := cols[len(cols)-1]
	bar := area{last.x, last.bottom() - pagerBar, last.w, pagerBar}
	sh.listBeside(p, cols, blocks, bar)
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
