package screen

import (
	"image/color"
	"slices"
	"strings"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// codeKeys are the characters that a receipt's code is made of.
const codeKeys = "23456789ACEFHJKMNPRTWXY"

// NewProgress draws the question for the code, and then what became of it.
func NewProgress(st Stage) *Screen {
	p := st.Turn.Progress
	head := newHeader(st, head{Title: st.t("progress.title")})
	keys := codePad(st, func(key string) { p.Type(st.Ctx, key) }, p.Erase)
	pad := keyboard.NewKeypad(st.keys(), true, p.Elsewhere)
	s := newScreen(st, head, func(sh *sheet) {
		if p.Elsewhere.Open {
			drawElsewhere(sh, head, p, pad)
			return
		}
		if p.Found {
			drawStatus(sh, head, p)
			return
		}
		if p.Asking {
			sh.list(pager{}, sh.columns(sh.body(head)), looks(sh, p))
			sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Kind: touch.Secondary, Tap: p.Again})
			return
		}
		drawCode(sh, head, p, keys)
	})
	s.tick = func() { p.Look(st.Ctx) }
	return s
}

// looks are why a helper looks a receipt up.
func looks(sh *sheet, p *flow.Progress) []block {
	blocks := []block{sh.title(sh.t("look.head"), sh.t("look.note"))}
	for n, why := range village.LookReasons() {
		say := touch.OfferWords{Number: n + 1, Icon: "search", Words: sh.t("look." + string(why))}
		blocks = append(blocks, sh.offer("look."+string(why), say, func() { p.Because(sh.stage.Ctx, why) }))
	}
	return blocks
}

// codePad are the keys of a code, built once.
func codePad(st Stage, press func(key string), erase func()) []*touch.Button {
	typ := style.Type{Size: 60, Line: 72, Bold: true}
	var keys []*touch.Button
	for _, r := range codeKeys {
		key := string(r)
		keys = append(keys, touch.NewButton(st.Look, touch.Plain, key, func() { press(key) }).SetType(typ))
	}
	sunk := st.Look
	sunk.Card = sunk.Sunk
	key := touch.NewButton(sunk, touch.Plain, st.t("progress.erase"), erase)
	if !st.Look.Large { // there the word alone fills the key
		key.SetIcon("bksp", false)
	}
	return append(keys, key)
}

func drawCode(sh *sheet, h *header, p *flow.Progress, keys []*touch.Button) {
	cols := sh.columns(sh.body(h))
	a := cols[0]
	l := sh.look
	problem := max(128, 2*l.Body.Line+16)
	if sh.stage.Low {
		pad := 4*float32(style.MinTarget+8) + 3*16
		a = sh.upper(h, cols[0].bottom()-pad, l.H1.Line*2+l.Body.Line*2+gap+168+16+problem)
	}
	y := sh.text(style.NewText(l.H1, l.Ink, sh.t("progress.head")).Limit(2), area{a.x, a.y, a.w, 0})
	y = sh.text(style.NewText(l.Body, l.Ink2, sh.t("progress.note")).Limit(2), area{a.x, y, a.w, 0}) + gap
	edge, width := l.TealMark, l.Border(4)
	if p.Problem.Text != "" {
		edge = l.RedMark
	}
	sh.box(l.Card, edge, width, style.RadiusButton, area{a.x, y, a.w, 168})
	codeCells(sh, p.Typed, []int{4, 4}, area{a.x, y, a.w, 168})
	y += 168 + 16
	switch {
	case p.Problem.Text != "":
		sh.wrong(p.Problem.Text, area{a.x, y, a.w, 0})
	case p.Busy:
		sh.text(style.NewText(l.Body, l.Ink2, sh.t("progress.busy")), area{a.x, y, a.w, 0})
	}
	pad := area{a.x, y + problem, a.w, 0}
	if sh.stage.Low {
		pad.y = a.bottom()
	}
	if sh.stage.landscape() {
		pad = cols[1]
	}
	drawKeys(sh, keys, pad, min(176, (cols[len(cols)-1].bottom()-pad.y-3*16)/4))
	codeFoot(sh, p)
}

// codeFoot are the buttons below the code: to find it, or to ask about one that this
// machine did not give out.
func codeFoot(sh *sheet, p *flow.Progress) {
	if p.Elsewhere.Code != "" {
		sh.foot(
			act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back},
			act{Name: "elsewhere", Words: sh.t("elsewhere.start"), Icon: "online", Kind: touch.Primary, Tap: p.Elsewhere.Start},
		)
		return
	}
	left := flow.CodeLen - len(p.Typed)
	find := act{Name: "find", Words: sh.t("progress.find"), Icon: "search", Kind: touch.Primary, Tap: func() { p.Find(sh.stage.Ctx) }}
	if left > 0 {
		find.Why = sh.t("progress.find.left", "n", left)
	} else if p.Busy {
		find.Why = sh.t("progress.busy")
	}
	sh.foot(act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, find)
}

func drawKeys(sh *sheet, keys []*touch.Button, a area, high float32) {
	const cols = 6
	w := (a.w - 16*(cols-1)) / cols
	for i, key := range keys {
		name := "key.erase"
		if i < len(codeKeys) {
			name = "key." + codeKeys[i:i+1]
		}
		x, y := a.x+float32(i%cols)*(w+16), a.y+float32(i/cols)*(high+16)
		sh.target(name, key, area{x, y, w, high})
	}
}

// codeCells are the characters typed so far and room for the rest, in groups with
// a hyphen between.
func codeCells(sh *sheet, typed string, groups []int, a area) {
	l := sh.look
	const cell, space, hyphen = 88, 10, 60
	n := 0
	for _, group := range groups {
		n += group
	}
	x := a.x + (a.w-float32(n*cell+(n-len(groups))*space+(len(groups)-1)*hyphen))/2
	digit := style.Type{Size: 76, Line: 92, Bold: true}
	i := 0
	for g, group := range groups {
		if g > 0 {
			x += hyphen - space
			sh.box(l.Ink2, nil, 0, 3, area{x - hyphen + 8 + space, a.y + 81, 32, 6})
		}
		for range group {
			line := l.Hair
			if i == len(typed) {
				line = l.TealMark
			}
			if i < len(typed) {
				sh.text(style.NewText(digit, l.Ink, typed[i:i+1]).Align(centre), area{x, a.y + 34, cell, 0})
			} else {
				sh.box(line, nil, 0, 3, area{x + 6, a.y + 126, cell - 12, 6})
			}
			x, i = x+cell+space, i+1
		}
	}
}

// wrong is an icon and a sentence in red, below what is wrong, in smaller type rather
// than cut.
func (sh *sheet) wrong(words string, a area) {
	l := sh.look
	img := style.Icon("warn", 44, l.RedMark, l.RedMark)
	style.Put(img, a.x, a.y+(l.Body.Line-44)/2, 44, 44)
	sh.add(img)
	text := sh.whole(words, 2, a.w-60, l.Body.B(), l.Small.B(), l.Caption.B())
	text.SetColor(l.RedMark)
	sh.text(text, area{a.x + 60, a.y, a.w - 60, 0})
}

func drawStatus(sh *sheet, h *header, p *flow.Progress) {
	cols := sh.columns(sh.body(h))
	sh.list(pager{p.Pages, p.Down, p.Up}, cols, statusBlocks(sh, p, cols[0]))
	statusFoot(sh, p)
}

func statusBlocks(sh *sheet, p *flow.Progress, col area) []block {
	l := sh.look
	c := p.Status.Case
	name := style.NewText(l.Big, l.Ink, p.Status.Item.Name).Limit(2)
	name.At(0, 0, sh.colWidth())
	blocks := []block{
		{height: l.Body.Line + name.Height() + 20, keep: true, reads: true, draw: func(a area) {
			code := style.NewMarked(l.Body, l.Ink2, sh.t("progress.code", "code", c.ShortCode.Spaced()))
			sh.text(code, area{a.x, a.y, a.w, 0})
			if !l.Large { // the timeline says it too
				sh.text(style.NewText(l.Small, l.Ink2, p.Day(c.AcceptedAt)).Align(trailing), area{a.x + a.w - 400, a.y + 3, 400, 0})
			}
			sh.text(name, area{a.x, a.y + l.Body.Line, a.w, 0})
		}},
		stateCard(sh, p),
	}
	blocks = slices.Concat(blocks[:1], named(sh, p), blocks[1:], onA4(sh, p), timeline(sh, p), dueBlocks(sh, p, col))
	if answer := p.Answer(); answer != "" {
		blocks = append(append(blocks, sh.heading(sh.t("progress.answered"))), sh.long(answer)...)
	}
	if why := p.Status.Why(); why != "" {
		blocks = append(append(blocks, sh.heading(sh.t("progress.why"))), sh.long(why)...)
	}
	return slices.Concat(blocks, partLines(sh, sh.t("progress.parts"), p.Parts()), toBring(sh, p.ToBring()), lookedUp(sh, p), replied(sh, p), goodFor(sh, p), []block{known(sh, p)})
}

// named are the numbers that the case has besides its code.
func named(sh *sheet, p *flow.Progress) (blocks []block) {
	if order := p.Order(); order != "" {
		blocks = append(blocks, sh.paragraph(sh.t("progress.order", "order", order)))
	}
	if c := p.Status.Case; c.Item == village.BookWindow {
		if p.Status.GivenBack() { // it is another's
			return blocks
		}
		blocks = append(blocks, sh.paragraph(sh.t("progress.appointment", "number", c.Number)))
	} else if c.Number != "" {
		blocks = append(blocks, sh.paragraph(sh.t("progress.number", "number", c.Number)))
	}
	return blocks
}

// onA4 leads to what can be printed about the case, where there is a printer for it.
func onA4(sh *sheet, p *flow.Progress) []block {
	if !p.HasOffice() {
		return nil
	}
	return []block{sh.card(card{
		title: sh.t("letters.title"), words: sh.t("letters.offer"), edge: fyneColor(sh.look.Hair), width: 2,
		acts: []act{{Name: "letters", Words: sh.t("letters.open"), Kind: touch.Plain, Tap: func() { p.PrintA4(sh.stage.Ctx) }}},
	})}
}

// toBring are the papers that somebody waits for.
func toBring(sh *sheet, list []flow.Bring) (blocks []block) {
	for _, bring := range list {
		blocks = append(blocks, sh.heading(bring.Head))
		for _, name := range bring.Papers {
			blocks = append(blocks, sh.bullet(name))
		}
		for _, note := range bring.Notes {
			blocks = append(blocks, sh.paragraph(note.Text))
		}
	}
	return blocks
}

// lookedUp is what the county found of papers that a licence replaces.
func lookedUp(sh *sheet, p *flow.Progress) (blocks []block) {
	for _, sentence := range p.LookedUp() {
		blocks = append(blocks, sh.bullet(sentence))
	}
	if len(blocks) > 0 {
		blocks = append([]block{sh.heading(sh.t("licence.head"))}, blocks...)
	}
	return blocks
}

// replied is what the county answered to the rating.
func replied(sh *sheet, p *flow.Progress) []block {
	sentence, when, ok := p.Replied()
	if !ok {
		return nil
	}
	return []block{sh.heading(sh.t("progress.reply.head")), sh.paragraph(sentence), sh.paragraph(when)}
}

// stateCard is the state in one sentence with a bar at its left.
func stateCard(sh *sheet, p *flow.Progress) block {
	l := sh.look
	key := "local"
	bar := l.AmberMark
	switch p.Status.Record {
	case village.RecordStored, village.RecordDurable, village.RecordPruned:
		key, bar = "stored", l.TealMark
	case village.RecordSent:
		key = "sent"
	case village.RecordPartial:
		key = "partial"
	case village.RecordNeedsAttention:
		key, bar = "attention", l.RedMark
	}
	code := p.Status.Case.Item
	state, words := sh.t(p.Of(code, "accepted.state")), sh.t(p.Of(code, "progress.state."+key))
	if p.Status.Problem != "" {
		words += sh.t("progress.problem.why", "problem", sh.t(p.Status.Problem))
	}
	if decided, sentence, ok := p.Decided(); ok {
		state, words, bar = decided, sentence, decidedBar(l, p.Status.Case.State)
	}
	text := style.NewText(l.Body, l.Ink, words)
	text.At(0, 0, sh.colWidth()-72)
	height := l.Big.Line + text.Height() + 56
	return block{height: height + 32, count: 1, reads: true, draw: func(a area) {
		sh.box(bar, nil, 0, style.RadiusCard, area{a.x, a.y, 48, height})
		sh.box(l.Card, nil, 0, style.RadiusCard, area{a.x + 16, a.y, a.w - 16, height})
		sh.box(l.Card, nil, 0, 0, area{a.x + 16, a.y, 24, height})
		sh.box(nil, l.Hair, l.Border(2), style.RadiusCard, area{a.x, a.y, a.w, height})
		y := sh.text(style.NewText(l.Big, l.Ink, state).Limit(1), area{a.x + 48, a.y + 26, a.w - 72, 0})
		sh.text(text, area{a.x + 48, y, a.w - 72, 0})
	}}
}

// decidedBar is the colour of a state that the county decided.
func decidedBar(l style.Look, state village.CaseState) color.NRGBA {
	switch state {
	case village.SupplementAsked, village.NotAccepted, village.Refused, village.Paused, village.Withdrawn, village.Ended, village.Missed:
		return l.AmberMark
	}
	return l.TealMark
}

// timeline is what happened and what is to come. A long one is cut, so that a part fits
// into a column.
func timeline(sh *sheet, p *flow.Progress) (blocks []block) {
	var steps []touch.TimelineStep
	for _, s := range p.Stages() {
		phase := map[flow.StageState]touch.Phase{
			flow.StageDone: touch.Passed, flow.StageNow: touch.Now, flow.StageProblem: touch.Now, flow.StageLater: touch.Later,
		}[s.State]
		steps = append(steps, touch.TimelineStep{Phase: phase, Words: strings.TrimSpace(s.Name + "　" + s.Note), When: s.When})
	}
	high := 8
	switch {
	case sh.look.Large && sh.stage.landscape():
		high = 4
	case sh.stage.landscape():
		high = 6
	}
	for part := range slices.Chunk(steps, high) {
		t := touch.NewTimeline(sh.look, part)
		blocks = append(blocks, block{height: t.Height() + 8, count: 1, reads: true, draw: func(a area) {
			style.Put(t, a.x, a.y, a.w, t.Height())
			sh.add(t)
		}})
	}
	return blocks
}

// dueBlocks say by when an accepted case is done, and how that is counted.
func dueBlocks(sh *sheet, p *flow.Progress, col area) []block {
	due := p.Limit()
	if !due.Known {
		return nil
	}
	words := strings.Replace(due.Sentence, due.Strong, "**"+due.Strong+"**", 1)
	return append(sh.strip(p.Strip(), col), sh.paragraph(words))
}

// known says how old the news are.
func known(sh *sheet, p *flow.Progress) block {
	l := sh.look
	words, icon := sh.t("progress.offline"), "offline"
	line := sh.stage.Turn.Kiosk().Line()
	if !line.LastContact.IsZero() {
		words = sh.t("progress.last", "day", p.Day(line.LastContact), "clock", p.Clock(line.LastContact))
	}
	if line.Online {
		icon = "online"
	}
	text := style.NewText(l.Small, l.Ink2, words).Limit(2)
	text.At(0, 0, sh.colWidth()-56)
	return block{height: text.Height() + 32, draw: func(a area) {
		img := style.Icon(icon, 40, l.Ink2, l.AmberMark)
		style.Put(img, a.x, a.y+18+(l.Small.Line-40)/2, 40, 40)
		sh.add(img)
		sh.text(text, area{a.x + 56, a.y + 18, a.w - 56, 0})
	}}
}
