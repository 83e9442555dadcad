package screen

import (
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// resumePage asks the owner of what is not done for the proof.
type resumePage struct {
	*flow.Resume
	head    *header
	codes   []*touch.Button
	pad     *keyboard.Keypad
	padX    *keyboard.Keypad
	current keyer
}

// NewResume draws the questions of the proof, one at a time.
func NewResume(st Stage) *Screen {
	r := st.Turn.Resume
	p := &resumePage{Resume: r, head: newHeader(st, head{Title: st.t("resume.title")})}
	p.codes = codePad(st, r.Insert, r.Backspace)
	p.pad = keyboard.NewKeypad(st.keys(), false, r)
	p.padX = keyboard.NewKeypad(st.keys(), true, r)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer { return p.current }
	s.reset = func() { p.current = nil }
	return s
}

func (p *resumePage) draw(sh *sheet) {
	p.current = nil
	cols := sh.columns(sh.body(p.head))
	if p.Over {
		sh.list(pager{}, cols, []block{sh.problem(p.Problem.Text)})
		sh.foot(act{Name: "home", Words: sh.t("resume.home"), Kind: touch.Primary, Tap: sh.stage.Turn.GoHome})
		return
	}
	a, pad := cols[0], cols[len(cols)-1]
	if len(cols) == 1 {
		pad = area{a.x, a.bottom() - keyboard.KeypadHeight, a.w, keyboard.KeypadHeight}
	}
	pad.h = min(pad.h, keyboard.KeypadHeight)
	p.question(sh, a)
	switch p.At {
	case flow.AskCode:
		drawKeys(sh, p.codes, pad, min(152, (pad.h-3*16)/4))
	case flow.AskNumber:
		p.current = p.padX
		sh.target("keypad", p.padX, pad)
	default:
		p.current = p.pad
		sh.target("keypad", p.pad, pad)
	}
	p.foot(sh)
}

// question draws what is not done, the question, its cells and what is wrong.
func (p *resumePage) question(sh *sheet, a area) {
	l, y := sh.look, a.y
	if !p.ByCode {
		words := sh.t("resume.crash", "clock", p.Clock(p.Wait.At), "item", p.Wait.Item)
		y = sh.text(style.NewText(l.Title, l.Ink, words).Limit(2), area{a.x, y, a.w, 0})
		y = sh.text(style.NewText(l.Small, l.Ink2, sh.t("resume.crash.note")).Limit(1), area{a.x, y, a.w, 0}) + gap
	}
	ask, note := p.words(sh)
	y = sh.text(style.NewText(l.H1, l.Ink, ask).Limit(2), area{a.x, y, a.w, 0})
	y = sh.text(style.NewText(l.Body, l.Ink2, note).Limit(1), area{a.x, y, a.w, 0}) + gap
	edge, groups := l.TealMark, []int{flow.FourLen}
	if p.Problem.Text != "" {
		edge = l.RedMark
	}
	if p.At == flow.AskCode {
		groups = []int{village.ResumeCodeLen / 2, village.ResumeCodeLen / 2}
	}
	sh.box(l.Card, edge, l.Border(4), style.RadiusButton, area{a.x, y, a.w, 168})
	codeCells(sh, p.Typed[p.At], groups, area{a.x, y, a.w, 168})
	y += 168 + 16
	if p.Problem.Text != "" {
		sh.wrong(p.Problem.Text, area{a.x, y, a.w, 0})
	}
	if y += 2*l.Body.Line + 12; !p.ByCode && p.Wait.Left {
		other := touch.NewButton(l, touch.Plain, sh.t("resume.with_code"), p.WithCode)
		sh.target("with_code", other, area{a.x, y, min(a.w, 480), 104})
	}
}

func (p *resumePage) words(sh *sheet) (ask, note string) {
	switch {
	case p.At == flow.AskCode:
		return sh.t("resume.code.ask"), sh.t("resume.code.note")
	case p.At == flow.AskPhone:
		return sh.t("resume.phone.ask"), sh.t("resume.phone.note")
	case p.ByCode:
		return sh.t("resume.number.ask"), sh.t("resume.number.note")
	}
	return sh.t("resume.number.ask"), sh.t("resume.number.crash")
}

func (p *resumePage) foot(sh *sheet) {
	next := act{Name: "next", Words: sh.t("resume.next"), Icon: "next", Kind: touch.Primary, Tap: p.Next}
	if asked := p.Asked(); p.At == asked[len(asked)-1] {
		next.Words = sh.t("resume.open")
	}
	if left := p.Left(); left > 0 {
		next.Why = sh.t("resume.left", "n", left)
	}
	if p.Busy {
		next.Why = sh.t("resume.busy")
	}
	sh.foot(act{Name: "step.back", Words: sh.t("tool.step"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, next)
}

// homeWait says on the home page that something waits for its owner.
func homeWait(sh *sheet, a area) {
	l, home := sh.look, sh.stage.Turn.Home
	words, note := sh.t("home.wait.code"), sh.t("home.wait.code.note")
	if home.Wait.Item != "" {
		words, note = sh.t("home.wait", "clock", home.Clock(home.Wait.At)), home.Wait.Item
	}
	sh.box(l.AmberTint, nil, 0, style.RadiusCard, a)
	sh.icon("clock", 56, a.x+36, a.y+(a.h-56)/2)
	const width = 232
	x, room := a.x+124, a.w-124-width-gap
	y := sh.text(style.NewText(l.Small.B(), l.Ink, words).Limit(1), area{x, a.y + a.h/2 - l.Small.Line, room, 0})
	sh.text(style.NewText(l.Small, l.Ink, note).Limit(1), area{x, y, room, 0})
	resume := touch.NewButton(l, touch.Secondary, sh.t("home.wait.resume"), home.Resume).SetType(l.Body.B())
	sh.target("resume", resume, area{a.x + a.w - width, a.y + (a.h-96)/2, width - 8, 96})
}
