package screen

import (
	"strings"

	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// drawElsewhere asks for the last four, and then says what the county told.
func drawElsewhere(sh *sheet, h *header, p *flow.Progress, pad *keyboard.Keypad) {
	e := p.Elsewhere
	back := act{Name: "again", Words: sh.t("progress.again"), Icon: "search", Width: 330, Kind: touch.Secondary, Tap: p.Again}
	if p.Found { // a case of this machine: what it knows stays below
		back = act{Name: "step.back", Words: sh.t("tool.back"), Width: 300, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}
	}
	if e.Told != nil {
		room := sh.readable(h)
		if p.CanComplain() {
			room = sh.body(h) // there is something to press
		}
		sh.list(pager{e.Pages, e.Down, e.Up}, sh.columns(room), toldBlocks(sh, e))
		sh.foot(back, act{Name: "done", Words: sh.t("progress.done"), Kind: touch.Primary, Tap: sh.stage.Turn.Finish})
		return
	}
	send := act{Name: "ask", Words: sh.t("elsewhere.ask"), Icon: "next", Kind: touch.Primary, Tap: func() { e.Ask(sh.stage.Ctx) }}
	if e.Several {
		drawWhere(sh, h, e)
		switch {
		case e.Busy:
			send.Why = sh.t("progress.busy")
		case e.Village == "":
			send.Why = sh.t("elsewhere.place.lacks")
		}
		sh.foot(back, send)
		return
	}
	fourQuestion(sh, h, pad, four{sh.t("elsewhere.head"), "", sh.t("elsewhere.note"), e.Digits, e.Problem.Text})
	switch {
	case e.Busy:
		send.Why = sh.t("progress.busy")
	case len(e.Digits) < flow.FourLen:
		send.Why = sh.t("follow.lacks.four")
	}
	sh.foot(back, send)
}

func toldBlocks(sh *sheet, e *flow.Elsewhere) []block {
	var steps []touch.TimelineStep
	for _, s := range e.Lines() {
		steps = append(steps, touch.TimelineStep{Phase: touch.Passed, Words: strings.TrimSpace(s.Name + "\u3000" + s.Note), When: s.When})
	}
	line := touch.NewTimeline(sh.look, steps)
	blocks := []block{sh.title(e.State(), e.Told.Item), sh.paragraph(e.Next())}
	if answer := e.Answer(); answer != "" {
		blocks = append(append(blocks, sh.heading(sh.t("progress.answered"))), sh.long(answer)...)
	}
	if why := e.Why(); why != "" {
		blocks = append(append(blocks, sh.heading(sh.t("progress.why"))), sh.long(why)...)
	}
	blocks = append(blocks, toBring(sh, e.ToBring())...)
	if at := e.Time(); at != "" {
		blocks = append(blocks, sh.small("clock", at))
	}
	if number := e.Number(); number != "" {
		blocks = append(blocks, sh.small("receipt", number))
	}
	if e.Told.Phone != "" {
		blocks = append(blocks, sh.small("hotline", sh.t("elsewhere.phone", "phone", e.Told.Phone)))
	}
	blocks = append(blocks, sh.air(),
		block{height: line.Height() + 16, count: 1, reads: true, draw: func(a area) {
			style.Put(line, a.x, a.y, a.w, line.Height())
			sh.add(line)
		}},
		sh.paragraph(sh.t("elsewhere.kept")),
	)
	if p := sh.stage.Turn.Progress; p.CanComplain() {
		blocks = append(blocks, sh.way("complain", sh.t("progress.complain"), "complain", p.Complain))
	}
	return blocks
}

// drawWhere asks where the paper was given out: several cases have its code.
func drawWhere(sh *sheet, h *header, e *flow.Elsewhere) {
	blocks := []block{sh.title(sh.t("elsewhere.place.head"), ""), sh.paragraph(sh.t("elsewhere.place.note"))}
	blocks[1].count = 0
	if words := e.Problem.Text; words != "" {
		blocks = append(blocks, sh.problem(words))
	}
	blocks = append(blocks, sh.places(places{town: e.Town, list: e.Places(), chosen: e.Village, pick: e.Pick, back: func() { e.PickTown("") }})...)
	sh.list(pager{e.Pages, e.Down, e.Up}, sh.columns(sh.body(h)), blocks)
}
