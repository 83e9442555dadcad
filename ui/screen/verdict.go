package screen

import (
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// verdictPage is the result of a visit, with the parts that stay from key to key.
type verdictPage struct {
	*flow.Verdict
	head  *header
	panel *keyboard.Panel
	field *touch.Field
	pad   *touch.SignaturePad
	words keyboard.Suggester
	asked flow.VerdictField // what the keyboard was opened for
}

// NewVerdict draws the result of a visit, what the person on duty says to it, and what
// was taken in.
func NewVerdict(st Stage) *Screen {
	d := st.Turn.Verdict
	p := &verdictPage{Verdict: d, head: newHeader(st, head{Title: st.t("verdict.title")}), pad: touch.NewSignaturePad(st.Look), words: st.Engine}
	p.panel = st.panel(&d.Name, typing{Words: st.t("verdict.written"), Done: func() { d.Write("") }, Composing: func(s string) { d.Writes().Compose(s) }})
	p.field = touch.NewField(st.Look, "", st.t("form.write"), nil)
	p.field.SetActive(true)
	s := newScreen(st, p.head, p.draw)
	signs(s, p.pad, func() bool { return len(d.Signature) > 0 }, d.Sign)
	wiped := s.reset
	s.keys = func() keyer {
		if d.Open != "" {
			return p.panel
		}
		return nil
	}
	s.reset = func() {
		wiped()
		p.asked = ""
		p.panel.SetTarget(&d.Name)
		p.field.SetValue("")
	}
	return s
}

func (p *verdictPage) draw(sh *sheet) {
	if len(p.Signature) == 0 && !p.pad.Empty() {
		wipePad(p.pad)
	}
	switch {
	case p.Done():
		sh.list(pager{p.Pages, p.Down, p.Up}, sh.columns(sh.readable(p.head)), p.done(sh))
		sh.foot(append(p.slip(sh), act{Name: "home", Words: sh.t("verdict.home"), Icon: "visit", Kind: touch.Primary, Tap: p.Home})...)
	case p.Open != "":
		p.drawWriting(sh)
	default:
		p.asked = ""
		p.foot(sh, p.drawResult(sh))
	}
}

func (p *verdictPage) drawWriting(sh *sheet) {
	w := p.Writes()
	if p.asked != p.Open {
		p.asked = p.Open
		p.panel.SetEngine(p.engine())
		p.panel.SetTarget(w)
	}
	sh.writing(p.head, p.panel, p.field, w)
	sh.written(w, sh.t("verdict.written"), func() { p.Write("") })
}

// engine finds words for what is written: for a name those that names are made of.
func (p *verdictPage) engine() keyboard.Suggester {
	if names, ok := p.words.(namer); ok && p.Open == flow.DutyName {
		return nameWords{names, func() string { return p.Name.Text }}
	}
	return p.words
}

// drawResult draws a page of the result; who signs has seen all of it.
func (p *verdictPage) drawResult(sh *sheet) rest {
	place, cols := pager{p.Pages, p.Down, p.Up}, sh.columns(sh.body(p.head))
	if p.Answer == inspect.Signed {
		return sh.signedList(place, cols, p.blocks(sh), signing{p.pad, len(p.Signature) > 0, sh.t("verdict.sign")})
	}
	sh.list(place, cols, p.blocks(sh))
	return rest{}
}

func (p *verdictPage) foot(sh *sheet, more rest) {
	send := act{Name: "submit", Words: sh.t("verdict.submit"), Icon: "check", Kind: touch.Primary, Tap: func() { p.Submit(sh.stage.Ctx) }}
	switch {
	case p.Busy:
		send.Why = sh.t("verdict.busy")
	case more.count > 0:
		send = act{Name: "more", Words: sh.t("confirm.more", "n", more.count), Icon: "down", Kind: touch.Primary, Tap: more.read}
	case p.Lacks() != "":
		send.Why = sh.t(p.Lacks())
	}
	sh.foot(act{Name: "previous", Words: sh.t("verdict.back"), Width: 260, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, send)
}

// blocks are the result and what is asked of the person on duty.
func (p *verdictPage) blocks(sh *sheet) []block {
	v := p.Visit()
	blocks := []block{sh.title(sh.t("verdict.head"), sh.t("visit.where", "day", v.Day(v.Kiosk().Now()), "place", v.Place()))}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	blocks = append(blocks, p.score(sh, v.Score()))
	blocks = append(blocks, p.found(sh, v)...)
	blocks = append(blocks, sh.small("shield", sh.t("verdict.county")))
	if facts := v.Facts(); len(facts) > 0 {
		blocks = append(blocks, sh.heading(sh.t("visit.facts")))
		for _, fact := range facts {
			blocks = append(blocks, sh.bullet(fact))
		}
	}
	return append(blocks, p.duty(sh)...)
}

// score is the points with their colour, as a word too.
func (p *verdictPage) score(sh *sheet, s inspect.Score) block {
	l := sh.look
	state, icon := map[inspect.Band]touch.State{inspect.Green: touch.Done, inspect.Yellow: touch.Wait, inspect.Red: touch.Wrong}[s.Band], "check"
	if s.Band != inspect.Green {
		icon = "warn"
	}
	figure := style.Figure(96)
	return block{height: 132, keep: true, reads: true, draw: func(a area) {
		points := s.Points.String()
		w := figure.Width(points) + 4
		sh.text(style.NewText(figure, l.Ink, points), area{a.x, a.y, w, 0})
		full := sh.t("visit.full", "full", s.Full)
		sh.text(style.NewText(l.Head, l.Ink2, full), area{a.x + w + 8, a.y + 48, l.Head.Width(full) + 4, 0})
		chip := touch.NewChip(l, state, icon, sh.t("verdict.band."+string(s.Band)))
		chip.At(a.x+a.w-chip.Width(), a.y+40)
		sh.add(chip)
	}}
}

// found are the findings with what they take and by when they are to be put right.
func (p *verdictPage) found(sh *sheet, v *flow.Visit) []block {
	rows := v.Findings()
	if len(rows) == 0 {
		return []block{sh.heading(sh.t("verdict.found.none"))}
	}
	blocks := []block{sh.heading(sh.t("verdict.found", "n", len(rows)))}
	for _, f := range rows {
		words := sh.t("verdict.row", "points", f.Takes, "day", v.DayText(f.Due))
		if f.Veto {
			words = sh.t("verdict.row.veto", "day", v.DayText(f.Due))
		}
		if f.Doubled {
			words += sh.t("verdict.row.twice")
		}
		blocks = append(blocks, p.finding(sh, f.Rule.Text, words, f.Note))
	}
	return blocks
}

// finding is one finding: the rule, what follows, and the inspector's words.
func (p *verdictPage) finding(sh *sheet, rule, words, note string) block {
	l, w := sh.look, sh.colWidth()
	texts := []*style.Text{style.NewText(l.Body.B(), l.Ink, rule), style.NewText(l.Small, l.Ink2, words)}
	if note != "" {
		texts = append(texts, style.NewText(l.Small, l.Ink, note))
	}
	high := float32(24)
	for _, text := range texts {
		text.At(0, 0, w)
		high += text.Height()
	}
	return block{height: high, count: 1, reads: true, draw: func(a area) {
		sh.rule(a.x, a.y, a.w)
		y := a.y + 12
		for _, text := range texts {
			y = sh.text(text, area{a.x, y, a.w, 0})
		}
	}}
}

// duty is what is asked of the person on duty.
func (p *verdictPage) duty(sh *sheet) []block {
	var picks []pick
	for _, a := range p.Answers() {
		picks = append(picks, pick{"answer." + string(a), sh.t("verdict.answer." + string(a)), p.Answer == a, func() { p.Choose(a) }})
	}
	blocks := []block{sh.heading(sh.t("verdict.ask")), sh.picks(picks)}
	if p.Answer == "" || p.Answer == inspect.Absent {
		return blocks
	}
	blocks = append(blocks, p.written(sh, flow.DutyName, p.Name.Text))
	if p.Answer == inspect.Objects {
		blocks = append(blocks, p.written(sh, flow.Objection, p.Objection.Text))
	}
	badge := sh.t("verdict.badge")
	if p.Badge != "" {
		badge = sh.t("verdict.badge.read")
	}
	small := sh.small("scan", badge)
	small.keep = false
	return append(blocks, small)
}

func (p *verdictPage) written(sh *sheet, field flow.VerdictField, value string) block {
	button := "verdict.change"
	if value == "" {
		value, button = sh.t("verdict.empty"), "verdict.write"
	}
	return sh.editable(editable{"write." + string(field), sh.t("verdict." + string(field)), value, sh.t(button), func() { p.Write(field) }})
}

// done says what was taken in.
func (p *verdictPage) done(sh *sheet) []block {
	blocks := []block{sh.ticked(sh.t("verdict.done")), p.score(sh, p.Handed.Score), sh.paragraph(sh.t("verdict.done.note"))}
	blocks = append(blocks, sh.paragraph(sh.t("progress.code", "code", p.Handed.ShortCode.Spaced())))
	if p.Handed.Copy == village.CopyLocalOnly {
		blocks = append(blocks, sh.note(touch.Warning, "warn", sh.t("receipt.local_only")))
	}
	if words := slipWords(sh, p.Paper, p.Problem.Text); words != "" {
		blocks = append(blocks, sh.small("printer", words))
	}
	return blocks
}

// slip prints again; a machine without a printer has no such button.
func (p *verdictPage) slip(sh *sheet) []act {
	if p.Paper == flow.NoPrinter || p.Paper == "" {
		return nil
	}
	return []act{{
		Name: "print", Words: sh.t("leave.print"), Icon: "printer", Width: 306, Kind: touch.Secondary,
		Tap: func() { p.Print(sh.stage.Ctx) },
	}}
}
