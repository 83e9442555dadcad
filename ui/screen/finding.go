package screen

import (
	"fyne.io/fyne/v2/canvas"

	"bianmin/app/inspect"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

// findingPage is what was found at one rule, with the parts that stay from key to key.
type findingPage struct {
	*flow.Finding
	head  *header
	panel *keyboard.Panel
	field *touch.Field
	count *touch.Stepper
	asked string // rule that the keyboard was opened for
}

// NewFinding draws a finding, or the keyboard for its note.
func NewFinding(st Stage) *Screen {
	f := st.Turn.Finding
	p := &findingPage{Finding: f, head: newHeader(st, head{Title: st.t("finding.title")})}
	p.panel = st.panel(&f.Note, typing{Words: st.t("finding.written"), Done: func() { f.Write(false) }, Composing: func(s string) { f.Note.Compose(s) }})
	p.field = touch.NewField(st.Look, "", st.t("finding.note.hint"), nil)
	p.field.SetActive(true)
	p.count = touch.NewStepper(st.Look, touch.StepperWords{Less: st.t("count.less"), More: st.t("count.more"), LessIcon: "minus", MoreIcon: "plus"}, f.Step)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer {
		if f.Writing {
			return p.panel
		}
		return nil
	}
	s.reset = func() {
		p.asked = ""
		p.field.SetValue("")
		p.count.SetValue("")
	}
	return s
}

func (p *findingPage) draw(sh *sheet) {
	if p.Writing {
		if p.asked != string(p.ID) {
			p.asked = string(p.ID)
			p.panel.SetTarget(&p.Note)
		}
		sh.writing(p.head, p.panel, p.field, &p.Note)
		sh.written(&p.Note, sh.t("finding.written"), func() { p.Write(false) })
		return
	}
	p.asked = ""
	sh.list(pager{p.Pages, p.Down, p.Up}, sh.columns(sh.body(p.head)), p.blocks(sh))
	done := act{Name: "done", Words: sh.t("finding.done"), Icon: "check", Kind: touch.Primary, Tap: p.Done}
	if key := p.Lacks(); key == "finding.lacks.photo" {
		done = act{Name: "shoot.next", Words: sh.t("finding.shoot"), Icon: "camera", Kind: touch.Primary, Tap: p.Photograph}
	} else if key != "" {
		done.Why = sh.t(key + ".short")
	}
	sh.foot(act{Name: "drop", Words: sh.t("finding.drop"), Width: 260, Kind: touch.Secondary, Tap: p.Drop}, done)
}

// writing draws a line with the keyboard below it.
func (sh *sheet) writing(h *header, panel *keyboard.Panel, field *touch.Field, w *flow.Writing) {
	b := sh.body(h)
	top := sh.addPanel(panel, b.bottom()+16)
	a := sh.upper(h, top, field.Height()+12)
	field.SetValue(w.Text)
	sh.target("field", field, area{a.x, a.y - 12, a.w, field.Height()})
}

// written is the foot below the keyboard: letters that are no word yet hold it.
func (sh *sheet) written(w *flow.Writing, words string, done func()) {
	end := act{Name: "write.done", Words: words, Icon: "check", Kind: touch.Primary, Tap: done}
	if w.Letters != "" {
		end.Why = sh.t("form.letters")
	}
	sh.foot(end)
}

func (p *findingPage) blocks(sh *sheet) []block {
	row := p.Row()
	blocks := []block{sh.title(row.Rule.Text, sh.t("checklist.basis", "basis", row.Basis))}
	if key := p.Lacks(); key != "" {
		blocks = append(blocks, sh.note(touch.ToRead, "camera", sh.t(key)))
	}
	blocks = append(blocks, p.pictures(sh)...)
	blocks = append(blocks, p.note(sh), sh.fact(sh.t("finding.takes.label"), p.takes(sh)))
	if p.Most() > 1 {
		blocks = append(blocks, p.times(sh))
	}
	if due := p.Due(); due != "" {
		blocks = append(blocks, sh.fact(sh.t("finding.due"), sh.t("finding.due.value", "day", p.Visit().DayText(due))))
	}
	if fact := p.Fact(); fact != "" {
		blocks = append(blocks, sh.fact(sh.t("finding.fact"), fact))
	}
	if all := p.Severities(); len(all) > 1 {
		blocks = append(blocks, sh.heading(sh.t("finding.severity")), p.grades(sh, all))
	} else {
		blocks = append(blocks, sh.fact(sh.t("finding.severity"), sh.t("finding.severity."+string(row.Severity))))
	}
	return blocks
}

func (p *findingPage) takes(sh *sheet) string {
	switch p.Kind() {
	case inspect.Veto:
		return sh.t("finding.takes.veto")
	case inspect.Bonus:
		return sh.t("finding.takes.bonus", "points", p.Takes())
	}
	words := sh.t("finding.takes", "points", p.Takes())
	if p.Doubled() {
		words += "　" + sh.t("finding.twice")
	}
	return words
}

// pictures are those that were taken, with the camera's buttons.
func (p *findingPage) pictures(sh *sheet) []block {
	s := shots{photos: p.Row().Photos, shoot: p.Photograph, undo: p.Unshoot, none: !p.Cameras()}
	if p.Full() {
		s.full = sh.t("finding.full", "n", flow.VisitPhotos)
	}
	return sh.shots(s)
}

// shots are pictures that were taken of one thing, and what can be done.
type shots struct {
	name        string // behind the names of the buttons; "" on a page with one thing
	photos      []flow.Picture
	shoot, undo func()
	none        bool   // there is no camera
	full        string // why no further one can be taken
}

// shots draws a few pictures beside each other, with the camera's buttons.
func (sh *sheet) shots(s shots) []block {
	const across, high = 4, 132
	var blocks []block
	for i := 0; i < len(s.photos); i += across {
		few := s.photos[i:min(i+across, len(s.photos))]
		blocks = append(blocks, block{height: high + 12, count: len(few), draw: func(a area) {
			w := (a.w - 12*(across-1)) / across
			for j, photo := range few {
				sh.thumb(photo, area{a.x + float32(j)*(w+12), a.y, w, high})
			}
		}})
	}
	if s.none {
		return blocks
	}
	if s.name != "" {
		s.name = "." + s.name
	}
	return append(blocks, block{height: 104 + 16, count: 1, draw: func(a area) {
		w := a.w
		if len(s.photos) > 0 {
			w = (a.w - 16) / 2
			undo := touch.NewButton(sh.look, touch.Plain, sh.t("finding.unshoot"), s.undo).SetIcon("undo", false)
			sh.target("unshoot"+s.name, undo, area{a.x, a.y, w, 104})
			a.x += w + 16
		}
		shoot := touch.NewButton(sh.look, touch.Plain, sh.t("finding.shoot"), s.shoot).SetIcon("camera", false)
		if s.full != "" {
			shoot.Disable(s.full)
		}
		sh.target("shoot"+s.name, shoot, area{a.x, a.y, w, 104})
	}})
}

// thumb is a picture that was taken, to be known by.
func (sh *sheet) thumb(p flow.Picture, a area) {
	sh.box(sh.look.Sunk, nil, 0, style.RadiusChip, a)
	if p.Small == nil {
		return
	}
	img := canvas.NewImageFromImage(p.Small)
	img.FillMode, img.CornerRadius = canvas.ImageFillCover, style.RadiusChip
	style.Put(img, a.x, a.y, a.w, a.h)
	sh.add(img)
}

// note is what was written, with the way to the keyboard.
func (p *findingPage) note(sh *sheet) block {
	words, button := p.Note.Text, "finding.note.change"
	if words == "" {
		words, button = sh.t("finding.note.hint"), "finding.note.write"
	}
	return sh.editable(editable{"write", sh.t("finding.note"), words, sh.t(button), func() { p.Write(true) }})
}

// editable is what somebody wrote, with the way to write it.
type editable struct {
	name, label, value, button string
	tap                        func()
}

// editable is a label with its value and a button that opens the keyboard.
func (sh *sheet) editable(e editable) block {
	l := sh.look
	button := touch.NewButton(l, touch.Plain, e.button, e.tap).SetIcon("pen", false)
	wide := max(170, button.Least())
	room := sh.colWidth() - wide - 24
	label := style.NewText(l.Small, l.Ink2, e.label).Limit(1)
	value := style.NewText(l.Body, l.Ink, e.value).Limit(4)
	label.At(0, 0, room)
	value.At(0, 0, room)
	high := max(128, label.Height()+value.Height()+24)
	return block{height: high, count: 1, draw: func(a area) {
		y := sh.text(label, area{a.x, a.y + 12, room, 0})
		sh.text(value, area{a.x, y, room, 0})
		sh.target(e.name, button, area{a.x + a.w - wide, a.y + (a.h-104)/2, wide, 104})
		sh.rule(a.x, a.y+a.h-2, a.w)
	}}
}

// times counts how often.
func (p *findingPage) times(sh *sheet) block {
	l := sh.look
	high := touch.StepperHeight(l)
	n := p.Row().Times
	return block{height: high + 24, count: 1, draw: func(a area) {
		left := a.w * .42
		label := style.NewText(l.Body, l.Ink2, sh.t("finding.times")).Limit(1)
		sh.text(label, area{a.x, a.y + 12 + (high-l.Body.Line)/2, left - 24, 0})
		p.count.SetValue(sh.t("finding.times.value", "n", n))
		p.count.SetEnds(n <= 1, n >= p.Most())
		sh.target("times", p.count, area{a.x + left, a.y + 12, a.w - left, high})
	}}
}

func (p *findingPage) grades(sh *sheet, all []inspect.Severity) block {
	var picks []pick
	for _, s := range all {
		picks = append(picks, pick{"severity." + string(s), sh.t("finding.severity." + string(s)), p.Row().Severity == s, func() { p.Grade(s) }})
	}
	return sh.picks(picks)
}
