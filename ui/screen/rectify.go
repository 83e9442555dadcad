package screen

import (
	"bianmin/app/inspect"
	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/touch"
)

// rectifyPage is a reply to an order, with the parts that stay from key to key.
type rectifyPage struct {
	*flow.Rectify
	head  *header
	panel *keyboard.Panel
	field *touch.Field
	asked string // number of the order that the keyboard was opened for
}

// NewRectify draws the reply to an order, the keyboard for its words, and what was taken in.
func NewRectify(st Stage) *Screen {
	r := st.Turn.Rectify
	p := &rectifyPage{Rectify: r, head: newHeader(st, head{Title: st.t("rectify.title")})}
	p.panel = st.panel(&r.Note, typing{Words: st.t("finding.written"), Done: func() { r.Write(false) }, Composing: func(s string) { r.Note.Compose(s) }})
	p.field = touch.NewField(st.Look, "", st.t("rectify.note.hint"), nil)
	p.field.SetActive(true)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer {
		if r.Writing {
			return p.panel
		}
		return nil
	}
	s.reset = func() {
		p.asked = ""
		p.field.SetValue("")
	}
	return s
}

func (p *rectifyPage) draw(sh *sheet) {
	if p.Writing {
		if p.asked != p.Order.Number {
			p.asked = p.Order.Number
			p.panel.SetTarget(&p.Note)
		}
		sh.writing(p.head, p.panel, p.field, &p.Note)
		sh.written(&p.Note, sh.t("finding.written"), func() { p.Write(false) })
		return
	}
	p.asked = ""
	place := pager{p.Pages, p.Down, p.Up}
	if p.Done() {
		sh.list(place, sh.columns(sh.readable(p.head)), p.done(sh))
		sh.foot(append(p.slip(sh), act{Name: "home", Words: sh.t("verdict.home"), Icon: "visit", Kind: touch.Primary, Tap: p.Home})...)
		return
	}
	sh.list(place, sh.columns(sh.body(p.head)), p.blocks(sh))
	send := act{Name: "submit", Words: sh.t("rectify.submit"), Icon: "check", Kind: touch.Primary, Tap: func() { p.Submit(sh.stage.Ctx) }}
	switch key := p.Lacks(); {
	case p.Busy:
		send.Why = sh.t("verdict.busy")
	case key != "":
		send.Why = sh.t(key + ".short")
	}
	sh.foot(act{Name: "previous", Words: sh.t("tool.back"), Width: 220, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, send)
}

func (p *rectifyPage) blocks(sh *sheet) []block {
	blocks := []block{sh.title(p.OrderText(p.Order), p.DueText(p.Order))}
	if p.Problem.Text != "" {
		blocks = append(blocks, sh.problem(p.Problem.Text))
	}
	if why := p.Aside(); why != "" {
		blocks = append(blocks, sh.note(touch.Warning, "warn", why))
	}
	if !p.Cameras() {
		blocks = append(blocks, sh.note(touch.ToRead, "camera", sh.t("rectify.no_camera")))
	}
	blocks = append(blocks, p.written(sh))
	for _, of := range []string{inspect.After, inspect.Before} {
		blocks = append(blocks, sh.heading(sh.t("rectify."+of)))
		photos := p.After
		if of == inspect.Before {
			photos = p.Before
		}
		s := shots{name: of, photos: photos, shoot: func() { p.Photograph(of) }, undo: func() { p.Unshoot(of) }, none: !p.Cameras()}
		if p.Full() {
			s.full = sh.t("rectify.full", "n", village.MaxFiles)
		}
		blocks = append(blocks, sh.shots(s)...)
	}
	return append(blocks, sh.note(touch.Quiet, "lock", sh.t("rectify.sealed")))
}

// written is what was written, with the way to the keyboard.
func (p *rectifyPage) written(sh *sheet) block {
	words, button := p.Note.Text, "finding.note.change"
	if words == "" {
		words, button = sh.t("rectify.note.hint"), "finding.note.write"
	}
	return sh.editable(editable{"write", sh.t("rectify.note"), words, sh.t(button), func() { p.Write(true) }})
}

// done says what was taken in.
func (p *rectifyPage) done(sh *sheet) []block {
	blocks := []block{sh.ticked(sh.t("rectify.done")), sh.paragraph(sh.t("rectify.done.note")), sh.paragraph(sh.t("progress.code", "code", p.Handed.ShortCode.Spaced()))}
	if p.Handed.Copy == village.CopyLocalOnly {
		blocks = append(blocks, sh.note(touch.Warning, "warn", sh.t("receipt.local_only")))
	}
	if words := slipWords(sh, p.Paper, p.Problem.Text); words != "" {
		blocks = append(blocks, sh.small("printer", words))
	}
	return blocks
}

// slip prints again; a machine without a printer has no such button.
func (p *rectifyPage) slip(sh *sheet) []act {
	if p.Paper == flow.NoPrinter || p.Paper == "" {
		return nil
	}
	return []act{{
		Name: "print", Words: sh.t("leave.print"), Icon: "printer", Width: 306, Kind: touch.Secondary,
		Tap: func() { p.Print(sh.stage.Ctx) },
	}}
}
