package screen

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// Exit is the question for the maintainer's PIN, over every page.
type Exit struct {
	over
	pad *keyboard.Keypad
}

// NewExit is the hidden question.
func NewExit(st Stage) *Exit {
	e := &Exit{pad: keyboard.NewKeypad(st.keys(), false, st.Turn.Exit)}
	e.init(e, st)
	return e
}

// Update shows the question as the view-model wants it, or hides it.
func (e *Exit) Update() {
	m := e.stage.Turn.Exit
	if !m.Open {
		e.close()
		return
	}
	e.open(func(sh *sheet) { e.draw(sh, m) })
}

func (e *Exit) draw(sh *sheet, m *flow.Exit) {
	l, size := sh.look, e.stage.Size
	ground := canvas.NewRectangle(l.Paper)
	style.Put(ground, 0, 0, size.Width, size.Height)
	sh.add(ground)
	try := act{Name: "exit.try", Words: sh.t("exit.try"), Kind: touch.Primary, Tap: func() { m.Try(e.stage.Ctx) }}
	switch {
	case m.Busy:
		try.Why = sh.t("exit.busy")
	case m.Typed == "":
		try.Why = sh.t("exit.empty")
	}
	acts := []act{{Name: "exit.close", Words: sh.t("tool.back"), Icon: "back", Width: 300, Kind: touch.Secondary, Tap: m.Close}}
	if e.stage.Turn.Reading.Works() {
		icon, words := e.stage.reading()
		read := act{Name: readTool, Words: words, Icon: icon, Width: e.stage.readWide(), Kind: touch.Secondary}
		read.Tap = func() { e.stage.Turn.Reading.Press(e.stage.Ctx) }
		acts = append(acts, read)
	}
	sh.foot(append(acts, try)...)
	a := area{sh.margin(), 64, size.Width - 2*sh.margin(), size.Height - footTall - 16 - 64}
	cols := sh.columns(a)
	pad := cols[len(cols)-1]
	high := min(pad.h, keyboard.KeypadHeight)
	sh.target("keypad", e.pad, area{pad.x, pad.bottom() - high, pad.w, high})
	a = cols[0]
	y := sh.text(style.NewText(l.H1, l.Ink, sh.t("exit.head")).Limit(2), area{a.x, a.y, a.w, 0})
	y = sh.text(style.NewText(l.Body, l.Ink2, sh.t("exit.note")).Limit(3), area{a.x, y + 8, a.w, 0}) + gap
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

// TypedRune takes a key of the maintainer's keyboard.
func (e *Exit) TypedRune(r rune) { e.pad.TypedRune(r) }

// TypedKey takes another key.
func (e *Exit) TypedKey(k *fyne.KeyEvent) {
	switch k.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		e.stage.Turn.Exit.Try(e.stage.Ctx)
	case fyne.KeyEscape:
		e.stage.Turn.Exit.Close()
	default:
		e.pad.TypedKey(k)
	}
}

// knocker is the mark of the house as something to touch. It looks like nothing
// to press, because it is for nobody but the maintainer.
type knocker struct {
	style.Part
	knock func()
}

func newKnocker(knock func()) *knocker {
	k := &knocker{knock: knock}
	k.Init(k, nil)
	return k
}

// Frame says that it is no target of the page.
func (k *knocker) Frame() bool { return true }

// MouseDown is for Fyne.
func (k *knocker) MouseDown(*desktop.MouseEvent) { touch.Elsewhere() }

// MouseUp is for Fyne.
func (k *knocker) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonPrimary {
		k.knock()
	}
}
