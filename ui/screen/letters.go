package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewLetters draws what can be printed on A4.
func NewLetters(st Stage) *Screen {
	l := st.Turn.Letters
	head := newHeader(st, head{Title: st.t("letters.title")})
	return newScreen(st, head, func(sh *sheet) {
		blocks := []block{sh.title(l.Name, sh.t("letters.note"))}
		switch {
		case l.Problem.Text != "" && l.Failed == "":
			blocks = append(blocks, sh.problem(l.Problem.Text))
		case len(l.List) == 0:
			blocks = append(blocks, sh.paragraph(sh.t("letters.none")))
		}
		for _, letter := range l.List {
			blocks = append(blocks, letterCard(sh, l, letter))
		}
		sh.list(pager{l.Pages, l.Down, l.Up}, sh.columns(sh.body(head)), blocks)
		sh.foot(act{Name: "previous", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: st.Turn.Back})
	})
}

// letterCard is one letter: what it is for or how it stands, and what can be done.
func letterCard(sh *sheet, l *flow.Letters, letter flow.Letter) block {
	ctx, k := sh.stage.Ctx, sh.look
	print := act{Name: "print." + letter.Kind, Words: sh.t("letters.print"), Kind: touch.Plain, Tap: func() { l.Print(ctx, letter.Kind) }}
	if letter.Printed > 0 {
		print.Words = sh.t("letters.again")
	}
	c := card{title: sh.t("letter." + letter.Kind), words: l.State(letter), edge: k.Hair, width: 2, acts: []act{print}, off: l.Busy()}
	switch letter.Kind {
	case l.Asked:
		c.edge, c.width, c.off = k.AmberMark, 4, false
		c.acts = []act{
			{Name: "lost", Words: sh.t("letters.lost"), Kind: touch.Plain, Tap: func() { l.Came(ctx, false) }},
			{Name: "came", Words: sh.t("letters.came"), Kind: touch.Plain, Tap: func() { l.Came(ctx, true) }},
		}
	case l.Failed:
		c.edge, c.width = k.RedMark, 4
	}
	return sh.card(c)
}

// card is words with what can be done about them.
type card struct {
	title, words string
	edge         fyneColor
	width        float32
	acts         []act
	off          bool // nothing can be done now
	most         int  // lines of the title; 0 = as many as it needs
}

// card draws the words at the left and the buttons at the right, or below the words when
// they leave too little room.
func (sh *sheet) card(o card) block {
	const pad, tall, least = 24, 104, 320
	l := sh.look
	buttons, need := make([]*touch.Button, len(o.acts)), float32(0)
	for i, a := range o.acts {
		b := touch.NewButton(l, a.Kind, a.Words, a.Tap)
		b.SetEnabled(!o.off)
		buttons[i] = b
		need += max(b.Least(), 200)
	}
	need += float32(len(buttons)-1) * gap
	inner := sh.colWidth() - 2*pad
	room, below := inner-need-gap, float32(0)
	if room < least {
		room, below = inner, tall+16
	}
	title, words := style.NewText(l.Head, l.Ink, o.title), style.NewText(l.Body, l.Ink2, o.words)
	if o.most > 0 {
		title = sh.fit(o.title, o.most, room, l.Head, l.Title.B(), l.Body.B())
	}
	title.At(0, 0, room)
	words.At(0, 0, room)
	high := title.Height() + words.Height() + below + 2*pad
	if below == 0 {
		high = max(high, tall+2*pad)
	}
	return block{height: high + 16, count: 1, draw: func(a area) {
		sh.box(l.Card, o.edge, l.Border(o.width), style.RadiusCard, area{a.x, a.y, a.w, high})
		y := sh.text(title, area{a.x + pad, a.y + pad, room, 0})
		sh.text(words, area{a.x + pad, y, room, 0})
		x, top := a.x+a.w-pad-need, a.y+(high-tall)/2
		if below > 0 {
			top = a.y + high - pad - tall
		}
		for i, b := range buttons {
			w := max(b.Least(), 200)
			sh.target(o.acts[i].Name, b, area{x, top, w, tall})
			x += w + gap
		}
	}}
}
