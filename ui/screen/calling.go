package screen

import (
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// flashFor is how many seconds the page of 叫人 changes its colour, once a second:
// long enough to be seen across a hall, slow enough for everybody's eyes.
const flashFor = 12

// Calling is the page after 叫人, over every page.
type Calling struct {
	over
	shown flow.RingState // what was drawn last
}

// NewCalling is the hidden page.
func NewCalling(st Stage) *Calling {
	c := &Calling{}
	c.init(c, st)
	return c
}

// Update shows the page as the view-model wants it, or hides it.
func (c *Calling) Update() {
	m := c.stage.Turn.Calling
	switch {
	case !m.Open:
		c.close()
	case c.Visible() && c.shown == m.State && m.Count > flashFor:
	default:
		c.shown = m.State
		c.open(func(sh *sheet) { c.draw(sh, m) })
	}
}

func (c *Calling) draw(sh *sheet, m *flow.Calling) {
	l, size := sh.look, c.stage.Size
	ground := l.Paper
	if m.Count%2 == 0 && m.Count <= flashFor {
		ground = l.Amber
	}
	flash := canvas.NewRectangle(ground)
	style.Put(flash, 0, 0, size.Width, size.Height)
	sh.add(flash)
	if l.ChipBorder > 0 { // the button has the colour of the flash: only a frame flashes
		const frame = 24
		sh.box(l.Paper, nil, 0, 0, area{frame, frame, size.Width - 2*frame, size.Height - 2*frame})
	}
	x, w := sh.margin(), size.Width-2*sh.margin()
	stay, again := area{x, size.Height - 48 - 128 - gap - 176, w, 176}, area{x, size.Height - 48 - 128, w, 128}
	if c.stage.landscape() { // side by side, the way on at the right
		again = area{x, size.Height - 48 - 144, (w - gap) / 2, 144}
		stay = area{x + again.w + gap, again.y, again.w, 144}
	}
	card := area{x, 64, w, stay.y - 48 - 64}
	sh.box(l.Card, l.Ink, l.Border(3), style.RadiusDialog, card)
	c.words(sh, m, area{card.x + 56, card.y, card.w - 112, card.h})
	sh.target("call.close", touch.NewButton(l, touch.Primary, sh.t("call.close"), m.Close).SetType(l.Big), stay)
	if read := c.stage.readButton(); read != nil {
		wide := c.stage.readWide()
		sh.target(readTool, read, area{again.x, again.y, wide, again.h})
		again.x, again.w = again.x+wide+gap, again.w-wide-gap
	}
	ring := touch.NewButton(l, touch.Secondary, sh.t("call.again"), func() { m.Call(c.stage.Ctx) }).SetIcon("call", false)
	sh.target("call.again", ring, again)
}

// words are set as one block in the middle of the card.
func (c *Calling) words(sh *sheet, m *flow.Calling, a area) {
	l := sh.look
	title := style.NewText(l.H1, l.Ink, sh.t("call.head")).Align(centre)
	typ := l.Title.R() // to be read standing a step away
	if c.stage.landscape() && l.Large {
		typ = l.Body
	}
	lines := []*style.Text{style.NewMarked(typ, l.Ink, sh.t("call."+string(m.State)))}
	if phone := c.stage.Turn.Kiosk().Centre().Phone; phone != "" {
		lines = append(lines, style.NewMarked(typ, l.Ink, sh.t("call.phone", "phone", phone)))
	}
	lines = append(lines, style.NewText(l.Body, l.Ink2, sh.t("call.kept")))
	icon := float32(144)
	if !c.stage.landscape() {
		icon = 220
	}
	title.At(a.x, a.y, a.w)
	height := icon + 24 + title.Height() + 24
	for _, line := range lines {
		line.At(a.x, a.y, a.w)
		height += line.Height() + 20
	}
	y := a.y + max((a.h-height)/2, 24)
	sh.icon("call", icon, a.x+(a.w-icon)/2, y)
	y = sh.text(title, area{a.x, y + icon + 24, a.w, 0}) + 24
	for _, line := range lines {
		y = sh.text(line.Align(centre), area{a.x, y, a.w, 0}) + 20
	}
}
