package screen

import (
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// columns are the room of the question and of the keypad. In landscape they lie
// side by side: the number needs 984 px.
func (p *formPage) columns(sh *sheet, q flow.Question) (left, right area) {
	b := sh.body(p.head)
	if !sh.stage.landscape() {
		h := sh.padHigh()
		pad := area{b.x, b.bottom() - h, b.w, h}
		_, celled := p.form.Cells()
		need := p.questionHigh(sh, q, b.w) + gap + p.field.Height()
		if celled {
			need += touch.IDFieldHeight + 2*104 + gap - p.field.Height()
		}
		return sh.upper(p.head, pad.y-gap, need), pad
	}
	left = area{b.x, b.y, 984, b.h}
	return left, area{b.x + 984 + 48, b.y, b.w - 984 - 48, min(b.h, keyboard.KeypadHeight)}
}

func (p *formPage) drawDigits(sh *sheet, q flow.Question) {
	a, padArea := p.columns(sh, q)
	y := p.question(sh, q, a)
	p.current = p.pad
	pad := p.pad
	if q.Type == village.FieldID {
		pad, p.current = p.padX, p.padX
	}
	wrong := p.form.Problem.Text
	cells, celled := p.form.Cells()
	switch {
	case q.Type == village.FieldID:
		p.id.SetValue(p.form.Value())
		p.id.SetWrong(wrong != "")
		sh.target("field", p.id, area{a.x, y, a.w, touch.IDFieldHeight})
		y += touch.IDFieldHeight + 20
	case celled:
		drawDate(sh, cells, wrong != "", area{a.x, y, a.w, touch.IDFieldHeight})
		y += touch.IDFieldHeight + 20
	default:
		p.field.SetValue(flow.Written(q.Type, p.form.Value()))
		p.field.SetHelp("")
		p.field.SetWrong(wrong)
		sh.target("field", p.field, area{a.x, y, a.w, p.field.Height()})
	}
	if celled {
		p.live(sh, q, cells, area{a.x, y, a.w, 0})
	}
	sh.target("keypad", pad, padArea)
}

// live says what the digits mean so far, and what is still missing or wrong.
func (p *formPage) live(sh *sheet, q flow.Question, cells flow.Digits, a area) {
	l := sh.look
	room := a.w
	if q.Type == village.FieldID {
		wide := max(266, p.eye(sh).Least())
		if p.form.CanChooseDocument() {
			wide = max(wide, p.otherDocument(sh).Least())
		}
		room -= wide + gap
		p.idTools(sh, area{a.x + a.w - wide, a.y, wide, 104})
	}
	if q.Type == village.FieldDate {
		pick := touch.NewButton(sh.look, touch.Plain, sh.t("date.pick"), func() { p.form.TypeDate(false) }).SetIcon("book", false)
		room -= pick.Least() + gap
		sh.target("date.pick", pick, area{a.x + a.w - pick.Least(), a.y, pick.Least(), 104})
	}
	y := a.y
	if born := p.form.Born(); born != "" {
		img := style.Icon("check", 44, l.TealMark, l.TealMark)
		style.Put(img, a.x, y+(l.Body.Line-44)/2, 44, 44)
		sh.add(img)
		typ := l.Body
		if typ.B().Width(style.Plain(style.Marked(born))) > room-60 {
			typ = l.Caption
		}
		y = sh.text(style.NewMarked(typ, l.Ink, born).Limit(1), area{a.x + 60, y, room - 60, 0}) + 8
	}
	if words := p.form.Problem.Text; words != "" {
		sh.wrong(words, area{a.x, y, room, 0})
		return
	}
	if p.card(sh, area{a.x, y, room, 0}) {
		return
	}
	if left := cells.Left(); left > 0 {
		img := style.Icon("pen", 44, l.Ink, l.Ink)
		style.Put(img, a.x, y+(l.Body.Line-44)/2, 44, 44)
		sh.add(img)
		sh.text(style.NewMarked(l.Body, l.Ink, sh.t("form.left", "n", left)).Limit(1), area{a.x + 60, y, room - 60, 0})
	}
}

// card says what the card reader does, unless digits are being typed; false when
// there is nothing to say.
func (p *formPage) card(sh *sheet, a area) bool {
	words := p.form.CardWords()
	if words == "" || p.form.Filled() && p.form.Card.State != flow.CardTaken {
		return false
	}
	l, icon := sh.look, "idcard"
	if p.form.Card.State == flow.CardTaken {
		icon = "check"
	}
	img := style.Icon(icon, 44, l.TealMark, l.TealMark)
	style.Put(img, a.x, a.y+(l.Body.Line-44)/2, 44, 44)
	sh.add(img)
	text := sh.fit(words, 3, a.w-60, l.Body, l.Small, l.Caption)
	sh.text(text, area{a.x + 60, a.y, a.w - 60, 0})
	return true
}

// idTools mask the number or show it, and lead to other documents.
func (p *formPage) idTools(sh *sheet, a area) {
	sh.target("id.show", p.eye(sh), a)
	if p.form.CanChooseDocument() {
		sh.target("id.other", p.otherDocument(sh), area{a.x, a.y + a.h + 12, a.w, 96})
	}
}

// drawDate are the cells of a date: year, month, day.
func drawDate(sh *sheet, d flow.Digits, wrong bool, a area) {
	l := sh.look
	edge := l.TealMark
	if wrong {
		edge = l.RedMark
	}
	sh.box(l.Card, edge, l.Border(4), style.RadiusButton, a)
	digit := style.Type{Size: 68, Line: 84, Bold: true}
	const cell, pitch, space = 60, 66, 72
	x, i := a.x+48, 0
	for g, n := range d.Groups {
		caption := sh.t("form.group.date." + string(rune('1'+g)))
		sh.text(style.NewText(l.Caption, l.Ink2, caption).Limit(1), area{x, a.y + 128, 220, 0})
		for range n {
			switch {
			case i < len(d.Typed):
				sh.text(style.NewText(digit, l.Ink, d.Typed[i:i+1]).Align(centre), area{x, a.y + 32, cell, 0})
			case i == len(d.Typed):
				sh.box(l.TealMark, nil, 0, 0, area{x, a.y + 102, cell, 6})
			default:
				sh.box(l.Hair, nil, 0, 0, area{x, a.y + 102, cell, 6})
			}
			x, i = x+pitch, i+1
		}
		x += space
	}
}

// eye shows the number or masks it again.
func (p *formPage) eye(sh *sheet) *touch.Button {
	key := "form.show"
	if p.form.Shown {
		key = "form.hide"
	}
	return touch.NewButton(sh.look, touch.Plain, sh.t(key), func() { p.form.Show(!p.form.Shown) }).SetIcon("eye", false)
}

func (p *formPage) otherDocument(sh *sheet) *touch.Button {
	return touch.NewButton(sh.look, touch.Plain, sh.t("form.other_document"), p.form.OtherDocument)
}
