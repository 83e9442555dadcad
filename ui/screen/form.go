package screen

import (
	"strings"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/ime"
	"bianmin/ui/ime/ink"
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
	date    *touch.DatePicker
	count   *touch.Stepper
	code    []*touch.Button
	field0  string // question that the panel was opened for
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
	p.date, p.count = newDatePicker(st, f), newCounter(st, f)
	p.code = codePad(st, f.PressCode, f.EraseCode)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer { return p.current }
	s.reset = func() {
		p.field0, p.current = "", nil
		p.panel.SetTarget(nil)
		p.field.SetValue("")
		p.id.SetValue("")
		p.date.Clear()
		p.count.SetValue("")
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
	switch {
	case q.Type == village.FieldPhoto:
		p.drawPicture(sh, q)
	case p.form.Picking():
		p.drawCalendar(sh, q)
	case q.Field == flow.FieldVisitBooking:
		p.drawBooking(sh, q)
	case p.form.Counting():
		p.drawCount(sh, q)
	default:
		p.drawTyped(sh, q)
	}
	p.drawFoot(sh, q)
}

// drawTyped draws a question that is answered by its type.
func (p *formPage) drawTyped(sh *sheet, q flow.Question) {
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
}

// question writes the count, the question and its reason, and returns the
// lower edge.
func (p *formPage) question(sh *sheet, q flow.Question, a area) float32 {
	l := sh.look
	types := sh.headTypes()
	if l.Large && sh.stage.landscape() { // the keyboard leaves two lines, and the header says the step
		return sh.text(sh.fit(q.Ask, 2, a.w, types[1:]...), a) + 20
	}
	n, all := p.form.Place()
	words := sh.t("form.count", "n", n, "all", all)
	if p.form.Correcting() {
		words = sh.t("form.correct")
	}
	if !q.Required {
		words += "　" + sh.t("form.optional")
	}
	y := sh.text(style.NewText(l.Small, l.Ink2, words).Limit(1), a)
	y = sh.text(sh.fit(q.Ask, 2, a.w, types...), area{a.x, y, a.w, 0})
	if q.Why != "" && !sh.stage.landscape() {
		y = sh.text(style.NewText(l.Small, l.Ink2, sh.t("form.why", "why", q.Why)).Limit(2), area{a.x, y + 4, a.w, 0})
	}
	return y + 20
}

// drawText is a field over the keyboard, or a list with its entries.
func (p *formPage) drawText(sh *sheet, q flow.Question) {
	b := sh.body(p.head)
	top := sh.addPanel(p.panel, b.bottom()+16)
	p.openPanel(q)
	p.current = p.panel
	if sh.stage.landscape() {
		a := area{b.x, b.y - 12, (b.w - gap) / 2, top - b.y + 12}
		p.question(sh, q, a)
		p.textField(sh, q, area{a.x + a.w + gap, a.y + 8, a.w, 0})
		return
	}
	need := p.questionHigh(sh, q, b.w) + p.field.Height()
	if p.form.CanBePerson() {
		need += 116
	}
	a := sh.upper(p.head, top, need)
	p.textField(sh, q, area{a.x, p.question(sh, q, a), a.w, 0})
}

// openPanel points the keyboard at a question when it is a new one.
func (p *formPage) openPanel(q flow.Question) {
	asked := string(p.form.Item()) + " " + q.Field
	if p.form.Card.State == flow.CardTaken { // letters under way would be written over it
		asked += " " + string(flow.CardTaken)
	}
	if p.field0 == asked {
		return
	}
	p.field0 = asked
	p.panel.SetEngine(p.engine(q))
	var target keyboard.Target = p.form
	tab := keyboard.Writing
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
	value, help := p.form.Value(), p.form.CardWords()
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
		w := float32(250)
		if sh.look.Large {
			w = 340
		}
		words, at, rest = "form.person.short", area{a.x + a.w - w, a.y, w, 120}, a.w-w-12
	}
	sh.target("person", touch.NewButton(sh.look, touch.Plain, sh.t(words), p.form.BePerson), at)
	return rest
}

// questionHigh is the height of the question in a width.
func (p *formPage) questionHigh(sh *sheet, q flow.Question, w float32) float32 {
	aside := &sheet{stage: sh.stage, look: sh.look, names: sh.names} // drawn once to learn it
	return p.question(aside, q, area{0, 0, w, 0})
}

// engine finds words for a question: where a person's name is asked, names.
func (p *formPage) engine(q flow.Question) keyboard.Suggester {
	if names, ok := p.words.(namer); ok && q.Name {
		return nameWords{names, p.form.Value}
	}
	if places, ok := p.words.(placer); ok && q.Place {
		return placeWords{places}
	}
	return p.words
}

// placer knows the places of the country; [ime.Engine] is one.
type placer interface {
	keyboard.Suggester
	Places(letters string, limit int) []ime.Candidate
}

// placeWords proposes places before other words.
type placeWords struct{ placer }

// Candidates implements [keyboard.Suggester].
func (w placeWords) Candidates(letters string, limit int) []ime.Candidate {
	return w.Places(letters, limit)
}

// namer knows which characters names are made of; [ime.Engine] is one.
type namer interface {
	keyboard.Suggester
	Names(typed, letters string, limit int) []ime.Candidate
	DrawnName(typed string, d ink.Drawing, limit int) []string
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

// Drawn implements [keyboard.Suggester].
func (n nameWords) Drawn(d ink.Drawing, limit int) []string {
	return n.DrawnName(n.typed(), d, limit)
}

// lineTools begin another entry, or take the last one back. They stand at the
// right of a, and the width that is left for the field is returned.
func (p *formPage) lineTools(sh *sheet, a area) float32 {
	add := touch.NewButton(sh.look, touch.Plain, sh.t("form.line.add"), p.form.AddLine)
	drop := touch.NewButton(sh.look, touch.Plain, sh.t("form.line.drop"), p.form.DropLine)
	w := max(188, add.Least(), drop.Least())
	x := a.x + a.w - 2*w - 12
	if sh.stage.Low {
		a.y += p.field.Height() - 120
	}
	sh.target("line.add", add, area{x, a.y, w, 120})
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
	case f.Picking() && q.Required && !f.Filled():
		next.Why = sh.t("date.choose")
	case celled && f.Filled() && cells.Left() > 0, celled && q.Required && cells.Left() > 0:
		next.Why = p.leftWords(sh, cells)
	case q.Field == flow.FieldVisitSecond && !f.Filled():
		next.Why = sh.t("home_visit.second.wait")
	case q.Type == village.FieldPhoto && !f.Filled():
		p.unshot(sh, q, &next)
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
