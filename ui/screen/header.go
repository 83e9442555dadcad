package screen

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// header is the top of a page: where one is, the way back, the tools. In low
// position the way back and the tools lie in a bar above the foot instead.
type header struct {
	style.Part
	stage   Stage
	say     head
	clock   *style.Text
	line    *style.Text
	cloud   *canvas.Image
	offline *canvas.Image
	lineAt  func()
	names   map[string]fyne.CanvasObject
	bottom  float32
	way     []flow.Step // the steps of the turn when it was drawn
}

// head says what a header says.
type head struct {
	Title string
	Key   string // of the title of a step that has other words for a request; then Title follows
	Step  int    // 1 to 5; 0 for none
	Home  bool   // 首页 instead of 返回
	Bare  bool   // the page has no foot: its keyboard ends at the lower edge
}

// headMeasure are the heights of a header's rows in px.
type headMeasure struct {
	strip, row, tool float32
	back, icon       float32 // width of 返回; side of the icon of the line
}

func (st Stage) headMeasure() headMeasure {
	if st.Look.Large {
		return headMeasure{strip: 72, row: 152, tool: 128, back: 220, icon: 44}
	}
	return headMeasure{strip: strip, row: headRow, tool: toolSide, back: 182, icon: 32}
}

func newHeader(st Stage, say head) *header {
	h := &header{stage: st, say: say}
	l, m := st.Look, st.headMeasure()
	h.clock = style.NewText(l.Caption.B(), l.Ink, "").Align(fyne.TextAlignTrailing)
	h.line = style.NewText(l.Caption, l.Ink2, "")
	h.cloud = style.Icon("online", m.icon, l.Ink2, l.Ink2)
	h.offline = style.Icon("offline", m.icon, l.Ink2, l.AmberMark)
	h.Init(h, nil)
	h.draw()
	h.Place(0, 0, st.Size.Width, h.bottom)
	return h
}

// draw draws the header in the words of what is handed in now.
func (h *header) draw() {
	h.names, h.way = map[string]fyne.CanvasObject{}, h.stage.Turn.Steps()
	if h.say.Key != "" {
		h.say.Title = h.stage.Turn.Title(h.say.Key)
	}
	sh := &sheet{stage: h.stage, look: h.stage.Look, names: h.names}
	if h.stage.landscape() {
		h.drawWide(sh)
	} else {
		h.drawTall(sh)
	}
	sh.add(h.clock, h.line, h.cloud, h.offline)
	h.SetObjects(sh.objects...)
}

// turned draws the header of a step anew when what is handed in has other steps, because a
// page outlives the person before it.
func (h *header) turned() {
	if h.say.Step != 0 && !slices.Equal(h.way, h.stage.Turn.Steps()) {
		h.draw()
	}
}

// at is the place of the page's step among those of the turn, from 0. A page of papers has
// one, whatever the turn.
func (h *header) at() int {
	return max(0, slices.IndexFunc(h.way, func(s flow.Step) bool { return s.Number >= h.say.Step }))
}

func (h *header) drawTall(sh *sheet) {
	l, w, m := sh.look, h.stage.Size.Width, sh.margin()
	measure := h.stage.headMeasure()
	ground := &canvas.Rectangle{FillColor: l.Card}
	sh.add(ground)
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	y := float32(redBar) + measure.strip
	sh.rule(0, y-2, w)
	h.drawStrip(sh)
	switch {
	case h.stage.Low:
		y = h.title(sh, area{m, y + 12, w - 2*m, 0}) + 12
		h.lowBar(sh)
	case l.Large:
		h.toolRow(sh, area{m, y + 12, w - 2*m, measure.tool})
		y = h.title(sh, area{m, y + measure.row + 4, w - 2*m, 0}) + 12
	default:
		h.toolRow(sh, area{m, y + 16, w - 2*m, measure.tool})
		y += measure.row
		if h.say.Step == 0 { // else the bar of the steps says it
			y = h.titleAt(sh, m, y-4, w-2*m) + 12
		}
	}
	if bar := h.steps(sh, l.Large); bar != nil && !l.Large {
		sh.rule(0, y, w)
		style.Put(bar, m, y+26, w-2*m, 70)
		y += stepsBar
	}
	sh.rule(0, y, w)
	h.bottom = y + 2
	style.Put(ground, 0, redBar, w, h.bottom-redBar)
}

// drawStrip is the line at the top: centre, line, clock. In large letters there
// is no room for the name, which the home page says.
func (h *header) drawStrip(sh *sheet) {
	l, w, m := sh.look, h.stage.Size.Width, sh.margin()
	measure := h.stage.headMeasure()
	y := redBar + (measure.strip-2-l.Caption.Line)/2
	clock := l.Caption.B().Width("00:00") + 8
	h.clock.At(w-m-clock, y, clock)
	iconY := y + (l.Caption.Line-measure.icon)/2
	h.lineAt = func() {
		words := l.Caption.Width(h.line.Text()) + 2
		x := w - m - clock - 16 - words
		if l.Large {
			x = m + measure.icon + 10
		}
		h.line.At(x, y, words)
		h.putCloud(x-measure.icon-10, iconY)
	}
	if !l.Large {
		name := style.NewText(l.Caption.B(), l.Ink, h.stage.Turn.Kiosk().Centre().Name).Limit(1)
		sh.text(name, area{m, y, 430, 0})
	}
}

func (h *header) putCloud(x, y float32) {
	for _, img := range []*canvas.Image{h.cloud, h.offline} {
		img.Move(fyne.NewPos(x, y))
	}
}

// title writes what the page is about, as a step when it is one, and returns
// the lower edge.
func (h *header) title(sh *sheet, a area) float32 {
	l := sh.look
	if h.say.Step == 0 || !l.Large {
		return h.titleAt(sh, a.x, a.y, a.w)
	}
	words := style.NewText(l.Small.B(), l.Ink, h.stage.t("steps.long", "n", h.at()+1, "all", len(h.way), "title", h.say.Title)).Limit(1)
	y := sh.text(words, a)
	style.Put(h.steps(sh, false), a.x, y+6, a.w, 12)
	return y + 18
}

// titleAt writes the title on the line at y, smaller when the tools leave it no
// room: it must not be cut.
func (h *header) titleAt(sh *sheet, x, y, w float32) float32 {
	l := sh.look
	typ := l.Head
	for _, smaller := range []style.Type{l.Title.B(), l.Body.B(), l.Small.B()} {
		if typ.Width(h.say.Title) <= w {
			break
		}
		typ = smaller
	}
	y += (l.Head.Line - typ.Line) / 2
	return sh.text(style.NewText(typ, l.Ink, h.say.Title).Limit(1), area{x, y, w, 0})
}

func (h *header) drawWide(sh *sheet) {
	l, w, m := sh.look, h.stage.Size.Width, sh.margin()
	measure := h.stage.headMeasure()
	sh.box(l.Card, nil, 0, 0, area{0, redBar, w, headWide - redBar})
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	sh.rule(0, headWide, w)
	h.bottom = headWide + 2
	row := area{m, redBar + (headWide-redBar-measure.tool)/2, w - 2*m, measure.tool}
	left, right := h.toolRow(sh, row)
	clock := l.Caption.B().Width("00:00") + 8
	top := row.y + (row.h-2*l.Caption.Line-4)/2
	h.clock.At(right-gap-clock, top, clock)
	words := max(l.Caption.Width(h.stage.t("line.offline")), l.Caption.Width(h.stage.t("line.unregistered"))) + 2
	h.lineAt = func() {
		words := l.Caption.Width(h.line.Text()) + 2
		h.line.At(right-gap-words, top+l.Caption.Line+4, words)
		h.putCloud(right-gap-words-measure.icon-10, top+l.Caption.Line+4+(l.Caption.Line-measure.icon)/2)
	}
	room := right - gap - words - measure.icon - 10 - gap - left
	if h.say.Step == 0 {
		h.titleAt(sh, left, redBar+(headWide-redBar-l.Head.Line)/2, room)
		return
	}
	typ := l.Title.B()
	if l.Large {
		typ = l.Small.B()
	}
	step := h.stage.t("steps.long", "n", h.at()+1, "all", len(h.way), "title", h.say.Title)
	if typ.Width(step) > room { // the bars say how many there are
		step = h.stage.t("steps.short", "n", h.at()+1, "title", h.say.Title)
	}
	y := sh.text(style.NewText(typ, l.Ink, step).Limit(1), area{left, redBar + (headWide-redBar-typ.Line-24)/2, room, 0})
	style.Put(h.steps(sh, false), left, y+12, min(room, 560), 12)
}

// lower is the edge at which the foot begins, or the bar of the tools above it.
func (h *header) lower() float32 {
	high := float32(footTall)
	switch {
	case h.say.Bare:
		high = 0
	case h.stage.landscape():
		high = footWide
	}
	if h.stage.Low {
		high += h.lowHigh()
	}
	return h.stage.Size.Height - high
}

func (h *header) lowHigh() float32 { return h.stage.headMeasure().tool + 24 }

// lowBar are the tools within reach of somebody who sits.
func (h *header) lowBar(sh *sheet) {
	m, w := sh.margin(), h.stage.Size.Width
	y := h.lower()
	if h.say.Bare {
		y -= keysHigh(w)
	}
	sh.box(sh.look.Card, nil, 0, 0, area{0, y, w, h.lowHigh()})
	sh.rule(0, y, w)
	h.toolRow(sh, area{m, y + 14, w - 2*m, h.stage.headMeasure().tool})
}

// toolRow puts the way back at the left of a and the tools at its right. What
// is left between them is returned. In large letters on a portrait page they are
// equal squares.
func (h *header) toolRow(sh *sheet, a area) (left, right float32) {
	l, measure, list := sh.look, h.stage.headMeasure(), h.stage.tools()
	words, icon, name, act := h.stage.t("tool.back"), "back", "back", h.stage.Turn.Back
	if h.say.Home {
		words, icon, name, act = h.stage.t("tool.home"), "visit", "home", h.stage.Turn.Finish
	}
	n := float32(len(list))
	if l.Large && !h.stage.landscape() {
		side := (a.w - toolGap*n) / (n + 1)
		sh.target(name, touch.NewTool(l, touch.Secondary, icon, words, act), area{a.x, a.y, side, a.h})
		return a.x + side + toolGap, sh.tools(list, a, side)
	}
	back := touch.NewButton(l, touch.Secondary, words, act).SetType(l.Body.B()).SetIcon(icon, false)
	side, wide := float32(toolSide), max(measure.back, back.Least())
	switch {
	case l.Large:
		side = 128
	case h.stage.Low:
		side = (a.w - wide - gap - toolGap*(n-1)) / n
	case !h.stage.landscape():
		wide = a.w - n*(side+toolGap) + toolGap - gap
	}
	sh.target(name, back, area{a.x, a.y, wide, a.h})
	return a.x + wide + gap, sh.tools(list, a, side)
}

// steps is the bar of all steps with this page's one; nil for a page that is no
// step. Without words it is only the bars.
func (h *header) steps(sh *sheet, skip bool) *touch.StepBar {
	if h.say.Step == 0 || skip {
		return nil
	}
	var names []string
	for _, step := range h.way {
		names = append(names, step.Name)
	}
	if sh.look.Large || h.stage.landscape() {
		names = make([]string, len(names))
	}
	bar := touch.NewStepBar(sh.look, names)
	bar.SetCurrent(h.at())
	sh.add(bar)
	return bar
}

// refresh brings clock and line up to date.
func (h *header) refresh() {
	h.stage.refreshReading(h.names)
	h.stage.refreshHelper(h.names)
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
	if st.Turn.Practice.On {
		return st.t("practice.line"), false
	}
	if h := st.Turn.Helper; h.Badge != "" { // who helps asks the machine, not the line
		key := "helper.on"
		if h.Handed {
			key = "helper.handed"
		}
		return st.t(key, "badge", h.Badge), st.Turn.Kiosk().Line().Online
	}
	if !st.Turn.Kiosk().Centre().Enrolled {
		return st.t("line.unregistered"), false
	}
	if st.Turn.Kiosk().Line().Full { // whatever the line is, nothing can be handed in
		return st.t("line.full"), false
	}
	if st.Turn.Kiosk().Line().Online {
		return st.t("line.online"), true
	}
	return st.t("line.offline"), false
}
