package screen

import (
	"fmt"

	"bianmin/app/village"
	"bianmin/ui/flow"
	"bianmin/ui/keyboard"
	"bianmin/ui/style"
	"bianmin/ui/touch"
)

const faceHigh = 320

// ratingPage is the page of the five faces.
type ratingPage struct {
	rating *flow.Rating
	head   *header
	panel  *keyboard.Panel
	field  *touch.Field
}

// NewRating draws the rating.
func NewRating(st Stage) *Screen {
	r := st.Turn.Rating
	p := &ratingPage{rating: r, head: newHeader(st, head{Title: st.t("rating.title")})}
	p.panel = st.panel(r, typing{Words: st.t("rating.done"), Done: func() { r.Write(false) }, Composing: r.Compose})
	label := st.t("rating.text")
	if st.landscape() {
		label = "" // the screen is low
	}
	p.field = touch.NewField(st.Look, label, st.t("form.write"), nil)
	p.field.SetActive(true)
	s := newScreen(st, p.head, p.draw)
	s.keys = func() keyer {
		if r.Writing {
			return p.panel
		}
		return nil
	}
	s.reset = func() {
		p.panel.SetTarget(r)
		p.field.SetValue("")
	}
	return s
}

func (p *ratingPage) draw(sh *sheet) {
	r := p.rating
	switch {
	case r.Sent:
		p.drawSent(sh)
		return
	case r.Writing:
		p.drawWriting(sh)
	case r.Telling:
		p.drawTelling(sh)
		return
	default:
		sh.list(pager{r.Pages, r.Down, r.Up}, sh.columns(sh.body(p.head)), p.blocks(sh))
	}
	p.drawFoot(sh)
}

func (p *ratingPage) drawFoot(sh *sheet) {
	r := p.rating
	if r.Writing {
		done := act{Name: "write.done", Words: sh.t("rating.done"), Icon: "check", Kind: touch.Primary, Tap: func() { r.Write(false) }}
		if r.Letters != "" {
			done.Why = sh.t("form.letters")
		}
		sh.foot(done)
		return
	}
	send := act{Name: "send", Words: sh.t("rating.send"), Icon: "next", Kind: touch.Primary, Tap: func() { r.Submit(sh.stage.Ctx) }}
	switch {
	case r.Busy:
		send.Why = sh.t("rating.busy")
	case r.Lacks() != "":
		send.Why = sh.t(r.Lacks())
	}
	sh.foot(act{Name: "leave", Words: sh.t("rating.no"), Width: 320, Kind: touch.Secondary, Tap: sh.stage.Turn.Back}, send)
}

func (p *ratingPage) blocks(sh *sheet) []block {
	r := p.rating
	blocks := []block{p.title(sh)}
	if r.Problem.Text != "" {
		blocks = append(blocks, sh.problem(r.Problem.Text))
	}
	blocks = append(blocks, p.faces(sh))
	if r.Grade != 0 {
		blocks = append(blocks, p.why(sh))
		for _, tag := range r.Offered() {
			blocks = append(blocks, p.tag(sh, tag))
		}
		blocks = append(blocks, p.tools(sh))
		if r.CanSpeak() {
			blocks = append(blocks, p.tell(sh))
		}
		if r.Text != "" {
			blocks = append(blocks, sh.paragraph(sh.t("rating.text")+sh.t("confirm.colon")+r.Text))
		}
	}
	words := "**" + sh.t("rating.private.head") + "**\n" + sh.t("rating.private.case")
	if r.Code == "" {
		words = "**" + sh.t("rating.private.head") + "**\n" + sh.t("rating.private.centre")
	}
	return append(blocks, sh.note(touch.Quiet, "lock", words))
}

func (p *ratingPage) title(sh *sheet) block {
	l := sh.look
	about := p.rating.About()
	return block{height: l.Small.Line*2 + l.H1.Line + 12, keep: true, reads: true, draw: func(a area) {
		y := sh.text(style.NewText(l.Small, l.Ink2, about).Limit(2), area{a.x, a.y, a.w, 0})
		sh.text(style.NewText(l.H1, l.Ink, sh.t("rating.head")).Limit(1), area{a.x, y, a.w, 0})
	}}
}

func (p *ratingPage) faces(sh *sheet) block {
	if sh.look.Large {
		return p.faceRows(sh)
	}
	return block{height: faceHigh + gap, draw: func(a area) {
		w := (a.w - 4*12) / 5
		for i := range 5 {
			grade := village.Grade(5 - i)
			sh.target(fmt.Sprintf("face.%d", grade), p.face(sh, grade), area{a.x + float32(i)*(w+12), a.y, w, faceHigh})
		}
	}}
}

// faceRows are the faces below one another, for large letters.
func (p *ratingPage) faceRows(sh *sheet) block {
	high := float32(160)
	if sh.stage.landscape() || sh.stage.Low {
		high = 110
	}
	return block{height: 5*(high+12) + 12, draw: func(a area) {
		for i := range 5 {
			grade := village.Grade(5 - i)
			sh.target(fmt.Sprintf("face.%d", grade), p.face(sh, grade), area{a.x, a.y + float32(i)*(high+12), a.w, high})
		}
	}}
}

func (p *ratingPage) face(sh *sheet, grade village.Grade) *touch.Face {
	face := touch.NewFace(sh.look, int(grade), sh.t(fmt.Sprintf("rating.grade.%d", grade)), func() { p.rating.Choose(grade) })
	face.SetChosen(p.rating.Grade == grade)
	return face
}

func (p *ratingPage) why(sh *sheet) block {
	l := sh.look
	key := "rating.good"
	if p.rating.Grade.Poor() {
		key = "rating.poor"
	}
	if l.Large {
		return sh.title(sh.t(key), sh.t(key+".note"))
	}
	return block{height: l.Head.Line + 24, keep: true, draw: func(a area) {
		words := sh.t(key)
		sh.text(style.NewText(l.Head, l.Ink, words).Limit(1), area{a.x, a.y, a.w, 0})
		x := l.Head.Width(words) + 40
		sh.text(style.NewText(l.Small, l.Ink2, sh.t(key+".note")).Limit(1), area{a.x + x, a.y + 8, a.w - x, 0})
	}}
}

func (p *ratingPage) tag(sh *sheet, tag village.RatingTag) block {
	return block{height: sh.choiceHigh() + 16, count: 1, draw: func(a area) {
		check := touch.NewCheck(sh.look, tag.Text, func() { p.rating.Toggle(tag.Code) })
		check.SetChosen(p.rating.Chosen(tag.Code))
		sh.target("tag."+tag.Code, check, area{a.x, a.y, a.w, sh.choiceHigh()})
	}}
}

// tools lead to the other tags and to the keyboard.
func (p *ratingPage) tools(sh *sheet) block {
	r := p.rating
	return block{height: 104 + gap, count: 1, draw: func(a area) {
		w := a.w
		if n := r.Hidden(); n > 0 {
			w = (a.w - 16) / 2
			more := touch.NewButton(sh.look, touch.Plain, sh.t("rating.more", "n", n), r.More).SetIcon("plus", false)
			sh.target("tags.more", more, area{a.x, a.y, w, 104})
			a.x += w + 16
		}
		write := touch.NewButton(sh.look, touch.Plain, sh.t("rating.write"), func() { r.Write(true) }).SetIcon("pen", false)
		sh.target("write", write, area{a.x, a.y, w, 104})
	}}
}

func (p *ratingPage) drawWriting(sh *sheet) {
	b := sh.body(p.head)
	top := sh.addPanel(p.panel, b.bottom()+16)
	a := sh.upper(p.head, top, p.field.Height()+12)
	p.field.SetValue(p.rating.Text)
	sh.target("field", p.field, area{a.x, a.y - 12, a.w, p.field.Height()})
}

func (p *ratingPage) drawSent(sh *sheet) {
	l := sh.look
	b := sh.body(p.head)
	y := b.y + b.h/6
	sh.box(l.TealMark, nil, 0, 88, area{b.x + b.w/2 - 88, y, 176, 176})
	tick := style.Icon("check", 128, l.OnMark, l.OnMark)
	style.Put(tick, b.x+b.w/2-64, y+24, 128, 128)
	sh.add(tick)
	y = sh.text(style.NewText(l.H1, l.Ink, sh.t("rating.sent")).Align(centre), area{b.x, y + 216, b.w, 0})
	sh.text(style.NewText(l.Body, l.Ink2, sh.t("rating.sent.note")).Align(centre), area{b.x, y + 8, b.w, 0})
	sh.foot(act{Name: "home", Words: sh.t("rating.home"), Icon: "visit", Kind: touch.Primary, Tap: p.rating.Leave})
}
