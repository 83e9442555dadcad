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
	pad.h = min(pad.h, keyboard.KeypadHeight)
	if len(cols) == 1 {
		high := sh.padHigh()
		pad = area{a.x, a.bottom() - high, a.w, high}
		a = sh.upper(p.head, pad.y, resumeNeed(sh))
	}
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

// padHigh is the height of the keypad in portrait: its keys are lower where more
// has to stand above them.
func (sh *sheet) padHigh() float32 {
	if sh.stage.Low || sh.look.Large {
		return keyboard.KeypadHeight - 4*24
	}
	return keyboard.KeypadHeight
}

// resumeNeed is the height of a question with all that can stand around it.
func resumeNeed(sh *sheet) float32 {
	l := sh.look
	return 2*l.Title.Line + l.Small.Line + l.H1.Line + 3*l.Body.Line + 2*gap + 168 + 32
}

// question draws what is not done, the question, its cells and what is wrong.
func (p *resumePage) question(sh *sheet, a area) {
	l, y := sh.look, a.y
	if !p.ByCode {
		words := sh.t("resume.crash", "clock", p.Clock(p.Wait.At), "item", p.Wait.Item)
		y = sh.text(style.NewText(l.Title, l.Ink, words).Limit(2), area{a.x, y, a.w, 0})
		if !l.Large {
			y = sh.text(style.NewText(l.Small, l.Ink2, sh.t("resume.crash.note")).Limit(1), area{a.x, y, a.w, 0})
		}
		y += gap
	}
	ask, note := p.words(sh)
	typ := l.H1
	if l.Large {
		typ = l.Big
	}
	y = sh.text(style.NewText(typ, l.Ink, ask).Limit(2), area{a.x, y, a.w, 0})
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
	acts := []act{{Name: "step.back", Words: sh.t("tool.step"), Width: 218, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}}
	if !p.ByCode && p.Wait.Left {
		acts = append(acts, act{Name: "with_code", Words: sh.t("resume.with_code"), Width: 300, Kind: touch.Secondary, Tap: p.WithCode})
	}
	sh.foot(append(acts, next)...)
}

// homeWait says on the home page that something waits for its owner.
func homeWait(sh *sheet, w float32) block {
	l, home := sh.look, sh.stage.Turn.Home
	words, note := sh.t("home.wait.code"), sh.t("home.wait.code.note")
	if home.Wait.Item != "" {
		words, note = sh.t("home.wait", "clock", home.Clock(home.Wait.At)), home.Wait.Item
	}
	resume := touch.NewButton(l, touch.Secondary, sh.t("home.wait.resume"), home.Resume).SetType(l.Body.B())
	width := max(224, resume.Least())
	return block{height: max(112, 2*l.Small.Line+24), draw: func(a area) {
		sh.box(l.AmberTint, l.AmberMark, l.ChipBorder, style.RadiusCard, a)
		sh.icon("clock", 56, a.x+36, a.y+(a.h-56)/2)
		x, room := a.x+124, a.w-124-width-8-gap
		y := sh.text(style.NewText(l.Small.B(), l.Ink, words).Limit(1), area{x, a.y + a.h/2 - l.Small.Line, room, 0})
		sh.text(style.NewText(l.Small, l.Ink, note).Limit(1), area{x, y, room, 0})
		sh.target("resume", resume, area{a.x + a.w - width - 8, a.y + (a.h-96)/2, width, 96})
	}}
}
