package screen

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Pin is a question for a PIN, over every page.
type Pin struct {
	over
	ask *flow.Pin
	pad *keyboard.Keypad
}

// NewExit is the hidden question for the maintainer's PIN.
func NewExit(st Stage) *Pin { return newPin(st, &st.Turn.Exit.Pin) }

// NewSignIn is the hidden question for a helper's PIN.
func NewSignIn(st Stage) *Pin { return newPin(st, &st.Turn.Helper.Pin) }

func newPin(st Stage, ask *flow.Pin) *Pin {
	p := &Pin{ask: ask, pad: keyboard.NewKeypad(st.keys(), false, ask)}
	p.init(p, st)
	return p
}

// Update shows the question as the view-model wants it, or hides it.
func (p *Pin) Update() {
	if !p.ask.Open {
		p.close()
		return
	}
	p.open(p.draw)
}

func (p *Pin) draw(sh *sheet) {
	l, size, m := sh.look, p.stage.Size, p.ask
	ground := canvas.NewRectangle(l.Paper)
	style.Put(ground, 0, 0, size.Width, size.Height)
	sh.add(ground)
	try := act{Name: m.Name() + ".try", Words: sh.t(m.Name() + ".try"), Kind: touch.Primary, Tap: func() { m.Try(p.stage.Ctx) }}
	switch {
	case m.Busy:
		try.Why = sh.t(m.Name() + ".busy")
	case m.Typed == "":
		try.Why = sh.t(m.Name() + ".empty")
	}
	acts := []act{{Name: m.Name() + ".close", Words: sh.t("tool.back"), Icon: "back", Width: 300, Kind: touch.Secondary, Tap: m.Close}}
	if p.stage.Turn.Reading.Works() {
		icon, words := p.stage.reading()
		read := act{Name: readTool, Words: words, Icon: icon, Width: p.stage.readWide(), Kind: touch.Secondary}
		read.Tap = func() { p.stage.Turn.Reading.Press(p.stage.Ctx) }
		acts = append(acts, read)
	}
	sh.foot(append(acts, try)...)
	a := area{sh.margin(), 64, size.Width - 2*sh.margin(), size.Height - footTall - 16 - 64}
	cols := sh.columns(a)
	pad := cols[len(cols)-1]
	high := min(pad.h, keyboard.KeypadHeight)
	sh.target("keypad", p.pad, area{pad.x, pad.bottom() - high, pad.w, high})
	a = cols[0]
	y := sh.text(style.NewText(l.H1, l.Ink, sh.t(m.Name()+".head")).Limit(2), area{a.x, a.y, a.w, 0})
	y = sh.text(style.NewText(l.Body, l.Ink2, sh.t(m.Name()+".note")).Limit(3), area{a.x, y + 8, a.w, 0}) + gap
	edge := l.TealMark
	if m.Problem.Text != "" {
		edge = l.RedMark
	}
	sh.box(l.Card, edge, l.Border(4), style.RadiusButton, area{a.x, y, a.w, 144})
	dots := strings.TrimSpace(strings.Repeat("• ", len(m.Typed)))
	sh.text(style.NewText(style.Figure(72), l.Ink, dots).Align(centre), area{a.x, y + 34, a.w, 0})
	if m.Problem.Text != "" {
		sh.wrong(m.Problem.Text, area{a.x, y + 160, a.w, 0})
	}
}

// TypedRune takes a key of a keyboard.
func (p *Pin) TypedRune(r rune) { p.pad.TypedRune(r) }

// TypedKey takes another key.
func (p *Pin) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		p.ask.Try(p.stage.Ctx)
	case fyne.KeyEscape:
		p.ask.Close()
	default:
		p.pad.TypedKey(k)
	}
}
