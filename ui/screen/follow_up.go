package screen

import (
	"fmt"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// followPage is what a person does with the paper of a case.
type followPage struct {
	*flow.FollowUp
	head    *header
	pad     *keyboard.Keypad
	sign    *touch.SignaturePad
	current keyer
}

// NewFollowUp draws the papers that are still to come, or the question for the last
// four, and then what was taken in.
func NewFollowUp(st Stage) *Screen {
	f := st.Turn.FollowUp
	p := &followPage{FollowUp: f, head: newHeader(st, head{Title: st.t("follow.title")})}
	p.pad, p.sign = keyboard.NewKeypad(st.keys(), true, f), touch.NewSignaturePad(st.Look)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer { return p.current }
	signs(s, p.sign, func() bool { return len(f.Signature) > 0 }, f.Sign)
	wiped := s.reset
	s.reset = func() { wiped(); p.current = nil }
	return s
}

func (p *followPage) draw(sh *sheet) {
	p.current = nil
	cols := sh.columns(sh.body(p.head))
	switch {
	case p.Done():
		sh.list(pager{p.Pages, p.Down, p.Up}, sh.columns(sh.readable(p.head)), p.done(sh))
		sh.foot(append(p.slip(sh), act{Name: "home", Words: sh.t("rating.home"), Icon: "visit", Kind: touch.Primary, Tap: p.Home})...)
	case p.AsksWho():
		sh.list(pager{p.Pages, p.Down, p.Up}, cols, p.who(sh))
		sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: sh.stage.Turn.Back})
	case p.Verb == village.Survey:
		sh.list(pager{p.Pages, p.Down, p.Up}, cols, p.survey(sh))
		p.foot(sh, touch.Primary)
	case p.Signing:
		p.drawSigning(sh)
	case p.AsksFour():
		p.drawFour(sh)
		kind := touch.Danger
		if p.Verb == village.Collect {
			kind = touch.Primary
		}
		p.foot(sh, kind)
	case p.Verb == village.Withdraw:
		sh.list(pager{p.Pages, p.Down, p.Up}, cols, p.seat(sh))
		p.foot(sh, touch.Danger)
	case p.Verb == village.Move:
		sh.list(pager{p.Pages, p.Down, p.Up}, cols, p.times(sh))
		p.foot(sh, touch.Primary)
	default:
		sh.list(pager{p.Papers.Pages, p.Papers.Down, p.Papers.Up}, cols, p.papers(sh))
		p.foot(sh, touch.Primary)
	}
}

func (p *followPage) verb() string { return "follow." + p.Words() }

// who are the answers to who comes today, below what the letter is for.
func (p *followPage) who(sh *sheet) []block {
	blocks := []block{sh.title(sh.t("follow.by.head"), p.Status.Item.Name)}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	blocks = append(blocks, sh.paragraph(p.Entrusted()))
	for _, who := range village.Comers() {
		blocks = append(blocks, block{height: 104 + 16, count: 1, draw: func(a area) {
			words := sh.t("follow.by." + string(who))
			sh.target("by."+string(who), touch.NewButton(sh.look, touch.Plain, words, func() { p.ComesAs(who) }), area{a.x, a.y, a.w, 104})
		}})
	}
	return blocks
}

// papers are those that the county waits for, each with what can be said of it.
func (p *followPage) papers(sh *sheet) []block {
	blocks := []block{sh.title(sh.t(p.verb()+".head"), p.Status.Item.Name)}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	blocks = append(blocks, sh.paragraph(sh.t(p.verb()+".note")))
	for _, row := range p.Papers.Rows {
		blocks = append(blocks, paperCard(sh, p.Papers, row))
	}
	return blocks
}

// seat is the appointment that is moved or goes back.
func (p *followPage) seat(sh *sheet) []block {
	blocks := []block{sh.title(sh.t(p.verb()+".head"), sh.t("follow.seat.now", "slot", p.Time()))}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	return append(blocks, sh.paragraph(sh.t(p.verb()+".note")))
}

// times are the slots that are free.
func (p *followPage) times(sh *sheet) []block {
	blocks := p.seat(sh)
	switch {
	case p.Seeing:
		return append(blocks, sh.note(touch.Quiet, "clock", sh.t("booking.busy")))
	case len(p.Slots) == 0 && p.Problem.Text == "":
		return append(blocks, sh.note(touch.Quiet, "book", sh.t("follow.move.none")))
	}
	for i, s := range p.Slots {
		blocks = append(blocks, block{height: sh.choiceHigh() + 16, count: 1, draw: func(a area) {
			radio := touch.NewRadio(sh.look, p.SlotText(s.Slot), func() { p.Choose(s.Slot) })
			radio.SetChosen(p.Slot == s.Slot)
			sh.target(fmt.Sprintf("choice.%d", i), radio, area{a.x, a.y, a.w, sh.choiceHigh()})
		}})
	}
	return blocks
}

// survey are the two questions about an answer, each with yes and no, none chosen before.
func (p *followPage) survey(sh *sheet) []block {
	blocks := []block{sh.title(sh.t("follow.survey.head"), p.Status.Item.Name), sh.paragraph(sh.t("follow.survey.note"))}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	for _, q := range []struct {
		name string
		said **bool
	}{{"solved", &p.Solved}, {"pleased", &p.Pleased}} {
		blocks = append(blocks, sh.heading(sh.t("follow.survey."+q.name)), p.yesOrNo(sh, q.name, q.said))
	}
	return blocks
}

func (p *followPage) yesOrNo(sh *sheet, name string, said **bool) block {
	high := sh.choiceHigh()
	return block{height: high + gap, count: 1, draw: func(a area) {
		w := (a.w - gap) / 2
		for i, yes := range []bool{true, false} {
			answer := map[bool]string{true: "yes", false: "no"}[yes]
			radio := touch.NewRadio(sh.look, sh.t("follow.survey."+name+"."+answer), func() { p.Say(said, yes) })
			radio.SetChosen(*said != nil && **said == yes)
			sh.target(name+"."+answer, radio, area{a.x + float32(i)*(w+gap), a.y, w, high})
		}
	}}
}

// four is a question for the last four of a number.
type four struct{ Head, Sub, Note, Digits, Problem string }

// drawFour asks for the last four of the applicant's number.
func (p *followPage) drawFour(sh *sheet) {
	fourQuestion(sh, p.head, p.pad, four{sh.t(p.verb() + ".head"), p.Status.Item.Name, sh.t(p.verb() + ".note"), p.Digits, p.Problem.Text})
	p.current = p.pad
}

// fourQuestion draws a question for the last four with its keys.
func fourQuestion(sh *sheet, h *header, keys *keyboard.Keypad, q four) {
	l, cols := sh.look, sh.columns(sh.body(h))
	a, pad := cols[0], cols[len(cols)-1]
	pad.h = min(pad.h, keyboard.KeypadHeight)
	if len(cols) == 1 {
		high := sh.padHigh()
		pad = area{a.x, a.bottom() - high, a.w, high}
		a = sh.upper(h, pad.y, resumeNeed(sh))
	}
	typ := l.H1
	if l.Large {
		typ = l.Big
	}
	y := sh.text(style.NewText(typ, l.Ink, q.Head).Limit(2), area{a.x, a.y, a.w, 0})
	if q.Sub != "" {
		y = sh.text(style.NewText(l.Body, l.Ink, q.Sub).Limit(1), area{a.x, y, a.w, 0})
	}
	y = sh.text(sh.fit(q.Note, 3, a.w, l.Body, l.Small), area{a.x, y, a.w, 0}) + gap
	edge := l.TealMark
	if q.Problem != "" {
		edge = l.RedMark
	}
	sh.box(l.Card, edge, l.Border(4), style.RadiusButton, area{a.x, y, a.w, 168})
	codeCells(sh, q.Digits, []int{flow.FourLen}, area{a.x, y, a.w, 168})
	if q.Problem != "" {
		sh.wrong(q.Problem, area{a.x, y + 168 + 16, a.w, 0})
	}
	sh.target("keypad", keys, pad)
}

func (p *followPage) foot(sh *sheet, kind touch.Kind) {
	words := sh.t(p.verb() + ".send")
	if p.Verb == village.Collect && !p.Signing {
		words = sh.t("follow.collect.next")
	}
	next := act{Name: "send", Words: words, Icon: "next", Kind: kind, Tap: func() { p.Submit(sh.stage.Ctx) }}
	switch {
	case p.Busy:
		next.Why = sh.t("rating.busy")
	case p.Lacks() != "":
		next.Why = sh.t(p.Lacks())
	}
	sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, next)
}

// done says what was taken in, and claims nothing that the county has to decide.
func (p *followPage) done(sh *sheet) []block {
	blocks := []block{
		sh.ticked(sh.t(p.verb() + ".done")),
		sh.paragraph(sh.t(p.verb()+".done.note", "slot", p.Time())),
		sh.paragraph(sh.t("progress.code", "code", p.Handed.ShortCode.Spaced())),
	}
	if left := p.Missing(); len(left) > 0 {
		blocks = append(blocks, sh.heading(sh.t("progress.asked", "n", len(left))))
		for _, name := range left {
			blocks = append(blocks, sh.bullet(name))
		}
	}
	if p.Handed.Copy == village.CopyLocalOnly {
		blocks = append(blocks, sh.note(touch.Warning, "warn", sh.t("receipt.local_only")))
	}
	if words := slipWords(sh, p.Paper, p.Problem.Text); words != "" {
		blocks = append(blocks, sh.small("printer", words))
	}
	return blocks
}

// slip prints again; a machine without a printer has no such button.
func (p *followPage) slip(sh *sheet) []act {
	if p.Paper == flow.NoPrinter || p.Paper == "" {
		return nil
	}
	return []act{{
		Name: "print", Words: sh.t("leave.print"), Icon: "printer", Width: 306, Kind: touch.Secondary,
		Tap: func() { p.Print(sh.stage.Ctx) },
	}}
}

// goodFor are the buttons to what the paper is good for besides telling how it
// stands.
func goodFor(sh *sheet, p *flow.Progress) []block {
	var blocks []block
	add := func(name, words, icon string, tap func()) { blocks = append(blocks, sh.way(name, words, icon, tap)) }
	if p.CanCollect() { // what lies here goes home first
		add("collect", sh.t("progress.collect"), "receipt", func() { p.FollowUp(village.Collect) })
	}
	if p.Can(village.Survey) { // what was answered last comes first
		add("survey", sh.t("progress.survey"), "rate", func() { p.FollowUp(village.Survey) })
	}
	acts := p.Status.Unrated()
	if p.Can(village.Supplement) { // then the foot has no room for it
		acts = append([]string{""}, acts...)
	}
	for _, act := range acts[min(1, len(acts)):] {
		add("rate."+act, p.ActText(act), "rate", func() { p.RateAct(act) })
	}
	if p.Can(village.MakeUp) {
		add("make_up", sh.t("progress.make_up"), "camera", func() { p.FollowUp(village.MakeUp) })
	}
	if p.CanAsk() {
		add("ask", sh.t("progress.ask"), "online", p.AskDistrict)
	}
	if p.CanComplain() {
		add("complain", sh.t("progress.complain"), "complain", p.Complain)
	}
	if p.Can(village.Move) {
		add("move", sh.t("progress.move"), "clock", func() { p.FollowUp(village.Move) })
	}
	if p.Can(village.Withdraw) {
		add("withdraw", sh.t("progress."+village.Withdraw.Words(p.Status.Case.Item)), "close", func() { p.FollowUp(village.Withdraw) })
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]block{sh.heading(sh.t("progress.good_for"))}, blocks...)
}

// way is a button to what a paper is good for.
func (sh *sheet) way(name, words, icon string, tap func()) block {
	return block{height: 104 + 16, count: 1, draw: func(a area) {
		sh.target(name, touch.NewButton(sh.look, touch.Plain, words, tap).SetIcon(icon, false), area{a.x, a.y, a.w, 104})
	}}
}

// statusFoot are the buttons below a case: what the county waits for comes first.
func statusFoot(sh *sheet, p *flow.Progress) {
	again := act{Name: "again", Words: sh.t("progress.again"), Icon: "search", Width: 330, Kind: touch.Secondary, Tap: p.Again}
	done := act{Name: "done", Words: sh.t("progress.done"), Kind: touch.Primary, Tap: sh.stage.Turn.Finish}
	if p.Can(village.Supplement) {
		done.Kind, done.Width = touch.Secondary, 218
		sh.foot(again, done, act{
			Name: "supplement", Words: sh.t("progress.supplement"), Icon: "camera", Kind: touch.Primary, Tap: func() { p.FollowUp(village.Supplement) },
		})
		return
	}
	rate := act{Name: "rate", Words: sh.t("progress.rate"), Icon: "rate", Width: 218, Kind: touch.Secondary, Tap: p.RateIt}
	if len(p.Status.Unrated()) == 0 {
		rate.Why = sh.t("progress.rated")
	}
	sh.foot(again, rate, done)
}
