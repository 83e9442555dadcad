package screen

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/app/catalog"
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
	names         map[string]fyne.CanvasObject
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
	s.tick = func() { h.refresh(); s.whenFull(); s.whenPrinter() }
	return s
}

// homeMeasure are the places of the head's rows in px.
type homeMeasure struct {
	name, sub      float32 // tops of the two lines
	clock, date    float32
	tools, tool    float32 // top and height of the squares
	side           float32 // width of one of them
	mark           float32 // room of the house's mark at the left
	bottom, reduce float32 // where the tiles begin; room that the right end takes
}

func (st Stage) homeMeasure() homeMeasure {
	m := homeMeasure{name: 38, sub: 96, clock: 30, date: 104, tools: 164, tool: toolSide, side: toolSide, mark: 120, bottom: 304, reduce: 316}
	if st.Look.Large {
		m = homeMeasure{name: 32, sub: 116, clock: 20, date: 116, tools: 196, tool: 128, side: 148, bottom: 352, reduce: 316}
	}
	if st.landscape() {
		m.tools, m.bottom = 28, 168
		m.reduce += float32(len(st.homeTools()))*(m.side+12) + gap
		if st.Look.Large {
			m.tools, m.mark, m.bottom = 26, 120, 188
		}
	}
	if st.Low {
		m.bottom = st.Size.Height * lowFrom
	}
	return m
}

func (h *homeHead) draw(sh *sheet) {
	l, w, m := sh.look, sh.stage.Size.Width, sh.margin()
	at := sh.stage.homeMeasure()
	sh.box(l.Red, nil, 0, 0, area{0, 0, w, redBar})
	if at.mark > 0 {
		h.mark(sh, m, 40)
	}
	knock := newKnocker(sh.stage.Turn.Exit.Knock)
	style.Put(knock, m, 30, 120, 120)
	sh.names["mark"] = knock
	centre := sh.stage.Turn.Kiosk().Centre()
	h.clock = style.NewText(l.H1, l.Ink, "").Align(fyne.TextAlignTrailing)
	h.date = style.NewText(l.Caption, l.Ink2, "").Align(fyne.TextAlignTrailing)
	h.line = style.NewText(l.Small, l.Ink2, "")
	h.cloud, h.absent = style.Icon("online", 36, l.Ink2, l.Ink2), style.Icon("offline", 36, l.Ink2, l.AmberMark)
	sh.text(h.clock, area{w - m - 300, at.clock, 300, 0})
	sh.text(h.date, area{w - m - 300, at.date, 300, 0})
	room := w - 2*m - at.mark - at.reduce
	sh.text(style.NewText(l.Head, l.Ink, centre.Name).Limit(1), area{m + at.mark, at.name, room, 0})
	h.tools(sh, at)
	h.names = sh.names
	sh.add(knock)
	if sh.stage.landscape() || l.Large { // no room for the district
		h.lineAt(sh, m+at.mark, at.sub)
		return
	}
	sub := sh.t("home.kind")
	if centre.District != "" {
		sub = centre.District + " · " + sub
	}
	sh.text(style.NewText(l.Small, l.Ink2, sub).Limit(1), area{m + at.mark, at.sub, room, 0})
	chip := &canvas.Rectangle{FillColor: l.Sunk, CornerRadius: style.RadiusChip}
	sh.add(chip)
	h.lineAt(sh, m+16, 194)
	placed := h.placed
	h.placed = func() {
		placed()
		style.Put(chip, m, 188, 16+46+l.Small.Width(h.line.Text())+18, 56)
	}
}

// tools stand at the right, or side by side over the whole width when the
// letters are large; in low position above the foot.
func (h *homeHead) tools(sh *sheet, at homeMeasure) {
	m, w := sh.margin(), sh.stage.Size.Width-2*sh.margin()
	list := sh.stage.homeTools()
	n := float32(len(list))
	whole := (w - 12*(n-1)) / n
	switch {
	case sh.stage.Low:
		y := sh.stage.Size.Height - homeFootHigh(sh.stage) - at.tool - 24
		sh.box(sh.look.Card, nil, 0, 0, area{0, y, sh.stage.Size.Width, at.tool + 24})
		sh.rule(0, y, sh.stage.Size.Width)
		sh.tools(list, area{m, y + 14, w, at.tool}, whole)
	case sh.stage.landscape():
		sh.tools(list, area{m, at.tools, w - 300 - gap, at.tool}, at.side)
	case sh.look.Large:
		sh.tools(list, area{m, at.tools, w, at.tool}, whole)
	default:
		sh.tools(list, area{m, at.tools, w, at.tool}, at.side)
	}
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
			img.Move(fyne.NewPos(x, y+(sh.look.Small.Line-36)/2))
		}
		h.line.At(x+46, y, sh.look.Small.Width(h.line.Text())+2)
	}
}

func (h *homeHead) refresh() {
	if h.clock == nil {
		return
	}
	h.stage.refreshReading(h.names)
	h.stage.refreshHelper(h.names)
	k := h.stage.Turn.Kiosk()
	now := k.Now().In(village.Zone)
	h.clock.SetText(flow.ClockOf(now))
	h.date.SetText(h.stage.Turn.Home.Day(now))
	words, online := lineWords(h.stage)
	h.line.SetText(words)
	h.cloud.Hidden, h.absent.Hidden = !online, online
	h.placed()
}

// homeTall is the tiles below the head, above what is only to be read.
func homeTall(sh *sheet) {
	m, w := sh.margin(), sh.stage.Size.Width-2*sh.margin()
	at := sh.stage.homeMeasure()
	bottom := sh.stage.Size.Height - homeFootHigh(sh.stage) - gap
	tiles := sh.stage.Turn.Home.Tiles
	hint := homeHint(sh, w)
	y := at.bottom
	if sh.stage.Low {
		bottom -= at.tool + 24
	}
	if high := 2*sh.look.Caption.Line + gap; sh.stage.Low && homeBoardHigh(sh.stage) > 0 {
		homeLines(sh, area{m, y - high - hint.height - gap, w, high})
	}
	if sh.stage.Low && !sh.stage.Turn.Home.Wait.Any() && sh.stage.Turn.Helper.Badge == "" { // only to be read
		hint.draw(area{m, y - gap - hint.height, w, hint.height})
	} else {
		bottom -= hint.height + gap
		hint.draw(area{m, bottom + gap, w, hint.height})
	}
	if high := homeBoardHigh(sh.stage); high > 0 && !sh.stage.Low {
		bottom -= high + gap
		homeBoard(sh, area{m, bottom + gap, w, high})
	}
	room := area{m, y, w, bottom - y}
	if sh.look.Large || sh.stage.Low {
		homeColumn(sh, tiles, room)
	} else {
		homePairs(sh, tiles, room)
	}
	homeFoot(sh)
}

// homeColumn is one tile below the other: the first is the highest, unless the
// letters are large.
func homeColumn(sh *sheet, tiles []flow.Tile, a area) {
	n := float32(len(tiles))
	unit := (a.h - homeWaysHigh(sh) - gap*(n-1)) / (n + .4)
	for i, tile := range tiles {
		shape, high := touch.Wide, unit
		if i == 0 {
			shape, high = touch.Hero, unit*1.4
		}
		if sh.look.Large {
			shape, high = touch.Strip, unit*(n+.4)/n
		}
		homeTile(sh, shape, tile, area{a.x, a.y, a.w, high})
		a.y += high + gap
		if i == 0 {
			a.y += homeWays(sh, area{a.x, a.y, a.w, 0})
		}
	}
}

// waysHigh is the height of the two buttons below the first tile.
const waysHigh = 96

// homeWaysHigh is the room that they take; in low position and beside large letters there
// is none, and the page behind the tile has them.
func homeWaysHigh(sh *sheet) float32 {
	if sh.stage.Low || sh.look.Large {
		return 0
	}
	return waysHigh + gap
}

// homeWays are the ways to an item that need no word (M1), and the room that they took.
func homeWays(sh *sheet, a area) float32 {
	high := homeWaysHigh(sh)
	if high == 0 {
		return 0
	}
	w := (a.w - gap) / 2
	for i, way := range []catalog.Way{catalog.ByTheme, catalog.ByDepartment} {
		find := act{Kind: touch.Plain, Words: sh.t("browse." + string(way)), Tap: func() { sh.stage.Turn.Search.Browse(way) }}
		sh.target("by."+string(way), find.button(sh.look), area{a.x + float32(i)*(w+gap), a.y, w, waysHigh})
	}
	return high
}

// Heights of the tiles in visual.md section 5; they share the room in this
// proportion.
const (
	heroHigh = 344
	wideHigh = 228
	halfHigh = 316
)

// homePairs is the first tile, the second, and the others two by two; one that is
// left over stands alone.
func homePairs(sh *sheet, tiles []flow.Tile, a area) {
	groups := append([][]flow.Tile{tiles[:1], tiles[1:2]}, slices.Collect(slices.Chunk(tiles[2:], 2))...)
	high := func(i int) float32 {
		switch {
		case i == 0:
			return heroHigh
		case len(groups[i]) == 1:
			return wideHigh
		}
		return halfHigh
	}
	sum := float32(0)
	for i := range groups {
		sum += high(i)
	}
	scale := (a.h - homeWaysHigh(sh) - gap*float32(len(groups)-1)) / sum
	for i, group := range groups {
		shape := []touch.Shape{touch.Wide, touch.Half}[len(group)-1]
		if i == 0 {
			shape = touch.Hero
		}
		w := (a.w - gap*float32(len(group)-1)) / float32(len(group))
		for j, tile := range group {
			homeTile(sh, shape, tile, area{a.x + float32(j)*(w+gap), a.y, w, high(i) * scale})
		}
		a.y += high(i)*scale + gap
		if i == 0 {
			a.y += homeWays(sh, area{a.x, a.y, a.w, 0})
		}
	}
}

func homeWide(sh *sheet) {
	m, w := sh.margin(), sh.stage.Size.Width-2*sh.margin()
	top := sh.stage.homeMeasure().bottom
	hint := homeHint(sh, w)
	board := homeBoardHigh(sh.stage)
	left := w
	if board > 0 { // beside each other
		left = (w - gap) / 2
		if sh.stage.Turn.Home.Wait.Any() { // its button needs room
			left = (w - gap) * 0.58
		}
		hint = homeHint(sh, left)
	}
	high := max(hint.height, board)
	bottom := sh.stage.Size.Height - homeFootHigh(sh.stage) - gap - high - gap
	tiles := slices.Clone(sh.stage.Turn.Home.Tiles)
	tiles[0].Note = sh.t("home.apply.short")
	ways := homeWaysHigh(sh)
	homeTile(sh, touch.Tall, tiles[0], area{m, top, 604, bottom - top - ways})
	homeWays(sh, area{m, bottom - waysHigh, 604, 0})
	rest := area{m + 604 + gap, top, w - 604 - gap, bottom - top}
	rows, shape := slices.Collect(slices.Chunk(tiles[1:], 1)), touch.Wide
	if len(rows) > 3 { // too low for one below the other
		rows, shape = slices.Collect(slices.Chunk(tiles[1:], 2)), touch.Half
	}
	tall := (rest.h - gap*float32(len(rows)-1)) / float32(len(rows))
	for _, row := range rows {
		wide := (rest.w - gap*float32(len(row)-1)) / float32(len(row))
		for i, tile := range row {
			homeTile(sh, shape, tile, area{rest.x + float32(i)*(wide+gap), rest.y, wide, tall})
		}
		rest.y += tall + gap
	}
	if board > 0 {
		homeBoard(sh, area{m + left + gap, bottom + gap, w - left - gap, high})
	}
	hint.draw(area{m, bottom + gap, left, high})
	homeFoot(sh)
}

func homeTile(sh *sheet, shape touch.Shape, tile flow.Tile, a area) {
	say := touch.TileWords{Number: tile.Number, Icon: tile.Icon, Words: tile.Title, Sub: tile.Note}
	o := touch.NewTile(sh.look, shape, say, func() { sh.stage.Turn.Home.Choose(tile.Number) })
	sh.target(fmt.Sprintf("tile.%d", tile.Number), o, a)
}

// homeHint says how to choose, that the catalogue is only an example, or that nothing
// can be taken in yet.
func homeHint(sh *sheet, w float32) block {
	if sh.stage.Turn.Home.Wait.Any() && sh.stage.Turn.Helper.Badge == "" {
		return homeWait(sh, w)
	}
	if sh.stage.Turn.Helper.Acting() != "" || sh.stage.Turn.Practice.On {
		return homePractice(sh)
	}
	words, icon := sh.t("home.numbers"), "idea"
	if sh.stage.Turn.Kiosk().Centre().Example {
		words, icon = sh.t("home.example"), "notice"
	}
	if news := sh.stage.Turn.Home.PrinterNews(); news != "" {
		words, icon = news, "printer"
	}
	if !sh.stage.Turn.Kiosk().Centre().Enrolled {
		words, icon = sh.t("home.unregistered"), "warn"
	}
	if sh.stage.Turn.Kiosk().Line().Full {
		words, icon = sh.t("home.full"), "warn"
	}
	text := sh.fit(words, 2, w-148, sh.look.Body)
	if sh.stage.landscape() && text.LineCount() > 1 { // beside the board, which is lower
		text = sh.fit(words, 2, w-148, sh.look.Caption)
	}
	return block{height: max(100, text.Height()+40), draw: func(a area) {
		sh.box(sh.look.Sunk, nil, 0, style.RadiusCard, a)
		sh.icon(icon, 56, a.x+36, a.y+(a.h-56)/2)
		sh.text(text, area{a.x + 124, a.y + (a.h-text.Height())/2, a.w - 148, 0})
	}}
}
