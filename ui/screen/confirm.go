package screen

import (
	"slices"
	"unicode/utf8"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const (
	answerHigh = 112
	padHigh    = 320
	padHead    = 112
)

// NewConfirm draws the summary, the signature and the act of handing in.
func NewConfirm(st Stage) *Screen {
	c := st.Turn.Confirm
	head := newHeader(st, head{Key: "confirm.title", Step: 4})
	pad := touch.NewSignaturePad(st.Look)
	s := newScreen(st, head, func(sh *sheet) {
		if len(c.Signature) == 0 && !pad.Empty() {
			wipePad(pad)
		}
		more := confirmPage(sh, c, pad, sh.columns(sh.body(head)))
		sh.foot(act{Name: "step.back", Words: sh.t("tool.step"), Width: 300, Kind: touch.Secondary, Tap: st.Turn.Back}, submit(sh, c, more))
	})
	signs(s, pad, func() bool { return len(c.Signature) > 0 }, c.Sign)
	return s
}

// signs hands what is drawn on the pad of a page to sign, nil once nothing is left of
// a signature; the pad is empty when the page is shown anew.
func signs(s *Screen, pad *touch.SignaturePad, signed func() bool, sign func(png []byte)) {
	pad.Changed = func() {
		png, err := pad.PNG()
		if err != nil {
			png = nil
		}
		if len(png) > 0 || signed() {
			sign(png)
		}
	}
	s.reset = func() { wipePad(pad) }
}

// wipePad clears the pad without telling anybody: the signature is gone already.
func wipePad(pad *touch.SignaturePad) {
	told := pad.Changed
	pad.Changed = nil
	pad.Clear()
	pad.Changed = told
}

// rest is what of a list is still to be read: how many entries, and the way.
type rest struct {
	count int
	read  func()
}

// confirmPage draws a page of the answers. Nobody signs what was not on the
// screen: the pad stands below the last answers only.
func confirmPage(sh *sheet, c *flow.Confirm, pad *touch.SignaturePad, cols []area) rest {
	blocks := confirmBlocks(sh, c)
	place := pager{c.Pages, c.Down, c.Up}
	first := min(c.Pages.First(), len(blocks))
	say := pledge(sh, c)
	short := slices.Clone(cols)
	last := &short[len(short)-1]
	sign := area{last.x, last.bottom() - padHigh - padHead, last.w, padHigh + padHead}
	if c.Signs {
		last.h -= sign.h + 12
	}
	said := area{last.x, cols[0].y - say.height - gap, last.w, say.height}
	if !sh.stage.Low { // there it is read above what is pressed
		last.h -= say.height + 12
		said.y = last.bottom() + 24
	}
	if last.h < 3*answerHigh && len(short) > 1 {
		short = short[:len(short)-1] // too low for answers: they stay in the first column
	}
	reserve := float32(0)
	if first > 0 {
		reserve = pagerBar + 12
	}
	if first+layOut(short, blocks[first:], reserve, nil) == len(blocks) {
		sh.listIn(place, short, blocks)
		say.draw(said)
		if c.Signs {
			drawSignature(sh, signing{pad, len(c.Signature) > 0, sh.t("confirm.sign")}, sign)
		}
		return rest{}
	}
	end := first + layOut(cols, blocks[first:], reserve, nil)
	if end == len(blocks) { // the answers fit, the pad does not: it gets a page with the last of them
		end--
	}
	layOut(cols, blocks[first:end], reserve, drawBlock)
	if first > 0 {
		end := cols[len(cols)-1]
		sh.pagerButtons(place, blocks[:first], first, first, area{end.x, end.bottom() - pagerBar, end.w, pagerBar})
	}
	return rest{count(blocks[end:]), func() { c.Down(end) }}
}

func submit(sh *sheet, c *flow.Confirm, more rest) act {
	if more.count > 0 && !c.Busy {
		return act{Name: "more", Words: sh.t("confirm.more", "n", more.count), Icon: "down", Kind: touch.Primary, Tap: more.read}
	}
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

// drawSignature is the pad with what to do above it, and the way to sign anew.
func drawSignature(sh *sheet, s signing, a area) {
	l := sh.look
	sh.text(sh.fit(s.words, 1, a.w-190, l.Head, l.Title.B(), l.Body.B()), area{a.x, a.y + 26, a.w - 190, 0})
	if s.signed {
		again := touch.NewButton(l, touch.Plain, sh.t("confirm.again"), s.pad.Clear).SetIcon("undo", false)
		wide := max(170, again.Least())
		sh.target("sign.again", again, area{a.x + a.w - wide, a.y, wide, 98})
	}
	sh.target("sign", s.pad, area{a.x, a.y + padHead, a.w, padHigh})
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
	for _, words := range c.Advice() {
		blocks = append(blocks, sh.note(touch.Warning, "warn", words))
	}
	for _, row := range c.Rows {
		blocks = append(blocks, answerRow(sh, c, row))
	}
	if len(c.Modes) > 1 {
		blocks = append(blocks, deliveryRow(sh, c))
	}
	return blocks
}

// pledgedName is the longest name of a paper, in characters, that the pledge says:
// with a longer one it leaves no room for the signature. The page before says it.
const pledgedName = 16

// pledge is what the person says with the signature, or with the button.
func pledge(sh *sheet, c *flow.Confirm) block {
	words := sh.t(c.Pledge())
	if n := len(c.Later); n > 0 {
		names := sh.t("confirm.later.n", "n", n)
		if n == 1 && utf8.RuneCountInString(c.Later[0]) <= pledgedName {
			names = c.Later[0]
		}
		words = sh.t("confirm.true.later", "names", names)
	}
	return sh.note(touch.ToRead, "pen", words)
}

func answerRow(sh *sheet, c *flow.Confirm, row flow.Answer) block {
	l := sh.look
	if l.Large {
		return answerBelow(sh, c, row)
	}
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

// answerBelow is an answer under its question, for large letters.
func answerBelow(sh *sheet, c *flow.Confirm, row flow.Answer) block {
	l := sh.look
	edit := touch.NewButton(l, touch.Plain, sh.t("confirm.change"), func() { c.Correct(row.Field) }).SetIcon("pen", false)
	wide := edit.Least()
	room := sh.colWidth()
	if row.Field != "" {
		room -= wide + 24
	}
	name := style.NewText(l.Small, l.Ink2, row.Label).Limit(2)
	value := style.NewText(l.Title.R(), l.Ink, row.Value).Limit(3)
	name.At(0, 0, room)
	value.At(0, 0, room)
	return block{height: max(132, name.Height()+value.Height()+24), count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		sh.text(value, area{a.x, sh.text(name, area{a.x, a.y + 10, room, 0}), room, 0})
		if row.Field != "" {
			sh.target("edit."+row.Field, edit, area{a.x + a.w - wide, a.y + (a.h-104)/2, wide, 104})
		}
	}}
}

func deliveryRow(sh *sheet, c *flow.Confirm) block {
	l := sh.look
	head := l.Body.Line + 30
	return block{height: head + 118, count: 1, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		sh.text(style.NewText(l.Body, l.Ink2, sh.t("confirm.delivery")).Limit(1), area{a.x, a.y + 18, a.w, 0})
		w := (a.w - 16*float32(len(c.Modes)-1)) / float32(len(c.Modes))
		for i, mode := range c.Modes {
			b := newPick(l, touch.Plain, sh.t("confirm.delivery."+string(mode)), c.Mode == mode, func() { c.Deliver(mode) })
			sh.target("delivery."+string(mode), b, area{a.x + float32(i)*(w+16), a.y + head, w, 100})
		}
	}}
}
