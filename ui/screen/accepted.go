package screen

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"bianmin/ui/flow"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// NewAccepted draws what was taken in.
func NewAccepted(st Stage) *Screen {
	a := st.Turn.Accepted
	head := newHeader(st, head{Title: st.t("accepted.title"), Step: 5, Home: true})
	var done *touch.Button
	var qr *canvas.Image
	var qrText string
	s := newScreen(st, head, func(sh *sheet) {
		if text := a.Accepted.QR; text != qrText || qr == nil {
			qr, qrText = drawQR(st, text), text
		}
		sh.list(pager{a.Pages, a.Down, a.Up}, sh.columns(sh.readable(head)), acceptedBlocks(sh, a, qr))
		acts := printAct(sh, a)
		if a.HasOffice() && (a.Paper == flow.NoPrinter || a.Paper == flow.PrintFailed) {
			acts = append(acts, act{Name: "letters", Words: sh.t("letters.open"), Icon: "printer", Width: 306, Kind: touch.Secondary, Tap: func() { a.PrintA4(st.Ctx) }})
		} else if a.Paper != flow.PrintUnsure { // first the paper
			acts = append(acts, act{Name: "rate", Words: sh.t("accepted.rate"), Icon: "rate", Width: 218, Kind: touch.Secondary, Tap: a.RateIt})
		}
		buttons := sh.foot(append(acts,
			act{Name: "done", Words: sh.t("accepted.done", "n", a.Left), Kind: touch.Primary, Tap: a.Home},
		)...)
		done = buttons[len(buttons)-1]
	})
	trouble := ""
	s.tick = func() {
		a.Look(st.Ctx)
		if now := a.PrinterTrouble(); now != trouble {
			trouble = now
			a.Changed()
		}
		if done != nil {
			done.SetWords(st.t("accepted.done", "n", a.Left))
		}
	}
	return s
}

// printAct prints again; a machine without a printer has no such button.
func printAct(sh *sheet, a *flow.Accepted) []act {
	print := act{Name: "print", Words: sh.t("accepted.reprint"), Icon: "printer", Width: 306, Kind: touch.Secondary}
	print.Tap = func() { a.Print(sh.stage.Ctx) }
	switch a.Paper {
	case flow.NoPrinter:
		return nil
	case flow.PrintFailed:
		print.Words = sh.t("accepted.print.retry")
	case flow.PrintUnsure:
		print.Words, print.Tap = sh.t("accepted.print.lost"), func() { a.Came(sh.stage.Ctx, false) }
		came := act{Name: "came", Words: sh.t("accepted.print.came"), Icon: "check", Width: 232, Kind: touch.Secondary}
		came.Tap = func() { a.Came(sh.stage.Ctx, true) }
		return []act{print, came}
	}
	return []act{print}
}

// drawQR is the code in whole pixels, as large as its card allows.
func drawQR(st Stage, text string) *canvas.Image {
	modules := st.Turn.Kiosk().QR
	if modules == nil || text == "" {
		return nil
	}
	m := modules(text)
	if len(m) == 0 {
		return nil
	}
	room := 424
	switch {
	case st.landscape():
		room = 340
	case st.Look.Card != style.Light().Card: // its white edge is seen
		room = 400
	}
	return touch.NewQR(m, max(3, room/(len(m)+8)))
}

func acceptedBlocks(sh *sheet, a *flow.Accepted, qr *canvas.Image) []block {
	blocks := []block{acceptedTitle(sh, a), codeCard(sh, a, qr)}
	for _, w := range a.Warnings {
		blocks = append(blocks, sh.note(touch.ToRead, "warn", w))
	}
	blocks = append(blocks, paperState(sh, a), acceptedNext(sh))
	for i, step := range a.Steps() {
		blocks = append(blocks, sh.numbered(strconv.Itoa(i+1), step.Label, step.Value))
	}
	return blocks
}

// acceptedNext stands over what follows, close to it: all of it is to be seen
// without a touch.
func acceptedNext(sh *sheet) block {
	l := sh.look
	return block{height: l.Head.Line + 6, keep: true, draw: func(a area) {
		sh.text(style.NewText(l.Head, l.Ink, sh.t("accepted.next")).Limit(1), area{a.x, a.y, a.w, 0})
	}}
}

func acceptedTitle(sh *sheet, ac *flow.Accepted) block {
	l := sh.look
	state := sh.t(ac.Of(ac.Item.Code, "accepted.state"))
	return block{height: 196, keep: true, draw: func(a area) {
		sh.box(l.TealMark, nil, 0, 88, area{a.x, a.y + 4, 176, 176})
		tick := style.Icon("check", 128, l.OnMark, l.OnMark)
		style.Put(tick, a.x+24, a.y+28, 128, 128)
		sh.add(tick)
		h1 := style.Type{Size: 76, Line: 88, Bold: true}
		sh.text(style.NewText(h1, l.Ink, sh.t(ac.Of(ac.Item.Code, "accepted.head"))).Limit(1), area{a.x + 212, a.y + 10, a.w - 212, 0})
		chip := style.NewText(l.Title, l.AmberMark, state)
		w := l.Title.Width(state)
		sh.box(l.AmberTint, l.AmberMark, l.ChipBorder, style.RadiusChip, area{a.x + 212, a.y + 106, w + 104, 72})
		img := style.Icon("clock", 44, l.AmberMark, l.AmberMark)
		style.Put(img, a.x+232, a.y+120, 44, 44)
		sh.add(img)
		sh.text(chip, area{a.x + 288, a.y + 106 + (72-l.Title.Line)/2, w + 4, 0})
	}}
}

// codeCard holds the QR and the code to be read aloud.
func codeCard(sh *sheet, ac *flow.Accepted, qr *canvas.Image) block {
	l := sh.look
	high := float32(432)
	if l.Large {
		high = 480
	}
	return block{height: high + 20, draw: func(a area) {
		sh.box(l.Card, l.Ink, l.Border(3), style.RadiusCard, area{a.x, a.y, a.w, high})
		x := a.x + 36
		if qr != nil {
			side, edge := qr.Size().Width, float32(8)
			if l.Card != style.Light().Card {
				edge = 20
			}
			qr.Move(fyne.NewPos(a.x+edge, a.y+(high-side)/2))
			sh.add(qr)
			x = a.x + edge + side + edge
		}
		w := a.x + a.w - x - 20
		if l.Large {
			codeWords(sh, ac, area{x, a.y, w, high})
			return
		}
		y := sh.text(style.NewText(l.Small, l.Ink2, sh.t("accepted.code")), area{x, a.y + 36, w, 0})
		code := style.Type{Size: 88, Line: 100, Bold: true}
		for code.Width(ac.Accepted.ShortCode.Spaced()) > w {
			code.Size--
		}
		y = sh.text(style.NewText(code, l.Ink, ac.Accepted.ShortCode.Spaced()), area{x, y, w, 0})
		name := style.NewText(l.Body, l.Ink, ac.Item.Name).Limit(2)
		when := style.NewText(l.Body, l.Ink, sh.t("accepted.when", "day", ac.Day(ac.When()), "clock", ac.Clock(ac.When()))).Limit(2)
		if when.At(0, 0, w) > l.Body.Line { // three lines fit
			name.Limit(1)
		}
		y = sh.text(name, area{x, y + 4, w, 0})
		sh.text(when, area{x, y, w, 0})
		img := style.Icon("shield", 40, l.Ink2, l.TealMark)
		style.Put(img, x, a.y+high-72, 40, 40)
		sh.add(img)
		sh.text(style.NewText(l.Small, l.Ink2, sh.t("accepted.private")).Limit(1), area{x + 52, a.y + high - 74, w - 52, 0})
	}}
}

// codeWords are the code and what it is for in large letters: the small print
// stands on the paper.
func codeWords(sh *sheet, ac *flow.Accepted, a area) {
	l := sh.look
	y := sh.text(style.NewText(l.Small, l.Ink2, sh.t("accepted.code")).Limit(2), area{a.x, a.y + 24, a.w, 0})
	code := style.Type{Size: 88, Line: 100, Bold: true}
	for code.Width(ac.Accepted.ShortCode.Spaced()) > a.w {
		code.Size--
	}
	y = sh.text(style.NewText(code, l.Ink, ac.Accepted.ShortCode.Spaced()), area{a.x, y, a.w, 0})
	y = sh.text(style.NewText(l.Body, l.Ink, ac.Item.Name).Limit(2), area{a.x, y + 4, a.w, 0})
	when := sh.t("accepted.when", "day", ac.Day(ac.When()), "clock", ac.Clock(ac.When()))
	sh.text(style.NewText(l.Caption, l.Ink2, when).Limit(2), area{a.x, y + 8, a.w, 0})
}

// paperState says where the paper is.
func paperState(sh *sheet, ac *flow.Accepted) block {
	l := sh.look
	words, sub, edge, width := sh.t("accepted.print.printing"), "", l.Hair, l.Border(2)
	if trouble := ac.PrinterTrouble(); trouble != "" {
		words, sub, edge, width = trouble, sh.t("accepted.print.safe"), l.AmberMark, l.Border(3)
	}
	switch ac.Paper {
	case flow.Printed:
		words = sh.t("accepted.print.printed")
	case flow.PrintUnsure:
		words, sub, edge, width = sh.t("accepted.print.unsure"), sh.t("accepted.print.unsure.note"), l.AmberMark, l.Border(3)
	case flow.PrintFailed, flow.NoPrinter:
		words, sub, edge, width = ac.Problem.Text, sh.t("accepted.print.safe"), l.RedMark, l.Border(3)
	}
	text := style.NewText(l.Title, l.Ink, words)
	room := sh.colWidth() - 132 - 32
	text.At(0, 0, room)
	below := style.NewText(l.Small, l.Ink2, sub)
	height := max(124, text.Height()+48)
	if sub != "" {
		below.At(0, 0, room)
		height += below.Height()
	}
	return block{height: height + 8, draw: func(a area) {
		sh.box(l.Card, edge, width, style.RadiusCard, area{a.x, a.y, a.w, height})
		sh.icon("printer", 60, a.x+36, a.y+(height-60)/2)
		used := text.Height()
		if sub != "" {
			used += below.Height()
		}
		y := sh.text(text, area{a.x + 132, a.y + (height-used)/2, room, 0})
		if sub != "" {
			sh.text(below, area{a.x + 132, y, room, 0})
		}
	}}
}
