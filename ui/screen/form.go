package screen

import (
	"strings"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/ime"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// formPage is the page of one question with the parts that stay from key to
// key.
type formPage struct {
	form    *flow.Form
	head    *header
	field   *touch.Field
	id      *touch.IDField
	panel   *keyboard.Panel
	pad     *keyboard.Keypad // digits
	padX    *keyboard.Keypad // digits and X
	field0  string           // question that the panel was opened for
	lines   line
	words   keyboard.Suggester
	current keyer
}

// NewForm draws the questions, one a page.
func NewForm(st Stage) *Screen {
	f := st.Turn.Form
	p := &formPage{form: f, lines: line{f}, words: st.Engine}
	p.head = newHeader(st, head{Title: st.t("form.title"), Step: 2})
	p.field = touch.NewField(st.Look, "", st.t("form.write"), nil)
	captions := [3]string{st.t("form.group.id.1"), st.t("form.group.id.2"), st.t("form.group.id.3")}
	p.id = touch.NewIDField(st.Look, captions, nil)
	p.field.SetActive(true)
	p.id.SetActive(true)
	p.panel = st.panel(f, typing{Words: st.t("keyboard.done"), Done: f.Next, Composing: f.Compose})
	p.pad = keyboard.NewKeypad(st.keys(), false, digits{f})
	p.padX = keyboard.NewKeypad(st.keys(), true, digits{f})
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer { return p.current }
	s.reset = func() {
		p.field0, p.current = "", nil
		p.panel.SetTarget(nil)
		p.field.SetValue("")
		p.id.SetValue("")
	}
	return s
}

func (p *formPage) draw(sh *sheet) {
	p.current = nil
	q := p.form.Question()
	if q.Field == "" {
		return
	}
	p.id.SetOpen(p.form.Shown)
	switch q.Type {
	case village.FieldID, village.FieldDate, village.FieldPhone, village.FieldBank:
		p.drawDigits(sh, q)
	case village.FieldChoice, village.FieldBool:
		p.drawChoices(sh, q)
	case village.FieldDivision:
		p.drawPlaces(sh, q)
	default:
		p.drawText(sh, q)
	}
	p.drawFoot(sh, q)
}

// question writes the count, the question and its reason, and returns the
// lower edge.
func (p *formPage) question(sh *sheet, q flow.Question, a area) float32 {
	l := sh.look
	words := sh.t("form.count", "n", p.form.At+1, "all", p.form.Count())
	if p.form.Correcting() {
		words = sh.t("form.correct")
	}
	if !q.Required {
		words += "　" + sh.t("form.optional")
	}
	y := sh.text(style.NewText(l.Small, l.Ink2, words).Limit(1), a)
	y = sh.text(style.NewText(l.H1, l.Ink, q.Ask).Limit(2), area{a.x, y, a.w, 0})
	if q.Why != "" && !sh.stage.landscape() {
		y = sh.text(style.NewText(l.Small, l.Ink2, sh.t("form.why", "why", q.Why)).Limit(2), area{a.x, y + 4, a.w, 0})
	}
	return y + 20
}

// wide columns of a page with a keypad: the number needs 984 px.
func (p *formPage) columns(sh *sheet) (left, right area) {
	b := sh.body(p.head)
	if !sh.stage.landscape() {
		h := float32(keyboard.KeypadHeight)
		pad := area{b.x, b.bottom() - h, b.w, h}
		b.h -= h + gap
		return b, pad
	}
	left = area{b.x, b.y, 984, b.h}
	return left, area{b.x + 984 + 48, b.y, b.w - 984 - 48, min(b.h, keyboard.KeypadHeight)}
}

func (p *formPage) drawDigits(sh *sheet, q flow.Question) {
	a, padArea := p.columns(sh)
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
		room -= 290
		p.idTools(sh, area{a.x + a.w - 266, a.y, 266, 104})
	}
	y := a.y
	if born := p.form.Born(); born != "" {
		img := style.Icon("check", 44, l.TealMark, l.TealMark)
		style.Put(img, a.x, y+3, 44, 44)
		sh.add(img)
		y = sh.text(style.NewMarked(l.Body, l.Ink, born).Limit(1), area{a.x + 60, y, room - 60, 0}) + 8
	}
	if words := p.form.Problem.Text; words != "" {
		sh.wrong(words, area{a.x, y, room, 0})
		return
	}
	if left := cells.Left(); left > 0 {
		img := style.Icon("pen", 44, l.Ink, l.Ink)
		style.Put(img, a.x, y+3, 44, 44)
		sh.add(img)
		sh.text(style.NewMarked(l.Body, l.Ink, sh.t("form.left", "n", left)).Limit(1), area{a.x + 60, y, room - 60, 0})
	}
}

// idTools mask the number or show it, and lead to other documents.
func (p *formPage) idTools(sh *sheet, a area) {
	key := "form.show"
	if p.form.Shown {
		key = "form.hide"
	}
	eye := touch.NewButton(sh.look, touch.Plain, sh.t(key), func() { p.form.Show(!p.form.Shown) }).SetIcon("eye", false)
	sh.target("id.show", eye, a)
	if p.form.CanChooseDocument() {
		other := touch.NewButton(sh.look, touch.Plain, sh.t("form.other_document"), p.form.OtherDocument)
		sh.target("id.other", other, area{a.x, a.y + a.h + 12, a.w, 96})
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

// drawText is a field over the keyboard, or a list with its entries.
func (p *formPage) drawText(sh *sheet, q flow.Question) {
	b := sh.body(p.head)
	top := sh.addPanel(p.panel, b.bottom()+16)
	p.openPanel(q)
	p.current = p.panel
	a := area{b.x, b.y, b.w, top - b.y}
	if sh.stage.landscape() {
		a.y -= 12
		half := (a.w - gap) / 2
		p.question(sh, q, area{a.x, a.y, half, 0})
		p.textField(sh, q, area{a.x + half + gap, a.y + 8, half, 0})
		return
	}
	p.textField(sh, q, area{a.x, p.question(sh, q, a), a.w, 0})
}

// openPanel points the keyboard at a question when it is a new one.
func (p *formPage) openPanel(q flow.Question) {
	asked := string(p.form.Item()) + " " + q.Field
	if p.field0 == asked {
		return
	}
	p.field0 = asked
	p.panel.SetEngine(p.engine(q))
	var target keyboard.Target = p.form
	tab := keyboard.Pinyin
	switch q.Type {
	case village.FieldList:
		target = p.lines
	case village.FieldNumber, village.FieldMoney:
		target, tab = digits{p.form}, keyboard.Digits
	}
	if q.Field == flow.FieldID || q.Type == village.FieldPhone {
		tab = keyboard.Digits
	}
	p.panel.SetTarget(target)
	p.panel.SetTab(tab)
}

func (p *formPage) textField(sh *sheet, q flow.Question, a area) {
	value, help := p.form.Value(), ""
	switch q.Type {
	case village.FieldList:
		done, current := p.form.Lines()
		value, help = current, sh.t("form.line")
		if len(done) > 0 {
			help = sh.t("form.line.done", "n", len(done), "list", strings.Join(done, sh.t("confirm.between")))
		}
		a.w = p.lineTools(sh, a)
	case village.FieldMoney:
		help = sh.t("form.yuan")
	}
	if left, credit := p.form.CreditLeft(); credit {
		help = sh.t("form.credit.left", "n", left)
		if left == 0 {
			help = sh.t("form.credit")
		}
		a.w = p.person(sh, a)
	}
	p.field.SetValue(value)
	p.field.SetHelp(help)
	p.field.SetWrong(p.form.Problem.Text)
	sh.target("field", p.field, area{a.x, a.y, a.w, p.field.Height()})
}

// person leads on for whom has no organisation yet: below the field of a, or at
// its right when the window is low. The width that is left for the field is
// returned.
func (p *formPage) person(sh *sheet, a area) float32 {
	if !p.form.CanBePerson() {
		return a.w
	}
	words, at, rest := "form.person", area{a.x, a.y + p.field.Height() + 12, a.w, 104}, a.w
	if sh.stage.landscape() {
		const w = 250
		words, at, rest = "form.person.short", area{a.x + a.w - w, a.y, w, 120}, a.w-w-12
	}
	sh.target("person", touch.NewButton(sh.look, touch.Plain, sh.t(words), p.form.BePerson), at)
	return rest
}

// engine finds words for a question: where a person's name is asked, names.
func (p *formPage) engine(q flow.Question) keyboard.Suggester {
	if names, ok := p.words.(namer); ok && q.Name {
		return nameWords{names, p.form.Value}
	}
	return p.words
}

// namer knows which characters names are made of; [ime.Engine] is one.
type namer interface {
	Names(typed, letters string, limit int) []ime.Candidate
}

// nameWords proposes names behind what stands in the field.
type nameWords struct {
	namer
	typed func() string
}

// Candidates implements [keyboard.Suggester].
func (n nameWords) Candidates(letters string, limit int) []ime.Candidate {
	return n.Names(n.typed(), letters, limit)
}

// lineTools begin another entry, or take the last one back. They stand at the
// right of a, and the width that is left for the field is returned.
func (p *formPage) lineTools(sh *sheet, a area) float32 {
	const w = 188
	x := a.x + a.w - 2*w - 12
	add := touch.NewButton(sh.look, touch.Plain, sh.t("form.line.add"), p.form.AddLine)
	sh.target("line.add", add, area{x, a.y, w, 120})
	drop := touch.NewButton(sh.look, touch.Plain, sh.t("form.line.drop"), p.form.DropLine)
	if !p.form.Filled() {
		drop.SetEnabled(false)
	}
	sh.target("line.drop", drop, area{x + w + 12, a.y, w, 120})
	return a.w - 2*w - 24
}

func (p *formPage) drawFoot(sh *sheet, q flow.Question) {
	f := p.form
	next := act{Name: "next", Words: sh.t("form.next"), Icon: "next", Kind: touch.Primary, Tap: f.Next}
	cells, celled := f.Cells()
	switch {
	case f.Letters != "":
		next.Why = sh.t("form.letters")
	case celled && f.Filled() && cells.Left() > 0, celled && q.Required && cells.Left() > 0:
		next.Why = p.leftWords(sh, cells)
	case q.Required && !f.Filled() && chosen(q):
		next.Why = sh.t("form.choose")
	case q.Required && !f.Filled():
		next.Why = sh.t("form.fill")
	case !f.Filled():
		next.Words = sh.t("form.skip")
	case f.Correcting():
		next.Words, next.Icon = sh.t("form.save"), "check"
	}
	sh.footOfTurn(next)
}

// leftWords say how many digits are missing, shorter where a third button stands
// beside.
func (p *formPage) leftWords(sh *sheet, cells flow.Digits) string {
	if sh.stage.Turn.CanLeave() && !sh.stage.landscape() {
		return sh.t("form.left.short", "n", cells.Left())
	}
	return sh.t("form.left.button", "n", cells.Left())
}

// chosen reports whether q is answered by choosing and not by typing.
func chosen(q flow.Question) bool { return len(q.Choices) > 0 || q.Type == village.FieldDivision }
