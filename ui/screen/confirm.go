package screen

import (
	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const (
	answerHigh = 112
	padHigh    = 320
	signHigh   = 112 + padHigh
)

// NewConfirm draws the summary, the signature and the act of handing in.
func NewConfirm(st Stage) *Screen {
	c := st.Turn.Confirm
	head := newHeader(st, head{Title: st.t("confirm.title"), Step: 4})
	pad := touch.NewSignaturePad(st.Look)
	s := newScreen(st, head, func(sh *sheet) {
		if len(c.Signature) == 0 && !pad.Empty() {
			wipePad(pad)
		}
		cols := sh.columns(sh.body(head))
		last := &cols[len(cols)-1]
		if c.Signs {
			last.h -= signHigh + 12
			drawPad(sh, c, pad, area{last.x, last.bottom() + 12, last.w, signHigh})
		}
		say := pledge(sh, c)
		last.h -= say.height + 12
		say.draw(area{last.x, last.bottom() + 24, last.w, say.height})
		if last.h < 3*answerHigh && len(cols) > 1 {
			cols = cols[:len(cols)-1] // too low for answers: they stay in the first column
		}
		sh.list(pager{c.Pages, c.Down, c.Up}, cols, confirmBlocks(sh, c))
		sh.foot(act{Name: "step.back", Words: sh.t("tool.step"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}, submit(sh, c))
	})
	pad.Changed = func() {
		png, err := pad.PNG()
		if err != nil {
			png = nil
		}
		if len(png) > 0 || len(c.Signature) > 0 {
			c.Sign(png)
		}
	}
	s.reset = func() { wipePad(pad) }
	return s
}

// wipePad clears the pad without telling anybody: the signature is gone already.
func wipePad(pad *touch.SignaturePad) {
	told := pad.Changed
	pad.Changed = nil
	pad.Clear()
	pad.Changed = told
}

func submit(sh *sheet, c *flow.Confirm) act {
	a := act{Name: "submit", Words: sh.t("confirm.submit"), Icon: "check", Kind: touch.Primary}
	a.Tap = func() { c.Submit(sh.stage.Ctx) }
	switch {
	case c.Busy:
		a.Why = sh.t("confirm.busy")
	case !c.CanSubmit():
		a.Why = sh.t("confirm.unsigned")
	}
	return a
}

func drawPad(sh *sheet, c *flow.Confirm, pad *touch.SignaturePad, a area) {
	l := sh.look
	sh.text(style.NewText(l.Head, l.Ink, sh.t("confirm.sign")).Limit(1), area{a.x, a.y + 26, a.w - 190, 0})
	if len(c.Signature) > 0 {
		again := touch.NewButton(l, touch.Plain, sh.t("confirm.again"), pad.Clear).SetIcon("undo", false)
		sh.target("sign.again", again, area{a.x + a.w - 170, a.y, 170, 98})
	}
	sh.target("sign", pad, area{a.x, a.y + 112, a.w, padHigh})
}

func confirmBlocks(sh *sheet, c *flow.Confirm) []block {
	key := "confirm.head"
	if c.Signs {
		key = "confirm.head.sign"
	}
	blocks := []block{sh.title(sh.t(key), "")}
	if c.Problem.Text != "" {
		blocks = append(blocks, sh.problem(c.Problem.Text))
	}
	for _, row := range c.Rows {
		blocks = append(blocks, answerRow(sh, c, row))
	}
	if len(c.Modes) > 1 {
		blocks = append(blocks, deliveryRow(sh, c))
	}
	return blocks
}

// pledge is what the person says with the signature, or with the button.
func pledge(sh *sheet, c *flow.Confirm) block {
	words := sh.t("confirm.true")
	if n := len(c.Later); n == 1 {
		words = sh.t("confirm.true.later", "names", c.Later[0])
	} else if n > 1 {
		words = sh.t("confirm.true.later", "names", sh.t("confirm.later.n", "n", n))
	}
	return sh.note(touch.ToRead, "pen", words)
}

func answerRow(sh *sheet, c *flow.Confirm, row flow.Answer) block {
	l := sh.look
	const label = 224
	value := style.NewText(l.Title.R(), l.Ink, row.Value).Limit(3)
	name := style.NewText(l.Body, l.Ink2, row.Label).Limit(3)
	room := sh.colWidth() - label
	if row.Field != "" {
		room -= 160
	}
	value.At(0, 0, room)
	name.At(0, 0, label-16)
	height := max(answerHigh, max(value.Height(), name.Height())+24)
	return block{height: height, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		sh.text(name, area{a.x, a.y + (a.h-name.Height())/2, label - 16, 0})
		sh.text(value, area{a.x + label, a.y + (a.h-value.Height())/2, room, 0})
		if row.Field == "" {
			return
		}
		edit := touch.NewButton(l, touch.Plain, sh.t("confirm.change"), func() { c.Correct(row.Field) }).SetIcon("pen", false)
		sh.target("edit."+row.Field, edit, area{a.x + a.w - 142, a.y + (a.h-96)/2, 142, 96})
	}}
}

func deliveryRow(sh *sheet, c *flow.Confirm) block {
	l := sh.look
	return block{height: 198, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		sh.text(style.NewText(l.Body, l.Ink2, sh.t("confirm.delivery")).Limit(1), area{a.x, a.y + 18, a.w, 0})
		w := (a.w - 16*float32(len(c.Modes)-1)) / float32(len(c.Modes))
		for i, mode := range c.Modes {
			b := newPick(l, touch.Plain, sh.t("confirm.delivery."+string(mode)), c.Mode == mode, func() { c.Deliver(mode) })
			sh.target("delivery."+string(mode), b, area{a.x + float32(i)*(w+16), a.y + 80, w, 100})
		}
	}}
}
