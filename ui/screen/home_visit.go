package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// guideHome lets who helps take an item in at somebody's home: below the list, within
// reach in every position. It returns what is left of cols.
func guideHome(sh *sheet, g *flow.Guide, cols []area) []area {
	if !g.CanVisit() {
		return cols
	}
	const high = 104
	last := cols[len(cols)-1]
	for i := range cols {
		cols[i].h -= high + gap
	}
	at := area{cols[0].x, last.bottom() - high, last.x + last.w - cols[0].x, high}
	sh.target("start.home", touch.NewButton(sh.look, touch.Plain, sh.t("home_visit.start"), g.StartHome).SetIcon("visit", false), at)
	return cols
}

// second says how the second person of a home visit signs in, or that this was done.
func (p *formPage) second(sh *sheet) block {
	if badge := p.form.Value(); badge != "" {
		return sh.note(touch.Quiet, "staff", sh.t("home_visit.second.done", "badge", badge))
	}
	return sh.note(touch.Quiet, "staff", sh.t("home_visit.second.note"))
}

// drawBooking asks for the code of a booking.
func (p *formPage) drawBooking(sh *sheet, q flow.Question) {
	cols := sh.columns(sh.body(p.head))
	a := cols[0]
	l := sh.look
	problem := max(112, 2*l.Body.Line+16)
	if sh.stage.Low {
		pad := 4*float32(style.MinTarget+8) + 3*16
		a = sh.upper(p.head, cols[0].bottom()-pad, p.questionHigh(sh, q, a.w)+140+16+problem)
	}
	y := p.question(sh, q, a)
	edge, width := l.TealMark, l.Border(4)
	if p.form.Problem.Text != "" {
		edge = l.RedMark
	}
	sh.box(l.Card, edge, width, style.RadiusButton, area{a.x, y, a.w, 140})
	codeCells(sh, p.form.Value(), []int{4, 4}, area{a.x, y, a.w, 140})
	y += 140 + 16
	if words := p.form.Problem.Text; words != "" {
		sh.wrong(words, area{a.x, y, a.w, 0})
	}
	pad := area{a.x, y + problem, a.w, 0}
	if sh.stage.Low {
		pad.y = a.bottom()
	}
	if sh.stage.landscape() {
		pad = cols[1]
	}
	drawKeys(sh, p.code, pad, min(176, (cols[len(cols)-1].bottom()-pad.y-3*16)/4))
}
