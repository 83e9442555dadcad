package screen

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// homeHead is the top of the home page: the place, the time, the line.
type homeHead struct {
	stage         Stage
	clock, date   *style.Text
	line          *style.Text
	cloud, absent *canvas.Image
	placed        func()
}

// NewHome draws the home page.
func NewHome(st Stage) *Screen {
	h := &homeHead{stage: st}
	s := newScreen(st, nil, func(sh *sheet) {
		h.draw(sh)
		if st.landscape() {
			homeWide(sh)
		} else {
			homeTall(sh)
		}
		h.refresh()
	})
	s.tick = func() { h.refresh(); s.whenFull() }
	return s
}

func (h *homeHead) draw(sh *sheet) {
	l, w, m := sh.look, sh.stage.Size.Width, sh.margin()
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	h.mark(sh, m, 40)
	centre := sh.stage.Turn.Kiosk().Centre()
	h.clock = style.NewText(l.H1, l.Ink, "").Align(fyne.TextAlignTrailing)
	h.date = style.NewText(l.Caption, l.Ink2, "").Align(fyne.TextAlignTrailing)
	h.line = style.NewText(l.Small, l.Ink2, "")
	h.cloud, h.absent = style.Icon("online", 36, l.Ink2, l.Ink2), style.Icon("offline", 36, l.Ink2, l.AmberMark)
	sh.text(h.clock, area{w - m - 300, 30, 300, 0})
	sh.text(h.date, area{w - m - 300, 104, 300, 0})
	room := w - 2*m - 120 - 316
	if sh.stage.landscape() {
		room -= 200
	}
	sh.text(style.NewText(l.Head, l.Ink, centre.Name).Limit(1), area{m + 120, 38, room, 0})
	if sh.stage.landscape() {
		h.lineAt(sh, m+120, 96)
		h.call(sh, w-m-300-gap-178, 34)
		return
	}
	sub := sh.t("home.kind")
	if centre.District != "" {
		sub = centre.District + " · " + sub
	}
	sh.text(style.NewText(l.Small, l.Ink2, sub).Limit(1), area{m + 120, 96, room, 0})
	chip := &canvas.Rectangle{FillColor: l.Sunk, CornerRadius: style.RadiusChip}
	sh.add(chip)
	h.lineAt(sh, m+16, 194)
	placed := h.placed
	h.placed = func() {
		placed()
		style.Put(chip, m, 188, 16+46+l.Small.Width(h.line.Text())+18, 56)
	}
	h.call(sh, w-m-178, 164)
}

// mark is the square with the two characters of the house.
func (h *homeHead) mark(sh *sheet, x, y float32) {
	l := sh.look
	sh.box(l.Red, nil, 0, style.RadiusButton, area{x, y, 96, 96})
	t := style.Type{Size: 42, Line: 46, Bold: true}
	for i, key := range []string{"home.mark.first", "home.mark.second"} {
		sh.text(style.NewText(t, l.OnRed, sh.t(key)).Align(fyne.TextAlignCenter), area{x, y + 2 + float32(i)*46, 96, 0})
	}
}

func (h *homeHead) lineAt(sh *sheet, x, y float32) {
	sh.add(h.cloud, h.absent, h.line)
	h.placed = func() {
		for _, img := range []*canvas.Image{h.cloud, h.absent} {
			img.Move(fyne.NewPos(x, y+4))
		}
		h.line.At(x+46, y, sh.look.Small.Width(h.line.Text())+2)
	}
}

func (h *homeHead) call(sh *sheet, x, y float32) {
	call := sh.stage.Turn.Kiosk().Call
	if call == nil {
		return
	}
	b := touch.NewButton(sh.look, touch.Call, sh.t("tool.call"), call).SetIcon("call", false)
	sh.target("call", b, area{x, y, 178, 104})
}

func (h *homeHead) refresh() {
	if h.clock == nil {
		return
	}
	k := h.stage.Turn.Kiosk()
	now := k.Now().In(village.Zone)
	h.clock.SetText(flow.ClockOf(now))
	h.date.SetText(h.stage.Turn.Home.Day(now))
	words, online := lineWords(h.stage)
	h.line.SetText(words)
	h.cloud.Hidden, h.absent.Hidden = !online, online
	h.placed()
}

func homeTall(sh *sheet) {
	m, w := sh.margin(), sh.stage.Size.Width-2*sh.margin()
	y := float32(304)
	heights := []float32{484, 344, 344}
	for i, tile := range sh.stage.Turn.Home.Tiles {
		shape := touch.Wide
		if i == 0 {
			shape = touch.Hero
		}
		homeTile(sh, shape, tile, area{m, y, w, heights[i]})
		y += heights[i] + gap
	}
	homeHint(sh, area{m, y, w, 112})
	homeFoot(sh)
}

func homeWide(sh *sheet) {
	m, w := sh.margin(), sh.stage.Size.Width-2*sh.margin()
	tiles := slices.Clone(sh.stage.Turn.Home.Tiles)
	tiles[0].Note = sh.t("home.apply.short")
	homeTile(sh, touch.Tall, tiles[0], area{m, 168, 604, 636})
	x, y := m+604+gap, float32(168)
	for _, tile := range tiles[1:] {
		homeTile(sh, touch.Wide, tile, area{x, y, w - 604 - gap, 306})
		y += 306 + gap
	}
	homeHint(sh, area{m, 828, w, 100})
	homeFoot(sh)
}

func homeTile(sh *sheet, shape touch.Shape, tile flow.Tile, a area) {
	say := touch.TileWords{Number: tile.Number, Icon: tile.Icon, Words: tile.Title, Sub: tile.Note}
	o := touch.NewTile(sh.look, shape, say, func() { sh.stage.Turn.Home.Choose(tile.Number) })
	sh.target(fmt.Sprintf("tile.%d", tile.Number), o, a)
}

// homeHint says how to choose, what the district announces, that the catalogue is
// only an example, or that nothing can be taken in yet.
func homeHint(sh *sheet, a area) {
	if sh.stage.Turn.Home.Wait.Any() {
		homeWait(sh, a)
		return
	}
	words, icon := sh.t("home.numbers"), "idea"
	if notice := sh.stage.Turn.Home.Notice(); notice != "" {
		words, icon = sh.t("home.notice", "title", notice), "notice"
	}
	if sh.stage.Turn.Kiosk().Centre().Example {
		words, icon = sh.t("home.example"), "notice"
	}
	if !sh.stage.Turn.Kiosk().Centre().Enrolled {
		words, icon = sh.t("home.unregistered"), "warn"
	}
	if sh.stage.Turn.Kiosk().Line().Full {
		words, icon = sh.t("home.full"), "warn"
	}
	sh.box(sh.look.Sunk, nil, 0, style.RadiusCard, a)
	sh.icon(icon, 56, a.x+36, a.y+(a.h-56)/2)
	text := style.NewText(sh.look.Body, sh.look.Ink, words).Limit(1)
	sh.text(text, area{a.x + 124, a.y + (a.h-sh.look.Body.Line)/2, a.w - 148, 0})
}

func homeFoot(sh *sheet) {
	l, w, m := sh.look, sh.stage.Size.Width, sh.margin()
	high := float32(136)
	if sh.stage.landscape() {
		high = 128
	}
	y := sh.stage.Size.Height - high
	sh.box(l.Card, nil, 0, 0, area{0, y, w, high})
	sh.rule(0, y, w)
	lines := []string{}
	if sh.stage.Turn.Kiosk().Centre().Enrolled {
		lines = append(lines, sh.t("home.safe"))
	}
	if phone := sh.stage.Turn.Kiosk().Centre().Phone; phone != "" {
		lines = append(lines, sh.t("home.phone", "phone", phone))
	}
	y += 2 + (high-2-l.Caption.Line*float32(len(lines)))/2
	for _, line := range lines {
		text := style.NewText(l.Caption, l.Ink2, line).Limit(1).Align(fyne.TextAlignTrailing)
		y = sh.text(text, area{m, y, w - 2*m, 0})
	}
}
